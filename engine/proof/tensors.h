// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Named tensors as a job carries them: words in the place of token ids, so that what commits to ids commits to every
/// byte of them (resources/schema/receipt.cddl, field 14 of a request).
namespace hearth::proof {

enum class TensorKind : std::uint8_t { f32 = 0, f64 = 1, i64 = 2, i32 = 3, u8 = 4, boolean = 5 };

struct Tensor {
    std::string name; ///< 1 to 128 printable ASCII characters
    TensorKind kind = TensorKind::f32;
    std::vector<std::uint64_t> shape; ///< empty: one value
    core::Bytes data;                 ///< row by row, little-endian
    bool operator==(const Tensor&) const = default;
};

inline constexpr std::size_t max_tensors = 64, max_tensor_dimensions = 8, max_tensor_name = 128;
inline constexpr std::size_t max_tensor_words = std::size_t{1} << 20; ///< of all together

/// "float32", "float64", "int64", "int32", "uint8", "bool".
const char* tensor_kind_name(TensorKind kind);
std::optional<TensorKind> find_tensor_kind(std::string_view name);
std::size_t element_bytes(TensorKind kind);
/// Values of a tensor; nothing if that is more than all words hold.
std::optional<std::size_t> element_count(const std::vector<std::uint64_t>& shape);

/// In the order of their names. Errors: invalid_argument (a name, a name twice, a value that is no finite number, other
/// bytes than the shape asks for), too_large.
core::Result<std::vector<std::uint32_t>> pack_tensors(std::vector<Tensor> tensors);
/// Takes what pack_tensors() gives and nothing else. Errors: corrupt.
core::Result<std::vector<Tensor>> unpack_tensors(std::span<const std::uint32_t> words);
/// Whether these words are named tensors.
bool are_tensors(std::span<const std::uint32_t> words);

/// How the tensors that somebody made differ from those that a replay makes.
struct TensorDifference {
    std::uint32_t compared = 0, equal = 0; ///< words of what is claimed
    std::optional<std::uint32_t> first;
    /// Millionths by which a number differs at most, of itself where it is greater than one; more than any tolerance
    /// for another name, kind, shape or whole number.
    std::int64_t worst = 0;
};
TensorDifference compare_tensors(std::span<const std::uint32_t> claimed, std::span<const std::uint32_t> made);

} // namespace hearth::proof
