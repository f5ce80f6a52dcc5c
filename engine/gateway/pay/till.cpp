// SPDX-License-Identifier: Apache-2.0
#include "gateway/pay/till.h"

#include "core/base64.h"
#include "core/log.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace hearth::gateway::pay {
namespace {

using Json = nlohmann::json;

constexpr char settles_nothing[] =
    "A development facilitator took this payment: it settles nothing on a chain, and no money moved.";

void note(const core::Status& done, const core::Hash& id) {
    if (!done)
        core::log::error("gateway", "payment_not_noted", {{"payment", id.hex()}, {"reason", done.error().message}});
}

Refusal not_taken(const core::Error& error) {
    return {503, "payment_not_checked", "The payment could not be checked: " + error.message + " Try again soon.", 2};
}

/// Why a payment was not written down; none: it was.
std::optional<Refusal> not_reserved(Entry entry, const Payment& payment) {
    switch (entry) {
    case Entry::reserved:
        break;
    case Entry::nonce_used:
        return Refusal{402, "nonce_used",
                       "This payment was sent before; each signature pays for one call. Sign a new one. What became "
                       "of the first: GET /v1/receipts/" +
                           payment.id.hex()};
    case Entry::many_open:
        return Refusal{429, "payments_open",
                       "As many calls of this payer as may be are under way or not settled yet: " +
                           std::to_string(most_open) + ". Send this one again when one of them is paid.",
                       2};
    case Entry::not_paid:
        return Refusal{429, "payer_rests",
                       "A payment of this payer could not be settled a short while ago. Check its balance and "
                       "allowance, then pay again in " +
                           std::to_string(rest_of_payer / core::minute) + " minutes.",
                       static_cast<unsigned>(rest_of_payer / core::second)};
    }
    return std::nullopt;
}

/// Facilitators word it as they like: "nonce_already_used", "InvalidNonce", "authorization is used or canceled".
bool names_used_nonce(std::string reason) {
    std::transform(reason.begin(), reason.end(), reason.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const auto has = [&](const char* word) { return reason.find(word) != std::string::npos; };
    return has("nonce") || has("duplicate") || has("already") || (has("authori") && has("used"));
}

} // namespace

std::string_view name_of(Stage stage) {
    switch (stage) {
    case Stage::reserved:
        return "reserved";
    case Stage::owed:
        return "owed";
    case Stage::settled:
        return "settled";
    case Stage::refused:
        return "refused";
    case Stage::lost:
        break;
    }
    return "lost";
}

Demand Till::demand(const std::string& resource, const Refusal* refusal) const {
    const std::string error =
        refusal != nullptr ? refusal->message
                           : "This call is paid: sign one of the offers and send it in the header PAYMENT-SIGNATURE "
                             "(X-PAYMENT in the first version), or use an API key of this gateway.";
    const std::string reason = refusal != nullptr ? refusal->reason : "payment_required";
    Json second{{"x402Version", 2},
                {"error", error},
                {"reason", reason},
                {"resource",
                 {{"url", resource}, {"description", "One call to this gateway"}, {"mimeType", "application/json"}}},
                {"accepts", m_terms.offers_of(2, resource)},
                {"extensions", Json::object()}};
    const Json first{
        {"x402Version", 1}, {"error", error}, {"reason", reason}, {"accepts", m_terms.offers_of(1, resource)}};
    // What came in a Host header need not be UTF-8.
    const auto written = [](const Json& json) { return json.dump(-1, ' ', true, Json::error_handler_t::replace); };
    return {core::to_base64(core::as_bytes(written(second))), written(first)};
}

std::variant<Payment, Refusal> Till::look(std::string_view header, unsigned version,
                                          const std::string& resource) const {
    auto voucher = read_voucher(header, version);
    if (auto* refusal = std::get_if<Refusal>(&voucher)) return std::move(*refusal);
    return examine(std::get<Voucher>(voucher), m_terms, resource, m_clock.now() / core::second);
}

std::variant<Payment, Refusal> Till::take(std::string_view header, unsigned version, const std::string& resource) {
    auto examined = look(header, version, resource);
    if (std::holds_alternative<Refusal>(examined)) return examined;
    const Payment& payment = std::get<Payment>(examined);
    const auto entry = m_book->reserve(payment);
    if (!entry) return not_taken(entry.error());
    if (auto refusal = not_reserved(*entry, payment)) return std::move(*refusal);
    const auto verdict = m_facilitator->verify(payment);
    if (verdict && verdict->valid) return examined;
    note(m_book->forget(payment.id), payment.id);
    if (!verdict) return not_taken(verdict.error());
    return Refusal{402, "facilitator_refused",
                   "The facilitator does not take this payment" +
                       (verdict->reason.empty() ? std::string(".") : ": " + verdict->reason + ".") +
                       " Check balance and allowance of the paying account, then pay again."};
}

core::Result<core::Uint128> Till::owe(const Payment& payment, const Used& used, const Tariff& tariff) {
    const core::Uint128 cost = tariff.cost(used.prompt_tokens, used.completion_tokens);
    const core::Uint128 amount = payment.scheme == Scheme::exact ? payment.amount : std::min(cost, payment.amount);
    if (amount == 0) {
        release(payment);
        return amount;
    }
    HEARTH_CHECK(m_book->owe(payment.id, amount, used));
    return amount;
}

Settlement Till::settle(const Payment& payment, core::Uint128 amount) {
    return settle(payment, amount, false);
}

/// `again`: an earlier try had no answer, and may have settled it all the same.
Settlement Till::settle(const Payment& payment, core::Uint128 amount, bool again) {
    auto settled = m_facilitator->settle(payment, amount);
    const bool over = m_clock.now() / core::second >= payment.expires_s;
    if (!settled && !over) return {false, {}, settled.error().message, true, true};
    if (settled && settled->success) {
        note(m_book->settle(payment.id, settled->transaction), payment.id);
        return std::move(*settled);
    }
    const bool unknown = !settled || (again && (over || names_used_nonce(settled->reason)));
    const std::string reason = settled ? settled->reason : "its time ended before the facilitator answered";
    note(unknown ? m_book->lose(payment.id, reason) : m_book->refuse(payment.id, reason), payment.id);
    core::log::warning("gateway", unknown ? "payment_lost" : "payment_not_settled",
                       {{"payment", payment.id.hex()}, {"reason", reason}});
    return {false, {}, reason};
}

void Till::release(const Payment& payment) {
    note(m_book->forget(payment.id), payment.id);
}

bool Till::time_is_up(const Payment& payment) const {
    return m_clock.now() / core::second >= payment.expires_s - std::int64_t{m_terms.reserve_s()};
}

void Till::tick() {
    const auto waiting = m_book->owed();
    if (!waiting) return core::log::error("gateway", "payments_unreadable", {{"reason", waiting.error().message}});
    for (const Owed& one : *waiting)
        static_cast<void>(settle(one.payment, one.amount, true));
}

std::string Till::response_header(const Payment& payment, const Settlement& settlement, core::Uint128 amount) const {
    const std::string network =
        payment.version == 1 ? m_terms.first_version_name().value_or(m_terms.network()) : m_terms.network();
    Json json{{"success", settlement.success},
              {"transaction", settlement.transaction},
              {"network", network},
              {"payer", payment.payer},
              {"amount", Uint256::of(amount).text()}};
    if (!settlement.success) json["errorReason"] = settlement.reason;
    if (settlement.success && !settlement.on_chain) json["note"] = settles_nothing;
    const std::string text = json.dump(-1, ' ', true, Json::error_handler_t::replace);
    return core::to_base64(core::as_bytes(text));
}

core::Result<std::string> Till::receipt(const std::string& id) const {
    const auto hash = core::Hash::parse(id);
    std::optional<Record> found;
    if (hash) {
        HEARTH_TRY(found, m_book->find(*hash));
    }
    if (!found) return core::fail(core::Code::not_found, core::say("no_such_payment"), core::say("see_payment_id"));
    Json json{{"payment_id", found->id.hex()},
              {"state", name_of(found->stage)},
              {"payer", found->payer},
              {"scheme", found->scheme},
              {"network", m_terms.network()},
              {"asset", evidence::address_text(m_terms.asset)},
              {"usage", {{"prompt_tokens", found->prompt_tokens}, {"completion_tokens", found->completion_tokens}}}};
    if (!found->amount.empty()) json["amount"] = found->amount;
    if (!found->transaction.empty()) json["transaction"] = found->transaction;
    if (!found->reason.empty()) json["reason"] = found->reason;
    if (found->stage == Stage::settled && found->transaction.empty()) json["note"] = settles_nothing;
    return json.dump(-1, ' ', true, Json::error_handler_t::replace);
}

} // namespace hearth::gateway::pay
