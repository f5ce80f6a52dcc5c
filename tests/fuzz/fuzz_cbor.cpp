// SPDX-License-Identifier: Apache-2.0
#include "core/cbor.h"

#include <cstdlib>

using namespace hearth::core;

/// Whatever decodes must encode to the same bytes: one value, one encoding.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    const auto value = cbor::decode(input);
    if (!value) return 0;
    const Bytes again = cbor::encode(*value);
    if (again.size() != size || !std::equal(again.begin(), again.end(), input.begin())) std::abort();
    return 0;
}
