// SPDX-License-Identifier: Apache-2.0
// The variant for AMX with its tiles as arrays and plain lanes, so that its way through a product is tested on every
// machine.
#define HEARTH_PLAIN_OFFSET
#include "exact/cpu/groups_plain.h"
#include "exact/cpu/lanes_plain.h"

#include "exact/cpu/kernels_body.h"

#include "exact/cpu/amx_body.h"
#include "tiles_emulated.h"

namespace hearth::test {

const Kernels& amx_emulated() {
    static constexpr Kernels table{
        "amx, emulated", offset_bytes, largest, quantise, square_sum, quantise_groups, linear_in_tiles<EmulatedTiles>,
        linear_groups,   gate,         turn,    attend};
    return table;
}

} // namespace hearth::test
