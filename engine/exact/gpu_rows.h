// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/model.h"

namespace hearth::exact {

/// How GPUs hold a matrix: row-major, in vectors of 16 bytes. int8: columns padded with zeros to whole vectors, and to whole
/// tiles of 64. Grouped: a vector for every 32 columns, words of 8 columns with the first four in the low halves of the bytes,
/// and beside each vector a word with the factor and, in its upper half, the minimum. Pure functions.
namespace gpu_rows {

/// Columns as the rows that enter a product are laid out: padded to whole vectors.
inline std::uint32_t padded_columns(std::uint32_t columns) {
    return (columns + 63) / 64 * 64;
}
/// Vectors of a matrix row.
inline std::uint32_t vectors_of(const MatrixView& m) {
    return m.factors != nullptr ? m.columns / group_columns : padded_columns(m.columns) / 16;
}
/// Bytes of a matrix with its factors, scales and biases; 0 where there is none.
std::uint64_t bytes_of(const MatrixView& m);
/// Whether the output matrix is the embedding.
bool tied(const ModelView& model);
/// Bytes of all tensors of a model, each with `alignment` to spare.
std::uint64_t bytes_of(const ModelView& model, std::uint64_t alignment);

/// Writes the vectors of one row.
void pack_row(const MatrixView& m, std::size_t row, std::uint8_t* into);
/// Writes the factors and minima of one row: four bytes a vector.
void pack_factors(const MatrixView& m, std::size_t row, std::uint8_t* into);

} // namespace gpu_rows

} // namespace hearth::exact
