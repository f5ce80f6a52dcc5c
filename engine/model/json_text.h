// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"

#include <nlohmann/json_fwd.hpp>
#include <optional>

namespace hearth::model {

/// Parses JSON from strangers: at most 64 levels, no key twice in an object, UTF-8 throughout. `file` is its
/// name in errors. Errors: corrupt.
core::Result<nlohmann::json> parse_json(core::ByteView text, const std::string& file);

/// Typed access to the members of an object; null counts as absent. Errors: corrupt, naming file and key.
/// Borrowed: the object must outlive it.
class JsonObject {
public:
    static core::Result<JsonObject> of(const nlohmann::json& value, std::string file, std::string where = {});

    const std::string& file() const { return m_file; }
    /// Null if absent.
    const nlohmann::json* find(const char* key) const;
    /// Also true for null.
    bool has_key(const char* key) const;
    core::Result<std::optional<std::uint64_t>> uint(const char* key) const;
    core::Result<std::optional<double>> real(const char* key) const;
    core::Result<std::optional<bool>> boolean(const char* key) const;
    core::Result<std::optional<std::string>> text(const char* key) const;
    core::Error wrong(const char* key, const core::Sentence& expected) const;

private:
    JsonObject(const nlohmann::json& object, std::string file, std::string where)
        : m_object(&object), m_file(std::move(file)), m_where(std::move(where)) {}
    const nlohmann::json* m_object;
    std::string m_file, m_where;
};

} // namespace hearth::model
