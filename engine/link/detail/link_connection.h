// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "link/detail/web_socket.h"
#include "link/handshake.h"
#include "link/link.h"

#include <boost/asio/io_context.hpp>

#include <deque>

namespace hearth::link::detail {

/// One connection of a link: the handshake, then the link's frames. On the thread of its I/O context.
class LinkConnection : public std::enable_shared_from_this<LinkConnection> {
public:
    using Io = std::shared_ptr<boost::asio::io_context>;
    struct Attached {
        std::shared_ptr<Link> link;
        Welcome welcome; ///< the listener's
        bool resumed = false;
    };
    struct Owner {
        /// The other side has proved its key (at the dialer: and welcomed this one). Errors refuse it.
        std::function<core::Result<Attached>(LinkConnection&)> attach;
        /// Once. `final`: nothing is left to resume.
        std::function<void(LinkConnection&, const core::Error&, bool final)> closed;
        Credentials credentials = {};
    };
    LinkConnection(Io io, const core::SigningKey& key, Hello own, Owner owner);

    void accept(WebSocket::Tcp::socket socket, WebSocket::Tls tls, const core::Clock& clock);
    void dial(WebSocket::Tls tls, const core::Clock& clock, const std::string& host, std::uint16_t port,
              std::optional<core::PublicKey> expected);

    /// Says goodbye and ends the link.
    void finish(const core::Error& error);
    /// At once and without a word; `closed` is not told. The link may be resumed.
    void cut();
    /// As if the network had broken it.
    void lose(const core::Error& error);
    void say(Frame frame); ///< before or after the handshake
    /// Now and then: whether the owner's word for the other side's key still holds, by the wall clock.
    void mind_credential();

    const std::shared_ptr<Link>& link() const { return m_link; }
    const Handshake& handshake() const { return *m_handshake; }
    core::Nanoseconds began() const { return m_began; }
    core::Nanoseconds heard() const { return m_socket->heard(); }
    std::optional<core::Nanoseconds> stuck() const { return m_socket->stuck(); }

private:
    WebSocket::Events events();
    void opened(core::Bytes exporter, std::uint32_t version);
    void frame(core::ByteView bytes);
    void shake(core::ByteView bytes);
    core::Status attach();
    std::optional<core::Bytes> next();
    void closed(const core::Error& error, bool final);

    const Io m_io;
    const core::SigningKey& m_key;
    Hello m_own;
    Owner m_owner;
    std::optional<core::PublicKey> m_expected;
    std::shared_ptr<WebSocket> m_socket;
    std::unique_ptr<Handshake> m_handshake;
    std::shared_ptr<Link> m_link;
    std::deque<core::Bytes> m_out; ///< of the handshake, and a goodbye
    const core::Clock* m_clock = nullptr;
    core::Nanoseconds m_began = 0;
    std::optional<core::Nanoseconds> m_read_at; ///< the credential again
    bool m_finishing = false, m_over = false;
};

} // namespace hearth::link::detail
