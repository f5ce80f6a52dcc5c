// SPDX-License-Identifier: Apache-2.0
// [RMS] from the sum of squares of values relative to 2^(21 − e); the same on every thread.
float rms_of(uvec2 square_sum, uint n, int e, float eps) {
    precise float mean = leading_bits(quotient64(square_sum, n)) * power_of_two(e - 21);
    mean = mean * power_of_two(e - 21);
    precise float padded = mean + eps;
    return inverse_root(padded);
}
uvec2 squared(float x, int e) {
    precise float scaled = x * power_of_two(21 - e);
    const uint i = uint(abs(round_even(scaled)));
    return product64(i, i);
}
