// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/gpu/step.h"

#include <cuda_runtime.h>

/// The kernels, each enqueued on a stream. Pointers are the device's. Every function returns what the launch did.
namespace hearth::exact::cuda {

using gpu_step::lowest_score;
using gpu_step::split_tokens;

enum class Variant {
    plain, ///< byte by byte
    dp4a,  ///< packed dot products
    imma,  ///< tensor cores where there are many rows
};

struct EmbedArguments {
    const std::uint32_t* weights;
    const float* scales;
    float* x;
    const StepData* step;
    std::uint32_t n, row_words, rows;
};
cudaError_t embed(const EmbedArguments& arguments, cudaStream_t stream);

/// Rows of fp32 to int8: QUANT, NORMQUANT, and of CI4.1 NORM with GROUPQUANT, or NORM alone.
struct QuantiseArguments {
    const float* x;
    const float* gain; ///< null, or the values are taken times RMS times gain
    std::uint32_t* values;
    float* scales;
    std::int32_t* groups; ///< null, or for each 32 values their sum × 8 + (5 − exponent)
    float* floats;        ///< null, or where fp32 goes instead of int8
    StepData* step;
    std::uint32_t n, row_words, stride; ///< stride: values from a row of x to the next
    std::uint32_t normalise;            ///< 1: the scale is taken times RMS
    std::uint32_t gathered;             ///< 1: reads the rows that are to be output
    std::uint32_t rows;
    float eps;
};
cudaError_t quantise(const QuantiseArguments& arguments, cudaStream_t stream);

/// HADAMARD of whole rows, GATED before it where asked for.
struct SpreadArguments {
    float* x;
    const StepData* step;
    std::uint32_t n, block, stride;
    std::uint32_t gate;   ///< 1: x = GATED(x, the n values behind it) first
    std::uint32_t spread; ///< 0: without HADAMARD
    std::uint32_t rows;
};
cudaError_t spread(const SpreadArguments& arguments, cudaStream_t stream);

/// Heads after the projections: HEADNORM, ROPE and HADAMARD of q and k, HADAMARD of v where asked for, then QUANT into
/// the queries or the cache.
struct HeadsArguments {
    const float* qkv;
    const float *q_gain, *k_gain; ///< null: no HEADNORM
    std::uint32_t* queries;
    float* query_scales;
    std::uint32_t* cache; ///< of this layer
    StepData* step;
    std::uint32_t heads, kv_heads, dim, block; ///< block: of HADAMARD over a head
    std::uint32_t turn_values, rows;
    float eps;
};
cudaError_t heads(const HeadsArguments& arguments, cudaStream_t stream);

/// ATTEND, in three kernels. Sums are integers, so that the splits of the positions add up in any order.
struct AttendArguments {
    const std::uint32_t* queries;
    const float* query_scales;
    const std::uint32_t* cache; ///< of this layer
    std::int32_t* sums; ///< of each row and head: largest z, bits of the largest value scale, T and every A in 64 bits
    float* mixed;
    const StepData* step;
    std::uint32_t heads, kv_heads, dim, block;
    std::uint32_t turn_values; ///< 1: HADAMARD of the outputs
    std::uint32_t rows, splits, sums_words;
    float attention_scale;
};
cudaError_t attend(const AttendArguments& arguments, Variant variant, cudaStream_t stream);

/// LINEAR and GROUPLINEAR.
struct LinearArguments {
    const uint4* weights;         ///< row-major: 16 int8 a vector; grouped: the 32 values of a group a vector
    const std::uint32_t* factors; ///< grouped: factor, and minimum in the upper half, of each row and group
    const float* scales;
    const float* biases; ///< null: none
    const uint4* inputs;
    const float* input_scales;
    const std::int32_t* input_groups;
    float* outputs;
    const StepData* step;
    std::uint32_t rows, vectors;   ///< of the matrix; vectors of a row
    std::uint32_t stride;          ///< of the outputs
    std::uint32_t added;           ///< 1: adds to what is there
    std::uint32_t batch;           ///< inputs
    std::uint32_t multiprocessors; ///< of the device, to cut the work by
    std::uint32_t split = 1;       ///< warps that share matrix rows; linear() sets it
};
inline constexpr std::uint32_t few_rows = 8; ///< inputs up to which a product is bound by reading the matrix
/// `batch` is 1, 2, 4 or 8, or more than few_rows.
cudaError_t linear(const LinearArguments& arguments, Variant variant, cudaStream_t stream);

/// Reads a buffer as fast as the device can.
struct ReadArguments {
    const uint4* from;
    std::uint32_t* sums; ///< blocks × read_threads numbers
    std::uint64_t vectors;
    std::uint32_t blocks;
};
inline constexpr std::uint32_t read_threads = 256; ///< of a block
cudaError_t read(const ReadArguments& arguments, cudaStream_t stream);

} // namespace hearth::exact::cuda
