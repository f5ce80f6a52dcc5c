// SPDX-License-Identifier: Apache-2.0
#include "exact/cuda/weights.h"

#include <algorithm>
#include <cstring>

namespace hearth::exact::cuda {

using namespace gpu_rows;

namespace {

using Stack = std::vector<const MatrixView*>;
constexpr std::uint64_t alignment = 256, chunk_bytes = 256U << 20;

std::uint64_t aligned(std::uint64_t bytes) {
    return (bytes + alignment - 1) / alignment * alignment;
}

} // namespace

/// Places tensors into buffers and fills them, one after the other.
class WeightsLoader {
public:
    WeightsLoader(Context& context, Uploader& uploader, Weights& weights, std::uint64_t all, const LoadProgress& progress)
        : m_context(context), m_uploader(uploader), m_weights(weights), m_all(all), m_progress(progress) {}

    core::Result<Matrix> matrix(const Stack& stack);
    core::Result<const float*> floats(const std::vector<std::pair<const float*, std::size_t>>& pieces);

private:
    using Fill = std::function<void(std::uint64_t, std::span<std::uint8_t>)>;
    using Pack = void (*)(const MatrixView&, std::size_t row, std::uint8_t* into);
    core::Result<std::uint8_t*> put(std::uint64_t bytes, const Fill& fill);
    /// Every row of the stack, `unit` bytes each.
    core::Result<std::uint8_t*> put_rows(const Stack& stack, std::uint64_t unit, Pack pack);

    Context& m_context;
    Uploader& m_uploader;
    Weights& m_weights;
    const std::uint64_t m_all;
    const LoadProgress& m_progress;
    std::uint64_t m_used = 0, m_done = 0;
};

core::Result<std::uint8_t*> WeightsLoader::put(std::uint64_t bytes, const Fill& fill) {
    std::vector<Buffer>& buffers = m_weights.m_buffers;
    if (buffers.empty() || m_used + bytes > buffers.back().bytes()) {
        const std::uint64_t rest = m_all > m_done ? m_all - m_done : 0;
        const std::uint64_t chunk = std::min({m_context.largest_buffer(), chunk_bytes, aligned(rest) + alignment * 64});
        HEARTH_TRY(Buffer buffer, Buffer::create(m_context, Buffer::Kind::device, std::max(bytes, chunk), "the model's weights"));
        buffers.push_back(std::move(buffer));
        m_used = 0;
    }
    std::uint8_t* const at = buffers.back().data() + m_used;
    m_used = aligned(m_used + bytes);
    HEARTH_CHECK(m_uploader.upload(at, bytes, fill));
    m_done += bytes;
    if (m_progress && !m_progress(std::min(m_done, m_all), m_all))
        return core::fail(core::Code::cancelled, "Loading the model was cancelled.");
    return at;
}

core::Result<std::uint8_t*> WeightsLoader::put_rows(const Stack& stack, std::uint64_t unit, Pack pack) {
    std::uint64_t rows = 0;
    for (const MatrixView* const one : stack)
        rows += one->rows;
    const auto pack_stacked = [&](std::uint64_t row, std::uint8_t* into) {
        for (const MatrixView* const one : stack) {
            if (row < one->rows) return pack(*one, row, into);
            row -= one->rows;
        }
    };
    // A row may lie across two pieces.
    std::vector<std::uint8_t> packed(unit);
    std::uint64_t held = UINT64_MAX;
    return put(rows * unit, [&](std::uint64_t offset, std::span<std::uint8_t> piece) {
        for (std::size_t done = 0; done < piece.size();) {
            const std::uint64_t at = offset + done, row = at / unit, inside = at % unit;
            if (row != held) pack_stacked(row, packed.data());
            held = row;
            const std::size_t count = std::min<std::size_t>(unit - inside, piece.size() - done);
            std::memcpy(piece.data() + done, packed.data() + inside, count);
            done += count;
        }
    });
}

core::Result<const float*> WeightsLoader::floats(const std::vector<std::pair<const float*, std::size_t>>& pieces) {
    std::vector<float> all;
    for (const auto& [values, count] : pieces)
        all.insert(all.end(), values, values + count);
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(all.data());
    HEARTH_TRY(std::uint8_t* const at, put(all.size() * sizeof(float), [&](std::uint64_t offset, std::span<std::uint8_t> piece) {
                   std::memcpy(piece.data(), bytes + offset, piece.size());
               }));
    return reinterpret_cast<const float*>(at);
}

core::Result<Matrix> WeightsLoader::matrix(const Stack& stack) {
    const MatrixView& head = *stack.front();
    Matrix m;
    m.columns = head.columns;
    m.vectors = vectors_of(head);
    std::vector<std::pair<const float*, std::size_t>> scales, biases;
    for (const MatrixView* const one : stack) {
        m.rows += one->rows;
        scales.emplace_back(one->scales, one->rows);
        if (one->bias != nullptr) biases.emplace_back(one->bias, one->rows);
    }
    HEARTH_TRY(m.scales, floats(scales));
    if (!biases.empty()) {
        HEARTH_TRY(m.biases, floats(biases));
    }
    HEARTH_TRY(std::uint8_t* const weights, put_rows(stack, std::uint64_t{m.vectors} * 16, pack_row));
    m.weights = reinterpret_cast<const uint4*>(weights);
    if (head.factors == nullptr) return m;
    HEARTH_TRY(std::uint8_t* const factors, put_rows(stack, std::uint64_t{m.vectors} * 4, pack_factors));
    m.factors = reinterpret_cast<const std::uint32_t*>(factors);
    return m;
}

std::uint64_t Weights::bytes_for(const ModelView& model) {
    return bytes_of(model, alignment);
}

core::Result<Weights> Weights::load(Context& context, const ModelView& model, const LoadProgress& progress) {
    Weights weights;
    HEARTH_TRY(const auto uploader, Uploader::create(context));
    WeightsLoader loader(context, *uploader, weights, bytes_for(model), progress);
    const Shape& shape = model.shape;
    const auto gains = [&](const float* values, std::size_t count, const float*& into) -> core::Status {
        if (values == nullptr) return {};
        HEARTH_TRY(into, loader.floats({{values, count}}));
        return {};
    };
    if (model.embeds()) {
        HEARTH_TRY(weights.embed, loader.matrix({&model.embed}));
    }
    for (const LayerView& from : model.layers) {
        Layer& layer = weights.layers.emplace_back();
        HEARTH_TRY(layer.qkv, loader.matrix({&from.q, &from.k, &from.v}));
        HEARTH_TRY(layer.o, loader.matrix({&from.o}));
        HEARTH_TRY(layer.gate_up, loader.matrix({&from.gate, &from.up}));
        HEARTH_TRY(layer.down, loader.matrix({&from.down}));
        HEARTH_CHECK(gains(from.q_norm, shape.head_dim, layer.q_norm));
        HEARTH_CHECK(gains(from.k_norm, shape.head_dim, layer.k_norm));
        HEARTH_CHECK(gains(from.attn_norm, shape.hidden, layer.attn_norm));
        HEARTH_CHECK(gains(from.mlp_norm, shape.hidden, layer.mlp_norm));
    }
    if (model.projects()) {
        if (tied(model)) {
            weights.lm_head = weights.embed;
        } else {
            HEARTH_TRY(weights.lm_head, loader.matrix({&model.lm_head}));
        }
        HEARTH_CHECK(gains(model.final_norm, shape.hidden, weights.final_norm));
    }
    HEARTH_CHECK(uploader->finish());
    return weights;
}

} // namespace hearth::exact::cuda
