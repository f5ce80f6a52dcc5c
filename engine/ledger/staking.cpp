// SPDX-License-Identifier: Apache-2.0
#include "ledger/staking.h"

#include "ledger/apply.h"
#include "ledger/rules.h"

#include <algorithm>

namespace hearth::ledger {

using core::Code;
using core::fail;
using core::Status;

Weighing Weighing::by(const Params& params, core::Epoch now) {
    return {now, params.get("gov.lock_epochs"), params.get("stake.unbonding_epochs"),
            params.get("gov.work_window_epochs")};
}

std::uint64_t Weighing::stake_of(const NodeRecord& node) const {
    const core::Epoch locked = node.locked_until && *node.locked_until > at ? *node.locked_until - at : 0;
    const core::Epoch bound = std::min(full, std::min(locked, full) + std::min(bare, full));
    return static_cast<std::uint64_t>(core::Uint128{node.stake.units()} * bound / full);
}

std::uint64_t Weighing::fees_of(const NodeRecord& node) const {
    return node.work.at(at, window).units();
}

Status Checker::operator()(const LockStake& m) const {
    HEARTH_CHECK(known_under(m_state.rules(), m));
    HEARTH_TRY(const NodeRecord* node, own_node(m.node_key));
    if (node->stake == core::Amount())
        return fail(Code::refused, core::say("nothing_to_lock"), core::say("stake_for_node_first"));
    const core::Epoch least = std::max(m_context.epoch, node->locked_until.value_or(0)) + 1;
    const core::Epoch latest = m_context.epoch + m_state.params().get("gov.lock_epochs");
    if (m.until >= least && m.until <= latest) return {};
    return fail(Code::refused, core::say("lock_must_end_between", {std::to_string(least), std::to_string(latest)}));
}

void Applier::operator()(const LockStake& m) {
    NodeRecord node = *m_tables.nodes().get(m.node_key);
    node.locked_until = m.until;
    m_tables.put(m.node_key, node);
}

} // namespace hearth::ledger
