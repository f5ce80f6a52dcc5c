// SPDX-License-Identifier: Apache-2.0
// First pass: the largest z and the largest value scale. One workgroup for a split of a head of a row.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "arithmetic.glsl"

const uint TEAM = 64;
layout(local_size_x = 64) in;
#include "reduce.glsl"
#include "cache.glsl"
#include "attend.glsl"

void main() {
    const uint head = gl_WorkGroupID.y, row = gl_WorkGroupID.z;
    const uint first = step.first[row], last = step.position[row], words = (dim + 3) / 4;
    const uint start = (first / split_tokens + gl_WorkGroupID.x) * split_tokens;
    if (start > last) return;
    const uint kv_head = head / (heads / kv_heads);
    int z = lowest;
    uint strongest = 0;
    for (uint token = start + me; token < start + split_tokens; token += TEAM) {
        if (token < first || token > last) continue;
        const uint at = place_of(row, token, kv_head, words);
        z = max(z, score_of(row, head, at, token, words));
        strongest = max(strongest, floatBitsToUint(value_scale_of(at, token, words)));
    }
    // The offset keeps the order of signed numbers.
    const uint highest = team_max(uint(z) ^ 0x80000000u);
    strongest = team_max(strongest);
    if (me != 0) return;
    atomicMax(sums.at[sums_place(row, head)], int(highest ^ 0x80000000u));
    atomicMax(sums.at[sums_place(row, head) + 1], int(strongest)); // a scale is not negative
}
