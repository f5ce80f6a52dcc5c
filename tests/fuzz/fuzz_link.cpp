// SPDX-License-Identifier: Apache-2.0
#include "link/frame.h"

#include <cstdlib>

using namespace hearth;

/// A frame of a link comes from a stranger: what decodes means what its bytes say.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const core::ByteView input(data, size);
    const auto frame = link::decode_frame(input);
    if (!frame) return 0;
    const core::Bytes again = link::encode(frame->frame, frame->number);
    if (again.size() != size || !std::equal(again.begin(), again.end(), input.begin())) std::abort();
    return 0;
}
