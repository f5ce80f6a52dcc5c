// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/source.h"

#include <optional>

namespace hearth::model {

/// Block layout of an element type, a fact of the ggml and safetensors formats.
struct TypeLayout {
    std::uint64_t block_elements;
    std::uint64_t block_bytes;
};
TypeLayout type_layout(TensorType type);
std::optional<TensorType> tensor_type_from_name(std::string_view name);

/// `a` × `b`, or nothing if it does not fit.
std::optional<std::uint64_t> checked_product(std::uint64_t a, std::uint64_t b);
/// Bytes that a tensor takes as stored. Nothing if a size overflows or the last dimension is no whole number
/// of blocks.
std::optional<std::uint64_t> tensor_bytes(TensorType type, const std::vector<std::uint64_t>& shape);
/// "{64, 128}".
std::string shape_text(const std::vector<std::uint64_t>& shape);

/// `elements` (a whole number of blocks) of stored data as fp32, equal bit for bit to what the reference
/// dequantisation of the ggml format gives in fp32.
void dequantise(TensorType type, const std::uint8_t* data, std::uint64_t elements, float* out);

/// Stored Q4_0 or Q4_1 blocks as groups: dequantise() gives factor × value + minimum of them.
std::vector<FourBitGroup> four_bit_groups(TensorType type, core::ByteView data);

/// Index of the first element (of the first block, for block types) that is, or would dequantise to, NaN or
/// infinity.
std::optional<std::uint64_t> first_non_finite(TensorType type, core::ByteView data);

} // namespace hearth::model
