// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/gpu/cuda/context.h"

namespace hearth::exact::cuda {

/// A CUDA device behind the seam.
class CudaDevice final : public Device {
public:
    /// Errors: not_found, unavailable, unsupported.
    static core::Result<std::unique_ptr<Device>> open(std::uint32_t index, const DeviceOptions& options);

    const DeviceInfo& info() const override { return m_context->info(); }
    std::optional<std::uint64_t> memory_free() const override { return m_context->memory_free(); }
    Footprint footprint(const ModelView& model) const override;
    core::Result<std::unique_ptr<PartRunner>> load(const ModelView& model, std::uint32_t pages,
                                                   const LoadProgress& progress) override;
    core::Result<double> read_bandwidth() override;

private:
    explicit CudaDevice(std::unique_ptr<Context> context) : m_context(std::move(context)) {}

    std::unique_ptr<Context> m_context;
};

} // namespace hearth::exact::cuda
