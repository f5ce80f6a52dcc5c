// SPDX-License-Identifier: Apache-2.0
#define HEARTH_AVXVNNI
#include "exact/cpu/groups_256.h"
#include "exact/cpu/lanes_256.h"

#include "exact/cpu/kernels_body.h"

#include "exact/cpu/variants.h"

namespace hearth::exact {

const Kernels& avxvnni_kernels() {
    static constexpr Kernels table{"avxvnni", offset_bytes,  largest, quantise, square_sum, quantise_groups,
                                   linear,    linear_groups, gate,    turn,     attend};
    return table;
}

} // namespace hearth::exact
