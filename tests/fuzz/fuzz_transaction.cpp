// SPDX-License-Identifier: Apache-2.0
#include "ledger/transaction.h"

#include <cstdlib>

using namespace hearth;

/// Transactions come from strangers and are kept as bytes: what decodes must encode to the same ones, for two encodings
/// of one transaction would have two hashes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const core::ByteView input(data, size);
    const auto signed_one = ledger::SignedTransaction::decode(input);
    if (!signed_one) {
        if (signed_one.error().message.empty()) std::abort();
        return 0;
    }
    const core::Bytes again = signed_one->encode();
    if (again.size() != size || !std::equal(again.begin(), again.end(), input.begin())) std::abort();
    if (signed_one->hash() != ledger::SignedTransaction::decode(again)->hash()) std::abort();
    (void)signed_one->signature_valid("hearth-test");
    return 0;
}
