// SPDX-License-Identifier: Apache-2.0
// ATTEND, cut into splits of the positions. Sums are integers, so the splits add up with atomics in any order.

layout(push_constant) uniform Arguments {
    Words queries;
    Floats query_scales;
    Words cache; // of this layer
    Words tables;
    Ints sums; // for each row and head: largest z, bits of the largest value scale, then the two halves of T and of every A
    Floats mixed;
    Step step;
    uint heads, kv_heads, dim, block;
    float attention_scale;
};

#define me gl_LocalInvocationID.x
const int lowest = int(0x80000000);

uint sums_place(uint row, uint head) {
    return (row * heads + head) * (4 + 2 * 4 * ((dim + 3) / 4));
}

uint place_of(uint row, uint token, uint kv_head, uint words) {
    return head_place(tables.at[step.table[row] + token / page_tokens], kv_head, kv_heads, words);
}

// [ATTEND] steps 1 and 2
int score_of(uint row, uint head, uint at, uint token, uint words) {
    const uint query = (row * heads + head) * words, key = at + token % page_tokens * words;
    int d = 0;
    for (uint w = 0; w < words; ++w)
        d += dot4(queries.at[query + w], cache.at[key + w]);
    precise float a = query_scales.at[row * heads + head] * attention_scale;
    precise float score = float(d) * a;
    score = score * uintBitsToFloat(cache.at[key_scales_place(at, words) + token % page_tokens]);
    const float bound = uintBitsToFloat(0x4E800000); // 2³⁰
    return round_even(min(max(score, -bound), bound));
}
float value_scale_of(uint at, uint token, uint words) {
    return uintBitsToFloat(cache.at[value_scales_place(at, words) + token % page_tokens]);
}
