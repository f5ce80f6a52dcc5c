// SPDX-License-Identifier: Apache-2.0
#include "audit/verdict.h"

#include <algorithm>

namespace hearth::audit {
namespace {

constexpr std::uint32_t min_equal_ppm = 980'000;
// A quarter of a logit in units of 2^-32: bf16 prefill and decode of one model differ by less, another model
// by more.
constexpr std::int64_t near_tie = std::int64_t{1} << 30;

bool is_exact(const std::string& profile) {
    return profile.starts_with("ci");
}

std::string count_text(const ReplayFindings& findings) {
    return std::to_string(findings.equal) + " of " + std::to_string(findings.compared) + " tokens equal";
}

} // namespace

Verdict judge(const ReplayFindings& findings) {
    Verdict verdict;
    const bool exact = is_exact(findings.profile);
    verdict.level = exact ? "E4" : "E2";
    if (findings.compared == 0) {
        verdict.outcome = Outcome::suspect;
        verdict.sentence = "The answer has no token that a replay could compare.";
        return verdict;
    }
    if (findings.equal == findings.compared) {
        verdict.outcome = Outcome::passed;
        verdict.sentence = "A replay drew the same tokens: " + count_text(findings) + ".";
        return verdict;
    }
    const std::string where = findings.first_difference ? ", first difference at token " +
                                                              std::to_string(*findings.first_difference)
                                                        : "";
    if (exact) {
        verdict.outcome = Outcome::failed;
        verdict.sentence = "An exact replay differs: " + count_text(findings) + where + ".";
        return verdict;
    }
    const bool enough =
        std::uint64_t{findings.equal} * 1'000'000 >= std::uint64_t{findings.compared} * min_equal_ppm;
    // Short answers: one near tie among fewer than fifty tokens is already more than two percent.
    const bool single_tie = findings.compared - findings.equal <= 1;
    const bool near = findings.worst_deficit <= near_tie;
    if (near && (enough || single_tie)) {
        verdict.outcome = Outcome::passed;
        verdict.sentence =
            "A replay agrees within the tolerance of floating point: " + count_text(findings) + where + ".";
    } else if (near) {
        verdict.outcome = Outcome::suspect;
        verdict.sentence =
            "A replay differs more often than floating point explains, but only at near ties: " +
            count_text(findings) + where + ".";
    } else {
        verdict.outcome = Outcome::failed;
        verdict.sentence = "A replay drew other tokens: " + count_text(findings) + where + ".";
    }
    return verdict;
}

std::string level_of(const std::vector<proof::CheckRow>& checks, const std::optional<Verdict>& replay) {
    const bool broken = std::any_of(checks.begin(), checks.end(), [](const proof::CheckRow& row) {
        return row.outcome == proof::CheckRow::Outcome::failed;
    });
    const bool is_signed = std::any_of(checks.begin(), checks.end(), [](const proof::CheckRow& row) {
        return row.name == "signature" && row.outcome == proof::CheckRow::Outcome::passed;
    });
    if (broken || !is_signed) return "E0";
    if (!replay) return "E1";
    if (replay->outcome == Outcome::failed) return "E0";
    return replay->outcome == Outcome::passed ? replay->level : "E1";
}

} // namespace hearth::audit
