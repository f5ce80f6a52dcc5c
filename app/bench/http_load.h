// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <cstdint>
#include <string>

namespace hearth::app {

/// What a closed loop of callers saw: each sends its next request when its last answer is whole.
struct LoadResult {
    double p50_ms = 0, p99_ms = 0, per_s = 0;
};

/// POSTs `body` to `path` on a port of this machine, `callers` at once over connections that stay open, until
/// `requests` were answered. Errors: io; corrupt, when an answer is not HTTP 200 with its length.
core::Result<LoadResult> run_load(std::uint16_t port, const std::string& path, const std::string& body,
                                  std::uint32_t callers, std::uint32_t requests);

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
