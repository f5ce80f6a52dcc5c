// SPDX-License-Identifier: Apache-2.0
// What all products share: y = (float(sum) × row scale) × matrix scale, bias, residual.

layout(push_constant) uniform Arguments {
    Vectors weights; // row-major: 16 int8 a vector; grouped: the 32 values of a group a vector
    Words factors;   // grouped: factor, and minimum in the upper half, of each row and group
    Floats scales;
    Floats biases;
    Vectors inputs;
    Floats input_scales;
    Ints input_groups;
    Floats outputs;
    Step step;
    uint rows;       // of this part of the matrix
    uint vectors;    // of a matrix row
    uint first;      // the part's first row in the whole matrix
    uint stride;     // of the outputs
    uint biased, added;
};

const uint row_vectors = 2; // vectors of quantised values beside one vector of grouped weights

void put(uint row, uint n, float product) {
    precise float y = product;
    if (biased != 0) y = y + biases.at[first + n];
    const uint at = row * stride + first + n;
    if (added != 0) y = outputs.at[at] + y;
    outputs.at[at] = y;
}
void put_sum(uint row, uint n, int sum) {
    precise float y = to_float(sum) * input_scales.at[row];
    y = y * scales.at[first + n];
    put(row, n, y);
}
// upper × 2¹⁶ + lower, in units of 2⁻⁵
void put_wide(uint row, uint n, int upper, uint lower) {
    precise float unit = input_scales.at[row] * 0.03125;
    precise float y = wide_to_float(upper + int(lower >> 16), int(lower & 0xFFFFu)) * unit;
    y = y * scales.at[first + n];
    put(row, n, y);
}

// One group: Σ value × weight of 32 columns.
int group_dot(uvec4 w, uvec4 even, uvec4 odd) {
    int sum = 0;
    for (int i = 0; i < 4; ++i) {
        const uint low = w[i] & 0x0F0F0F0Fu, high = w[i] >> 4 & 0x0F0F0F0Fu;
        sum += i < 2 ? dot4(low, even[2 * i]) + dot4(high, even[2 * i + 1])
                     : dot4(low, odd[2 * i - 4]) + dot4(high, odd[2 * i - 3]);
    }
    return sum;
}
// t = factor × sum of products + minimum × sum of inputs, enlarged by the group's shift and added to both halves: neither
// leaves 32 bits, since |t| < 2³¹, the shift is at most 5 and a row has at most 2048 groups.
void add_group(int products, uint factor, int group, inout int upper, inout uint lower) {
    const int t = bitfieldExtract(int(factor), 0, 16) * products + (int(factor) >> 16) * (group >> 3);
    upper += (t >> 16) << (group & 7);
    lower += uint(t & 0xFFFF) << (group & 7);
}
