// SPDX-License-Identifier: Apache-2.0
// Memory, streams and graphs. Nothing on a stream happens before somebody waits.
#include "cuda_runtime.h"

#include <algorithm>
#include <map>
#include <set>
#include <sys/mman.h>
#include <utility>
#include <vector>

using Work = std::vector<std::function<void()>>;
struct EmulatedGraph {
    Work work;
};
struct EmulatedGraphExec {
    Work work;
};
struct EmulatedStream {
    Work work;
    EmulatedGraph* recording = nullptr;
};
struct EmulatedEvent {
    EmulatedStream* stream = nullptr;
};

namespace emulated {

cudaError_t broken_stream = cudaSuccess, broken_memory = cudaSuccess, broken_driver = cudaSuccess;
int silent_devices = 0;

namespace {

constexpr std::size_t page = 4096, device_bytes = 256 << 20;
constexpr unsigned most_blocks = 65535;

std::set<EmulatedStream*> streams;
struct Mapping {
    void* start;
    std::size_t mapped, bytes;
    bool device;
};
std::map<void*, Mapping> memory;
std::size_t device_used = 0;

cudaError_t drain(EmulatedStream* stream) {
    if (broken_stream != cudaSuccess) return broken_stream;
    if (stream->recording != nullptr) return cudaErrorInvalidValue;
    const Work work = std::exchange(stream->work, {});
    for (const auto& one : work)
        one();
    return cudaSuccess;
}

cudaError_t push(EmulatedStream* stream, std::function<void()> work) {
    (stream->recording != nullptr ? stream->recording->work : stream->work).push_back(std::move(work));
    return cudaSuccess;
}

/// Ends where a page that nobody may touch begins.
cudaError_t take(void** into, std::size_t bytes, bool device) {
    if (broken_memory != cudaSuccess) return broken_memory;
    if (device && bytes > device_bytes - device_used) return cudaErrorMemoryAllocation;
    const std::size_t mapped = (bytes + page - 1) / page * page + 2 * page;
    auto* const start = static_cast<char*>(::mmap(nullptr, mapped, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    if (start == MAP_FAILED || ::mprotect(start + page, mapped - 2 * page, PROT_READ | PROT_WRITE) != 0)
        return cudaErrorMemoryAllocation;
    *into = start + mapped - page - bytes;
    std::memset(*into, 0xA5, bytes);
    memory[*into] = {start, mapped, bytes, device};
    if (device) device_used += bytes;
    return cudaSuccess;
}

cudaError_t give(void* what) {
    for (EmulatedStream* const stream : streams)
        if (stream->recording == nullptr) drain(stream);
    const auto found = memory.find(what);
    if (found == memory.end()) return cudaErrorInvalidValue;
    if (found->second.device) device_used -= found->second.bytes;
    ::munmap(found->second.start, found->second.mapped);
    memory.erase(found);
    return cudaSuccess;
}

} // namespace

cudaError_t enqueue(cudaStream_t stream, dim3 grid, dim3 block, std::function<void()> thread) {
    if (grid.x == 0 || grid.y == 0 || grid.z == 0 || grid.y > most_blocks || grid.z > most_blocks || block.x > 1024)
        return cudaErrorInvalidConfiguration;
    return push(stream, [=] { run_grid(grid, block, thread); });
}

} // namespace emulated

using namespace emulated;

cudaError_t cudaDriverGetVersion(int* version) {
    *version = broken_driver == cudaErrorStubLibrary ? 0 : 13000;
    return cudaSuccess;
}
cudaError_t cudaGetDeviceCount(int* count) {
    *count = 2;
    return broken_driver;
}
cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int device) {
    if (device < silent_devices) return cudaErrorOperatingSystem;
    // The first is too old, so that numbers of devices and of the driver differ.
    *properties = {"Emulated", device == 0 ? 6 : 9, 0, 2, 0, 0, 0x17, 0, device_bytes};
    return cudaSuccess;
}
cudaError_t cudaSetDevice(int device) {
    return device == 1 ? cudaSuccess : cudaErrorInvalidValue;
}
cudaError_t cudaMemGetInfo(std::size_t* available, std::size_t* all) {
    *available = device_bytes - device_used;
    *all = device_bytes;
    return cudaSuccess;
}
cudaError_t cudaGetLastError() {
    return cudaSuccess;
}
const char* cudaGetErrorName(cudaError_t) {
    return "emulated";
}
cudaError_t cudaMalloc(void** into, std::size_t bytes) {
    return take(into, bytes, true);
}
cudaError_t cudaFree(void* what) {
    return give(what);
}
cudaError_t cudaHostAlloc(void** into, std::size_t bytes, unsigned) {
    return take(into, bytes, false);
}
cudaError_t cudaFreeHost(void* what) {
    return give(what);
}
cudaError_t cudaMemsetAsync(void* what, int value, std::size_t bytes, cudaStream_t stream) {
    return push(stream, [=] { std::memset(what, value, bytes); });
}
cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t bytes, cudaMemcpyKind, cudaStream_t stream) {
    return push(stream, [=] { std::memcpy(to, from, bytes); });
}
cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned) {
    *stream = *streams.insert(new EmulatedStream).first;
    return cudaSuccess;
}
cudaError_t cudaStreamDestroy(cudaStream_t stream) {
    streams.erase(stream);
    delete stream;
    return cudaSuccess;
}
cudaError_t cudaStreamQuery(cudaStream_t stream) {
    return drain(stream);
}
cudaError_t cudaStreamSynchronize(cudaStream_t stream) {
    return drain(stream);
}
cudaError_t cudaStreamBeginCapture(cudaStream_t stream, int) {
    stream->recording = new EmulatedGraph;
    return cudaSuccess;
}
cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t* graph) {
    *graph = std::exchange(stream->recording, nullptr);
    return cudaSuccess;
}
cudaError_t cudaGraphInstantiate(cudaGraphExec_t* made, cudaGraph_t graph, unsigned) {
    *made = new EmulatedGraphExec{graph->work};
    return cudaSuccess;
}
cudaError_t cudaGraphLaunch(cudaGraphExec_t graph, cudaStream_t stream) {
    for (const auto& one : graph->work)
        push(stream, one);
    return cudaSuccess;
}
cudaError_t cudaGraphDestroy(cudaGraph_t graph) {
    delete graph;
    return cudaSuccess;
}
cudaError_t cudaGraphExecDestroy(cudaGraphExec_t graph) {
    delete graph;
    return cudaSuccess;
}
cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned) {
    *event = new EmulatedEvent;
    return cudaSuccess;
}
cudaError_t cudaEventDestroy(cudaEvent_t event) {
    delete event;
    return cudaSuccess;
}
cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream) {
    event->stream = stream;
    return cudaSuccess;
}
cudaError_t cudaEventSynchronize(cudaEvent_t event) {
    return event->stream == nullptr ? cudaSuccess : drain(event->stream);
}
