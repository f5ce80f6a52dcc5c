// SPDX-License-Identifier: Apache-2.0
#include "exact/cpu/groups_avx512.h"
#include "exact/cpu/lanes_avx512.h"

#include "exact/cpu/kernels_body.h"

#include "exact/cpu/amx_body.h"
#include "exact/cpu/tiles_amx.h"
#include "exact/cpu/variants.h"

namespace hearth::exact {

const Kernels& amx_kernels() {
    static constexpr Kernels table{
        "amx",         offset_bytes, largest, quantise, square_sum, quantise_groups, linear_in_tiles<ProcessorTiles>,
        linear_groups, gate,         turn,    attend};
    return table;
}

} // namespace hearth::exact
