// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ends.h"
#include "link/detail/web_socket.h"
#include "link/handshake.h"

#include <atomic>
#include <deque>
#include <thread>

/// Peers that mean harm.
namespace hearth::link {

/// Sits between node and gateway with a certificate of its own and passes every frame on as it is.
class ManInTheMiddle {
public:
    explicit ManInTheMiddle(std::uint16_t target) : m_target(target) {
        const core::Nanoseconds now = core::system_clock().now();
        m_listener_tls = detail::listener_tls(make_certificate(now - card_life, now + card_life).value()).value();
        m_dialer_tls = detail::dialer_tls().value();
        accept();
        m_thread = std::thread([this] { m_io.run(); });
    }
    ~ManInTheMiddle() {
        m_io.stop();
        m_thread.join();
    }
    std::uint16_t port() const { return m_acceptor.local_endpoint().port(); }
    int frames() const { return m_frames; }

private:
    using Socket = std::shared_ptr<detail::WebSocket>;
    struct Side {
        Socket socket;
        std::deque<core::Bytes> out;
    };
    void accept() {
        m_acceptor.async_accept([this](const boost::system::error_code& ec, detail::WebSocket::Tcp::socket socket) {
            if (ec) return;
            const auto near = std::make_shared<Side>(), far = std::make_shared<Side>();
            far->socket = detail::WebSocket::dial(m_io.get_executor(), m_dialer_tls, core::system_clock(), "127.0.0.1",
                                                  m_target, events(*far, *near));
            near->socket =
                detail::WebSocket::accept(std::move(socket), m_listener_tls, core::system_clock(), events(*near, *far));
            m_sides.push_back(near);
            m_sides.push_back(far);
            accept();
        });
    }
    detail::WebSocket::Events events(Side& own, Side& other) {
        return {[](core::Bytes, std::uint32_t) {},
                [this, &other](core::ByteView frame) {
                    ++m_frames;
                    other.out.push_back(core::to_bytes(frame));
                    other.socket->pump();
                },
                [&own]() -> std::optional<core::Bytes> {
                    if (own.out.empty()) return std::nullopt;
                    core::Bytes frame = std::move(own.out.front());
                    own.out.pop_front();
                    return frame;
                },
                [&other](const core::Error&) { other.socket->cut(); }};
    }

    std::uint16_t m_target;
    boost::asio::io_context m_io{1};
    detail::WebSocket::Tcp::acceptor m_acceptor{
        m_io, detail::WebSocket::Tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)};
    detail::WebSocket::Tls m_listener_tls, m_dialer_tls;
    std::vector<std::shared_ptr<Side>> m_sides;
    std::atomic<int> m_frames{0};
    std::thread m_thread;
};

/// A node that keeps to the handshake and then sends whatever it likes. `version`: the newest that it speaks; `says`:
/// that its hello names, where it is another one.
class HostileNode {
public:
    HostileNode(std::uint16_t port, std::vector<core::Bytes> frames, std::uint32_t version = link_version,
                core::Bytes credential = {}, std::uint32_t says = 0)
        : m_says(says), m_frames(std::move(frames)) {
        m_own.credential = std::move(credential);
        m_own.side = Side::dialer;
        m_own.network = "hearth-test";
        m_own.node_key = m_key.public_key();
        m_own.nonce = core::random_hash();
        m_socket = detail::WebSocket::dial(m_io.get_executor(), detail::dialer_tls().value(), core::system_clock(),
                                           "127.0.0.1", port, events(), version);
        m_io.run();
    }
    core::PublicKey key() const { return m_key.public_key(); }
    const std::optional<core::Error>& goodbye() const { return m_goodbye; }

private:
    detail::WebSocket::Events events() {
        return {[this](core::Bytes exporter, std::uint32_t version) {
                    m_own.version = m_says == 0 ? version : m_says;
                    m_handshake = std::make_unique<Handshake>(m_own, m_key, std::move(exporter));
                    m_out.push_back(encode(m_handshake->hello()));
                },
                [this](core::ByteView frame) { take(frame); },
                [this]() -> std::optional<core::Bytes> {
                    if (m_out.empty()) return std::nullopt;
                    core::Bytes frame = std::move(m_out.front());
                    m_out.pop_front();
                    return frame;
                },
                [](const core::Error&) {}};
    }
    void take(core::ByteView bytes) {
        const auto frame = decode_frame(bytes);
        if (frame && std::holds_alternative<Goodbye>(frame->frame)) {
            m_goodbye = std::get<Goodbye>(frame->frame).error;
            return m_socket->cut();
        }
        if (m_welcomed) return;
        std::vector<Frame> answers;
        const auto step = m_handshake->receive(bytes, answers);
        for (const Frame& answer : answers)
            m_out.push_back(encode(answer));
        m_welcomed = step && *step == Handshake::Step::welcomed;
        if (m_welcomed)
            for (core::Bytes& hostile : m_frames)
                m_out.push_back(std::move(hostile));
        m_socket->pump();
    }

    core::SigningKey m_key = core::SigningKey::generate();
    Hello m_own;
    std::uint32_t m_says;
    std::vector<core::Bytes> m_frames;
    boost::asio::io_context m_io{1};
    std::shared_ptr<detail::WebSocket> m_socket;
    std::unique_ptr<Handshake> m_handshake;
    std::deque<core::Bytes> m_out;
    std::optional<core::Error> m_goodbye;
    bool m_welcomed = false;
};

} // namespace hearth::link
