// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/gpu/cuda/kernels/arithmetic.cuh"

/// What the threads of a warp or a block do together.
namespace hearth::exact::cuda {

inline constexpr unsigned warp = 32, whole_warp = 0xFFFFFFFF;

struct Larger {
    template <typename T>
    HEARTH_DEVICE T operator()(T a, T b) const {
        return larger(a, b);
    }
};
struct Sum {
    template <typename T>
    HEARTH_DEVICE T operator()(T a, T b) const {
        return a + b;
    }
};

/// Over `width` neighbouring lanes, a power of two; every lane of the warp takes part and gets the result.
template <unsigned width = warp, typename T, typename Combine>
HEARTH_DEVICE T lanes_reduce(T value, Combine combine) {
    for (unsigned apart = width / 2; apart > 0; apart /= 2)
        value = combine(value, __shfl_xor_sync(whole_warp, value, static_cast<int>(apart)));
    return value;
}

/// Over all `team` threads of a block; every thread gets the result.
template <unsigned team, typename T, typename Combine>
HEARTH_DEVICE T team_reduce(T value, Combine combine) {
    __shared__ T parts[team / warp];
    value = lanes_reduce(value, combine);
    if (threadIdx.x % warp == 0) parts[threadIdx.x / warp] = value;
    __syncthreads();
    value = parts[0];
    for (unsigned i = 1; i < team / warp; ++i)
        value = combine(value, parts[i]);
    __syncthreads();
    return value;
}

/// Sums `count` values, a power of two up to 32, over the lanes of a warp with count − 1 exchanges where as many trees
/// would take 5 × count: lane i gets the sum of values[i / (32 / count)].
template <unsigned count, unsigned apart = warp / 2, typename T>
HEARTH_DEVICE T scattered_sum(T* values) {
    if constexpr (count > 1) {
        const bool upper = (threadIdx.x & apart) != 0;
#pragma unroll
        for (unsigned i = 0; i < count / 2; ++i) {
            const T sent = upper ? values[i] : values[i + count / 2], kept = upper ? values[i + count / 2] : values[i];
            values[i] = kept + __shfl_xor_sync(whole_warp, sent, static_cast<int>(apart));
        }
        return scattered_sum<count / 2, apart / 2>(values);
    } else if constexpr (apart > 0) {
        values[0] += __shfl_xor_sync(whole_warp, values[0], static_cast<int>(apart));
        return scattered_sum<1, apart / 2>(values);
    } else {
        return values[0];
    }
}

/// [HADAMARD]'s butterflies over `dim` values in shared memory, by all `team` threads; begins and ends with a barrier.
template <unsigned team>
__device__ inline void hadamard(float* x, std::uint32_t dim, std::uint32_t block) {
    __syncthreads();
    for (std::uint32_t i = threadIdx.x; i < dim; i += team)
        x[i] = flushed(x[i]);
    __syncthreads();
    for (std::uint32_t far = dim / block; far < dim; far *= 2) {
        for (std::uint32_t k = threadIdx.x; k < dim / 2; k += team) {
            const std::uint32_t i = k / far * 2 * far + k % far;
            const float a = x[i], b = x[i + far];
            x[i] = plus(a, b);
            x[i + far] = minus(a, b);
        }
        __syncthreads();
    }
    for (std::uint32_t i = threadIdx.x; i < dim; i += team)
        x[i] = times(x[i], hadamard_factor(block));
    __syncthreads();
}

} // namespace hearth::exact::cuda
