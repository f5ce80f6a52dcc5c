// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/model.h"

namespace hearth::exact {

inline constexpr std::size_t block_rows = 16;    ///< matrix rows in one block of a packed matrix
inline constexpr std::size_t column_unit = 64;   ///< columns are padded with zeros to a multiple
inline constexpr std::uint8_t sign_flip = 0x80;  ///< turns int8 into uint8 with an offset of 128

inline constexpr std::size_t rounded_up(std::size_t n, std::size_t unit) {
    return (n + unit - 1) / unit * unit;
}

/// A matrix as the kernels read it: blocks of 16 rows; inside a block, column by column in fours,
/// [columns / 4][16][4] bytes. Scales and biases are padded with zeros to whole blocks. Bytes are int8, or uint8
/// with an offset of 128 where the kernels want it.
struct PackedMatrix {
    std::uint32_t rows = 0, columns = 0, padded_columns = 0, blocks = 0;
    std::uint8_t* data = nullptr;
    float* scales = nullptr;
    float* biases = nullptr; ///< null: none

    std::size_t block_bytes() const { return std::size_t{padded_columns} * block_rows; }
    const std::uint8_t* block(std::size_t index) const { return data + index * block_bytes(); }

    static std::size_t data_bytes(std::size_t rows, std::size_t columns) {
        return rounded_up(rows, block_rows) * rounded_up(columns, column_unit);
    }
};

/// Packs matrix rows [16 × block, 16 × block + 16) of the stack of `parts`, which share their columns.
void pack_block(std::initializer_list<const MatrixView*> parts, std::size_t block, bool offset,
                PackedMatrix& into);

} // namespace hearth::exact
