// SPDX-License-Identifier: Apache-2.0
#include "ledger/light/proof_examination.h"

#include <cstdlib>

using namespace hearth;

/// Proofs of the ledger's state: whatever is decoded encodes to the same bytes, and can be examined.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const core::ByteView bytes(data, size);
    const auto proof = ledger::StateProof::decode(bytes);
    if (!proof) return 0;
    const core::Bytes again = proof->encode();
    if (again.size() != size || !std::equal(again.begin(), again.end(), data)) std::abort();
    (void)ledger::examine_proof(*proof, {}, 1'800'000'000'000'000'000);
    return 0;
}
