// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/money.h"
#include "control/values.h"
#include "node/jobs/evidence_source.h"
#include "node/money/ledger_view.h"
#include "node/state/store.h"

namespace hearth::node {

/// Which receipt an answer has that this home computed or bought; empty: none yet. Of several homes that computed one
/// it is that of the home that was paid. Errors: not_found.
core::Result<std::string> receipt_of_answer(const Store& store, const std::string& job_id);

/// Reads receipts together with what ledger and replays say about them. Borrows both. Thread-safe.
class ReceiptBook final : public EvidenceSource {
public:
    ReceiptBook(const Store& store, const LedgerView& ledger) : m_store(store), m_ledger(ledger) {}

    /// By receipt id, in full. Errors: not_found, corrupt.
    core::Result<control::ReceiptView> view(const std::string& receipt_id) const;
    /// Of a job, with or without a receipt.
    core::Result<control::ReceiptView> view_job(const JobRecord& job) const;
    /// Of an answer that another home computed for this one.
    core::Result<control::ReceiptView> view_purchase(const PurchaseRecord& purchase) const;
    /// As it stands in a list, with what is known of its check.
    control::PurchaseRow row(const PurchaseRecord& purchase) const;
    core::Result<proof::ReceiptFile> file(const std::string& receipt_id) const override;

private:
    struct Judged {
        std::optional<VerdictRecord> verdict;
        std::optional<ledger::Reward> reward;
        bool elsewhere = false; ///< another home's verdict
    };
    Judged judged(const std::string& receipt_id) const;
    core::Result<control::ReceiptView> view_file(const JobRecord& job, const proof::ReceiptFile& receipt) const;

    const Store& m_store;
    const LedgerView& m_ledger;
};

} // namespace hearth::node
