// SPDX-License-Identifier: Apache-2.0
#include "node/jobs/receipt_view.h"

#include "audit/verdict.h"

#include <algorithm>

namespace hearth::node {
namespace {

using proof::CheckRow;

void answer(std::vector<CheckRow>& rows, const char* name, CheckRow::Outcome outcome, const core::Sentence& detail) {
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const CheckRow& r) { return r.name == name; });
    if (row == rows.end()) {
        rows.push_back({name, outcome, detail});
    } else {
        row->outcome = outcome;
        row->detail = detail;
    }
}

/// A suspect replay neither confirms nor refutes.
CheckRow::Outcome outcome_of(audit::Outcome verdict) {
    if (verdict == audit::Outcome::passed) return CheckRow::Outcome::passed;
    return verdict == audit::Outcome::failed ? CheckRow::Outcome::failed : CheckRow::Outcome::not_checked;
}

std::string decimal(std::uint32_t q16) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", static_cast<double>(static_cast<std::int32_t>(q16)) / 65536.0);
    return text;
}

const char* stop_name(proof::StopReason reason) {
    switch (reason) {
    case proof::StopReason::stop_token:
        return "stop token";
    case proof::StopReason::stop_string:
        return "stop text";
    case proof::StopReason::length:
        return "length";
    case proof::StopReason::cancelled:
        return "cancelled";
    }
    return "";
}

std::vector<std::pair<std::string, std::string>> fields_of(const proof::ReceiptFile& file) {
    const proof::Receipt& r = file.signed_receipt.receipt;
    return {{"receipt_id", r.id().hex()},
            {"request_hash", r.request_hash.hex()},
            {"executor_key", r.executor_key.hex()},
            {"client_key", r.client_key.hex()},
            {"model_id", r.model_id.hex()},
            {"model_name", file.model_name},
            {"profile", r.profile},
            {"in_commit", r.in_commit.hex()},
            {"out_root", r.out_root.hex()},
            {"n_in", std::to_string(r.n_in)},
            {"n_out", std::to_string(r.n_out)},
            {"stop_reason", stop_name(r.stop_reason)},
            {"temperature", decimal(r.decode.temperature_q16)},
            {"top_p", decimal(r.decode.top_p_q16)},
            {"top_k", std::to_string(r.decode.top_k)},
            {"max_tokens", std::to_string(r.decode.max_tokens)},
            {"seed_commit", r.seed_commit.hex()},
            {"prev_receipt", r.prev_receipt.hex()},
            {"price", r.price.units_text()},
            {"escrow_id", r.escrow_id.hex()},
            {"height", std::to_string(r.height)},
            {"ttft_ms", std::to_string(r.ttft_ms)},
            {"total_ms", std::to_string(r.total_ms)},
            {"signature", core::to_hex(file.signed_receipt.signature)}};
}

std::optional<audit::Verdict> verdict_of(const std::optional<VerdictRecord>& record) {
    if (!record) return std::nullopt;
    return audit::Verdict{record->outcome, proof::find_level(record->level).value_or(proof::Level::signature),
                          record->sentence};
}

} // namespace

control::ReceiptView view_receipt(const JobRecord& job, const proof::ReceiptFile& file, const ReceiptContext& context) {
    std::vector<CheckRow> rows = proof::check_receipt_file(file);
    if (context.executor_registered)
        answer(rows, "executor_registered",
               *context.executor_registered ? CheckRow::Outcome::passed : CheckRow::Outcome::failed,
               core::say(*context.executor_registered ? "registered" : "not_registered"));
    if (context.terms && context.terms->beacon && file.request.needs_beacon()) {
        const auto refuted = audit::refute_beacon(file, context.terms->height, context.terms->beacon);
        answer(rows, "beacon", refuted ? CheckRow::Outcome::failed : CheckRow::Outcome::passed,
               refuted ? refuted->sentence : core::say("same_beacon"));
    }
    if (context.verdict)
        answer(rows, "replay", outcome_of(context.verdict->outcome),
               core::say(context.elsewhere ? "elsewhere" : "here", {context.verdict->sentence}));
    control::ReceiptView view;
    view.receipt_id = file.signed_receipt.receipt.id().hex();
    view.level = proof::level_name(audit::level_of(rows, verdict_of(context.verdict)));
    view.valid = std::none_of(rows.begin(), rows.end(),
                              [](const CheckRow& row) { return row.outcome == CheckRow::Outcome::failed; });
    for (const CheckRow& row : rows)
        view.checks.push_back({row.name, proof::outcome_name(row.outcome), row.detail});
    view.fields = fields_of(file);
    view.job = job.row();
    return view;
}

} // namespace hearth::node
