// SPDX-License-Identifier: Apache-2.0
#include "gateway/schedule/choice.h"

#include "core/splitmix.h"

#include <algorithm>
#include <cmath>

namespace hearth::gateway::schedule {
namespace {

/// A link is heard every 20 s, when a ping is answered; one that missed it goes for broken 20 to 30 s later.
constexpr core::Nanoseconds longest_silence = 30 * core::second;
constexpr double unseen_first_token_s = 0.5, unseen_token_gap_s = 0.05; // hopeful: nobody stays unseen for long
constexpr std::size_t cheapest = 8;
constexpr double work_share = 1.25;        // of the average that a node may have for the sake of a beginning
constexpr double worth_of_a_beginning = 2; // times the lowest cost that it may cost there
constexpr std::uint64_t curious_of = 50;   // one call of so many tries a node that was never seen
constexpr double curious_tokens = 512;     // which a long answer does not

/// Where the node stands for conversations that begin so.
std::uint64_t rank(std::uint64_t beginning, std::uint64_t key) {
    return core::SplitMix64::mix(beginning ^ (key * core::SplitMix64::step));
}

constexpr double stand_in_price = 1.25; // times the price of the node that was chosen

struct Fit {
    std::size_t index = 0;
    double cost = 0;
};

bool is_better(const Fit& one, const Fit& other) {
    return one.cost < other.cost;
}

/// Rendezvous hashing: when a node comes or goes, only beginnings that it has or takes move.
std::optional<std::size_t> keeper_of(std::span<const Candidate> candidates, std::span<const Fit> fits,
                                     std::uint64_t beginning) {
    double jobs = 1, lowest = fits.front().cost;
    for (const Fit& fit : fits)
        jobs += static_cast<double>(candidates[fit.index].jobs);
    // Rounded up, as in consistent hashing with bounded loads: where little is to do, one answer is no overload.
    const double most = std::ceil(work_share * jobs / static_cast<double>(fits.size()));
    std::optional<std::size_t> best;
    std::uint64_t highest = 0;
    for (const Fit& fit : fits) {
        const Candidate& candidate = candidates[fit.index];
        if (candidate.free_places == 0 || static_cast<double>(candidate.jobs) > most ||
            fit.cost > worth_of_a_beginning * lowest)
            continue;
        const std::uint64_t its = rank(beginning, candidate.key);
        if (best && its <= highest) continue;
        best = fit.index;
        highest = its;
    }
    return best;
}

} // namespace

Refusal refusal_of(const Candidate& candidate, const Wish& wish) {
    if (candidate.draining) return Refusal::draining;
    if (candidate.level < wish.min_level) return Refusal::evidence;
    if (candidate.tier < wish.min_tier) return Refusal::privacy;
    if (candidate.silent > longest_silence) return Refusal::silent;
    return candidate.shut ? Refusal::shut : Refusal::none;
}

bool is_for_good(Refusal refusal) {
    return refusal == Refusal::draining || refusal == Refusal::evidence || refusal == Refusal::privacy;
}

void try_all_the_same(std::span<Candidate> candidates, const Wish& wish) {
    const auto open = [&](const Candidate& each) { return refusal_of(each, wish) == Refusal::none; };
    if (std::any_of(candidates.begin(), candidates.end(), open)) return;
    for (Candidate& each : candidates) {
        each.shut = false;
        each.silent = 0;
    }
}

double cost(const Candidate& candidate, const Wish& wish) {
    // Whoever has no free place left answers this call after those that it has.
    const double turn = candidate.free_places > 0 ? 1.0 : 1.0 + static_cast<double>(candidate.jobs + 1);
    const double computing = candidate.token_gap_s.value_or(unseen_token_gap_s) * wish.tokens;
    const double waiting =
        candidate.first_token_s.value_or(unseen_first_token_s) * turn + (candidate.free_places > 0 ? 0.0 : computing);
    const double once = static_cast<double>(candidate.price) + second_worth * (waiting + computing);
    const double failing = std::clamp(candidate.failure_share, 0.0, 0.99);
    return once / (1 - failing);
}

std::optional<std::size_t> choose(std::span<const Candidate> candidates, const Wish& wish, const Dice& dice) {
    std::vector<Fit> fits;
    std::vector<std::size_t> unseen;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (refusal_of(candidates[i], wish) != Refusal::none) continue;
        fits.push_back({i, cost(candidates[i], wish)});
        if (!candidates[i].first_token_s && candidates[i].free_places > 0) unseen.push_back(i);
    }
    if (fits.empty()) return std::nullopt;
    std::sort(fits.begin(), fits.end(), is_better);
    if (!unseen.empty() && wish.tokens <= curious_tokens && dice.curiosity % curious_of == 0)
        return unseen[dice.one % unseen.size()];
    if (wish.beginning)
        if (const auto keeper = keeper_of(candidates, fits, *wish.beginning)) return keeper;
    const std::size_t of = std::min(cheapest, fits.size());
    return fits[std::min(dice.one % of, dice.other % of)].index; // they are sorted: the first is the better
}

std::vector<std::size_t> stand_ins(std::span<const Candidate> candidates, const Wish& wish, std::size_t chosen,
                                   std::optional<std::uint64_t> most_price) {
    double most = stand_in_price * static_cast<double>(candidates[chosen].price);
    if (most_price) most = std::min(most, static_cast<double>(*most_price));
    std::vector<Fit> fits;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (i == chosen || refusal_of(candidates[i], wish) != Refusal::none) continue;
        if (static_cast<double>(candidates[i].price) <= most) fits.push_back({i, cost(candidates[i], wish)});
    }
    std::sort(fits.begin(), fits.end(), is_better);
    std::vector<std::size_t> indices;
    for (const Fit& fit : fits)
        indices.push_back(fit.index);
    return indices;
}

} // namespace hearth::gateway::schedule
