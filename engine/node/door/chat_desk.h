// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/node.h"
#include "node/door/chat_place.h"
#include "node/jobs/auditor.h"
#include "node/jobs/receipt_book.h"

namespace hearth::node {

/// Asks on behalf of the owner, this home or another network. See control::Node. Thread-safe; everything given outlives
/// it.
class ChatDesk {
public:
    struct Parts {
        gateway::Backend& backend; ///< of this home
        const ReceiptBook& book;
        Auditor& auditor;
        UpstreamDesk& upstreams;
        const core::Clock& clock;
        bool alone = false; ///< no other home can be asked
    };
    explicit ChatDesk(Parts parts) : m_parts(parts) {}

    core::Result<control::ChatResult> chat(const control::ChatRequest& chat, const control::OnText& on_text);

private:
    core::Result<control::ChatResult> ask_home(const gateway::GenerationRequest& request, proof::Level min_level,
                                               const control::OnText& on_text);

    const Parts m_parts;
};

} // namespace hearth::node
