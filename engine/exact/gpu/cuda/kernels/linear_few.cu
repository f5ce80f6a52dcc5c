// SPDX-License-Identifier: Apache-2.0
// LINEAR and GROUPLINEAR of up to eight inputs: bound by reading the matrix. A warp, or a few that share the columns,
// takes two or four matrix rows and all inputs; every lane reads 16 bytes of each row at a time.
#include "exact/gpu/cuda/kernels/launch.cuh"
#include "exact/gpu/cuda/kernels/linear.cuh"
#include "exact/gpu/cuda/kernels/many.h"
#include "exact/gpu/cuda/kernels/team.cuh"

namespace hearth::exact::cuda {

namespace {

constexpr unsigned warps = 4;

/// Matrix rows of a warp: their sums stay in registers, and those of grouped products take two each.
template <bool grouped, unsigned batch>
constexpr unsigned rows_of = grouped&& batch > 2 ? 2 : 4;

template <bool grouped, bool plain, unsigned batch>
__global__ __launch_bounds__(warps* warp) void linear_few(LinearArguments a) {
    constexpr unsigned matrix_rows = rows_of<grouped, batch>, count = matrix_rows * batch;
    using Sum = SumOf<grouped>;
    __shared__ Sum partial[warps][count];
    const unsigned lane = threadIdx.x % warp, mine = threadIdx.x / warp;
    const unsigned team = mine / a.split, part = mine % a.split;
    const std::uint32_t n0 = (blockIdx.x * (warps / a.split) + team) * matrix_rows, last = a.step->count - 1;
    Sum sums[count] = {};
#pragma unroll 2
    for (std::uint32_t v = part * warp + lane; v < a.vectors; v += a.split * warp) {
        uint4 w[matrix_rows];
        std::uint32_t factors[matrix_rows] = {};
#pragma unroll
        for (unsigned r = 0; r < matrix_rows; ++r) {
            const std::size_t at = std::size_t{smaller(n0 + r, a.rows - 1)} * a.vectors + v;
            w[r] = __ldcs(a.weights + at);
            if constexpr (grouped) factors[r] = __ldcs(a.factors + at);
        }
#pragma unroll
        for (unsigned b = 0; b < batch; ++b) {
            const std::size_t x = std::size_t{smaller(b, last)} * a.vectors + v;
            if constexpr (grouped) {
                const uint4 first = a.inputs[x * row_vectors], second = a.inputs[x * row_vectors + 1];
                const std::int32_t group = a.input_groups[x];
#pragma unroll
                for (unsigned r = 0; r < matrix_rows; ++r)
                    sums[r * batch + b] =
                        add_group(sums[r * batch + b], group_dot<plain>(w[r], first, second), factors[r], group);
            } else {
                const uint4 input = a.inputs[x];
#pragma unroll
                for (unsigned r = 0; r < matrix_rows; ++r)
                    sums[r * batch + b] = dot16<plain>(w[r], input, sums[r * batch + b]);
            }
        }
    }
    Sum sum = scattered_sum<count>(sums);
    constexpr unsigned lanes = warp / count;
    const unsigned index = lane / lanes;
    if (lane % lanes == 0) partial[mine][index] = sum;
    __syncthreads();
    if (part != 0 || lane % lanes != 0) return;
    for (unsigned other = 1; other < a.split; ++other)
        sum += partial[mine + other][index];
    const std::uint32_t n = n0 + index / batch, row = index % batch;
    if (n < a.rows && row <= last) put(a, row, n, sum);
}

/// 1, 2 or 4 warps a set of matrix rows, so that they fill the device.
std::uint32_t split_of(const LinearArguments& a, unsigned matrix_rows) {
    const std::uint32_t wanted = 24 * a.multiprocessors, teams = ceil_div(a.rows, matrix_rows);
    std::uint32_t split = 1;
    while (split < warps && split * teams < wanted && a.vectors >= 2 * split * warp)
        split *= 2;
    return split;
}

template <bool grouped, bool plain, unsigned batch>
cudaError_t few_of(LinearArguments a, cudaStream_t stream) {
    constexpr unsigned matrix_rows = rows_of<grouped, batch>;
    a.split = split_of(a, matrix_rows);
    return launch(linear_few<grouped, plain, batch>, dim3(ceil_div(a.rows, warps / a.split * matrix_rows)),
                  warps * warp, a, stream);
}

template <bool grouped, bool plain>
cudaError_t few(const LinearArguments& a, cudaStream_t stream) {
    switch (a.batch) {
    case 1:
        return few_of<grouped, plain, 1>(a, stream);
    case 2:
        return few_of<grouped, plain, 2>(a, stream);
    case 4:
        return few_of<grouped, plain, 4>(a, stream);
    case few_rows:
        return few_of<grouped, plain, few_rows>(a, stream);
    default:
        return cudaErrorInvalidValue;
    }
}

} // namespace

cudaError_t linear(const LinearArguments& a, Variant variant, cudaStream_t stream) {
    const bool grouped = a.factors != nullptr, plain = variant == Variant::plain;
    if (a.batch > few_rows) return variant == Variant::imma ? linear_imma(a, stream) : linear_many(a, plain, stream);
    if (grouped) return plain ? few<true, true>(a, stream) : few<true, false>(a, stream);
    return plain ? few<false, true>(a, stream) : few<false, false>(a, stream);
}

} // namespace hearth::exact::cuda
