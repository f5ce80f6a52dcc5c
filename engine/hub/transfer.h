// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "hub/place.h"

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace hearth::hub {

/// One GET; nothing is followed and nothing is tried again.
struct Request {
    Place place;
    std::vector<std::string> headers; ///< "Name: value"
    std::string token;                ///< sent as a bearer's; empty: none
    /// Which addresses may be spoken to, those that the name stands for among them.
    std::function<bool(Reach)> may_reach;
    std::filesystem::path ca_file; ///< certificates that are trusted; empty: the system's
    std::string proxy;             ///< see proxy_for(); empty: what the environment says
    long connect_s = 20;
    long silence_s = 30; ///< without a byte
};

struct Reply {
    int status = 0;
    std::map<std::string, std::string> headers; ///< names in lower case

    /// Empty: there is none.
    std::string header(const std::string& name) const;
};

struct Sink {
    /// The head is complete; an error ends the transfer with it.
    std::function<core::Status(const Reply&)> begins = {};
    std::function<core::Status(core::ByteView)> takes = {};
    std::function<bool()> goes_on = {}; ///< asked about every second; false cancels
};

/// Blocks. Errors: cancelled; refused (an address that may not be reached, a certificate that does not hold);
/// unavailable (no connection, cut, silent); those of the sink.
core::Result<Reply> get(const Request& request, const Sink& sink);

} // namespace hearth::hub
