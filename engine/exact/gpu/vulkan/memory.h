// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/gpu/vulkan/context.h"

#include <span>

namespace hearth::exact::vulkan {

using Address = VkDeviceAddress;

/// Memory types among `allowed` to try one after the other: the first with all of `wanted` and `better`, then the first
/// that has `wanted` alone.
std::vector<std::uint32_t> memory_types(const VkPhysicalDeviceMemoryProperties& memory, std::uint32_t allowed,
                                        VkMemoryPropertyFlags wanted, VkMemoryPropertyFlags better);

/// A buffer with memory of its own, zeroed if on the device; the shaders reach it by its address.
class Buffer {
public:
    enum class Kind {
        device,   ///< the device's own memory
        upload,   ///< the host writes, the device reads
        readback, ///< the device writes, the host reads
    };
    static core::Result<Buffer> create(Context& context, Kind kind, std::uint64_t bytes, const char* what);

    Address address() const { return m_address; }
    std::uint64_t bytes() const { return m_bytes; }
    VkBuffer get() const { return m_buffer.get(); }
    std::uint8_t* data() const { return m_data; } ///< null for Kind::device

private:
    // In this order: a buffer goes before its memory.
    Owned<VkDeviceMemory, vkFreeMemory> m_memory;
    Owned<VkBuffer, vkDestroyBuffer> m_buffer;
    Address m_address = 0;
    std::uint64_t m_bytes = 0;
    std::uint8_t* m_data = nullptr;
};

/// Copies to device memory through a window of host memory.
class Uploader {
public:
    static core::Result<Uploader> create(Context& context);
    /// `fill` writes bytes [offset, offset + size) of what goes to `into` at `at`; called piece by piece.
    core::Status upload(const Buffer& into, std::uint64_t at, std::uint64_t bytes,
                        const std::function<void(std::uint64_t offset, std::span<std::uint8_t> piece)>& fill);

private:
    Uploader(Context& context, Buffer window) : m_context(context), m_window(std::move(window)) {}
    Context& m_context;
    Buffer m_window;
};

} // namespace hearth::exact::vulkan
