// SPDX-License-Identifier: Apache-2.0
// The sums to fp32, turned back by HADAMARD where the profile has it; leaves the sums empty for the next layer. One
// workgroup a head of a row.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "arithmetic.glsl"

layout(constant_id = 0) const bool turn_values = false; // CI4.1

const uint TEAM = 64;
layout(local_size_x = 64) in;
#include "cache.glsl"
#include "hadamard.glsl"
#include "attend.glsl"

void main() {
    const uint index = gl_WorkGroupID.x, row = gl_WorkGroupID.y;
    if (row >= step.count) return;
    const uint from = sums_place(row, index);
    const float strongest = intBitsToFloat(sums.at[from + 1]);
    const uvec2 total = add64(product64(uint(sums.at[from + 3]), 65536), uvec2(uint(sums.at[from + 2]), 0));
    precise float unit = 0.0;
    if (strongest != 0.0) {
        unit = strongest * reciprocal(leading_bits(total));
        unit = unit * uintBitsToFloat(0x3F800100); // 32768/32767
    }
    for (uint i = me; i < dim; i += TEAM) {
        const int lower = sums.at[from + 4 + 2 * i], upper = sums.at[from + 5 + 2 * i];
        precise float v = wide_to_float(upper + (lower >> 16), lower & 0xFFFF) * unit;
        head[i] = strongest == 0.0 ? 0.0 : v;
    }
    barrier();
    const uint size = 4 + 2 * 4 * ((dim + 3) / 4);
    for (uint i = me; i < size; i += TEAM)
        sums.at[from + i] = i == 0 ? lowest : 0;
    if (turn_values) hadamard(dim, block);
    for (uint i = me; i < dim; i += TEAM)
        mixed.at[(row * heads + index) * dim + i] = head[i];
}
