// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proof/receipt.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hearth::audit {

/// What a replay found, whoever computed it.
struct ReplayFindings {
    std::string profile;
    std::uint32_t compared = 0, equal = 0;
    std::optional<std::uint32_t> first_difference;
    std::int64_t worst_deficit = 0; ///< 2⁻³² of a logit; INT64_MAX = outside the filters
};

enum class Outcome { passed, suspect, failed };

struct Verdict {
    Outcome outcome = Outcome::failed;
    std::string level; ///< "E2" for tolerant profiles, "E4" for exact ones
    std::string sentence;
};

/// Exact profiles: every token must be equal. Tolerant ones: tokens may differ only where the draw was near a
/// tie, and at most 2 % of them (Token-DiFR, arXiv 2511.20621, reports > 98 % equal for honest replays).
Verdict judge(const ReplayFindings& findings);

/// Evidence level of a receipt file: E0 if anything signed does not verify, E1 signed, more with a replay.
std::string level_of(const std::vector<proof::CheckRow>& checks, const std::optional<Verdict>& replay);

} // namespace hearth::audit
