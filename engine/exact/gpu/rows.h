// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"
#include "exact/profile/model.h"

#include <span>
#include <vector>

namespace hearth::exact {

/// How GPUs hold a matrix: row-major, in vectors of 16 bytes. int8: columns padded with zeros to whole vectors, and to
/// whole tiles of 64. Grouped: a vector for every 32 columns, words of 8 columns with the first four in the low halves
/// of the bytes, and beside each vector a word with the factor and, in its upper half, the minimum. Pure functions.
namespace gpu_rows {

/// Columns as the rows that enter a product are laid out: padded to whole vectors.
inline std::uint32_t padded_columns(std::uint32_t columns) {
    return (columns + 63) / 64 * 64;
}
/// Vectors of a matrix row.
inline std::uint32_t vectors_of(const MatrixView& m) {
    return m.factors != nullptr ? m.columns / group_columns : padded_columns(m.columns) / 16;
}
/// Whether the output matrix is the embedding.
bool tied(const ModelView& model);

/// Writes the vectors of one row.
void pack_row(const MatrixView& m, std::size_t row, std::uint8_t* into);
/// Writes the factors and minima of one row: four bytes a vector.
void pack_factors(const MatrixView& m, std::size_t row, std::uint8_t* into);

/// Matrices one above the other, with common columns.
using Stack = std::vector<const MatrixView*>;
std::uint32_t rows_of(const Stack& stack);

/// Writes floats that stand in several places, one after the other.
class Floats {
public:
    explicit Floats(std::vector<std::span<const float>> from) : m_from(std::move(from)) {}
    std::uint64_t bytes() const;
    void operator()(std::uint64_t offset, std::span<std::uint8_t> piece) const;

private:
    std::vector<std::span<const float>> m_from;
};
Floats scales_of(const Stack& stack);
Floats biases_of(const Stack& stack); ///< of no bytes: none

/// Writes rows of a stack from row `first` on, `unit` bytes each, in pieces that may begin and end inside a row.
class StackRows {
public:
    using Pack = void (*)(const MatrixView&, std::size_t row, std::uint8_t* into);
    StackRows(const Stack& stack, std::size_t first, std::uint64_t unit, Pack pack)
        : m_stack(&stack), m_first(first), m_pack(pack), m_row(unit) {}
    void operator()(std::uint64_t offset, std::span<std::uint8_t> piece);

private:
    void pack_stacked(std::size_t row);

    const Stack* m_stack;
    std::size_t m_first;
    Pack m_pack;
    std::vector<std::uint8_t> m_row;   ///< packed
    std::uint64_t m_held = UINT64_MAX; ///< its number
};

} // namespace gpu_rows

} // namespace hearth::exact
