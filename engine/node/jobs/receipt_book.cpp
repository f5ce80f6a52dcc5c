// SPDX-License-Identifier: Apache-2.0
#include "node/jobs/receipt_book.h"

#include "node/jobs/receipt_view.h"

namespace hearth::node {

core::Result<proof::ReceiptFile> ReceiptBook::file(const std::string& receipt_id) const {
    HEARTH_TRY(const core::Bytes raw, m_store.receipt_file(receipt_id));
    return proof::ReceiptFile::decode_bytes(raw);
}

core::Result<control::ReceiptView> ReceiptBook::view(const std::string& receipt_id) const {
    HEARTH_TRY(const JobRecord job, m_store.job_of_receipt(receipt_id));
    return view_job(job);
}

core::Result<control::ReceiptView> ReceiptBook::view_job(const JobRecord& job) const {
    if (job.receipt_id.empty()) {
        control::ReceiptView empty;
        empty.level = "E0";
        empty.job = job.row();
        empty.checks.push_back({"signature", "not checked", "No receipt was signed for this job."});
        return empty;
    }
    HEARTH_TRY(const proof::ReceiptFile receipt, file(job.receipt_id));
    ReceiptContext context;
    m_settlement.read([&](const ledger::State& state) {
        context.executor_registered = state.node(receipt.signed_receipt.receipt.executor_key) != nullptr;
    });
    if (const auto reward = m_settlement.reward(receipt.signed_receipt.receipt.id())) context.terms = reward->terms;
    if (auto verdict = m_store.verdict(job.receipt_id)) context.verdict = std::move(*verdict);
    return view_receipt(job, receipt, context);
}

} // namespace hearth::node
