// SPDX-License-Identifier: Apache-2.0
// The attention of CpuRunner: heads into the cache, and queries over it.
#include "exact/cpu/runner.h"

#include "exact/profile/arithmetic.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace hearth::exact {

void CpuRunner::store_head(const float* head, bool key, std::uint8_t* page, const HeadLayout& at, std::size_t slot) {
    std::array<std::int8_t, max_head_dim> values;
    const float m = m_kernels.largest(head, m_shape.head_dim);
    if (!(m < fault_limit)) m_fault = true;
    const bool zero = !(m < fault_limit) || m < zero_limit;
    if (zero)
        values.fill(0);
    else
        m_kernels.quantise(head, m_shape.head_dim, m_padded_dim, 127.0F * reciprocal(m), values.data());
    const float scale = zero ? 0.0F : m * scale_of_max;
    std::memcpy(page + (key ? at.key_scales : at.value_scales) + slot * sizeof scale, &scale, sizeof scale);
    std::uint8_t* const out = page + (key ? at.keys : at.values);
    const std::uint8_t flip = key && m_kernels.offset ? sign_flip : 0;
    for (std::size_t i = 0; i < m_padded_dim; ++i) {
        const std::size_t place =
            key ? (i / 4 * page_tokens + slot) * 4 + i % 4 : (slot / 2 * m_padded_dim + i) * 2 + slot % 2;
        out[place] = static_cast<std::uint8_t>(static_cast<std::uint8_t>(values[i]) ^ flip);
    }
}

/// Norms and rotates one key head and its queries, and puts key and value into the sequence's page.
void CpuRunner::place(std::size_t index, std::uint32_t row, std::size_t kv_head) {
    const CpuLayer& weights = m_weights.layers[index];
    const std::size_t dim = m_shape.head_dim, half = dim / 2, group = m_shape.group();
    float* const queries = m_qkv.data() + row * m_qkv_width + kv_head * group * dim;
    float* const key = m_qkv.data() + row * m_qkv_width + m_shape.q_width() + kv_head * dim;
    float* const value = key + m_shape.kv_width();
    const float* const cosine = m_cosine.data() + row * half;
    const float* const sine = m_sine.data() + row * half;
    const auto prepare = [&](float* head, const float* gain) {
        if (gain != nullptr) normalise_by(head, dim, gain, head);
        for (std::size_t i = 0; i < half; ++i) {
            const float a = head[i], b = head[i + half];
            head[i] = a * cosine[i] - b * sine[i];
            head[i + half] = b * cosine[i] + a * sine[i];
        }
        m_kernels.hadamard(head, dim);
    };
    for (std::size_t i = 0; i < group; ++i)
        prepare(queries + i * dim, weights.q_norm);
    prepare(key, weights.k_norm);
    if (grouped()) m_kernels.hadamard(value, dim);
    const std::uint32_t position = m_rows[row].position;
    std::uint8_t* const into = page((*m_rows[row].pages)[position / page_tokens]);
    const HeadLayout at = layout(index, kv_head);
    store_head(key, true, into, at, position % page_tokens);
    store_head(value, false, into, at, position % page_tokens);
}

void CpuRunner::attend(Member& me, std::size_t index, const Tile& tile, std::size_t kv_head) {
    Scratch& mine = m_scratch[me.index()];
    const std::size_t dim = m_shape.head_dim, group = m_shape.group();
    const std::vector<std::uint32_t>& numbers = *m_rows[tile.first].pages;
    const std::uint32_t last_position = m_rows[tile.first + tile.count - 1].position;
    const std::uint32_t first_page = m_shape.first_seen(m_rows[tile.first].position) / page_tokens;
    const std::uint32_t end_page = last_position / page_tokens + 1;
    mine.pages.resize(end_page);
    for (std::uint32_t i = first_page; i < end_page; ++i)
        mine.pages[i] = page(numbers[i]);
    for (std::size_t head = 0; head < group; head += max_queries) {
        const std::size_t heads = std::min(max_queries, group - head);
        std::array<std::uint32_t, max_queries> first, last;
        std::array<float*, max_queries> outputs;
        std::size_t count = 0;
        for (std::uint32_t row = tile.first; row < tile.first + tile.count; ++row)
            for (std::size_t h = head; h < head + heads; ++h, ++count) {
                const std::size_t column = (kv_head * group + h) * dim;
                quantise_row(m_qkv.data() + row * m_qkv_width + column, dim, false, mine.queries, count);
                first[count] = m_shape.first_seen(m_rows[row].position);
                last[count] = m_rows[row].position;
                outputs[count] = m_mixed.data() + row * m_shape.q_width() + column;
            }
        const std::size_t stride = std::size_t{end_page - first_page} * page_tokens;
        if (mine.scores.size() < count * stride) mine.scores.resize(count * stride);
        m_kernels.attend({mine.queries.view(count), first.data(), last.data(), mine.pages.data(),
                          layout(index, kv_head), dim, m_shape.attention_scale, outputs.data(), mine.scores.data(),
                          stride, mine.sums.data()});
        if (grouped())
            for (std::size_t i = 0; i < count; ++i)
                m_kernels.hadamard(outputs[i], dim);
    }
}

} // namespace hearth::exact
