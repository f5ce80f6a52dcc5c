// SPDX-License-Identifier: Apache-2.0
// From the projections to queries and cache. One block a head of a row.
#include "exact/gpu/cuda/kernels/cache.cuh"
#include "exact/gpu/cuda/kernels/dot.cuh"
#include "exact/gpu/cuda/kernels/launch.cuh"
#include "exact/gpu/cuda/kernels/team.cuh"

namespace hearth::exact::cuda {

namespace {

constexpr unsigned team = 64;

__device__ std::uint32_t largest_of(const float* head, std::uint32_t dim) {
    std::uint32_t most = 0;
    for (std::uint32_t i = threadIdx.x; i < dim; i += team)
        most = larger(most, magnitude_bits(head[i]));
    return team_reduce<team>(most, Larger{});
}

/// [HEADNORM]
__device__ void normalise(float* head, const HeadsArguments& a, const float* gain) {
    const std::uint32_t largest = largest_of(head, a.dim);
    const bool fault = largest >= fault_bits, zero = fault || largest < zero_bits;
    if (fault && threadIdx.x == 0) a.step->fault = 1;
    float unit = 0.0F;
    if (!zero) {
        const int e = exponent_of(__uint_as_float(largest));
        std::uint64_t squares = 0;
        for (std::uint32_t i = threadIdx.x; i < a.dim; i += team)
            squares += squared(head[i], e);
        unit = rms_of(team_reduce<team>(squares, Sum{}), a.dim, e, a.eps);
    }
    for (std::uint32_t i = threadIdx.x; i < a.dim; i += team)
        head[i] = zero ? 0.0F : times(times(head[i], unit), gain[i]);
    __syncthreads();
}

/// [ROPE]
__device__ void rotate(float* head, const HeadsArguments& a, std::uint32_t row) {
    const std::uint32_t pairs = a.dim / 2;
    const auto* const turns = reinterpret_cast<const float*>(a.step + 1) + 2 * std::size_t{row} * pairs;
    for (std::uint32_t i = threadIdx.x; i < pairs; i += team) {
        const float x = head[i], y = head[i + pairs], c = turns[2 * i], s = turns[2 * i + 1];
        head[i] = minus(times(x, c), times(y, s));
        head[i + pairs] = plus(times(y, c), times(x, s));
    }
    __syncthreads();
}

HEARTH_DEVICE std::int32_t quantised(const float* head, std::uint32_t i, std::uint32_t dim, float r) {
    return i < dim ? round_even(times(head[i], r)) : 0;
}

__global__ __launch_bounds__(team) void heads_kernel(HeadsArguments a) {
    __shared__ float head[max_head_dim];
    const std::uint32_t slot = blockIdx.x, row = blockIdx.y;
    if (row >= a.step->count) return;
    const bool query = slot < a.heads, value = slot >= a.heads + a.kv_heads;
    const std::uint32_t all = a.heads + 2 * a.kv_heads, words = (a.dim + 3) / 4;
    for (std::uint32_t i = threadIdx.x; i < a.dim; i += team)
        head[i] = a.qkv[(std::size_t{row} * all + slot) * a.dim + i];
    __syncthreads();
    if (!value) {
        if (a.q_gain != nullptr) normalise(head, a, query ? a.q_gain : a.k_gain);
        rotate(head, a, row);
    }
    if (!value || a.turn_values != 0) hadamard<team>(head, a.dim, a.block);
    const std::uint32_t largest = largest_of(head, a.dim);
    const bool fault = largest >= fault_bits, zero = fault || largest < zero_bits;
    const float m = __uint_as_float(largest), r = zero ? 0.0F : unit_of(m), scale = zero ? 0.0F : scale_of(m);
    const std::uint32_t position = a.step->position[row];
    const HeadPlace at =
        query ? HeadPlace{0, words} : place_of(a.step, row, position, (slot - a.heads) % a.kv_heads, a.kv_heads, words);
    std::uint32_t* const into = query   ? a.queries + (std::size_t{row} * a.heads + slot) * words
                                : value ? a.cache + at.value(position)
                                        : a.cache + at.key(position);
    for (std::uint32_t w = threadIdx.x; w < words; w += team)
        into[w] = zero ? 0
                       : packed4(quantised(head, 4 * w, a.dim, r), quantised(head, 4 * w + 1, a.dim, r),
                                 quantised(head, 4 * w + 2, a.dim, r), quantised(head, 4 * w + 3, a.dim, r));
    if (threadIdx.x != 0) return;
    if (fault) a.step->fault = 1;
    if (query)
        a.query_scales[row * a.heads + slot] = scale;
    else
        a.cache[value ? at.value_scale(position) : at.key_scale(position)] = __float_as_uint(scale);
}

} // namespace

cudaError_t heads(const HeadsArguments& a, cudaStream_t stream) {
    return launch(heads_kernel, dim3(a.heads + 2 * a.kv_heads, a.rows), team, a, stream);
}

} // namespace hearth::exact::cuda
