// SPDX-License-Identifier: Apache-2.0
#include "model/json_text.h"

#include "core/json_guard.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace hearth::model {

using core::Code;
using core::Error;
using core::fail;
using core::Result;
using nlohmann::json;

namespace {

constexpr core::JsonLimits limits = {.max_bytes = SIZE_MAX, .max_depth = 64}; // files are as large as they are

Error corrupt(const std::string& file, const core::Sentence& what) {
    return fail(Code::corrupt, core::say("file_is_so", {file, what}), core::say("file_damaged_fetch_again"));
}

core::Sentence what_is_wrong(const core::JsonFault& fault) {
    using Kind = core::JsonFault::Kind;
    switch (fault.kind) {
    case Kind::too_deep:
        return core::say("nested_deep", {core::figure(fault.at)});
    case Kind::key_twice:
        return core::say("key_twice", {fault.key});
    case Kind::out_of_range:
        return core::say("number_out_of_range");
    case Kind::too_long:
    case Kind::too_many_values:
    case Kind::too_many_members:
        return core::say("is_too_large");
    case Kind::malformed:
        break;
    }
    return core::say("no_valid_json", {core::figure(fault.at)});
}

} // namespace

Result<json> parse_json(core::ByteView text, const std::string& file) {
    auto parsed = core::parse_json<json>({reinterpret_cast<const char*>(text.data()), text.size()}, limits);
    if (const auto* fault = std::get_if<core::JsonFault>(&parsed)) return corrupt(file, what_is_wrong(*fault));
    return std::move(std::get<json>(parsed));
}

Result<JsonObject> JsonObject::of(const json& value, std::string file, std::string where) {
    if (!value.is_object())
        return corrupt(file, where.empty() ? core::say("no_json_object") : core::say("no_object_at", {where}));
    return JsonObject(value, std::move(file), std::move(where));
}

const json* JsonObject::find(const char* key) const {
    const auto at = m_object->find(key);
    return at == m_object->end() || at->is_null() ? nullptr : &*at;
}

bool JsonObject::has_key(const char* key) const {
    return m_object->contains(key);
}

Error JsonObject::wrong(const char* key, const core::Sentence& expected) const {
    return corrupt(m_file, core::say("has_a_that_is", {m_where, (m_where.empty() ? "" : "."), key, expected}));
}

Result<std::optional<std::uint64_t>> JsonObject::uint(const char* key) const {
    const json* const value = find(key);
    if (value == nullptr) return std::optional<std::uint64_t>();
    if (!value->is_number_unsigned()) return wrong(key, core::say("positive_integer"));
    return std::optional(value->get<std::uint64_t>());
}

Result<std::optional<double>> JsonObject::real(const char* key) const {
    const json* const value = find(key);
    if (value == nullptr) return std::optional<double>();
    if (!value->is_number() || !std::isfinite(value->get<double>())) return wrong(key, core::say("a_number"));
    return std::optional(value->get<double>());
}

Result<std::optional<bool>> JsonObject::boolean(const char* key) const {
    const json* const value = find(key);
    if (value == nullptr) return std::optional<bool>();
    if (!value->is_boolean()) return wrong(key, core::say("true_false"));
    return std::optional(value->get<bool>());
}

Result<std::optional<std::string>> JsonObject::text(const char* key) const {
    const json* const value = find(key);
    if (value == nullptr) return std::optional<std::string>();
    if (!value->is_string()) return wrong(key, core::say("a_text"));
    return std::optional(value->get<std::string>());
}

} // namespace hearth::model
