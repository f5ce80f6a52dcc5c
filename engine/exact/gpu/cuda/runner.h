// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/gpu/cuda/weights.h"

#include <map>

namespace hearth::exact::cuda {

/// CI8.1 and CI4.1 on a CUDA device. The kernels of a step are recorded once for each size of batch and, roughly,
/// length of attention; what changes from step to step lies in memory that the kernels read.
class CudaRunner final : public PartRunner {
public:
    static std::uint64_t workspace_bytes(const Shape& shape, bool projects);
    static core::Result<std::unique_ptr<PartRunner>> create(Context& context, const ModelView& model,
                                                            std::uint32_t pages, const LoadProgress& progress);

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
    /// What a recorded step depends on.
    struct Size {
        std::uint32_t rows = 0, splits = 0;
        auto operator<=>(const Size&) const = default;
    };
    CudaRunner(Context& context, const ModelView& model, std::uint32_t pages);
    core::Status allocate();
    core::Status empty_sums();
    core::Result<Rows> quantised_rows(std::uint32_t rows, std::uint32_t columns);

    /// Describes a step to the kernels; bytes of m_step to copy.
    std::size_t describe(std::span<const Row> rows);
    core::Status copy(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind) const;
    /// Waits for a step. Errors: corrupt after a fault.
    core::Status finish_step() const;
    /// Recorded when it is first asked for.
    core::Result<cudaGraphExec_t> forward_graph(Size size);
    core::Result<cudaGraphExec_t> project_graph(std::uint32_t outputs);
    core::Status launch(cudaGraphExec_t graph) const;

    core::Status record_forward(Size size) const;
    core::Status record_layer(std::size_t index, Size size) const;
    core::Status record_attention(std::size_t index, Size size) const;
    core::Status record_quantise(const Buffer& x, std::uint32_t n, std::uint32_t stride, bool residual,
                                 const float* gain, std::uint32_t rows) const;
    core::Status record_linear(const Matrix& matrix, const Rows& input, const Buffer& output, std::uint32_t stride,
                               bool add, std::uint32_t rows) const;
    core::Status record_spread(const Buffer& x, std::uint32_t n, std::uint32_t stride, bool gate, bool spread,
                               std::uint32_t rows) const;
    core::Status record_final(std::uint32_t outputs) const;
    StepData& step() const { return *m_step.as<StepData>(); }
    bool grouped() const { return m_shape.profile == Profile::ci41; }

    Context& m_context;
    const Shape m_shape;
    const bool m_embeds, m_projects;
    const std::uint32_t m_pages, m_qkv_width;
    Weights m_weights;
    std::vector<Buffer> m_cache;  ///< one a layer
    Buffer m_step, m_device_step; ///< StepData and what follows it; the second is what the kernels see
    Buffer m_fault, m_edge;       ///< host
    Buffer m_x, m_qkv, m_queries, m_query_scales, m_sums, m_mixed, m_gate_up, m_normed, m_logits;
    Buffer m_host_logits, m_host_final, m_host_scales;
    Rows m_rows, m_final;
    std::map<Size, Graph> m_forward;
    std::map<std::uint32_t, Graph> m_project; ///< by outputs
    std::vector<core::Bytes> m_final_rows;
};

} // namespace hearth::exact::cuda
