// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/client.h"
#include "control/server.h"
#include "control/socket.h"
#include "fake_node.h"

#include <QTemporaryDir>
#include <QtTest>

#include <sys/socket.h>
#include <sys/un.h>
#include <thread>

namespace hearth::test {

template <class Condition>
bool soon(Condition&& condition, std::chrono::milliseconds patience = std::chrono::seconds(5)) {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < until) {
        if (condition()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return condition();
}

inline control::ChatRequest ask(const std::string& prompt) {
    control::ChatRequest request;
    request.prompt = prompt;
    return request;
}

/// A listening socket that accepts into its queue and never answers.
class MutePeer {
public:
    explicit MutePeer(const std::filesystem::path& path, int backlog = 8)
        : m_socket(::socket(AF_UNIX, SOCK_STREAM, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.string().copy(address.sun_path, sizeof address.sun_path - 1);
        m_ok = ::bind(m_socket.fd(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
               ::listen(m_socket.fd(), backlog) == 0;
    }
    bool ok() const { return m_ok; }
    int accept() const { return ::accept(m_socket.fd(), nullptr, nullptr); }

private:
    control::Socket m_socket;
    bool m_ok = false;
};

/// A server with a scripted node on a socket of its own.
struct Service {
    Service() { options.version = "1.2.3"; }
    ~Service() {
        node->release = true;
        server.reset();
    }

    bool start() {
        auto started = control::Server::start(path, node, options);
        if (!started) qWarning("%s", started.error().message.c_str());
        if (started) server = std::move(started).value();
        return started.ok();
    }
    std::unique_ptr<control::SocketNode> connect(const control::ConnectOptions& how = {}) const {
        auto connected = control::connect(path, how);
        if (connected) return std::move(connected).value();
        qWarning("%s", connected.error().message.c_str());
        return nullptr;
    }

    QTemporaryDir folder;
    std::filesystem::path path = folder.path().toStdString() + "/run/hearthd.sock";
    std::shared_ptr<FakeNode> node = std::make_shared<FakeNode>();
    control::ServerOptions options;
    std::unique_ptr<control::Server> server;
};

} // namespace hearth::test
