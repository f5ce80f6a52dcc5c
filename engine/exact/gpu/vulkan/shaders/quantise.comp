// SPDX-License-Identifier: Apache-2.0
// Rows of fp32 to int8: QUANT, NORMQUANT, and of CI4.1 NORM with GROUPQUANT, or NORM alone. One workgroup a row.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "common.glsl"
#include "arithmetic.glsl"
#include "rms.glsl"

layout(constant_id = 0) const bool normalise = false; // the scale times RMS
layout(constant_id = 1) const bool with_gain = false; // the values times RMS times gain
layout(constant_id = 2) const bool grouped = false;   // an exponent for each 32 values
layout(constant_id = 3) const bool as_floats = false; // with_gain: writes fp32 instead
layout(constant_id = 4) const bool gathered = false;  // reads the rows that are to be output

const uint TEAM = 256;
layout(local_size_x = 256) in;
#include "reduce.glsl"

layout(push_constant) uniform Arguments {
    Floats x;
    Floats gain;
    Words values;
    Floats scales;
    Ints groups; // sum × 8 + (5 − exponent)
    Floats floats;
    Step step;
    uint n, row_words;
    uint stride; // values from a row of x to the next
    float eps;
};

#define me gl_LocalInvocationID.x

float value_at(uint base, uint i, float unit) {
    if (!with_gain) return x.at[base + i];
    precise float v = x.at[base + i] * unit;
    v = v * gain.at[i];
    return v;
}

uint largest_of(uint base, float unit) {
    uint largest = 0;
    for (uint i = me; i < n; i += TEAM)
        largest = max(largest, magnitude_bits(value_at(base, i, unit)));
    return team_max(largest);
}

int quantised(uint base, uint i, float unit, float r) {
    if (i >= n) return 0;
    precise float scaled = value_at(base, i, unit) * r;
    return round_even(scaled);
}

void write_groups(uint row, uint base, float unit, float r, bool zero) {
    for (uint g = me; g < row_words / group_words; g += TEAM) {
        const uint count = 32 * g < n && !zero ? 32 : 0; // n is a multiple of 32
        uint largest = 0;
        for (uint i = 0; i < count; ++i)
            largest = max(largest, magnitude_bits(value_at(base, 32 * g + i, unit)));
        precise float most = uintBitsToFloat(largest) * r;
        const int e = zero ? 0 : group_exponent(most);
        const float up = power_of_two(e);
        int sum = 0;
        for (uint w = 0; w < group_words; ++w) {
            ivec4 four = ivec4(0);
            if (count != 0)
                for (uint i = 0; i < 4; ++i) {
                    precise float scaled = value_at(base, 32 * g + 4 * w + i, unit) * r;
                    scaled = scaled * up;
                    four[i] = round_even(scaled);
                }
            sum += four.x + four.y + four.z + four.w;
            values.at[row * row_words + g * group_words + w] = packed4(four);
        }
        groups.at[row * (row_words / group_words) + g] = sum * 8 + (5 - e);
    }
}

void main() {
    const uint row = gl_WorkGroupID.x;
    if (row >= step.count) return;
    const uint base = (gathered ? step.output_row[row] : row) * stride;
    uint largest = 0;
    for (uint i = me; i < n; i += TEAM)
        largest = max(largest, magnitude_bits(x.at[base + i]));
    largest = team_max(largest);
    float unit = 0.0;
    bool fault = largest >= fault_bits;
    bool zero = fault || largest < zero_bits;
    if ((normalise || with_gain) && !zero) {
        const int e = exponent_of(uintBitsToFloat(largest));
        uvec2 squares = uvec2(0);
        for (uint i = me; i < n; i += TEAM)
            squares = add64(squares, squared(x.at[base + i], e));
        unit = rms_of(team_sum(squares), n, e, eps);
    }
    if (with_gain && !zero && !as_floats) {
        largest = largest_of(base, unit);
        fault = largest >= fault_bits;
        zero = fault || largest < zero_bits;
    }
    if (fault && me == 0) step.fault = 1;
    if (as_floats) {
        for (uint i = me; i < n; i += TEAM)
            floats.at[row * n + i] = zero ? 0.0 : value_at(base, i, unit);
        return;
    }
    const float m = uintBitsToFloat(largest);
    precise float r = zero ? 0.0 : 127.0 * reciprocal(m);
    if (grouped)
        write_groups(row, base, unit, r, zero);
    else
        for (uint word = me; word < row_words; word += TEAM) {
            const uint i = 4 * word;
            values.at[row * row_words + word] =
                zero ? 0
                     : packed4(ivec4(quantised(base, i, unit, r), quantised(base, i + 1, unit, r),
                                     quantised(base, i + 2, unit, r), quantised(base, i + 3, unit, r)));
        }
    if (me == 0) {
        precise float scale = zero ? 0.0 : m * scale_of_max;
        if (normalise && !zero) scale = scale * unit;
        scales.at[row] = scale;
    }
}
