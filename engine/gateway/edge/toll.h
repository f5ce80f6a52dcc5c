// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/exchange.h"
#include "gateway/edge/meter.h"
#include "gateway/pay/till.h"

namespace hearth::gateway {

/// A caller without an API key, where this gateway can be paid by the call.
namespace toll {

/// The URL of what is paid for, as the caller wrote it.
std::string resource_of(const HttpRequest& request);
/// Its header holds a payment, of whatever worth.
bool carries_payment(const HttpRequest& request);
/// What is wrong with it, as far as that shows without asking anybody: before a body is taken from a stranger.
std::optional<pay::Refusal> flaw_of_payment(const pay::Till& till, const HttpRequest& request);
/// 402 with all offers, in header and body.
HttpAnswer demand(const pay::Till& till, const HttpRequest& request, const pay::Refusal* refusal = nullptr);

} // namespace toll

/// One paid call: takes the payment, starts the call, and settles when its answer is known. Of a whole answer nothing
/// goes out before it is settled; of a stream the end goes out when what is owed is written down. A call that came to
/// nothing by no fault of the caller's costs nothing; one whose caller left, or whose payment's time ends before it,
/// costs what it used. I/O thread only.
class TollExchange final : public Exchange, public Reply, public std::enable_shared_from_this<TollExchange> {
public:
    using Start = std::function<std::shared_ptr<Exchange>(Reply& to, HttpRequest request)>;
    static std::shared_ptr<Exchange> start(const Services& services, Reply& reply, HttpRequest request, Start start);

    TollExchange(const Services& services, Reply& reply) : m_services(services), m_reply(&reply) {}

    void writable() override;
    void tick(core::Nanoseconds now) override;
    bool probe() override;
    void stop() override;
    void detach() override;

    void answer(HttpAnswer answer) override;
    void begin(HttpAnswer head) override;
    void stream(const std::string& bytes) override;
    void end(bool last) override;
    void abort() override;
    void broke() override;
    std::size_t unsent() const override { return m_reply ? m_reply->unsent() : 0; }

private:
    enum class State { taking, running, settling, over };
    void taken(std::variant<pay::Payment, pay::Refusal> found, HttpRequest request, const Start& start);
    void conclude(HttpAnswer answer);
    void conclude(bool last);
    void charge_and_answer(HttpAnswer answer);
    void charge_and_end(bool last);
    void charge(std::function<void()> written = {});
    void release();
    void end_in_time();
    bool owes() const { return m_meter->worked && !m_meter->failed; }
    pay::Used used() const { return {m_meter->prompt_tokens, m_meter->completion_tokens}; }

    const Services& m_services;
    Reply* m_reply;
    std::shared_ptr<Exchange> m_inner;
    std::shared_ptr<Meter> m_meter = std::make_shared<Meter>();
    std::optional<pay::Payment> m_payment;
    State m_state = State::taking;
    bool m_begun = false;
};

} // namespace hearth::gateway
