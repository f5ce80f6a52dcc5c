// SPDX-License-Identifier: Apache-2.0
#include "audit/verdict.h"

#include "proof/exact_chain.h"

#include <algorithm>

namespace hearth::audit {

using core::figure;
using core::say;
using proof::Level;

namespace {

constexpr std::int64_t outside = INT64_MAX;
constexpr std::int64_t logit = std::int64_t{1} << 32, micro = 1'000'000;

core::Sentence counted(const ReplayFindings& f) {
    const core::Sentence tokens = say("tokens_equal", {figure(f.equal), figure(f.compared)});
    if (f.scores == 0) return tokens;
    const core::Sentence scores = say("scores_equal", {figure(f.equal_scores), figure(f.scores)});
    return f.compared == 0 ? scores : say("both_equal", {tokens, scores});
}

Verdict exact_verdict(const ReplayFindings& f) {
    const bool same_scores = f.equal_scores == f.scores;
    if (f.equal == f.compared && f.chain_equal && same_scores)
        return {Outcome::passed, Level::exact, say("exact_same", {counted(f)})};
    if (f.equal == f.compared && same_scores) return {Outcome::failed, Level::signature, say("exact_other_bits")};
    if (f.equal == f.compared) return {Outcome::failed, Level::signature, say("exact_other_scores", {counted(f)})};
    return {Outcome::failed, Level::signature,
            f.first_difference ? say("exact_other_from", {counted(f), figure(*f.first_difference)})
                               : say("exact_other_tokens", {counted(f)})};
}

Verdict tolerant_verdict(const ReplayFindings& f, std::int64_t tie) {
    constexpr std::uint32_t one_in = 50; // at most 2 % may differ, and one of a short answer
    const std::uint32_t different = f.compared - f.equal;
    const bool few = different <= std::max<std::uint32_t>(1, f.compared / one_in);
    if (f.worst_score > tie / (logit / micro))
        return {Outcome::failed, Level::signature,
                say("near_other_scores", {figure(static_cast<std::uint64_t>(f.worst_score)), counted(f)})};
    if (different == 0)
        return {Outcome::passed, Level::statistical,
                say(f.equal_scores < f.scores ? "near_scores" : "near_same", {counted(f)})};
    if (few && f.worst_deficit <= tie) return {Outcome::passed, Level::statistical, say("near_ties", {counted(f)})};
    if (few && (f.worst_deficit <= 8 * tie || f.worst_deficit == outside))
        return {Outcome::suspect, Level::signature, say("near_doubt", {counted(f)})};
    return {Outcome::failed, Level::signature, say("near_other", {counted(f)})};
}

Verdict vector_verdict(const ReplayFindings& f, std::int64_t tolerance) {
    const core::Sentence values =
        say(f.tensors ? "words_equal" : "values_equal", {figure(f.equal), figure(f.compared)});
    if (f.worst_score > tolerance)
        return {Outcome::failed, Level::signature,
                say(f.tensors ? "tensors_other" : "vector_other",
                    {figure(static_cast<std::uint64_t>(f.worst_score)), values})};
    const char* const same = f.tensors ? "tensors_same" : "vector_same";
    return {Outcome::passed, Level::statistical, say(f.equal == f.compared ? same : "vector_near", {values})};
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
        return Verdict{Outcome::failed, Level::signature, say("other_block")};
    if (file.beacon != *beacon) return Verdict{Outcome::failed, Level::signature, say("other_beacon")};
    return std::nullopt;
}

Verdict judge(const ReplayFindings& findings) {
    if (findings.equal > findings.compared || findings.worst_deficit < 0 || findings.equal_scores > findings.scores ||
        findings.worst_score < 0)
        return {Outcome::failed, Level::signature, say("figures_contradict")};
    if (findings.compared == 0 && findings.scores == 0)
        return {Outcome::suspect, Level::signature, say("nothing_compared")};
    const proof::Profile* profile = proof::find_profile(findings.profile);
    if (profile == nullptr) return {Outcome::suspect, Level::signature, say("profile_unknown", {findings.profile})};
    if (findings.vector || findings.tensors) return vector_verdict(findings, profile->vector_tolerance);
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
