// SPDX-License-Identifier: Apache-2.0
#include "synthetic_model.h"

#include "compute/rotary.h"

#include <algorithm>
#include <cmath>

namespace hearth::test {

namespace {

using Vector = std::vector<double>;

Vector times(const std::vector<float>& matrix, const Vector& x, std::size_t rows) {
    Vector out(rows, 0.0);
    for (std::size_t n = 0; n < rows; ++n)
        for (std::size_t k = 0; k < x.size(); ++k)
            out[n] += static_cast<double>(matrix[n * x.size() + k]) * x[k];
    return out;
}

Vector norm(const double* x, const std::vector<float>& gain, double eps) {
    double squares = 0.0;
    for (std::size_t i = 0; i < gain.size(); ++i)
        squares += x[i] * x[i];
    const double scale = 1.0 / std::sqrt(squares / static_cast<double>(gain.size()) + eps);
    Vector out(gain.size());
    for (std::size_t i = 0; i < gain.size(); ++i)
        out[i] = x[i] * scale * static_cast<double>(gain[i]);
    return out;
}

/// The decoder as a chain of plain functions over whole positions.
class Reference {
public:
    explicit Reference(const SyntheticModel& model)
        : m_model(model), m_config(model.config()), m_rotary(model.config()) {}

    /// After the last norm.
    std::vector<Vector> states(const std::vector<std::uint32_t>& ids) const {
        std::vector<Vector> hidden;
        const auto& embed = m_model.values("embed.weight");
        for (const std::uint32_t id : ids) {
            const auto begin = embed.begin() + std::ptrdiff_t{id} * m_config.hidden;
            hidden.emplace_back(begin, begin + m_config.hidden);
        }
        for (std::size_t i = 0; i < m_config.layers; ++i)
            layer("layers." + std::to_string(i) + ".", hidden);
        for (Vector& x : hidden)
            x = norm(x.data(), m_model.values("norm.weight"), m_config.norm_eps);
        return hidden;
    }

    std::vector<Vector> logits(const std::vector<std::uint32_t>& ids) const {
        std::vector<Vector> made = states(ids);
        const auto& head = m_model.values(m_config.tied_embeddings ? "embed.weight" : "lm_head.weight");
        for (Vector& x : made)
            x = times(head, x, m_config.vocab);
        return made;
    }

private:
    Vector linear(const std::string& name, const Vector& x, std::size_t rows, bool bias) const {
        Vector out = times(m_model.values(name + ".weight"), x, rows);
        if (bias)
            for (std::size_t n = 0; n < rows; ++n)
                out[n] += static_cast<double>(m_model.values(name + ".bias")[n]);
        return out;
    }

    void prepare_heads(Vector& heads, const std::string& norm_name, std::uint32_t position) const {
        const std::size_t dim = m_config.head_dim, half = dim / 2;
        std::vector<float> cosine(half), sine(half);
        m_rotary.angles(position, cosine.data(), sine.data());
        for (std::size_t start = 0; start < heads.size(); start += dim) {
            if (m_config.qk_norm) {
                const Vector normed = norm(heads.data() + start, m_model.values(norm_name), m_config.norm_eps);
                std::copy(normed.begin(), normed.end(), heads.begin() + static_cast<std::ptrdiff_t>(start));
            }
            for (std::size_t i = 0; i < half; ++i) {
                const double a = heads[start + i], b = heads[start + i + half];
                const double c = static_cast<double>(cosine[i]), s = static_cast<double>(sine[i]);
                heads[start + i] = a * c - b * s;
                heads[start + i + half] = b * c + a * s;
            }
        }
    }

    Vector attend(const Vector& query, const std::vector<Vector>& keys, const std::vector<Vector>& values,
                  std::size_t position) const {
        const std::size_t dim = m_config.head_dim, group = m_config.heads / m_config.kv_heads;
        const std::size_t window = m_config.sliding_window.value_or(UINT32_MAX);
        const std::size_t first = position + 1 > window ? position + 1 - window : 0;
        Vector out(m_config.heads * dim, 0.0);
        for (std::size_t head = 0; head < m_config.heads; ++head) {
            Vector weights;
            for (std::size_t t = first; t <= position; ++t) {
                double score = 0.0;
                for (std::size_t d = 0; d < dim; ++d)
                    score += query[head * dim + d] * keys[t][head / group * dim + d];
                weights.push_back(std::exp(score / std::sqrt(static_cast<double>(dim))));
            }
            double total = 0.0;
            for (const double weight : weights)
                total += weight;
            for (std::size_t t = first; t <= position; ++t)
                for (std::size_t d = 0; d < dim; ++d)
                    out[head * dim + d] += weights[t - first] / total * values[t][head / group * dim + d];
        }
        return out;
    }

