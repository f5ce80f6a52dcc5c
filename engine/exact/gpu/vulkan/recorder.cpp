// SPDX-License-Identifier: Apache-2.0
#include "exact/gpu/vulkan/recorder.h"

namespace hearth::exact::vulkan {

bool Recorder::bind(Shader shader, const Pipelines::Constants& constants, const void* arguments, std::size_t bytes) {
    const auto pipeline = m_pipelines.get(shader, constants);
    if (!pipeline) {
        if (m_status) m_status = pipeline.error();
        return false;
    }
    vkCmdBindPipeline(m_commands, VK_PIPELINE_BIND_POINT_COMPUTE, *pipeline);
    vkCmdPushConstants(m_commands, m_pipelines.layout(), VK_SHADER_STAGE_COMPUTE_BIT, 0,
                       static_cast<std::uint32_t>(bytes), arguments);
    return true;
}

void Recorder::copy(const Buffer& from, const Buffer& to, std::uint64_t bytes) {
    const VkBufferCopy region{0, 0, bytes};
    vkCmdCopyBuffer(m_commands, from.get(), to.get(), 1, &region);
}

namespace {

constexpr VkPipelineStageFlags work = VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT | VK_PIPELINE_STAGE_TRANSFER_BIT;
constexpr VkAccessFlags written = VK_ACCESS_SHADER_WRITE_BIT | VK_ACCESS_TRANSFER_WRITE_BIT;

void order(VkCommandBuffer commands, VkPipelineStageFlags later, VkAccessFlags access) {
    const VkMemoryBarrier memory{VK_STRUCTURE_TYPE_MEMORY_BARRIER, nullptr, written, access};
    vkCmdPipelineBarrier(commands, work, later, 0, 1, &memory, 0, nullptr, 0, nullptr);
}

} // namespace

void Recorder::barrier() {
    order(m_commands, work, written | VK_ACCESS_SHADER_READ_BIT | VK_ACCESS_TRANSFER_READ_BIT);
}

void Recorder::finish() {
    order(m_commands, VK_PIPELINE_STAGE_HOST_BIT, VK_ACCESS_HOST_READ_BIT);
}

} // namespace hearth::exact::vulkan
