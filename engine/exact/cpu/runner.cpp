// SPDX-License-Identifier: Apache-2.0
#include "exact/cpu/runner.h"

#include "exact/profile/arithmetic.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace hearth::exact {

namespace {

constexpr std::size_t private_rows = 4; // below, every thread quantises for itself: cheaper than a barrier

std::size_t widest(const Shape& shape) {
    return std::max({shape.hidden, shape.ffn, shape.q_width()});
}

std::uint32_t rows_per_tile(const Shape& shape) {
    return static_cast<std::uint32_t>(std::clamp<std::size_t>(max_queries / shape.group(), 1, 8));
}

} // namespace

void CpuRunner::Rows::resize(std::size_t rows, std::size_t width) {
    stride = rounded_up(width, column_unit);
    values.assign(rows * stride, 0);
    scales.assign(rows, 0.0F);
    sums.assign(rows, 0);
    groups.assign(rows * stride / group_columns, {});
}

std::size_t CpuRunner::page_bytes_for(const Shape& shape) {
    const std::size_t dim = rounded_up(shape.head_dim, block_rows);
    return std::size_t{shape.layers} * shape.kv_heads * (2 * dim * page_tokens + 2 * page_tokens * sizeof(float));
}

std::uint64_t CpuRunner::workspace_bytes(const Shape& shape, unsigned threads) {
    const std::uint64_t row =
        5 * (std::uint64_t{shape.hidden} + shape.q_width() * 2 + 2 * shape.kv_width() + 2 * shape.ffn);
    const std::uint64_t scores = std::uint64_t{max_queries} * 4 * (shape.context + 2 * page_tokens);
    return max_rows * row + std::uint64_t{max_outputs} * shape.vocab * 4 + threads * (scores + (1U << 20));
}

CpuRunner::CpuRunner(Shape shape, CpuWeights weights, PageBuffer cache, ThreadTeam& team, const Kernels& kernels)
    : m_shape(std::move(shape)), m_weights(std::move(weights)), m_cache(std::move(cache)), m_team(team),
      m_team_size(team), m_kernels(kernels), m_padded_dim(rounded_up(m_shape.head_dim, block_rows)),
      m_head_bytes(2 * m_padded_dim * page_tokens + 2 * page_tokens * sizeof(float)),
      m_page_bytes(page_bytes_for(m_shape)), m_qkv_width(m_shape.q_width() + 2 * m_shape.kv_width()),
      m_page_count(static_cast<std::uint32_t>(m_cache.size() / m_page_bytes)), m_tile_rows(rows_per_tile(m_shape)),
      m_hidden(max_rows * m_shape.hidden), m_qkv(max_rows * m_qkv_width), m_mixed(max_rows * m_shape.q_width()),
      m_gate(max_rows * m_shape.ffn), m_up(max_rows * m_shape.ffn), m_cosine(max_rows * m_shape.head_dim / 2),
      m_sine(max_rows * m_shape.head_dim / 2), m_logits(max_outputs * m_shape.vocab), m_scratch(team.size()) {
    m_shared.resize(max_rows, widest(m_shape));
    m_final.resize(max_outputs, m_shape.hidden);
    for (Scratch& mine : m_scratch) {
        mine.rows.resize(private_rows, widest(m_shape));
        mine.normed.resize(m_shape.hidden);
        mine.queries.resize(max_queries, m_padded_dim);
        mine.sums.resize(max_queries * m_padded_dim);
    }
}

HeadLayout CpuRunner::layout(std::size_t layer, std::size_t head) const {
    const std::size_t start = (layer * m_shape.kv_heads + head) * m_head_bytes, body = m_padded_dim * page_tokens;
    return {start, start + body, start + 2 * body, start + 2 * body + page_tokens * sizeof(float), m_padded_dim};
}

void CpuRunner::plan_tiles() {
    m_tiles.clear();
    m_single_rows = true;
    for (std::uint32_t row = 0; row < m_rows.size(); ++row) {
        const bool joins = !m_tiles.empty() && m_rows[row].pages == m_rows[row - 1].pages;
        m_single_rows = m_single_rows && !joins;
        if (joins && m_tiles.back().count < m_tile_rows)
            ++m_tiles.back().count;
        else
            m_tiles.push_back({row, 1});
    }
}

