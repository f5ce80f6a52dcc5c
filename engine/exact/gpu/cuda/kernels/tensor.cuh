// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/gpu/cuda/kernels/arithmetic.cuh"

/// Instructions that only a device has: copies to shared memory in the background and products on tensor cores.
/// Compiled for the host (tests), they are emulated after their description in the PTX manual.
namespace hearth::exact::cuda {

#if !defined(__CUDACC__)

HEARTH_DEVICE void copy_later(void* to, const void* from, unsigned bytes, bool inside) {
    emulated::copy_later(to, from, bytes, inside);
}
HEARTH_DEVICE void commit_copies() {
    emulated::commit_copies();
}
template <unsigned groups>
HEARTH_DEVICE void await_copies() {
    emulated::await_copies(groups);
}
HEARTH_DEVICE void tensor_product(std::int32_t (&d)[4], const std::uint32_t (&a)[4], std::uint32_t b0,
                                  std::uint32_t b1) {
    emulated::mma_m16n8k32(d, a, b0, b1);
}
HEARTH_DEVICE void small_tensor_product(std::int32_t& d0, std::int32_t& d1, std::uint32_t a, std::uint32_t b) {
    emulated::mma_m8n8k16(d0, d1, a, b);
}

#else

/// Copies 4 or 16 bytes to shared memory, zeros if not `inside`; they are there after await_copies() and a barrier.
HEARTH_DEVICE void copy_later(void* to, const void* from, unsigned bytes, bool inside) {
#if __CUDA_ARCH__ >= 800
    const auto at = static_cast<unsigned>(__cvta_generic_to_shared(to));
    if (bytes == 16)
        asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(at), "l"(from), "r"(inside ? 16 : 0)
                     : "memory");
    else
        asm volatile("cp.async.ca.shared.global [%0], [%1], 4, %2;" ::"r"(at), "l"(from), "r"(inside ? 4 : 0)
                     : "memory");
#else
    if (bytes == 16)
        *static_cast<uint4*>(to) = inside ? *static_cast<const uint4*>(from) : make_uint4(0, 0, 0, 0);
    else
        *static_cast<std::uint32_t*>(to) = inside ? *static_cast<const std::uint32_t*>(from) : 0;
#endif
}
/// Makes a group of the copies since the last one.
HEARTH_DEVICE void commit_copies() {
#if __CUDA_ARCH__ >= 800
    asm volatile("cp.async.commit_group;" ::: "memory");
#endif
}
/// Waits until all but the last `groups` groups of this thread's copies are done.
template <unsigned groups>
HEARTH_DEVICE void await_copies() {
#if __CUDA_ARCH__ >= 800
    asm volatile("cp.async.wait_group %0;" ::"n"(groups) : "memory");
#endif
}

/// d + a × b of int8, 16 × 32 by 32 × 8, by a whole warp; in the fragment layout of mma.m16n8k32.
HEARTH_DEVICE void tensor_product(std::int32_t (&d)[4], const std::uint32_t (&a)[4], std::uint32_t b0,
                                  std::uint32_t b1) {
#if __CUDA_ARCH__ >= 800
    asm volatile("mma.sync.aligned.m16n8k32.row.col.s32.s8.s8.s32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, "
                 "%1, %2, %3};"
                 : "+r"(d[0]), "+r"(d[1]), "+r"(d[2]), "+r"(d[3])
                 : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
#endif
}
/// 8 × 16 by 16 × 8, in the layout of mma.m8n8k16: what sm_75 has.
HEARTH_DEVICE void small_tensor_product(std::int32_t& d0, std::int32_t& d1, std::uint32_t a, std::uint32_t b) {
    asm volatile("mma.sync.aligned.m8n8k16.row.col.s32.s8.s8.s32 {%0, %1}, {%2}, {%3}, {%0, %1};"
                 : "+r"(d0), "+r"(d1)
                 : "r"(a), "r"(b));
}

#endif

/// tensor_product() in four small ones: the fragments of the large product are those of the small ones, side by side.
HEARTH_DEVICE void quartered_product(std::int32_t (&d)[4], const std::uint32_t (&a)[4], std::uint32_t b0,
                                     std::uint32_t b1) {
    small_tensor_product(d[0], d[1], a[0], b0);
    small_tensor_product(d[2], d[3], a[1], b0);
    small_tensor_product(d[0], d[1], a[2], b1);
    small_tensor_product(d[2], d[3], a[3], b1);
}

HEARTH_DEVICE void multiply_tile(std::int32_t (&d)[4], const std::uint32_t (&a)[4], std::uint32_t b0,
                                 std::uint32_t b1) {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ < 800
    quartered_product(d, a, b0, b1);
#else
    tensor_product(d, a, b0, b1);
#endif
}

} // namespace hearth::exact::cuda
