// SPDX-License-Identifier: Apache-2.0
#include "audit/verdict.h"

#include "proof/exact_chain.h"

#include <algorithm>

namespace hearth::audit {

using proof::Level;

namespace {

constexpr std::int64_t outside = INT64_MAX;
constexpr std::int64_t logit = std::int64_t{1} << 32, micro = 1'000'000;

std::string counted(const ReplayFindings& f) {
    const std::string tokens = std::to_string(f.equal) + " of " + std::to_string(f.compared) + " tokens are equal";
    const std::string scores =
        std::to_string(f.equal_scores) + " of " + std::to_string(f.scores) + " scores of the prompt are equal";
    if (f.scores == 0) return tokens;
    return f.compared == 0 ? scores : tokens + ", " + scores;
}

Verdict exact_verdict(const ReplayFindings& f) {
    const bool same_scores = f.equal_scores == f.scores;
    if (f.equal == f.compared && f.chain_equal && same_scores)
        return {Outcome::passed, Level::exact,
                "An exact replay gave every token and every bit that they were drawn from: " + counted(f) + "."};
    if (f.equal == f.compared && same_scores)
        return {Outcome::failed, Level::signature,
                "An exact replay gave the same tokens from other bits: the chain of the receipt is another one."};
    if (f.equal == f.compared)
        return {Outcome::failed, Level::signature, "An exact replay gave other scores: " + counted(f) + "."};
    const std::string where =
        f.first_difference ? ", the first other one at " + std::to_string(*f.first_difference) : "";
    return {Outcome::failed, Level::signature, "An exact replay gave other tokens: " + counted(f) + where + "."};
}

Verdict tolerant_verdict(const ReplayFindings& f, std::int64_t tie) {
    constexpr std::uint32_t one_in = 50; // at most 2 % may differ, and one of a short answer
    const std::uint32_t different = f.compared - f.equal;
    const bool few = different <= std::max<std::uint32_t>(1, f.compared / one_in);
    if (f.worst_score > tie / (logit / micro))
        return {Outcome::failed, Level::signature,
                "A replay with tolerance gave other scores, one by " + std::to_string(f.worst_score) +
                    " millionths: " + counted(f) + "."};
    if (different == 0 && f.equal_scores < f.scores)
        return {Outcome::passed, Level::statistical,
                "A replay with tolerance agrees: " + counted(f) + ", the others are near."};
    if (different == 0)
        return {Outcome::passed, Level::statistical,
                "A replay with tolerance gave the same tokens: " + counted(f) + "."};
    if (few && f.worst_deficit <= tie)
        return {Outcome::passed, Level::statistical,
                "A replay with tolerance agrees: " + counted(f) + ", the others were near ties."};
    if (few && (f.worst_deficit <= 8 * tie || f.worst_deficit == outside))
        return {Outcome::suspect, Level::signature,
                "A replay with tolerance is in doubt: " + counted(f) +
                    ", and one draw was further from a tie than rounding explains."};
    return {Outcome::failed, Level::signature, "A replay with tolerance disagrees: " + counted(f) + "."};
}

} // namespace

const char* outcome_name(Outcome outcome) {
    switch (outcome) {
    case Outcome::passed:
        return "passed";
    case Outcome::suspect:
        return "suspect";
    case Outcome::failed:
        return "failed";
    }
    return "failed";
}

std::optional<Outcome> find_outcome(std::string_view name) {
    for (const Outcome outcome : {Outcome::passed, Outcome::suspect, Outcome::failed})
        if (name == outcome_name(outcome)) return outcome;
    return std::nullopt;
}

std::optional<core::Hash> chain_start_of(const proof::ReceiptFile& file) {
    const proof::Request& request = file.request;
    if (!proof::is_exact(request.profile)) return std::nullopt;
    return proof::exact_chain_start(request.hash(), request.in_commit, request.model_id,
                                    proof::seed_commitment(request, file.beacon));
}

bool commits_to(const proof::Receipt& receipt, const std::optional<core::Hash>& chain_root) {
    return chain_root && std::any_of(receipt.evidence.begin(), receipt.evidence.end(), [&](const proof::Evidence& e) {
               return e.kind == proof::EvidenceKind::exact_chain && e.root == *chain_root;
           });
}

std::optional<Verdict> refute_beacon(const proof::ReceiptFile& file, core::Height height,
                                     const std::optional<core::Hash>& beacon) {
    if (!file.request.needs_beacon() || !beacon) return std::nullopt;
    if (file.signed_receipt.receipt.height != height)
        return Verdict{Outcome::failed, Level::signature,
                       "The receipt names another block than the one that opened its escrow."};
    if (file.beacon != *beacon)
        return Verdict{Outcome::failed, Level::signature,
                       "The sampler's key was made with another beacon than that of the ledger."};
    return std::nullopt;
}

Verdict judge(const ReplayFindings& findings) {
    if (findings.equal > findings.compared || findings.worst_deficit < 0 || findings.equal_scores > findings.scores ||
        findings.worst_score < 0)
        return {Outcome::failed, Level::signature, "The replay's figures contradict themselves."};
    if (findings.compared == 0 && findings.scores == 0)
        return {Outcome::suspect, Level::signature, "The replay compared no token, so that nothing was checked."};
    const proof::Profile* profile = proof::find_profile(findings.profile);
    if (profile == nullptr)
        return {Outcome::suspect, Level::signature,
                "The profile \"" + findings.profile + "\" is unknown here, so that nothing was judged."};
    return profile->exact ? exact_verdict(findings) : tolerant_verdict(findings, profile->tie_distance);
}

proof::Level level_of(const std::vector<proof::CheckRow>& checks, const std::optional<Verdict>& replay) {
    using RowOutcome = proof::CheckRow::Outcome;
    const auto broken = [](const proof::CheckRow& row) { return row.outcome == RowOutcome::failed; };
    const auto is_signed = [](const proof::CheckRow& row) {
        return row.name == "signature" && row.outcome == RowOutcome::passed;
    };
    if (std::any_of(checks.begin(), checks.end(), broken)) return Level::none;
    if (std::none_of(checks.begin(), checks.end(), is_signed)) return Level::none;
    if (replay && replay->outcome == Outcome::passed) return replay->level;
    return Level::signature;
}

} // namespace hearth::audit
