// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/keys.h"
#include "core/units.h"

/// What a validator answers for with its operator's money. Layouts: resources/schema/transaction.cddl.
namespace hearth::ledger {

/// By a node's operator, for good: the node's stake answers for the validator with this consensus key.
struct BondValidator {
    core::PublicKey validator, node_key;
    core::Signature possession{}; ///< by the consensus key, see bond_digest()

    static BondValidator certified(const core::SigningKey& validator, const core::PublicKey& node_key,
                                   std::string_view chain_id, const core::PublicKey& operator_key);
};
core::Hash bond_digest(std::string_view chain_id, const core::PublicKey& operator_key, const core::PublicKey& node_key);

/// A validator's place in the table of bonds.
struct BondKey {
    core::PublicKey validator;
    auto operator<=>(const BondKey&) const = default;
};

/// The numbers of validators' offences are the consensus engine's own. A wrong answer is an executor's, since the
/// seventh rules.
/// Absence, since the eighth rules, is no offence that is on record: see Jail.
enum class OffenceKind : std::uint8_t { duplicate_vote = 1, light_client_attack = 2, wrong_answer = 3, absence = 4 };
const char* offence_name(OffenceKind kind); ///< "duplicate_vote" …

/// As the consensus engine has proved it, or a jury.
struct OffenceKey {
    core::PublicKey validator; ///< of a wrong answer the executor's node key
    core::Height height = 0;   ///< at which it was done; a wrong answer settled
    OffenceKind kind = OffenceKind::duplicate_vote;
    auto operator<=>(const OffenceKey&) const = default;
};
/// What came of it. A validator's is kept for good, so that nobody pays twice; a wrong answer, which is judged once, as
/// long as it counts against others.
struct OffenceRecord {
    core::PublicKey node;      ///< whose stake answered; zero: none did
    core::Amount stake, taken; ///< what answered before, and what of it is gone
    core::Height height = 0;   ///< of the block that brought it
    core::Epoch epoch = 0;     ///< of that block
    bool operator==(const OffenceRecord&) const = default;
};

/// By whoever pays for it: a validator that missed too many blocks votes again.
struct UnjailValidator {
    core::PublicKey validator;
    core::Signature possession{}; ///< by the consensus key, see unjail_digest()

    static UnjailValidator certified(const core::SigningKey& validator, std::string_view chain_id,
                                     const core::PublicKey& sender, core::Height jailed);
};
/// `jailed`: the block that took its vote, so that no signature opens another jail.
core::Hash unjail_digest(std::string_view chain_id, const core::PublicKey& sender, core::Height jailed);

struct JailKey {
    core::PublicKey validator;
    auto operator<=>(const JailKey&) const = default;
};
/// Why a validator has no vote for now; gone once it votes again.
struct Jail {
    core::PublicKey node;    ///< whose stake answered; zero: none did
    core::Amount taken;      ///< of that stake
    core::Height height = 0; ///< of the block that took its vote
    core::Epoch until = 0;   ///< in which it may come back
    bool operator==(const Jail&) const = default;
};

} // namespace hearth::ledger
