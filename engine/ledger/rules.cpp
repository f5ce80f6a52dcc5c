// SPDX-License-Identifier: Apache-2.0
#include "ledger/rules.h"

#include "core/hash.h"
#include "ledger/light/map_proof.h"

#include <algorithm>

namespace hearth::ledger {

unsigned bucket_bits(std::uint64_t rules) {
    return rules < 4 ? bucket_layouts.front() : bucket_layouts.back();
}

core::Amount executor_share(core::Amount price, const Params& params) {
    return price.share(static_cast<std::uint32_t>(params.get("fee.executor_ppm")));
}

core::Amount NodeRecord::answerable() const {
    std::uint64_t units = stake.units(); // all of it came out of balances, whose sum is an amount
    for (const Unbonding& part : unbonding)
        units += part.amount.units();
    return core::Amount::from_units(units);
}

core::Result<core::Amount> Tariff::price(std::uint64_t prompt_tokens, std::uint64_t completion_tokens) const {
    // Both products stay below 2¹²⁷ as long as receipts count tokens in 32 bits; a caller may ask with more.
    const auto part = [](std::uint64_t tokens, core::Amount each) { return core::Uint128{tokens} * each.units(); };
    const core::Uint128 read = part(prompt_tokens, prompt_token), written = part(completion_tokens, completion_token);
    if (read + written < read) return core::Amount::from_wide(read);
    return core::Amount::from_wide(read + written);
}

const AuditDuty* waiting_duty(const Reward& reward, const core::PublicKey& auditor) {
    const auto at = std::find_if(reward.audits.begin(), reward.audits.end(), [&](const AuditDuty& duty) {
        return duty.auditor == auditor && duty.result == AuditDuty::Result::waiting;
    });
    return at == reward.audits.end() ? nullptr : &*at;
}

proof::Level reachable_level(const Reward& reward) {
    if (reward.terms) return proof::profile(reward.terms->profile).reachable;
    return reward.exact ? proof::Level::exact : proof::Level::statistical;
}

Tariff usual_tariff(const Params& params) {
    return {core::Amount::from_units(params.get("price.prompt_token")),
            core::Amount::from_units(params.get("price.completion_token"))};
}

core::Amount price_of(std::uint64_t prompt_tokens, std::uint64_t completion_tokens, const Params& params) {
    // Three products of 64-bit numbers stay far below 2¹²⁸ because the prices are bounded by 10⁹.
    const core::Uint128 units = core::Uint128{prompt_tokens} * params.get("price.prompt_token") +
                                core::Uint128{completion_tokens} * params.get("price.completion_token") +
                                params.get("price.request");
    const auto amount = core::Amount::from_wide(units);
    return amount ? *amount : core::Amount::from_units(UINT64_MAX);
}

bool is_drawn(const core::Hash& beacon, const core::ReceiptId& receipt, std::uint64_t rate_ppm) {
    const core::Hash hash = core::tagged_hash("aud/1", {beacon.view(), receipt.view()});
    std::uint64_t head = 0;
    for (std::size_t i = 0; i < 8; ++i)
        head = head << 8 | hash.bytes[i];
    return core::Uint128{head} < (core::Uint128{rate_ppm} << 64) / whole_ppm;
}

std::uint64_t proven_receipts(const NodeRecord& node, const Params& params, std::uint64_t rules) {
    if (rules == 1) return node.receipts;
    return std::min(node.paid_receipts, node.paid_fees.units() / params.get("audit.least_fee"));
}

std::uint64_t audit_rate_ppm(const NodeRecord& node, bool exact, const Params& params, std::uint64_t rules) {
    // The first rules had counted the receipt in question already.
    const std::uint64_t number = proven_receipts(node, params, rules) + (rules > 1);
    if (number <= params.get("audit.new_receipts")) return params.get("audit.new_ppm");
    if (node.failed > 0 || number <= params.get("audit.probation_receipts")) return params.get("audit.probation_ppm");
    return params.get(exact ? "audit.steady_exact_ppm" : "audit.steady_ppm");
}

} // namespace hearth::ledger
