// SPDX-License-Identifier: Apache-2.0
#include "compute/encoder.h"

#include "compute/request_check.h"

#include <algorithm>
#include <cmath>

namespace hearth::compute {
namespace {

using core::Code;
using core::fail;

constexpr std::size_t slice_rows = 4 * panel_rows; ///< of a matrix, for one thread at a time

std::size_t up_to_panel(std::size_t rows) {
    return (rows + panel_rows - 1) / panel_rows * panel_rows;
}

/// Lays the matrix whose value at (row, column) is from[row * row_step + column * column_step] out in panels.
void lay_out(const float* from, std::size_t row_step, std::size_t column_step, std::size_t rows, std::size_t columns,
             std::vector<float>& panels) {
    panels.assign(up_to_panel(rows) * columns, 0.0F);
    for (std::size_t row = 0; row < rows; ++row) {
        float* const to = panels.data() + row / panel_rows * panel_rows * columns + row % panel_rows;
        for (std::size_t column = 0; column < columns; ++column)
            to[column * panel_rows] = from[row * row_step + column * column_step];
    }
}

/// exp(x - max) / sum over the row.
void softmax(float* row, std::size_t count) {
    const float highest = *std::max_element(row, row + count);
    float sum = 0.0F;
    for (std::size_t i = 0; i < count; ++i) {
        row[i] = std::exp(row[i] - highest);
        sum += row[i];
    }
    for (std::size_t i = 0; i < count; ++i)
        row[i] /= sum;
}

float gelu(float x) {
    constexpr float root_of_half = 0.70710678118654752F;
    return 0.5F * x * (1.0F + std::erf(x * root_of_half));
}

} // namespace

core::Result<std::vector<float>> Encoder::embed(std::span<const std::uint32_t> ids) {
    HEARTH_CHECK(check_prompt({ids.begin(), ids.end()}, m_config.vocab));
    if (ids.size() > m_config.context)
        return fail(Code::too_large,
                    core::say("text_longer_than_context", {core::figure(ids.size()), core::figure(m_config.context)}),
                    core::say("send_text_in_parts"));
    look_up(ids);
    m_team.run([this](Member& me) {
        for (const Layer& layer : m_layers)
            run(me, layer);
    });
    std::vector<float> vector = pooled();
    if (m_kernels.finite(vector.data(), vector.size())) return vector;
    return fail(Code::corrupt, core::say("model_produced_values_not"), core::say("check_model_files_may"));
}

/// Word, place and the first kind of segment, normalised.
void Encoder::look_up(std::span<const std::uint32_t> ids) {
    const std::size_t hidden = m_config.hidden;
    m_count = ids.size();
    for (std::vector<float>* const rows : {&m_state, &m_q, &m_k, &m_v, &m_mixed, &m_added})
        rows->resize(m_count * hidden);
    m_inner.resize(m_count * m_config.ffn);
    for (std::size_t row = 0; row < m_count; ++row) {
        float* const out = m_state.data() + row * hidden;
        for (std::size_t i = 0; i < hidden; ++i)
            out[i] = m_words[ids[row] * hidden + i] + m_segments[i] + m_positions[row * hidden + i];
        normalise(m_norm, out);
    }
}

void Encoder::normalise(const Norm& norm, float* row) const {
    const std::size_t hidden = m_config.hidden;
    double sum = 0.0, squares = 0.0;
    for (std::size_t i = 0; i < hidden; ++i)
        sum += static_cast<double>(row[i]);
    const double mean = sum / static_cast<double>(hidden);
    for (std::size_t i = 0; i < hidden; ++i) {
        const double apart = static_cast<double>(row[i]) - mean;
        squares += apart * apart;
    }
    const double scale = 1.0 / std::sqrt(squares / static_cast<double>(hidden) + m_config.norm_eps);
    for (std::size_t i = 0; i < hidden; ++i)
        row[i] = static_cast<float>((static_cast<double>(row[i]) - mean) * scale) * norm.gain[i] + norm.bias[i];
}

/// out = in × the matrix + bias, for every token; the threads share the matrix's rows.
void Encoder::apply(Member& me, const Linear& linear, const std::vector<float>& in, std::vector<float>& out) {
    const auto slices = static_cast<std::uint32_t>((linear.rows + slice_rows - 1) / slice_rows);
    me.share(slices, [&](std::uint32_t slice) {
        const std::size_t first = slice * slice_rows, last = std::min(first + slice_rows, linear.rows);
        for (std::size_t row = 0; row < m_count; ++row)
            std::copy(linear.bias + first, linear.bias + last, out.data() + row * linear.rows + first);
        // The kernels find the panel of `first` themselves.
        m_kernels.dot_f32({in.data(), linear.columns, m_count, linear.columns, linear.panels, first, last, out.data(),
                           linear.rows, true});
    });
}

/// One head of all tokens: every token looks at every other one. Keys and, turned round, values take the place of
/// weights in the same products.
void Encoder::attend(Member& me, std::size_t head) {
    const std::size_t hidden = m_config.hidden, width = m_config.head_dim, begin = head * width;
    Room& room = m_rooms[me.index()];
    lay_out(m_k.data() + begin, hidden, 1, m_count, width, room.keys);
    lay_out(m_v.data() + begin, 1, hidden, width, m_count, room.values);
    room.scores.resize(m_count * m_count);
    m_kernels.dot_f32(
        {m_q.data() + begin, hidden, m_count, width, room.keys.data(), 0, m_count, room.scores.data(), m_count, false});
    const float scale = 1.0F / std::sqrt(static_cast<float>(width));
    for (float& score : room.scores)
        score *= scale;
    for (std::size_t row = 0; row < m_count; ++row)
        softmax(room.scores.data() + row * m_count, m_count);
    m_kernels.dot_f32({room.scores.data(), m_count, m_count, m_count, room.values.data(), 0, width,
                       m_mixed.data() + begin, hidden, false});
}

void Encoder::add_and_normalise(Member& me, const Norm& norm) {
    const std::size_t hidden = m_config.hidden;
    me.share(static_cast<std::uint32_t>(m_count), [&](std::uint32_t row) {
        float* const state = m_state.data() + row * hidden;
        const float* const added = m_added.data() + row * hidden;
        for (std::size_t i = 0; i < hidden; ++i)
            state[i] += added[i];
        normalise(norm, state);
    });
}

void Encoder::run(Member& me, const Layer& layer) {
    apply(me, layer.q, m_state, m_q);
    apply(me, layer.k, m_state, m_k);
    apply(me, layer.v, m_state, m_v);
    me.share(m_config.heads, [&](std::uint32_t head) { attend(me, head); });
    apply(me, layer.o, m_mixed, m_added);
    add_and_normalise(me, layer.attention);
    apply(me, layer.up, m_state, m_inner);
    me.share(static_cast<std::uint32_t>(m_count), [&](std::uint32_t row) {
        float* const inner = m_inner.data() + std::size_t{row} * m_config.ffn;
        std::transform(inner, inner + m_config.ffn, inner, gelu);
    });
    apply(me, layer.down, m_inner, m_added);
    add_and_normalise(me, layer.output);
}

std::vector<float> Encoder::pooled() const {
    const std::size_t hidden = m_config.hidden;
    const std::size_t rows = m_config.encoder->pooling == model::Pooling::first ? 1 : m_count;
    PooledStates states(hidden);
    for (std::size_t row = 0; row < rows; ++row)
        states.add(m_state.data() + row * hidden);
    return states.vector(m_config.encoder->normalised);
}

} // namespace hearth::compute
