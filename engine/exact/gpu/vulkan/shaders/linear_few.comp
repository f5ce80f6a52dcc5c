// SPDX-License-Identifier: Apache-2.0
// LINEAR and GROUPLINEAR of few rows: bound by reading the matrix. A workgroup takes four matrix rows and `batch` inputs.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "arithmetic.glsl"
#include "linear.glsl"

layout(constant_id = 0) const uint batch = 1; // 1, 2, 4 or 8
layout(constant_id = 1) const bool grouped = false;

const uint TEAM = 64, matrix_rows = 4, most = matrix_rows * 8;
layout(local_size_x = 64) in;
#define me gl_LocalInvocationID.x

shared int lows[most * TEAM];
shared int highs[grouped ? most * TEAM : 1];

void main() {
    const uint n0 = gl_WorkGroupID.x * matrix_rows, row0 = gl_WorkGroupID.y * batch;
    if (row0 >= step.count) return;
    int upper[most];
    uint lower[most];
    for (uint i = 0; i < matrix_rows * batch; ++i) {
        upper[i] = 0;
        lower[i] = 0;
    }
    for (uint v = me; v < vectors; v += TEAM)
        for (uint r = 0; r < matrix_rows; ++r) {
            const uint n = min(n0 + r, rows - 1);
            const uvec4 w = weights.at[n * vectors + v];
            for (uint b = 0; b < batch; ++b) {
                const uint row = min(row0 + b, step.count - 1);
                if (grouped) {
                    const uint x = (row * vectors + v) * row_vectors;
                    add_group(group_dot(w, inputs.at[x], inputs.at[x + 1]), factors.at[n * vectors + v],
                              input_groups.at[row * vectors + v], upper[r * batch + b], lower[r * batch + b]);
                } else {
                    lower[r * batch + b] += uint(dot16(w, inputs.at[row * vectors + v]));
                }
            }
        }
    for (uint i = 0; i < matrix_rows * batch; ++i) {
        lows[i * TEAM + me] = int(lower[i]);
        if (grouped) highs[i * TEAM + me] = upper[i];
    }
    barrier();
    // Halving trees would cost a barrier each; a thread of its own for every sum costs one.
    if (me >= matrix_rows * batch) return;
    const uint n = n0 + me / batch, row = row0 + me % batch;
    if (n >= rows || row >= step.count) return;
    int low = 0, high = 0;
    for (uint i = 0; i < TEAM; ++i) {
        const uint at = me * TEAM + (i + me) % TEAM;
        low += lows[at];
        if (grouped) high += highs[at];
    }
    if (grouped)
        put_wide(row, n, high, uint(low));
    else
        put_sum(row, n, low);
}
