// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <cstdint>
#include <string>

namespace hearth::app {

/// What became of the events of a stream on their way.
struct StreamResult {
    std::uint64_t events = 0;
    std::uint64_t split = 0;                   ///< chunks that do not end where an event does
    std::uint64_t merged = 0;                  ///< events that came together with the one before
    double first_ms = 0;                       ///< from the request to the first event
    double delay_p50_us = 0, delay_p99_us = 0; ///< from the server's hand to the caller's, of each event
};

/// Asks for a stream of a server that serve_streams() is, directly or through what stands before it. Errors: io;
/// corrupt, where a byte was changed, lost or added.
core::Result<StreamResult> read_stream(std::uint16_t port, const std::string& path, const std::string& body);

/// Answers every request with a stream of `events` events, one chunk each, `gap_us` apart (0: all at once), that carry
/// the time at which they were sent and, at the end, the hash of all before. A thread for each connection; never
/// returns.
[[noreturn]] void serve_streams(int listener, const std::string& model, std::uint32_t events, std::uint32_t gap_us);

} // namespace hearth::app
