// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/gpu/cuda/kernels/arithmetic.cuh"

/// Products of packed int8.
namespace hearth::exact::cuda {

HEARTH_DEVICE std::int32_t byte_of(std::uint32_t four, unsigned i) {
    return static_cast<std::int32_t>(four << (24 - 8 * i)) >> 24;
}
HEARTH_DEVICE std::uint32_t packed4(std::int32_t a, std::int32_t b, std::int32_t c, std::int32_t d) {
    return (static_cast<std::uint32_t>(a) & 255) | (static_cast<std::uint32_t>(b) & 255) << 8 |
           (static_cast<std::uint32_t>(c) & 255) << 16 | static_cast<std::uint32_t>(d) << 24;
}

/// sum + Σ a × b over four int8; `plain` without the instruction for it.
template <bool plain>
HEARTH_DEVICE std::int32_t dot4(std::uint32_t a, std::uint32_t b, std::int32_t sum) {
    if constexpr (plain) {
#pragma unroll
        for (unsigned i = 0; i < 4; ++i)
            sum += byte_of(a, i) * byte_of(b, i);
        return sum;
    } else {
        return __dp4a(static_cast<std::int32_t>(a), static_cast<std::int32_t>(b), sum);
    }
}
template <bool plain>
HEARTH_DEVICE std::int32_t dot16(uint4 a, uint4 b, std::int32_t sum) {
    sum = dot4<plain>(a.x, b.x, sum);
    sum = dot4<plain>(a.y, b.y, sum);
    sum = dot4<plain>(a.z, b.z, sum);
    return dot4<plain>(a.w, b.w, sum);
}

/// A word of grouped weights holds eight columns: the first four in the low halves of its bytes, then the others.
HEARTH_DEVICE std::uint32_t low_four(std::uint32_t word) {
    return word & 0x0F0F0F0FU;
}
HEARTH_DEVICE std::uint32_t high_four(std::uint32_t word) {
    return word >> 4 & 0x0F0F0F0FU;
}
/// Σ value × weight value over the 32 columns of a group.
template <bool plain>
HEARTH_DEVICE std::int32_t group_dot(uint4 w, uint4 first, uint4 second) {
    std::int32_t sum = dot4<plain>(low_four(w.x), first.x, 0);
    sum = dot4<plain>(high_four(w.x), first.y, sum);
    sum = dot4<plain>(low_four(w.y), first.z, sum);
    sum = dot4<plain>(high_four(w.y), first.w, sum);
    sum = dot4<plain>(low_four(w.z), second.x, sum);
    sum = dot4<plain>(high_four(w.z), second.y, sum);
    sum = dot4<plain>(low_four(w.w), second.z, sum);
    return dot4<plain>(high_four(w.w), second.w, sum);
}

/// sum + (factor × products + minimum × inputs) × 2^shift. `factor`: the minimum in its upper half; `group`: sum of
/// inputs × 8 + shift.
HEARTH_DEVICE std::int64_t add_group(std::int64_t sum, std::int32_t products, std::uint32_t factor,
                                     std::int32_t group) {
    const std::int32_t t = (static_cast<std::int32_t>(factor << 16) >> 16) * products +
                           (static_cast<std::int32_t>(factor) >> 16) * (group >> 3);
    return sum + static_cast<std::int64_t>(t) * (1 << (group & 7));
}

} // namespace hearth::exact::cuda
