// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace hearth::app {

/// What a closed loop of callers saw: each sends its next request when its last answer is whole.
struct LoadResult {
    double p50_ms = 0, p99_ms = 0, per_s = 0;
};

/// POSTs `body` to `path` on a port of this machine, `callers` at once over connections that stay open, until
/// `requests` were answered. Errors: io; corrupt, when an answer is not HTTP 200 with its length.
core::Result<LoadResult> run_load(std::uint16_t port, const std::string& path, const std::string& body,
                                  std::uint32_t callers, std::uint32_t requests);

/// What both ends of a connection on this machine need. dial(): errors: io.
core::Result<int> dial(std::uint16_t port);
void send_at_once(int socket); ///< without waiting for more to send
bool send_all(int socket, std::string_view bytes);
std::string post_of(std::uint16_t port, const std::string& path, const std::string& body);
/// Length of the first whole message in `text`, 0 = not here yet.
std::size_t whole_message(const std::string& text);

/// A socket that listens on a free port of this machine. Errors: io.
struct Listener {
    int socket = -1;
    std::uint16_t port = 0;
    static core::Result<Listener> make();
};

/// Answers every request at once, as an OpenAI-compatible server with one model would, until the process ends. With
/// `closes` every connection carries one answer.
[[noreturn]] void serve_instantly(int listener, const std::string& model, bool closes);

} // namespace hearth::app
