// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/profile/model.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace hearth::compute {

using exact::max_head_dim;
using inference::page_tokens;
inline constexpr std::uint32_t max_tile_queries = 16;

/// A weight matrix lies in panels of this many rows, the last one filled up with zeros. Inside a panel it is stored
/// step by step, [step][row]: a step is one fp32 column or two bf16 columns, four bytes of every row.
inline constexpr std::size_t panel_rows = 32;

/// Where the rows of a product lie: `rows` input vectors of `columns` values, `input_stride` apart.
struct DotArgs {
    const float* input;
    std::size_t input_stride, rows, columns;
    const void* weights;     ///< panels of fp32 or bf16
    std::size_t first, last; ///< weight rows [first, last), `first` at the beginning of a panel
    float* output;           ///< output[row * output_stride + weight row]
    std::size_t output_stride;
    bool add; ///< add to what is there
};

/// Up to max_tile_queries queries that look at the same keys and values. A page holds page_tokens positions:
/// keys transposed (head_dim × page_tokens), then values (page_tokens × head_dim).
struct AttendArgs {
    const float* const* queries;
    float* const* outputs;
    const std::uint32_t* first; ///< first visible position per query
    const std::uint32_t* last;  ///< last visible position per query, inclusive
    std::size_t count;
    const std::uint8_t* const* pages;     ///< base of each page of the sequence
    std::size_t key_offset, value_offset; ///< bytes from the base to this layer's and head's part
    std::size_t head_dim;
    float scale;
};

/// The inner loops for one instruction set. For a given variant every output value is summed in one fixed
/// order, whatever the number of rows, queries or threads. Pure functions; thread-safe.
struct Kernels {
    const char* name; ///< "generic", "avx2", "avx512", "avx512bf16"
    void (*dot_f32)(const DotArgs&);
    void (*dot_bf16)(const DotArgs&);
    void (*attend_f32)(const AttendArgs&);
    void (*attend_bf16)(const AttendArgs&);
    /// out = x / sqrt(mean(x²) + eps) × gain
    void (*rms_norm)(const float* x, const float* gain, std::size_t n, float eps, float* out);
    /// gate = gate × sigmoid(gate) × up
    void (*silu_times)(float* gate, const float* up, std::size_t n);
    /// To the nearest bf16, ties to even.
    void (*narrow)(const float* x, std::size_t n, std::uint16_t* out);
    /// True if no value is NaN or infinite.
    bool (*finite)(const float* x, std::size_t n);
};

/// The best variant that this processor runs; never "avx512bf16", which rounds the inputs of bf16 products to bf16,
/// while the others keep them in fp32.
const Kernels& best_kernels();
/// Null if there is no such variant or the processor lacks it.
const Kernels* kernels_by_name(std::string_view name);
std::vector<std::string_view> available_kernels();

} // namespace hearth::compute
