// SPDX-License-Identifier: Apache-2.0
#include "control/json.h"

#include <nlohmann/json.hpp>

#include <set>
#include <vector>

namespace hearth::control {
namespace {

using core::Code;

/// Counts brackets outside of texts, before the parser spends memory on them.
unsigned nesting(std::string_view text) {
    unsigned depth = 0, deepest = 0;
    bool in_text = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_text) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                in_text = false;
        } else if (c == '"') {
            in_text = true;
        } else if (c == '[' || c == '{') {
            deepest = std::max(deepest, ++depth);
        } else if ((c == ']' || c == '}') && depth > 0) {
            --depth;
        }
    }
    return deepest;
}

/// Sees every key while the document is parsed and remembers the first that stands twice in one object.
class KeyWatch {
public:
    bool operator()(nlohmann::json::parse_event_t event, nlohmann::json& parsed) {
        using Kind = nlohmann::json::parse_event_t;
        if (event == Kind::object_start) {
            m_open.emplace_back();
        } else if (event == Kind::object_end && !m_open.empty()) {
            m_open.pop_back();
        } else if (event == Kind::key && !m_open.empty()) {
            const auto& key = parsed.get_ref<const std::string&>();
            if (!m_open.back().insert(key).second && m_twice.empty()) m_twice = "'" + key + "'";
        }
        return true;
    }
    const std::string& twice() const { return m_twice; }

private:
    std::vector<std::set<std::string>> m_open;
    std::string m_twice;
};

} // namespace

core::Result<JsonTree> parse_json(std::string_view text, const JsonLimits& limits) {
    if (text.size() > limits.max_bytes)
        return core::fail(Code::too_large, "A message of " + std::to_string(text.size()) +
                                               " bytes is longer than the limit of " +
                                               std::to_string(limits.max_bytes) + ".");
    if (nesting(text) > limits.max_depth)
        return core::fail(Code::too_large,
                          "The JSON text is nested deeper than " + std::to_string(limits.max_depth) + " levels.");
    KeyWatch watch;
    auto tree = std::make_shared<nlohmann::json>(nlohmann::json::parse(
        text,
        [&watch](int, nlohmann::json::parse_event_t event, nlohmann::json& parsed) { return watch(event, parsed); },
        false));
    if (tree->is_discarded()) return core::fail(Code::invalid_argument, "The text is not well-formed JSON.");
    if (!watch.twice().empty())
        return core::fail(Code::invalid_argument, "The JSON text holds the key " + watch.twice() + " twice.");
    return JsonTree(std::move(tree));
}

} // namespace hearth::control
