// SPDX-License-Identifier: Apache-2.0
#include "proof/check.h"

#include <algorithm>

namespace hearth::proof {
namespace {

using Outcome = CheckRow::Outcome;

class Checks {
public:
    void require(const char* name, bool holds, std::string good, std::string bad) {
        m_rows.push_back({name, holds ? Outcome::passed : Outcome::failed, holds ? std::move(good) : std::move(bad)});
    }
    void leave_open(const char* name, std::string why) {
        m_rows.push_back({name, Outcome::not_checked, std::move(why)});
    }
    std::vector<CheckRow> take() { return std::move(m_rows); }

private:
    std::vector<CheckRow> m_rows;
};

std::string differ(const char* field, const char* what) {
    return "The field \"" + std::string(field) + "\" does not match " + what + ".";
}

void check_identity(const ReceiptFile& file, Checks& checks) {
    const Receipt& r = file.signed_receipt.receipt;
    checks.require("signature", file.signed_receipt.signature_valid(), "Signed by " + r.executor_key.hex() + ".",
                   "The field \"signature\" is not a signature of the executor's key over this receipt.");
    checks.require("executor_key", !r.executor_key.is_zero(), "The receipt names its executor.",
                   "The field \"executor_key\" is empty.");
    checks.require("client_key", r.client_key == file.request.client_key,
                   "The receipt names the client of the request.", differ("client_key", "the request"));
    checks.require("request_hash", r.request_hash == file.request.hash(), "The receipt answers this very request.",
                   differ("request_hash", "the request in the file"));
}

void check_terms(const ReceiptFile& file, Checks& checks) {
    const Receipt& r = file.signed_receipt.receipt;
    checks.require("model_id", r.model_id == file.request.model_id, "The model is the one that was asked for.",
                   differ("model_id", "the request"));
    checks.require("profile", r.profile == file.request.profile, "The profile is the one that was asked for.",
                   differ("profile", "the request"));
    checks.require("decode", r.decode == file.request.decode, "The decoding parameters are those of the request.",
                   differ("decode", "the request"));
    checks.require("price", r.price <= file.request.price_cap,
                   "The price of " + r.price.text() + " is within the cap of " + file.request.price_cap.text() + ".",
                   "The field \"price\" is above the cap of the request.");
}

std::string key_origin(const Request& request) {
    if (request.seed) return "The sampler's key follows from the caller's seed.";
    if (request.begun) return "The sampler's key is the one that the answer was begun with; the caller vouches for it.";
    return "The sampler's key follows from the request and the beacon.";
}

void check_content(const ReceiptFile& file, Checks& checks) {
    const Receipt& r = file.signed_receipt.receipt;
    checks.require("n_in", r.n_in == file.input_ids.size(), "All " + std::to_string(r.n_in) + " input tokens are here.",
                   differ("n_in", "the number of input tokens"));
    const bool same_question = r.in_commit == file.request.in_commit;
    checks.require("in_commit", same_question && r.in_commit == input_commitment(file.salt_in, file.input_ids),
                   "The input tokens are those that were committed to.",
                   same_question ? differ("in_commit", "the input tokens and salt_in")
                                 : differ("in_commit", "the request"));
    checks.require("n_out", r.n_out == file.output_ids.size(),
                   "All " + std::to_string(r.n_out) + " output tokens are here.",
                   differ("n_out", "the number of output tokens"));
    checks.require("out_root", r.out_root == output_root(file.salt_out, file.output_ids),
                   "The output tokens are those that were signed.",
                   differ("out_root", "the output tokens and salt_out"));
    checks.require("seed_commit", r.seed_commit == seed_commitment(file.request, file.beacon), key_origin(file.request),
                   differ("seed_commit", "the request and the beacon"));
    if (file.request.begun)
        checks.require("begun", file.request.begun->tokens <= r.n_out,
                       "Another node had begun the answer: the first " + std::to_string(file.request.begun->tokens) +
                           " tokens were drawn again and signed with the others.",
                       "The answer is shorter than its beginning, which another node gave.");
    if (file.request.needs_beacon())
        checks.leave_open("beacon", "Whether the beacon is that of block " + std::to_string(r.height) +
                                        " is for the ledger to say.");
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
                   "The scores of the prompt's " + std::to_string(r.n_in) + " tokens are those that were signed.",
                   complete ? differ("scores_root", "the scores and salt_out")
                            : "The scores in the file are not those of the prompt's tokens that the request asks for.");
}

void check_stop(const ReceiptFile& file, Checks& checks) {
    const Receipt& r = file.signed_receipt.receipt;
    const std::uint32_t most = r.decode.max_tokens;
    if (file.request.scores && most == 0)
        return checks.require("stop_reason", r.n_out == 0 && r.stop_reason == StopReason::length,
                              "Only the prompt was scored, as was asked for.",
                              "The request asks for scores alone, but there is output.");
    const bool within = most == 0 || r.n_out <= most;
    const bool early_length = r.stop_reason == StopReason::length && (most == 0 || r.n_out < most);
    if (within && early_length) {
        checks.leave_open("stop_reason", "The answer ended by length before max_tokens; whether the model's context "
                                         "was full can be told only with the model.");
        return;
    }
    const bool has_text = r.stop_reason != StopReason::stop_string || r.n_out > 0;
    checks.require("stop_reason", within && has_text, "The stop reason fits the number of output tokens.",
                   within ? "The field \"stop_reason\" says that a stop text was found, but there is no output."
                          : "The field \"n_out\" is above max_tokens.");
}

void check_rest(const ReceiptFile& file, Checks& checks) {
    const Receipt& r = file.signed_receipt.receipt;
    checks.require("timing", r.ttft_ms <= r.total_ms, "The first token came before the last.",
                   "The field \"ttft_ms\" is larger than \"total_ms\".");
    checks.leave_open("executor_registered", "Whether this executor was registered is for the ledger to say.");
    checks.leave_open("replay", "Whether the model gives these tokens needs a replay with the model.");
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

std::vector<CheckRow> check_receipt_file(const ReceiptFile& file) {
    Checks checks;
    check_identity(file, checks);
    check_terms(file, checks);
    check_content(file, checks);
    check_scores(file, checks);
    check_stop(file, checks);
    check_rest(file, checks);
    return checks.take();
}

} // namespace hearth::proof
