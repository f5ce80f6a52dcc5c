// SPDX-License-Identifier: Apache-2.0
#include "model/tensor_type.h"

#include <bit>
#include <cstring>

namespace hearth::model {
namespace {

std::uint16_t u16(const std::uint8_t* at) {
    return static_cast<std::uint16_t>(at[0] | at[1] << 8);
}
float half(const std::uint8_t* at) {
    return half_to_float(u16(at));
}
float number(int value) {
    return static_cast<float>(value);
}

void q8_0(const std::uint8_t* block, float* out) {
    const float d = half(block);
    for (int i = 0; i < 32; ++i)
        out[i] = number(static_cast<std::int8_t>(block[2 + i])) * d;
}

void q4_0(const std::uint8_t* block, float* out) {
    const float d = half(block);
    for (int i = 0; i < 16; ++i) {
        out[i] = number((block[2 + i] & 15) - 8) * d;
        out[i + 16] = number((block[2 + i] >> 4) - 8) * d;
    }
}

void q4_1(const std::uint8_t* block, float* out) {
    const float d = half(block);
    const float m = half(block + 2);
    for (int i = 0; i < 16; ++i) {
        out[i] = number(block[4 + i] & 15) * d + m;
        out[i + 16] = number(block[4 + i] >> 4) * d + m;
    }
}

/// Scale and minimum of sub-block `j`: eight pairs of six bits in twelve bytes.
void k_scale(const std::uint8_t* packed, int j, int& scale, int& minimum) {
    if (j < 4) {
        scale = packed[j] & 63;
        minimum = packed[j + 4] & 63;
    } else {
        scale = (packed[j + 4] & 15) | ((packed[j - 4] >> 6) << 4);
        minimum = (packed[j + 4] >> 4) | ((packed[j] >> 6) << 4);
    }
}

void q4_k(const std::uint8_t* block, float* out) {
    const float d = half(block);
    const float dmin = half(block + 2);
    const std::uint8_t* scales = block + 4;
    const std::uint8_t* q = block + 16;
    for (int j = 0; j < 8; ++j) {
        int scale = 0;
        int minimum = 0;
        k_scale(scales, j, scale, minimum);
        const float step = d * number(scale);
        const float low = dmin * number(minimum);
        for (int i = 0; i < 32; ++i) {
            const std::uint8_t byte = q[j / 2 * 32 + i];
            out[j * 32 + i] = step * number(j % 2 == 0 ? byte & 15 : byte >> 4) - low;
        }
    }
}

void q5_k(const std::uint8_t* block, float* out) {
    const float d = half(block);
    const float dmin = half(block + 2);
    const std::uint8_t* scales = block + 4;
    const std::uint8_t* high = block + 16;
    const std::uint8_t* q = block + 48;
    for (int j = 0; j < 8; ++j) {
        int scale = 0;
        int minimum = 0;
        k_scale(scales, j, scale, minimum);
        const float step = d * number(scale);
        const float low = dmin * number(minimum);
        for (int i = 0; i < 32; ++i) {
            const std::uint8_t byte = q[j / 2 * 32 + i];
            const int nibble = j % 2 == 0 ? byte & 15 : byte >> 4;
            out[j * 32 + i] = step * number(nibble + (((high[i] >> j) & 1) << 4)) - low;
        }
    }
}

void q6_k(const std::uint8_t* block, float* out) {
    const std::uint8_t* low = block;
    const std::uint8_t* high = block + 128;
    const std::uint8_t* scales = block + 192;
    const float d = half(block + 208);
    for (int part = 0; part < 2; ++part)
        for (int quarter = 0; quarter < 4; ++quarter)
            for (int i = 0; i < 32; ++i) {
                const std::uint8_t byte = low[part * 64 + (quarter % 2) * 32 + i];
                const int nibble = quarter < 2 ? byte & 15 : byte >> 4;
                const int top = (high[part * 32 + i] >> (2 * quarter)) & 3;
                const auto scale = static_cast<std::int8_t>(scales[part * 8 + quarter * 2 + i / 16]);
                const float step = d * number(scale);
                out[part * 128 + quarter * 32 + i] = step * number((nibble | top << 4) - 32);
            }
}

template <typename Block>
void blocks(const std::uint8_t* stored, std::uint64_t count, float* out, BlockLayout layout, Block block) {
    for (std::uint64_t i = 0; i < count; i += layout.elements, stored += layout.bytes)
        block(stored, out + i);
}

} // namespace

float half_to_float(std::uint16_t bits) {
    const std::uint32_t sign = static_cast<std::uint32_t>(bits & 0x8000u) << 16;
    const std::uint32_t exponent = (bits >> 10) & 31u;
    const std::uint32_t fraction = bits & 0x3FFu;
    if (exponent == 31) return std::bit_cast<float>(sign | 0x7F800000u | fraction << 13);
    if (exponent != 0) return std::bit_cast<float>(sign | (exponent + 112) << 23 | fraction << 13);
    // Subnormal halves are multiples of 2^-24, exact in fp32.
    const float magnitude = static_cast<float>(fraction) * 0x1p-24f;
    return sign != 0 ? -magnitude : magnitude;
}

void dequantise(TensorType type, const std::uint8_t* stored, std::uint64_t count, float* out) {
    const BlockLayout layout = layout_of(type);
    switch (type) {
    case TensorType::f32:
        std::memcpy(out, stored, count * sizeof(float));
        return;
    case TensorType::f16:
        return blocks(stored, count, out, layout, [](const auto* b, float* o) { *o = half(b); });
    case TensorType::bf16:
        return blocks(stored, count, out, layout, [](const auto* b, float* o) {
            *o = std::bit_cast<float>(static_cast<std::uint32_t>(u16(b)) << 16);
        });
    case TensorType::q8_0:
        return blocks(stored, count, out, layout, q8_0);
    case TensorType::q4_0:
        return blocks(stored, count, out, layout, q4_0);
    case TensorType::q4_1:
        return blocks(stored, count, out, layout, q4_1);
    case TensorType::q4_k:
        return blocks(stored, count, out, layout, q4_k);
    case TensorType::q5_k:
        return blocks(stored, count, out, layout, q5_k);
    case TensorType::q6_k:
        return blocks(stored, count, out, layout, q6_k);
    }
}

} // namespace hearth::model
