// SPDX-License-Identifier: Apache-2.0
#include "compute/decoder.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace hearth::compute {

namespace {

/// Rotates pairs (i, i + half).
void rotate(float* head, const float* cosine, const float* sine, std::size_t half) {
    for (std::size_t i = 0; i < half; ++i) {
        const float a = head[i], b = head[i + half];
        head[i] = a * cosine[i] - b * sine[i];
        head[i + half] = b * cosine[i] + a * sine[i];
    }
}

} // namespace

void Decoder::attention(Member& me, std::size_t index) {
    const auto heads = m_config.kv_heads;
    if (m_single_rows) {
        me.share(static_cast<std::uint32_t>(m_rows.size()) * heads, [&](std::uint32_t item) {
            place_heads(index, item / heads, item % heads);
            attend(me, index, m_tiles[item / heads], item % heads);
        });
        return;
    }
    me.share(static_cast<std::uint32_t>(m_rows.size()), [&](std::uint32_t row) {
        for (std::size_t head = 0; head < heads; ++head)
            place_heads(index, row, head);
    });
    me.share(static_cast<std::uint32_t>(m_tiles.size()) * heads,
             [&](std::uint32_t item) { attend(me, index, m_tiles[item / heads], item % heads); });
}

/// Norms and rotates one key head and its queries, and puts key and value into the sequence's page.
void Decoder::place_heads(std::size_t index, std::uint32_t row, std::size_t kv_head) {
    const Layer& weights = m_weights.layers[index];
    const std::size_t dim = m_config.head_dim, half = m_rotary.half();
    const std::size_t group = m_config.heads / m_config.kv_heads;
    float* const queries = m_qkv.data() + row * m_qkv_width + kv_head * group * dim;
    float* const key = m_qkv.data() + row * m_qkv_width + m_q_width + kv_head * dim;
    const float* const value = key + std::size_t{m_config.kv_heads} * dim;
    const float* const cosine = m_cosine.data() + row * half;
    const float* const sine = m_sine.data() + row * half;
    const auto prepare = [&](float* head, const float* gain) {
        if (gain != nullptr) m_kernels.rms_norm(head, gain, dim, static_cast<float>(m_config.norm_eps), head);
        rotate(head, cosine, sine, half);
    };
    for (std::size_t i = 0; i < group; ++i)
        prepare(queries + i * dim, weights.q_norm);
    prepare(key, weights.k_norm);
    const std::uint32_t position = m_rows[row].position;
    std::uint8_t* const page = m_cache.data() + (*m_rows[row].pages)[position / page_tokens] * m_layout.page_bytes;
    store_key(key, page, m_layout.key_offset(index, kv_head), position % page_tokens);
    store_value(value, page, m_layout.value_offset(index, kv_head), position % page_tokens);
}

void Decoder::store_key(const float* key, std::uint8_t* page, std::size_t offset, std::size_t slot) const {
    const std::size_t dim = m_config.head_dim;
    if (m_weights.precision == Precision::fp32) {
        auto* const keys = reinterpret_cast<float*>(page + offset);
        for (std::size_t d = 0; d < dim; ++d)
            keys[d * page_tokens + slot] = key[d];
        return;
    }
    auto* const keys = reinterpret_cast<std::uint16_t*>(page + offset);
    std::array<std::uint16_t, max_head_dim> narrow;
    m_kernels.narrow(key, dim, narrow.data());
    for (std::size_t d = 0; d < dim; ++d)
        keys[d * page_tokens + slot] = narrow[d];
}

void Decoder::store_value(const float* value, std::uint8_t* page, std::size_t offset, std::size_t slot) const {
    const std::size_t dim = m_config.head_dim;
    if (m_weights.precision == Precision::fp32)
        std::copy_n(value, dim, reinterpret_cast<float*>(page + offset) + slot * dim);
    else
        m_kernels.narrow(value, dim, reinterpret_cast<std::uint16_t*>(page + offset) + slot * dim);
}

void Decoder::attend(Member& me, std::size_t index, const Tile& tile, std::size_t kv_head) {
    auto& pages = m_thread_pages[me.index()];
    pages.clear();
    for (const std::uint32_t page : *m_rows[tile.first].pages)
        pages.push_back(m_cache.data() + page * m_layout.page_bytes);
    const std::size_t dim = m_config.head_dim;
    const std::size_t group = m_config.heads / m_config.kv_heads;
    std::array<const float*, max_tile_queries> queries;
    std::array<float*, max_tile_queries> outputs;
    std::array<std::uint32_t, max_tile_queries> first, last;
    AttendArgs args{queries.data(),
                    outputs.data(),
                    first.data(),
                    last.data(),
                    0,
                    pages.data(),
                    m_layout.key_offset(index, kv_head),
                    m_layout.value_offset(index, kv_head),
                    dim,
                    static_cast<float>(1.0 / std::sqrt(static_cast<double>(dim)))};
    const auto kernel = m_weights.precision == Precision::fp32 ? m_kernels.attend_f32 : m_kernels.attend_bf16;
    const auto flush = [&] {
        if (args.count > 0) kernel(args);
        args.count = 0;
    };
    for (std::uint32_t row = tile.first; row < tile.first + tile.count; ++row) {
        const std::uint32_t position = m_rows[row].position;
        const std::uint32_t window = m_config.sliding_window.value_or(position + 1);
        for (std::size_t i = 0; i < group; ++i) {
            const std::size_t head = kv_head * group + i;
            queries[args.count] = m_qkv.data() + row * m_qkv_width + head * dim;
            outputs[args.count] = m_mixed.data() + row * m_q_width + head * dim;
            first[args.count] = position + 1 > window ? position + 1 - window : 0;
            last[args.count] = position;
            if (++args.count == max_tile_queries) flush();
        }
    }
    flush();
}

} // namespace hearth::compute
