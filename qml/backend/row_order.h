// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

namespace hearth::desktop {

/// What `after` still has of `before` stands in the same order, and no key of `after` occurs twice.
template <typename Row, typename Key>
bool keepsOrder(const std::vector<Row>& before, const std::vector<Row>& after, const Key& key) {
    std::unordered_map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < after.size(); ++i)
        if (!places.emplace(key(after[i]), i).second) return false;
    std::size_t next = 0;
    for (const Row& row : before) {
        const auto place = places.find(key(row));
        if (place == places.end()) continue;
        if (place->second < next) return false;
        next = place->second + 1;
    }
    return true;
}

} // namespace hearth::desktop