core::Status CpuRunner::pass(std::span<const Row> rows, std::span<float> hidden) {
    m_rows = rows;
    m_count = rows.size();
    m_fault = false;
    plan_tiles();
    const bool embeds = m_weights.embed.data != nullptr, projects = m_weights.lm_head.data != nullptr;
    if (!embeds) std::copy(hidden.begin(), hidden.end(), m_hidden.begin());
    m_team_size.before(m_count);
    m_team.run([&](Member& me) {
        me.share(static_cast<std::uint32_t>(m_count), [&](std::uint32_t row) {
            if (embeds) embed(row);
            turn(row);
        });
        for (std::size_t i = 0; i < m_weights.layers.size(); ++i)
            layer(me, i);
    });
    m_team_size.after(m_count);
    if (!projects) std::copy_n(m_hidden.begin(), hidden.size(), hidden.begin());
    if (m_fault)
        return core::fail(core::Code::corrupt, core::say("model_produced_values_beyond"),
                          core::say("check_model_files_may"));
    return {};
}

core::Status CpuRunner::quantise_final(std::span<const std::uint32_t> rows) {
    const std::size_t hidden = m_shape.hidden;
    m_final_rows.assign(rows.size(), core::Bytes(hidden + 4));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const float* const x = m_hidden.data() + rows[i] * hidden;
        if (grouped()) {
            float* const normed = m_scratch.front().normed.data();
            normalise_by(x, hidden, m_weights.final_norm, normed);
            m_kernels.hadamard(normed, hidden);
            quantise_row(normed, hidden, false, m_final, i);
        } else {
            quantise_row(x, hidden, true, m_final, i);
        }
        const auto scale = std::bit_cast<std::uint32_t>(m_final.scales[i]);
        std::memcpy(m_final_rows[i].data(), m_final.values.data() + i * m_final.stride, hidden);
        for (unsigned byte = 0; byte < 4; ++byte)
            m_final_rows[i][hidden + byte] = static_cast<std::uint8_t>(scale >> (8 * byte));
    }
    m_count = rows.size();
    if (m_observer) m_observer(m_shape.layers, 0, hidden, m_final.view(m_count));
    if (m_fault)
        return core::fail(core::Code::corrupt, core::say("model_produced_values_beyond"),
                          core::say("check_model_files_may"));
    return {};
}

core::Result<std::span<const float>> CpuRunner::project(std::span<const std::uint32_t> rows) {
    HEARTH_CHECK(quantise_final(rows));
    m_team.run([&](Member& me) {
        linear(me, m_weights.lm_head, m_final.view(m_count), m_logits.data(), m_shape.vocab, false);
    });
    return std::span<const float>(m_logits.data(), rows.size() * m_shape.vocab);
}

core::ByteView CpuRunner::final_row(std::size_t index) const {
    return m_final_rows[index];
}

void CpuRunner::embed(std::uint32_t row) {
    const std::size_t hidden = m_shape.hidden;
    const std::uint32_t token = m_rows[row].token;
    const std::int8_t* const values = m_weights.embed.data + token * hidden;
    float* const out = m_hidden.data() + row * hidden;
    for (std::size_t i = 0; i < hidden; ++i)
        out[i] = static_cast<float>(values[i]) * m_weights.embed.scales[token];
    if (grouped()) m_kernels.hadamard(out, hidden);
}

void CpuRunner::turn(std::uint32_t row) {
    const std::size_t half = m_shape.head_dim / 2;
    for (std::size_t i = 0; i < half; ++i) {
        const Rotation turn = rotation(m_rows[row].position * m_shape.frequencies[i]);
        m_cosine[row * half + i] = turn.cosine;
        m_sine[row * half + i] = turn.sine;
    }
}

float CpuRunner::inverse_rms(const float* x, std::size_t n, float largest) const {
    const int e = exponent_of(largest);
    const std::uint64_t sum = m_kernels.square_sum(x, n, power_of_two(21 - e));
    const float mean = leading_bits(sum / n) * power_of_two(e - 21) * power_of_two(e - 21);
    return inverse_root(mean + m_shape.norm_eps);
}

std::optional<float> CpuRunner::largest_or_clear(const float* x, std::size_t n, Rows& into, std::size_t row) {
    const float m = m_kernels.largest(x, n);
    if (m < fault_limit && m >= zero_limit) return m;
    if (!(m < fault_limit)) m_fault = true;
    std::fill_n(into.values.data() + row * into.stride, into.stride, std::int8_t{0});
    std::fill_n(into.groups.data() + row * into.stride / group_columns, into.stride / group_columns, RowGroup{});
    into.scales[row] = 0.0F;
    into.sums[row] = 0;
    return std::nullopt;
}

void CpuRunner::quantise_row(const float* x, std::size_t n, bool normalise, Rows& into, std::size_t row) {
    const auto m = largest_or_clear(x, n, into, row);
    if (!m) return;
    into.sums[row] = m_kernels.quantise(x, n, rounded_up(n, column_unit), 127.0F * reciprocal(*m),
                                        into.values.data() + row * into.stride);
    into.scales[row] = *m * scale_of_max;
    if (normalise) into.scales[row] = into.scales[row] * inverse_rms(x, n, *m);
}

