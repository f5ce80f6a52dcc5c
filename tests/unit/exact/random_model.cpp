// SPDX-License-Identifier: Apache-2.0
#include "random_model.h"

#include "exact/arithmetic.h"

namespace hearth::test {

RandomModel::RandomModel(exact::Shape shape, const Options& options) : m_random(options.seed) {
    const std::uint32_t hidden = shape.hidden, ffn = shape.ffn, q = shape.q_width(), kv = shape.kv_width();
    if (shape.attention_scale == 0.0F)
        shape.attention_scale = exact::log2_e / std::sqrt(static_cast<float>(shape.head_dim)) * 65536.0F;
    shape.frequencies.clear();
    for (std::uint32_t i = 0; i < shape.head_dim / 2; ++i)
        shape.frequencies.push_back(m_random.next() >> (3 + i % 20));
    m_view.embed = matrix(shape.vocab, hidden, 1.0F, false);
    for (std::uint32_t i = 0; i < shape.layers; ++i) {
        exact::LayerView layer;
        layer.q = matrix(q, hidden, 3.0F, options.qkv_bias);
        layer.k = matrix(kv, hidden, 3.0F, options.qkv_bias);
        layer.v = matrix(kv, hidden, 2.0F, options.qkv_bias);
        layer.o = matrix(hidden, q, 2.0F, options.other_biases);
        layer.gate = matrix(ffn, hidden, 3.0F, options.other_biases);
        layer.up = matrix(ffn, hidden, 2.0F, options.other_biases);
        layer.down = matrix(hidden, ffn, 2.0F, options.other_biases);
        if (options.qk_norm) {
            layer.q_norm = floats(shape.head_dim, 1.0F, 0.4F);
            layer.k_norm = floats(shape.head_dim, 1.0F, 0.4F);
        }
        m_view.layers.push_back(layer);
    }
    m_view.lm_head = options.tied ? m_view.embed : matrix(shape.vocab, hidden, 1.0F, false);
    m_view.shape = std::move(shape);
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

} // namespace hearth::test
