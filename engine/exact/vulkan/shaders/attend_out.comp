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
#include "attend.glsl"

shared float outputs[256];

void main() {
    const uint head = gl_WorkGroupID.x, row = gl_WorkGroupID.y;
    if (row >= step.count) return;
    const uint from = sums_place(row, head);
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
        outputs[i] = strongest == 0.0 ? 0.0 : v;
    }
    barrier();
    const uint size = 4 + 2 * 4 * ((dim + 3) / 4);
    for (uint i = me; i < size; i += TEAM)
        sums.at[from + i] = i == 0 ? lowest : 0;
    if (turn_values) {
        for (uint i = me; i < dim; i += TEAM)
            if (magnitude_bits(outputs[i]) < flush_bits) outputs[i] = 0.0;
        barrier();
        for (uint far = dim / block; far < dim; far *= 2) {
            for (uint k = me; k < dim / 2; k += TEAM) {
                const uint i = k / far * 2 * far + k % far;
                precise float sum = outputs[i] + outputs[i + far], difference = outputs[i] - outputs[i + far];
                outputs[i] = sum;
                outputs[i + far] = difference;
            }
            barrier();
        }
    }
    const float factor = !turn_values ? 1.0 : block == 64 ? 0.125 : block == 16 ? 0.25 : block == 4 ? 0.5 : 1.0;
    for (uint i = me; i < dim; i += TEAM) {
        precise float v = outputs[i] * factor;
        mixed.at[(row * heads + head) * dim + i] = v;
    }
}
