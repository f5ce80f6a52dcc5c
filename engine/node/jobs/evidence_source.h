// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proof/receipt.h"

namespace hearth::node {

/// Where the openings of receipts come from: this home's own, or those of the home that answered. Thread-safe; may
/// block.
class EvidenceSource {
public:
    virtual ~EvidenceSource() = default;
    /// Errors: not_found, unavailable (who holds it does not answer now), corrupt.
    virtual core::Result<proof::ReceiptFile> file(const std::string& receipt_id) const = 0;
};

} // namespace hearth::node
