// SPDX-License-Identifier: Apache-2.0
#include "exact/gpu/vulkan/memory.h"

#include <algorithm>

namespace hearth::exact::vulkan {

namespace {

constexpr std::uint64_t window_bytes = 8 << 20;

struct Flags {
    VkMemoryPropertyFlags wanted, better;
};
Flags flags_of(Buffer::Kind kind) {
    constexpr VkMemoryPropertyFlags host = VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
    switch (kind) {
    case Buffer::Kind::device:
        return {VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT, 0};
    case Buffer::Kind::upload:
        return {host, VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT};
    case Buffer::Kind::readback:
        break;
    }
    return {host, VK_MEMORY_PROPERTY_HOST_CACHED_BIT}; // uncached reads are a hundred times slower
}

/// Of the first type that has room: a window into the device's memory may be full while the host has plenty.
core::Result<VkDeviceMemory> take(Context& context, const VkMemoryRequirements& needs, const Flags& flags,
                                  const char* what) {
    const VkMemoryAllocateFlagsInfo addressed{VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_FLAGS_INFO, nullptr,
                                              VK_MEMORY_ALLOCATE_DEVICE_ADDRESS_BIT, 0};
    VkResult result = VK_ERROR_FEATURE_NOT_PRESENT;
    for (const std::uint32_t type : memory_types(context.memory(), needs.memoryTypeBits, flags.wanted, flags.better)) {
        const VkMemoryAllocateInfo allocate{VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO, &addressed, needs.size, type};
        VkDeviceMemory memory = VK_NULL_HANDLE;
        result = vkAllocateMemory(context.device(), &allocate, nullptr, &memory);
        if (result == VK_SUCCESS) return memory;
        if (result != VK_ERROR_OUT_OF_DEVICE_MEMORY && result != VK_ERROR_OUT_OF_HOST_MEMORY) break;
    }
    return error_of(result, what);
}

} // namespace

std::vector<std::uint32_t> memory_types(const VkPhysicalDeviceMemoryProperties& memory, std::uint32_t allowed,
                                        VkMemoryPropertyFlags wanted, VkMemoryPropertyFlags better) {
    std::vector<std::uint32_t> found;
    for (const bool best : {true, false})
        for (std::uint32_t i = 0; i < memory.memoryTypeCount; ++i) {
            const VkMemoryPropertyFlags has = memory.memoryTypes[i].propertyFlags;
            if ((allowed >> i & 1) == 0 || (has & wanted) != wanted || ((has & better) == better) != best) continue;
            found.push_back(i);
            break;
        }
    return found;
}

core::Result<Buffer> Buffer::create(Context& context, Kind kind, std::uint64_t bytes, const char* what) {
    Buffer made;
    made.m_bytes = std::max<std::uint64_t>(16, (bytes + 15) / 16 * 16);
    VkBufferCreateInfo info{VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO};
    info.size = made.m_bytes;
    info.usage = VK_BUFFER_USAGE_STORAGE_BUFFER_BIT | VK_BUFFER_USAGE_SHADER_DEVICE_ADDRESS_BIT |
                 VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT |
                 VK_BUFFER_USAGE_INDIRECT_BUFFER_BIT;
    VkBuffer buffer = VK_NULL_HANDLE;
    HEARTH_CHECK(check(vkCreateBuffer(context.device(), &info, nullptr, &buffer), what));
    made.m_buffer = {context.device(), buffer};
    VkMemoryRequirements needs;
    vkGetBufferMemoryRequirements(context.device(), buffer, &needs);
    HEARTH_TRY(const VkDeviceMemory memory, take(context, needs, flags_of(kind), what));
    made.m_memory = {context.device(), memory};
    HEARTH_CHECK(check(vkBindBufferMemory(context.device(), buffer, memory, 0), what));
    const VkBufferDeviceAddressInfo whose{VK_STRUCTURE_TYPE_BUFFER_DEVICE_ADDRESS_INFO, nullptr, buffer};
    made.m_address = vkGetBufferDeviceAddress(context.device(), &whose);
    if (kind == Kind::device) {
        HEARTH_CHECK(context.run_once(
            [&](VkCommandBuffer commands) { vkCmdFillBuffer(commands, buffer, 0, VK_WHOLE_SIZE, 0); }));
        return made;
    }
    void* data = nullptr;
    HEARTH_CHECK(check(vkMapMemory(context.device(), memory, 0, VK_WHOLE_SIZE, 0, &data), what));
    made.m_data = static_cast<std::uint8_t*>(data);
    std::fill_n(made.m_data, made.m_bytes, std::uint8_t{0});
    return made;
}

core::Result<Uploader> Uploader::create(Context& context) {
    HEARTH_TRY(Buffer window, Buffer::create(context, Buffer::Kind::upload, window_bytes, "gpu_window"));
    return Uploader(context, std::move(window));
}

core::Status Uploader::upload(const Buffer& into, std::uint64_t at, std::uint64_t bytes,
                              const std::function<void(std::uint64_t, std::span<std::uint8_t>)>& fill) {
    for (std::uint64_t done = 0; done < bytes;) {
        const std::uint64_t piece = std::min(bytes - done, m_window.bytes());
        fill(done, {m_window.data(), piece});
        const VkBufferCopy copy{0, at + done, piece};
        HEARTH_CHECK(m_context.run_once(
            [&](VkCommandBuffer commands) { vkCmdCopyBuffer(commands, m_window.get(), into.get(), 1, &copy); }));
        done += piece;
    }
    return {};
}

} // namespace hearth::exact::vulkan
