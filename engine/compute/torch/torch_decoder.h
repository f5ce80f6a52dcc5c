// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/cpu/thread_team.h"
#include "inference/model_runner.h"
#include "model/manifest.h"

#include <cstdint>
#include <memory>
#include <string>

namespace hearth::compute {

/// The forward pass of a Llama-family decoder by libtorch's operators, for the profile "bf16" on NVIDIA GPUs. Weights
/// and stored keys and values are bf16, everything else is fp32, of which the inputs of products keep 16 bits. Its
/// logits are near Decoder's, neither equal to the bit nor independent of what else is in the batch or how a prompt is
/// cut: a replay on a processor agrees within the tolerance of audit::judge().
class TorchDecoder final : public inference::ModelRunner {
public:
    /// Bytes of its device that the weights take, and that the steps take beside weights and a cache of `pages` pages.
    /// The latter is an estimate with an allowance for CUDA's own libraries.
    static std::uint64_t weight_bytes(const model::ModelConfig& config);
    static std::uint64_t workspace_bytes(const model::ModelConfig& config, std::uint32_t pages);

    /// `device`: "cuda:N", of which torch_cuda::open() said that it is there, or, for tests, "cpu". `team` converts the
    /// weights. Errors: corrupt (a tensor), cancelled, out_of_memory, unavailable (the GPU is lost).
    static core::Result<std::unique_ptr<TorchDecoder>> load(const model::Source& source, const std::string& device,
                                                            std::uint32_t pages, exact::ThreadTeam& team,
                                                            const model::Progress& progress);
    ~TorchDecoder() override;

    std::uint32_t page_count() const override;
    std::size_t page_bytes() const override;
    /// Errors: out_of_memory; unavailable, if the GPU fails: what the decoder holds is lost then.
    core::Status forward(std::span<const inference::Row> rows) override;
    core::Result<std::span<const float>> project(std::span<const std::uint32_t> rows) override;
    core::ByteView final_row(std::size_t) const override { return {}; }

private:
    struct Impl;
    explicit TorchDecoder(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace hearth::compute
