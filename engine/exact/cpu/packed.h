// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/profile/model.h"

namespace hearth::exact {

inline constexpr std::size_t block_rows = 16;   ///< matrix rows in one block of a packed matrix
inline constexpr std::size_t column_unit = 64;  ///< columns are padded with zeros to a multiple
inline constexpr std::uint8_t sign_flip = 0x80; ///< turns int8 into uint8 with an offset of 128

inline constexpr std::size_t rounded_up(std::size_t n, std::size_t unit) {
    return (n + unit - 1) / unit * unit;
}

inline constexpr std::size_t group_values = block_rows * group_columns / 2; ///< bytes of a group's 4-bit values
inline constexpr std::size_t group_bytes = group_values + 2 * block_rows * sizeof(std::int16_t);

/// A matrix as the kernels read it: blocks of 16 rows. int8: inside a block, column by column in fours,
/// [columns / 4][16][4] bytes, which are int8, or uint8 with an offset of 128 where the kernels want it. Grouped:
/// inside a block, group by group of 32 columns, [4][16][4] bytes of two values each (fours 0, 2, 4, 6 low; 1, 3, 5, 7
/// high), then 16 int16 factors and 16 int16 minima. Scales and biases are padded with zeros to whole blocks.
struct PackedMatrix {
    std::uint32_t rows = 0, columns = 0, padded_columns = 0, blocks = 0;
    bool grouped = false;
    std::uint8_t* data = nullptr;
    float* scales = nullptr;
    float* biases = nullptr; ///< null: none

    std::size_t groups() const { return padded_columns / group_columns; }
    std::size_t block_bytes() const {
        return grouped ? groups() * group_bytes : std::size_t{padded_columns} * block_rows;
    }
    const std::uint8_t* block(std::size_t index) const { return data + index * block_bytes(); }

    /// A matrix that still lacks its memory: blocks × block_bytes() bytes, blocks × 16 scales and biases.
    static PackedMatrix of(std::size_t rows, std::size_t columns, bool grouped);
};

/// Packs matrix rows [16 × block, 16 × block + 16) of the stack of `parts`, which share their columns. `offset` is for
/// int8 only.
void pack_block(std::initializer_list<const MatrixView*> parts, std::size_t block, bool offset, PackedMatrix& into);

} // namespace hearth::exact
