// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/toll.h"

#include "core/log.h"

#include <algorithm>
#include <exception>

namespace hearth::gateway {

namespace {

using Found = std::variant<pay::Payment, pay::Refusal>;

/// The one payment of a request, in the version of its header, goes through `look`.
template <typename Look>
Found with_payment(const HttpRequest& request, const Look& look) {
    try {
        const std::size_t second = request.count("payment-signature"), first = request.count("x-payment");
        if (second + first != 1)
            return pay::Refusal{400, "malformed_payment",
                                "The request has more than one payment. Send one, in PAYMENT-SIGNATURE or X-PAYMENT."};
        return look(request.header(second == 1 ? "payment-signature" : "x-payment"), second == 1 ? 2U : 1U);
    } catch (const std::exception& error) {
        core::log::error("gateway", "payment_threw", {{"what", error.what()}});
        return pay::Refusal{500, "internal", "The payment could not be read because of a defect."};
    }
}

} // namespace

namespace toll {

std::string resource_of(const HttpRequest& request) {
    const std::string_view host = request.header("host");
    return "http://" + std::string(host) + request.target;
}

bool carries_payment(const HttpRequest& request) {
    return request.count("payment-signature") + request.count("x-payment") > 0;
}

std::optional<pay::Refusal> flaw_of_payment(const pay::Till& till, const HttpRequest& request) {
    Found found = with_payment(request, [&](std::string_view header, unsigned version) {
        return till.look(header, version, resource_of(request));
    });
    if (auto* refusal = std::get_if<pay::Refusal>(&found)) return std::move(*refusal);
    return std::nullopt;
}

HttpAnswer demand(const pay::Till& till, const HttpRequest& request, const pay::Refusal* refusal) {
    pay::Demand asked = till.demand(resource_of(request), refusal);
    HttpAnswer answer;
    answer.status = refusal != nullptr ? refusal->status : 402;
    answer.headers.emplace_back("PAYMENT-REQUIRED", std::move(asked.header));
    answer.headers.emplace_back("Cache-Control", "no-store");
    if (answer.status == 503) answer.headers.emplace_back("Retry-After", "2");
    answer.body = std::move(asked.body);
    return answer;
}

} // namespace toll

namespace {

/// On the tolls' own threads: disk and facilitator.
Found take_payment(pay::Till& till, const HttpRequest& request) {
    return with_payment(request, [&](std::string_view header, unsigned version) {
        return till.take(header, version, toll::resource_of(request));
    });
}

/// The caller gets no answer that is not paid.
HttpAnswer unsettled(const pay::Settlement& settlement) {
    ApiError error =
        http_error(402, "payment_not_settled",
                   "The payment could not be settled, so that the answer is not given: " + settlement.reason +
                       ". Check balance and allowance, then pay again.");
    error.type = "insufficient_quota";
    return error_answer(error);
}

bool is_repeat(const HttpAnswer& answer) {
    return std::any_of(answer.headers.begin(), answer.headers.end(),
                       [](const auto& header) { return header.first == "Idempotent-Replayed"; });
}

/// Whoever computed says it, too, and knows nothing of the payment.
void say_charged(HttpAnswer& answer, bool charged) {
    std::erase_if(answer.headers, [](const auto& header) { return header.first == "X-Should-Retry"; });
    if (charged) answer.headers.emplace_back("X-Should-Retry", "false");
}

/// What is thrown on a thread would take the process along.
template <typename Act>
void guarded(const Act& act) {
    try {
        act();
    } catch (const std::exception& error) {
        core::log::error("gateway", "settlement_threw", {{"what", error.what()}});
    }
}

/// Of what could not even be written down nothing is asked.
pay::Settlement not_written(const core::Error& error) {
    core::log::error("gateway", "payment_not_noted", {{"reason", error.message}});
    return {false, {}, "it could not be written down"};
}

} // namespace

std::shared_ptr<Exchange> TollExchange::start(const Services& services, Reply& reply, HttpRequest request,
                                              Start start) {
    auto exchange = std::make_shared<TollExchange>(services, reply);
    const auto held = std::make_shared<HttpRequest>(std::move(request));
    services.tolls->post(
        [weak = std::weak_ptr(exchange), &services, till = services.options.till, held, start = std::move(start)] {
            const auto found = std::make_shared<Found>(take_payment(*till, *held));
            services.post([weak, &services, till, found, held, start] {
                if (const auto self = weak.lock(); self && self->m_reply && self->m_state == State::taking)
                    return self->taken(std::move(*found), std::move(*held), start);
                if (const auto* payment = std::get_if<pay::Payment>(found.get())) // the caller left meanwhile
                    services.tolls->post([till, payment = *payment] { guarded([&] { till->release(payment); }); });
            });
        });
    return exchange;
}

void TollExchange::taken(Found found, HttpRequest request, const Start& start) {
    if (const auto* refusal = std::get_if<pay::Refusal>(&found)) {
        m_state = State::over;
        return m_reply->answer(toll::demand(*m_services.options.till, request, refusal));
    }
    m_payment = std::move(std::get<pay::Payment>(found));
    m_meter->tariff = m_services.options.till->terms().tariff;
    m_meter->most = m_payment->amount;
    request.caller = "x402:" + m_payment->payer;
    request.meter = m_meter;
    m_state = State::running;
    m_inner = start(*this, std::move(request));
}

void TollExchange::answer(HttpAnswer answer) {
    if (m_state != State::running) return;
    const bool given = answer.status == 200 && m_meter->worked && !m_meter->failed && !is_repeat(answer);
    if (given) return charge_and_answer(std::move(answer));
    release();
    m_state = State::over;
    if (!is_repeat(answer)) say_charged(answer, false);
    if (m_reply) m_reply->answer(std::move(answer));
}

void TollExchange::charge_and_answer(HttpAnswer answer) {
    m_state = State::settling;
    const auto held = std::make_shared<HttpAnswer>(std::move(answer));
    m_services.tolls->post([weak = weak_from_this(), till = m_services.options.till, payment = *m_payment,
                            used = used(), post = m_services.post, held] {
        guarded([&] {
            const auto owed = till->owe(payment, used);
            const bool nothing = owed && *owed == 0;
            const pay::Settlement settled = !owed     ? not_written(owed.error())
                                            : nothing ? pay::Settlement{true, {}, {}}
                                                      : till->settle(payment, *owed);
            if (!settled.success && !settled.pending) *held = unsettled(settled);
            if (!settled.pending)
                held->headers.emplace_back(payment.version == 1 ? "X-PAYMENT-RESPONSE" : "PAYMENT-RESPONSE",
                                           till->response_header(payment, settled, owed ? *owed : 0));
            held->headers.emplace_back("X-Payment-Id", payment.id.hex());
            say_charged(*held, (settled.success && !nothing) || settled.pending);
        });
        post([weak, held] {
            const auto self = weak.lock();
            if (!self || self->m_state != State::settling) return;
            self->m_state = State::over;
            if (self->m_reply) self->m_reply->answer(std::move(*held));
        });
    });
}

/// What a stream costs is known when its head is long gone: /v1/receipts tells it.
void TollExchange::begin(HttpAnswer head) {
    if (m_state != State::running) return;
    m_begun = true;
    head.headers.emplace_back("X-Payment-Id", m_payment->id.hex());
    say_charged(head, true);
    if (m_reply) m_reply->begin(std::move(head));
}

void TollExchange::stream(const std::string& bytes) {
    if (m_state == State::running && m_reply) m_reply->stream(bytes);
}

void TollExchange::end(bool last) {
    if (m_state != State::running) return;
    if (m_meter->worked && !m_meter->failed) return charge_and_end(last);
    release();
    m_state = State::over;
    if (m_reply) m_reply->end(last);
}

void TollExchange::charge_and_end(bool last) {
    m_state = State::settling;
    m_services.tolls->post([weak = weak_from_this(), till = m_services.options.till, payment = *m_payment,
                            used = used(), post = m_services.post, last] {
        guarded([&] {
            const auto owed = till->owe(payment, used);
            post([weak, last] {
                const auto self = weak.lock();
                if (!self || self->m_state != State::settling) return;
                self->m_state = State::over;
                if (self->m_reply) self->m_reply->end(last);
            });
            if (!owed) static_cast<void>(not_written(owed.error()));
            if (owed && *owed > 0) static_cast<void>(till->settle(payment, *owed));
        });
    });
}

void TollExchange::abort() {
    if (m_state == State::running) {
        m_state = State::over;
        m_meter->worked ? charge_gone() : release();
    }
    if (m_reply) m_reply->abort();
}

/// The caller left, and what was computed for it is paid.
void TollExchange::charge_gone() {
    m_services.tolls->post([till = m_services.options.till, payment = *m_payment, used = used()] {
        guarded([&] {
            const auto owed = till->owe(payment, used);
            if (!owed) static_cast<void>(not_written(owed.error()));
            if (owed && *owed > 0) static_cast<void>(till->settle(payment, *owed));
        });
    });
}

void TollExchange::release() {
    m_services.tolls->post(
        [till = m_services.options.till, payment = *m_payment] { guarded([&] { till->release(payment); }); });
}

void TollExchange::writable() {
    if (m_inner && m_state == State::running) m_inner->writable();
}

void TollExchange::tick(core::Nanoseconds now) {
    if (m_inner && m_state == State::running) m_inner->tick(now);
}

bool TollExchange::probe() {
    return m_inner && m_state == State::running && m_inner->probe();
}

void TollExchange::stop() {
    if (m_state == State::running && m_inner) return m_inner->stop();
    if (m_state != State::taking || !m_reply) return;
    m_state = State::over;
    m_reply->answer(error_answer(http_error(503, "stopping", "The service is stopping; try again when it is back.")));
}

void TollExchange::detach() {
    m_reply = nullptr;
    const bool ran = m_state == State::running;
    if (m_inner) m_inner->detach(); // fills the meter
    m_inner.reset();
    if (!ran || m_state != State::running) return;
    m_state = State::over;
    m_meter->worked && !m_meter->failed ? charge_gone() : release();
}

} // namespace hearth::gateway
