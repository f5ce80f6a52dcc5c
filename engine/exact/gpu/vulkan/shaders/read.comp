// SPDX-License-Identifier: Apache-2.0
// Reads a buffer as fast as the device can: the measure for everything that is bound by its memory.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"

layout(local_size_x = 256) in;
layout(push_constant) uniform Arguments {
    Vectors from;
    Words sums;
    uint vectors, groups;
};

void main() {
    uvec4 sum = uvec4(0);
    const uint apart = groups * 256;
    for (uint i = gl_GlobalInvocationID.x; i < vectors; i += apart)
        sum ^= from.at[i];
    sums.at[gl_GlobalInvocationID.x] = sum.x ^ sum.y ^ sum.z ^ sum.w; // so that no read can be left out
}
