// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/proposal.h"
#include "ledger/staking.h"

#include <array>
#include <utility>

/// Records and arithmetic of governance, all in whole numbers. Two houses decide together: the stake house, where an
/// operator weighs what its nodes have at stake, and the work house, where it weighs the square root of what others
/// paid them for verified work. Weights are those of the moment at which the proposal was made.
namespace hearth::ledger {

enum class House : std::uint8_t { stake = 0, work = 1 };
inline constexpr std::array<House, 2> houses{House::stake, House::work};
const char* house_name(House house);

/// One number for each house.
template <typename Number>
struct PerHouse {
    Number stake{}, work{};
    Number& of(House house) { return house == House::stake ? stake : work; }
    const Number& of(House house) const { return house == House::stake ? stake : work; }
    bool operator==(const PerHouse&) const = default;
};
using Weight = PerHouse<std::uint64_t>;

/// floor(√n).
std::uint64_t integer_root(std::uint64_t n);

/// What was voted in one house. Nobody, neither for himself nor for those who delegated to him, counts more than a part
/// of all that voted, or than an equal share where the house has fewer members than that part has room for.
struct HouseCount {
    std::uint64_t yes = 0, no = 0, abstain = 0; ///< as it counts
    std::uint64_t total = 0;                    ///< of the whole house
    std::uint64_t counted() const { return yes + no + abstain; }
    std::uint64_t turnout_ppm() const; ///< floor; of an empty house 0
    bool operator==(const HouseCount&) const = default;
};
using Tally = PerHouse<HouseCount>;
struct CountedVote {
    Choice choice = Choice::abstain;
    std::uint64_t weight = 0; ///< own and delegated
};
HouseCount count_votes(const std::vector<CountedVote>& votes, std::uint64_t total, std::uint64_t members,
                       std::uint64_t cap_ppm);
/// Enough of the house has voted. An empty house asks for nothing and decides nothing.
bool has_quorum(const HouseCount& count, std::uint64_t quorum_ppm);
/// More yes than no, and at least this part of both.
bool approves(const HouseCount& count, std::uint64_t needed_ppm);
/// What a house must reach: a part of its usual turnout, within bounds.
std::uint64_t quorum_ppm(std::uint64_t usual_turnout_ppm, const Params& params);
/// Exponential moving average: floor((usual · (10⁶ − w) + turnout · w) / 10⁶), w = gov.turnout_weight_ppm.
std::uint64_t next_turnout(std::uint64_t usual_ppm, std::uint64_t turnout_ppm, const Params& params);
/// Of a proposal that is made while `open` others are: the least one, and once more for each above gov.free_open.
core::Amount deposit_due(std::size_t open, const Params& params);
/// The part of yes that this content needs: more than half, or a constitution's where it touches the rules of
/// governance or of the supply, changes the rules' version, or moves a parameter further than one step.
std::uint64_t needed_ppm(const ProposalContent& content, const Params& params);

/// queued: accepted, and waits for its time. failed: accepted, but no longer possible when its time came.
enum class ProposalState : std::uint8_t { open = 0, queued = 1, executed = 2, rejected = 3, failed = 4, cancelled = 5 };
struct Proposal {
    core::PublicKey proposer;
    std::string title;
    ProposalContent content;
    std::vector<std::uint64_t> from; ///< of each parameter, in the order of names, what it was when proposed
    core::Amount deposit;            ///< zero once it went back or was destroyed
    core::Height height = 0;
    core::Epoch submitted = 0, starts = 0, deadline = 0; ///< votes count from `starts` to `deadline`
    core::Epoch window =
        0; ///< what reaches its quorum only after it is open as long again as from here to the deadline
    core::Epoch timelock = 0; ///< from the acceptance to the effect
    Weight total, members, quorum_ppm;
    std::uint64_t needed_ppm = 0;
    bool watched = false;  ///< the window has begun
    bool early = false;    ///< it had its quorum then
    bool extended = false; ///< once
    ProposalState state = ProposalState::open;
    core::Epoch executes = 0;         ///< at whose end a queued one takes effect
    core::Epoch closed = 0;           ///< in which nothing could happen to it any more
    Tally result;                     ///< once the vote is over
    std::optional<Weighing> weighing; ///< none: made under older rules, which weigh whole stakes and all work
    bool operator==(const Proposal&) const = default;

    /// At the end of which epoch something becomes of an open or a queued one.
    core::Epoch due() const;
    bool is_over() const { return state != ProposalState::open && state != ProposalState::queued; }
};

using BallotKey = std::pair<std::uint64_t, core::PublicKey>; ///< proposal, who
struct Ballot {
    Choice choice = Choice::abstain;
    core::Epoch epoch = 0;
    bool operator==(const Ballot&) const = default;
};
/// An entry of the catalogue.
struct Listing {
    std::string name; ///< of a profile its own
    core::Epoch since = 0;
    bool operator==(const Listing&) const = default;
};
/// "model/" and the id's digits, or "profile/" and its name.
std::string listing_key(const core::ModelId& model);
std::string listing_key(const std::string& profile);

/// What governance knows beside its proposals.
struct Governance {
    std::uint64_t next = 1; ///< number of the next proposal
    Weight turnout_ppm;     ///< usual, of each house
    core::Epoch window = 0; ///< since when `spent` is counted
    core::Amount spent;
    std::optional<core::PublicKey> guardian; ///< may cancel, and nothing else
    std::optional<UpgradeRules> upgrade;     ///< decided, and not there yet
    bool operator==(const Governance&) const = default;
};

} // namespace hearth::ledger
