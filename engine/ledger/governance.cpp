// SPDX-License-Identifier: Apache-2.0
#include "ledger/governance.h"

#include <algorithm>

namespace hearth::ledger {
namespace {

using core::Uint128;

std::uint64_t ceil_share(std::uint64_t of, std::uint64_t ppm) {
    return static_cast<std::uint64_t>((Uint128{of} * ppm + whole_ppm - 1) / whole_ppm);
}

bool starts_with(std::string_view text, std::string_view with) {
    return text.substr(0, with.size()) == with;
}

/// Further than gov.step_ppm of what it is.
bool is_long_step(const Parameter& parameter, std::uint64_t to, std::uint64_t step_ppm) {
    const std::uint64_t by = to > parameter.value ? to - parameter.value : parameter.value - to;
    return Uint128{by} * whole_ppm > Uint128{parameter.value} * step_ppm;
}

} // namespace

const char* house_name(House house) {
    return house == House::stake ? "stake" : "work";
}

std::uint64_t integer_root(std::uint64_t n) {
    std::uint64_t root = 0;
    for (std::uint64_t bit = std::uint64_t{1} << 31; bit != 0; bit >>= 1) {
        const std::uint64_t tried = root | bit;
        if (tried * tried <= n) root = tried;
    }
    return root;
}

std::uint64_t HouseCount::turnout_ppm() const {
    return total == 0 ? 0 : static_cast<std::uint64_t>(Uint128{counted()} * whole_ppm / total);
}

HouseCount count_votes(const std::vector<CountedVote>& votes, std::uint64_t total, std::uint64_t members,
                       std::uint64_t cap_ppm) {
    HouseCount count;
    count.total = total;
    std::uint64_t cast = 0; // a part of the total
    for (const CountedVote& vote : votes)
        cast += vote.weight;
    const std::uint64_t equal_share = members == 0 ? whole_ppm : (whole_ppm + members - 1) / members;
    const std::uint64_t most = ceil_share(cast, std::min(whole_ppm, std::max(cap_ppm, equal_share)));
    for (const CountedVote& vote : votes) {
        const std::uint64_t counted = std::min(vote.weight, most);
        (vote.choice == Choice::yes ? count.yes : vote.choice == Choice::no ? count.no : count.abstain) += counted;
    }
    return count;
}

bool has_quorum(const HouseCount& count, std::uint64_t quorum_ppm) {
    return Uint128{count.counted()} * whole_ppm >= Uint128{count.total} * quorum_ppm;
}

bool approves(const HouseCount& count, std::uint64_t needed_ppm) {
    if (count.total == 0) return true;
    const Uint128 decided = Uint128{count.yes} + count.no;
    return count.yes > count.no && Uint128{count.yes} * whole_ppm >= decided * needed_ppm;
}

std::uint64_t quorum_ppm(std::uint64_t usual_turnout_ppm, const Params& params) {
    const auto wanted =
        static_cast<std::uint64_t>(Uint128{usual_turnout_ppm} * params.get("gov.quorum_of_turnout_ppm") / whole_ppm);
    return std::clamp(wanted, params.get("gov.quorum_least_ppm"), params.get("gov.quorum_most_ppm"));
}

std::uint64_t next_turnout(std::uint64_t usual_ppm, std::uint64_t turnout_ppm, const Params& params) {
    const std::uint64_t weight = params.get("gov.turnout_weight_ppm");
    const Uint128 sum = Uint128{usual_ppm} * (whole_ppm - weight) + Uint128{turnout_ppm} * weight;
    return static_cast<std::uint64_t>(sum / whole_ppm);
}

core::Amount deposit_due(std::size_t open, const Params& params) {
    const std::uint64_t free = params.get("gov.free_open");
    const std::uint64_t times = 1 + (open >= free ? open - free + 1 : 0);
    const auto due = core::Amount::from_wide(Uint128{params.get("gov.deposit")} * times);
    return due ? *due : core::Amount::from_units(UINT64_MAX);
}

std::uint64_t needed_ppm(const ProposalContent& content, const Params& params) {
    const std::uint64_t usual = params.get("gov.pass_ppm"), constitution = params.get("gov.constitution_ppm");
    if (std::holds_alternative<UpgradeRules>(content)) return constitution;
    const auto* changes = std::get_if<ChangeParameters>(&content);
    if (changes == nullptr) return usual;
    for (const auto& [name, value] : changes->values) {
        if (starts_with(name, "gov.") || starts_with(name, "subsidy.")) return constitution;
        const auto known = params.all().find(name);
        if (known != params.all().end() && is_long_step(known->second, value, params.get("gov.step_ppm")))
            return constitution;
    }
    return usual;
}

core::Epoch Proposal::due() const {
    if (state == ProposalState::queued) return executes;
    return watched ? deadline : window;
}

std::string listing_key(const core::ModelId& model) {
    return "model/" + model.hex();
}

std::string listing_key(const std::string& profile) {
    return "profile/" + profile;
}

} // namespace hearth::ledger
