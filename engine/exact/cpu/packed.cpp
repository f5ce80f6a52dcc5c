// SPDX-License-Identifier: Apache-2.0
#include "exact/cpu/packed.h"

#include <algorithm>
#include <cstring>

namespace hearth::exact {

namespace {

void pack_row(const MatrixView& part, std::size_t row, std::size_t lane, std::uint8_t flip, std::uint8_t* out) {
    const std::int8_t* const values = part.data + row * part.columns;
    const std::uint32_t flips = flip * 0x01010101U;
    std::size_t k = 0;
    for (std::uint8_t* to = out + lane * 4; k + 4 <= part.columns; k += 4, to += 4 * block_rows) {
        std::uint32_t four = 0;
        std::memcpy(&four, values + k, sizeof four);
        four ^= flips;
        std::memcpy(to, &four, sizeof four);
    }
    for (; k < part.columns; ++k)
        out[(k / 4 * block_rows + lane) * 4 + k % 4] =
            static_cast<std::uint8_t>(static_cast<std::uint8_t>(values[k]) ^ flip);
}

void pack_groups(const MatrixView& part, std::size_t row, std::size_t lane, std::uint8_t* out) {
    const std::size_t groups = part.columns / group_columns;
    const auto* const values = reinterpret_cast<const std::uint8_t*>(part.data) + row * part.columns / 2;
    for (std::size_t g = 0; g < groups; ++g, out += group_bytes) {
        for (std::size_t k = 0; k < group_columns; ++k) {
            const std::uint8_t both = values[(g * group_columns + k) / 2];
            const unsigned value = k % 2 == 0 ? both & 15U : both >> 4U;
            const std::size_t four = k / 4;
            out[(four / 2 * block_rows + lane) * 4 + k % 4] |= static_cast<std::uint8_t>(value << (four % 2 * 4));
        }
        std::memcpy(out + group_values + 2 * lane, part.factors + row * groups + g, 2);
        std::memcpy(out + group_values + 2 * (block_rows + lane), part.minima + row * groups + g, 2);
    }
}

} // namespace

PackedMatrix PackedMatrix::of(std::size_t rows, std::size_t columns, bool grouped) {
    PackedMatrix m;
    m.rows = static_cast<std::uint32_t>(rows);
    m.columns = static_cast<std::uint32_t>(columns);
    m.padded_columns = static_cast<std::uint32_t>(rounded_up(columns, column_unit));
    m.blocks = static_cast<std::uint32_t>((rows + block_rows - 1) / block_rows);
    m.grouped = grouped;
    return m;
}

void pack_block(std::initializer_list<const MatrixView*> parts, std::size_t block, bool offset, PackedMatrix& into) {
    std::uint8_t* const out = into.data + block * into.block_bytes();
    const std::uint8_t flip = offset && !into.grouped ? sign_flip : 0;
    std::memset(out, flip, into.block_bytes());
    for (std::size_t lane = 0; lane < block_rows; ++lane) {
        const std::size_t row = block * block_rows + lane;
        std::size_t first = 0;
        for (const MatrixView* part : parts) {
            if (row >= first && row < first + part->rows) {
                const std::size_t inside = row - first;
                if (into.grouped)
                    pack_groups(*part, inside, lane, out);
                else
                    pack_row(*part, inside, lane, flip, out);
                into.scales[row] = part->scales[inside];
                if (into.biases != nullptr && part->bias != nullptr) into.biases[row] = part->bias[inside];
            }
            first += part->rows;
        }
    }
}

} // namespace hearth::exact
