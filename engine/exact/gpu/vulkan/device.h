// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/gpu/vulkan/pipelines.h"

namespace hearth::exact::vulkan {

/// A Vulkan device behind the seam.
class VulkanDevice final : public Device {
public:
    /// Errors: not_found, unavailable, unsupported.
    static core::Result<std::unique_ptr<Device>> open(std::uint32_t index, const DeviceOptions& options);

    const DeviceInfo& info() const override { return m_context->info(); }
    std::optional<std::uint64_t> memory_free() const override { return m_context->memory_free(); }
    Footprint footprint(const ModelView& model) const override;
    core::Result<std::unique_ptr<PartRunner>> load(const ModelView& model, std::uint32_t pages,
                                                   const LoadProgress& progress) override;
    core::Result<double> read_bandwidth() override;
    core::Bytes kernel_cache() const override { return m_context->cache_data(); }

private:
    VulkanDevice(std::unique_ptr<Context> context, std::unique_ptr<Pipelines> pipelines)
        : m_context(std::move(context)), m_pipelines(std::move(pipelines)) {}

    std::unique_ptr<Context> m_context;
    std::unique_ptr<Pipelines> m_pipelines;
};

} // namespace hearth::exact::vulkan
