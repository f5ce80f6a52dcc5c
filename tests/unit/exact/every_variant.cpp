// SPDX-License-Identifier: Apache-2.0
#include "exact_random.h"

namespace hearth::test {

const exact::Kernels& amx_emulated();
#ifdef HEARTH_REENCODED
const exact::Kernels& avxvnni_reencoded();
#endif

std::vector<const exact::Kernels*> every_variant() {
    std::vector<const exact::Kernels*> variants;
    for (const auto name : exact::available_kernels())
        variants.push_back(exact::kernels_by_name(name));
#ifdef HEARTH_REENCODED
    if (exact::kernels_by_name("avxvnni") == nullptr && exact::kernels_by_name("avx512vnni") != nullptr)
        variants.push_back(&avxvnni_reencoded());
#endif
    variants.push_back(&amx_emulated());
    return variants;
}

} // namespace hearth::test
