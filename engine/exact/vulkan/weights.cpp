// SPDX-License-Identifier: Apache-2.0
#include "exact/vulkan/weights.h"

#include <algorithm>
#include <cstring>

namespace hearth::exact::vulkan {

using core::Code;
using core::fail;
using namespace gpu_rows;

namespace {

using Stack = std::vector<const MatrixView*>;
constexpr std::uint64_t alignment = 256, chunk_bytes = 256U << 20, part_bytes = 64U << 20;
constexpr std::uint64_t part_rows = 65'535 * 4; // workgroups of four rows that every device dispatches at once

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
    core::Result<Address> floats(const std::vector<std::pair<const float*, std::size_t>>& pieces);

private:
    using Fill = std::function<void(std::uint64_t, std::span<std::uint8_t>)>;
    core::Result<Address> put(std::uint64_t bytes, const Fill& fill);
    /// Rows of `unit` bytes each, made by `pack`.
    core::Result<Address> put_rows(std::size_t first, std::size_t rows, std::uint64_t unit,
                                   const std::function<void(std::size_t row, std::uint8_t* into)>& pack);

    Context& m_context;
    Uploader& m_uploader;
    Weights& m_weights;
    const std::uint64_t m_all;
    const LoadProgress& m_progress;
    std::uint64_t m_used = 0, m_done = 0;
};

core::Result<Address> WeightsLoader::put(std::uint64_t bytes, const Fill& fill) {
    std::vector<Buffer>& buffers = m_weights.m_buffers;
    const std::uint64_t limit = m_context.limits().buffer_bytes;
    if (bytes > limit)
        return fail(Code::unsupported, "A row of the model is larger than the buffers of " + m_context.info().name + ".");
    if (buffers.empty() || m_used + bytes > buffers.back().bytes()) {
        const std::uint64_t rest = m_all > m_done ? m_all - m_done : 0;
        const std::uint64_t size = std::max(bytes, std::min({limit, chunk_bytes, aligned(rest) + alignment * 64}));
        HEARTH_TRY(Buffer buffer, Buffer::create(m_context, Buffer::Kind::device, size, "the model's weights"));
        buffers.push_back(std::move(buffer));
        m_used = 0;
    }
    const std::uint64_t at = m_used;
    m_used = aligned(m_used + bytes);
    HEARTH_CHECK(m_uploader.upload(buffers.back(), at, bytes, fill));
    m_done += bytes;
    if (m_progress && !m_progress(std::min(m_done, m_all), m_all))
        return fail(Code::cancelled, "Loading the model was cancelled.");
    return buffers.back().address() + at;
}

core::Result<Address> WeightsLoader::put_rows(std::size_t first, std::size_t rows, std::uint64_t unit,
                                              const std::function<void(std::size_t, std::uint8_t*)>& pack) {
    std::vector<std::uint8_t> row(unit);
    std::size_t packed = SIZE_MAX;
    return put(rows * unit, [&](std::uint64_t offset, std::span<std::uint8_t> piece) {
        for (std::size_t done = 0; done < piece.size();) {
            const std::uint64_t at = offset + done, inside = at % unit;
            if (at / unit != packed) {
                packed = at / unit;
                pack(first + packed, row.data());
            }
            const std::size_t count = std::min<std::size_t>(unit - inside, piece.size() - done);
            std::memcpy(piece.data() + done, row.data() + inside, count);
            done += count;
        }
    });
}

core::Result<Address> WeightsLoader::floats(const std::vector<std::pair<const float*, std::size_t>>& pieces) {
    std::vector<float> all;
    for (const auto& [values, count] : pieces)
        all.insert(all.end(), values, values + count);
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(all.data());
    return put(all.size() * sizeof(float), [&](std::uint64_t offset, std::span<std::uint8_t> piece) {
        std::memcpy(piece.data(), bytes + offset, piece.size());
    });
}

core::Result<Matrix> WeightsLoader::matrix(const Stack& stack) {
    const MatrixView& head = *stack.front();
    Matrix m;
    m.columns = head.columns;
    m.vectors = vectors_of(head);
    m.grouped = head.factors != nullptr;
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
    const auto of = [&](std::size_t row, auto&& pack, std::uint8_t* into) {
        for (const MatrixView* const one : stack) {
            if (row < one->rows) return pack(*one, row, into);
            row -= one->rows;
        }
    };
    const std::uint64_t unit = std::uint64_t{m.vectors} * 16;
    const std::uint64_t most = std::min(part_bytes, m_context.limits().buffer_bytes);
    const auto rows_per_part = static_cast<std::uint32_t>(std::clamp<std::uint64_t>(most / unit, 1, std::min<std::uint64_t>(m.rows, part_rows)));
    for (std::uint32_t first = 0; first < m.rows; first += rows_per_part) {
        Matrix::Part part{first, std::min(rows_per_part, m.rows - first), 0, 0};
        HEARTH_TRY(part.weights, put_rows(first, part.rows, unit,
                                          [&](std::size_t row, std::uint8_t* into) { of(row, pack_row, into); }));
        if (m.grouped) {
            HEARTH_TRY(part.factors, put_rows(first, part.rows, std::uint64_t{m.vectors} * 4,
                                              [&](std::size_t row, std::uint8_t* into) { of(row, pack_factors, into); }));
        }
        m.parts.push_back(part);
    }
    return m;
}

std::uint64_t Weights::bytes_for(const ModelView& model) {
    return bytes_of(model, alignment);
}

core::Result<Weights> Weights::load(Context& context, const ModelView& model, const LoadProgress& progress) {
    Weights weights;
    HEARTH_TRY(Uploader uploader, Uploader::create(context));
    WeightsLoader loader(context, uploader, weights, bytes_for(model), progress);
    const Shape& shape = model.shape;
    const auto gains = [&](const float* values, std::size_t count, Address& into) -> core::Status {
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
    return weights;
}

} // namespace hearth::exact::vulkan