    void layer(const std::string& prefix, std::vector<Vector>& hidden) const {
        const std::size_t q = std::size_t{m_config.heads} * m_config.head_dim;
        const std::size_t kv = std::size_t{m_config.kv_heads} * m_config.head_dim;
        std::vector<Vector> keys, values;
        for (std::size_t t = 0; t < hidden.size(); ++t) {
            Vector& x = hidden[t];
            const Vector in = norm(x.data(), m_model.values(prefix + "attn_norm.weight"), m_config.norm_eps);
            Vector query = linear(prefix + "q", in, q, m_config.qkv_bias);
            keys.push_back(linear(prefix + "k", in, kv, m_config.qkv_bias));
            values.push_back(linear(prefix + "v", in, kv, m_config.qkv_bias));
            prepare_heads(query, prefix + "q_norm.weight", static_cast<std::uint32_t>(t));
            prepare_heads(keys.back(), prefix + "k_norm.weight", static_cast<std::uint32_t>(t));
            const Vector mixed = linear(prefix + "o", attend(query, keys, values, t), m_config.hidden, m_config.o_bias);
            for (std::size_t i = 0; i < x.size(); ++i)
                x[i] += mixed[i];
            const Vector mlp_in = norm(x.data(), m_model.values(prefix + "mlp_norm.weight"), m_config.norm_eps);
            Vector gate = linear(prefix + "gate", mlp_in, m_config.ffn, m_config.mlp_bias);
            const Vector up = linear(prefix + "up", mlp_in, m_config.ffn, m_config.mlp_bias);
            for (std::size_t i = 0; i < gate.size(); ++i)
                gate[i] = gate[i] / (1.0 + std::exp(-gate[i])) * up[i];
            const Vector down = linear(prefix + "down", gate, m_config.hidden, m_config.mlp_bias);
            for (std::size_t i = 0; i < x.size(); ++i)
                x[i] += down[i];
        }
    }

    const SyntheticModel& m_model;
    const model::ModelConfig& m_config;
    compute::Rotary m_rotary;
};

} // namespace

SyntheticModel::SyntheticModel(model::ModelConfig config, std::uint32_t seed)
    : m_config(std::move(config)), m_state(seed) {
    const std::uint64_t hidden = m_config.hidden, ffn = m_config.ffn, dim = m_config.head_dim;
    const std::uint64_t q = m_config.heads * dim, kv = m_config.kv_heads * dim;
    add("embed.weight", {m_config.vocab, hidden}, 1.0F);
    add("norm.weight", {hidden}, 0.3F, 1.0F);
    if (!m_config.tied_embeddings) add("lm_head.weight", {m_config.vocab, hidden}, 0.5F);
    for (std::uint32_t i = 0; i < m_config.layers; ++i) {
        const std::string prefix = "layers." + std::to_string(i) + ".";
        const auto matrix = [&](const char* name, std::uint64_t rows, std::uint64_t columns, bool bias) {
            add(prefix + name + ".weight", {rows, columns}, 2.0F / std::sqrt(static_cast<float>(columns)));
            if (bias) add(prefix + name + ".bias", {rows}, 0.5F);
        };
        matrix("q", q, hidden, m_config.qkv_bias);
        matrix("k", kv, hidden, m_config.qkv_bias);
        matrix("v", kv, hidden, m_config.qkv_bias);
        matrix("o", hidden, q, m_config.o_bias);
        matrix("gate", ffn, hidden, m_config.mlp_bias);
        matrix("up", ffn, hidden, m_config.mlp_bias);
        matrix("down", hidden, ffn, m_config.mlp_bias);
        add(prefix + "attn_norm.weight", {hidden}, 0.3F, 1.0F);
        add(prefix + "mlp_norm.weight", {hidden}, 0.3F, 1.0F);
        if (m_config.qk_norm) add(prefix + "q_norm.weight", {dim}, 0.3F, 1.0F);
        if (m_config.qk_norm) add(prefix + "k_norm.weight", {dim}, 0.3F, 1.0F);
    }
}

void SyntheticModel::add(const std::string& name, std::vector<std::uint64_t> shape, float scale, float centre) {
    std::uint64_t count = 1;
    for (const std::uint64_t size : shape)
        count *= size;
    std::vector<float>& values = m_values[name];
    for (std::uint64_t i = 0; i < count; ++i) {
        m_state = m_state * 1664525U + 1013904223U;
        values.push_back(centre + scale * (static_cast<float>(m_state >> 8) / 8388608.0F - 1.0F));
    }
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(values.data());
    m_tensors.push_back({name, model::TensorType::f32, std::move(shape), {bytes, values.size() * sizeof(float)}});
}

void SyntheticModel::remove(const std::string& name) {
    std::erase_if(m_tensors, [&](const auto& tensor) { return tensor.name == name; });
}

model::ModelConfig small_config() {
    model::ModelConfig config;
    config.arch = "llama";
    config.layers = 2;
    config.hidden = 48;
    config.ffn = 80;
    config.heads = 6;
    config.kv_heads = 2;
    config.head_dim = 16;
    config.vocab = 96;
    config.context = 512;
    return config;
}

std::vector<std::vector<double>> reference_logits(const SyntheticModel& model, const std::vector<std::uint32_t>& ids) {
    return Reference(model).logits(ids);
}

std::vector<std::vector<double>> reference_states(const SyntheticModel& model, const std::vector<std::uint32_t>& ids) {
    return Reference(model).states(ids);
}

} // namespace hearth::test
