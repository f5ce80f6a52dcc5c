// SPDX-License-Identifier: Apache-2.0
// The variant for AVX-VNNI with its products in the encoding that AVX-512 processors have: the same operation on the
// same registers, so that the variant is tested where its own encoding is missing.
#include <immintrin.h>
#define _mm256_dpbusd_avx_epi32 _mm256_dpbusd_epi32
#define HEARTH_AVXVNNI
#include "exact/cpu/groups_256.h"
#include "exact/cpu/lanes_256.h"

#include "exact/cpu/kernels_body.h"

namespace hearth::test {

const Kernels& avxvnni_reencoded() {
    static constexpr Kernels table{
        "avxvnni, re-encoded", offset_bytes, largest, quantise, square_sum, quantise_groups, linear,
        linear_groups,         gate,         turn,    attend};
    return table;
}

} // namespace hearth::test
