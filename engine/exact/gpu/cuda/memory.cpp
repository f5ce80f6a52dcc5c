// SPDX-License-Identifier: Apache-2.0
#include "exact/gpu/cuda/memory.h"

#include <algorithm>
#include <cstring>

namespace hearth::exact::cuda {

namespace {

constexpr std::uint64_t window_bytes = 8 << 20;

} // namespace

core::Result<Buffer> Buffer::create(Context& context, Kind kind, std::uint64_t bytes, const char* what) {
    Buffer made;
    made.m_bytes = std::max<std::uint64_t>(16, (bytes + 15) / 16 * 16);
    void* memory = nullptr;
    if (kind == Kind::host) {
        HEARTH_CHECK(check(cudaHostAlloc(&memory, made.m_bytes, cudaHostAllocDefault), what));
        made.m_host = Owned<void*, cudaFreeHost>(memory);
        std::memset(memory, 0, made.m_bytes);
        return made;
    }
    if (made.m_bytes > context.largest_buffer())
        return core::fail(core::Code::unsupported,
                          core::say("buffer_too_large", {core::say(what), std::to_string(made.m_bytes >> 10),
                                                         std::to_string(context.largest_buffer() >> 10)}),
                          core::say("lower_cache"));
    HEARTH_CHECK(check(cudaMalloc(&memory, made.m_bytes), what));
    made.m_device = Owned<void*, cudaFree>(memory);
    HEARTH_CHECK(check(cudaMemsetAsync(memory, 0, made.m_bytes, context.stream()), what));
    return made;
}

core::Result<std::unique_ptr<Uploader>> Uploader::create(Context& context) {
    std::unique_ptr<Uploader> made(new Uploader(context));
    for (Window& window : made->m_windows) {
        HEARTH_TRY(window.memory, Buffer::create(context, Buffer::Kind::host, window_bytes, "gpu_window"));
        cudaEvent_t event = nullptr;
        HEARTH_CHECK(check(cudaEventCreateWithFlags(&event, cudaEventDisableTiming), "gpu_window"));
        window.read = Owned<cudaEvent_t, cudaEventDestroy>(event);
    }
    return made;
}

Uploader::~Uploader() {
    cudaStreamSynchronize(m_context.stream()); // the windows go now
}

core::Status Uploader::upload(std::uint8_t* into, std::uint64_t bytes,
                              const std::function<void(std::uint64_t, std::span<std::uint8_t>)>& fill) {
    for (std::uint64_t done = 0; done < bytes;) {
        const Window& window = m_windows[m_next];
        m_next = 1 - m_next;
        const std::uint64_t piece = std::min(bytes - done, window.memory.bytes());
        HEARTH_CHECK(check(cudaEventSynchronize(window.read.get()), "gpu_loading"));
        fill(done, {window.memory.data(), piece});
        HEARTH_CHECK(
            check(cudaMemcpyAsync(into + done, window.memory.data(), piece, cudaMemcpyHostToDevice, m_context.stream()),
                  "gpu_loading"));
        HEARTH_CHECK(check(cudaEventRecord(window.read.get(), m_context.stream()), "gpu_loading"));
        done += piece;
    }
    return {};
}

} // namespace hearth::exact::cuda
