// SPDX-License-Identifier: Apache-2.0
// What is done to rows of the residual stream and of the feed-forward layer.
#include "exact/gpu/cuda/kernels.h"
#include "exact/gpu/cuda/kernels/dot.cuh"
#include "exact/gpu/cuda/kernels/launch.cuh"
#include "exact/gpu/cuda/kernels/team.cuh"

namespace hearth::exact::cuda {

namespace {

constexpr unsigned embed_team = 64, quantise_team = 512, spread_team = 256;
constexpr unsigned group_words = group_columns / 4; // words of four int8 values

__global__ __launch_bounds__(embed_team) void embed_kernel(EmbedArguments a) {
    const std::uint32_t row = blockIdx.y, word = blockIdx.x * embed_team + threadIdx.x;
    if (row >= a.step->count || 4 * word >= a.n) return;
    const std::uint32_t token = a.step->token[row];
    const std::uint32_t four = a.weights[std::size_t{token} * a.row_words + word];
    for (unsigned i = 0; i < 4 && 4 * word + i < a.n; ++i)
        a.x[row * a.n + 4 * word + i] = times(to_float(byte_of(four, i)), a.scales[token]);
}

/// A row as QUANT sees it.
struct Quantised {
    const float* x;
    const float* gain;
    std::uint32_t n;
    float unit; ///< RMS, where it is used

