// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/gpu/vulkan/memory.h"
#include "exact/gpu/vulkan/pipelines.h"

namespace hearth::exact::vulkan {

/// Writes dispatches into a command buffer, one after the other: each sees what those before it wrote. Keeps the first
/// error.
class Recorder {
public:
    Recorder(VkCommandBuffer commands, Pipelines& pipelines) : m_commands(commands), m_pipelines(pipelines) {}

    /// `arguments` is the shader's push-constant block, byte for byte.
    template <typename Arguments>
    void run(Shader shader, const Pipelines::Constants& constants, const Arguments& arguments, std::uint32_t x,
             std::uint32_t y = 1) {
        static_assert(sizeof(Arguments) <= max_arguments);
        if (bind(shader, constants, &arguments, sizeof arguments)) vkCmdDispatch(m_commands, x, y, 1);
    }
    /// The numbers of workgroups stand in `counts` at `offset`.
    template <typename Arguments>
    void run_counted(Shader shader, const Arguments& arguments, const Buffer& counts, std::uint64_t offset) {
        static_assert(sizeof(Arguments) <= max_arguments);
        if (bind(shader, {}, &arguments, sizeof arguments)) vkCmdDispatchIndirect(m_commands, counts.get(), offset);
    }
    void copy(const Buffer& from, const Buffer& to, std::uint64_t bytes);
    /// What comes after sees what came before.
    void barrier();
    /// The host sees everything once the commands have run.
    void finish();
    core::Status status() const { return m_status; }

private:
    bool bind(Shader shader, const Pipelines::Constants& constants, const void* arguments, std::size_t bytes);

    VkCommandBuffer m_commands;
    Pipelines& m_pipelines;
    core::Status m_status;
};

} // namespace hearth::exact::vulkan
