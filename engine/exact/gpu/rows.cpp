// SPDX-License-Identifier: Apache-2.0
#include "exact/gpu/rows.h"

#include <algorithm>
#include <cstring>

namespace hearth::exact::gpu_rows {

bool tied(const ModelView& model) {
    return model.embeds() && model.lm_head.data == model.embed.data;
}

void pack_row(const MatrixView& m, std::size_t row, std::uint8_t* into) {
    if (m.factors == nullptr) {
        std::memcpy(into, m.data + row * m.columns, m.columns);
        std::fill(into + m.columns, into + std::size_t{vectors_of(m)} * 16, std::uint8_t{0});
        return;
    }
    const auto* const from = reinterpret_cast<const std::uint8_t*>(m.data) + row * m.columns / 2;
    const auto value = [&](std::size_t column) {
        return static_cast<std::uint8_t>(column % 2 == 0 ? from[column / 2] & 15 : from[column / 2] >> 4);
    };
    for (std::size_t column = 0; column < m.columns; column += 8)
        for (std::size_t i = 0; i < 4; ++i)
            into[column / 2 + i] = static_cast<std::uint8_t>(value(column + i) | value(column + 4 + i) << 4);
}

void pack_factors(const MatrixView& m, std::size_t row, std::uint8_t* into) {
    const std::size_t groups = m.columns / group_columns;
    for (std::size_t g = 0; g < groups; ++g) {
        const std::int16_t both[2] = {m.factors[row * groups + g], m.minima[row * groups + g]};
        std::memcpy(into + 4 * g, both, 4);
    }
}

std::uint32_t rows_of(const Stack& stack) {
    std::uint32_t rows = 0;
    for (const MatrixView* const one : stack)
        rows += one->rows;
    return rows;
}

std::uint64_t Floats::bytes() const {
    std::uint64_t bytes = 0;
    for (const auto& one : m_from)
        bytes += one.size_bytes();
    return bytes;
}

void Floats::operator()(std::uint64_t offset, std::span<std::uint8_t> piece) const {
    for (const auto& one : m_from) {
        if (offset >= one.size_bytes()) {
            offset -= one.size_bytes();
            continue;
        }
        const std::size_t count = std::min<std::size_t>(one.size_bytes() - offset, piece.size());
        std::memcpy(piece.data(), reinterpret_cast<const std::uint8_t*>(one.data()) + offset, count);
        piece = piece.subspan(count);
        offset = 0;
    }
}

Floats scales_of(const Stack& stack) {
    std::vector<std::span<const float>> all;
    for (const MatrixView* const one : stack)
        all.emplace_back(one->scales, one->rows);
    return Floats(std::move(all));
}

Floats biases_of(const Stack& stack) {
    std::vector<std::span<const float>> all;
    for (const MatrixView* const one : stack)
        if (one->bias != nullptr) all.emplace_back(one->bias, one->rows);
    return Floats(std::move(all));
}

void StackRows::pack_stacked(std::size_t row) {
    for (const MatrixView* const one : *m_stack) {
        if (row < one->rows) return m_pack(*one, row, m_row.data());
        row -= one->rows;
    }
}

void StackRows::operator()(std::uint64_t offset, std::span<std::uint8_t> piece) {
    for (std::size_t done = 0; done < piece.size();) {
        const std::uint64_t at = offset + done, row = at / m_row.size(), inside = at % m_row.size();
        if (row != m_held) pack_stacked(m_first + row);
        m_held = row;
        const std::size_t count = std::min<std::size_t>(m_row.size() - inside, piece.size() - done);
        std::memcpy(piece.data() + done, m_row.data() + inside, count);
        done += count;
    }
}

} // namespace hearth::exact::gpu_rows
