// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/cpu/packed.h"

#include <string_view>
#include <vector>

namespace hearth::exact {

inline constexpr std::size_t max_queries = 32; ///< of one attend()

/// What a product of CI4.1 needs of 32 quantised values besides themselves.
struct RowGroup {
    std::int32_t sum = 0;
    std::int32_t shift = 0; ///< finest_exponent − the group's exponent
};

/// int8 rows with their scales, `stride` bytes apart; `sums` holds the sum of each row's values, `groups` (grouped
/// rows only) stride / 32 entries for each row.
struct RowsView {
    const std::int8_t* values;
    const float* scales;
    const std::int32_t* sums;
    std::size_t stride, count;
    const RowGroup* groups = nullptr;
};

struct LinearArgs {
    RowsView input;
    const PackedMatrix* matrix;
    std::size_t first, last; ///< blocks [first, last)
    float* output;           ///< output[row × stride + matrix row]
    std::size_t stride;
    bool add; ///< adds to what is there
};

/// Where one head's keys and values lie in a page, in bytes from its start. Keys: [head_dim / 4][64][4] bytes,
/// as a packed block of tokens; values: [64 / 2][head_dim][2] int8; then 64 fp32 scales of each.
struct HeadLayout {
    std::size_t keys, values, key_scales, value_scales;
    std::size_t padded_dim; ///< head_dim in whole blocks of 16
};

struct AttendArgs {
    RowsView queries;           ///< up to max_queries, padded_dim values each
    const std::uint32_t* first; ///< first position that each query sees
    const std::uint32_t* last;  ///< last one, inclusive
    const std::uint8_t* const* pages;
    HeadLayout layout;
    std::size_t head_dim;
    float attention_scale;
    float* const* outputs;
    std::int32_t* scores; ///< scratch: count × scores_stride, a whole number of pages from the first seen on
    std::size_t scores_stride;
    std::int64_t* sums; ///< scratch: count × padded_dim
};

/// The inner loops for one instruction set; all variants give the bytes of exact::reference. Pure functions.
struct Kernels {
    const char* name;
    bool offset; ///< weights and keys are stored as uint8 with an offset of 128
    /// Largest magnitude; not below fault_limit if any value is a fault.
    float (*largest)(const float* x, std::size_t n);
    /// out[i] = RINT(x[i] × r), then zeros up to `padded`; returns the sum of the values.
    std::int32_t (*quantise)(const float* x, std::size_t n, std::size_t padded, float r, std::int8_t* out);
    /// Σ RINT(x[i] × up)²
    std::uint64_t (*square_sum)(const float* x, std::size_t n, float up);
    /// out[i] = RINT(x[i] × r × 2^exponent of its group), n a multiple of 32; then zeros up to `padded`.
    void (*quantise_groups)(const float* x, std::size_t n, std::size_t padded, float r, std::int8_t* out,
                            RowGroup* groups);
    void (*linear)(const LinearArgs& args);
    void (*linear_groups)(const LinearArgs& args); ///< of a grouped matrix and grouped rows
    /// gate[i] = silu(gate[i]) × up[i]
    void (*gate)(float* gate, const float* up, std::size_t n);
    void (*hadamard)(float* x, std::size_t n);
    void (*attend)(const AttendArgs& args);
};

/// The fastest variant that this processor runs.
const Kernels& best_kernels();
/// "scalar", "avx2", "avxvnni", "avx512vnni", "amx"; null if there is no such variant or the processor lacks it.
const Kernels* kernels_by_name(std::string_view name);
/// Slowest first.
std::vector<std::string_view> available_kernels();

} // namespace hearth::exact
