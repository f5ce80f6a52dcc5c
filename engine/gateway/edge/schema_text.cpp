// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/schema_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace hearth::gateway {

namespace {

constexpr std::size_t max_nodes = 4000, max_choices = 2000, max_text = std::size_t{64} << 10;
constexpr std::size_t max_pattern = 512;
constexpr std::int64_t max_length = 100'000, max_items = 10'000;
constexpr unsigned max_depth = 24;

template <std::size_t N>
bool among(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::array<std::string_view, 10> describing = {"title", "description", "default",    "examples", "$schema",
                                                         "$id",   "$comment",    "deprecated", "readOnly", "writeOnly"};
constexpr std::array<std::string_view, 4> counts = {"minLength", "maxLength", "minItems", "maxItems"};
constexpr std::array<std::string_view, 5> bounds = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
                                                    "multipleOf"};
constexpr std::array<std::string_view, 7> types = {"string", "number", "integer", "boolean", "null", "object", "array"};

class Reader {
public:
    explicit Reader(const std::string& param) : m_param(param) {}

    std::variant<std::string, ApiError> read(const Json& schema) {
        if (!schema.is_object()) refuse("", "A schema must be an object.", "invalid_schema");
        Json copy = node(schema, "", 0);
        if (!m_error) check_references();
        if (!m_error && !comes_to_an_end(copy))
            refuse("", "No finite answer fulfils this schema: it requires itself.", "invalid_schema");
        if (m_error) return *m_error;
        copy["x-guidance"] = {{"whitespace_flexible", false}, {"item_separator", ", "}, {"key_separator", ": "}};
        std::string text = copy.dump();
        if (text.size() > max_text)
            return bad_request(m_param, "The schema is longer than 64 KiB.", "schema_too_large");
        return text;
    }

private:
    void refuse(const std::string& where, const std::string& what, const char* code = "unsupported_schema") {
        if (!m_error) m_error = bad_request(m_param + where, what, code);
    }
    Json wrong(const std::string& where, const std::string& what) {
        refuse(where, what, "invalid_schema");
        return Json();
    }

    Json node(const Json& schema, const std::string& where, unsigned depth) {
        if (m_error) return Json();
        if (++m_nodes > max_nodes || depth > max_depth) {
            refuse(where, "The schema is too large: at most 4000 parts, 24 deep.", "schema_too_large");
            return Json();
        }
        if (schema.is_boolean()) return schema.get<bool>() ? Json::object() : schema;
        if (!schema.is_object()) return wrong(where, "A schema must be an object.");
        Json out = Json::object();
        bool nullable = false;
        for (const auto& [name, value] : schema.items()) {
            if (among(describing, name)) continue;
            if (name == "nullable" && value.is_boolean())
                nullable = value.get<bool>();
            else
                out[name] = keyword(name, value, where + "." + name.substr(0, 64), depth);
            if (m_error) return Json();
        }
        // The definitions must stay at the root.
        if (!nullable) return out;
        if (depth == 0) return wrong(where, "The root of a schema cannot be nullable.");
        return {{"anyOf", Json::array({std::move(out), {{"type", "null"}}})}};
    }

    Json keyword(const std::string& name, const Json& value, const std::string& where, unsigned depth) {
        if (name == "type") return type(value, where);
        if (name == "enum" || name == "const") return choices(name, value, where);
        if (name == "properties") return named(value, where, depth);
        if (name == "$defs" || name == "definitions") return definitions(name, value, where, depth);
        if (name == "items" || name == "additionalProperties") {
            if (value == false) return value;
            return node(value, where, depth + 1);
        }
        if (name == "anyOf" || name == "allOf" || name == "prefixItems") return list(value, where, depth);
        if (name == "required") return strings(value, where);
        if (name == "$ref") return reference(value, where);
        if (name == "pattern" || name == "format") return short_text(value, where);
        if (among(counts, name)) return count(value, where, name.ends_with("Items") ? max_items : max_length);
        if (among(bounds, name)) return value.is_number() ? value : wrong(where, "This must be a number.");
        refuse(where, "'" + name.substr(0, 64) + "' in a schema is not supported; leave it out" +
                          (name == "oneOf" ? ", or use 'anyOf'." : "."));
        return Json();
    }

    Json type(const Json& value, const std::string& where) {
        const auto known = [](const Json& one) { return one.is_string() && among(types, one.get<std::string>()); };
        const bool fine =
            value.is_array() ? !value.empty() && std::all_of(value.begin(), value.end(), known) : known(value);
        return fine ? value : wrong(where, "'type' must name types of JSON.");
    }

    Json choices(const std::string& name, const Json& value, const std::string& where) {
        if (name == "enum" && (!value.is_array() || value.empty()))
            return wrong(where, "'enum' must be a list of at least one value.");
        m_choices += name == "enum" ? value.size() : 1;
        if (m_choices > max_choices)
            refuse(where, "The schema has more than 2000 values to choose from.", "schema_too_large");
        return value;
    }

