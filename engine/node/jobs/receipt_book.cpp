// SPDX-License-Identifier: Apache-2.0
#include "node/jobs/receipt_book.h"

#include "node/jobs/receipt_view.h"
#include "proof/profile.h"

namespace hearth::node {

core::Result<std::string> receipt_of_answer(const Store& store, const std::string& job_id) {
    const auto bought = store.purchase(job_id);
    if (bought) return bought->receipt_id;
    if (bought.error().code != core::Code::not_found) return bought.error();
    const auto job = store.job(job_id);
    if (job) return job->receipt_id;
    return job.error().code == core::Code::not_found ? bought.error() : job.error();
}

core::Result<proof::ReceiptFile> ReceiptBook::file(const std::string& receipt_id) const {
    auto raw = m_store.receipt_file(receipt_id);
    if (!raw && raw.error().code == core::Code::not_found)
        if (const auto bought = m_store.purchase_of_receipt(receipt_id)) raw = m_store.purchase_file(bought->job_id);
    if (!raw) return raw.error();
    return proof::ReceiptFile::decode_bytes(*raw);
}

core::Result<control::ReceiptView> ReceiptBook::view(const std::string& receipt_id) const {
    const auto job = m_store.job_of_receipt(receipt_id);
    if (job) return view_job(*job);
    const auto bought = m_store.purchase_of_receipt(receipt_id);
    if (!bought) return job.error();
    return view_purchase(*bought);
}

namespace {

/// Of the homes that the ledger drew, the last that answered.
std::optional<VerdictRecord> verdict_elsewhere(const ledger::Reward& reward) {
    std::optional<VerdictRecord> found;
    for (const ledger::AuditDuty& duty : reward.audits) {
        if (duty.result == ledger::AuditDuty::Result::waiting) continue;
        const bool passed = duty.result == ledger::AuditDuty::Result::passed;
        found = {0,
                 std::string(proof::level_name(duty.level)),
                 passed ? audit::Outcome::passed : audit::Outcome::failed,
                 core::say(passed ? "computed_again_same" : "computed_again_other"),
                 0,
                 0};
    }
    return found;
}

control::ReceiptView without_receipt(const JobRecord& job) {
    control::ReceiptView empty;
    empty.level = "E0";
    empty.job = job.row();
    empty.checks.push_back({"signature", "not checked", core::say("no_receipt_for_job")});
    return empty;
}

} // namespace

core::Result<control::ReceiptView> ReceiptBook::view_job(const JobRecord& job) const {
    if (job.receipt_id.empty()) return without_receipt(job);
    HEARTH_TRY(const proof::ReceiptFile receipt, file(job.receipt_id));
    return view_file(job, receipt);
}

core::Result<control::ReceiptView> ReceiptBook::view_purchase(const PurchaseRecord& purchase) const {
    JobRecord job;
    job.job_id = purchase.job_id;
    job.model_id = purchase.model_id;
    job.model_name = purchase.model_name;
    job.profile = purchase.profile;
    job.created_at = purchase.created_at;
    job.state = control::job_state(purchase.state);
    job.reason = purchase.reason;
    job.escrow = purchase.escrow;
    job.executor = purchase.executor;
    job.receipt_id = purchase.receipt_id;
    job.caller = purchase.caller;
    if (job.receipt_id.empty()) return without_receipt(job);
    HEARTH_TRY(const core::Bytes raw, m_store.purchase_file(purchase.job_id));
    HEARTH_TRY(const proof::ReceiptFile receipt, proof::ReceiptFile::decode_bytes(raw));
    job.level = proof::level_name(proof::Level::signature);
    job.prompt_tokens = receipt.signed_receipt.receipt.n_in;
    job.completion_tokens = receipt.signed_receipt.receipt.n_out;
    return view_file(job, receipt);
}

core::Result<control::ReceiptView> ReceiptBook::view_file(const JobRecord& job,
                                                          const proof::ReceiptFile& receipt) const {
    ReceiptContext context;
    m_ledger.read([&](const ledger::State& state) {
        context.executor_registered = state.node(receipt.signed_receipt.receipt.executor_key) != nullptr;
    });
    const Judged known = judged(job.receipt_id);
    if (known.reward) context.terms = known.reward->terms;
    context.verdict = known.verdict;
    context.elsewhere = known.elsewhere;
    return view_receipt(job, receipt, context);
}

ReceiptBook::Judged ReceiptBook::judged(const std::string& receipt_id) const {
    Judged found;
    if (const auto id = core::ReceiptId::parse(receipt_id)) found.reward = m_ledger.reward(*id);
    if (auto own = m_store.verdict(receipt_id)) {
        found.verdict = std::move(*own);
    } else if (found.reward) {
        found.verdict = verdict_elsewhere(*found.reward);
        found.elsewhere = found.verdict.has_value();
    }
    return found;
}

control::PurchaseRow ReceiptBook::row(const PurchaseRecord& purchase) const {
    control::PurchaseRow row{purchase.job_id,
                             purchase.receipt_id,
                             purchase.model_name,
                             purchase.profile,
                             purchase.created_at,
                             purchase.state,
                             purchase.reason,
                             purchase.executor.hex(),
                             purchase.charged.units_text(),
                             std::string("E0"),
                             {}};
    if (purchase.receipt_id.empty()) {
        row.checked = core::say("no_receipt");
        return row;
    }
    const Judged known = judged(purchase.receipt_id);
    row.level = proof::level_name(proof::Level::signature);
    row.checked = core::say("own_checks");
    if (!known.verdict) return row;
    if (known.verdict->outcome == audit::Outcome::passed) row.level = known.verdict->level;
    row.checked = core::say(known.elsewhere ? "elsewhere" : "here", {known.verdict->sentence});
    return row;
}

} // namespace hearth::node
