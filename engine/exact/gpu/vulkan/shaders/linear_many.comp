// SPDX-License-Identifier: Apache-2.0
// LINEAR and GROUPLINEAR of many rows: bound by arithmetic. A workgroup takes 64 matrix rows and 64 inputs, 64 columns at
// a time, through shared memory; a thread takes 4 × 4 of them.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "arithmetic.glsl"
#include "linear.glsl"

layout(constant_id = 0) const bool grouped = false;

layout(local_size_x = 256) in;
const uint tile = 64, words = 16, pitch = words + 1; // the odd pitch spreads rows over the banks
shared uint matrix_tile[tile * pitch];
shared uint input_tile[tile * pitch];
shared uint factor_tile[grouped ? tile * 2 : 1];
shared int group_tile[grouped ? tile * 2 : 1];
#define me gl_LocalInvocationID.x

void fetch(uint n0, uint row0, uint step0) {
    // 64 rows × 4 vectors of 16 columns.
    const uint r = me / 4, v = me % 4;
    const uint row = min(row0 + r, step.count - 1), n = min(n0 + r, rows - 1);
    const uint input_vectors = grouped ? vectors * row_vectors : vectors;
    const uvec4 x = step0 * 4 + v < input_vectors ? inputs.at[row * input_vectors + step0 * 4 + v] : uvec4(0);
    for (uint i = 0; i < 4; ++i)
        input_tile[r * pitch + 4 * v + i] = x[i];
    if (!grouped) {
        const uvec4 w = step0 * 4 + v < vectors ? weights.at[n * vectors + step0 * 4 + v] : uvec4(0);
        for (uint i = 0; i < 4; ++i)
            matrix_tile[r * pitch + 4 * v + i] = w[i];
        return;
    }
    // 64 rows × 2 groups: half the threads take the weights, the other half factors and sums.
    const uint gr = me % 128 / 2, g = me % 2, group = step0 * 2 + g;
    const bool inside = group < vectors;
    if (me < 128) {
        const uvec4 w = inside ? weights.at[min(n0 + gr, rows - 1) * vectors + group] : uvec4(0);
        for (uint i = 0; i < 4; ++i) {
            matrix_tile[gr * pitch + 8 * g + 2 * i] = w[i] & 0x0F0F0F0Fu;
            matrix_tile[gr * pitch + 8 * g + 2 * i + 1] = w[i] >> 4 & 0x0F0F0F0Fu;
        }
    } else {
        factor_tile[gr * 2 + g] = inside ? factors.at[min(n0 + gr, rows - 1) * vectors + group] : 0;
        group_tile[gr * 2 + g] = inside ? input_groups.at[min(row0 + gr, step.count - 1) * vectors + group] : 0;
    }
}

void main() {
    const uint n0 = gl_WorkGroupID.x * tile, row0 = gl_WorkGroupID.y * tile;
    if (row0 >= step.count) return;
    const uint tn = me % 16, tb = me / 16; // matrix rows tn + 16 i, inputs tb + 16 j
    int upper[16], sums[16];
    uint lower[16];
    for (uint i = 0; i < 16; ++i) {
        upper[i] = 0;
        lower[i] = 0;
    }
    const uint steps = grouped ? (vectors + 1) / 2 : (vectors + 3) / 4;
    for (uint s = 0; s < steps; ++s) {
        fetch(n0, row0, s);
        barrier();
        for (uint g = 0; g < 2; ++g) {
            for (uint i = 0; i < 16; ++i)
                sums[i] = 0;
            for (uint k = 8 * g; k < 8 * g + 8; ++k) {
                uvec4 w, x;
                for (uint i = 0; i < 4; ++i) {
                    w[i] = matrix_tile[(tn + 16 * i) * pitch + k];
                    x[i] = input_tile[(tb + 16 * i) * pitch + k];
                }
                for (uint i = 0; i < 4; ++i)
                    for (uint j = 0; j < 4; ++j)
                        sums[4 * i + j] += dot4(w[i], x[j]);
            }
            for (uint i = 0; i < 4; ++i)
                for (uint j = 0; j < 4; ++j)
                    if (grouped)
                        add_group(sums[4 * i + j], factor_tile[(tn + 16 * i) * 2 + g], group_tile[(tb + 16 * j) * 2 + g],
                                  upper[4 * i + j], lower[4 * i + j]);
                    else
                        lower[4 * i + j] += uint(sums[4 * i + j]);
        }
        barrier();
    }
    for (uint i = 0; i < 4; ++i)
        for (uint j = 0; j < 4; ++j) {
            const uint n = n0 + tn + 16 * i, row = row0 + tb + 16 * j;
            if (n >= rows || row >= step.count) continue;
            if (grouped)
                put_wide(row, n, upper[4 * i + j], lower[4 * i + j]);
            else
                put_sum(row, n, int(lower[4 * i + j]));
        }
}
