// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/answer_parser.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <cctype>
#include <limits>

namespace hearth::gateway {

namespace http = boost::beast::http;
using Error = boost::system::error_code;
using Text = boost::beast::string_view;

namespace {

constexpr std::uint32_t max_head_bytes = 64 * 1024;
constexpr std::size_t max_trailers = 64;

std::string lower(Text text) {
    std::string out(text.data(), text.size());
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
    return out;
}

/// Neither cookies nor what belongs to one connection goes on: only what helps a client to try again.
bool may_go_on(const std::string& name) {
    return name == "retry-after" || name == "retry-after-ms" || name == "x-should-retry" ||
           name.starts_with("x-ratelimit-");
}

core::Error broken(const core::Sentence& what) {
    return core::fail(core::Code::corrupt, core::say("network_answer_so", {what}),
                      core::say("check_address_openai_compatible"));
}

/// Collects what the parser finds.
class Collector final : public http::basic_parser<false> {
public:
    RawHead found;
    std::string body, content_encoding, transfer_encoding;

private:
    void on_request_impl(http::verb, Text, Text, int, Error&) override {}
    void on_response_impl(int status, Text, int, Error&) override { found.status = status; }
    void on_field_impl(http::field, Text name, Text value, Error& ec) override {
        const std::string known = lower(name);
        if (is_header_done() && ++m_trailers > max_trailers) ec = http::error::header_limit;
        if (is_header_done()) return;
        if (known == "content-type") found.content_type.assign(value.data(), value.size());
        if (known == "content-encoding") content_encoding += lower(value);
        if (known == "transfer-encoding") transfer_encoding += lower(value);
        if (may_go_on(known)) found.headers.emplace_back(known, std::string(value.data(), value.size()));
    }
    void on_header_impl(Error&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, Error&) override {}
    std::size_t on_body_impl(Text bytes, Error&) override {
        body.append(bytes.data(), bytes.size());
        return bytes.size();
    }
    void on_chunk_header_impl(std::uint64_t, Text, Error&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, Text bytes, Error&) override {
        body.append(bytes.data(), bytes.size());
        return bytes.size();
    }
    void on_finish_impl(Error&) override {}

    std::size_t m_trailers = 0;
};

} // namespace

struct AnswerParser::Engine {
    Collector parser;
};

AnswerParser::AnswerParser() : m_engine(std::make_unique<Engine>()) {
    m_engine->parser.header_limit(max_head_bytes);
    m_engine->parser.body_limit(std::numeric_limits<std::uint64_t>::max()); // whoever takes the body bounds it
    m_engine->parser.eager(true);
}
AnswerParser::~AnswerParser() = default;

core::Result<std::size_t> AnswerParser::feed(std::string_view bytes) {
    Error ec;
    const std::size_t used = m_engine->parser.put(boost::asio::const_buffer(bytes.data(), bytes.size()), ec);
    if (ec && ec != http::error::need_more) return broken(core::say("no_http", {ec.message()}));
    return used;
}

core::Status AnswerParser::close() {
    if (m_engine->parser.is_done()) return {};
    if (!m_engine->parser.is_header_done()) return broken(core::say("ends_before_begins"));
    Error ec;
    m_engine->parser.put_eof(ec);
    if (ec) return broken(core::say("ends_too_early"));
    return {};
}

bool AnswerParser::head_is_here() const {
    return m_engine->parser.is_header_done();
}
bool AnswerParser::done() const {
    return m_engine->parser.is_done();
}
bool AnswerParser::keeps_open() const {
    return m_engine->parser.is_done() && m_engine->parser.keep_alive();
}
const RawHead& AnswerParser::head() const {
    return m_engine->parser.found;
}

core::Status AnswerParser::check_form() const {
    const Collector& found = m_engine->parser;
    if (!found.content_encoding.empty() && found.content_encoding != "identity")
        return broken(core::say("encoded_nobody_asked", {found.content_encoding.substr(0, 32)}));
    if (!found.transfer_encoding.empty() && found.transfer_encoding != "chunked")
        return broken(core::say("encoded_nobody_asked", {found.transfer_encoding.substr(0, 32)}));
    return {};
}

std::string AnswerParser::take_body() {
    return std::exchange(m_engine->parser.body, {});
}

} // namespace hearth::gateway
