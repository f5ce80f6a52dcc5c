// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sentence.h"
#include "proof/check.h"
#include "proof/profile.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hearth::audit {

/// What a replay found, whoever computed it.
struct ReplayFindings {
    std::string profile;
    std::uint32_t compared = 0, equal = 0;
    std::optional<std::uint32_t> first_difference;
    std::int64_t worst_deficit = 0;             ///< 2⁻³² of a logit; INT64_MAX = outside the filters
    std::uint32_t scores = 0, equal_scores = 0; ///< of the prompt's tokens
    std::int64_t worst_score = 0;               ///< micronats
    bool chain_equal = false; ///< exact profiles: the replay's chain has the root that the receipt commits to
    bool vector = false;      ///< values of a vector were compared; worst_score: millionths by which one differs
    bool tensors = false;     ///< likewise, words of tensors
};

/// Where evidence D of a receipt begins; nothing for tolerant profiles.
std::optional<core::Hash> chain_start_of(const proof::ReceiptFile& file);
/// Whether the receipt commits to this root of evidence D.
bool commits_to(const proof::Receipt& receipt, const std::optional<core::Hash>& chain_root);

enum class Outcome { passed, suspect, failed };
/// "passed", "suspect", "failed", as they are kept.
const char* outcome_name(Outcome outcome);
std::optional<Outcome> find_outcome(std::string_view name);

struct Verdict {
    Outcome outcome = Outcome::failed;
    proof::Level level = proof::Level::signature; ///< that the answer reaches by it
    core::Sentence sentence;
};

/// Whether the sampler's key of a receipt was made with the ledger's randomness: with the beacon of the block that
/// opened its escrow, not with one that the executor chose. A failed verdict if not; nothing where a seed of the caller
/// takes its place or the ledger knows no beacon.
std::optional<Verdict> refute_beacon(const proof::ReceiptFile& file, core::Height height,
                                     const std::optional<core::Hash>& beacon);

/// Exact profiles: every token, every score and the whole chain must be equal. Tolerant ones: scores may differ as far
/// as rounding explains, and tokens only where the draw was near a tie, and at most 2 % of them (Token-DiFR, arXiv
/// 2511.20621, reports > 98 % equal for honest replays).
Verdict judge(const ReplayFindings& findings);

/// Evidence level of a receipt file: E0 if anything signed does not verify, E1 signed, more with a replay.
proof::Level level_of(const std::vector<proof::CheckRow>& checks, const std::optional<Verdict>& replay);

} // namespace hearth::audit
