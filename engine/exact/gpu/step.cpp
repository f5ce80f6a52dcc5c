// SPDX-License-Identifier: Apache-2.0
#include "exact/gpu/step.h"

#include "exact/gpu/rows.h"
#include "exact/profile/arithmetic.h"

#include <cstring>

namespace hearth::exact::gpu_step {

std::uint32_t widest(const Shape& shape) {
    return gpu_rows::padded_columns(std::max({shape.hidden, shape.ffn, shape.q_width()}));
}

std::uint64_t table_words(const Shape& shape) {
    return max_rows * (std::uint64_t{shape.context} / page_tokens + 2);
}

std::size_t page_bytes(const Shape& shape) {
    return std::size_t{shape.layers} * shape.kv_heads * page_tokens * 4 * (2 * head_words(shape.head_dim) + 2);
}

std::uint64_t batch_bytes(const Shape& shape, bool projects) {
    const std::uint64_t row = 4 * (std::uint64_t{shape.hidden} + 3 * shape.q_width() + 2 * shape.kv_width() +
                                   2 * shape.ffn + std::uint64_t{shape.heads} * sums_words(shape.head_dim)) +
                              2 * widest(shape);
    const std::uint64_t outputs =
        projects ? max_outputs * (8 * std::uint64_t{shape.hidden} + 4 * std::uint64_t{shape.vocab}) : 0;
    return max_rows * row + outputs;
}

std::uint32_t describe(std::span<const Row> rows, const Shape& shape, StepData& to, float* turns, std::uint32_t* tables,
                       std::uint32_t used) {
    const std::uint32_t pairs = shape.head_dim / 2;
    std::uint32_t splits = 1;
    for (std::uint32_t i = 0; i < rows.size(); ++i) {
        const Row& row = rows[i];
        const bool known = i > 0 && row.pages == rows[i - 1].pages;
        to.token[i] = row.token;
        to.position[i] = row.position;
        to.first[i] = shape.first_seen(row.position);
        to.table[i] = known ? to.table[i - 1] : used;
        if (!known) {
            const std::size_t count = std::min<std::size_t>(row.pages->size(), shape.context / page_tokens + 2);
            std::copy_n(row.pages->begin(), count, tables + used);
            used += static_cast<std::uint32_t>(count);
        }
        splits = std::max(splits, row.position / split_tokens - to.first[i] / split_tokens + 1);
        for (std::uint32_t pair = 0; pair < pairs; ++pair) {
            const Rotation turn = rotation(row.position * shape.frequencies[pair]);
            turns[2 * (i * pairs + pair)] = turn.cosine;
            turns[2 * (i * pairs + pair) + 1] = turn.sine;
        }
    }
    to.count = static_cast<std::uint32_t>(rows.size());
    to.fault = 0;
    to.attend_x = splits;
    to.attend_y = shape.heads;
    to.attend_z = to.count;
    return used;
}

void empty_sums(std::uint32_t head_dim, std::uint64_t offset, std::span<std::uint8_t> piece) {
    const std::uint32_t unit = sums_words(head_dim);
    for (std::uint64_t at = 0; at < piece.size(); at += 4) {
        const std::int32_t value = (offset + at) / 4 % unit == 0 ? lowest_score : 0;
        std::memcpy(piece.data() + at, &value, sizeof value);
    }
}

} // namespace hearth::exact::gpu_step
