// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/call_fields.h"

#include "gateway/edge/json_text.h"

#include <nlohmann/json.hpp>

namespace hearth::gateway {

namespace {

std::string range_text(const char* name, const char* kind, const std::string& low, const std::string& high) {
    return "'" + std::string(name) + "' must be " + kind + " between " + low + " and " + high + ".";
}

std::string number_text(double value) {
    std::string out;
    append_json_number(out, value);
    return out;
}

} // namespace

const Json* CallFields::find(const char* name) const {
    if (m_error) return nullptr;
    const auto it = m_object.find(name);
    return it == m_object.end() || it->is_null() ? nullptr : &*it;
}

std::optional<double> CallFields::number(const char* name, double low, double high) {
    const Json* field = find(name);
    if (!field) return std::nullopt;
    const double value = field->is_number() ? field->get<double>() : low - 1;
    if (value >= low && value <= high) return value;
    refuse(bad_request(name, range_text(name, "a number", number_text(low), number_text(high)), "invalid_value"));
    return std::nullopt;
}

std::optional<std::int64_t> CallFields::integer(const char* name, std::int64_t low, std::int64_t high) {
    const Json* field = find(name);
    if (!field) return std::nullopt;
    const bool too_big = field->is_number_unsigned() && field->get<std::uint64_t>() > INT64_MAX;
    if (field->is_number_integer() && !too_big) {
        const auto value = field->get<std::int64_t>();
        if (value >= low && value <= high) return value;
    }
    refuse(bad_request(name, range_text(name, "a whole number", std::to_string(low), std::to_string(high)),
                       "invalid_value"));
    return std::nullopt;
}

bool CallFields::flag(const char* name, bool otherwise) {
    const Json* field = find(name);
    if (!field) return otherwise;
    if (field->is_boolean()) return field->get<bool>();
    refuse(bad_request(name, "'" + std::string(name) + "' must be true or false.", "invalid_type"));
    return otherwise;
}

std::optional<std::string> CallFields::text(const char* name, std::size_t max_bytes) {
    const Json* field = find(name);
    if (!field) return std::nullopt;
    if (field->is_string() && field->get_ref<const std::string&>().size() <= max_bytes)
        return field->get<std::string>();
    refuse(bad_request(
        name, "'" + std::string(name) + "' must be a string of at most " + std::to_string(max_bytes) + " bytes.",
        field->is_string() ? "string_above_max_length" : "invalid_type"));
    return std::nullopt;
}

void CallFields::refuse(ApiError error) {
    if (!m_error) m_error = std::move(error);
}

} // namespace hearth::gateway
