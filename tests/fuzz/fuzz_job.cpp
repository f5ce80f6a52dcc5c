// SPDX-License-Identifier: Apache-2.0
#include "link/job_codec.h"

#include <cstdlib>

using namespace hearth;

/// A message of a job comes from a stranger: what decodes means what its bytes say.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const core::ByteView input(data, size);
    const auto message = link::decode_job_message(input);
    if (!message) return 0;
    const core::Bytes again = link::encode(*message);
    if (again.size() != size || !std::equal(again.begin(), again.end(), input.begin())) std::abort();
    return 0;
}
