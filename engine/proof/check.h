// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sentence.h"
#include "proof/receipt.h"

#include <string>
#include <vector>

namespace hearth::proof {

struct CheckRow {
    std::string name; ///< stable, e.g. "signature", "request_hash", "in_commit", "out_root", "seed_commit"
    enum class Outcome { passed, failed, not_checked } outcome = Outcome::not_checked;
    core::Sentence detail; ///< for people; a failure names the field
};

/// "passed", "failed" or "not checked".
const char* outcome_name(CheckRow::Outcome outcome);

/// Whether these are the bits of fp32 numbers, all of them finite, and at least one.
bool is_vector(const std::vector<std::uint32_t>& bits);

/// Everything about a receipt file that can be examined without the model. Pure.
std::vector<CheckRow> check_receipt_file(const ReceiptFile& file);

} // namespace hearth::proof
