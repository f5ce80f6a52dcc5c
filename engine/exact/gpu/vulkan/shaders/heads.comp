// SPDX-License-Identifier: Apache-2.0
// Heads after the projections: HEADNORM, ROPE and HADAMARD of q and k, HADAMARD of v where the profile has it, then QUANT
// into the queries or the cache. One workgroup a head of a row.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "arithmetic.glsl"
#include "rms.glsl"

layout(constant_id = 0) const bool with_gain = false;
layout(constant_id = 1) const bool turn_values = false; // CI4.1

const uint TEAM = 64;
layout(local_size_x = 64) in;
#include "reduce.glsl"
#include "cache.glsl"
#include "hadamard.glsl"

layout(push_constant) uniform Arguments {
    Floats qkv;
    Floats q_gain, k_gain;
    Floats turns; // cosine and sine of each row and pair
    Words queries;
    Floats query_scales;
    Words cache; // of this layer
    Words tables;
    Step step;
    uint heads, kv_heads, dim, block; // block: of HADAMARD over a head
    float eps;
};

#define me gl_LocalInvocationID.x

uint largest_of_head() {
    uint largest = 0;
    for (uint i = me; i < dim; i += TEAM)
        largest = max(largest, magnitude_bits(head[i]));
    return team_max(largest);
}

void normalise(bool key) {
    const uint largest = largest_of_head();
    const bool fault = largest >= fault_bits;
    const bool zero = fault || largest < zero_bits;
    if (fault && me == 0) step.fault = 1;
    float unit = 0.0;
    if (!zero) {
        const int e = exponent_of(uintBitsToFloat(largest));
        uvec2 squares = uvec2(0);
        for (uint i = me; i < dim; i += TEAM)
            squares = add64(squares, squared(head[i], e));
        unit = rms_of(team_sum(squares), dim, e, eps);
    }
    for (uint i = me; i < dim; i += TEAM) {
        precise float v = head[i] * unit;
        v = v * (key ? k_gain.at[i] : q_gain.at[i]);
        head[i] = zero ? 0.0 : v;
    }
    barrier();
}

void rotate(uint row) {
    const uint pairs = dim / 2;
    for (uint i = me; i < pairs; i += TEAM) {
        const float a = head[i], b = head[i + pairs];
        const float c = turns.at[2 * (row * pairs + i)], s = turns.at[2 * (row * pairs + i) + 1];
        precise float ac = a * c, bs = b * s, bc = b * c, as = a * s;
        precise float low = ac - bs, high = bc + as;
        head[i] = low;
        head[i + pairs] = high;
    }
    barrier();
}

int quantised(uint i, float r) {
    if (i >= dim) return 0;
    precise float scaled = head[i] * r;
    return round_even(scaled);
}

void main() {
    const uint slot = gl_WorkGroupID.x, row = gl_WorkGroupID.y;
    if (row >= step.count) return;
    const bool query = slot < heads, value = slot >= heads + kv_heads;
    const uint all = heads + 2 * kv_heads;
    for (uint i = me; i < dim; i += TEAM)
        head[i] = qkv.at[(row * all + slot) * dim + i];
    barrier();
    if (!value) {
        if (with_gain) normalise(!query);
        rotate(row);
    }
    if (!value || turn_values) hadamard(dim, block);
    const uint largest = largest_of_head();
    const bool fault = largest >= fault_bits;
    const bool zero = fault || largest < zero_bits;
    const float m = uintBitsToFloat(largest);
    precise float r = zero ? 0.0 : 127.0 * reciprocal(m);
    precise float scale = zero ? 0.0 : m * scale_of_max;
    const uint words = (dim + 3) / 4;
    const uint position = step.position[row];
    const uint kv_head = query ? 0 : (slot - heads) % kv_heads;
    const uint at = query ? 0 : head_place(tables.at[step.table[row] + position / page_tokens], kv_head, kv_heads, words);
    const uint token = position % page_tokens;
    for (uint w = me; w < words; w += TEAM) {
        const uint four = zero ? 0 : packed4(ivec4(quantised(4 * w, r), quantised(4 * w + 1, r), quantised(4 * w + 2, r),
                                                   quantised(4 * w + 3, r)));
        if (query)
            queries.at[(row * heads + slot) * words + w] = four;
        else
            cache.at[(value ? values_place(at, words) : at) + token * words + w] = four;
    }
    if (me == 0) {
        if (fault) step.fault = 1;
        if (query)
            query_scales.at[row * heads + slot] = scale;
        else
            cache.at[(value ? value_scales_place(at, words) : key_scales_place(at, words)) + token] = floatBitsToUint(scale);
    }
}
