// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "context.h"

#include <cstdint>
#include <string>

/// The verbs of votes and stakes; see verbs.h.
namespace hearth::cli {

int list_proposals(Context& context);
int show_proposal(Context& context, std::uint64_t id);
/// The file is JSON: a title, a kind, and what that kind needs.
int propose(Context& context, const std::string& file);
int vote(Context& context, std::uint64_t id, const std::string& choice);
/// "nobody" ends it.
int delegate_votes(Context& context, const std::string& account);
/// By the guardian.
int veto(Context& context, std::uint64_t id);

/// `amount` in EMB; `node`: key of a node of the operator's, empty: the present one.
int add_stake(Context& context, const std::string& amount, const std::string& node);
int withdraw_stake(Context& context, const std::string& amount, const std::string& node);
int show_stakes(Context& context);
/// For so many epochs from now on.
int lock_stake(Context& context, std::uint64_t epochs, const std::string& node);
/// The node's stake answers for the validator of this home, for good.
int bond_validator(Context& context, const std::string& node);

} // namespace hearth::cli
