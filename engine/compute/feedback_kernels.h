// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace hearth::compute {

/// Inner loops of import for one instruction set. Every element goes through the operations of ci8.1.md, 4.3 and 4.6,
/// in their order, none contracted; only elements that do not depend on each other are treated together: all variants
/// give the same bits.
struct FeedbackKernels {
    static constexpr std::size_t lanes = 16;  ///< rows of weights that are rounded together
    static constexpr std::size_t bundle = 32; ///< columns whose effects on the rest are applied together
    using Lanes = float[lanes];               ///< one column of as many rows

    const char* name;

    /// to[k × to_stride + row] = from[row × stride + k]
    void (*turn_bytes)(const std::int8_t* from, std::size_t rows, std::size_t columns, std::size_t stride,
                       std::int8_t* to, std::size_t to_stride);
    /// out[k][i] = from[i × stride + k] for i < count; the other lanes are zero.
    void (*gather)(const float* from, std::size_t count, std::size_t columns, std::size_t stride, Lanes* out);
    /// to[i × stride + k] = in[k][i] for i < count
    void (*scatter)(const Lanes* in, std::size_t count, std::size_t columns, float* to, std::size_t stride);
    /// x[k][i] = x[k][i] × by[k]
    void (*scale)(Lanes* x, std::size_t columns, const float* by);
    /// HADAMARD of ci8.1.md, 2.10, of every lane; block = BLOCK(columns).
    void (*hadamard)(Lanes* x, std::size_t columns, std::size_t block);
    /// Largest magnitude of each lane; no number or infinite if one of its values is.
    void (*largest)(const Lanes* x, std::size_t columns, float* out);
    /// out[k × lanes + i] = RINT(x[k][i] × factor[i])
    void (*round_lanes)(const Lanes* x, std::size_t columns, const float* factor, std::int8_t* out);
    /// Σ x²; n at most 2¹⁷
    std::int32_t (*square_sum)(const std::int8_t* x, std::size_t n);

    /// to[i] = to[i] + from[i]
    void (*add)(const float* from, std::size_t n, double* to);
    /// From column end − 1 to column `start`, j: column[k][i] = h[j][i] / h[j][j] and by[k][i] = column[k][i] × h[j][j]
    /// for i < j, k = end − 1 − j; then h[a][b] −= by[k][a] × column[k][b] for start ≤ a < j, b ≤ a. What stands above
    /// the diagonal is spoilt; strides are multiples of 8.
    void (*eliminate)(double* h, std::size_t stride, std::size_t start, std::size_t end, double* column, double* by,
                      std::size_t column_stride);
    /// upper[i][end − 1 − k] = fp32 of column[k][i] for i < end − 1 − k, k < count; what stands on and below the
    /// diagonal of `upper` is spoilt.
    void (*narrow)(const double* column, std::size_t column_stride, std::size_t end, std::size_t count, float* upper,
                   std::size_t stride);

    /// Step k of `count`, one after the other: h[a][b] −= by[k][a] × column[k][b] for b ≤ a < rows. `rows` is a
    /// multiple of bundle, the strides of 8; what stands above the diagonal is spoilt.
    void (*subtract)(double* h, std::size_t stride, std::size_t rows, const double* by, const double* column,
                     std::size_t column_stride, std::size_t count);

    struct Rounding {
        const Lanes* weights;
        const float* factor; ///< of each lane
        const float* unit;
        const float* upper; ///< of the bundle's first column, at it
        std::size_t stride;
        Lanes* carried; ///< of the bundle
        Lanes* errors;
        std::int8_t* values; ///< column by column, lanes values each
    };
    /// `count` ≤ bundle columns; their errors are carried on within the bundle.
    void (*round)(const Rounding& at, std::size_t count);
    /// carried[j] += Σ errors[k] × upper[k][j], k by k, j = 0 … columns − 1.
    void (*carry)(const Lanes* errors, std::size_t count, const float* upper, std::size_t stride, Lanes* carried,
                  std::size_t columns);

    bool (*finite)(const float* x, std::size_t n);
};

} // namespace hearth::compute
