// SPDX-License-Identifier: Apache-2.0
#include "worker/protocol.h"

#include <cstdlib>

using namespace hearth;

/// A frame that decodes means what its bytes say: encoding it again gives the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const core::ByteView input(data, size);
    const auto message = worker::decode(input);
    if (!message) return 0;
    const core::Bytes again = worker::encode(*message);
    if (again.size() != size || !std::equal(again.begin(), again.end(), input.begin())) std::abort();
    return 0;
}
