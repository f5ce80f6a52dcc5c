// SPDX-License-Identifier: Apache-2.0
// LINEAR and GROUPLINEAR of many inputs on tensor cores. A block of four warps takes 64 inputs and 32 or 64 matrix
// rows, 64 columns at a time; copies of the next three steps are under way while one is computed. The inputs are the
// rows of mma's first factor, so that a lane's results lie side by side in the output.
#include "exact/gpu/cuda/kernels/launch.cuh"
#include "exact/gpu/cuda/kernels/linear.cuh"
#include "exact/gpu/cuda/kernels/many.h"
#include "exact/gpu/cuda/kernels/team.cuh"
#include "exact/gpu/cuda/kernels/tensor.cuh"

namespace hearth::exact::cuda {

namespace {

constexpr unsigned threads = 128, stages = 4, tile_rows = 64, step_words = 16;
constexpr unsigned warp_rows = 32, fragments = 2; // a warp's inputs, in fragments of 16
// Pitches in words that spread the eight rows of a fragment over all banks and keep vectors aligned.
constexpr unsigned pitch = 20, grouped_pitch = 12;

template <bool grouped, unsigned matrix_rows>
struct Stage {
    static constexpr unsigned weight_pitch = grouped ? grouped_pitch : pitch;
    alignas(16) std::uint32_t inputs[tile_rows * pitch];
    alignas(16) std::uint32_t weights[matrix_rows * weight_pitch];
    std::uint32_t factors[grouped ? matrix_rows * 2 : 1];
    std::int32_t groups[grouped ? tile_rows * 2 : 1];
};

template <bool grouped, unsigned matrix_rows>
__device__ void fetch(const LinearArguments& a, Stage<grouped, matrix_rows>& to, std::uint32_t row0, std::uint32_t n0,
                      std::uint32_t step) {
    constexpr unsigned vectors = step_words / 4, weight_vectors = grouped ? 2 : vectors;
    const std::uint32_t input_vectors = grouped ? a.vectors * row_vectors : a.vectors, last = a.step->count - 1;
    for (unsigned i = threadIdx.x; i < tile_rows * vectors; i += threads) {
        const unsigned r = i / vectors, v = i % vectors;
        const std::uint32_t column = step * vectors + v;
        copy_later(to.inputs + r * pitch + 4 * v,
                   a.inputs + std::size_t{smaller(row0 + r, last)} * input_vectors + column, 16,
                   column < input_vectors);
    }
    for (unsigned i = threadIdx.x; i < matrix_rows * weight_vectors; i += threads) {
        const unsigned r = i / weight_vectors, v = i % weight_vectors;
        const std::uint32_t column = step * weight_vectors + v;
        const std::size_t at = std::size_t{smaller(n0 + r, a.rows - 1)} * a.vectors + column;
        copy_later(to.weights + r * to.weight_pitch + 4 * v, a.weights + at, 16, column < a.vectors);
        if constexpr (grouped) copy_later(to.factors + i, a.factors + at, 4, column < a.vectors);
    }
    if constexpr (grouped)
        for (unsigned i = threadIdx.x; i < tile_rows * 2; i += threads) {
            const std::uint32_t group = step * 2 + i % 2;
            copy_later(to.groups + i, a.input_groups + std::size_t{smaller(row0 + i / 2, last)} * a.vectors + group, 4,
                       group < a.vectors);
        }
}

/// Half a step, 32 columns: the second factor's fragment for eight matrix rows, of which this lane reads row `n`.
template <bool grouped, unsigned matrix_rows>
HEARTH_DEVICE void load_weights(const Stage<grouped, matrix_rows>& from, unsigned n, unsigned half, unsigned four,
                                std::uint32_t& b0, std::uint32_t& b1) {
    const std::uint32_t* const row = from.weights + n * from.weight_pitch;
    if constexpr (grouped) {
        const unsigned shift = four % 2 * 4; // odd fours of columns stand in the upper halves
        b0 = row[4 * half + four / 2] >> shift & 0x0F0F0F0FU;
        b1 = row[4 * half + 2 + four / 2] >> shift & 0x0F0F0F0FU;
    } else {
        b0 = row[8 * half + four];
        b1 = row[8 * half + 4 + four];
    }
}

/// Where a lane stands, as the PTX manual calls the places of a fragment, and where its warp stands in the block.
struct Place {
    unsigned group, four, rows, n;
};

template <bool grouped, unsigned tiles>
using Sums = SumOf<grouped>[fragments][tiles][4];

/// The products of one half of a step.
template <bool grouped, unsigned tiles, unsigned matrix_rows>
HEARTH_DEVICE void multiply(const Stage<grouped, matrix_rows>& stage, Place at, unsigned half,
                            Sums<grouped, tiles>& sums) {
    std::uint32_t x[fragments][4];
#pragma unroll
    for (unsigned i = 0; i < fragments; ++i) {
        const std::uint32_t* const from = stage.inputs + (at.rows + 16 * i + at.group) * pitch + 8 * half + at.four;
        x[i][0] = from[0];
        x[i][1] = from[8 * pitch];
        x[i][2] = from[4];
        x[i][3] = from[8 * pitch + 4];
    }
#pragma unroll
    for (unsigned j = 0; j < tiles; ++j) {
        std::uint32_t b0, b1;
        load_weights<grouped>(stage, at.n + 8 * j + at.group, half, at.four, b0, b1);
#pragma unroll
        for (unsigned i = 0; i < fragments; ++i) {
            if constexpr (!grouped) {
                multiply_tile(sums[i][j], x[i], b0, b1);
            } else {
                std::int32_t products[4] = {};
                multiply_tile(products, x[i], b0, b1);
#pragma unroll
                for (unsigned c = 0; c < 4; ++c)
                    sums[i][j][c] = add_group(sums[i][j][c], products[c],
                                              stage.factors[(at.n + 8 * j + 2 * at.four + c % 2) * 2 + half],
                                              stage.groups[(at.rows + 16 * i + at.group + c / 2 * 8) * 2 + half]);
            }
        }
    }
}

template <bool grouped, unsigned tiles>
__global__ __launch_bounds__(threads) void linear_tensor(LinearArguments a) {
    constexpr unsigned matrix_rows = 2 * 8 * tiles; // two warps side by side, `tiles` fragments of 8 each
    __shared__ Stage<grouped, matrix_rows> pipeline[stages];
    const std::uint32_t row0 = blockIdx.x * tile_rows, n0 = blockIdx.y * matrix_rows, count = a.step->count;
    if (row0 >= count) return;
    const unsigned lane = threadIdx.x % warp, mine = threadIdx.x / warp;
    const Place at{lane / 4, lane % 4, mine % 2 * warp_rows, mine / 2 * 8 * tiles};
    const std::uint32_t steps = grouped ? (a.vectors + 1) / 2 : (a.vectors + 3) / 4;
    Sums<grouped, tiles> sums = {};
    for (std::uint32_t s = 0; s < stages - 1; ++s) {
        if (s < steps) fetch<grouped>(a, pipeline[s], row0, n0, s);
        commit_copies();
    }
    for (std::uint32_t s = 0; s < steps; ++s) {
        await_copies<stages - 2>();
        __syncthreads();
        if (s + stages - 1 < steps) fetch<grouped>(a, pipeline[(s + stages - 1) % stages], row0, n0, s + stages - 1);
        commit_copies();
        if (row0 + at.rows >= count) continue; // the same for the whole warp
        multiply<grouped, tiles>(pipeline[s % stages], at, 0, sums);
        multiply<grouped, tiles>(pipeline[s % stages], at, 1, sums);
    }
#pragma unroll
    for (unsigned i = 0; i < fragments; ++i)
#pragma unroll
        for (unsigned j = 0; j < tiles; ++j)
#pragma unroll
            for (unsigned c = 0; c < 4; ++c) {
                const std::uint32_t row = row0 + at.rows + 16 * i + at.group + c / 2 * 8;
                const std::uint32_t n = n0 + at.n + 8 * j + 2 * at.four + c % 2;
                if (row < count && n < a.rows) put(a, row, n, sums[i][j][c]);
            }
}

template <bool grouped>
cudaError_t tensor(const LinearArguments& a, cudaStream_t stream) {
    const unsigned across = ceil_div(a.batch, tile_rows);
    // Blocks of half the size where there are too few to fill the device twice.
    if (across * ceil_div(a.rows, 64) < 2 * a.multiprocessors)
        return launch(linear_tensor<grouped, 2>, dim3(across, ceil_div(a.rows, 32)), threads, a, stream);
    return launch(linear_tensor<grouped, 4>, dim3(across, ceil_div(a.rows, 64)), threads, a, stream);
}

} // namespace

cudaError_t linear_imma(const LinearArguments& a, cudaStream_t stream) {
    return a.factors != nullptr ? tensor<true>(a, stream) : tensor<false>(a, stream);
}

} // namespace hearth::exact::cuda
