// SPDX-License-Identifier: Apache-2.0
#include "audit/verdict.h"

#include "proof/exact_chain.h"

#include <algorithm>

namespace hearth::audit {
namespace {

constexpr std::int64_t logit = std::int64_t{1} << 32;
constexpr std::int64_t outside = INT64_MAX;
constexpr std::int64_t micro = 1'000'000;

/// How far from a tie rounding alone can move a draw: fp32 sums in another order stay far below 1/64 of a
/// logit; bf16 keeps eight bits, so that logits of some tens move by tenths.
std::int64_t tie_distance(const std::string& profile) {
    return profile == "bf16" ? logit / 2 : logit / 64;
}

std::string counted(const ReplayFindings& f) {
    const std::string tokens = std::to_string(f.equal) + " of " + std::to_string(f.compared) + " tokens are equal";
    const std::string scores = std::to_string(f.equal_scores) + " of " + std::to_string(f.scores) + " scores of the prompt are equal";
    if (f.scores == 0) return tokens;
    return f.compared == 0 ? scores : tokens + ", " + scores;
}

Verdict exact_verdict(const ReplayFindings& f) {
    const bool same_scores = f.equal_scores == f.scores;
    if (f.equal == f.compared && f.chain_equal && same_scores)
        return {Outcome::passed, "E4",
                "An exact replay gave every token and every bit that they were drawn from: " + counted(f) + "."};
    if (f.equal == f.compared && same_scores)
        return {Outcome::failed, "E1",
                "An exact replay gave the same tokens from other bits: the chain of the receipt is another one."};
    if (f.equal == f.compared) return {Outcome::failed, "E1", "An exact replay gave other scores: " + counted(f) + "."};
    const std::string where =
        f.first_difference ? ", the first other one at " + std::to_string(*f.first_difference) : "";
    return {Outcome::failed, "E1", "An exact replay gave other tokens: " + counted(f) + where + "."};
}

Verdict tolerant_verdict(const ReplayFindings& f) {
    constexpr std::uint32_t one_in = 50; // at most 2 % may differ, and one of a short answer
    const std::uint32_t different = f.compared - f.equal;
    const bool few = different <= std::max<std::uint32_t>(1, f.compared / one_in);
    const std::int64_t tie = tie_distance(f.profile);
    if (f.worst_score > tie / (logit / micro))
        return {Outcome::failed, "E1",
                "A replay with tolerance gave other scores, one by " + std::to_string(f.worst_score) + " millionths: " + counted(f) + "."};
    if (different == 0 && f.equal_scores < f.scores)
        return {Outcome::passed, "E2", "A replay with tolerance agrees: " + counted(f) + ", the others are near."};
    if (different == 0)
        return {Outcome::passed, "E2", "A replay with tolerance gave the same tokens: " + counted(f) + "."};
    if (few && f.worst_deficit <= tie)
        return {Outcome::passed, "E2",
                "A replay with tolerance agrees: " + counted(f) + ", the others were near ties."};
    if (few && (f.worst_deficit <= 8 * tie || f.worst_deficit == outside))
        return {Outcome::suspect, "E1",
                "A replay with tolerance is in doubt: " + counted(f) +
                    ", and one draw was further from a tie than rounding explains."};
    return {Outcome::failed, "E1", "A replay with tolerance disagrees: " + counted(f) + "."};
}

} // namespace

bool is_exact(const std::string& profile) {
    return profile.rfind("ci", 0) == 0;
}

std::optional<core::Hash> chain_start_of(const proof::ReceiptFile& file) {
    const proof::Request& request = file.request;
    if (!is_exact(request.profile)) return std::nullopt;
    return proof::exact_chain_start(request.hash(), request.in_commit, request.model_id,
                                    proof::seed_commitment(request, file.beacon));
}

bool commits_to(const proof::Receipt& receipt, const std::optional<core::Hash>& chain_root) {
    return chain_root && std::any_of(receipt.evidence.begin(), receipt.evidence.end(), [&](const proof::Evidence& e) {
               return e.kind == proof::EvidenceKind::exact_chain && e.root == *chain_root;
           });
}

Verdict judge(const ReplayFindings& findings) {
    if (findings.equal > findings.compared || findings.worst_deficit < 0 || findings.equal_scores > findings.scores ||
        findings.worst_score < 0)
        return {Outcome::failed, "E1", "The replay's figures contradict themselves."};
    if (findings.compared == 0 && findings.scores == 0)
        return {Outcome::suspect, "E1", "The replay compared no token, so that nothing was checked."};
    return is_exact(findings.profile) ? exact_verdict(findings) : tolerant_verdict(findings);
}

std::string level_of(const std::vector<proof::CheckRow>& checks, const std::optional<Verdict>& replay) {
    using RowOutcome = proof::CheckRow::Outcome;
    const auto broken = [](const proof::CheckRow& row) { return row.outcome == RowOutcome::failed; };
    const auto is_signed = [](const proof::CheckRow& row) {
        return row.name == "signature" && row.outcome == RowOutcome::passed;
    };
    if (std::any_of(checks.begin(), checks.end(), broken)) return "E0";
    if (std::none_of(checks.begin(), checks.end(), is_signed)) return "E0";
    if (replay && replay->outcome == Outcome::passed) return replay->level;
    return "E1";
}

} // namespace hearth::audit
