// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/gpu/step.h"
#include "exact/gpu/vulkan/pace.h"
#include "exact/gpu/vulkan/pipelines.h"
#include "exact/gpu/vulkan/weights.h"

#include <map>

namespace hearth::exact::vulkan {

class Recorder;

/// CI8.1 and CI4.1 on a Vulkan device. The commands of a step are recorded once for each size of batch; what changes
/// from step to step lies in memory that the shaders read.
class VulkanRunner final : public PartRunner {
public:
    static std::uint64_t workspace_bytes(const Shape& shape, bool projects);
    static core::Result<std::unique_ptr<PartRunner>> create(Context& context, Pipelines& pipelines,
                                                            const ModelView& model, std::uint32_t pages,
                                                            const LoadProgress& progress);
    ~VulkanRunner() override;

    std::uint32_t page_count() const override { return m_pages; }
    std::size_t page_bytes() const override { return gpu_step::page_bytes(m_shape); }
    core::Status pass(std::span<const Row> rows, std::span<float> hidden) override;
    core::Result<std::span<const float>> project(std::span<const std::uint32_t> rows) override;
    core::ByteView final_row(std::size_t index) const override;

private:
    /// Quantised rows on the device.
    struct Rows {
        Buffer values, scales, groups;
    };
    /// A recorded step: groups of layers, submitted one after the other.
    struct Forward {
        Pace pace;
        std::uint32_t group = 0; ///< layers of each
        std::vector<VkCommandBuffer> groups;
    };
    VulkanRunner(Context& context, Pipelines& pipelines, const ModelView& model, std::uint32_t pages);
    core::Status allocate();
    core::Result<Rows> quantised_rows(std::uint32_t rows, std::uint32_t columns);

    core::Status check_fault() const;
    /// Recorded when it is first asked for, and when its pace has changed.
    core::Result<Forward*> forward_commands(std::uint32_t bucket);
    core::Status run(Forward& forward);
    void forget(Forward& forward);
    core::Result<VkCommandBuffer> project_commands(std::uint32_t bucket);
    void record_layers(Recorder& to, std::size_t first, std::size_t last, std::uint32_t rows) const;
    void record_layer(Recorder& to, std::size_t index, std::uint32_t rows) const;
    void record_attention(Recorder& to, std::size_t index, std::uint32_t rows) const;
    void record_quantise(Recorder& to, const Buffer& x, std::uint32_t n, std::uint32_t stride, bool residual,
                         Address gain, std::uint32_t rows) const;
    void record_linear(Recorder& to, const Matrix& matrix, const Rows& input, const Buffer& output,
                       std::uint32_t stride, bool add, std::uint32_t rows) const;
    void record_spread(Recorder& to, const Buffer& x, std::uint32_t n, std::uint32_t stride, bool gate, bool spread,
                       std::uint32_t rows) const;
    void record_final(Recorder& to, std::uint32_t outputs) const;
    StepData& step() const { return *reinterpret_cast<StepData*>(m_step.data()); }
    bool grouped() const { return m_shape.profile == Profile::ci41; }

    Context& m_context;
    Pipelines& m_pipelines;
    const Shape m_shape;
    const bool m_embeds, m_projects;
    const std::uint32_t m_pages, m_qkv_width;
    Weights m_weights;
    std::vector<Buffer> m_cache; ///< one a layer
    Buffer m_step, m_turns, m_tables, m_edge_in, m_edge_out;
    Buffer m_x, m_qkv, m_queries, m_query_scales, m_sums, m_mixed, m_gate_up, m_normed, m_logits, m_final_copy,
        m_final_scales_copy;
    Rows m_rows, m_final;
    std::map<std::uint32_t, Forward> m_forward;         ///< by bucket
    std::map<std::uint32_t, VkCommandBuffer> m_project; ///< by bucket
    std::vector<core::Bytes> m_final_rows;
};

} // namespace hearth::exact::vulkan