    Json named(const Json& value, const std::string& where, unsigned depth) {
        if (!value.is_object()) return wrong(where, "This must be an object of schemas.");
        Json out = Json::object();
        for (const auto& [name, schema] : value.items())
            out[name] = node(schema, where + "." + name.substr(0, 64), depth + 1);
        return out;
    }

    Json definitions(const std::string& name, const Json& value, const std::string& where, unsigned depth) {
        if (depth > 0) return wrong(where, "Definitions stand at the root of a schema.");
        Json out = named(value, where, depth);
        for (const auto& [key, schema] : out.items())
            m_definitions["#/" + name + "/" + key] = schema;
        return out;
    }

    Json list(const Json& value, const std::string& where, unsigned depth) {
        if (!value.is_array() || value.empty()) return wrong(where, "This must be a list of schemas.");
        Json out = Json::array();
        for (std::size_t i = 0; i < value.size(); ++i)
            out.push_back(node(value[i], where + "[" + std::to_string(i) + "]", depth + 1));
        return out;
    }

    Json strings(const Json& value, const std::string& where) {
        const bool fine = value.is_array() &&
                          std::all_of(value.begin(), value.end(), [](const Json& one) { return one.is_string(); });
        return fine ? value : wrong(where, "'required' must be a list of names.");
    }

    Json short_text(const Json& value, const std::string& where) {
        if (!value.is_string()) return wrong(where, "This must be a string.");
        if (value.get_ref<const std::string&>().size() > max_pattern)
            refuse(where, "This is longer than 512 bytes.", "schema_too_large");
        return value;
    }

    Json count(const Json& value, const std::string& where, std::int64_t most) {
        if (!value.is_number_integer() || value < 0) return wrong(where, "This must be a whole number, 0 or more.");
        if (value > most) refuse(where, "This is more than " + std::to_string(most) + ".", "schema_too_large");
        return value;
    }

    Json reference(const Json& value, const std::string& where) {
        if (!value.is_string()) return wrong(where, "'$ref' must be a string.");
        m_references.emplace_back(where, value.get<std::string>());
        return value;
    }

    void check_references() {
        for (const auto& [where, target] : m_references)
            if (target != "#" && !m_definitions.contains(target))
                refuse(where, "'$ref' must be '#' or lead to a definition of this schema, '#/$defs/NAME'.",
                       "invalid_schema");
    }

    /// The least fixed point of "some finite value fulfils this", with the references as unknowns. What contradicts
    /// itself otherwise shows when the grammar is made.
    bool comes_to_an_end(const Json& root) const {
        std::set<std::string> ended;
        for (bool grows = true; grows;) {
            grows = false;
            for (const auto& [target, schema] : m_definitions.items())
                if (!ended.contains(target) && ends(schema, ended)) grows = ended.insert(target).second;
            if (!ended.contains("#") && ends(root, ended)) grows = ended.insert("#").second;
        }
        return ended.contains("#");
    }

    static bool ends(const Json& schema, const std::set<std::string>& ended) {
        if (!schema.is_object()) return true;
        const auto below = [&](const Json& one) { return ends(one, ended); };
        if (const auto ref = schema.find("$ref"); ref != schema.end() && !ended.contains(ref->get<std::string>()))
            return false;
        if (const auto any = schema.find("anyOf"); any != schema.end() && std::none_of(any->begin(), any->end(), below))
            return false;
        if (const auto all = schema.find("allOf"); all != schema.end() && !std::all_of(all->begin(), all->end(), below))
            return false;
        return members_end(schema, ended);
    }

    static bool may_be(const Json& schema, const char* name) {
        const auto type = schema.find("type");
        if (type == schema.end()) return false; // something else is always possible
        return *type == name || *type == Json::array({name});
    }

    static bool members_end(const Json& schema, const std::set<std::string>& ended) {
        const auto properties = schema.find("properties"), required = schema.find("required");
        if (may_be(schema, "object") && properties != schema.end() && required != schema.end())
            for (const Json& name : *required)
                if (const auto one = properties->find(name.get<std::string>());
                    one != properties->end() && !ends(*one, ended))
                    return false;
        if (!may_be(schema, "array") || !schema.contains("minItems")) return true;
        const auto items = schema.find("items"), prefix = schema.find("prefixItems");
        const std::size_t least = schema.at("minItems").get<std::size_t>();
        const std::size_t named = prefix == schema.end() ? 0 : prefix->size();
        for (std::size_t i = 0; i < std::min(least, named); ++i)
            if (!ends((*prefix)[i], ended)) return false;
        return least <= named || items == schema.end() || ends(*items, ended);
    }

    const std::string m_param;
    std::optional<ApiError> m_error;
    std::size_t m_nodes = 0, m_choices = 0;
    Json m_definitions = Json::object();
    std::vector<std::pair<std::string, std::string>> m_references;
};

} // namespace

std::variant<std::string, ApiError> schema_text(const Json& schema, const std::string& param) {
    return Reader(param).read(schema);
}

} // namespace hearth::gateway
