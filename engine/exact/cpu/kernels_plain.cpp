// SPDX-License-Identifier: Apache-2.0
#include "exact/cpu/groups_plain.h"
#include "exact/cpu/lanes_plain.h"

#include "exact/cpu/kernels_body.h"

#include "exact/cpu/variants.h"

namespace hearth::exact {

const Kernels& scalar_kernels() {
    static constexpr Kernels table{"scalar", offset_bytes,  largest, quantise, square_sum, quantise_groups,
                                   linear,   linear_groups, gate,    turn,     attend};
    return table;
}

} // namespace hearth::exact
