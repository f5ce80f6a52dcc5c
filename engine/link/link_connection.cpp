// SPDX-License-Identifier: Apache-2.0
#include "link/detail/link_connection.h"

#include <boost/asio/post.hpp>

namespace hearth::link::detail {

LinkConnection::LinkConnection(Io io, const core::SigningKey& key, Hello own, Owner owner)
    : m_io(std::move(io)), m_key(key), m_own(std::move(own)), m_owner(std::move(owner)) {}

WebSocket::Events LinkConnection::events() {
    const auto self = shared_from_this();
    return {[self](core::Bytes exporter, std::uint32_t version) { self->opened(std::move(exporter), version); },
            [self](core::ByteView bytes) { self->frame(bytes); }, [self] { return self->next(); },
            [self](const core::Error& error) {
                // What a network does can be tried again; what the other side did wrong cannot.
                const bool broken = error.code == core::Code::unavailable;
                self->closed(error, self->m_finishing || !broken);
            }};
}

void LinkConnection::accept(WebSocket::Tcp::socket socket, WebSocket::Tls tls, const core::Clock& clock) {
    m_clock = &clock;
    m_began = clock.monotonic();
    m_socket = WebSocket::accept(std::move(socket), std::move(tls), clock, events());
}

void LinkConnection::dial(WebSocket::Tls tls, const core::Clock& clock, const std::string& host, std::uint16_t port,
                          std::optional<core::PublicKey> expected) {
    m_clock = &clock;
    m_began = clock.monotonic();
    m_expected = expected;
    m_socket = WebSocket::dial(m_io->get_executor(), std::move(tls), clock, host, port, events());
}

/// `version`: the newest that both sides speak.
void LinkConnection::opened(core::Bytes exporter, std::uint32_t version) {
    m_own.version = version;
    m_handshake = std::make_unique<Handshake>(m_own, m_key, std::move(exporter));
    if (m_expected) m_handshake->expect(*m_expected);
    m_handshake->read_credentials(m_owner.credentials.read);
    m_out.push_back(encode(m_handshake->hello()));
}

void LinkConnection::frame(core::ByteView bytes) {
    if (m_finishing || m_over) return;
    if (!m_link) return shake(bytes);
    m_link->heard(m_clock->monotonic());
    if (const auto status = m_link->arrived(bytes); !status) return finish(status.error());
    if (const auto farewell = m_link->farewell()) {
        m_finishing = true;
        lose(*farewell);
    }
}

void LinkConnection::shake(core::ByteView bytes) {
    std::vector<Frame> answers;
    const auto step = m_handshake->receive(bytes, answers);
    for (const Frame& answer : answers)
        m_out.push_back(encode(answer));
    core::Status status;
    if (!step)
        status = step.error();
    else if (*step != Handshake::Step::more)
        status = attach();
    if (!status) return finish(status.error());
    m_socket->pump();
}

core::Status LinkConnection::attach() {
    const auto self = shared_from_this();
    auto attached = m_owner.attach(*this);
    if (!attached) return attached.error();
    const bool listens = m_own.side == Side::listener;
    if (listens) m_out.push_back(encode(attached->welcome));
    const std::shared_ptr<Link> link = attached->link;
    if (attached->resumed) {
        const std::uint64_t theirs = listens ? m_handshake->theirs().received : m_handshake->welcome().received;
        HEARTH_CHECK(link->resume(theirs));
    }
    m_link = link;
    link->heard(m_clock->monotonic());
    mind_credential();
    link->set_wake([io = m_io, weak = weak_from_this()] {
        boost::asio::post(*io, [weak] {
            if (const auto connection = weak.lock(); connection && !connection->m_over) connection->m_socket->pump();
        });
    });
    if (!attached->resumed) link->begin();
    return {};
}

void LinkConnection::mind_credential() {
    if (!m_link || m_finishing || m_over) return;
    const auto ended = [this] {
        return m_handshake->credential_ends() && *m_handshake->credential_ends() <= m_clock->now();
    };
    const core::Nanoseconds now = m_clock->monotonic();
    if (ended() && (!m_read_at || now - *m_read_at >= m_owner.credentials.again)) {
        m_read_at = now;
        m_handshake->read_credential_again();
    }
    m_link->expire(ended());
}

std::optional<core::Bytes> LinkConnection::next() {
    if (!m_out.empty()) {
        core::Bytes frame = std::move(m_out.front());
        m_out.pop_front();
        return frame;
    }
    return m_link && !m_finishing ? m_link->next_frame() : std::nullopt;
}

void LinkConnection::say(Frame frame) {
    if (m_over) return;
    m_out.push_back(encode(frame));
    m_socket->pump();
}

void LinkConnection::finish(const core::Error& error) {
    if (m_finishing || m_over) return;
    m_finishing = true;
    m_out.push_back(encode(Goodbye{error}));
    m_socket->finish();
    closed(error, true);
}

void LinkConnection::lose(const core::Error& error) {
    if (m_over) return;
    m_socket->cut();
    closed(error, m_finishing || error.code != core::Code::unavailable);
}

void LinkConnection::cut() {
    m_over = true;
    if (m_link) m_link->set_wake(nullptr);
    if (m_socket) m_socket->cut();
}

void LinkConnection::closed(const core::Error& error, bool final) {
    if (m_over) return;
    const auto self = shared_from_this();
    m_over = true;
    if (m_link) m_link->set_wake(nullptr);
    if (m_owner.closed) m_owner.closed(*this, error, final);
}

} // namespace hearth::link::detail
