// SPDX-License-Identifier: Apache-2.0
#include "exact/profile/reference.h"

#include "exact/profile/arithmetic.h"

#include <algorithm>
#include <cmath>

namespace hearth::exact::reference {

std::optional<float> largest(std::span<const float> x) {
    float m = 0.0F;
    for (const float v : x) {
        if (!(std::fabs(v) < fault_limit)) return std::nullopt;
        m = std::max(m, std::fabs(v));
    }
    return m;
}

namespace {

QuantisedRow quantise_by(std::span<const float> x, float m) {
    QuantisedRow row{std::vector<std::int8_t>(x.size()), 0.0F};
    if (m < zero_limit) return row;
    const float r = 127.0F * reciprocal(m);
    for (std::size_t i = 0; i < x.size(); ++i)
        row.values[i] = static_cast<std::int8_t>(round_even(x[i] * r));
    row.scale = m * scale_of_max;
    return row;
}

std::int32_t dot(const std::int8_t* a, const std::int8_t* b, std::size_t n) {
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < n; ++i)
        sum += std::int32_t{a[i]} * b[i];
    return sum;
}

} // namespace

std::optional<QuantisedRow> quantise(std::span<const float> x) {
    const auto m = largest(x);
    if (!m) return std::nullopt;
    return quantise_by(x, *m);
}

std::optional<QuantisedRow> quantise_groups(std::span<const float> x) {
    const auto m = largest(x);
    if (!m) return std::nullopt;
    QuantisedRow row{std::vector<std::int8_t>(x.size()), 0.0F, std::vector<int>(x.size() / group_columns)};
    if (*m < zero_limit) return row;
    const float r = 127.0F * reciprocal(*m);
    for (std::size_t g = 0; g < row.exponents.size(); ++g) {
        const auto group = x.subspan(g * group_columns, group_columns);
        row.exponents[g] = group_exponent(*largest(group) * r);
        for (std::size_t i = 0; i < group_columns; ++i)
            row.values[g * group_columns + i] =
                static_cast<std::int8_t>(round_even((group[i] * r) * power_of_two(row.exponents[g])));
    }
    row.scale = *m * scale_of_max;
    return row;
}

float inverse_rms(std::span<const float> x, float m, float eps) {
    const int e = exponent_of(m);
    const float up = power_of_two(21 - e);
    std::uint64_t sum = 0;
    for (const float v : x) {
        const std::int64_t i = round_even(v * up);
        sum += static_cast<std::uint64_t>(i * i);
    }
    const float mean = leading_bits(sum / x.size()) * power_of_two(e - 21) * power_of_two(e - 21);
    return inverse_root(mean + eps);
}

std::optional<QuantisedRow> normalise(std::span<const float> x, float eps) {
    const auto m = largest(x);
    if (!m) return std::nullopt;
    QuantisedRow row = quantise_by(x, *m);
    if (row.scale != 0.0F) row.scale = row.scale * inverse_rms(x, *m, eps);
    return row;
}

bool normalise_by(std::span<float> x, const float* gain, float eps) {
    const auto m = largest(x);
    if (!m) return false;
    if (*m < zero_limit) {
        std::fill(x.begin(), x.end(), 0.0F);
        return true;
    }
    const float r = inverse_rms(x, *m, eps);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = (x[i] * r) * gain[i];
    return true;
}

