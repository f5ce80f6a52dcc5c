// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/chain_app_impl.h"
#include "ledger/rules.h"

#include <algorithm>

namespace hearth::ledger {
namespace {

/// Below 2¹²⁸: a chain has at most 1,000 validators, of 2⁵⁰ each.
core::Uint128 unsigned_power(std::int64_t power) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(power, 0));
}

/// In the order in which they lose their votes: the longest away first.
std::vector<ChainValidator*> too_long_away(ChainRecord& record, std::uint64_t missed_ppm) {
    std::vector<ChainValidator*> away;
    for (ChainValidator& one : record.validators)
        if (one.power > 0 && core::Uint128{one.missed} * whole_ppm > core::Uint128{missed_ppm} * record.watched)
            away.push_back(&one);
    std::sort(away.begin(), away.end(), [](const ChainValidator* a, const ChainValidator* b) {
        return a->missed != b->missed ? a->missed > b->missed : a->key < b->key;
    });
    return away;
}

} // namespace

bool watches(const OrderedBlock& block, const State& state) {
    return state.rules() >= downtime_rules && !block.transactions.empty();
}

std::vector<ValidatorPower> judge_absence(const OrderedBlock& block, State& state, ChainRecord& record,
                                          const BlockContext& context, std::vector<LedgerEvent>& events) {
    std::vector<ValidatorPower> updates;
    if (!watches(block, state)) return updates;
    ++record.watched;
    for (const Address& address : block.absent)
        if (ChainValidator* one = record.find(address); one != nullptr && one->power > 0) ++one->missed;
    if (record.watched < state.params().get("downtime.window_blocks")) return updates;
    core::Uint128 all = 0, out = 0;
    for (const ChainValidator& one : record.validators) {
        all += unsigned_power(one.power) + unsigned_power(one.jailed);
        out += unsigned_power(one.jailed);
    }
    std::vector<OffenceKey> offences;
    for (ChainValidator* one : too_long_away(record, state.params().get("downtime.missed_ppm"))) {
        // The others must stay enough for a block even where as many more of them fail as a network bears.
        if (3 * (out + unsigned_power(one->power)) >= all) continue;
        out += unsigned_power(one->power);
        one->jailed = std::exchange(one->power, 0);
        updates.push_back({one->key, 0});
        offences.push_back({one->key, block.height, OffenceKind::absence});
    }
    state.punish(offences, context, events);
    record.watched = 0;
    for (ChainValidator& one : record.validators)
        one.missed = 0;
    return updates;
}

std::vector<ValidatorPower> readmit(const State& state, ChainRecord& record) {
    std::vector<ValidatorPower> updates;
    for (ChainValidator& one : record.validators) {
        if (one.jailed == 0 || state.tables().jails().get({one.key}) != nullptr) continue;
        one.power = std::exchange(one.jailed, 0);
        updates.push_back({one.key, one.power});
    }
    return updates;
}

} // namespace hearth::ledger
