// SPDX-License-Identifier: Apache-2.0
#include "exact/gpu/cuda/runner.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>

namespace hearth::exact::cuda {

using core::Code;
using core::fail;
using namespace gpu_step;
using gpu_rows::padded_columns;

namespace {

constexpr std::uint64_t graph_bytes = 64U << 20; // what the driver keeps for recorded steps, at most

std::uint64_t step_bytes(const Shape& shape) {
    return sizeof(StepData) + 4 * (max_rows * std::uint64_t{shape.head_dim} + table_words(shape));
}

constexpr std::array<std::uint32_t, 9> forward_buckets{
    1, 2, 4, 8, 16, 32, 64, 128, static_cast<std::uint32_t>(max_rows)};
constexpr std::array<std::uint32_t, 6> project_buckets{1, 2, 4, 8, 16, static_cast<std::uint32_t>(max_outputs)};

} // namespace

std::uint64_t CudaRunner::workspace_bytes(const Shape& shape, bool projects) {
    return gpu_step::batch_bytes(shape, projects) + step_bytes(shape) + graph_bytes;
}

CudaRunner::CudaRunner(Context& context, const ModelView& model, std::uint32_t pages)
    : m_context(context), m_shape(model.shape), m_embeds(model.embeds()), m_projects(model.projects()), m_pages(pages),
      m_qkv_width(model.shape.q_width() + 2 * model.shape.kv_width()) {}

core::Result<std::unique_ptr<PartRunner>> CudaRunner::create(Context& context, const ModelView& model,
                                                             std::uint32_t pages, const LoadProgress& progress) {
    HEARTH_CHECK(context.use());
    std::unique_ptr<CudaRunner> made(new CudaRunner(context, model, pages));
    HEARTH_TRY(made->m_weights, Weights::load(context, model, progress));
    HEARTH_CHECK(made->allocate());
    HEARTH_CHECK(context.finish("gpu_loading"));
    return std::unique_ptr<PartRunner>(std::move(made));
}

core::Result<CudaRunner::Rows> CudaRunner::quantised_rows(std::uint32_t rows, std::uint32_t columns) {
    Rows made;
    const auto device = Buffer::Kind::device;
    HEARTH_TRY(made.values, Buffer::create(m_context, device, std::uint64_t{rows} * columns, "gpu_batch"));
    HEARTH_TRY(made.scales, Buffer::create(m_context, device, std::uint64_t{rows} * sizeof(float), "gpu_batch"));
    HEARTH_TRY(made.groups,
               Buffer::create(m_context, device, std::uint64_t{rows} * columns / group_columns * 4, "gpu_batch"));
    return made;
}

core::Status CudaRunner::allocate() {
    const auto make = [&](Buffer& into, Buffer::Kind kind, std::uint64_t bytes, const char* what) -> core::Status {
        HEARTH_TRY(into, Buffer::create(m_context, kind, bytes, what));
        return {};
    };
    using enum Buffer::Kind;
    const std::uint64_t layer_cache = gpu_step::page_bytes(m_shape) / m_shape.layers * m_pages;
    for (std::uint32_t i = 0; i < m_shape.layers; ++i)
        HEARTH_CHECK(make(m_cache.emplace_back(), device, layer_cache, "gpu_cache"));
    const std::uint64_t values = 4 * max_rows, hidden = m_shape.hidden;
    HEARTH_CHECK(make(m_step, host, step_bytes(m_shape), "gpu_the_step"));
    HEARTH_CHECK(make(m_device_step, device, step_bytes(m_shape), "gpu_the_step"));
    HEARTH_CHECK(make(m_fault, host, sizeof(std::uint32_t), "gpu_the_step"));
    HEARTH_CHECK(make(m_edge, host, m_embeds && m_projects ? 0 : values * hidden, "gpu_batch"));
    HEARTH_CHECK(make(m_x, device, values * hidden, "gpu_batch"));
    HEARTH_CHECK(make(m_qkv, device, values * m_qkv_width, "gpu_batch"));
    HEARTH_CHECK(make(m_queries, device, values * m_shape.heads * head_words(m_shape.head_dim), "gpu_batch"));
    HEARTH_CHECK(make(m_query_scales, device, values * m_shape.heads, "gpu_batch"));
    HEARTH_CHECK(make(m_mixed, device, values * m_shape.q_width(), "gpu_batch"));
    HEARTH_CHECK(make(m_gate_up, device, values * 2 * m_shape.ffn, "gpu_batch"));
    HEARTH_CHECK(make(m_sums, device, values * m_shape.heads * sums_words(m_shape.head_dim), "gpu_batch"));
    HEARTH_CHECK(empty_sums());
    HEARTH_TRY(m_rows, quantised_rows(max_rows, widest(m_shape)));
    if (!m_projects) return {};
    const std::uint64_t logits = 4 * max_outputs * std::uint64_t{m_shape.vocab};
    HEARTH_TRY(m_final, quantised_rows(max_outputs, padded_columns(m_shape.hidden)));
    HEARTH_CHECK(make(m_normed, device, 4 * max_outputs * hidden, "gpu_outputs"));
    HEARTH_CHECK(make(m_logits, device, logits, "gpu_outputs"));
    HEARTH_CHECK(make(m_host_logits, host, logits, "gpu_outputs"));
    HEARTH_CHECK(make(m_host_final, host, m_final.values.bytes(), "gpu_outputs"));
    return make(m_host_scales, host, m_final.scales.bytes(), "gpu_outputs");
}

core::Status CudaRunner::empty_sums() {
    HEARTH_TRY(const auto uploader, Uploader::create(m_context));
    HEARTH_CHECK(
        uploader->upload(m_sums.data(), m_sums.bytes(), [&](std::uint64_t offset, std::span<std::uint8_t> piece) {
            gpu_step::empty_sums(m_shape.head_dim, offset, piece);
        }));
    return uploader->finish();
}

std::size_t CudaRunner::describe(std::span<const Row> rows) {
    // Behind StepData lie the turns, and the page tables after them.
    auto* const behind = reinterpret_cast<std::uint32_t*>(&step() + 1);
    const auto turns = static_cast<std::uint32_t>(rows.size()) * (m_shape.head_dim / 2) * 2;
    const std::uint32_t used =
        gpu_step::describe(rows, m_shape, step(), reinterpret_cast<float*>(behind), behind, turns);
    return sizeof(StepData) + 4 * std::size_t{used};
}

core::Status CudaRunner::copy(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind) const {
    return check(cudaMemcpyAsync(to, from, bytes, kind, m_context.stream()), "gpu_a_step");
}

core::Status CudaRunner::launch(cudaGraphExec_t graph) const {
    return check(cudaGraphLaunch(graph, m_context.stream()), "gpu_a_step");
}

core::Status CudaRunner::finish_step() const {
    HEARTH_CHECK(
        copy(m_fault.data(), &m_device_step.as<StepData>()->fault, sizeof(std::uint32_t), cudaMemcpyDeviceToHost));
    HEARTH_CHECK(m_context.finish("gpu_a_step"));
    if (*m_fault.as<std::uint32_t>() == 0) return {};
    return fail(Code::corrupt, core::say("model_produced_values_beyond"), core::say("check_model_files_may"));
}

core::Status CudaRunner::pass(std::span<const Row> rows, std::span<float> hidden) {
    HEARTH_CHECK(m_context.use());
    const std::size_t described = describe(rows);
    const std::size_t bytes = rows.size() * m_shape.hidden * sizeof(float);
    HEARTH_TRY(const cudaGraphExec_t graph,
               forward_graph({bucket_of(forward_buckets, rows.size()), std::bit_ceil(step().attend_x)}));
    HEARTH_CHECK(copy(m_device_step.data(), m_step.data(), described, cudaMemcpyHostToDevice));
    if (!m_embeds) {
        std::memcpy(m_edge.data(), hidden.data(), bytes);
        HEARTH_CHECK(copy(m_x.data(), m_edge.data(), bytes, cudaMemcpyHostToDevice));
    }
    HEARTH_CHECK(launch(graph));
    if (!m_projects) HEARTH_CHECK(copy(m_edge.data(), m_x.data(), bytes, cudaMemcpyDeviceToHost));
    HEARTH_CHECK(finish_step());
    if (!m_projects) std::memcpy(hidden.data(), m_edge.data(), bytes);
    return {};
}

core::Result<std::span<const float>> CudaRunner::project(std::span<const std::uint32_t> rows) {
    HEARTH_CHECK(m_context.use());
    StepData& to = step();
    to.count = static_cast<std::uint32_t>(rows.size());
    to.fault = 0;
    std::copy(rows.begin(), rows.end(), to.output_row);
    const std::size_t hidden = m_shape.hidden, stride = padded_columns(m_shape.hidden),
                      logits = rows.size() * m_shape.vocab;
    HEARTH_TRY(const cudaGraphExec_t graph, project_graph(bucket_of(project_buckets, rows.size())));
    HEARTH_CHECK(copy(m_device_step.data(), m_step.data(), sizeof(StepData), cudaMemcpyHostToDevice));
    HEARTH_CHECK(launch(graph));
    HEARTH_CHECK(copy(m_host_logits.data(), m_logits.data(), logits * sizeof(float), cudaMemcpyDeviceToHost));
    HEARTH_CHECK(copy(m_host_final.data(), m_final.values.data(), rows.size() * stride, cudaMemcpyDeviceToHost));
    HEARTH_CHECK(
        copy(m_host_scales.data(), m_final.scales.data(), rows.size() * sizeof(float), cudaMemcpyDeviceToHost));
    HEARTH_CHECK(finish_step());
    m_final_rows.assign(rows.size(), core::Bytes(hidden + 4));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        std::memcpy(m_final_rows[i].data(), m_host_final.data() + i * stride, hidden);
        std::memcpy(m_final_rows[i].data() + hidden, m_host_scales.data() + i * 4, 4); // little-endian, as GPUs are
    }
    return std::span(m_host_logits.as<const float>(), logits);
}

core::ByteView CudaRunner::final_row(std::size_t index) const {
    return m_final_rows[index];
}

} // namespace hearth::exact::cuda
