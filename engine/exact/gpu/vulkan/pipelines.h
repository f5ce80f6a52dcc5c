// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/gpu/vulkan/context.h"

#include <map>
#include <vector>

namespace hearth::exact::vulkan {

enum class Shader { embed, quantise, heads, attend_max, attend_sum, attend_out, spread, linear_few, linear_many, read };

inline constexpr std::uint32_t max_arguments = 128; ///< bytes that every device takes

/// Compute pipelines, made when they are first asked for: a shader with its specialisation constants.
class Pipelines {
public:
    static core::Result<std::unique_ptr<Pipelines>> create(Context& context);

    using Constants = std::vector<std::uint32_t>;
    core::Result<VkPipeline> get(Shader shader, const Constants& constants);
    VkPipelineLayout layout() const { return m_layout.get(); }

private:
    explicit Pipelines(Context& context) : m_context(context) {}

    Context& m_context;
    Owned<VkPipelineLayout, vkDestroyPipelineLayout> m_layout;
    std::map<Shader, Owned<VkShaderModule, vkDestroyShaderModule>> m_modules;
    std::map<std::pair<Shader, Constants>, Owned<VkPipeline, vkDestroyPipeline>> m_pipelines;
};

/// A module that also demands rounding to nearest, ties to even, of all fp32 arithmetic (SPV_KHR_float_controls).
std::vector<std::uint32_t> rounding_to_nearest(std::span<const std::uint32_t> spirv);
/// As it was compiled.
std::span<const std::uint32_t> spirv_of(Shader shader, bool dot);

} // namespace hearth::exact::vulkan
