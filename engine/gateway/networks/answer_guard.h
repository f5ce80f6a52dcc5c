// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/networks/network.h"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace hearth::gateway {

/// Whether what is asked there is answered in the events of /v1/responses.
inline bool is_responses(const std::string& path) {
    return path == "/responses";
}
/// Many servers answer chats alone and say so, which tells nothing of how they are.
inline bool is_no_such_path(int status) {
    return status == 404 || status == 405 || status == 501;
}

/// Whatever its letters and parameters.
bool is_event_stream(std::string_view content_type);

/// What may go on to the caller now, and whether anything may follow. Errors: corrupt.
struct Passed {
    std::string bytes;
    core::Status fine;
};

/// Reads the events of a stream (server-sent events, WHATWG HTML §9.2) as their bytes come: holds back what is not yet
/// a whole event, so that no caller ever sees half of one. Pure; changes no byte.
class EventGuard {
public:
    /// See RawRequest::is_other_model.
    using IsOther = std::function<bool(const std::string& named)>;
    /// `typed`: events of /v1/responses, which say by their type how the answer ends.
    explicit EventGuard(std::size_t max_event_bytes, IsOther is_other = {}, bool typed = false)
        : m_max(max_event_bytes), m_is_other(std::move(is_other)), m_typed(typed) {}

    /// Whole events; what came before one that is no JSON, has no end or is of another model goes on still.
    Passed feed(std::string_view bytes);
    /// Errors: corrupt when the stream ends inside an event, or without saying that the answer is whole.
    core::Status end() const;
    /// The stream said that nothing follows.
    bool done() const { return m_done; }
    /// Of events that said something; comments do not count.
    std::size_t events() const { return m_events; }
    const AnswerFacts& facts() const { return m_facts; }

private:
    core::Status end_line(std::string_view line);
    core::Status end_event();
    void count_choices(const nlohmann::json& choices);
    core::Status check_place(const nlohmann::json& event);
    void read_type(const nlohmann::json& event);

    const std::size_t m_max;
    const IsOther m_is_other;
    const bool m_typed;
    std::string m_held, m_data;
    std::size_t m_line = 0, m_seen = 0; ///< in m_held: where the line begins, what was looked at
    bool m_has_data = false, m_in_event = false, m_after_cr = false, m_done = false;
    bool m_may_tell_again = false; ///< the last event was a failure of its own
    std::size_t m_events = 0;
    std::set<std::int64_t> m_choices, m_finished;
    AnswerFacts m_facts;
};

/// Decides what of an OpenAI-shaped answer may go on to the caller, and when: a stream event by event, anything else
/// when it is whole. Pure.
class AnswerGuard {
public:
    struct Limits {
        std::size_t max_event_bytes = std::size_t{4} << 20;
        std::size_t max_whole_bytes = std::size_t{32} << 20;
        bool any_content = false;  ///< of a whole answer only status and size count
        bool typed_events = false; ///< see EventGuard
    };
    using IsOther = EventGuard::IsOther;
    AnswerGuard(bool stream, const Limits& limits, IsOther is_other = {});

    /// Errors: refused (our key, a redirect), unavailable (an error page), corrupt (another kind of content than
    /// asked).
    core::Status head(const RawHead& head);
    Passed body(std::string_view bytes);
    /// The rest, when the message is complete.
    /// Errors: also corrupt, where it is of another model.
    Passed end();
    /// A stream said that nothing follows, and nothing is held back.
    bool whole() const { return m_stream && m_events.done() && m_events.end().ok(); }
    /// Grows whenever the network did something for the caller.
    std::size_t progress() const { return m_stream ? m_events.events() : m_whole.size(); }
    bool streams() const { return m_stream; } ///< what comes is a stream of events
    const AnswerFacts& facts() const { return m_facts; }

private:
    const Limits m_limits;
    bool m_stream; ///< what comes is one
    bool m_in_place_of_stream = false;
    std::string m_whole;
    IsOther m_is_other;
    EventGuard m_events;
    AnswerFacts m_facts;
};

} // namespace hearth::gateway
