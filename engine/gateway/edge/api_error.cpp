// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/api_error.h"

#include "gateway/edge/json_text.h"

namespace hearth::gateway {

namespace {

constexpr char callers_fault[] = "invalid_request_error";
constexpr char servers_fault[] = "server_error";
constexpr unsigned busy_retry_s = 1;

void append_text_or_null(std::string& out, const std::string& text) {
    if (text.empty())
        out += "null";
    else
        append_json_string(out, text);
}

} // namespace

ApiError bad_request(std::string param, std::string message, std::string code) {
    return {400, callers_fault, std::move(code), std::move(param), std::move(message), std::nullopt};
}

ApiError http_error(int status, std::string code, std::string message) {
    return {status,      status < 500 ? callers_fault : servers_fault, std::move(code), {}, std::move(message),
            std::nullopt};
}

ApiError from_backend(const core::Error& error, const std::string& model) {
    std::string text = error.message;
    if (!error.hint.empty()) text += " " + error.hint;
    switch (error.code) {
    case core::Code::not_found: {
        if (text.empty()) text = "The model '" + model + "' does not exist.";
        return {404, callers_fault, "model_not_found", "model", text, std::nullopt};
    }
    case core::Code::too_large:
        return bad_request({}, text, "context_length_exceeded");
    case core::Code::invalid_argument:
        return bad_request({}, text);
    case core::Code::unsupported:
        return bad_request({}, text, "unsupported");
    case core::Code::refused:
        return {403, "permission_error", "refused", {}, text, std::nullopt};
    case core::Code::busy:
        return {429,
                "rate_limit_error",
                "rate_limit_exceeded",
                {},
                text,
                error.retry_after_s.value_or(busy_retry_s),
                error.retry_after_s.has_value()};
    case core::Code::conflict:
        return {402, "insufficient_quota", "insufficient_quota", {}, text, std::nullopt};
    case core::Code::unavailable:
        return http_error(503, "unavailable", text);
    case core::Code::cancelled:
        return http_error(503, "cancelled", text);
    case core::Code::out_of_memory:
        return http_error(503, "out_of_memory", text);
    default:
        return http_error(500, core::code_name(error.code), text);
    }
}

std::string error_json(const ApiError& error) {
    std::string out = R"({"error":{"message":)";
    append_json_string(out, error.message);
    out += R"(,"type":)";
    append_json_string(out, error.type);
    out += R"(,"param":)";
    append_text_or_null(out, error.param);
    out += R"(,"code":)";
    append_text_or_null(out, error.code);
    out += "}}";
    return out;
}

std::string error_event(const ApiError& error, EventForm form, std::optional<std::uint64_t> number) {
    if (form == EventForm::bare) return "data: " + error_json(error) + "\n\n";
    std::string out = "event: error\ndata: {\"type\":\"error\"";
    if (number) out += ",\"sequence_number\":" + std::to_string(*number);
    out += ",\"code\":";
    append_text_or_null(out, error.code);
    out += ",\"message\":";
    append_json_string(out, error.message);
    out += ",\"param\":";
    append_text_or_null(out, error.param);
    return out + "}\n\n";
}

} // namespace hearth::gateway
