// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/call_memory.h"
#include "gateway/edge/defect.h"
#include "gateway/edge/exchange.h"

#include <atomic>
#include <map>

namespace hearth::gateway {

class SharedCall;

/// Calls with an Idempotency-Key that are under way, by caller and key. I/O thread only.
class RepeatBook {
public:
    using Start = std::function<std::shared_ptr<Exchange>(Reply& reply)>;

    /// The same call again waits for the one that runs, or gets the answer that was kept; `start` is called for a new
    /// one only. One that nobody waits for any more goes on: whoever comes back pays once.
    std::shared_ptr<Exchange> enter(const Services& services, Reply& reply, RepeatKey key, Start start);
    /// What runs is let go of. Also when the I/O thread is gone.
    void close();

private:
    friend class SharedCall;
    std::map<std::pair<std::string, std::string>, std::shared_ptr<SharedCall>> m_calls;
};

/// The key of a request that has one. Errors: what is no key, more than one.
std::variant<std::optional<RepeatKey>, ApiError> repeat_key(const HttpRequest& request, const std::string& path);

/// One call and all who wait for its answer.
class SharedCall final : public Reply, public std::enable_shared_from_this<SharedCall> {
public:
    SharedCall(const Services& services, RepeatBook& book, RepeatKey key, RepeatBook::Start start);

    const RepeatKey& key() const { return m_key; }
    void recall();
    /// Gives the caller what is here already.
    void join(Exchange* who, Reply& reply);
    void leave(Exchange* who);
    void writable(Exchange* who);
    void tick(core::Nanoseconds now);
    bool probe();
    void stop();
    void let_go();

    void answer(HttpAnswer answer) override;
    void begin(HttpAnswer head) override;
    void stream(const std::string& bytes) override;
    void end(bool last) override;
    void abort() override;
    void broke() override;
    std::size_t unsent() const override;

private:
    struct Listener {
        Exchange* who;
        Reply* reply;
        std::size_t given = 0;
        bool begun = false, repeats = false, over = false;
    };
    enum class State { recalling, running, ending, over };

    void recalled(const core::Result<CallMemory::Recall>& found);
    void give_up();
    void undo() const;
    void refuse(const ApiError& error);
    void remember();
    void finish();
    void leave_book();
    void break_off();
    void deliver();
    void go_on();
    void give(Listener& listener);
    bool charged() const;

    const Services& m_services;
    RepeatBook& m_book;
    const RepeatKey m_key;
    RepeatBook::Start m_start;
    std::shared_ptr<Exchange> m_inner;
    std::vector<Listener> m_listeners;
    std::optional<HttpAnswer> m_head; ///< with its body, where it is no stream
    std::string m_body;               ///< of a stream, so far
    EventNumbers m_numbers;           ///< of its events
    State m_state = State::recalling;
    std::atomic<bool> m_written = false; ///< down as under way
    std::atomic<bool> m_given_up = false;
    bool m_stream = false, m_last = false, m_aborted = false, m_unkept = false, m_kept_before = false, m_joined = false;
};

} // namespace hearth::gateway
