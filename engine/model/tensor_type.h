// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "model/source.h"

#include <cstdint>
#include <string>

namespace hearth::model {

/// How a type is stored: blocks of `elements` values in `bytes` bytes.
struct BlockLayout {
    TensorType type = TensorType::f32;
    std::uint64_t elements = 1, bytes = 4;
};

BlockLayout layout_of(TensorType type);
/// By ggml's type number. Errors: unsupported, naming the type and the tensor.
core::Result<BlockLayout> ggml_layout(std::uint32_t number, const std::string& tensor);
std::optional<TensorType> tensor_type_from_name(std::string_view name);

/// `count` values (whole blocks) from their stored form to fp32. The arithmetic is that of the format's
/// definition, one multiplication and one addition per value, never contracted.
void dequantise(TensorType type, const std::uint8_t* stored, std::uint64_t count, float* out);

float half_to_float(std::uint16_t bits);

} // namespace hearth::model
