// SPDX-License-Identifier: Apache-2.0
#include "exact/split_runner.h"

#include <algorithm>
#include <utility>

namespace hearth::exact {

SplitRunner::SplitRunner(std::vector<std::unique_ptr<PartRunner>> parts, std::uint32_t hidden)
    : m_parts(std::move(parts)), m_hidden(hidden), m_rows(max_rows * std::size_t{hidden}) {}

std::uint32_t SplitRunner::page_count() const {
    std::uint32_t count = m_parts.front()->page_count();
    for (const auto& part : m_parts)
        count = std::min(count, part->page_count());
    return count;
}

std::size_t SplitRunner::page_bytes() const {
    std::size_t bytes = 0;
    for (const auto& part : m_parts)
        bytes += part->page_bytes();
    return bytes;
}

core::Status SplitRunner::forward(std::span<const Row> rows) {
    for (const auto& part : m_parts)
        HEARTH_CHECK(part->pass(rows, std::span(m_rows).first(rows.size() * m_hidden)));
    return {};
}

core::Result<std::span<const float>> SplitRunner::project(std::span<const std::uint32_t> rows) {
    return m_parts.back()->project(rows);
}

core::ByteView SplitRunner::final_row(std::size_t index) const {
    return m_parts.back()->final_row(index);
}

} // namespace hearth::exact
