// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/kernels.h"
#include "compute/weights.h"

namespace hearth::compute {

/// Products of many rows with bf16 matrices by another library, which keeps a second copy of the matrices in a layout
/// of its own.
class LargeProducts {
public:
    virtual ~LargeProducts() = default;

    /// Rows [first, last) of a bf16 matrix, for multiply() with the same `first`. `rows`: the batch expected.
    /// False if the library failed (no memory, or a processor without bf16 products).
    virtual bool add(const Weights& weights, const Matrix& matrix, std::size_t first, std::size_t last,
                     std::size_t rows) = 0;

    /// As Kernels::dot_bf16, on the calling thread alone; several may call it at the same time.
    /// False if the library failed or the part was never added.
    virtual bool multiply(const DotArgs& args) const = 0;
};

} // namespace hearth::compute
