// SPDX-License-Identifier: Apache-2.0
#include "exact/cpu/lanes_avx512.h"

#include "exact/cpu/kernels_body.h"

#include "exact/cpu/variants.h"

namespace hearth::exact {

const Kernels& avx512vnni_kernels() {
    static constexpr Kernels table{"avx512vnni", offset_bytes, largest, quantise, square_sum, linear, gate, turn, attend};
    return table;
}

} // namespace hearth::exact
