// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/http_text.h"

#include "core/bytes.h"
#include "core/keys.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <ctime>

namespace hearth::gateway {

namespace {

const char* reason(int status) {
    switch (status) {
    case 200:
        return "OK";
    case 204:
        return "No Content";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 402:
        return "Payment Required";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 409:
        return "Conflict";
    case 422:
        return "Unprocessable Content";
    case 408:
        return "Request Timeout";
    case 413:
        return "Payload Too Large";
    case 415:
        return "Unsupported Media Type";
    case 417:
        return "Expectation Failed";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 502:
        return "Bad Gateway";
    case 504:
        return "Gateway Timeout";
    case 503:
        return "Service Unavailable";
    case 508:
        return "Loop Detected";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return status < 500 ? "Error" : "Server Error";
    }
}

/// RFC 9110 §5.6.7. The same second is asked for many times.
const std::string& http_date(std::int64_t now_s) {
    thread_local std::int64_t last = -1;
    thread_local std::string text;
    if (now_s == last) return text;
    std::time_t time = static_cast<std::time_t>(now_s);
    std::tm parts{};
    gmtime_r(&time, &parts);
    char buffer[40];
    text.assign(buffer, std::strftime(buffer, sizeof buffer, "%a, %d %b %Y %H:%M:%S GMT", &parts));
    last = now_s;
    return text;
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    const int letter = std::tolower(static_cast<unsigned char>(c));
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

} // namespace

std::string answer_head(const HttpAnswer& answer, std::int64_t now_s) {
    std::string out;
    out.reserve(512);
    out += "HTTP/1.1 " + std::to_string(answer.status) + ' ' + reason(answer.status) + "\r\nServer: hearth\r\nDate: ";
    out += http_date(now_s);
    out += "\r\n";
    if (!answer.content_type.empty()) out += "Content-Type: " + answer.content_type + "\r\n";
    out += "X-Content-Type-Options: nosniff\r\n";
    for (const auto& [name, value] : answer.headers) {
        out += name;
        out += ": ";
        out += value;
        out += "\r\n";
    }
    out += "\r\n";
    return out;
}

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        }
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return std::nullopt;
        out += c;
    }
    return out;
}

std::optional<Target> split_target(std::string_view target) {
    Target out;
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!target.starts_with(scheme)) continue;
        target.remove_prefix(scheme.size());
        const std::size_t end = std::min(target.find_first_of("/?"), target.size());
        out.authority = target.substr(0, end);
        target.remove_prefix(end);
        if (out.authority.empty()) return std::nullopt;
        if (target.empty()) target = "/";
    }
    if (target.empty() || (target.front() != '/' && target != "*")) return std::nullopt;
    target = target.substr(0, target.find('#'));
    const std::size_t mark = target.find('?');
    out.path = target.substr(0, mark);
    if (mark != std::string_view::npos) out.query = target.substr(mark + 1);
    return out;
}

std::string header_safe(std::string_view text) {
    std::string out;
    for (const char c : text)
        if (std::isalnum(static_cast<unsigned char>(c)) || std::string_view("._:-").find(c) != std::string_view::npos)
            out += c;
    return out;
}

std::string fresh_id(std::string_view prefix) {
    std::array<std::uint8_t, 12> raw{};
    core::random_bytes(raw);
    return std::string(prefix) + core::to_hex(raw);
}

} // namespace hearth::gateway
