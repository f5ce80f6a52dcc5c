// SPDX-License-Identifier: Apache-2.0
// As much of CUDA's runtime and of its C++ as the plug-in uses, on the processor: kernels are compiled as plain C++, the
// threads of a block are fibres that change places at barriers and exchanges, and a stream does its work when somebody waits
// for it. Memory is poisoned and guarded, so that a read beyond a buffer ends the test.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>

#define __device__
#define __global__
#define __shared__ static
#define __forceinline__ inline
#define __launch_bounds__(threads)

struct uint3 {
    unsigned x, y, z;
};
struct dim3 {
    unsigned x, y, z;
    dim3(unsigned a = 1, unsigned b = 1, unsigned c = 1) : x(a), y(b), z(c) {}
};
struct alignas(16) uint4 {
    unsigned x, y, z, w;
};
struct alignas(16) int4 {
    int x, y, z, w;
};
inline uint4 make_uint4(unsigned x, unsigned y, unsigned z, unsigned w) {
    return {x, y, z, w};
}
inline int4 make_int4(int x, int y, int z, int w) {
    return {x, y, z, w};
}

#include "errors.h"

using cudaStream_t = struct EmulatedStream*;
using cudaGraph_t = struct EmulatedGraph*;
using cudaGraphExec_t = struct EmulatedGraphExec*;
using cudaEvent_t = struct EmulatedEvent*;
enum cudaMemcpyKind { cudaMemcpyHostToDevice, cudaMemcpyDeviceToHost };
enum { cudaStreamCaptureModeRelaxed, cudaStreamNonBlocking, cudaEventDisableTiming, cudaHostAllocDefault };
struct cudaDeviceProp {
    char name[64];
    int major, minor, multiProcessorCount, integrated, pciDomainID, pciBusID, pciDeviceID;
    std::size_t totalGlobalMem;
};

cudaError_t cudaDriverGetVersion(int* version);
cudaError_t cudaGetDeviceCount(int* count);
cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int device);
cudaError_t cudaSetDevice(int device);
cudaError_t cudaMemGetInfo(std::size_t* available, std::size_t* all);
cudaError_t cudaGetLastError();
const char* cudaGetErrorName(cudaError_t error);
cudaError_t cudaMalloc(void** memory, std::size_t bytes);
cudaError_t cudaFree(void* memory);
cudaError_t cudaHostAlloc(void** memory, std::size_t bytes, unsigned flags);
cudaError_t cudaFreeHost(void* memory);
cudaError_t cudaMemsetAsync(void* memory, int value, std::size_t bytes, cudaStream_t stream);
cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t bytes, cudaMemcpyKind kind, cudaStream_t stream);
cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned flags);
cudaError_t cudaStreamDestroy(cudaStream_t stream);
cudaError_t cudaStreamQuery(cudaStream_t stream);
cudaError_t cudaStreamSynchronize(cudaStream_t stream);
cudaError_t cudaStreamBeginCapture(cudaStream_t stream, int mode);
cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t* graph);
cudaError_t cudaGraphInstantiate(cudaGraphExec_t* made, cudaGraph_t graph, unsigned flags);
cudaError_t cudaGraphLaunch(cudaGraphExec_t graph, cudaStream_t stream);
cudaError_t cudaGraphDestroy(cudaGraph_t graph);
cudaError_t cudaGraphExecDestroy(cudaGraphExec_t graph);
cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned flags);
cudaError_t cudaEventDestroy(cudaEvent_t event);
cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream);
cudaError_t cudaEventSynchronize(cudaEvent_t event);

extern uint3 threadIdx, blockIdx;

namespace emulated {

/// What waiting for a stream, or taking memory, returns from now on; cudaSuccess ends it.
extern cudaError_t broken_stream, broken_memory, broken_driver;

cudaError_t enqueue(cudaStream_t stream, dim3 grid, dim3 block, std::function<void()> thread);
/// Runs a kernel at once.
void run_grid(dim3 grid, dim3 block, const std::function<void()>& thread);

/// Waits for all threads of the block.
void block_barrier();
/// Shows `words` of this lane to its warp, waits for the others, and returns what lane i showed at [8 × i].
const std::uint32_t* show(const std::uint32_t* words, std::size_t count);

void copy_later(void* to, const void* from, unsigned bytes, bool inside);
void commit_copies();
void await_copies(unsigned groups);
void mma_m16n8k32(std::int32_t (&d)[4], const std::uint32_t (&a)[4], std::uint32_t b0, std::uint32_t b1);
void mma_m8n8k16(std::int32_t& d0, std::int32_t& d1, std::uint32_t a, std::uint32_t b);

} // namespace emulated

template <typename Arguments>
cudaError_t cudaLaunchKernel(void (*kernel)(Arguments), dim3 grid, dim3 block, void** arguments, std::size_t, cudaStream_t stream) {
    const Arguments copy = *static_cast<const Arguments*>(arguments[0]);
    return emulated::enqueue(stream, grid, block, [=] { kernel(copy); });
}

#define __syncthreads emulated::block_barrier

template <typename T>
T __shfl_xor_sync(unsigned, T value, int mask) {
    std::uint32_t words[2] = {};
    std::memcpy(words, &value, sizeof value);
    const std::uint32_t* const all = emulated::show(words, 2);
    std::memcpy(&value, all + 8 * ((threadIdx.x % 32) ^ static_cast<unsigned>(mask)), sizeof value);
    return value;
}

template <typename To, typename From>
To emulated_bits(From value) {
    To to;
    std::memcpy(&to, &value, sizeof to);
    return to;
}
inline std::uint32_t __float_as_uint(float x) { return emulated_bits<std::uint32_t>(x); }
inline float __uint_as_float(std::uint32_t x) { return emulated_bits<float>(x); }
inline float __int_as_float(std::int32_t x) { return emulated_bits<float>(x); }
inline float __fmul_rn(float a, float b) { return a * b; }
inline float __fadd_rn(float a, float b) { return a + b; }
inline float __fsub_rn(float a, float b) { return a - b; }
inline int __float2int_rn(float x) { return static_cast<int>(std::lrint(x)); }
inline float __int2float_rn(int n) { return static_cast<float>(n); }
inline int __clzll(long long n) { return n == 0 ? 64 : __builtin_clzll(static_cast<unsigned long long>(n)); }
inline int __dp4a(int a, int b, int sum) {
    for (int i = 0; i < 32; i += 8)
        sum += static_cast<std::int8_t>(a >> i) * static_cast<std::int8_t>(b >> i);
    return sum;
}
template <typename T>
T __ldcs(const T* from) {
    return *from;
}
template <typename T>
void atomicAdd(T* to, T value) {
    *to += value;
}
template <typename T>
void atomicMax(T* to, T value) {
    if (value > *to) *to = value;
}
