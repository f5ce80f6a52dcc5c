// SPDX-License-Identifier: Apache-2.0
#include "model/tensor_type.h"

namespace hearth::model {

const char* tensor_type_name(TensorType type) {
    switch (type) {
    case TensorType::f32:
        return "F32";
    case TensorType::f16:
        return "F16";
    case TensorType::bf16:
        return "BF16";
    case TensorType::q8_0:
        return "Q8_0";
    case TensorType::q4_0:
        return "Q4_0";
    case TensorType::q4_1:
        return "Q4_1";
    case TensorType::q4_k:
        return "Q4_K";
    case TensorType::q5_k:
        return "Q5_K";
    case TensorType::q6_k:
        return "Q6_K";
    }
    return "unknown";
}

std::optional<TensorType> tensor_type_from_name(std::string_view name) {
    for (const TensorType type :
         {TensorType::f32, TensorType::f16, TensorType::bf16, TensorType::q8_0, TensorType::q4_0, TensorType::q4_1,
          TensorType::q4_k, TensorType::q5_k, TensorType::q6_k})
        if (name == tensor_type_name(type)) return type;
    return std::nullopt;
}

TypeLayout type_layout(TensorType type) {
    switch (type) {
    case TensorType::f32:
        return {1, 4};
    case TensorType::f16:
    case TensorType::bf16:
        return {1, 2};
    case TensorType::q8_0:
        return {32, 34};
    case TensorType::q4_0:
        return {32, 18};
    case TensorType::q4_1:
        return {32, 20};
    case TensorType::q4_k:
        return {256, 144};
    case TensorType::q5_k:
        return {256, 176};
    case TensorType::q6_k:
        return {256, 210};
    }
    return {1, 1};
}

std::optional<std::uint64_t> checked_product(std::uint64_t a, std::uint64_t b) {
    std::uint64_t product = 0;
    if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
    return product;
}

std::optional<std::uint64_t> tensor_bytes(TensorType type, const std::vector<std::uint64_t>& shape) {
    const TypeLayout layout = type_layout(type);
    if (shape.empty() || shape.back() % layout.block_elements != 0) return std::nullopt;
    std::optional<std::uint64_t> bytes = checked_product(shape.back() / layout.block_elements, layout.block_bytes);
    for (std::size_t i = 0; bytes && i + 1 < shape.size(); ++i)
        bytes = checked_product(*bytes, shape[i]);
    return bytes;
}

std::string shape_text(const std::vector<std::uint64_t>& shape) {
    std::string text = "{";
    for (const std::uint64_t size : shape)
        text += (text.size() > 1 ? ", " : "") + std::to_string(size);
    return text + "}";
}

} // namespace hearth::model
