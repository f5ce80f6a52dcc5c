// SPDX-License-Identifier: Apache-2.0
#include "compute/torch/torch_batch.h"

#include <algorithm>

namespace hearth::compute {

namespace {

using inference::page_tokens;
using inference::Row;

/// The rows of one sequence, which stand together.
struct Run {
    std::size_t first, rows, pages;
};

std::vector<Run> runs_of(std::span<const Row> rows) {
    std::vector<Run> runs;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (row == 0 || rows[row].pages != rows[row - 1].pages) runs.push_back({row, 0, 0});
        ++runs.back().rows;
        runs.back().pages = rows[row].position / page_tokens + 1;
    }
    // Neighbours of like length waste the least.
    std::stable_sort(runs.begin(), runs.end(),
                     [](const Run& a, const Run& b) { return a.rows != b.rows ? a.rows < b.rows : a.pages < b.pages; });
    return runs;
}

} // namespace

TorchBatch::TorchBatch(std::span<const Row> rows, std::size_t padded_pages) : place(rows.size()) {
    const std::vector<Run> runs = runs_of(rows);
    for (std::size_t begin = 0; begin < runs.size();) {
        std::size_t end = begin + 1;
        while (end < runs.size() && runs[end].rows == runs[begin].rows &&
               (end + 1 - begin) * runs[end].pages <= padded_pages)
            ++end;
        const std::size_t longest = runs[end - 1].pages;
        groups.push_back({static_cast<std::int64_t>(tokens.size()), static_cast<std::int64_t>(end - begin),
                          static_cast<std::int64_t>(runs[begin].rows), static_cast<std::int64_t>(longest),
                          static_cast<std::int64_t>(pages.size())});
        for (; begin < end; ++begin) {
            const Run& run = runs[begin];
            const std::vector<std::uint32_t>& own = *rows[run.first].pages;
            // What fills up is masked, but must hold numbers: the sequence's first page does.
            for (std::size_t i = 0; i < longest; ++i)
                pages.push_back(own[i < run.pages ? i : 0]);
            for (std::size_t row = run.first; row < run.first + run.rows; ++row) {
                const std::uint32_t position = rows[row].position, page = own[position / page_tokens];
                place[row] = static_cast<std::int64_t>(tokens.size());
                tokens.push_back(rows[row].token);
                positions.push_back(position);
                slots.push_back(std::int64_t{page} * page_tokens + position % page_tokens);
                if (position % page_tokens == 0) begun.push_back(page);
            }
        }
    }
}

} // namespace hearth::compute
