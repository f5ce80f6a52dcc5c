// SPDX-License-Identifier: Apache-2.0
#include "model/json_text.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

namespace hearth::model {

using core::Code;
using core::Error;
using core::fail;
using core::Result;
using nlohmann::json;

namespace {

constexpr std::size_t max_depth = 64;

Error corrupt(const std::string& file, const std::string& what) {
    return fail(Code::corrupt, file + " " + what + ".", "The file is damaged; fetch it again.");
}

/// Deepest nesting of brackets outside of strings. Counted before parsing, so that no tree of that depth is
/// built.
std::size_t depth_of(core::ByteView text) {
    std::size_t depth = 0, deepest = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = static_cast<char>(text[i]);
        if (quoted) {
            if (c == '\\') ++i;
            if (c == '"') quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            deepest = std::max(deepest, ++depth);
        } else if ((c == '}' || c == ']') && depth > 0) {
            --depth;
        }
    }
    return deepest;
}

/// Notices a key that an object has twice.
class KeyWatch {
public:
    bool operator()(int, json::parse_event_t event, json& parsed) {
        if (event == json::parse_event_t::object_start) {
            m_open.emplace_back();
        } else if (event == json::parse_event_t::object_end) {
            m_open.pop_back();
        } else if (event == json::parse_event_t::key) {
            const auto& key = parsed.get_ref<const std::string&>();
            if (!m_open.back().insert(key).second && !m_twice) m_twice = key;
        }
        return true;
    }
    const std::optional<std::string>& twice() const { return m_twice; }

private:
    std::vector<std::set<std::string>> m_open;
    std::optional<std::string> m_twice;
};

} // namespace

Result<json> parse_json(core::ByteView text, const std::string& file) {
    if (depth_of(text) > max_depth)
        return corrupt(file, "is nested more than " + std::to_string(max_depth) + " levels deep");
    KeyWatch watch;
    try {
        json parsed =
            json::parse(text.begin(), text.end(), [&watch](int depth, json::parse_event_t event, json& value) {
                return watch(depth, event, value);
            });
        if (watch.twice()) return corrupt(file, "has the key \"" + watch.twice()->substr(0, 256) + "\" twice");
        return parsed;
    } catch (const json::parse_error& error) {
        return corrupt(file, "is no valid JSON near byte " + std::to_string(error.byte));
    } catch (const json::exception&) {
        return corrupt(file, "holds a number that is out of range");
    }
}

Result<JsonObject> JsonObject::of(const json& value, std::string file, std::string where) {
    if (!value.is_object())
        return corrupt(file, where.empty() ? "is no JSON object" : "has no object at \"" + where + "\"");
    return JsonObject(value, std::move(file), std::move(where));
}

const json* JsonObject::find(const char* key) const {
    const auto at = m_object->find(key);
    return at == m_object->end() || at->is_null() ? nullptr : &*at;
}

bool JsonObject::has_key(const char* key) const {
    return m_object->contains(key);
}

Error JsonObject::wrong(const char* key, const char* expected) const {
    return corrupt(m_file, "has a \"" + m_where + (m_where.empty() ? "" : ".") + key + "\" that is not " + expected);
}

Result<std::optional<std::uint64_t>> JsonObject::uint(const char* key) const {
    const json* const value = find(key);
    if (value == nullptr) return std::optional<std::uint64_t>();
    if (!value->is_number_unsigned()) return wrong(key, "a positive integer");
    return std::optional(value->get<std::uint64_t>());
}

Result<std::optional<double>> JsonObject::real(const char* key) const {
    const json* const value = find(key);
    if (value == nullptr) return std::optional<double>();
    if (!value->is_number() || !std::isfinite(value->get<double>())) return wrong(key, "a number");
    return std::optional(value->get<double>());
}

Result<std::optional<bool>> JsonObject::boolean(const char* key) const {
    const json* const value = find(key);
    if (value == nullptr) return std::optional<bool>();
    if (!value->is_boolean()) return wrong(key, "true or false");
    return std::optional(value->get<bool>());
}

Result<std::optional<std::string>> JsonObject::text(const char* key) const {
    const json* const value = find(key);
    if (value == nullptr) return std::optional<std::string>();
    if (!value->is_string()) return wrong(key, "a text");
    return std::optional(value->get<std::string>());
}

} // namespace hearth::model
