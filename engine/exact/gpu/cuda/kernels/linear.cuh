// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/gpu/cuda/kernels.h"
#include "exact/gpu/cuda/kernels/dot.cuh"

#include <type_traits>

/// What all products share: y = (float(sum) × row scale) × matrix scale, bias, residual.
namespace hearth::exact::cuda {

inline constexpr unsigned row_vectors = 2; ///< vectors of quantised values beside one vector of grouped weights

/// Σ of a grouped product in units of 2⁻⁵, below 2⁴⁷; of int8 below 2³¹.
template <bool grouped>
using SumOf = std::conditional_t<grouped, std::int64_t, std::int32_t>;

HEARTH_DEVICE float product_of(std::int32_t sum, float row_scale, float scale) {
    return times(times(to_float(sum), row_scale), scale);
}
HEARTH_DEVICE float product_of(std::int64_t sum, float row_scale, float scale) {
    return times(times(wide_to_float(sum), times(row_scale, power_of_two(-finest_exponent))), scale);
}

/// Writes the product of input `row` and matrix row `n`, both of which exist.
template <typename T>
HEARTH_DEVICE void put(const LinearArguments& a, std::uint32_t row, std::uint32_t n, T sum) {
    float y = product_of(sum, a.input_scales[row], a.scales[n]);
    if (a.biases != nullptr) y = plus(y, a.biases[n]);
    float* const at = a.outputs + std::size_t{row} * a.stride + n;
    *at = a.added != 0 ? plus(*at, y) : y;
}

} // namespace hearth::exact::cuda
