// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/chat.h"
#include "control/progress.h"
#include "node/upstreams/upstream_desk.h"

#include <chrono>

namespace hearth::node {

/// Text of an answer of the OpenAI shape, read from its bytes as they come: events of a stream, or one object. Pure.
class AnswerText {
public:
    /// What the bytes add to the text. Events that say nothing of it are passed over.
    std::string feed(std::string_view bytes);
    /// The rest: where the answer came in one piece.
    std::string end();

    const std::string& finish_reason() const { return m_finish_reason; }
    /// As the network counts; none: it does not tell.
    const std::optional<control::Usage>& usage() const { return m_usage; }

private:
    std::string take_line(std::string_view line);
    std::string take_object(std::string_view json);

    std::string m_held, m_data, m_finish_reason;
    std::optional<control::Usage> m_usage;
    bool m_is_stream = false;
};

/// Asks another network on behalf of the owner; blocks until its answer has ended and its evidence is kept.
/// `messages`: the conversation as JSON. `on_text` is called without a text, too, while nothing comes, so that a caller
/// who has had enough is heard. Errors: those of the network.
core::Result<control::ChatResult> ask_network(UpstreamDesk& desk, const gateway::Place& place,
                                              const control::ChatRequest& chat, const std::string& messages,
                                              const control::OnText& on_text, const core::Clock& clock);

} // namespace hearth::node
