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
                                   const IdKind& kind) {
    if (candidates.size() == 1) return candidates.front();
    const std::string echo = text.substr(0, longest_echo);
    if (candidates.empty()) {
        const bool is_beginning = !as_id(text).empty();
        return core::fail(
            Code::not_found, core::say(kind.none, {echo}),
            core::both(is_beginning ? core::Sentence() : core::say("give_its_id", {core::figure(shortest_id)}),
                       core::say(kind.list)));
    }
    core::Sentence several;
    for (std::size_t i = 0; i < std::min(candidates.size(), shown_candidates); ++i)
        several += (i == 0 ? "" : ", ") + candidates[i];
    if (candidates.size() > shown_candidates) several = core::say("and_more", {several});
    return core::fail(Code::invalid_argument, core::say(kind.several, {echo, several}), core::say("give_more_digits"));
}

} // namespace hearth::node
