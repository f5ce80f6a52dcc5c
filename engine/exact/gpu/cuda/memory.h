// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/gpu/cuda/context.h"

#include <span>

namespace hearth::exact::cuda {

/// Memory of the device, or of the host where the device reaches it without a detour; zeroed.
class Buffer {
public:
    enum class Kind { device, host };
    static core::Result<Buffer> create(Context& context, Kind kind, std::uint64_t bytes, const char* what);

    std::uint64_t bytes() const { return m_bytes; }
    template <typename T>
    T* as() const {
        return reinterpret_cast<T*>(m_device.get() != nullptr ? m_device.get() : m_host.get());
    }
    std::uint8_t* data() const { return as<std::uint8_t>(); }

private:
    Owned<void*, cudaFree> m_device;
    Owned<void*, cudaFreeHost> m_host;
    std::uint64_t m_bytes = 0;
};

/// Copies to device memory through two windows of host memory: one is filled while the other is read. Copies are done
/// when finish() says so.
class Uploader {
public:
    static core::Result<std::unique_ptr<Uploader>> create(Context& context);
    ~Uploader();
    /// `fill` writes bytes [offset, offset + size) of what goes to `into`; called piece by piece.
    core::Status upload(std::uint8_t* into, std::uint64_t bytes,
                        const std::function<void(std::uint64_t offset, std::span<std::uint8_t> piece)>& fill);
    core::Status finish() const { return m_context.finish("gpu_loading"); }

private:
    explicit Uploader(Context& context) : m_context(context) {}
    struct Window {
        Buffer memory;
        Owned<cudaEvent_t, cudaEventDestroy> read; ///< the device has read it
    };
    Context& m_context;
    Window m_windows[2];
    unsigned m_next = 0;
};

} // namespace hearth::exact::cuda