void CpuRunner::quantise_groups(const float* x, std::size_t n, Rows& into, std::size_t row) {
    const auto m = largest_or_clear(x, n, into, row);
    if (!m) return;
    m_kernels.quantise_groups(x, n, rounded_up(n, column_unit), 127.0F * reciprocal(*m),
                              into.values.data() + row * into.stride,
                              into.groups.data() + row * into.stride / group_columns);
    into.scales[row] = *m * scale_of_max;
}

RowsView CpuRunner::quantised(Member& me, const float* x, std::size_t n, bool normalise, const float* gain,
                              std::size_t layer, std::size_t site) {
    Scratch& mine = m_scratch[me.index()];
    Rows& rows = m_count <= private_rows ? mine.rows : m_shared;
    const auto work = [&](std::size_t row) {
        const float* in = x + row * n;
        if (!grouped()) return quantise_row(in, n, normalise, rows, row);
        if (normalise) {
            normalise_by(in, n, gain, mine.normed.data());
            in = mine.normed.data();
        }
        quantise_groups(in, n, rows, row);
    };
    if (m_count <= private_rows)
        for (std::size_t row = 0; row < m_count; ++row)
            work(row);
    else
        me.share(static_cast<std::uint32_t>(m_count), work);
    if (m_observer && me.index() == 0) m_observer(layer, site, n, rows.view(m_count));
    return rows.view(m_count);
}

void CpuRunner::linear(Member& me, const PackedMatrix& matrix, RowsView input, float* output, std::size_t stride,
                       bool add) {
    // Small enough that a slow thread holds nobody up, large enough that handing out costs nothing.
    constexpr std::size_t unit = 4; // blocks of one product tile
    const std::size_t bytes = m_count > private_rows ? 64U << 10 : 192U << 10;
    const std::size_t per_item = rounded_up(std::max<std::size_t>(1, bytes / matrix.block_bytes()), unit);
    const auto items = static_cast<std::uint32_t>((matrix.blocks + per_item - 1) / per_item);
    me.share(items, [&](std::uint32_t item) {
        const std::size_t first = item * per_item;
        const auto multiply = matrix.grouped ? m_kernels.linear_groups : m_kernels.linear;
        multiply({input, &matrix, first, std::min<std::size_t>(first + per_item, matrix.blocks), output, stride, add});
    });
}

void CpuRunner::layer(Member& me, std::size_t index) {
    const CpuLayer& weights = m_weights.layers[index];
    const std::size_t hidden = m_shape.hidden, ffn = m_shape.ffn;
    linear(me, weights.qkv, quantised(me, m_hidden.data(), hidden, true, weights.attn_norm, index, 0), m_qkv.data(),
           m_qkv_width, false);
    const std::uint32_t heads = m_shape.kv_heads;
    if (m_single_rows) {
        me.share(static_cast<std::uint32_t>(m_count) * heads, [&](std::uint32_t item) {
            place(index, item / heads, item % heads);
            attend(me, index, m_tiles[item / heads], item % heads);
        });
    } else {
        me.share(static_cast<std::uint32_t>(m_count), [&](std::uint32_t row) {
            for (std::size_t head = 0; head < heads; ++head)
                place(index, row, head);
        });
        me.share(static_cast<std::uint32_t>(m_tiles.size()) * heads,
                 [&](std::uint32_t item) { attend(me, index, m_tiles[item / heads], item % heads); });
    }
    linear(me, weights.o, quantised(me, m_mixed.data(), m_shape.q_width(), false, nullptr, index, 1), m_hidden.data(),
           hidden, true);
    const RowsView inner = quantised(me, m_hidden.data(), hidden, true, weights.mlp_norm, index, 2);
    linear(me, weights.gate, inner, m_gate.data(), ffn, false);
    linear(me, weights.up, inner, m_up.data(), ffn, false);
    me.share(static_cast<std::uint32_t>(m_count), [&](std::uint32_t row) {
        m_kernels.gate(m_gate.data() + row * ffn, m_up.data() + row * ffn, ffn);
        if (!grouped()) m_kernels.hadamard(m_gate.data() + row * ffn, ffn);
    });
    linear(me, weights.down, quantised(me, m_gate.data(), ffn, false, nullptr, index, 3), m_hidden.data(), hidden,
           true);
}

void CpuRunner::normalise_by(const float* x, std::size_t n, const float* gain, float* out) {
    const float m = m_kernels.largest(x, n);
    const bool fault = !(m < fault_limit);
    if (fault) m_fault = true;
    if (fault || m < zero_limit) {
        std::fill_n(out, n, 0.0F);
        return;
    }
    const float r = inverse_rms(x, n, m);
    for (std::size_t i = 0; i < n; ++i)
        out[i] = (x[i] * r) * gain[i];
}

} // namespace hearth::exact
