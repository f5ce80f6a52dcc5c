// SPDX-License-Identifier: Apache-2.0
#include "exact/vulkan/weights.h"

#include <algorithm>
#include <cstring>

namespace hearth::exact::vulkan {

using core::Code;
using core::fail;
using namespace gpu_rows;

namespace {

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
    core::Result<Address> floats(std::span<const float> values);

private:
    using Fill = std::function<void(std::uint64_t, std::span<std::uint8_t>)>;
    core::Result<Address> put(std::uint64_t bytes, const Fill& fill);

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

core::Result<Address> WeightsLoader::floats(std::span<const float> values) {
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(values.data());
    return put(values.size_bytes(), [&](std::uint64_t offset, std::span<std::uint8_t> piece) {
        std::memcpy(piece.data(), bytes + offset, piece.size());
    });
}

core::Result<Matrix> WeightsLoader::matrix(const Stack& stack) {
    const MatrixView& head = *stack.front();
    Matrix m;
    m.columns = head.columns;
    m.vectors = vectors_of(head);
    m.grouped = head.factors != nullptr;
    m.rows = rows_of(stack);
    HEARTH_TRY(m.scales, floats(scales_of(stack)));
    if (const auto biases = biases_of(stack); !biases.empty()) {
        HEARTH_TRY(m.biases, floats(biases));
    }
    const std::uint64_t unit = std::uint64_t{m.vectors} * 16;
    const std::uint64_t most = std::min(part_bytes, m_context.limits().buffer_bytes);
    const auto rows_per_part = static_cast<std::uint32_t>(std::clamp<std::uint64_t>(most / unit, 1, std::min<std::uint64_t>(m.rows, part_rows)));
    for (std::uint32_t first = 0; first < m.rows; first += rows_per_part) {
        Matrix::Part part{first, std::min(rows_per_part, m.rows - first), 0, 0};
        const auto put_rows = [&](std::uint64_t bytes, StackRows::Pack pack) {
            return put(part.rows * bytes, StackRows(stack, first, bytes, pack));
        };
        HEARTH_TRY(part.weights, put_rows(unit, pack_row));
        if (m.grouped) {
            HEARTH_TRY(part.factors, put_rows(std::uint64_t{m.vectors} * 4, pack_factors));
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
    HEARTH_CHECK(load_tensors(loader, model, weights));
    return weights;
}

} // namespace hearth::exact::vulkan
