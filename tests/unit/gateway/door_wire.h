// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/edge/access.h"
#include "gateway/edge/connection.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <atomic>
#include <chrono>
#include <thread>

namespace hearth::test {

/// A connection over loopback and its other end.
struct DoorWire {
    using Tcp = boost::asio::ip::tcp;
    explicit DoorWire(const gateway::Services& services) : policy(services.options) {
        Tcp::acceptor acceptor(io, Tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
        client.connect(acceptor.local_endpoint());
        connection = std::make_shared<gateway::Connection>(acceptor.accept(), services, policy, [](const auto*) {});
        connection->start();
    }
    ~DoorWire() {
        connection->close();
        turn();
    }
    void turn(std::chrono::milliseconds for_so_long = std::chrono::milliseconds(5)) {
        io.restart();
        io.run_for(for_so_long);
    }
    /// All that comes until the connection's end; cut off after ten seconds.
    std::string rest() {
        std::string got;
        std::atomic<bool> ended{false};
        std::thread reader([&] {
            boost::system::error_code ec;
            boost::asio::read(client, boost::asio::dynamic_buffer(got), ec);
            ended = true;
        });
        for (int i = 0; i < 1000 && !ended; ++i)
            turn(std::chrono::milliseconds(10));
        boost::system::error_code ec;
        if (!ended) client.shutdown(Tcp::socket::shutdown_both, ec);
        reader.join();
        return got;
    }

    const gateway::AccessPolicy policy;
    boost::asio::io_context io, clients;
    Tcp::socket client{clients};
    std::shared_ptr<gateway::Connection> connection;
};

} // namespace hearth::test
