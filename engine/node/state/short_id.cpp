// SPDX-License-Identifier: Apache-2.0
#include "node/state/short_id.h"

#include <algorithm>

namespace hearth::node {

using core::Code;

namespace {
constexpr std::size_t id_digits = 64, shown_candidates = 5, longest_echo = 128;
} // namespace

std::string as_id(const std::string& text) {
    if (text.size() < shortest_id || text.size() > id_digits) return {};
    std::string id;
    for (const char c : text) {
        const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
        if ((lower < '0' || lower > '9') && (lower < 'a' || lower > 'f')) return {};
        id.push_back(lower);
    }
    return id;
}

core::Result<std::string> only_one(const std::vector<std::string>& candidates, const std::string& text,
                                   const std::string& what, const std::string& list) {
    if (candidates.size() == 1) return candidates.front();
    const std::string echo = text.substr(0, longest_echo);
    if (candidates.empty())
        return core::fail(Code::not_found, "There is no " + what + " " + echo + ".",
                          as_id(text).empty() ? "Give its id, or at least the first " + std::to_string(shortest_id) +
                                                    " digits of it. " + list
                                              : list);
    std::string several;
    for (std::size_t i = 0; i < std::min(candidates.size(), shown_candidates); ++i)
        several += (i == 0 ? "" : ", ") + candidates[i];
    if (candidates.size() > shown_candidates) several += " and more";
    return core::fail(Code::invalid_argument, "Several " + what + "s begin with " + echo + ": " + several + ".",
                      "Give more digits.");
}

} // namespace hearth::node
