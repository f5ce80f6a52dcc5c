// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/keys.h"
#include "core/units.h"

#include <optional>

/// Money that answers for a node's work, and what it weighs in votes. Layouts: resources/schema/transaction.cddl.
namespace hearth::ledger {

class Params;
struct NodeRecord;

/// By a node's operator: locks money that answers for the node's work.
struct Stake {
    core::PublicKey node_key;
    core::Amount amount;
};
/// By a node's operator: takes stake back; it answers for the node until `stake.unbonding_epochs` have passed.
struct Unstake {
    core::PublicKey node_key;
    core::Amount amount;
};
/// Since the eighth rules, by a node's operator: nothing of the node's stake is taken back before the end of this
/// epoch, neither what is there nor what joins it. It still answers for the node's work. A lock only grows.
struct LockStake {
    core::PublicKey node_key;
    core::Epoch until = 0; ///< after the present one and after a lock that is there; at most `gov.lock_epochs` ahead
};

/// By what the two houses weigh since the eighth rules. Fixed when a proposal is made, so that neither time nor a moved
/// parameter changes what somebody weighs in its vote.
struct Weighing {
    core::Epoch at = 0;     ///< in which it was made
    core::Epoch full = 1;   ///< a stake that stays bound for so long weighs whole, a shorter one in proportion
    core::Epoch bare = 0;   ///< so long it is bound without a lock, and after one, on its way back
    core::Epoch window = 1; ///< so long back work counts

    static Weighing by(const Params& params, core::Epoch now);
    std::uint64_t stake_of(const NodeRecord& node) const; ///< floor(stake · min(full, left of its lock + bare) / full)
    std::uint64_t fees_of(const NodeRecord& node) const;  ///< what others paid it lately
    bool operator==(const Weighing&) const = default;
};

} // namespace hearth::ledger
