// SPDX-License-Identifier: Apache-2.0
#include "exact/measure/synthetic_model.h"

#include "core/size_text.h"
#include "core/splitmix.h"
#include "exact/memory.h"
#include "exact/profile/arithmetic.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <deque>
#include <utility>

namespace hearth::exact {

namespace {

// SmolLM2-135M, TinyLlama-1.1B, Llama-3.2-3B, Llama-2-7B and -13B.
/// Of a matrix in 8 bits and its scales; in 4 bits there are 4 bytes for every 32 values besides.
std::uint64_t matrix_bytes(std::uint64_t rows, std::uint64_t columns, bool grouped) {
    const std::uint64_t values = rows * columns;
    return (grouped ? values / 2 + values / group_columns * 4 : values) + rows * sizeof(float);
}

/// Of the one layer that is made, and what stands around the layers; norms are small change.
std::uint64_t host_bytes(const Shape& shape) {
    const bool grouped = shape.profile == Profile::ci41;
    const std::uint64_t hidden = shape.hidden, q = shape.q_width(), kv = shape.kv_width(), ffn = shape.ffn;
    return 2 * matrix_bytes(shape.vocab, hidden, false) + matrix_bytes(q + 2 * kv, hidden, grouped) +
           matrix_bytes(hidden, q, grouped) + matrix_bytes(2 * ffn, hidden, grouped) +
           matrix_bytes(hidden, ffn, grouped);
}

constexpr std::array<ModelClass, 5> classes{{{"135m", 30, 576, 1536, 9, 3, 64, 49152},
                                             {"1b", 22, 2048, 5632, 32, 4, 64, 32000},
                                             {"3b", 28, 3072, 8192, 24, 8, 128, 128256},
                                             {"7b", 32, 4096, 11008, 32, 32, 128, 32000},
                                             {"13b", 40, 5120, 13824, 40, 40, 128, 32000}}};

} // namespace

std::span<const ModelClass> model_classes() {
    return classes;
}

const ModelClass* model_class(std::string_view name) {
    const auto all = model_classes();
    const auto found = std::find_if(all.begin(), all.end(), [&](const ModelClass& one) { return one.name == name; });
    return found == all.end() ? nullptr : &*found;
}

Shape ModelClass::shape(Profile profile, std::uint32_t context) const {
    Shape shape;
    shape.profile = profile;
    shape.layers = layers;
    shape.hidden = hidden;
    shape.ffn = ffn;
    shape.heads = heads;
    shape.kv_heads = kv_heads;
    shape.head_dim = head_dim;
    shape.vocab = vocab;
    shape.context = context;
    shape.attention_scale = log2_e / std::sqrt(static_cast<float>(head_dim)) * 65536.0F;
    std::uint64_t frequency = 0x28BE60DB9391054A; // one radian in turns × 2⁶⁴
    for (std::uint32_t i = 0; i < head_dim / 2; ++i, frequency = frequency / 4 * 3)
        shape.frequencies.push_back(frequency);
    return shape;
}

std::uint64_t ModelClass::token_bytes(Profile profile) const {
    const std::uint64_t q = std::uint64_t{heads} * head_dim, kv = std::uint64_t{kv_heads} * head_dim;
    const std::uint64_t layer = hidden * (2 * q + 2 * kv + 3 * std::uint64_t{ffn});
    // 4 bits a value, and 4 bytes of factor and minimum for 32 of them.
    return layers * (profile == Profile::ci81 ? layer : layer / 2 + layer / 8) + embedding_bytes();
}

struct SyntheticModel::Values {
    core::SplitMix64 numbers;
    const LoadProgress& progress; ///< for as long as the model is being made
    std::uint64_t done = 0, all = 0;
    bool cancelled = false;
    std::deque<std::vector<std::int8_t>> bytes;
    std::deque<std::vector<std::int16_t>> words;
    std::deque<std::vector<float>> floats;

