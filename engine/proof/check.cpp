// SPDX-License-Identifier: Apache-2.0
#include "proof/check.h"

#include "proof/tensors.h"

#include <algorithm>

namespace hearth::proof {
namespace {

using core::say;
using Outcome = CheckRow::Outcome;

class Checks {
public:
    void require(const char* name, bool holds, core::Sentence good, core::Sentence bad) {
        m_rows.push_back({name, holds ? Outcome::passed : Outcome::failed, holds ? std::move(good) : std::move(bad)});
    }
    void leave_open(const char* name, core::Sentence why) {
        m_rows.push_back({name, Outcome::not_checked, std::move(why)});
    }
    std::vector<CheckRow> take() { return std::move(m_rows); }

private:
    std::vector<CheckRow> m_rows;
};

core::Sentence differ(const char* field, const char* what) {
    return say("differs", {field, say(what)});
}

void check_identity(const ReceiptFile& file, Checks& checks) {
    const Receipt& r = file.signed_receipt.receipt;
    checks.require("signature", file.signed_receipt.signature_valid(), say("signed_by", {r.executor_key.hex()}),
                   say("bad_signature"));
    checks.require("executor_key", !r.executor_key.is_zero(), say("names_executor"),
                   say("field_empty", {"executor_key"}));
    checks.require("client_key", r.client_key == file.request.client_key, say("names_client"),
                   differ("client_key", "the_request"));
    checks.require("request_hash", r.request_hash == file.request.hash(), say("this_request"),
                   differ("request_hash", "the_request_here"));
}

void check_terms(const ReceiptFile& file, Checks& checks) {
    const Receipt& r = file.signed_receipt.receipt;
    checks.require("model_id", r.model_id == file.request.model_id, say("same_model"),
                   differ("model_id", "the_request"));
    checks.require("profile", r.profile == file.request.profile, say("same_profile"), differ("profile", "the_request"));
    checks.require("decode", r.decode == file.request.decode, say("same_decode"), differ("decode", "the_request"));
    checks.require("price", r.price <= file.request.price_cap,
                   say("price_within", {r.price.text(), file.request.price_cap.text()}), say("price_above"));
}

const char* key_origin(const Request& request) {
    return request.seed ? "seed_of_caller" : request.begun ? "seed_of_beginning" : "seed_of_beacon";
}

void check_content(const ReceiptFile& file, Checks& checks) {
    const Receipt& r = file.signed_receipt.receipt;
    checks.require("n_in", r.n_in == file.input_ids.size(), say("all_input", {core::figure(r.n_in)}),
                   differ("n_in", "the_input_count"));
    const bool same_question = r.in_commit == file.request.in_commit;
    checks.require("in_commit", same_question && r.in_commit == input_commitment(file.salt_in, file.input_ids),
                   say("same_input"),
                   same_question ? differ("in_commit", "the_input") : differ("in_commit", "the_request"));
    if (file.request.run)
        checks.require("n_out", r.n_out == 0 && are_tensors(file.input_ids) && are_tensors(file.output_ids),
                       say("tensors_whole", {core::figure(file.output_ids.size())}), say("tensors_broken"));
    else if (file.request.embed)
        checks.require("n_out", r.n_out == 0 && is_vector(file.output_ids),
                       say("vector_whole", {core::figure(file.output_ids.size())}), say("vector_broken"));
    else
        checks.require("n_out", r.n_out == file.output_ids.size(), say("all_output", {core::figure(r.n_out)}),
                       differ("n_out", "the_output_count"));
    checks.require("out_root", r.out_root == output_root(file.salt_out, file.output_ids), say("same_output"),
                   differ("out_root", "the_output"));
    checks.require("seed_commit", r.seed_commit == seed_commitment(file.request, file.beacon),
                   say(key_origin(file.request)), differ("seed_commit", "the_seed"));
    if (file.request.begun)
        checks.require("begun", file.request.begun->tokens <= r.n_out,
                       say("begun_elsewhere", {core::figure(file.request.begun->tokens)}), say("begun_too_long"));
    if (file.request.constraint)
        checks.require("constraint", *file.request.constraint == constraint_hash(file.constraint),
                       say("same_constraint"), differ("constraint", "the_request"));
    if (file.request.needs_beacon()) checks.leave_open("beacon", say("beacon_open", {core::figure(r.height)}));
}

/// Values are no output: what commits to them is their entry alone.
void check_values(const ReceiptFile& file, Checks& checks) {
    const Receipt& r = file.signed_receipt.receipt;
    const auto names = [&](EvidenceKind kind) {
        return std::any_of(r.evidence.begin(), r.evidence.end(), [&](const Evidence& e) { return e.kind == kind; });
    };
    const auto count = static_cast<std::uint32_t>(file.output_ids.size());
    const auto bound = [&](EvidenceKind kind) {
        return r.evidence == std::vector<Evidence>{{kind, 1, r.profile, count, r.out_root}};
    };
    const bool embed = file.request.embed, run = file.request.run;
    if (embed || names(EvidenceKind::vector))
        checks.require("vector", embed && bound(EvidenceKind::vector), say("vector_bound", {core::figure(count)}),
                       say(embed ? "vector_unbound" : "vector_unasked"));
    if (run || names(EvidenceKind::tensors))
        checks.require("tensors", run && bound(EvidenceKind::tensors), say("tensors_bound", {core::figure(count)}),
                       say(run ? "tensors_unbound" : "tensors_unasked"));
}

/// Only of a request that asks for scores.
void check_scores(const ReceiptFile& file, Checks& checks) {
    const Receipt& r = file.signed_receipt.receipt;
    const auto committed = std::find_if(r.evidence.begin(), r.evidence.end(),
                                        [](const Evidence& e) { return e.kind == EvidenceKind::prompt_scores; });
    if (!file.request.scores && committed == r.evidence.end()) return;
    const bool complete = file.request.scores && committed != r.evidence.end() &&
                          file.scores.size() + 1 == file.input_ids.size() && committed->length == file.scores.size();
    checks.require("scores_root", complete && committed->root == scores_root(file.salt_out, file.scores),
                   say("same_scores", {core::figure(r.n_in)}),
                   complete ? differ("scores_root", "the_scores") : say("other_scores"));
}

void check_stop(const ReceiptFile& file, Checks& checks) {
    const Receipt& r = file.signed_receipt.receipt;
    const std::uint32_t most = r.decode.max_tokens;
    if (file.request.asks_values())
        return checks.require("stop_reason", most == 0 && r.stop_reason == StopReason::length,
                              say(file.request.run ? "only_tensors" : "only_vector"),
                              say(file.request.run ? "tensors_alone" : "vector_alone"));
    if (file.request.scores && most == 0)
        return checks.require("stop_reason", r.n_out == 0 && r.stop_reason == StopReason::length, say("only_scored"),
                              say("scores_alone"));
    const bool within = most == 0 || r.n_out <= most;
    const bool early_length = r.stop_reason == StopReason::length && (most == 0 || r.n_out < most);
    if (within && early_length) {
        checks.leave_open("stop_reason", say("length_open"));
        return;
    }
    const bool has_text = r.stop_reason != StopReason::stop_string || r.n_out > 0;
    checks.require("stop_reason", within && has_text, say("stop_fits"),
                   within ? say("stop_without_output") : say("too_many_output"));
}

void check_rest(const ReceiptFile& file, Checks& checks) {
    const Receipt& r = file.signed_receipt.receipt;
    checks.require("timing", r.ttft_ms <= r.total_ms, say("times_fit"), say("times_contradict"));
    checks.leave_open("executor_registered", say("registered_open"));
    checks.leave_open("replay", say("replay_open"));
}

} // namespace

const char* outcome_name(CheckRow::Outcome outcome) {
    switch (outcome) {
    case Outcome::passed:
        return "passed";
    case Outcome::failed:
        return "failed";
    case Outcome::not_checked:
        return "not checked";
    }
    return "not checked";
}

bool is_vector(const std::vector<std::uint32_t>& bits) {
    constexpr std::uint32_t exponent = 0x7F800000U;
    return !bits.empty() &&
           std::none_of(bits.begin(), bits.end(), [](std::uint32_t value) { return (value & exponent) == exponent; });
}

std::vector<CheckRow> check_receipt_file(const ReceiptFile& file) {
    Checks checks;
    check_identity(file, checks);
    check_terms(file, checks);
    check_content(file, checks);
    check_values(file, checks);
    check_scores(file, checks);
    check_stop(file, checks);
    check_rest(file, checks);
    return checks.take();
}

} // namespace hearth::proof
