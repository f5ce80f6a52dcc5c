// SPDX-License-Identifier: Apache-2.0
#include "gateway/pay/facilitator.h"

#include "core/json_guard.h"

#include <nlohmann/json.hpp>

namespace hearth::gateway::pay {
namespace {

using Json = nlohmann::json;

constexpr std::size_t longest_reason = 256;

core::Result<Json> read_object(std::string_view json) {
    auto parsed = core::parse_json<Json>(json, {.max_bytes = std::size_t{1} << 20, .max_depth = 16});
    if (!std::holds_alternative<Json>(parsed) || !std::get<Json>(parsed).is_object())
        return core::fail(core::Code::corrupt, core::say("facilitator_unreadable"), core::say("check_facilitator"));
    return std::move(std::get<Json>(parsed));
}

/// Empty: it says none.
std::string said(const Json& object, const char* name) {
    return core::text_member(object, name).substr(0, longest_reason);
}

core::Result<bool> flag(const Json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_boolean())
        return core::fail(core::Code::corrupt, core::say("facilitator_unreadable"), core::say("check_facilitator"));
    return found->get<bool>();
}

} // namespace

std::string facilitator_request(const Payment& payment, core::Uint128 amount) {
    Json requirements = Json::parse(payment.requirements, nullptr, false);
    if (payment.version == 1)
        requirements["maxAmountRequired"] = Uint256::of(amount).text();
    else
        requirements["amount"] = Uint256::of(amount).text();
    return Json{{"x402Version", payment.version},
                {"paymentPayload", Json::parse(payment.voucher, nullptr, false)},
                {"paymentRequirements", std::move(requirements)}}
        .dump(-1, ' ', true);
}

core::Result<Verdict> read_verdict(std::string_view json) {
    HEARTH_TRY(const Json object, read_object(json));
    HEARTH_TRY(const bool valid, flag(object, "isValid"));
    return Verdict{valid, said(object, "invalidReason")};
}

core::Result<Settlement> read_settlement(std::string_view json) {
    HEARTH_TRY(const Json object, read_object(json));
    HEARTH_TRY(const bool success, flag(object, "success"));
    return Settlement{success, said(object, "transaction"), said(object, "errorReason")};
}

} // namespace hearth::gateway::pay
