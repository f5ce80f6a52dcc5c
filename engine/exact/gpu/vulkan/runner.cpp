// SPDX-License-Identifier: Apache-2.0
#include "exact/gpu/vulkan/runner.h"

#include "core/size_text.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace hearth::exact::vulkan {

using core::Code;
using core::fail;
using namespace gpu_step;

namespace {

constexpr std::array<std::uint32_t, 7> forward_buckets{1, 2, 4, 8, 64, 128, static_cast<std::uint32_t>(max_rows)};
constexpr std::array<std::uint32_t, 5> project_buckets{1, 2, 4, 8, static_cast<std::uint32_t>(max_outputs)};

} // namespace

std::uint64_t VulkanRunner::workspace_bytes(const Shape& shape, bool projects) {
    return batch_bytes(shape, projects) + 4 * table_words(shape) + (16U << 20);
}

VulkanRunner::VulkanRunner(Context& context, Pipelines& pipelines, const ModelView& model, std::uint32_t pages)
    : m_context(context), m_pipelines(pipelines), m_shape(model.shape), m_embeds(model.embeds()),
      m_projects(model.projects()), m_pages(pages), m_qkv_width(model.shape.q_width() + 2 * model.shape.kv_width()) {}

VulkanRunner::~VulkanRunner() {
    for (auto& [bucket, forward] : m_forward)
        forget(forward);
    for (const auto& [bucket, commands] : m_project)
        m_context.forget(commands);
}

core::Result<std::unique_ptr<PartRunner>> VulkanRunner::create(Context& context, Pipelines& pipelines,
                                                               const ModelView& model, std::uint32_t pages,
                                                               const LoadProgress& progress) {
    std::unique_ptr<VulkanRunner> made(new VulkanRunner(context, pipelines, model, pages));
    HEARTH_TRY(made->m_weights, Weights::load(context, model, progress));
    HEARTH_CHECK(made->allocate());
    return std::unique_ptr<PartRunner>(std::move(made));
}

core::Result<VulkanRunner::Rows> VulkanRunner::quantised_rows(std::uint32_t rows, std::uint32_t columns) {
    Rows made;
    const auto device = Buffer::Kind::device;
    HEARTH_TRY(made.values, Buffer::create(m_context, device, std::uint64_t{rows} * columns, "gpu_batch"));
    HEARTH_TRY(made.scales, Buffer::create(m_context, device, std::uint64_t{rows} * sizeof(float), "gpu_batch"));
    HEARTH_TRY(made.groups,
               Buffer::create(m_context, device, std::uint64_t{rows} * columns / group_columns * 4, "gpu_batch"));
    return made;
}

core::Status VulkanRunner::allocate() {
    const std::uint64_t layer_cache = gpu_step::page_bytes(m_shape) / m_shape.layers * m_pages;
    if (layer_cache > m_context.limits().buffer_bytes)
        return fail(Code::unsupported,
                    core::say("layer_cache_larger_than", {core::needed_text(layer_cache), m_context.info().name,
                                                          core::room_text(m_context.limits().buffer_bytes)}),
                    core::say("lower_cache"));
    const auto make = [&](Buffer& into, Buffer::Kind kind, std::uint64_t values, const char* what) -> core::Status {
        HEARTH_TRY(into, Buffer::create(m_context, kind, 4 * values, what));
        return {};
    };
    using enum Buffer::Kind;
    for (std::uint32_t i = 0; i < m_shape.layers; ++i) {
        Buffer one;
        HEARTH_CHECK(make(one, device, layer_cache / 4, "gpu_cache"));
        m_cache.push_back(std::move(one));
    }
    const std::uint64_t rows = max_rows, hidden = m_shape.hidden;
    HEARTH_CHECK(make(m_step, upload, sizeof(StepData) / 4, "gpu_the_step"));
    HEARTH_CHECK(make(m_turns, upload, rows * m_shape.head_dim, "gpu_the_step"));
    HEARTH_CHECK(make(m_tables, upload, table_words(m_shape), "gpu_the_step"));
    HEARTH_CHECK(make(m_edge_in, upload, m_embeds ? 0 : rows * hidden, "gpu_batch"));
    HEARTH_CHECK(make(m_edge_out, readback, m_projects ? 0 : rows * hidden, "gpu_batch"));
    HEARTH_CHECK(make(m_x, device, rows * hidden, "gpu_batch"));
    HEARTH_CHECK(make(m_qkv, device, rows * m_qkv_width, "gpu_batch"));
    HEARTH_CHECK(make(m_queries, device, rows * m_shape.heads * head_words(m_shape.head_dim), "gpu_batch"));
    HEARTH_CHECK(make(m_query_scales, device, rows * m_shape.heads, "gpu_batch"));
    HEARTH_CHECK(make(m_mixed, device, rows * m_shape.q_width(), "gpu_batch"));
    HEARTH_CHECK(make(m_gate_up, device, rows * 2 * m_shape.ffn, "gpu_batch"));
    HEARTH_TRY(m_rows, quantised_rows(max_rows, widest(m_shape)));
    HEARTH_CHECK(make(m_sums, device, rows * m_shape.heads * sums_words(m_shape.head_dim), "gpu_batch"));
    HEARTH_TRY(Uploader uploader, Uploader::create(m_context));
    HEARTH_CHECK(uploader.upload(m_sums, 0, m_sums.bytes(), [&](std::uint64_t offset, std::span<std::uint8_t> piece) {
        empty_sums(m_shape.head_dim, offset, piece);
    }));
    if (!m_projects) return {};
    HEARTH_TRY(m_final, quantised_rows(max_outputs, padded_columns(m_shape.hidden)));
    HEARTH_CHECK(make(m_normed, device, max_outputs * hidden, "gpu_outputs"));
    HEARTH_CHECK(make(m_logits, readback, max_outputs * std::uint64_t{m_shape.vocab}, "gpu_outputs"));
    HEARTH_CHECK(make(m_final_copy, readback, max_outputs * padded_columns(m_shape.hidden) / 4, "gpu_outputs"));
    return make(m_final_scales_copy, readback, max_outputs, "gpu_outputs");
}

