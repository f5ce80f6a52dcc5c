// SPDX-License-Identifier: Apache-2.0
#include "control/message.h"

#include "core/json_guard.h"
#include <nlohmann/json.hpp>

namespace hearth::control {
namespace {

using core::Code;
using nlohmann::json;

const json& no_params() {
    static const json empty = json::object();
    return empty;
}

core::Error invalid(const char* what) {
    return core::fail(Code::invalid_argument, std::string("A message is not JSON-RPC 2.0: ") + what + ".");
}

core::Status read_id(const json& object, Message& message) {
    const auto id = object.find("id");
    if (id == object.end() || id->is_null()) return {};
    if (!id->is_number_unsigned()) return invalid("'id' must be an integer from 0");
    message.id = id->get<std::uint64_t>();
    return {};
}

/// What core::said() gave, where it is known here; `text` says the same in English.
core::Sentence sentence_of(const json& data, const char* name, const std::string& text) {
    const auto said = data.find(name);
    return said == data.end() ? core::Sentence(text) : core::unsaid(*said, text);
}

core::Status read_error(const json& error, Message& message) {
    if (!error.is_object()) return invalid("'error' must be an object");
    message.error.message = core::text_member(error, "message");
    if (message.error.message.empty()) return invalid("'error.message' is missing");
    const auto data = error.find("data");
    if (data == error.end() || !data->is_object()) return {};
    if (const auto code = core::code_from_name(core::text_member(*data, "code"))) message.error.code = *code;
    message.error.message = sentence_of(*data, "message_said", message.error.message);
    message.error.hint = sentence_of(*data, "hint_said", core::text_member(*data, "hint"));
    const auto protocol = data->find("protocol");
    if (protocol != data->end() && protocol->is_number_unsigned())
        message.peer_protocol = protocol->get<std::uint64_t>();
    return {};
}

RpcCode rpc_code(Code code) {
    if (code == Code::invalid_argument) return RpcCode::params;
    return code == Code::internal ? RpcCode::internal : RpcCode::node;
}

std::string dump(const json& tree) {
    return tree.dump(-1, ' ', false, json::error_handler_t::replace);
}

json error_tree(std::optional<std::uint64_t> id, const core::Error& error, RpcCode rpc) {
    return {{"jsonrpc", "2.0"},
            {"id", id ? json(*id) : json(nullptr)},
            {"error",
             {{"code", static_cast<int>(rpc)},
              {"message", static_cast<const std::string&>(error.message)},
              {"data",
               {{"code", core::code_name(error.code)},
                {"hint", static_cast<const std::string&>(error.hint)},
                {"message_said", core::said(error.message)},
                {"hint_said", core::said(error.hint)}}}}}};
}

} // namespace

core::Result<Message> parse_message(std::string_view text, const core::JsonLimits& limits) {
    Message message;
    HEARTH_TRY(message.document, parse_json(text, limits));
    const json& object = *message.document;
    if (!object.is_object()) return invalid("it must be one object");
    if (core::text_member(object, "jsonrpc") != "2.0") return invalid("'jsonrpc' must be \"2.0\"");
    HEARTH_CHECK(read_id(object, message));
    if (object.contains("method")) {
        message.method = core::text_member(object, "method");
        if (message.method.empty()) return invalid("'method' must be a text");
        message.kind = message.id ? Message::Kind::request : Message::Kind::notification;
        const auto params = object.find("params");
        message.body = params != object.end() ? &*params : &no_params();
        if (!message.body->is_object()) return invalid("'params' must be an object");
        return message;
    }
    if (const auto error = object.find("error"); error != object.end()) {
        message.kind = Message::Kind::error;
        HEARTH_CHECK(read_error(*error, message));
        return message;
    }
    const auto result = object.find("result");
    if (result == object.end() || !message.id) return invalid("it is neither a request nor an answer");
    message.kind = Message::Kind::result;
    message.body = &*result;
    return message;
}

std::string request_text(std::uint64_t id, std::string_view method, std::string_view params) {
    std::string text = R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"method":")";
    return text.append(method).append(R"(","params":)").append(params).append("}");
}

std::string notification_text(std::string_view method, std::string_view params) {
    std::string text = R"({"jsonrpc":"2.0","method":")";
    return text.append(method).append(R"(","params":)").append(params).append("}");
}

std::string result_text(std::uint64_t id, std::string_view result) {
    std::string text = R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"result":)";
    return text.append(result).append("}");
}

std::string error_text(std::optional<std::uint64_t> id, const core::Error& error, RpcCode rpc) {
    return dump(error_tree(id, error, rpc));
}

std::string error_text(std::optional<std::uint64_t> id, const core::Error& error) {
    return error_text(id, error, rpc_code(error.code));
}

core::Error version_error(std::uint64_t client_protocol, std::uint64_t service_protocol) {
    const core::Sentence both =
        core::say("two_protocols", {core::figure(client_protocol), core::figure(service_protocol)});
    if (client_protocol < service_protocol)
        return core::fail(Code::unsupported, both, core::say("update_program_version_service"));
    return core::fail(Code::unsupported, both, core::say("update_service_version_program"));
}

std::string version_error_text(std::uint64_t id, std::uint64_t client_protocol) {
    json tree = error_tree(id, version_error(client_protocol, protocol_version), RpcCode::node);
    tree["error"]["data"]["protocol"] = protocol_version;
    return dump(tree);
}

std::string hello_text(const Hello& hello) {
    return dump({{"protocol", hello.protocol}, {"name", hello.name}, {"version", hello.version}});
}

core::Result<Hello> read_hello(const json& tree) {
    const auto protocol = tree.is_object() ? tree.find("protocol") : tree.end();
    if (protocol == tree.end() || !protocol->is_number_unsigned())
        return core::fail(Code::invalid_argument, core::say("greeting_does_not_name"));
    return Hello{protocol->get<std::uint64_t>(), core::text_member(tree, "name"), core::text_member(tree, "version")};
}

} // namespace hearth::control
