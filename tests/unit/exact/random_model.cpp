// SPDX-License-Identifier: Apache-2.0
#include "random_model.h"

#include "exact/profile/arithmetic.h"

namespace hearth::test {

RandomModel::RandomModel(exact::Shape shape, const Options& options) : m_random(options.seed) {
    m_view.shape.profile = shape.profile;
    const std::uint32_t hidden = shape.hidden, ffn = shape.ffn, q = shape.q_width(), kv = shape.kv_width();
    if (shape.attention_scale == 0.0F)
        shape.attention_scale = exact::log2_e / std::sqrt(static_cast<float>(shape.head_dim)) * 65536.0F;
    shape.frequencies.clear();
    for (std::uint32_t i = 0; i < shape.head_dim / 2; ++i)
        shape.frequencies.push_back(m_random.next() >> (3 + i % 20));
    m_view.embed = matrix(shape.vocab, hidden, 1.0F, false);
    for (std::uint32_t i = 0; i < shape.layers; ++i) {
        exact::LayerView layer;
        layer.q = inner(q, hidden, 3.0F, options.qkv_bias);
        layer.k = inner(kv, hidden, 3.0F, options.qkv_bias);
        layer.v = inner(kv, hidden, 2.0F, options.qkv_bias);
        layer.o = inner(hidden, q, 2.0F, options.other_biases);
        layer.gate = inner(ffn, hidden, 3.0F, options.other_biases);
        layer.up = inner(ffn, hidden, 2.0F, options.other_biases);
        layer.down = inner(hidden, ffn, 2.0F, options.other_biases);
        if (options.qk_norm) {
            layer.q_norm = floats(shape.head_dim, 1.0F, 0.4F);
            layer.k_norm = floats(shape.head_dim, 1.0F, 0.4F);
        }
        if (shape.profile == exact::Profile::ci41) {
            layer.attn_norm = floats(hidden, 1.0F, 0.4F);
            layer.mlp_norm = floats(hidden, 1.0F, 0.4F);
        }
        m_view.layers.push_back(layer);
    }
    if (shape.profile == exact::Profile::ci41) m_view.final_norm = floats(hidden, 1.0F, 0.4F);
    m_view.lm_head = options.tied ? m_view.embed : matrix(shape.vocab, hidden, 1.0F, false);
    m_view.shape = std::move(shape);
}

exact::MatrixView RandomModel::inner(std::uint32_t rows, std::uint32_t columns, float size, bool bias) {
    if (m_view.shape.profile == exact::Profile::ci81) return matrix(rows, columns, size, bias);
    exact::MatrixView made = matrix(rows, columns / 2, size / 4000.0F, bias); // 15 × 32767 beside 127
    made.columns = columns;
    for (const std::int16_t** const words : {&made.factors, &made.minima}) {
        auto& values = m_words.emplace_back();
        for (std::size_t i = 0; i < std::size_t{rows} * columns / exact::group_columns; ++i)
            values.push_back(static_cast<std::int16_t>(static_cast<int>(m_random.below(65535)) - 32767));
        *words = values.data();
    }
    return made;
}

exact::MatrixView RandomModel::matrix(std::uint32_t rows, std::uint32_t columns, float size, bool bias) {
    auto& bytes = m_bytes.emplace_back(std::size_t{rows} * columns);
    m_random.fill(bytes);
    const float typical = size / std::sqrt(static_cast<float>(columns)) / 127.0F;
    auto& scales = m_floats.emplace_back();
    for (std::uint32_t row = 0; row < rows; ++row)
        scales.push_back(m_random.one_in(40) ? 0.0F : typical * (1.0F + 0.5F * m_random.unit()));
    return {rows, columns, bytes.data(), scales.data(), bias ? floats(rows, 0.0F, 0.5F) : nullptr};
}

const float* RandomModel::floats(std::size_t count, float centre, float spread) {
    auto& values = m_floats.emplace_back();
    for (std::size_t i = 0; i < count; ++i)
        values.push_back(centre + spread * m_random.unit());
    return values.data();
}

exact::Shape small_shape() {
    exact::Shape shape;
    shape.layers = 2;
    shape.hidden = 48;
    shape.ffn = 80;
    shape.heads = 6;
    shape.kv_heads = 2;
    shape.head_dim = 16;
    shape.vocab = 96;
    shape.context = 1024;
    return shape;
}

exact::Shape small_grouped_shape() {
    exact::Shape shape = small_shape();
    shape.profile = exact::Profile::ci41;
    shape.hidden = shape.ffn = 96;
    return shape;
}

} // namespace hearth::test
