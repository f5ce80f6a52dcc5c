// SPDX-License-Identifier: Apache-2.0
#include "proof/check.h"

#include <cstdlib>

using namespace hearth;

/// Receipts from strangers: whatever decodes must encode to the same bytes, and checking it must not crash.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const core::ByteView input(data, size);
    if (const auto receipt = proof::SignedReceipt::decode_bytes(input)) {
        const core::Bytes again = receipt->encode();
        if (again.size() != size || !std::equal(again.begin(), again.end(), input.begin())) std::abort();
        (void)receipt->signature_valid();
    }
    if (const auto file = proof::ReceiptFile::decode_bytes(input)) {
        const core::Bytes again = file->encode();
        if (again.size() != size || !std::equal(again.begin(), again.end(), input.begin())) std::abort();
        (void)proof::check_receipt_file(*file);
    }
    return 0;
}