    const float* around(std::size_t count, float centre, float spread) {
        auto& v = floats.emplace_back(count);
        for (float& x : v)
            x = centre + spread * (static_cast<float>(numbers.next() >> 40) * 0x1p-23F - 1.0F);
        return v.data();
    }
    const std::int16_t* some_words(std::size_t count) {
        auto& v = words.emplace_back(count);
        for (std::int16_t& x : v)
            x = static_cast<std::int16_t>(static_cast<int>(numbers.next() % 65535) - 32767);
        return v.data();
    }
    /// Rows whose products come out about `size` large.
    MatrixView matrix(std::uint32_t rows, std::uint32_t columns, float size, bool grouped) {
        cancelled = cancelled || (progress && !progress(done, all));
        if (cancelled) return {};
        done += matrix_bytes(rows, columns, grouped);
        auto& v = bytes.emplace_back(std::size_t{rows} * columns / (grouped ? 2 : 1));
        for (std::size_t i = 0; i < v.size(); i += 8) {
            const std::uint64_t number = numbers.next();
            std::memcpy(v.data() + i, &number, std::min<std::size_t>(8, v.size() - i));
        }
        if (!grouped) std::replace(v.begin(), v.end(), std::int8_t{-128}, std::int8_t{127});
        const float typical = size / std::sqrt(static_cast<float>(columns)) / (grouped ? 15.0F * 32767.0F : 127.0F);
        MatrixView made{rows, columns, v.data(), around(rows, typical, typical / 2), nullptr};
        if (!grouped) return made;
        made.factors = some_words(std::size_t{rows} * columns / group_columns);
        made.minima = some_words(std::size_t{rows} * columns / group_columns);
        return made;
    }
};

core::Result<SyntheticModel> SyntheticModel::make(Shape shape, std::uint64_t seed, const LoadProgress& progress) {
    const std::uint64_t needed = host_bytes(shape);
    if (const auto limit = available_memory(); limit && needed > limit->bytes)
        return core::fail(core::Code::out_of_memory,
                          core::say("making_model_takes_memory",
                                    {core::needed_text(needed), core::room_text(limit->bytes), limit->source}),
                          core::say("measure_smaller_one_close"));
    SyntheticModel made(std::move(shape), seed, progress);
    if (made.m_values->cancelled) return core::fail(core::Code::cancelled, core::say("making_model_cancelled"));
    return made;
}

SyntheticModel::SyntheticModel(Shape shape, std::uint64_t seed, const LoadProgress& progress)
    : m_values(new Values{core::SplitMix64(seed), progress, 0, host_bytes(shape), false, {}, {}, {}}) {
    Values& make = *m_values;
    const bool grouped = shape.profile == Profile::ci41;
    const std::uint32_t hidden = shape.hidden;
    m_view.embed = make.matrix(shape.vocab, hidden, 1.0F, false);
    LayerView layer;
    layer.q = make.matrix(shape.q_width(), hidden, 2.0F, grouped);
    layer.k = make.matrix(shape.kv_width(), hidden, 2.0F, grouped);
    layer.v = make.matrix(shape.kv_width(), hidden, 2.0F, grouped);
    layer.o = make.matrix(hidden, shape.q_width(), 1.0F, grouped);
    layer.gate = make.matrix(shape.ffn, hidden, 2.0F, grouped);
    layer.up = make.matrix(shape.ffn, hidden, 2.0F, grouped);
    layer.down = make.matrix(hidden, shape.ffn, 1.0F, grouped);
    if (grouped) {
        layer.attn_norm = make.around(hidden, 1.0F, 0.4F);
        layer.mlp_norm = make.around(hidden, 1.0F, 0.4F);
        m_view.final_norm = make.around(hidden, 1.0F, 0.4F);
    }
    m_view.layers.assign(shape.layers, layer);
    m_view.lm_head = make.matrix(shape.vocab, hidden, 1.0F, false);
    m_view.shape = std::move(shape);
}

SyntheticModel::SyntheticModel(SyntheticModel&&) noexcept = default;
SyntheticModel::~SyntheticModel() = default;

} // namespace hearth::exact