namespace {

std::int64_t grouped_dot(const QuantisedRow& x, const MatrixView& matrix, std::size_t n) {
    const std::size_t groups = matrix.columns / group_columns;
    std::int64_t sum = 0;
    for (std::size_t g = 0; g < groups; ++g) {
        std::int32_t products = 0, inputs = 0;
        for (std::size_t k = g * group_columns; k < (g + 1) * group_columns; ++k) {
            const auto both = static_cast<std::uint8_t>(matrix.data[(n * matrix.columns + k) / 2]);
            products += x.values[k] * (k % 2 == 0 ? both & 15 : both >> 4);
            inputs += x.values[k];
        }
        const std::int32_t part = matrix.factors[n * groups + g] * products + matrix.minima[n * groups + g] * inputs;
        sum += part * (std::int64_t{1} << (finest_exponent - x.exponents[g]));
    }
    return sum;
}

void grouped_linear(const QuantisedRow& x, const MatrixView& matrix, float* out) {
    for (std::size_t n = 0; n < matrix.rows; ++n) {
        out[n] =
            (wide_to_float(grouped_dot(x, matrix, n)) * (x.scale * power_of_two(-finest_exponent))) * matrix.scales[n];
        if (matrix.bias != nullptr) out[n] = out[n] + matrix.bias[n];
    }
}

} // namespace

void linear(const QuantisedRow& x, const MatrixView& matrix, float* out) {
    if (matrix.factors != nullptr) return grouped_linear(x, matrix, out);
    for (std::size_t n = 0; n < matrix.rows; ++n) {
        const std::int32_t sum = dot(x.values.data(), matrix.data + n * matrix.columns, matrix.columns);
        out[n] = (static_cast<float>(sum) * x.scale) * matrix.scales[n];
        if (matrix.bias != nullptr) out[n] = out[n] + matrix.bias[n];
    }
}

void rotate(std::span<float> head, const Shape& shape, std::uint32_t position) {
    const std::size_t half = head.size() / 2;
    for (std::size_t i = 0; i < half; ++i) {
        const Rotation turn = rotation(position * shape.frequencies[i]);
        const float a = head[i], b = head[i + half];
        head[i] = a * turn.cosine - b * turn.sine;
        head[i + half] = b * turn.cosine + a * turn.sine;
    }
}

void attend(const QuantisedRow& query, const HeadCache& cache, std::uint32_t first, std::uint32_t last,
            float attention_scale, std::span<float> out) {
    constexpr float bound = 0x1p30F;
    const float a = query.scale * attention_scale;
    std::vector<std::int32_t> z;
    float strongest = 0.0F;
    for (std::uint32_t t = first; t <= last; ++t) {
        const QuantisedRow& key = cache.keys[t];
        const std::int32_t d = dot(query.values.data(), key.values.data(), out.size());
        const float score = (static_cast<float>(d) * a) * key.scale;
        z.push_back(round_even(std::clamp(score, -bound, bound)));
        strongest = std::max(strongest, cache.values[t].scale);
    }
    std::fill(out.begin(), out.end(), 0.0F);
    if (strongest == 0.0F) return;
    const std::int32_t highest = *std::max_element(z.begin(), z.end());
    const float weight = value_weight_one * reciprocal(strongest);
    std::uint64_t total = 0;
    std::vector<std::int64_t> sums(out.size());
    for (std::uint32_t t = first; t <= last; ++t) {
        const QuantisedRow& value = cache.values[t];
        const auto delta = static_cast<std::uint32_t>(highest) - static_cast<std::uint32_t>(z[t - first]);
        const std::uint32_t p = exp2_q15(delta);
        const auto w = static_cast<std::uint32_t>(round_even(value.scale * weight));
        const std::int64_t e = (p * w + 16384) >> 15;
        total += p;
        for (std::size_t i = 0; i < out.size(); ++i)
            sums[i] += e * value.values[i];
    }
    const float unit = (strongest * reciprocal(leading_bits(total))) * value_weight_unit;
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = wide_to_float(sums[i]) * unit;
}

Decoder::Decoder(const ModelView& model)
    : m_model(model), m_cache(model.shape.layers, std::vector<HeadCache>(model.shape.kv_heads)) {}

