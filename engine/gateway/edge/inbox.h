// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/units.h"
#include "gateway/edge/api_call.h"

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <variant>
#include <vector>

namespace hearth::gateway {

struct CallAccepted {
    std::shared_ptr<ApiCall> call;
};
struct CallRejected {
    ApiError error;
};
struct GenerationHandle {
    std::unique_ptr<Generation> generation;
};
struct GenerationStarted {
    std::uint32_t prompt_tokens = 0;
    std::string evidence_id, node;
};

/// Something that happened to a request, off the I/O thread.
struct CallEvent {
    unsigned choice = 0;
    core::Nanoseconds at = 0; ///< monotonic
    std::variant<CallAccepted, CallRejected, GenerationHandle, GenerationStarted, TokenPiece, GenerationEnd,
                 core::Error>
        what;
};

/// Events of one request on their way to the I/O thread: never blocks, holds a bounded number of bytes.
/// Thread-safe.
class Inbox {
public:
    /// `wake` is called, from any thread, when events wait and the reader was idle.
    Inbox(std::size_t max_bytes, std::function<void()> wake);

    /// False when the inbox is closed or has overflowed: the event is dropped.
    bool push(CallEvent event);
    /// The next few events in order; empty when there are none, and then the next push wakes.
    std::vector<CallEvent> take();
    /// The reader fell so far behind that events were dropped.
    bool overflowed() const;
    /// Nothing is taken or woken after it. Returns what nobody read: it may hold generations, whose end can
    /// block.
    std::deque<CallEvent> close();
    bool closed() const;

private:
    mutable std::mutex m_mutex;
    std::deque<CallEvent> m_events;
    std::size_t m_bytes = 0;
    const std::size_t m_max_bytes;
    bool m_awake = false, m_overflowed = false, m_closed = false;
    std::function<void()> m_wake;
};

/// The sink of one choice. Reports a failure if the backend lets go of it without an end.
class ChoiceSink final : public GenerationSink {
public:
    /// `values`: the answer is a vector or tensors, which come whole at the end.
    ChoiceSink(std::shared_ptr<Inbox> inbox, unsigned choice, bool values = false)
        : m_inbox(std::move(inbox)), m_choice(choice), m_values(values) {}
    ~ChoiceSink() override;
    void started(std::uint32_t prompt_tokens, const std::string& evidence_id, const std::string& node) override;
    void token(const TokenPiece& piece) override;
    void finished(const GenerationEnd& end) override;
    void failed(const core::Error& error) override;

private:
    std::shared_ptr<Inbox> m_inbox;
    const unsigned m_choice;
    const bool m_values;
    bool m_ended = false;
};

} // namespace hearth::gateway
