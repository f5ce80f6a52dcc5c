// SPDX-License-Identifier: Apache-2.0
// Second pass: weights and weighted values. One workgroup for a split of a head of a row.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "arithmetic.glsl"

const uint TEAM = 64;
layout(local_size_x = 64) in;
#include "reduce.glsl"
#include "cache.glsl"
#include "attend.glsl"

shared int weights[split_tokens];
shared uint places[split_tokens / page_tokens];
shared ivec4 partial[TEAM];

void main() {
    const uint head = gl_WorkGroupID.y, row = gl_WorkGroupID.z;
    const uint first = step.first[row], last = step.position[row], words = (dim + 3) / 4;
    const uint start = (first / split_tokens + gl_WorkGroupID.x) * split_tokens;
    if (start > last) return;
    const uint kv_head = head / (heads / kv_heads);
    const uint into = sums_place(row, head);
    const uint highest = uint(sums.at[into]);
    const float strongest = intBitsToFloat(sums.at[into + 1]);
    if (strongest == 0.0) return;
    if (me < split_tokens / page_tokens && start + me * page_tokens <= last)
        places[me] = place_of(row, start + me * page_tokens, kv_head, words);
    barrier();
    precise float unit = 32767.0 * reciprocal(strongest);
    uint total = 0;
    for (uint i = me; i < split_tokens; i += TEAM) {
        const uint token = start + i;
        weights[i] = 0;
        if (token < first || token > last) continue;
        const uint at = places[i / page_tokens];
        const uint p = exp2_q15(highest - uint(score_of(row, head, at, token, words)));
        precise float scaled = value_scale_of(at, token, words) * unit;
        weights[i] = int(p * uint(round_even(scaled)) + 16384 >> 15);
        total += p;
    }
    total = team_sum(uvec2(total, 0)).x;
    if (me == 0) {
        atomicAdd(sums.at[into + 2], int(total & 0xFFFFu));
        atomicAdd(sums.at[into + 3], int(total >> 16));
    }
    // Each thread sums four dimensions over its share of the tokens: below 2¹⁵ × 2⁷ × 2⁸.
    const uint teams = TEAM / words, team = me / words, w = me % words;
    ivec4 sum = ivec4(0);
    if (team < teams)
        for (uint i = team; i < min(split_tokens, last - start + 1); i += teams) {
            const int four = int(cache.at[values_place(places[i / page_tokens], words) + i % page_tokens * words + w]);
            sum += weights[i] * ivec4(bitfieldExtract(four, 0, 8), bitfieldExtract(four, 8, 8),
                                      bitfieldExtract(four, 16, 8), four >> 24);
        }
    partial[me] = sum;
    barrier();
    if (team != 0) return;
    for (uint t = 1; t < teams; ++t)
        sum += partial[t * words + w];
    for (uint i = 0; i < 4; ++i) {
        atomicAdd(sums.at[into + 4 + 2 * (4 * w + i)], sum[i] & 0xFFFF);
        atomicAdd(sums.at[into + 5 + 2 * (4 * w + i)], sum[i] >> 16);
    }
}
