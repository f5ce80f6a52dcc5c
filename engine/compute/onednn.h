// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/kernels.h"
#include "compute/weights.h"

#include <memory>

namespace hearth::compute {

/// Products of many rows with bf16 matrices by oneDNN, which libtorch carries. It multiplies bf16 with bf16: inputs and
/// results are rounded, too, and a sum's order is oneDNN's own. Holds a second copy of the matrices in oneDNN's layout.
class OneDnnProducts {
public:
    OneDnnProducts();
    ~OneDnnProducts();

    /// Rows [first, last) of a bf16 matrix, for multiply() with the same `first`. `rows`: the batch expected.
    /// False if libtorch failed (no memory, or a processor without bf16 products).
    bool add(const Weights& weights, const Matrix& matrix, std::size_t first, std::size_t last, std::size_t rows);

    /// As Kernels::dot_bf16, on the calling thread alone; several may call it at the same time.
    /// False if libtorch failed or the part was never added.
    bool multiply(const DotArgs& args) const;

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace hearth::compute
