// SPDX-License-Identifier: Apache-2.0
#include "exact/cpu/weights.h"

#include <algorithm>
#include <cstring>

namespace hearth::exact {

namespace {

constexpr std::size_t alignment = 64;

/// Hands out places; with a null base it only counts.
class Places {
public:
    explicit Places(std::uint8_t* base) : m_base(base) {}
    template <typename T>
    T* take(std::size_t count) {
        std::uint8_t* const place = m_base == nullptr ? nullptr : m_base + m_used;
        m_used = rounded_up(m_used + count * sizeof(T), alignment);
        return reinterpret_cast<T*>(place);
    }
    PackedMatrix matrix(std::size_t rows, std::size_t columns, bool bias, bool grouped) {
        PackedMatrix m = PackedMatrix::of(rows, columns, grouped);
        m.data = take<std::uint8_t>(m.blocks * m.block_bytes());
        m.scales = take<float>(m.blocks * block_rows);
        if (bias) m.biases = take<float>(m.blocks * block_rows);
        return m;
    }
    std::uint64_t used() const { return m_used; }

private:
    std::uint8_t* m_base;
    std::size_t m_used = 0;
};

void plan(Places& places, const ModelView& model, CpuWeights& weights) {
    const Shape& shape = model.shape;
    if (model.projects()) weights.lm_head = places.matrix(shape.vocab, shape.hidden, false, false);
    const bool grouped = shape.profile == Profile::ci41;
    if (grouped) weights.final_norm = places.take<float>(shape.hidden);
    for (const LayerView& from : model.layers) {
        CpuLayer layer;
        layer.qkv =
            places.matrix(shape.q_width() + 2 * shape.kv_width(), shape.hidden, from.q.bias != nullptr, grouped);
        layer.o = places.matrix(shape.hidden, shape.q_width(), from.o.bias != nullptr, grouped);
        layer.gate = places.matrix(shape.ffn, shape.hidden, from.gate.bias != nullptr, grouped);
        layer.up = places.matrix(shape.ffn, shape.hidden, from.up.bias != nullptr, grouped);
        layer.down = places.matrix(shape.hidden, shape.ffn, from.down.bias != nullptr, grouped);
        layer.q_norm = places.take<float>(shape.head_dim);
        layer.k_norm = places.take<float>(shape.head_dim);
        if (grouped) {
            layer.attn_norm = places.take<float>(shape.hidden);
            layer.mlp_norm = places.take<float>(shape.hidden);
        }
        weights.layers.push_back(layer);
    }
    if (model.embeds())
        weights.embed = {shape.vocab, shape.hidden, places.take<std::int8_t>(std::size_t{shape.vocab} * shape.hidden),
                         places.take<float>(shape.vocab), nullptr};
}

/// const_cast: the place was taken from the writable block just now.
void copy_in(const float* place, const float* from, std::size_t count) {
    std::copy_n(from, count, const_cast<float*>(place));
}

} // namespace

std::uint64_t CpuWeights::bytes_for(const ModelView& model) {
    Places places(nullptr);
    CpuWeights weights;
    plan(places, model, weights);
    return places.used();
}

CpuWeights CpuWeights::borrowed() const {
    CpuWeights same;
    same.embed = embed;
    same.lm_head = lm_head;
    same.final_norm = final_norm;
    same.layers = layers;
    same.bytes = bytes;
    return same;
}

core::Result<CpuWeights> CpuWeights::load(const ModelView& model, bool offset, ThreadTeam& team,
                                          const LoadProgress& progress) {
    const Shape& shape = model.shape;
    CpuWeights weights;
    weights.bytes = bytes_for(model);
    HEARTH_TRY(weights.m_memory, PageBuffer::allocate(weights.bytes));
    Places places(weights.m_memory.data());
    plan(places, model, weights);
    std::uint64_t done = 0;
    const auto pack = [&](std::initializer_list<const MatrixView*> parts, PackedMatrix& into) {
        team.run([&](ThreadTeam::Member& me) {
            me.share(into.blocks, [&](std::uint32_t block) { pack_block(parts, block, offset, into); });
        });
        done += into.block_bytes() * into.blocks;
    };
    if (model.projects()) pack({&model.lm_head}, weights.lm_head);
    for (std::size_t i = 0; i < model.layers.size(); ++i) {
        const LayerView& from = model.layers[i];
        CpuLayer& layer = weights.layers[i];
        pack({&from.q, &from.k, &from.v}, layer.qkv);
        pack({&from.o}, layer.o);
        pack({&from.gate}, layer.gate);
        pack({&from.up}, layer.up);
        pack({&from.down}, layer.down);
        if (from.q_norm == nullptr)
            layer.q_norm = layer.k_norm = nullptr;
        else {
            copy_in(layer.q_norm, from.q_norm, shape.head_dim);
            copy_in(layer.k_norm, from.k_norm, shape.head_dim);
        }
        if (from.attn_norm != nullptr) {
            copy_in(layer.attn_norm, from.attn_norm, shape.hidden);
            copy_in(layer.mlp_norm, from.mlp_norm, shape.hidden);
        }
        if (progress && !progress(done, weights.bytes))
            return core::fail(core::Code::cancelled, core::say("loading_model_cancelled"));
    }
    if (model.embeds()) {
        std::memcpy(const_cast<std::int8_t*>(weights.embed.data), model.embed.data,
                    std::size_t{shape.vocab} * shape.hidden);
        copy_in(weights.embed.scales, model.embed.scales, shape.vocab);
    }
    if (model.final_norm != nullptr) copy_in(weights.final_norm, model.final_norm, shape.hidden);
    if (progress) progress(weights.bytes, weights.bytes);
    return weights;
}

} // namespace hearth::exact