    HEARTH_DEVICE float value(std::uint32_t i) const {
        return gain == nullptr ? x[i] : times(times(x[i], unit), gain[i]);
    }
    HEARTH_DEVICE std::int32_t value(std::uint32_t i, float r) const {
        return i < n ? round_even(times(value(i), r)) : 0;
    }
    HEARTH_DEVICE std::uint32_t largest() const {
        std::uint32_t most = 0;
        for (std::uint32_t i = threadIdx.x; i < n; i += quantise_team)
            most = larger(most, magnitude_bits(value(i)));
        return team_reduce<quantise_team>(most, Larger{});
    }
};

/// [GROUPQUANT] Eight threads a group of 32 values; n is a multiple of 32.
__device__ void write_groups(const QuantiseArguments& a, std::uint32_t row, const Quantised& from, float r, bool zero) {
    for (std::uint32_t base = threadIdx.x / warp * warp; base < a.row_words; base += quantise_team) {
        const std::uint32_t word = base + threadIdx.x % warp, i = 4 * word;
        const bool inside = word < a.row_words && i < a.n && !zero;
        float x[4] = {};
        std::uint32_t most = 0;
        for (unsigned k = 0; k < 4; ++k) {
            if (inside) x[k] = from.value(i + k);
            most = larger(most, magnitude_bits(x[k]));
        }
        most = lanes_reduce<group_words>(most, Larger{});
        const int e = zero ? 0 : group_exponent(times(__uint_as_float(most), r));
        const float up = power_of_two(e);
        std::int32_t v[4];
        for (unsigned k = 0; k < 4; ++k)
            v[k] = round_even(times(times(x[k], r), up));
        const std::int32_t sum = lanes_reduce<group_words>(v[0] + v[1] + v[2] + v[3], Sum{});
        if (word >= a.row_words) continue;
        a.values[row * a.row_words + word] = packed4(v[0], v[1], v[2], v[3]);
        if (word % group_words == 0)
            a.groups[(row * a.row_words + word) / group_words] = sum * 8 + (finest_exponent - e);
    }
}

__global__ __launch_bounds__(quantise_team) void quantise_kernel(QuantiseArguments a) {
    const std::uint32_t row = blockIdx.x;
    if (row >= a.step->count) return;
    Quantised from{a.x + std::size_t{a.gathered != 0 ? a.step->output_row[row] : row} * a.stride, nullptr, a.n, 0.0F};
    std::uint32_t largest = from.largest();
    bool fault = largest >= fault_bits, zero = fault || largest < zero_bits;
    if ((a.normalise != 0 || a.gain != nullptr) && !zero) {
        const int e = exponent_of(__uint_as_float(largest));
        std::uint64_t squares = 0;
        for (std::uint32_t i = threadIdx.x; i < a.n; i += quantise_team)
            squares += squared(from.x[i], e);
        from.unit = rms_of(team_reduce<quantise_team>(squares, Sum{}), a.n, e, a.eps);
    }
    from.gain = a.gain;
    if (a.gain != nullptr && !zero && a.floats == nullptr) {
        largest = from.largest();
        fault = largest >= fault_bits;
        zero = fault || largest < zero_bits;
    }
    if (fault && threadIdx.x == 0) a.step->fault = 1;
    if (a.floats != nullptr) {
        for (std::uint32_t i = threadIdx.x; i < a.n; i += quantise_team)
            a.floats[row * a.n + i] = zero ? 0.0F : from.value(i);
        return;
    }
    const float m = __uint_as_float(largest), r = zero ? 0.0F : unit_of(m);
    if (a.groups != nullptr) {
        write_groups(a, row, from, r, zero);
    } else {
        for (std::uint32_t word = threadIdx.x; word < a.row_words; word += quantise_team) {
            const std::uint32_t i = 4 * word;
            a.values[row * a.row_words + word] =
                zero ? 0 : packed4(from.value(i, r), from.value(i + 1, r), from.value(i + 2, r), from.value(i + 3, r));
        }
    }
    if (threadIdx.x != 0) return;
    const float scale = zero ? 0.0F : scale_of(m);
    a.scales[row] = a.normalise != 0 && !zero ? times(scale, from.unit) : scale;
}

/// A block takes 16 neighbouring groups of a row, each of `block` values that stand n / block apart.
constexpr unsigned spread_columns = 16;

__global__ __launch_bounds__(spread_team) void spread_kernel(SpreadArguments a) {
    __shared__ float tile[64 * spread_columns];
    const std::uint32_t row = blockIdx.y;
    if (row >= a.step->count) return;
    const std::uint32_t apart = a.n / a.block, first = blockIdx.x * spread_columns, values = a.block * spread_columns;
    float* const x = a.x + std::size_t{row} * a.stride;
    for (std::uint32_t k = threadIdx.x; k < values; k += spread_team) {
        const std::uint32_t column = first + k % spread_columns, i = k / spread_columns * apart + column;
        if (column >= apart) continue;
        const float v = a.gate != 0 ? gated(x[i], x[a.n + i]) : x[i];
        tile[k] = a.spread != 0 ? flushed(v) : v;
    }
    __syncthreads();
    if (a.spread != 0)
        for (std::uint32_t far = 1; far < a.block; far *= 2) {
            for (std::uint32_t k = threadIdx.x; k < values / 2; k += spread_team) {
                const std::uint32_t j = k / spread_columns;
                const std::uint32_t i = (j / far * 2 * far + j % far) * spread_columns + k % spread_columns;
                const float p = tile[i], q = tile[i + far * spread_columns];
                tile[i] = plus(p, q);
                tile[i + far * spread_columns] = minus(p, q);
            }
            __syncthreads();
        }
    const float factor = a.spread != 0 ? hadamard_factor(a.block) : 1.0F;
    for (std::uint32_t k = threadIdx.x; k < values; k += spread_team) {
        const std::uint32_t column = first + k % spread_columns;
        if (column < apart) x[k / spread_columns * apart + column] = times(tile[k], factor);
    }
}

__global__ __launch_bounds__(read_threads) void read_kernel(ReadArguments a) {
    const std::uint32_t me = blockIdx.x * read_threads + threadIdx.x;
    uint4 sum = make_uint4(0, 0, 0, 0);
#pragma unroll 4
    for (std::uint64_t i = me; i < a.vectors; i += std::uint64_t{a.blocks} * read_threads) {
        const uint4 v = a.from[i];
        sum = make_uint4(sum.x ^ v.x, sum.y ^ v.y, sum.z ^ v.z, sum.w ^ v.w);
    }
    a.sums[me] = sum.x ^ sum.y ^ sum.z ^ sum.w; // so that no read can be left out
}

} // namespace

cudaError_t embed(const EmbedArguments& a, cudaStream_t stream) {
    return launch(embed_kernel, dim3(ceil_div(a.n, 4 * embed_team), a.rows), embed_team, a, stream);
}
cudaError_t quantise(const QuantiseArguments& a, cudaStream_t stream) {
    return launch(quantise_kernel, dim3(a.rows), quantise_team, a, stream);
}
cudaError_t spread(const SpreadArguments& a, cudaStream_t stream) {
    return launch(spread_kernel, dim3(ceil_div(a.n / a.block, spread_columns), a.rows), spread_team, a, stream);
}
cudaError_t read(const ReadArguments& a, cudaStream_t stream) {
    return launch(read_kernel, dim3(a.blocks), read_threads, a, stream);
}

} // namespace hearth::exact::cuda
