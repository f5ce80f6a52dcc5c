// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <utility>
#include <vulkan/vulkan.h>

namespace hearth::exact::vulkan {

/// What a VkResult means for whoever asked for `what`.
/// `what`: the id of the sentence that says what was being done.
core::Error error_of(VkResult result, const char* what);

inline core::Status check(VkResult result, const char* what) {
    if (result == VK_SUCCESS) return {};
    return error_of(result, what);
}

/// Owns one object of a device.
template <typename Handle, void (*Destroy)(VkDevice, Handle, const VkAllocationCallbacks*)>
class Owned {
public:
    Owned() = default;
    Owned(VkDevice device, Handle handle) : m_device(device), m_handle(handle) {}
    Owned(Owned&& other) noexcept : m_device(other.m_device), m_handle(std::exchange(other.m_handle, Handle{})) {}
    Owned& operator=(Owned&& other) noexcept {
        std::swap(m_device, other.m_device);
        std::swap(m_handle, other.m_handle);
        return *this;
    }
    ~Owned() {
        if (m_handle != Handle{}) Destroy(m_device, m_handle, nullptr);
    }
    Handle get() const { return m_handle; }

private:
    VkDevice m_device = VK_NULL_HANDLE;
    Handle m_handle{};
};

} // namespace hearth::exact::vulkan
