// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/units.h"
#include "gateway/networks/upstreams.h"

#include <deque>
#include <functional>
#include <mutex>
#include <variant>

namespace hearth::gateway {

struct PassEnd {
    std::optional<core::Error> error; ///< none: the answer is whole
    AnswerFacts facts;
};

struct PassEvent {
    core::Nanoseconds at = 0; ///< monotonic
    std::variant<RawHead, std::string, PassEnd> what;
};

/// An answer of another network on its way to the I/O thread: holds a bounded number of bytes, past which the network
/// is not read. Thread-safe.
class PassInbox final : public RawSink {
public:
    /// `wake` is called, from any thread, when events wait and the reader was idle; it must only post.
    PassInbox(std::size_t max_bytes, std::function<void()> wake);

    void asked() override;
    void head(const RawHead& head) override { push(head, 0); }
    bool body(std::string bytes) override;
    void ended(const AnswerFacts& facts) override { push(PassEnd{std::nullopt, facts}, 0); }
    void failed(const core::Error& error, const AnswerFacts& facts) override { push(PassEnd{error, facts}, 0); }

    /// The call was made: from now on events are given out.
    void open(ForeignCall call);
    /// It was not.
    void refuse(const core::Error& error);
    /// In order; none: the next one wakes. Lets the network be read on when there is room again.
    std::optional<PassEvent> take();
    /// Empty until open().
    std::string evidence_id() const;
    core::Nanoseconds opened_at() const;
    /// The question is on its way to the network, which may want to be paid for it.
    bool was_asked() const;
    /// The call ends, if it still runs; nothing is given out any more.
    void close();

private:
    bool push(std::variant<RawHead, std::string, PassEnd> what, std::size_t bytes);

    const std::size_t m_max_bytes;
    const std::function<void()> m_wake;
    mutable std::mutex m_mutex;
    std::deque<PassEvent> m_events;
    std::size_t m_bytes = 0;
    std::optional<ForeignCall> m_call;
    core::Nanoseconds m_opened_at = 0;
    bool m_open = false, m_awake = false, m_full = false, m_closed = false, m_asked = false;
};

} // namespace hearth::gateway
