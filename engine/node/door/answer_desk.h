// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/node.h"
#include "node/jobs/auditor.h"
#include "node/jobs/receipt_book.h"
#include "node/state/short_id.h"

#include <filesystem>

namespace hearth::node {

/// Answers that this home gave or bought, and their receipts. See control::Node. Thread-safe;
/// everything given outlives it.
class AnswerDesk {
public:
    struct Parts {
        const Store& store;
        const ReceiptBook& book;
        Auditor& auditor;
    };
    explicit AnswerDesk(Parts parts) : m_parts(parts) {}

    core::Result<std::vector<control::JobRow>> jobs(std::uint32_t limit, const std::string& before) const;
    core::Result<std::vector<control::JobRow>> find_jobs(const control::JobFilter& filter, std::uint32_t limit,
                                                         const std::string& before) const;
    core::Result<control::ReceiptView> receipt(const std::string& receipt_id) const;
    core::Result<core::Bytes> export_receipt(const std::string& receipt_id) const;
    core::Result<control::ReceiptView> verify(const std::string& receipt_id, bool replay,
                                              const control::OnProgress& progress);
    core::Result<std::vector<control::PurchaseRow>> purchases(std::uint32_t limit, const std::string& before) const;
    core::Result<std::vector<control::PaymentRow>> payments(std::uint32_t limit) const;

private:
    /// By its own id, which is the X-Evidence-Id of its answer, or by its receipt's; short_id.h says how short. `what`
    /// is asked for, in errors.
    core::Result<AnswerId> answer_called(const std::string& text, const IdKind& kind) const;
    /// That has a receipt. Errors: busy while it runs, not_found.
    core::Result<AnswerId> signed_answer(const std::string& text) const;
    core::Result<control::ReceiptView> replay_file(const std::filesystem::path& path,
                                                   const control::OnProgress& progress);

    const Parts m_parts;
};

} // namespace hearth::node
