// SPDX-License-Identifier: Apache-2.0
#include "core/sentence.h"

#include "core/sentence_tables.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <unordered_map>

namespace hearth::core {
namespace {

constexpr std::size_t most_args = 9, deepest = 8;

const char* pattern_of(const Wording& wording, const std::vector<Sentence>& args) {
    const bool one = wording.one != nullptr && !args.empty() && args.front() == "1";
    return one ? wording.one : wording.pattern;
}

/// nullopt: malformed, or not known here.
std::optional<Sentence> read(const nlohmann::json& tree, std::size_t depth) {
    if (tree.is_string()) return Sentence(tree.get<std::string>());
    if (!tree.is_array() || tree.empty() || tree.size() > most_args + 1 || depth > deepest || !tree[0].is_string())
        return std::nullopt;
    const Wording* const wording = find_wording(tree[0].get_ref<const std::string&>());
    if (wording == nullptr) return std::nullopt;
    std::vector<Sentence> args;
    for (std::size_t i = 1; i < tree.size(); ++i) {
        auto arg = read(tree[i], depth + 1);
        if (!arg) return std::nullopt;
        args.push_back(std::move(*arg));
    }
    return Sentence(*wording, std::move(args));
}

nlohmann::json tree_of(const Sentence& sentence) {
    if (sentence.pattern() == nullptr) return static_cast<const std::string&>(sentence);
    nlohmann::json list = nlohmann::json::array({sentence.id()});
    for (const Sentence& arg : sentence.args())
        list.push_back(tree_of(arg));
    return list;
}

bool is_place(std::string_view pattern, std::size_t at) {
    return at + 1 < pattern.size() && pattern[at] == '%' && pattern[at + 1] >= '1' && pattern[at + 1] <= '9';
}

std::size_t literal_end(std::string_view pattern, std::size_t at) {
    while (at < pattern.size() && !is_place(pattern, at))
        ++at;
    return at;
}

/// What must stand in the places of `pattern` to give `text`, each place as short as it can be; none: nothing does.
std::optional<std::vector<Sentence>> places_in(std::string_view pattern, std::string_view text) {
    std::vector<Sentence> args;
    std::size_t at = literal_end(pattern, 0);
    if (!text.starts_with(pattern.substr(0, at))) return std::nullopt;
    text.remove_prefix(at);
    while (at < pattern.size()) {
        const auto place = static_cast<std::size_t>(pattern[at + 1] - '1');
        const std::size_t begin = at + 2, end = literal_end(pattern, begin);
        const std::string_view behind = pattern.substr(begin, end - begin);
        const std::size_t taken =
            end == pattern.size() ? text.size() - std::min(text.size(), behind.size()) : text.find(behind);
        if (taken == std::string_view::npos || !text.substr(taken).starts_with(behind)) return std::nullopt;
        if (args.size() <= place) args.resize(place + 1);
        args[place] = Sentence(std::string(text.substr(0, taken)));
        text.remove_prefix(taken + behind.size());
        at = end;
    }
    return text.empty() ? std::optional(std::move(args)) : std::nullopt;
}

std::size_t literal_letters(std::string_view pattern) {
    std::size_t count = pattern.size();
    for (std::size_t at = literal_end(pattern, 0); at < pattern.size(); at = literal_end(pattern, at + 2))
        count -= 2;
    return count;
}

/// The wording that leaves least to its places.
Sentence worded_as(const std::string& text, std::span<const Wording> table, std::size_t depth) {
    const Wording* best = nullptr;
    std::vector<Sentence> args;
    for (const Wording& wording : table) {
        if (best != nullptr && literal_letters(wording.pattern) <= literal_letters(best->pattern)) continue;
        auto found = places_in(wording.pattern, text);
        if (!found || Sentence(wording, *found) != Sentence(text)) continue;
        best = &wording;
        args = std::move(*found);
    }
    if (best == nullptr) return text;
    if (depth > 0)
        for (Sentence& arg : args)
            arg = worded_as(arg, table, depth - 1);
    return Sentence(*best, std::move(args));
}

} // namespace

std::span<const Wording> wordings() {
    static const std::vector<Wording> all = [] {
        std::vector<Wording> joined;
        for (const auto table : {sentence_table(), hub_table(), update_table(), error_table(), node_error_table(),
                                 node_jobs_error_table(), ledger_error_table(), gateway_error_table(), evidence_table(),
                                 model_error_table(), compute_error_table(), link_error_table()})
            joined.insert(joined.end(), table.begin(), table.end());
        return joined;
    }();
    return all;
}

const Wording* find_wording(std::string_view id) {
    static const std::unordered_map<std::string_view, const Wording*> by_id = [] {
        std::unordered_map<std::string_view, const Wording*> made;
        for (const Wording& wording : wordings())
            made.emplace(wording.id, &wording);
        return made;
    }();
    const auto found = by_id.find(id);
    return found == by_id.end() ? nullptr : found->second;
}

Sentence::Sentence(const Wording& wording, std::vector<Sentence> args) : m_wording(&wording), m_args(std::move(args)) {
    assign(english());
}

std::string Sentence::english() const {
    std::string text;
    for (const char* c = pattern_of(*m_wording, m_args); *c != '\0'; ++c) {
        const bool place = *c == '%' && c[1] >= '1' && c[1] <= '9';
        const std::size_t index = place ? static_cast<std::size_t>(c[1] - '1') : m_args.size();
        if (index >= m_args.size()) {
            text.push_back(*c);
            continue;
        }
        text += m_args[index];
        ++c;
    }
    return text;
}

const char* Sentence::pattern() const {
    if (m_wording == nullptr || *this != english()) return nullptr;
    return pattern_of(*m_wording, m_args);
}

const char* Sentence::id() const {
    return pattern() == nullptr ? "" : m_wording->id;
}

Sentence say(std::string_view id, std::vector<Sentence> args) {
    const Wording* const wording = find_wording(id);
    return wording == nullptr ? Sentence(std::string(id)) : Sentence(*wording, std::move(args));
}

Sentence both(const Sentence& first, const Sentence& then) {
    if (first.empty()) return then;
    return then.empty() ? first : say("two", {first, then});
}

Sentence changed(const Sentence& sentence, const std::function<std::string(const std::string&)>& text) {
    if (sentence.pattern() == nullptr) return text(sentence);
    std::vector<Sentence> args;
    for (const Sentence& arg : sentence.args())
        args.push_back(changed(arg, text));
    return say(sentence.id(), std::move(args));
}

nlohmann::json said(const Sentence& sentence) {
    return sentence.pattern() == nullptr ? nlohmann::json(nullptr) : tree_of(sentence);
}

Sentence unsaid(const nlohmann::json& said, const std::string& text) {
    if (!said.is_array()) return text;
    auto sentence = read(said, 0);
    return sentence ? std::move(*sentence) : Sentence(text);
}

std::string kept(const Sentence& sentence) {
    if (sentence.pattern() == nullptr) return sentence;
    return tree_of(sentence).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Sentence unkept(const std::string& text) {
    if (!text.starts_with("[\"")) return text;
    return unsaid(nlohmann::json::parse(text, nullptr, false), text);
}

Sentence evidence_sentence(const std::string& text) {
    constexpr std::size_t inner = 2; ///< sentences within the places of others
    return worded_as(text, evidence_table(), inner);
}

} // namespace hearth::core
