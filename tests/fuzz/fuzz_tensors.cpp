// SPDX-License-Identifier: Apache-2.0
#include "proof/tensors.h"

#include <cstdlib>

using namespace hearth;

/// Words of tensors from strangers: what is taken has one encoding, and comparing it with itself finds nothing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::vector<std::uint32_t> words;
    for (std::size_t at = 0; at + 4 <= size; at += 4)
        words.push_back(std::uint32_t{data[at]} | std::uint32_t{data[at + 1]} << 8 | std::uint32_t{data[at + 2]} << 16 |
                        std::uint32_t{data[at + 3]} << 24);
    const auto tensors = proof::unpack_tensors(words);
    const auto again = tensors ? proof::pack_tensors(*tensors) : core::Result<std::vector<std::uint32_t>>(words);
    if (!again || *again != words) std::abort();
    if (proof::compare_tensors(words, words).worst != 0) std::abort();
    return 0;
}
