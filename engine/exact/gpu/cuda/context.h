// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/gpu/cuda/api.h"
#include "exact/gpu/cuda/kernels.h"
#include "exact/plugin.h"

#include <functional>

namespace hearth::exact::cuda {

/// An opened device with one stream. Used from one thread.
class Context {
public:
    /// Devices that can run the kernels, in the driver's order. Errors: unavailable (no driver, no device).
    static core::Result<DeviceList> list();
    static core::Result<std::unique_ptr<Context>> open(std::uint32_t index, const DeviceOptions& options);
    ~Context();
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    const DeviceInfo& info() const { return m_info; }
    Variant variant() const { return m_variant; }
    std::uint32_t multiprocessors() const { return m_multiprocessors; }
    std::uint64_t largest_buffer() const { return m_largest_buffer; } ///< bytes
    cudaStream_t stream() const { return m_stream; }
    std::optional<std::uint64_t> memory_free() const;

    /// Makes this device the calling thread's.
    core::Status use() const;
    /// What `record` enqueues on the stream, to be launched as often as one likes.
    core::Result<Graph> capture(const std::function<core::Status()>& record);
    /// Waits for the stream. Errors: unavailable, if the device is lost or does not answer.
    core::Status finish(const char* what) const;

private:
    Context() = default;
    core::Status choose_kernels(const std::string& wanted);

    int m_ordinal = 0;
    cudaStream_t m_stream = nullptr;
    DeviceInfo m_info;
    Variant m_variant = Variant::imma;
    std::uint32_t m_multiprocessors = 0;
    std::uint64_t m_largest_buffer = UINT64_MAX;
};

} // namespace hearth::exact::cuda