core::Status VulkanRunner::check_fault() const {
    if (step().fault == 0) return {};
    return fail(Code::corrupt, core::say("model_produced_values_beyond"), core::say("check_model_files_may"));
}

core::Status VulkanRunner::run(Forward& forward) {
    Pace::Time longest{0};
    for (const VkCommandBuffer group : forward.groups) {
        const auto start = std::chrono::steady_clock::now();
        HEARTH_CHECK(m_context.run(group));
        longest = std::max<Pace::Time>(longest, std::chrono::steady_clock::now() - start);
    }
    forward.pace.took(longest);
    return {};
}

void VulkanRunner::forget(Forward& forward) {
    for (const VkCommandBuffer group : forward.groups)
        m_context.forget(group);
    forward.groups.clear();
}

core::Status VulkanRunner::pass(std::span<const Row> rows, std::span<float> hidden) {
    describe(rows, m_shape, step(), reinterpret_cast<float*>(m_turns.data()),
             reinterpret_cast<std::uint32_t*>(m_tables.data()), 0);
    const std::size_t bytes = rows.size() * m_shape.hidden * sizeof(float);
    if (!m_embeds) std::memcpy(m_edge_in.data(), hidden.data(), bytes);
    HEARTH_TRY(Forward* const forward, forward_commands(bucket_of(forward_buckets, rows.size())));
    HEARTH_CHECK(run(*forward));
    if (!m_projects) std::memcpy(hidden.data(), m_edge_out.data(), bytes);
    return check_fault();
}

core::Result<std::span<const float>> VulkanRunner::project(std::span<const std::uint32_t> rows) {
    StepData& to = step();
    to.count = static_cast<std::uint32_t>(rows.size());
    to.fault = 0;
    std::copy(rows.begin(), rows.end(), to.output_row);
    HEARTH_TRY(const VkCommandBuffer commands, project_commands(bucket_of(project_buckets, rows.size())));
    HEARTH_CHECK(m_context.run(commands));
    HEARTH_CHECK(check_fault());
    const std::size_t hidden = m_shape.hidden, stride = padded_columns(m_shape.hidden);
    m_final_rows.assign(rows.size(), core::Bytes(hidden + 4));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        std::memcpy(m_final_rows[i].data(), m_final_copy.data() + i * stride, hidden);
        std::memcpy(m_final_rows[i].data() + hidden, m_final_scales_copy.data() + i * 4,
                    4); // little-endian, as GPUs are
    }
    return std::span(reinterpret_cast<const float*>(m_logits.data()), rows.size() * m_shape.vocab);
}

core::ByteView VulkanRunner::final_row(std::size_t index) const {
    return m_final_rows[index];
}

} // namespace hearth::exact::vulkan
