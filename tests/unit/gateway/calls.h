// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/api_call.h"
#include "gateway/edge/glance.h"

#include <QtGlobal>

#include <string>
#include <variant>

/// Bodies of requests, and what parse_call() makes of them.
namespace hearth::test {

using gateway::ApiCall;
using gateway::ApiError;
using gateway::CallKind;
using gateway::CallLimits;
using gateway::parse_call;

inline constexpr char chat_open[] = R"({"model":"m","messages":[{"role":"user","content":"hi"}])";

/// A member that `members` begins with replaces the usual one: no key may stand twice.
inline std::string chat_with(const std::string& members) {
    if (members.starts_with("\"messages\"")) return R"({"model":"m",)" + members + "}";
    return chat_open + (members.empty() ? "" : "," + members) + "}";
}
inline std::string completion_with(const std::string& members) {
    if (members.starts_with("\"prompt\"")) return R"({"model":"m",)" + members + "}";
    return R"({"model":"m","prompt":"hi",)" + members + "}";
}

/// Where networks stand behind the door, it has read the body already: the same comes of it.
inline std::variant<ApiCall, ApiError> parse(CallKind kind, const std::string& body, const std::string& profile = {}) {
    auto parsed = parse_call(kind, body, profile, CallLimits{});
    const auto glance = gateway::glance_at(body, CallLimits{}.json);
    const auto* seen = std::get_if<gateway::Glance>(&glance);
    if (seen == nullptr) return parsed;
    auto again = gateway::parse_document(kind, *seen->document, profile, CallLimits{});
    const auto* error = std::get_if<ApiError>(&parsed);
    const auto* other = std::get_if<ApiError>(&again);
    if ((error == nullptr) != (other == nullptr) || (error && error->message != other->message))
        qFatal("%s is read in two ways", body.substr(0, 200).c_str());
    return again;
}

inline ApiCall good(CallKind kind, const std::string& body) {
    auto parsed = parse(kind, body);
    if (auto* error = std::get_if<ApiError>(&parsed)) qWarning("%s: %s", error->param.c_str(), error->message.c_str());
    return std::holds_alternative<ApiCall>(parsed) ? std::get<ApiCall>(parsed) : ApiCall{};
}

inline ApiError bad(CallKind kind, const std::string& body) {
    auto parsed = parse(kind, body);
    return std::holds_alternative<ApiError>(parsed) ? std::get<ApiError>(parsed) : ApiError{};
}

inline std::string nested(unsigned depth) {
    return R"({"messages":[],"x":)" + std::string(depth, '[') + std::string(depth, ']') + "}";
}

} // namespace hearth::test