bool Decoder::push(std::uint32_t token) {
    const MatrixView& embed = m_model.embed;
    std::vector<float> x(embed.columns);
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = static_cast<float>(embed.data[std::size_t{token} * embed.columns + i]) * embed.scales[token];
    if (grouped()) hadamard(x.data(), x.size());
    for (std::size_t i = 0; i < m_model.layers.size(); ++i)
        if (!layer(i, x)) return false;
    std::optional<QuantisedRow> row;
    if (!grouped()) {
        row = normalise(x, m_model.shape.norm_eps);
    } else if (normalise_by(x, m_model.final_norm, m_model.shape.norm_eps)) {
        hadamard(x.data(), x.size());
        row = quantise(x);
    }
    if (!row) return false;
    m_final = std::move(*row);
    ++m_position;
    return true;
}

std::optional<QuantisedRow> Decoder::normed(std::vector<float> x, const float* gain) const {
    if (!grouped()) return normalise(x, m_model.shape.norm_eps);
    if (!normalise_by(x, gain, m_model.shape.norm_eps)) return std::nullopt;
    return quantise_groups(x);
}

std::optional<QuantisedRow> Decoder::inner(std::span<const float> x) const {
    return grouped() ? quantise_groups(x) : quantise(x);
}

bool Decoder::layer(std::size_t index, std::vector<float>& x) {
    const Shape& shape = m_model.shape;
    const LayerView& weights = m_model.layers[index];
    const std::size_t dim = shape.head_dim;
    const auto input = normed(x, weights.attn_norm);
    if (!input) return false;
    std::vector<float> q(shape.q_width()), k(shape.kv_width()), v(shape.kv_width()), mixed(shape.q_width());
    linear(*input, weights.q, q.data());
    linear(*input, weights.k, k.data());
    linear(*input, weights.v, v.data());
    const auto prepare = [&](std::span<float> head, const float* gain) {
        if (gain != nullptr && !normalise_by(head, gain, shape.norm_eps)) return false;
        rotate(head, shape, m_position);
        hadamard(head.data(), head.size());
        return true;
    };
    for (std::size_t h = 0; h < shape.kv_heads; ++h) {
        const std::span key(k.data() + h * dim, dim), value(v.data() + h * dim, dim);
        if (!prepare(key, weights.k_norm)) return false;
        if (grouped()) hadamard(value.data(), dim);
        auto stored_key = quantise(key), stored_value = quantise(value);
        if (!stored_key || !stored_value) return false;
        m_cache[index][h].keys.push_back(std::move(*stored_key));
        m_cache[index][h].values.push_back(std::move(*stored_value));
    }
    for (std::size_t h = 0; h < shape.heads; ++h) {
        const std::span head(q.data() + h * dim, dim);
        if (!prepare(head, weights.q_norm)) return false;
        const auto query = quantise(head);
        if (!query) return false;
        attend(*query, m_cache[index][h / shape.group()], shape.first_seen(m_position), m_position,
               shape.attention_scale, {mixed.data() + h * dim, dim});
        if (grouped()) hadamard(mixed.data() + h * dim, dim);
    }
    std::vector<float> y(shape.hidden), gate(shape.ffn), up(shape.ffn);
    const auto add_product = [&](std::span<const float> in, const MatrixView& matrix) {
        const auto row = inner(in);
        if (!row) return false;
        linear(*row, matrix, y.data());
        for (std::size_t i = 0; i < x.size(); ++i)
            x[i] = x[i] + y[i];
        return true;
    };
    if (!add_product(mixed, weights.o)) return false;
    const auto second = normed(x, weights.mlp_norm);
    if (!second) return false;
    linear(*second, weights.gate, gate.data());
    linear(*second, weights.up, up.data());
    for (std::size_t i = 0; i < gate.size(); ++i)
        gate[i] = gated(gate[i], up[i]);
    if (!grouped()) hadamard(gate.data(), gate.size());
    return add_product(gate, weights.down);
}

std::vector<float> Decoder::logits() const {
    std::vector<float> out(m_model.lm_head.rows);
    linear(m_final, m_model.lm_head, out.data());
    return out;
}

} // namespace hearth::exact::reference
