// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/http_message.h"

#include <cstddef>
#include <memory>
#include <string_view>

namespace hearth::gateway {

/// Reads one HTTP/1.x request from bytes as they come. Strict where leniency lets two servers read the same
/// bytes differently (RFC 9112 §6.3). Not thread-safe.
class HttpParser {
public:
    HttpParser(std::size_t max_header_bytes, std::size_t max_body_bytes);
    ~HttpParser();
    HttpParser(HttpParser&&) noexcept;
    HttpParser& operator=(HttpParser&&) noexcept;

    enum class Step {
        need_more,
        header, ///< the head is complete; returned once, before any byte of the body is taken
        done,
        failed,
    };
    /// Takes what it can of `bytes`; `used` says how much.
    Step feed(std::string_view bytes, std::size_t& used);

    /// Complete but for the body after Step::header, complete after Step::done.
    HttpRequest& request() { return m_request; }
    /// Status to answer and why, after Step::failed.
    int failure_status() const { return m_failure_status; }
    const char* failure_code() const { return m_failure_code; }
    const char* failure_text() const { return m_failure_text; }

private:
    struct Engine;
    Step fail(int status, const char* code, const char* text);
    Step take_header();
    Step take_body();

    std::unique_ptr<Engine> m_engine;
    HttpRequest m_request;
    bool m_header_seen = false;
    int m_failure_status = 0;
    const char* m_failure_code = "";
    const char* m_failure_text = "";
};

} // namespace hearth::gateway
