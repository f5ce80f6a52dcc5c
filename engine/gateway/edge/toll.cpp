// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/toll.h"

#include "core/log.h"
#include "gateway/edge/defect.h"
#include "gateway/edge/wait_headers.h"

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
    if (refusal != nullptr && refusal->retry_after_s > 0) add_retry_after(answer, refusal->retry_after_s);
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

/// An answer that ends before it is whole, so that it can be paid.
ApiError time_over() {
    ApiError error = http_error(402, "payment_time_over",
                                "The payment's time is nearly over, so that the answer ends here; what was computed is "
                                "paid. Sign a payment that holds longer, or ask for less.");
    error.type = "insufficient_quota";
    return error;
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

/// None: it could not be written down, and nothing is asked for it.
std::optional<core::Uint128> write_down(pay::Till& till, const pay::Payment& payment, const pay::Used& used,
                                        const pay::Tariff& tariff) {
    std::optional<core::Uint128> amount;
    guarded([&] {
        const auto owed = till.owe(payment, used, tariff);
        if (owed)
            amount = *owed;
        else
            core::log::error("gateway", "payment_not_noted", {{"reason", owed.error().message}});
    });
    return amount;
}

/// What a defect leaves unsettled stays owed.
pay::Settlement settle(pay::Till& till, const pay::Payment& payment, core::Uint128 amount) {
    pay::Settlement settled{false, {}, {}, true, true};
    guarded([&] { settled = till.settle(payment, amount); });
    return settled;
}

/// The answer as it goes out, with what is known of its payment.
void tell(HttpAnswer& answer, const pay::Till& till, const pay::Payment& payment, const pay::Settlement& settled,
          core::Uint128 amount) {
    if (!settled.success && !settled.pending) answer = unsettled(settled);
    if (!settled.pending)
        answer.headers.emplace_back(payment.version == 1 ? "X-PAYMENT-RESPONSE" : "PAYMENT-RESPONSE",
                                    till.response_header(payment, settled, amount));
    answer.headers.emplace_back("X-Payment-Id", payment.id.hex());
    say_charged(answer, (settled.success && amount > 0) || settled.pending);
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
                    return guarded_step(*self, [&] { self->taken(std::move(*found), std::move(*held), start); });
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
    m_meter->payment = m_payment->id.hex();
    request.caller = "x402:" + m_payment->payer;
    request.meter = m_meter;
    m_state = State::running;
    m_inner = start(*this, std::move(request));
}

void TollExchange::answer(HttpAnswer answer) {
    if (m_state == State::running) conclude(std::move(answer));
}

void TollExchange::conclude(HttpAnswer answer) {
    if (owes()) return charge_and_answer(std::move(answer));
    release();
    m_state = State::over;
    say_charged(answer, false);
    if (m_reply) m_reply->answer(std::move(answer));
}

/// What is owed is written down first, and settled on other threads: a slow facilitator keeps no new call waiting.
void TollExchange::charge_and_answer(HttpAnswer answer) {
    const auto held = std::make_shared<HttpAnswer>(std::move(answer));
    const auto give = [weak = weak_from_this(), post = m_services.post, held] {
        post([weak, held] {
            const auto self = weak.lock();
            if (!self || self->m_state != State::settling) return;
            self->m_state = State::over;
            if (self->m_reply) guarded_step(self->m_reply, [&] { self->m_reply->answer(std::move(*held)); });
        });
    };
    m_services.tolls->post([&services = m_services, till = m_services.options.till, payment = *m_payment, used = used(),
                            tariff = m_meter->tariff, held, give] {
        const auto owed = write_down(*till, payment, used, tariff);
        if (owed && *owed > 0) {
            services.settlements->post([till, payment, amount = *owed, held, give] {
                guarded([&] { tell(*held, *till, payment, settle(*till, payment, amount), amount); });
                give();
            });
            return;
        }
        const pay::Settlement settled{owed.has_value(), {}, owed ? "" : "it could not be written down"};
        guarded([&] { tell(*held, *till, payment, settled, 0); });
        give();
    });
    m_state = State::settling;
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
    if (m_state == State::running) conclude(last);
}

void TollExchange::conclude(bool last) {
    if (owes()) return charge_and_end(last);
    release();
    m_state = State::over;
    if (m_reply) m_reply->end(last);
}

void TollExchange::charge_and_end(bool last) {
    charge([weak = weak_from_this(), post = m_services.post, last] {
        post([weak, last] {
            const auto self = weak.lock();
            if (!self || self->m_state != State::settling) return;
            self->m_state = State::over;
            if (self->m_reply) guarded_step(self->m_reply, [&] { self->m_reply->end(last); });
        });
    });
    m_state = State::settling;
}

void TollExchange::abort() {
    if (m_state == State::running) {
        m_state = State::over;
        owes() ? charge() : release();
    }
    if (m_reply) m_reply->abort();
}

/// Whoever still listens hears of the end before it is settled.
void TollExchange::charge(std::function<void()> written) {
    m_services.tolls->post([&services = m_services, till = m_services.options.till, payment = *m_payment, used = used(),
                            tariff = m_meter->tariff, written = std::move(written)] {
        const auto owed = write_down(*till, payment, used, tariff);
        if (written) written();
        if (!owed || *owed == 0) return;
        services.settlements->post(
            [till, payment, amount = *owed] { static_cast<void>(settle(*till, payment, amount)); });
    });
}

/// By no fault of the caller's, so that it costs nothing. What settles is whole and is paid: it goes out.
void TollExchange::broke() {
    if (m_state == State::settling) return;
    const auto held = shared_from_this();
    try {
        if (m_inner) m_inner->detach(); // fills the meter
        m_meter->failed = true;
        if (m_payment && (m_state == State::taking || m_state == State::running)) release();
        m_state = State::over;
    } catch (const std::exception& error) {
        core::log::error("gateway", "settlement_threw", {{"what", error.what()}});
    }
    if (m_reply) m_reply->broke();
}

void TollExchange::release() {
    m_services.tolls->post(
        [till = m_services.options.till, payment = *m_payment] { guarded([&] { till->release(payment); }); });
}

void TollExchange::writable() {
    if (m_inner && m_state == State::running) guarded_step(*this, [this] { m_inner->writable(); });
}

void TollExchange::tick(core::Nanoseconds now) {
    if (!m_inner || m_state != State::running) return;
    guarded_step(*this, [&] { m_services.options.till->time_is_up(*m_payment) ? end_in_time() : m_inner->tick(now); });
}

/// Behind the end of its time a payment cannot be settled any more.
void TollExchange::end_in_time() {
    m_inner->detach(); // fills the meter
    m_inner.reset();
    if (!m_begun) return conclude(error_answer(time_over()));
    stream("data: " + error_json(time_over()) + "\n\n");
    conclude(true);
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
    owes() ? charge() : release();
}

} // namespace hearth::gateway
