// SPDX-License-Identifier: Apache-2.0
#include "core/json_guard.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <vector>

namespace hearth::core {
namespace {

using Kind = JsonFault::Kind;

constexpr std::size_t max_shown_key = 64;

std::size_t end_of_string(std::string_view text, std::size_t quote) {
    for (std::size_t i = quote + 1; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == '"')
            return i;
    }
    return text.size();
}

/// Sees every key while the document is parsed, and remembers the first that stands twice in one object and may not.
template <class Json>
class KeyWatch {
public:
    explicit KeyWatch(std::span<const std::string_view> once) : m_once(once) {}

    bool operator()(typename Json::parse_event_t event, Json& parsed) {
        using Event = typename Json::parse_event_t;
        if (event == Event::object_start) {
            m_open.emplace_back();
        } else if (event == Event::object_end && !m_open.empty()) {
            m_open.pop_back();
        } else if (event == Event::key && !m_open.empty()) {
            const auto& key = parsed.template get_ref<const std::string&>();
            if (!m_open.back().insert(key).second && !m_twice && counts(key)) m_twice = key;
        }
        return true;
    }
    const std::optional<std::string>& twice() const { return m_twice; }

private:
    bool counts(std::string_view key) const {
        return m_once.empty() || std::find(m_once.begin(), m_once.end(), key) != m_once.end();
    }

    const std::span<const std::string_view> m_once;
    std::vector<std::set<std::string>> m_open;
    std::optional<std::string> m_twice;
};

/// Counts into `keys` what is a key wherever the document is JSON.
std::optional<JsonFault> scan(std::string_view document, const JsonLimits& limits, std::size_t& keys) {
    if (document.size() > limits.max_bytes) return JsonFault{Kind::too_long, limits.max_bytes, {}};
    std::vector<std::size_t> members;
    std::size_t values = 1;
    for (std::size_t i = 0; i < document.size(); ++i) {
        switch (document[i]) {
        case '"':
            i = end_of_string(document, i);
            break;
        case '{':
        case '[':
            if (members.size() >= limits.max_depth) return JsonFault{Kind::too_deep, limits.max_depth, {}};
            members.push_back(0);
            ++values;
            break;
        case '}':
        case ']':
            if (!members.empty()) members.pop_back();
            break;
        case ':':
            ++keys;
            if (!members.empty() && ++members.back() > limits.max_members)
                return JsonFault{Kind::too_many_members, limits.max_members, {}};
            break;
        case ',':
            ++values;
            break;
        default:
            break;
        }
        if (values > limits.max_values) return JsonFault{Kind::too_many_values, limits.max_values, {}};
    }
    return std::nullopt;
}

/// Every member of every object in it; its depth has a limit.
template <class Json>
std::size_t members_of(const Json& value) {
    std::size_t count = value.is_object() ? value.size() : 0;
    if (value.is_structured())
        for (const Json& inner : value)
            count += members_of(inner);
    return count;
}

/// A parsed object keeps one of two equal keys: they are looked for only where it has fewer members than were written.
template <class Json>
std::optional<std::string> key_twice(std::string_view document, const JsonLimits& limits, const Json& parsed,
                                     std::size_t keys) {
    if (members_of(parsed) == keys) return std::nullopt;
    KeyWatch<Json> watch(limits.once);
    const Json again = Json::parse(
        document, [&watch](int, typename Json::parse_event_t event, Json& value) { return watch(event, value); });
    return watch.twice();
}

} // namespace

std::optional<JsonFault> broken_limit(std::string_view document, const JsonLimits& limits) {
    std::size_t keys = 0;
    return scan(document, limits, keys);
}

template <class Json>
std::variant<Json, JsonFault> parse_json(std::string_view document, const JsonLimits& limits) {
    std::size_t keys = 0;
    if (auto broken = scan(document, limits, keys)) return std::move(*broken);
    try {
        Json parsed = Json::parse(document);
        if (const auto twice = key_twice(document, limits, parsed, keys))
            return JsonFault{Kind::key_twice, 0, twice->substr(0, max_shown_key)};
        return parsed;
    } catch (const typename Json::parse_error& error) {
        return JsonFault{Kind::malformed, error.byte, {}};
    } catch (const typename Json::exception&) {
        return JsonFault{Kind::out_of_range, 0, {}};
    }
}

template std::variant<nlohmann::json, JsonFault> parse_json(std::string_view, const JsonLimits&);
template std::variant<nlohmann::ordered_json, JsonFault> parse_json(std::string_view, const JsonLimits&);

template <class Json>
Json json_or_discarded(std::string_view document, const JsonLimits& limits) {
    auto read = parse_json<Json>(document, limits);
    auto* parsed = std::get_if<Json>(&read);
    return parsed != nullptr ? std::move(*parsed) : Json(Json::value_t::discarded);
}

template nlohmann::json json_or_discarded(std::string_view, const JsonLimits&);
template nlohmann::ordered_json json_or_discarded(std::string_view, const JsonLimits&);

std::string text_member(const nlohmann::json& object, const char* name, std::size_t most) {
    const auto found = object.find(name); // of what is no object: the end
    if (found == object.end() || !found->is_string()) return {};
    const auto& text = found->get_ref<const std::string&>();
    return text.size() <= most ? text : std::string();
}

} // namespace hearth::core
