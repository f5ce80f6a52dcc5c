// SPDX-License-Identifier: Apache-2.0
#include "exact/gpu/vulkan/pipelines.h"

#include "shaders/attend_max.h"
#include "shaders/attend_max_dot.h"
#include "shaders/attend_out.h"
#include "shaders/attend_sum.h"
#include "shaders/attend_sum_dot.h"
#include "shaders/embed.h"
#include "shaders/heads.h"
#include "shaders/linear_few.h"
#include "shaders/linear_few_dot.h"
#include "shaders/linear_many.h"
#include "shaders/linear_many_dot.h"
#include "shaders/quantise.h"
#include "shaders/read.h"
#include "shaders/spread.h"

namespace hearth::exact::vulkan {

std::span<const std::uint32_t> spirv_of(Shader shader, bool dot) {
    switch (shader) {
    case Shader::embed:
        return spirv_embed;
    case Shader::quantise:
        return spirv_quantise;
    case Shader::heads:
        return spirv_heads;
    case Shader::attend_max:
        return dot ? std::span<const std::uint32_t>(spirv_attend_max_dot) : spirv_attend_max;
    case Shader::attend_sum:
        return dot ? std::span<const std::uint32_t>(spirv_attend_sum_dot) : spirv_attend_sum;
    case Shader::attend_out:
        return spirv_attend_out;
    case Shader::spread:
        return spirv_spread;
    case Shader::linear_few:
        return dot ? std::span<const std::uint32_t>(spirv_linear_few_dot) : spirv_linear_few;
    case Shader::linear_many:
        return dot ? std::span<const std::uint32_t>(spirv_linear_many_dot) : spirv_linear_many;
    case Shader::read:
        break;
    }
    return spirv_read;
}

std::vector<std::uint32_t> rounding_to_nearest(std::span<const std::uint32_t> spirv) {
    constexpr std::uint32_t capability = 17, extension = 10, entry_point = 15, execution_mode = 16;
    constexpr std::uint32_t rounding_mode_rte = 4467, mode_rte = 4462, float_bits = 32, header = 5;
    constexpr std::string_view name = "SPV_KHR_float_controls";
    std::vector<std::uint32_t> out(spirv.begin(), spirv.begin() + header);
    bool capability_done = false, extension_done = false, mode_done = false;
    std::uint32_t function = 0;
    for (std::size_t at = header; at < spirv.size();) {
        const std::uint32_t op = spirv[at] & 0xFFFF, words = spirv[at] >> 16;
        // The sections of a module stand in a fixed order: each addition goes to the beginning or the end of its own.
        if (!capability_done) {
            out.insert(out.end(), {2U << 16 | capability, rounding_mode_rte});
            capability_done = true;
        }
        if (!extension_done && op != capability) {
            const auto text_words = static_cast<std::uint32_t>(name.size() / 4 + 1);
            out.push_back((text_words + 1) << 16 | extension);
            for (std::uint32_t w = 0; w < text_words; ++w) {
                std::uint32_t word = 0;
                for (std::uint32_t i = 0; i < 4 && 4 * w + i < name.size(); ++i)
                    word |= std::uint32_t{static_cast<unsigned char>(name[4 * w + i])} << (8 * i);
                out.push_back(word);
            }
            extension_done = true;
        }
        if (op == entry_point) function = spirv[at + 2];
        if (!mode_done && op == execution_mode) {
            out.insert(out.end(), {4U << 16 | execution_mode, function, mode_rte, float_bits});
            mode_done = true;
        }
        out.insert(out.end(), spirv.begin() + static_cast<std::ptrdiff_t>(at),
                   spirv.begin() + static_cast<std::ptrdiff_t>(at + words));
        at += words;
    }
    return out;
}

core::Result<std::unique_ptr<Pipelines>> Pipelines::create(Context& context) {
    std::unique_ptr<Pipelines> made(new Pipelines(context));
    const VkPushConstantRange range{VK_SHADER_STAGE_COMPUTE_BIT, 0, max_arguments};
    const VkPipelineLayoutCreateInfo info{
        VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO, nullptr, 0, 0, nullptr, 1, &range};
    VkPipelineLayout layout = VK_NULL_HANDLE;
    HEARTH_CHECK(check(vkCreatePipelineLayout(context.device(), &info, nullptr, &layout), "gpu_layout"));
    made->m_layout = {context.device(), layout};
    return made;
}

core::Result<VkPipeline> Pipelines::get(Shader shader, const Constants& constants) {
    auto& pipeline = m_pipelines[{shader, constants}];
    if (pipeline.get() != VK_NULL_HANDLE) return pipeline.get();
    auto& module = m_modules[shader];
    if (module.get() == VK_NULL_HANDLE) {
        const auto spirv = spirv_of(shader, m_context.limits().dot);
        std::vector<std::uint32_t> code(spirv.begin(), spirv.end());
        if (m_context.limits().nearest) code = rounding_to_nearest(spirv);
        const VkShaderModuleCreateInfo info{VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO, nullptr, 0, code.size() * 4,
                                            code.data()};
        VkShaderModule made = VK_NULL_HANDLE;
        HEARTH_CHECK(check(vkCreateShaderModule(m_context.device(), &info, nullptr, &made), "gpu_shader"));
        module = {m_context.device(), made};
    }
    std::vector<VkSpecializationMapEntry> entries;
    for (std::uint32_t i = 0; i < constants.size(); ++i)
        entries.push_back({i, 4 * i, 4});
    const VkSpecializationInfo special{static_cast<std::uint32_t>(entries.size()), entries.data(), 4 * constants.size(),
                                       constants.data()};
    VkComputePipelineCreateInfo info{VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO};
    info.stage = {VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO,
                  nullptr,
                  0,
                  VK_SHADER_STAGE_COMPUTE_BIT,
                  module.get(),
                  "main",
                  &special};
    info.layout = m_layout.get();
    VkPipeline made = VK_NULL_HANDLE;
    HEARTH_CHECK(
        check(vkCreateComputePipelines(m_context.device(), m_context.cache(), 1, &info, nullptr, &made), "gpu_kernel"));
    pipeline = {m_context.device(), made};
    return made;
}

} // namespace hearth::exact::vulkan
