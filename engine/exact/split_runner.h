// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "exact/part_runner.h"

#include <memory>

namespace hearth::exact {

/// A model whose layers lie on several devices, one part after the other. Where the cut is cannot change a bit.
class SplitRunner final : public inference::ModelRunner {
public:
    /// `parts` in the order of their layers; they make up one model. hidden: width of the residual stream.
    SplitRunner(std::vector<std::unique_ptr<PartRunner>> parts, std::uint32_t hidden);

    std::uint32_t page_count() const override;
    std::size_t page_bytes() const override;
    core::Status forward(std::span<const Row> rows) override;
    core::Result<std::span<const float>> project(std::span<const std::uint32_t> rows) override;
    core::ByteView final_row(std::size_t index) const override;

private:
    std::vector<std::unique_ptr<PartRunner>> m_parts;
    std::uint32_t m_hidden;
    std::vector<float> m_rows;
};

} // namespace hearth::exact
