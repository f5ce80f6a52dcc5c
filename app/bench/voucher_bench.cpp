// SPDX-License-Identifier: Apache-2.0
#include "voucher_bench.h"

#include "core/clock.h"
#include "ledger/channel.h"

namespace hearth::app {
namespace {

constexpr std::size_t vouchers_a_run = 2'000;

/// Calls of `check` a second; empty where one of them found something wrong.
template <typename Check>
core::Result<double> rate(const std::vector<ledger::Voucher>& vouchers, Check check) {
    const core::Nanoseconds began = core::system_clock().monotonic();
    for (const ledger::Voucher& voucher : vouchers)
        if (!check(voucher)) return core::fail(core::Code::internal, "A good voucher was refused.");
    const core::Nanoseconds took = core::system_clock().monotonic() - began;
    return static_cast<double>(vouchers.size()) * 1e9 / static_cast<double>(took);
}

} // namespace

core::Status voucher_bench(const LedgerOptions& options, Report& report) {
    const std::string chain = "hearth-bench";
    const core::SigningKey payer = core::SigningKey::generate();
    ledger::Channel channel;
    channel.payer = payer.public_key();
    channel.deposit = core::Amount::from_units(UINT64_MAX);
    const core::ChannelId id = ledger::channel_id(channel.payer, 0);
    std::vector<ledger::Voucher> vouchers;
    for (std::uint64_t i = 1; i <= vouchers_a_run; ++i)
        vouchers.push_back(ledger::Voucher::sign(chain, id, core::Amount::from_units(i * 1'000), payer));
    std::vector<core::Hash> digests;
    for (const ledger::Voucher& voucher : vouchers)
        digests.push_back(voucher.digest());
    std::vector<double> checks, bare;
    for (int run = 0; run < options.runs; ++run) {
        core::Amount accepted; // as a gateway goes along
        HEARTH_TRY(const double checked, rate(vouchers, [&](const ledger::Voucher& voucher) {
                       const auto adds = ledger::check_voucher(voucher, {chain, id, channel, accepted, 1, 0});
                       accepted = voucher.amount;
                       return adds.ok();
                   }));
        std::size_t next = 0;
        HEARTH_TRY(const double verified, rate(vouchers, [&](const ledger::Voucher& voucher) {
                       return core::verify(channel.payer, digests[next++].view(), voucher.signature);
                   }));
        checks.push_back(checked);
        bare.push_back(verified);
    }
    report.metrics["voucher_checks_per_s"] = median(checks);
    // 1: nothing but the signature costs time.
    report.ratios["voucher_of_signature"] = median(checks) / median(bare);
    return {};
}

} // namespace hearth::app
