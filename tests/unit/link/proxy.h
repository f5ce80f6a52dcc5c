// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

/// A TCP proxy on loopback that does what bad networks do. Thread-safe.
class Proxy {
public:
    explicit Proxy(std::uint16_t target);
    ~Proxy();
    std::uint16_t port() const { return m_port; }
    int connections() const { return m_accepted; } ///< so far
    std::string recorded(); ///< while it `records`: each direction of each connection in one piece

    void cut();                       ///< all that are open now
    std::atomic<bool> records{false}; ///< keeps a copy of what comes
    std::atomic<int> delay_ms{0};     ///< of each piece
    std::atomic<bool> stalls{false};  ///< keeps everything to itself
    std::atomic<bool> refuses{false}; ///< closes what connects
    std::atomic<int> drop{0};         ///< so many pieces are lost
    std::atomic<int> swap{0};         ///< so many pieces come after the next one
    std::atomic<int> flood{0};        ///< so many kilobytes of rubbish are put in
    std::atomic<int> flip{0};         ///< so many pieces have a bit flipped

private:
    struct Pair {
        int near = -1, far = -1;
        std::thread down, up;
        std::atomic<bool> over{false};
        std::string from_near, from_far; ///< recorded; under m_mutex
    };
    void accept();
    void carry(Pair& pair, int from, int to);
    bool alter(std::vector<char>& piece, std::vector<char>& held);

    std::uint16_t m_target, m_port = 0;
    int m_socket = -1;
    std::atomic<bool> m_stopping{false};
    std::atomic<int> m_accepted{0};
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Pair>> m_pairs;
    std::thread m_acceptor;
};
