// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace hearth::test {

/// Takes connections on a port of this machine. A thread for each.
class LoopbackServer {
public:
    /// When it returns, the connection is closed.
    using Talk = std::function<void(int socket)>;

    explicit LoopbackServer(Talk talk);
    /// Shuts every connection down and waits until nobody talks.
    ~LoopbackServer();

    std::uint16_t port() const { return m_port; }
    std::size_t connections() const; ///< that were ever made
    bool ends() const { return m_ends; }

private:
    void serve();
    void take(int socket);

    const Talk m_talk;
    std::uint16_t m_port = 0;
    int m_listener = -1;
    mutable std::mutex m_mutex;
    std::vector<int> m_sockets;
    std::vector<std::thread> m_talks;
    std::atomic<bool> m_ends = false;
    std::thread m_thread;
};

/// Fills the buffer in part and says how much; 0 or less: nothing comes any more.
using Receive = std::function<long(char* buffer, std::size_t size)>;
/// A request with the body that its Content-Length announces; empty when the other side leaves.
std::string read_request(const Receive& receive);

} // namespace hearth::test
