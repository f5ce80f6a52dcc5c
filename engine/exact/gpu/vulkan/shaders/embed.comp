// SPDX-License-Identifier: Apache-2.0
// EMBED: one row of fp32 values per token.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"

layout(local_size_x = 64) in;
layout(push_constant) uniform Arguments {
    Words weights;
    Floats scales;
    Floats x;
    Step step;
    uint n, row_words;
    uint first, tokens; // of this part of the matrix
};

void main() {
    const uint row = gl_WorkGroupID.y, word = gl_GlobalInvocationID.x;
    if (row >= step.count || 4 * word >= n) return;
    const uint token = step.token[row];
    if (token < first || token >= first + tokens) return;
    const int four = int(weights.at[(token - first) * row_words + word]);
    for (int i = 0; i < 4; ++i) {
        if (4 * word + i >= n) return;
        precise float value = float(bitfieldExtract(four, 8 * i, 8)) * scales.at[token];
        x.at[row * n + 4 * word + i] = value;
    }
}
