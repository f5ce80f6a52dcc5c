// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/node.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

namespace hearth::control {

struct ConnectOptions {
    std::string client = "client"; ///< who is calling, for the service's log
    /// For connecting, and for calls that answer at once.
    std::chrono::milliseconds deadline{10'000};
    /// For calls that take long (chat, import, check, replay): the longest silence; text and progress renew
    /// it.
    std::chrono::milliseconds long_deadline{180'000};
    std::size_t max_message_bytes = std::size_t{16} << 20;
};

/// A Node at the other end of the control socket. One connection; calls may be made from several threads at
/// once, also from event callbacks; it must not be destroyed in one. Once the connection is lost every call
/// fails with Code::unavailable: connect again.
class SocketNode : public Node {
public:
    virtual bool connected() const = 0;
    virtual std::string service_version() const = 0;
    /// Asks every call that runs on this connection to end, as if its callback had returned false.
    virtual void cancel_calls() = 0;
};

/// Errors: unavailable (nobody listens), refused (no permission, or the peer is another user),
/// unsupported (the service speaks another protocol version), timed_out (no answer), busy (too many clients).
core::Result<std::unique_ptr<SocketNode>> connect(const std::filesystem::path& socket, const ConnectOptions& options);

} // namespace hearth::control
