// SPDX-License-Identifier: Apache-2.0
// LINEAR and GROUPLINEAR of many inputs without tensor cores. A block takes 64 matrix rows and 64 inputs, 64 columns at
// a time, through shared memory; a thread takes 4 × 4 of them.
#include "exact/gpu/cuda/kernels/launch.cuh"
#include "exact/gpu/cuda/kernels/linear.cuh"
#include "exact/gpu/cuda/kernels/many.h"

namespace hearth::exact::cuda {

namespace {

constexpr unsigned threads = 256, tile = 64, words = 16, pitch = words + 1; // the odd pitch spreads rows over the banks

template <bool grouped>
struct Tiles {
    std::uint32_t matrix[tile * pitch], inputs[tile * pitch];
    std::uint32_t factors[grouped ? tile * 2 : 1];
    std::int32_t groups[grouped ? tile * 2 : 1];
};

HEARTH_DEVICE uint4 vector_or_zero(const uint4* from, std::size_t at, bool inside) {
    return inside ? from[at] : make_uint4(0, 0, 0, 0);
}
HEARTH_DEVICE void store4(std::uint32_t* to, uint4 v) {
    to[0] = v.x;
    to[1] = v.y;
    to[2] = v.z;
    to[3] = v.w;
}

template <bool grouped>
__device__ void fetch(const LinearArguments& a, Tiles<grouped>& to, std::uint32_t n0, std::uint32_t row0,
                      std::uint32_t step) {
    // 64 rows × 4 vectors of 16 columns.
    const unsigned me = threadIdx.x, r = me / 4, v = me % 4;
    const std::size_t row = smaller(row0 + r, a.step->count - 1), n = smaller(n0 + r, a.rows - 1);
    const std::uint32_t input_vectors = grouped ? a.vectors * row_vectors : a.vectors, column = step * 4 + v;
    store4(to.inputs + r * pitch + 4 * v,
           vector_or_zero(a.inputs, row * input_vectors + column, column < input_vectors));
    if constexpr (!grouped) {
        store4(to.matrix + r * pitch + 4 * v, vector_or_zero(a.weights, n * a.vectors + column, column < a.vectors));
    } else {
        // 64 rows × 2 groups: half the threads take the weights, the other half factors and sums.
        const unsigned gr = me % 128 / 2, g = me % 2;
        const std::uint32_t group = step * 2 + g;
        const bool inside = group < a.vectors;
        const std::size_t weight = std::size_t{smaller(n0 + gr, a.rows - 1)} * a.vectors + group;
        if (me < 128) {
            const uint4 w = vector_or_zero(a.weights, weight, inside);
            std::uint32_t* const into = to.matrix + gr * pitch + 8 * g;
            store4(into, make_uint4(low_four(w.x), high_four(w.x), low_four(w.y), high_four(w.y)));
            store4(into + 4, make_uint4(low_four(w.z), high_four(w.z), low_four(w.w), high_four(w.w)));
        } else {
            const std::size_t input = std::size_t{smaller(row0 + gr, a.step->count - 1)} * a.vectors + group;
            to.factors[gr * 2 + g] = inside ? a.factors[weight] : 0;
            to.groups[gr * 2 + g] = inside ? a.input_groups[input] : 0;
        }
    }
}

template <bool grouped, bool plain>
__global__ __launch_bounds__(threads) void linear_tiles(LinearArguments a) {
    __shared__ Tiles<grouped> tiles;
    const std::uint32_t row0 = blockIdx.x * tile, n0 = blockIdx.y * tile;
    if (row0 >= a.step->count) return;
    const unsigned tn = threadIdx.x % 16, tb = threadIdx.x / 16; // matrix rows tn + 16 i, inputs tb + 16 j
    SumOf<grouped> totals[4][4] = {};
    const std::uint32_t steps = grouped ? (a.vectors + 1) / 2 : (a.vectors + 3) / 4;
    for (std::uint32_t s = 0; s < steps; ++s) {
        fetch<grouped>(a, tiles, n0, row0, s);
        __syncthreads();
        for (unsigned g = 0; g < 2; ++g) {
            std::int32_t sums[4][4] = {};
            for (unsigned k = 8 * g; k < 8 * g + 8; ++k) {
                std::uint32_t w[4], x[4];
#pragma unroll
                for (unsigned i = 0; i < 4; ++i) {
                    w[i] = tiles.matrix[(tn + 16 * i) * pitch + k];
                    x[i] = tiles.inputs[(tb + 16 * i) * pitch + k];
                }
#pragma unroll
                for (unsigned i = 0; i < 4; ++i)
#pragma unroll
                    for (unsigned j = 0; j < 4; ++j)
                        sums[i][j] = dot4<plain>(w[i], x[j], sums[i][j]);
            }
#pragma unroll
            for (unsigned i = 0; i < 4; ++i)
#pragma unroll
                for (unsigned j = 0; j < 4; ++j)
                    if constexpr (grouped)
                        totals[i][j] = add_group(totals[i][j], sums[i][j], tiles.factors[(tn + 16 * i) * 2 + g],
                                                 tiles.groups[(tb + 16 * j) * 2 + g]);
                    else
                        totals[i][j] += sums[i][j];
        }
        __syncthreads();
    }
#pragma unroll
    for (unsigned i = 0; i < 4; ++i)
#pragma unroll
        for (unsigned j = 0; j < 4; ++j) {
            const std::uint32_t n = n0 + tn + 16 * i, row = row0 + tb + 16 * j;
            if (n < a.rows && row < a.step->count) put(a, row, n, totals[i][j]);
        }
}

} // namespace

cudaError_t linear_many(const LinearArguments& a, bool plain, cudaStream_t stream) {
    const dim3 grid(ceil_div(a.batch, tile), ceil_div(a.rows, tile));
    if (a.factors != nullptr)
        return launch(plain ? linear_tiles<true, true> : linear_tiles<true, false>, grid, threads, a, stream);
    return launch(plain ? linear_tiles<false, true> : linear_tiles<false, false>, grid, threads, a, stream);
}

} // namespace hearth::exact::cuda
