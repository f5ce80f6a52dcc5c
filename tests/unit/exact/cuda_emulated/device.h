// SPDX-License-Identifier: Apache-2.0
// What kernels see of the emulated device.
#pragma once

extern uint3 threadIdx, blockIdx;

namespace emulated {

/// What waiting for a stream, or taking memory, returns from now on; cudaSuccess ends it.
extern cudaError_t broken_stream, broken_memory, broken_driver;
extern int silent_devices; ///< the first devices, which do not answer

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
cudaError_t cudaLaunchKernel(void (*kernel)(Arguments), dim3 grid, dim3 block, void** arguments, std::size_t,
                             cudaStream_t stream) {
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
inline std::uint32_t __float_as_uint(float x) {
    return emulated_bits<std::uint32_t>(x);
}
inline float __uint_as_float(std::uint32_t x) {
    return emulated_bits<float>(x);
}
inline float __int_as_float(std::int32_t x) {
    return emulated_bits<float>(x);
}
inline float __fmul_rn(float a, float b) {
    return a * b;
}
inline float __fadd_rn(float a, float b) {
    return a + b;
}
inline float __fsub_rn(float a, float b) {
    return a - b;
}
inline int __float2int_rn(float x) {
    return static_cast<int>(std::lrint(x));
}
inline float __int2float_rn(int n) {
    return static_cast<float>(n);
}
inline int __clzll(long long n) {
    return n == 0 ? 64 : __builtin_clzll(static_cast<unsigned long long>(n));
}
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
