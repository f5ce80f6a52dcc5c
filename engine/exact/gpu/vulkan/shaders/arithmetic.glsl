// SPDX-License-Identifier: Apache-2.0
// The pinned arithmetic of resources/profiles/ci8.1.md, section 2, with integers of 32 bits only. Every fp32 value that
// is computed is `precise`: nothing may be contracted or reordered.

#ifndef HEARTH_ARITHMETIC
#define HEARTH_ARITHMETIC

const uint fault_bits = 0x53800000; // 2⁴⁰
const uint zero_bits = 0x2B800000;  // 2⁻⁴⁰
const uint flush_bits = 0x0D800000; // 2⁻¹⁰⁰
#define scale_of_max uintBitsToFloat(0x3C010204u) // 1/127; constants by their bits, since compilers may round a literal

// 64-bit integers are (low, high).
uvec2 add64(uvec2 a, uvec2 b) {
    uint carry;
    const uint low = uaddCarry(a.x, b.x, carry);
    return uvec2(low, a.y + b.y + carry);
}
uvec2 product64(uint a, uint b) {
    uvec2 n;
    umulExtended(a, b, n.y, n.x);
    return n;
}
bool exceeds64(uvec2 a, uvec2 b) {
    return a.y > b.y || (a.y == b.y && a.x > b.x);
}
uvec2 quotient64(uvec2 n, uint d) {
    uint rest = 0;
    uvec2 q = uvec2(0);
    for (int i = 63; i >= 0; --i) {
        const uint carry = rest >> 31;
        rest = rest << 1 | (i >= 32 ? n.y >> (i - 32) : n.x >> i) & 1u;
        if (carry != 0 || rest >= d) {
            rest -= d;
            if (i >= 32) q.y |= 1u << (i - 32); else q.x |= 1u << i;
        }
    }
    return q;
}

uint magnitude_bits(float x) {
    return floatBitsToUint(x) & 0x7FFFFFFFu;
}
float power_of_two(int e) {
    return uintBitsToFloat(uint(e + 127) << 23);
}
int exponent_of(float x) {
    return int(floatBitsToUint(x) >> 23 & 0xFFu) - 127;
}
int round_even(float x) {
    return int(roundEven(x));
}

// Both halves are exact, so that only the sum rounds, whatever the device's conversion does.
float to_float(int n) {
    precise float value = float(n >> 16) * 65536.0;
    value = value + float(n & 0xFFFF);
    return value;
}
// [F64] of upper × 2¹⁶ + lower, 0 ≤ lower < 2¹⁶
float wide_to_float(int upper, int lower) {
    precise float value = to_float(upper) * 65536.0;
    value = value + float(lower);
    return value;
}
// [F24]
float leading_bits(uvec2 n) {
    if (n.y == 0 && n.x < 1u << 24) return float(n.x);
    const int top = n.y != 0 ? 32 + findMSB(n.y) : findMSB(n.x);
    const int surplus = top - 23;
    const uint kept = surplus >= 32 ? n.y >> (surplus - 32) : n.x >> surplus | (n.y != 0 ? n.y << (32 - surplus) : 0);
    precise float value = float(kept) * power_of_two(surplus);
    return value;
}
// mantissa × 2^exponent for mantissa < 2²⁵
float assemble(uint mantissa, int exponent) {
    if (mantissa >= 1u << 24) {
        mantissa >>= 1;
        ++exponent;
    }
    precise float value = float(mantissa) * power_of_two(exponent);
    return value;
}
uint mantissa_of(float x) {
    return floatBitsToUint(x) & 0x7FFFFFu | 0x800000u;
}
// [RECIP] The quotient has 24 or 25 bits.
float reciprocal(float x) {
    const uint d = mantissa_of(x);
    uint rest = 1u << 23, q = 0; // 2⁴⁷ / d, the first 23 bits brought down at once
    if (rest >= d) {
        rest -= d;
        q = 1;
    }
    for (int i = 0; i < 24; ++i) {
        rest <<= 1;
        q <<= 1;
        if (rest >= d) {
            rest -= d;
            q |= 1;
        }
    }
    return assemble(q, -47 - (exponent_of(x) - 23));
}
// [RSQRT]
float inverse_root(float x) {
    uint m = mantissa_of(x);
    int e = exponent_of(x) - 23;
    if ((e & 1) != 0) {
        m *= 2;
        e -= 1;
    }
    const uvec2 n = uvec2(0, m << 6); // m × 2³⁸
    uint root = 0;
    for (int bit = 31; bit >= 0; --bit) {
        const uint next = root | 1u << bit;
        if (!exceeds64(product64(next, next), n)) root = next;
    }
    return assemble(quotient64(uvec2(0, 1u << 23), root).x, -36 - e / 2); // e is even
}
// [EXP2Q]
uint exp2_q15(uint delta) {
    delta = min(delta, 17u << 16);
    const uint f = delta & 0xFFFFu, n = delta >> 16;
    uint h = 66;
    h = 612 - (h * f >> 16);
    h = 3631 - (h * f >> 16);
    h = 15743 - (h * f >> 16);
    h = 45427 - (h * f >> 16);
    h = 65536 - (h * f >> 16);
    return (h + (1u << n)) >> (n + 1);
}
// Last factor of [HADAMARD].
float hadamard_factor(uint block) {
    return block == 64 ? 0.125 : block == 16 ? 0.25 : block == 4 ? 0.5 : 1.0;
}
// [SHARPEN]
int group_exponent(float y) {
    if (y < 1.0) return 5;
    const int e = clamp(6 - exponent_of(y), 0, 5);
    precise float up = y * power_of_two(e);
    return e > 0 && up >= 127.5 ? e - 1 : e;
}
// [GATED]
float gated(float gate, float up) {
    precise float a = abs(gate) * uintBitsToFloat(0x3FB8AA3B);
    a = min(a, 80.0);
    const int n = int(a);
    precise float f = a - float(n);
    precise float t = uintBitsToFloat(0x38E566FB);
    t = t * f + uintBitsToFloat(0xBAA735EF);
    t = t * f + uintBitsToFloat(0x3C1CF5AD);
    t = t * f + uintBitsToFloat(0xBD634A91);
    t = t * f + uintBitsToFloat(0x3E75FD60);
    t = t * f + uintBitsToFloat(0xBF317216);
    t = t * f + 1.0;
    t = t * power_of_two(-n);
    precise float y = 1.0 + t;
    precise float r = uintBitsToFloat(0x3FB4B4B4) - uintBitsToFloat(0x3EF0F0F1) * y;
    r = r * (2.0 - y * r);
    r = r * (2.0 - y * r);
    r = r * (2.0 - y * r);
    precise float s = (floatBitsToUint(gate) & 0x80000000u) != 0 ? t * r : r;
    s = gate * s;
    s = s * up;
    return s;
}

#endif
