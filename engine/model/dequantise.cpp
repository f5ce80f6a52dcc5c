// SPDX-License-Identifier: Apache-2.0
// Compiled without contraction of a × b + c: each product is rounded before the sum, as the reference does
// it.
#include "model/tensor_type.h"

#include <bit>
#include <cstring>

namespace hearth::model {
namespace {

static_assert(std::endian::native == std::endian::little, "stored numbers are little-endian");

constexpr std::size_t small_block = 32, large_block = 256;

std::uint16_t load_u16(const std::uint8_t* data) {
    return static_cast<std::uint16_t>(data[0] | (data[1] << 8));
}
std::uint32_t load_u32(const std::uint8_t* data) {
    return static_cast<std::uint32_t>(load_u16(data)) | (static_cast<std::uint32_t>(load_u16(data + 2)) << 16);
}

float from_f16(std::uint16_t half) {
    const std::uint32_t sign = (half & 0x8000U) << 16;
    const std::uint32_t exponent = (half >> 10) & 0x1FU;
    const std::uint32_t fraction = half & 0x3FFU;
    if (exponent == 0) {
        const float magnitude = static_cast<float>(fraction) * 0x1p-24F; // exact
        return std::bit_cast<float>(std::bit_cast<std::uint32_t>(magnitude) | sign);
    }
    const std::uint32_t wide = exponent == 0x1F ? 0xFFU : exponent + 112U;
    return std::bit_cast<float>(sign | (wide << 23) | (fraction << 13));
}

float f16_at(const std::uint8_t* data) {
    return from_f16(load_u16(data));
}

void q8_0(const std::uint8_t* block, float* out) {
    const float scale = f16_at(block);
    for (std::size_t i = 0; i < small_block; ++i)
        out[i] = static_cast<float>(static_cast<std::int8_t>(block[2 + i])) * scale;
}

void q4_0(const std::uint8_t* block, float* out) {
    const float scale = f16_at(block);
    for (std::size_t i = 0; i < small_block / 2; ++i) {
        out[i] = scale * static_cast<float>((block[2 + i] & 0xF) - 8);
        out[i + small_block / 2] = scale * static_cast<float>((block[2 + i] >> 4) - 8);
    }
}

void q4_1(const std::uint8_t* block, float* out) {
    const float scale = f16_at(block), minimum = f16_at(block + 2);
    for (std::size_t i = 0; i < small_block / 2; ++i) {
        out[i] = scale * static_cast<float>(block[4 + i] & 0xF) + minimum;
        out[i + small_block / 2] = scale * static_cast<float>(block[4 + i] >> 4) + minimum;
    }
}

/// The 6-bit scale and minimum of each of eight groups of 32, packed into 12 bytes.
struct GroupScale {
    float scale, minimum;
};
GroupScale group_scale(const std::uint8_t* packed, std::size_t group) {
    if (group < 4) return {static_cast<float>(packed[group] & 0x3F), static_cast<float>(packed[group + 4] & 0x3F)};
    const std::uint8_t low = packed[group + 4];
    return {static_cast<float>((low & 0xF) | ((packed[group - 4] >> 2) & 0x30)),
            static_cast<float>((low >> 4) | ((packed[group] >> 2) & 0x30))};
}

void q4_k(const std::uint8_t* block, float* out) {
    const float scale = f16_at(block), minimum = f16_at(block + 2);
    const std::uint8_t* const quants = block + 16;
    for (std::size_t group = 0; group < 8; ++group) {
        const GroupScale packed = group_scale(block + 4, group);
        const float d = scale * packed.scale, m = minimum * packed.minimum;
        const unsigned shift = group % 2 == 0 ? 0 : 4;
        for (std::size_t i = 0; i < 32; ++i)
            out[group * 32 + i] = d * static_cast<float>((quants[group / 2 * 32 + i] >> shift) & 0xF) - m;
    }
}

void q5_k(const std::uint8_t* block, float* out) {
    const float scale = f16_at(block), minimum = f16_at(block + 2);
    const std::uint8_t* const high = block + 16;
    const std::uint8_t* const quants = block + 48;
    for (std::size_t group = 0; group < 8; ++group) {
        const GroupScale packed = group_scale(block + 4, group);
        const float d = scale * packed.scale, m = minimum * packed.minimum;
        const unsigned shift = group % 2 == 0 ? 0 : 4;
        for (std::size_t i = 0; i < 32; ++i) {
            const int low = (quants[group / 2 * 32 + i] >> shift) & 0xF;
            out[group * 32 + i] = d * static_cast<float>(low | (((high[i] >> group) & 1) << 4)) - m;
        }
    }
}

void q6_k(const std::uint8_t* block, float* out) {
    const float scale = f16_at(block + 208);
    for (std::size_t i = 0; i < large_block; ++i) {
        const std::size_t half = i / 128, part = i % 128 / 32, lane = i % 32;
        const std::uint8_t low = block[half * 64 + part % 2 * 32 + lane];
        const std::uint8_t high = block[128 + half * 32 + lane];
        const int quant = ((part < 2 ? low & 0xF : low >> 4) | (((high >> (2 * part)) & 3) << 4)) - 32;
        const float d = scale * static_cast<float>(static_cast<std::int8_t>(block[192 + i / 16]));
        out[i] = d * static_cast<float>(quant);
    }
}

template <void (*Block)(const std::uint8_t*, float*)>
void blocks(TypeLayout layout, const std::uint8_t* data, std::uint64_t elements, float* out) {
    for (std::uint64_t done = 0; done < elements; done += layout.block_elements, data += layout.block_bytes)
        Block(data, out + done);
}

bool finite_f16(const std::uint8_t* data) {
    return (load_u16(data) & 0x7C00U) != 0x7C00U;
}

bool finite_block(TensorType type, const std::uint8_t* block) {
    switch (type) {
    case TensorType::f32:
        return (load_u32(block) & 0x7F800000U) != 0x7F800000U;
    case TensorType::bf16:
        return (load_u16(block) & 0x7F80U) != 0x7F80U;
    case TensorType::f16:
    case TensorType::q8_0:
    case TensorType::q4_0:
        return finite_f16(block);
    case TensorType::q4_1:
    case TensorType::q4_k:
    case TensorType::q5_k:
        return finite_f16(block) && finite_f16(block + 2);
    case TensorType::q6_k:
        return finite_f16(block + 208);
    }
    return false;
}

} // namespace

void dequantise(TensorType type, const std::uint8_t* data, std::uint64_t elements, float* out) {
    const TypeLayout layout = type_layout(type);
    switch (type) {
    case TensorType::f32:
        std::memcpy(out, data, elements * sizeof(float));
        return;
    case TensorType::f16:
        for (std::uint64_t i = 0; i < elements; ++i)
            out[i] = f16_at(data + 2 * i);
        return;
    case TensorType::bf16:
        for (std::uint64_t i = 0; i < elements; ++i)
            out[i] = std::bit_cast<float>(static_cast<std::uint32_t>(load_u16(data + 2 * i)) << 16);
        return;
    case TensorType::q8_0:
        return blocks<q8_0>(layout, data, elements, out);
    case TensorType::q4_0:
        return blocks<q4_0>(layout, data, elements, out);
    case TensorType::q4_1:
        return blocks<q4_1>(layout, data, elements, out);
    case TensorType::q4_k:
        return blocks<q4_k>(layout, data, elements, out);
    case TensorType::q5_k:
        return blocks<q5_k>(layout, data, elements, out);
    case TensorType::q6_k:
        return blocks<q6_k>(layout, data, elements, out);
    }
}

std::vector<FourBitGroup> four_bit_groups(TensorType type, core::ByteView data) {
    static_assert(small_block == FourBitGroup::size);
    const TypeLayout layout = type_layout(type);
    std::vector<FourBitGroup> groups(data.size() / layout.block_bytes);
    const std::uint8_t* block = data.data();
    for (FourBitGroup& group : groups) {
        group.factor = f16_at(block);
        group.minimum = type == TensorType::q4_0 ? -8.0F * group.factor : f16_at(block + 2);
        const std::uint8_t* const values = block + layout.block_bytes - small_block / 2;
        for (std::size_t i = 0; i < small_block / 2; ++i) {
            group.values[i] = values[i] & 0xF;
            group.values[i + small_block / 2] = values[i] >> 4;
        }
        block += layout.block_bytes;
    }
    return groups;
}

std::optional<std::uint64_t> first_non_finite(TensorType type, core::ByteView data) {
    const TypeLayout layout = type_layout(type);
    const std::uint64_t count = data.size() / layout.block_bytes;
    for (std::uint64_t i = 0; i < count; ++i)
        if (!finite_block(type, data.data() + i * layout.block_bytes)) return i * layout.block_elements;
    return std::nullopt;
}

} // namespace hearth::model
