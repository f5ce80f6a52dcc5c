// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/api_error.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace hearth::gateway {

/// Keeps the order of members: templates print tool definitions as the caller wrote them.
using Json = nlohmann::ordered_json;

/// Typed access to the members of a request body. Null counts as absent. The first member that is wrong is
/// remembered, and everything after it reads as absent; ask error() at the end.
class CallFields {
public:
    explicit CallFields(const Json& object) : m_object(object) {}

    const Json* find(const char* name) const;
    std::optional<double> number(const char* name, double low, double high);
    /// In [low, high], both exact. Whole numbers only.
    std::optional<std::int64_t> integer(const char* name, std::int64_t low, std::int64_t high);
    bool flag(const char* name, bool otherwise = false);
    std::optional<std::string> text(const char* name, std::size_t max_bytes);

    void refuse(ApiError error);
    const std::optional<ApiError>& error() const { return m_error; }

private:
    const Json& m_object;
    std::optional<ApiError> m_error;
};

} // namespace hearth::gateway
