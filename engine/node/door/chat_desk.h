// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/node.h"
#include "gateway/edge/backend.h"
#include "node/jobs/receipt_book.h"

namespace hearth::node {

/// Asks on behalf of the owner, as any caller does. See control::Node. Thread-safe; everything given outlives it.
class ChatDesk {
public:
    ChatDesk(gateway::Backend& backend, const ReceiptBook& book) : m_backend(backend), m_book(book) {}

    core::Result<control::ChatResult> chat(const control::ChatRequest& chat, const control::OnText& on_text);

private:
    gateway::Backend& m_backend;
    const ReceiptBook& m_book;
};

} // namespace hearth::node
