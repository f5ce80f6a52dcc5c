// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/state/store.h"
#include "proof/receipt.h"

namespace hearth::node {

/// Of this node's own receipts, from the store or its archive. Errors: not_found, corrupt, io.
inline core::Result<proof::ReceiptFile> stored_receipt(const Store& store, const std::string& receipt_id) {
    HEARTH_TRY(const core::Bytes raw, store.receipt_file(receipt_id));
    return proof::ReceiptFile::decode_bytes(raw);
}

} // namespace hearth::node
