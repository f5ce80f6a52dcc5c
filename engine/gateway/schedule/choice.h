// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/schedule/observed.h"

#include <cstddef>
#include <span>
#include <vector>

namespace hearth::gateway::schedule {

/// A node that offers what is asked for.
struct Candidate {
    std::uint64_t key = 0;                 ///< stays the same for a node; beginnings of conversations are spread by it
    unsigned level = 0;                    ///< of evidence that its answer can reach, 0 to 4
    unsigned tier = 0;                     ///< of privacy, 0 to 3
    std::uint64_t price = 0;               ///< of the call, in 10⁻⁹ EMB
    std::size_t free_places = 0, jobs = 0; ///< as it says; that this gateway has there
    bool draining = false;
    bool shut = false;                   ///< its breaker is open
    core::Nanoseconds silent = 0;        ///< since it was last heard of
    std::optional<double> first_token_s; ///< nullopt = never seen
    std::optional<double> token_gap_s;
    double failure_share = 0.05;
};

/// What the caller wants of it.
struct Wish {
    unsigned min_level = 0, min_tier = 0;
    double tokens = 256; ///< that are expected
    /// Hash of what the conversation begins with, and of who may share it: a node that has read it answers sooner.
    std::optional<std::uint64_t> beginning;
};

/// Why a node is out of question, the first that holds.
enum class Refusal { none, draining, evidence, privacy, silent, shut };
Refusal refusal_of(const Candidate& candidate, const Wish& wish);
/// Whether it stays so for this call; one that is silent or rests after failures may still answer.
bool is_for_good(Refusal refusal);
/// Where nobody but the silent and those that rest are left, they are asked all the same: nobody is refused an answer
/// that may come.
void try_all_the_same(std::span<Candidate> candidates, const Wish& wish);

/// What a good answer is expected to cost there: its price, the time of its first token and of all others, and the
/// same again for the share of calls that fail. In 10⁻⁹ EMB; a second of waiting counts as second_worth.
inline constexpr double second_worth = 20'000;
double cost(const Candidate& candidate, const Wish& wish);

/// Numbers to draw with.
struct Dice {
    std::uint64_t one = 0, other = 0, curiosity = 0;
};
/// The index of the one to ask; nullopt: nobody is left.
/// A known beginning goes to the node that its hash ranks highest, unless that one has more than its share of work.
/// Otherwise two of the eight cheapest are drawn and the better is taken; now and then one that was never seen.
std::optional<std::size_t> choose(std::span<const Candidate> candidates, const Wish& wish, const Dice& dice);
/// The indices of those that may answer in the place of the chosen one, the best first: whoever is not out of question,
/// asks a quarter more than that one at most, and no more than `most_price`.
std::vector<std::size_t> stand_ins(std::span<const Candidate> candidates, const Wish& wish, std::size_t chosen,
                                   std::optional<std::uint64_t> most_price);

} // namespace hearth::gateway::schedule
