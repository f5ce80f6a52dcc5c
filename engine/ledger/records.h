// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/keys.h"
#include "core/units.h"
#include "ledger/epoch_root.h"
#include "ledger/escrow.h"
#include "ledger/lately.h"

#include <optional>
#include <string>
#include <vector>

/// What the ledger's state is made of.
namespace hearth::ledger {

struct Account {
    core::Amount balance;
    std::uint64_t sequence = 0;
    core::Amount credits = {}; ///< see credit.h
    bool operator==(const Account&) const = default;
};
/// Stake on its way back to the operator; until then it answers for the node like the rest.
struct Unbonding {
    core::Amount amount;
    core::Epoch release = 0; ///< at whose end it is there
    bool operator==(const Unbonding&) const = default;
};
struct NodeRecord {
    core::PublicKey operator_key, payout;
    std::uint64_t receipts = 0, failed = 0;
    core::Epoch registered_epoch = 0; ///< under the first rules always 0
    /// Since the second rules: what others paid it for and no audit took away.
    std::uint64_t paid_receipts = 0;
    core::Amount paid_fees;
    core::Amount stake;               ///< money that answers for the node's work
    std::vector<Unbonding> unbonding; ///< by release, each once

    /// Since the fifth rules: the last epoch of the operator's certificate; none: it has no end.
    std::optional<core::Epoch> certified_until;
    bool replaced = false; ///< by another key of the operator's, for good

    /// Since the seventh rules, in all: as an auditor of others, and newly made for its answers.
    core::Amount audit_paid, minted;
    /// Since the seventh rules, where there is a subsidy: when a wrong answer of it last counted against that.
    std::optional<core::Epoch> wrong_epoch;

    /// Since the eighth rules: the last epoch of the stake's lock, and of `paid_fees` those of late.
    std::optional<core::Epoch> locked_until;
    Lately work;

    core::Amount answerable() const; ///< both
    /// May begin something new: take escrows, make offers, be drawn. What it began before it still ends.
    bool certified(core::Epoch now) const { return !replaced && (!certified_until || now <= *certified_until); }
    bool operator==(const NodeRecord&) const = default;
};
/// disputed: an audit failed or stayed in doubt, and a jury of other auditors decides.
enum class RewardState : std::uint8_t { pending = 0, confirmed = 1, paid = 2, lost = 3, disputed = 4 };
/// Who was drawn to replay a receipt, and what came of it.
struct AuditDuty {
    enum class Result : std::uint8_t { waiting = 0, passed = 1, failed = 2, doubtful = 3 };
    core::PublicKey auditor; ///< a node key
    bool jury = false;       ///< drawn for the dispute
    Result result = Result::waiting;
    proof::Level level = proof::Level::none; ///< that the verdict named
    bool operator==(const AuditDuty&) const = default;
};
/// A settled receipt on its way to the payout account.
struct Reward {
    core::PublicKey executor, payer;
    core::Amount price;
    core::Epoch settled_epoch = 0;
    core::Height height = 0;
    RewardState state = RewardState::pending;
    bool drawn = false; ///< an audit must pass before it may be confirmed
    proof::Level level = proof::Level::signature;
    bool exact = false;               ///< of a profile that is checked exactly
    std::optional<EscrowTerms> terms; ///< of its escrow; none: settled under the first rules
    std::vector<AuditDuty> audits;
    core::Epoch window_end = 0;   ///< last epoch for the verdicts that are waited for
    core::Epoch due_epoch = 0;    ///< at whose end it vests, once confirmed
    core::Epoch closed_epoch = 0; ///< in which it was paid or lost
    core::Amount staked;          ///< since the seventh rules: what the executor had at stake when it was settled
    bool credits = false;         ///< credits paid it: they go back to the payer, or wait to be made EMB again
    bool operator==(const Reward&) const = default;
};
/// The waiting duty of this node key; nullptr if it has none.
const AuditDuty* waiting_duty(const Reward& reward, const core::PublicKey& auditor);
/// What a passed replay of the reward's receipt is worth.
proof::Level reachable_level(const Reward& reward);

/// An epoch has ended whose draws wait for the beacon of the block that ended it: nobody who still could send something
/// knew it.
struct PendingDraw {
    core::Epoch epoch = 0;
    core::Height height = 0; ///< of that block
    bool operator==(const PendingDraw&) const = default;
};

} // namespace hearth::ledger
