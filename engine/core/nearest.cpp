// SPDX-License-Identifier: Apache-2.0
#include "core/nearest.h"

#include <algorithm>

namespace hearth::core {
namespace {

/// Letters to change, add, leave out or swap with their neighbour (optimal string alignment).
std::size_t distance(const std::string& a, const std::string& b) {
    std::vector<std::size_t> before, above(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        above[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before = above;
        std::swap(above, row);
    }
    return above[b.size()];
}

} // namespace

std::string nearest(const std::string& typed, const std::vector<std::string>& words) {
    constexpr std::size_t letters_per_slip = 3, longest = 64;
    if (typed.empty() || typed.size() > longest) return {};
    std::string best;
    std::size_t least = std::max<std::size_t>(1, typed.size() / letters_per_slip) + 1;
    for (const std::string& word : words) {
        const bool begun = typed.size() >= 3 && word.starts_with(typed);
        const std::size_t apart = begun ? 1 : distance(typed, word);
        if (apart >= least || apart >= word.size()) continue;
        least = apart;
        best = word;
    }
    return best;
}

} // namespace hearth::core
