// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/large_products.h"

#include <memory>

namespace hearth::compute {

/// Products by oneDNN, which libtorch carries. It multiplies bf16 with bf16: inputs and results are rounded, too, and a
/// sum's order is oneDNN's own.
class OneDnnProducts final : public LargeProducts {
public:
    OneDnnProducts();
    ~OneDnnProducts() override;

    bool add(const Weights& weights, const Matrix& matrix, std::size_t first, std::size_t last,
             std::size_t rows) override;
    bool multiply(const DotArgs& args) const override;

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace hearth::compute
