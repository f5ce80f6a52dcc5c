// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "link/job_route.h"
#include "proof/receipt.h"

/// What a payer believes of whoever answers: pure functions of what both said.
namespace hearth::node {

/// Whether a quote answers the question. Errors: corrupt.
core::Status check_quote(const link::Quote& quote, const link::Ask& ask);

/// Whether the caller allows what it may cost. Errors: refused, with both sums; too_large.
core::Status check_price(const link::Quote& quote, const link::Terms& terms);

/// What an answer must agree with.
struct Bargain {
    const link::Quote& quote;
    const proof::Request& request;
    const core::Hash& salt_in;
    const core::Hash& beacon;
    core::EscrowId escrow;
    core::Height escrow_height = 0;
    const std::vector<std::uint32_t>& passed_on;  ///< ids of the answer that came before its end
    std::optional<std::uint32_t> dimensions = {}; ///< of the model's vectors; none: not known here
};
/// Whether the receipt file is the whole and only answer to it. Errors: corrupt, naming what differs.
core::Status check_answer(const proof::ReceiptFile& file, const Bargain& bargain);

} // namespace hearth::node
