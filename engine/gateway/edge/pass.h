// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/exchange.h"
#include "gateway/edge/pass_inbox.h"

#include <memory>
#include <optional>

namespace hearth::gateway {

/// One call that another network answers: what comes from there goes to the caller byte for byte. I/O thread only.
class PassExchange final : public Exchange, public std::enable_shared_from_this<PassExchange> {
public:
    /// `received`: when the caller's request was complete (monotonic). `meter`: of a payment; null: a key pays.
    static std::shared_ptr<PassExchange> start(const Services& services, Reply& reply, ForeignRequest request,
                                               core::Nanoseconds received, TurnOfCall turn,
                                               std::shared_ptr<Meter> meter = nullptr);

    PassExchange(const Services& services, Reply& reply, const ForeignRequest& request, core::Nanoseconds received,
                 TurnOfCall turn, std::shared_ptr<Meter> meter);
    ~PassExchange() override;
    void writable() override { pump(); }
    /// Between two events; the one thing that is ever added, to a caller that closed its half of the connection.
    bool probe() override;
    void stop() override;
    void detach() override;

private:
    void pump();
    void handle(PassEvent& event);
    void begin(const RawHead& head, core::Nanoseconds at);
    void end(const PassEnd& end);
    void remember(const AnswerFacts& facts);
    void read_meter(const AnswerFacts& facts, bool worked, bool failed);
    bool hands_on(const ApiError& error, bool charged, bool anyway = false);
    void fail(const ApiError& error, bool charged, std::optional<std::uint64_t> event = {});
    void leave();
    void add_headers(HttpAnswer& answer) const;

    const Services& m_services;
    Reply* m_reply;
    std::shared_ptr<PassInbox> m_inbox;
    const std::string m_network, m_model, m_caller;
    const core::Nanoseconds m_received;
    const TurnOfCall m_turn;
    const EventForm m_events;
    const std::shared_ptr<Meter> m_meter; ///< of a call that is paid by itself, which has these bounds:
    CallSize m_size;
    const bool m_vectors;
    std::uint64_t m_passed_events = 0, m_passed_bytes = 0;
    core::Nanoseconds m_overhead = 0;
    std::optional<HttpAnswer> m_answer; ///< being gathered, where it is no stream
    bool m_begun = false, m_over = false;
};

/// The status line and body for what another network did not answer.
ApiError from_network(const core::Error& error, const std::string& network);

} // namespace hearth::gateway
