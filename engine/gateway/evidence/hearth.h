// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "core/result.h"
#include "gateway/evidence/network_proof.h"

/// What another Hearth home gives beside its answers. Pure.
namespace hearth::gateway::evidence {

/// H("answer/1", receipt id ‖ request ‖ response): what a home's node key signs to say that this receipt is of the
/// answer with these bytes. `request`, `response`: SHA-256 of the HTTP bodies.
core::Hash answer_statement(const core::ReceiptId& receipt, const core::Hash& request, const core::Hash& response);

/// The receipt file inside of a document of hearth_format, its form unexamined. Errors: corrupt.
core::Result<core::Bytes> receipt_in(const core::Bytes& document);

/// Whether the receipt is of the model that was asked for and of as many tokens as the answer counts: what a replay of
/// it says is said of the answer only then. `rows`: of an examination.
bool ties_receipt(const std::vector<proof::CheckRow>& rows);

} // namespace hearth::gateway::evidence
