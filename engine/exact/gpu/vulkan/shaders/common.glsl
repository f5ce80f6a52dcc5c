// SPDX-License-Identifier: Apache-2.0
// Memory as the shaders see it: buffers by address, the step's description, packed int8.

#extension GL_EXT_buffer_reference : require

layout(buffer_reference, std430, buffer_reference_align = 4) buffer Words { uint at[]; };
layout(buffer_reference, std430, buffer_reference_align = 4) buffer Ints { int at[]; };
layout(buffer_reference, std430, buffer_reference_align = 4) buffer Floats { float at[]; };
layout(buffer_reference, std430, buffer_reference_align = 16) readonly buffer Vectors { uvec4 at[]; };

const uint most_rows = 160, most_outputs = 32, page_tokens = 64;
const uint split_tokens = 256; // positions that one workgroup of the attention looks at
const uint group_words = 8;    // words of four int8 values in a group of 32

// Written by the host before each submission; the order of StepData in gpu_step.h.
layout(buffer_reference, std430, buffer_reference_align = 16) buffer Step {
    uint count;   // rows of this forward(), or outputs of this project()
    uint fault;   // set by the shaders
    uint attend_x, attend_y, attend_z; // workgroups of the attention
    uint unused[3];
    uint token[most_rows];
    uint position[most_rows];
    uint first[most_rows]; // first position seen
    uint table[most_rows]; // where the row's pages begin in the page table
    uint output_row[most_outputs];
};

#ifdef HEARTH_DOT
#extension GL_EXT_spirv_intrinsics : require
spirv_instruction(extensions = ["SPV_KHR_integer_dot_product"], capabilities = [6018, 6019], id = 4450)
int packed_dot(int a, int b, spirv_literal int packed_4x8);
int dot4(uint a, uint b) {
    return packed_dot(int(a), int(b), 0);
}
#else
int dot4(uint a, uint b) {
    const ivec4 x = ivec4(bitfieldExtract(int(a), 0, 8), bitfieldExtract(int(a), 8, 8), bitfieldExtract(int(a), 16, 8), int(a) >> 24);
    const ivec4 y = ivec4(bitfieldExtract(int(b), 0, 8), bitfieldExtract(int(b), 8, 8), bitfieldExtract(int(b), 16, 8), int(b) >> 24);
    return x.x * y.x + x.y * y.y + x.z * y.z + x.w * y.w;
}
#endif
int dot16(uvec4 a, uvec4 b) {
    return dot4(a.x, b.x) + dot4(a.y, b.y) + dot4(a.z, b.z) + dot4(a.w, b.w);
}
uint packed4(ivec4 v) {
    return uint(v.x & 255) | uint(v.y & 255) << 8 | uint(v.z & 255) << 16 | uint(v.w) << 24;
}
