// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "ledger/state.h"

namespace hearth::ledger {

core::Amount executor_share(core::Amount price, const Params& params) {
    return price.share(static_cast<std::uint32_t>(params.get("fee.executor_ppm")));
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
    constexpr std::uint64_t whole_ppm = 1'000'000;
    const core::Hash hash = core::tagged_hash("aud/1", {beacon.view(), receipt.view()});
    std::uint64_t head = 0;
    for (std::size_t i = 0; i < 8; ++i)
        head = head << 8 | hash.bytes[i];
    return core::Uint128{head} < (core::Uint128{rate_ppm} << 64) / whole_ppm;
}

std::uint64_t audit_rate_ppm(const NodeRecord& node, bool exact, const Params& params) {
    if (node.receipts <= params.get("audit.new_receipts")) return params.get("audit.new_ppm");
    if (node.failed > 0 || node.receipts <= params.get("audit.probation_receipts"))
        return params.get("audit.probation_ppm");
    return params.get(exact ? "audit.steady_exact_ppm" : "audit.steady_ppm");
}

} // namespace hearth::ledger
