// SPDX-License-Identifier: Apache-2.0
#include "compute/decoder.h"

#include "compute/torch_plugin.h"

#include <algorithm>
#include <cmath>

namespace hearth::compute {

namespace {

constexpr std::size_t tile_rows = 8;         // rows of one sequence that look at the keys together
constexpr std::size_t private_norm_rows = 4; // below, every thread normalises for itself: cheaper than a barrier

std::size_t slice_begin(const Matrix& matrix, std::size_t slice, std::size_t slices) {
    const std::size_t panels = (matrix.rows + panel_rows - 1) / panel_rows;
    return std::min(panels * slice / slices * panel_rows, matrix.rows);
}

} // namespace

Decoder::Decoder(model::ModelConfig config_, Weights weights, exact::PageBuffer cache, ThreadTeam& team,
                 const Kernels& kernels)
    : m_config(std::move(config_)), m_weights(std::move(weights)), m_layout(m_config, m_weights.precision),
      m_cache(std::move(cache)), m_page_count(static_cast<std::uint32_t>(m_cache.size() / m_layout.page_bytes)),
      m_team(team), m_team_size(team), m_kernels(kernels), m_rotary(m_config),
      m_q_width(std::size_t{m_config.heads} * m_config.head_dim),
      m_qkv_width(m_q_width + 2 * std::size_t{m_config.kv_heads} * m_config.head_dim),
      m_hidden(inference::max_rows * m_config.hidden), m_normed(inference::max_rows * m_config.hidden),
      m_qkv(inference::max_rows * m_qkv_width), m_mixed(inference::max_rows * m_q_width),
      m_gate(inference::max_rows * m_config.ffn), m_up(inference::max_rows * m_config.ffn),
      m_cosine(inference::max_rows * m_rotary.half()), m_sine(inference::max_rows * m_rotary.half()),
      m_logits(inference::max_outputs * m_config.vocab) {
    m_thread_pages.resize(team.size());
    for (unsigned i = 0; i < team.size(); ++i)
        m_thread_normed.emplace_back(private_norm_rows * m_config.hidden);
}

core::Status Decoder::use_onednn() {
    HEARTH_TRY(const TorchPlugin* torch, torch_plugin());
    auto products = torch->onednn();
    bool good = m_weights.precision == Precision::bf16;
    for (const Layer& weights : m_weights.layers)
        for (const Matrix* const matrix : {&weights.qkv, &weights.o, &weights.gate, &weights.up, &weights.down}) {
            const std::uint32_t count = slices(*matrix, inference::max_rows);
            for (std::uint32_t i = 0; good && i < count; ++i)
                good = products->add(m_weights, *matrix, slice_begin(*matrix, i, count),
                                     slice_begin(*matrix, i + 1, count), inference::max_rows);
        }
    if (!good)
        return core::fail(core::Code::unsupported, core::say("onednn_cannot_multiply_model"),
                          core::say("load_without_option_profile"));
    m_onednn = std::move(products);
    return {};
}

std::uint64_t Decoder::workspace_bytes(const model::ModelConfig& config, unsigned threads) {
    const std::uint64_t q = std::uint64_t{config.heads} * config.head_dim;
    const std::uint64_t kv = std::uint64_t{config.kv_heads} * config.head_dim;
    const std::uint64_t row = 2ULL * config.hidden + 2 * q + 2 * kv + 2ULL * config.ffn + config.head_dim;
    return 4 * (inference::max_rows * row + inference::max_outputs * config.vocab +
                threads * private_norm_rows * config.hidden);
}

void Decoder::plan_tiles() {
    m_tiles.clear();
    m_single_rows = true;
    for (std::uint32_t row = 0; row < m_rows.size(); ++row) {
        const bool joins = !m_tiles.empty() && m_rows[row].pages == m_rows[row - 1].pages;
        m_single_rows = m_single_rows && !joins;
        if (joins && m_tiles.back().count < tile_rows)
            ++m_tiles.back().count;
        else
            m_tiles.push_back({row, 1});
    }
}

core::Status Decoder::forward(std::span<const Row> rows) {
    m_rows = rows;
    m_count = rows.size();
    m_failed = false;
    plan_tiles();
    m_team_size.before(m_count);
    m_team.run([&](Member& me) {
        me.share(static_cast<std::uint32_t>(m_count), [&](std::uint32_t row) { embed(row); });
        for (std::size_t i = 0; i < m_weights.layers.size(); ++i)
            layer(me, i);
    });
    m_team_size.after(m_count);
    if (m_failed)
        return core::fail(core::Code::out_of_memory, core::say("not_enough_memory_one"),
                          core::say("close_other_programs_load"));
    return {};
}

core::Result<std::span<const float>> Decoder::project(std::span<const std::uint32_t> rows) {
    const std::size_t hidden = m_config.hidden, vocab = m_config.vocab;
    for (std::size_t i = 0; i < rows.size(); ++i)
        m_kernels.rms_norm(m_hidden.data() + rows[i] * hidden, m_weights.norm, hidden,
                           static_cast<float>(m_config.norm_eps), m_normed.data() + i * hidden);
    m_count = rows.size();
    m_failed = false;
    m_team.run([&](Member& me) { sliced(me, m_weights.lm_head, m_normed.data(), m_logits.data(), false); });
    if (m_failed) return core::fail(core::Code::out_of_memory, core::say("not_enough_memory_model"));
    const std::span<const float> logits(m_logits.data(), rows.size() * vocab);
    if (!m_kernels.finite(logits.data(), logits.size()))
        return core::fail(core::Code::corrupt, core::say("model_produced_values_not"),
                          core::say("check_model_files_may"));
    return logits;
}

const float* Decoder::state(std::size_t row) {
    const std::size_t hidden = m_config.hidden;
    m_kernels.rms_norm(m_hidden.data() + row * hidden, m_weights.norm, hidden, static_cast<float>(m_config.norm_eps),
                       m_normed.data());
    return m_normed.data();
}

void Decoder::embed(std::uint32_t row) {
    const std::size_t hidden = m_config.hidden, half = m_rotary.half();
    m_weights.read_row(m_weights.embed, m_rows[row].token, m_hidden.data() + row * hidden);
    m_rotary.angles(m_rows[row].position, m_cosine.data() + row * half, m_sine.data() + row * half);
}

const float* Decoder::normalised(Member& me, const float* gain) {
    const std::size_t hidden = m_config.hidden;
    const auto eps = static_cast<float>(m_config.norm_eps);
    const auto norm = [&](std::size_t row, float* out) {
        m_kernels.rms_norm(m_hidden.data() + row * hidden, gain, hidden, eps, out + row * hidden);
    };
    if (m_count <= private_norm_rows) {
        float* const out = m_thread_normed[me.index()].data();
        for (std::size_t row = 0; row < m_count; ++row)
            norm(row, out);
        return out;
    }
    me.share(static_cast<std::uint32_t>(m_count), [&](std::uint32_t row) { norm(row, m_normed.data()); });
    return m_normed.data();
}

void Decoder::layer(Member& me, std::size_t index) {
    const Layer& weights = m_weights.layers[index];
    const std::size_t ffn = m_config.ffn;
    sliced(me, weights.qkv, normalised(me, weights.attn_norm), m_qkv.data(), false);
    attention(me, index);
    sliced(me, weights.o, m_mixed.data(), m_hidden.data(), true);
    const float* const input = normalised(me, weights.mlp_norm);
    each_slice(me, weights.gate, [&](std::size_t first, std::size_t last) {
        linear(weights.gate, input, first, last, m_gate.data(), ffn, false);
        linear(weights.up, input, first, last, m_up.data(), ffn, false);
        for (std::size_t row = 0; row < m_count; ++row)
            m_kernels.silu_times(m_gate.data() + row * ffn + first, m_up.data() + row * ffn + first, last - first);
    });
    sliced(me, weights.down, m_gate.data(), m_hidden.data(), true);
}

std::uint32_t Decoder::slices(const Matrix& matrix, std::size_t rows) const {
    // Small enough that a slow thread holds nobody up, large enough that handing out costs nothing.
    const std::size_t wanted = rows > few_rows ? 192 : (96U << 10) / matrix.columns;
    const std::size_t each = std::max<std::size_t>(1, wanted / panel_rows);
    const std::size_t panels = (matrix.rows + panel_rows - 1) / panel_rows;
    const std::size_t even = ((panels + each - 1) / each + m_team.size() - 1) / m_team.size() * m_team.size();
    return static_cast<std::uint32_t>(std::clamp<std::size_t>(even, 1, panels));
}

template <typename Work>
void Decoder::each_slice(Member& me, const Matrix& matrix, Work&& work) {
    const std::uint32_t count = slices(matrix, m_count);
    me.share(count, [&](std::uint32_t i) { work(slice_begin(matrix, i, count), slice_begin(matrix, i + 1, count)); });
}

void Decoder::sliced(Member& me, const Matrix& matrix, const float* input, float* output, bool add) {
    each_slice(me, matrix, [&](std::size_t first, std::size_t last) {
        linear(matrix, input, first, last, output, matrix.rows, add);
    });
}

void Decoder::linear(const Matrix& matrix, const float* input, std::size_t first, std::size_t last, float* output,
                     std::size_t output_stride, bool add) {
    const auto kernel = m_weights.precision == Precision::bf16 ? m_kernels.dot_bf16 : m_kernels.dot_f32;
    const DotArgs args{input, matrix.columns, m_count, matrix.columns, matrix.data,
                       first, last,           output,  output_stride,  add};
    // lm_head sees a few rows at most and stays with the kernels.
    if (m_onednn == nullptr || m_count <= few_rows || matrix.data == m_weights.lm_head.data)
        kernel(args);
    else if (!m_onednn->multiply(args))
        m_failed = true;
    if (matrix.bias == nullptr) return;
    for (std::size_t row = 0; row < m_count; ++row)
        for (std::size_t n = first; n < last; ++n)
            output[row * output_stride + n] += matrix.bias[n];
}

} // namespace hearth::compute
