// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"
#include "ledger/records.h"
#include "node/state/records.h"
#include "proof/receipt.h"

#include <optional>

namespace hearth::node {

/// What the service adds to a receipt file when it shows it: who knows its executor, and what a replay found.
struct ReceiptContext {
    std::optional<bool> executor_registered;  ///< nullopt = the ledger was not asked
    std::optional<ledger::EscrowTerms> terms; ///< on which the ledger settled it
    std::optional<VerdictRecord> verdict;
    bool elsewhere = false; ///< another home found it
};

/// Checks, level and fields of a receipt for people. Pure. What was not examined reads "not checked".
control::ReceiptView view_receipt(const JobRecord& job, const proof::ReceiptFile& file, const ReceiptContext& context);

} // namespace hearth::node
