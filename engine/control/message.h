// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// JSON-RPC 2.0 messages. Ids are integers from 0; batches are not spoken.
namespace hearth::control {

struct Message {
    enum class Kind { request, notification, result, error };
    Kind kind = Kind::notification;
    std::optional<std::uint64_t> id; ///< absent in notifications and in errors about an unreadable request
    std::string method;
    JsonTree document;
    const nlohmann::json* body = nullptr; ///< "params" or "result"; stands in `document`
    core::Error error;
    /// Protocol version that the other side speaks, where an error tells it.
    std::optional<std::uint64_t> peer_protocol;
};

/// Errors: those of parse_json, and invalid_argument for what is no JSON-RPC message.
core::Result<Message> parse_message(std::string_view text, const core::JsonLimits& limits);

/// `params` and `result` are JSON texts.
std::string request_text(std::uint64_t id, std::string_view method, std::string_view params);
std::string notification_text(std::string_view method, std::string_view params);
std::string result_text(std::uint64_t id, std::string_view result);
/// JSON-RPC's own numbers; Error::code travels beside them and is what programs decide on.
enum class RpcCode {
    parse = -32700,
    request = -32600,
    method = -32601,
    params = -32602,
    internal = -32603,
    node = -32000
};
std::string error_text(std::optional<std::uint64_t> id, const core::Error& error, RpcCode rpc);
std::string error_text(std::optional<std::uint64_t> id, const core::Error& error);

struct Hello {
    std::uint64_t protocol = 0;
    std::string name;    ///< of the client or of the service
    std::string version; ///< of the service; empty from clients
};
/// Says which side is to be updated.
core::Error version_error(std::uint64_t client_protocol, std::uint64_t service_protocol);
/// version_error as an answer that carries the service's protocol version.
std::string version_error_text(std::uint64_t id, std::uint64_t client_protocol);
std::string hello_text(const Hello& hello);
/// Reads what every version of the protocol has and passes over the rest.
core::Result<Hello> read_hello(const nlohmann::json& tree);

} // namespace hearth::control
