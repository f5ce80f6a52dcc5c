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
    using Lanes = float[lanes];

    const char* name;

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

    /// out[i] = RINT(x[i] × factor)
    void (*round_row)(const float* x, std::size_t n, float factor, std::int8_t* out);
    bool (*finite)(const float* x, std::size_t n);
};

} // namespace hearth::compute
