// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/keys.h"
#include "core/sentence.h"
#include "core/units.h"
#include "ledger/params.h"

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What can be proposed, and how it is said. Layout: resources/schema/transaction.cddl.
namespace hearth::ledger {

inline constexpr std::size_t max_title_bytes = 120;
inline constexpr std::size_t max_proposed_text_bytes = 4096;
inline constexpr std::size_t max_listed_name_bytes = 64;
inline constexpr std::size_t max_changes = 8;

/// Moves parameters, together, inside their bounds.
struct ChangeParameters {
    std::map<std::string, std::uint64_t> values; ///< by name
    bool operator==(const ChangeParameters&) const = default;
};
/// Pays out of the treasury.
struct Spend {
    core::PublicKey to;
    core::Amount amount;
    bool operator==(const Spend&) const = default;
};
/// Puts a model into the ledger's catalogue, or takes it out.
struct ListModel {
    core::ModelId model_id;
    std::string name;
    bool listed = true;
    bool operator==(const ListModel&) const = default;
};
struct ListProfile {
    std::string profile;
    bool listed = true;
    bool operator==(const ListProfile&) const = default;
};
/// The next version of the rules holds from a block on; a program that does not know it stops before that block.
struct UpgradeRules {
    std::uint64_t rules = 0;
    core::Height height = 0;
    core::Hash program; ///< SHA-256 of the program that knows them; zero: none is named
    bool operator==(const UpgradeRules&) const = default;
};
/// Says something and moves nothing.
struct Statement {
    std::string text;
    bool operator==(const Statement&) const = default;
};
using ProposalContent = std::variant<ChangeParameters, Spend, ListModel, ListProfile, UpgradeRules, Statement>;

/// "parameter", "spend", "model", "profile", "upgrade" or "text".
const char* kind_name(const ProposalContent& content);
/// What the proposal does, in plain sentences made from its content alone. `from`: of each parameter, in the order of
/// names, the value that it moves away from.
core::Sentence summary_of(const ProposalContent& content, const std::vector<std::uint64_t>& from, const Params& params);
/// Lengths and characters: nothing unprintable and nothing that reverses the direction of what stands beside it.
/// Errors: invalid_argument.
core::Status check_title(const std::string& title);
core::Status check_shape(const ProposalContent& content);

enum class Choice : std::uint8_t { yes = 0, no = 1, abstain = 2 };

/// By anybody who can pay the deposit.
struct SubmitProposal {
    std::string title; ///< free; what counts is the content
    ProposalContent content;
};
/// By an operator or a delegate while the vote is open; a later one replaces it.
struct CastVote {
    std::uint64_t proposal = 0;
    Choice choice = Choice::abstain;
};
/// By an operator: who votes for it where it does not vote itself. Not passed on. Nobody: it ends.
struct DelegateVotes {
    std::optional<core::PublicKey> to;
};
/// By the guardian, before the proposal takes effect.
struct CancelProposal {
    std::uint64_t proposal = 0;
};

} // namespace hearth::ledger
