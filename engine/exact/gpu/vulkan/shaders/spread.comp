// SPDX-License-Identifier: Apache-2.0
// HADAMARD of whole rows, GATED before it where asked for. A workgroup takes 16 neighbouring groups of a row, each of
// `block` values that stand n / block apart.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "arithmetic.glsl"

layout(constant_id = 0) const bool gate = false;  // x = GATED(x, up) first
layout(constant_id = 1) const bool spread = true; // CI4.1 only gates

layout(local_size_x = 256) in;
layout(push_constant) uniform Arguments {
    Floats x;
    Step step;
    uint n, block;
    uint stride; // values from a row to the next
    uint up;     // where the other half begins
};

const uint columns = 16;
shared float tile[64 * columns];

void main() {
    const uint row = gl_WorkGroupID.y, me = gl_LocalInvocationID.x;
    if (row >= step.count) return;
    const uint apart = n / block, base = row * stride, first = gl_WorkGroupID.x * columns;
    const uint values = block * columns;
    for (uint k = me; k < values; k += 256) {
        const uint column = first + k % columns, i = k / columns * apart + column;
        if (column >= apart) continue;
        float v = x.at[base + i];
        if (gate) v = gated(v, x.at[base + up + i]);
        if (spread && magnitude_bits(v) < flush_bits) v = 0.0;
        tile[k] = v;
    }
    barrier();
    if (spread)
        for (uint far = 1; far < block; far *= 2) {
            for (uint k = me; k < values / 2; k += 256) {
                const uint j = k / columns, i = (j / far * 2 * far + j % far) * columns + k % columns;
                precise float sum = tile[i] + tile[i + far * columns], difference = tile[i] - tile[i + far * columns];
                tile[i] = sum;
                tile[i + far * columns] = difference;
            }
            barrier();
        }
    const float factor = spread ? hadamard_factor(block) : 1.0;
    for (uint k = me; k < values; k += 256) {
        const uint column = first + k % columns;
        if (column >= apart) continue;
        precise float v = tile[k] * factor;
        x.at[base + k / columns * apart + column] = v;
    }
}
