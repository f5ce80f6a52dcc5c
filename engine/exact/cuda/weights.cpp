// SPDX-License-Identifier: Apache-2.0
#include "exact/cuda/weights.h"

#include <algorithm>
#include <cstring>

namespace hearth::exact::cuda {

using namespace gpu_rows;

namespace {

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
    core::Result<const float*> floats(std::span<const float> values);

private:
    using Fill = std::function<void(std::uint64_t, std::span<std::uint8_t>)>;
    core::Result<std::uint8_t*> put(std::uint64_t bytes, const Fill& fill);

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

core::Result<const float*> WeightsLoader::floats(std::span<const float> values) {
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(values.data());
    HEARTH_TRY(std::uint8_t* const at, put(values.size_bytes(), [&](std::uint64_t offset, std::span<std::uint8_t> piece) {
                   std::memcpy(piece.data(), bytes + offset, piece.size());
               }));
    return reinterpret_cast<const float*>(at);
}

core::Result<Matrix> WeightsLoader::matrix(const Stack& stack) {
    const MatrixView& head = *stack.front();
    Matrix m;
    m.columns = head.columns;
    m.vectors = vectors_of(head);
    m.rows = rows_of(stack);
    HEARTH_TRY(m.scales, floats(scales_of(stack)));
    if (const auto biases = biases_of(stack); !biases.empty()) {
        HEARTH_TRY(m.biases, floats(biases));
    }
    const auto put_rows = [&](std::uint64_t unit, StackRows::Pack pack) { return put(m.rows * unit, StackRows(stack, 0, unit, pack)); };
    HEARTH_TRY(std::uint8_t* const weights, put_rows(std::uint64_t{m.vectors} * 16, pack_row));
    m.weights = reinterpret_cast<const uint4*>(weights);
    if (head.factors == nullptr) return m;
    HEARTH_TRY(std::uint8_t* const factors, put_rows(std::uint64_t{m.vectors} * 4, pack_factors));
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
    HEARTH_CHECK(load_tensors(loader, model, weights));
    HEARTH_CHECK(uploader->finish());
    return weights;
}

} // namespace hearth::exact::cuda
