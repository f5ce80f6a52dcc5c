// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/http_parser.h"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <cctype>

namespace hearth::gateway {

namespace http = boost::beast::http;

namespace {

std::string lower(boost::beast::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
    return out;
}

bool iequals(std::string_view a, std::string_view b) {
    return boost::beast::iequals({a.data(), a.size()}, {b.data(), b.size()});
}

} // namespace

std::string_view HttpRequest::header(std::string_view lower_name) const {
    const auto it = std::find_if(headers.begin(), headers.end(), [&](const auto& h) { return h.first == lower_name; });
    return it == headers.end() ? std::string_view() : std::string_view(it->second);
}

std::size_t HttpRequest::count(std::string_view lower_name) const {
    return static_cast<std::size_t>(
        std::count_if(headers.begin(), headers.end(), [&](const auto& h) { return h.first == lower_name; }));
}

bool HttpRequest::wants_keep_alive() const {
    bool close = false, keep = false;
    for (const auto& [name, value] : headers) {
        if (name != "connection") continue;
        http::token_list tokens(value);
        close = close || tokens.exists("close");
        keep = keep || tokens.exists("keep-alive");
    }
    return !close && (minor >= 1 || keep);
}

struct HttpParser::Engine {
    http::request_parser<http::string_body> parser;
};

HttpParser::HttpParser(std::size_t max_header_bytes, std::size_t max_body_bytes)
    : m_engine(std::make_unique<Engine>()) {
    m_engine->parser.header_limit(static_cast<std::uint32_t>(max_header_bytes));
    m_engine->parser.body_limit(max_body_bytes);
}
HttpParser::~HttpParser() = default;
HttpParser::HttpParser(HttpParser&&) noexcept = default;
HttpParser& HttpParser::operator=(HttpParser&&) noexcept = default;

HttpParser::Step HttpParser::fail(int status, const char* code, const char* text) {
    m_failure_status = status;
    m_failure_code = code;
    m_failure_text = text;
    return Step::failed;
}

HttpParser::Step HttpParser::take_header() {
    const auto& message = m_engine->parser.get();
    m_header_seen = true;
    m_request.method = std::string(message.method_string());
    m_request.target = std::string(message.target());
    m_request.minor = message.version() % 10;
    for (const auto& field : message.base())
        m_request.headers.emplace_back(lower(field.name_string()), std::string(field.value()));
    if (message.version() != 10 && message.version() != 11)
        return fail(505, "bad_version", "Only HTTP/1.0 and HTTP/1.1 are spoken here.");
    if (m_request.count("content-length") > 1 || m_request.header("content-length").find(',') != std::string_view::npos)
        return fail(400, "bad_http", "The request has more than one Content-Length.");
    const std::size_t codings = m_request.count("transfer-encoding");
    if (codings > 1 || (codings == 1 && !iequals(m_request.header("transfer-encoding"), "chunked")))
        return fail(501, "unsupported_transfer_encoding", "The only transfer encoding taken here is 'chunked'.");
    if (codings == 1 && (m_request.minor == 0 || m_request.count("content-length")))
        return fail(400, "bad_http", "The length of the body is given in two ways.");
    return Step::header;
}

HttpParser::Step HttpParser::take_body() {
    m_request.body = std::move(m_engine->parser.get().body());
    return Step::done;
}

HttpParser::Step HttpParser::feed(std::string_view bytes, std::size_t& used) {
    used = 0;
    auto& parser = m_engine->parser;
    if (m_header_seen && parser.is_done()) return take_body();
    if (bytes.empty()) return Step::need_more;
    if (!parser.got_some() && !std::isalpha(static_cast<unsigned char>(bytes.front())))
        return fail(400, "bad_http", "This is not an HTTP request.");
    parser.eager(m_header_seen);
    boost::beast::error_code ec;
    used = parser.put({bytes.data(), bytes.size()}, ec);
    if (ec == http::error::need_more) ec = {};
    if (ec == http::error::header_limit)
        return fail(431, "header_too_large", "The header of the request is too large.");
    if (ec == http::error::body_limit) return fail(413, "body_too_large", "The body of the request is too large.");
    if (ec == http::error::bad_version) return fail(505, "bad_version", "Only HTTP/1.0 and HTTP/1.1 are spoken here.");
    if (ec) return fail(400, "bad_http", "The request is not well-formed HTTP.");
    if (!m_header_seen) return parser.is_header_done() ? take_header() : Step::need_more;
    return parser.is_done() ? take_body() : Step::need_more;
}

} // namespace hearth::gateway
