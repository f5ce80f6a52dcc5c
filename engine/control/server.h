// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/node.h"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

namespace hearth::control {

struct ServerOptions {
    std::string version; ///< of the service, told to every client
    std::size_t max_clients = 32;
    std::size_t max_message_bytes = std::size_t{16} << 20;
    /// A client that leaves this much unread is dropped when the next message for it is due.
    std::size_t max_unread_bytes = std::size_t{8} << 20;
    std::size_t max_calls = 16; ///< quick ones, and as many lengthy ones, that one client may have under way
    std::chrono::milliseconds handshake_deadline{5000};
    /// How long stop() keeps sending answers that are already made.
    std::chrono::milliseconds flush_deadline{1000};
};

/// Serves a Node on a Unix socket to the programs of the same user; protocol: resources/schema/control.md.
/// Runs on threads of its own and calls the node from them, several calls at a time.
class Server {
public:
    /// Makes the socket (0600) and, if it is missing, its folder (0700). A socket that nobody serves is
    /// replaced. Errors: conflict (another service is live, or the path is something else), refused (the
    /// folder is open to other users), io.
    static core::Result<std::unique_ptr<Server>> start(const std::filesystem::path& socket, std::shared_ptr<Node> node,
                                                       ServerOptions options);
    ~Server();

    /// Takes no more clients, asks the running calls to end, waits for them, removes the socket. Must not be
    /// called from within a call of the node; Node::shutdown() therefore only requests the end.
    void stop();
    std::size_t clients() const;

private:
    class Impl;
    explicit Server(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace hearth::control
