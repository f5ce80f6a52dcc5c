// SPDX-License-Identifier: Apache-2.0
#include "link/detail/web_socket.h"

#include "link/frame.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include <charconv>

namespace hearth::link::detail {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace ssl = asio::ssl;
using boost::system::error_code;
using Tcp = WebSocket::Tcp;

constexpr const char* path = "/link";
constexpr const char* protocol = "hearth-link/1";
constexpr const char* version_field = "Hearth-Link"; ///< the newest version; whoever names none speaks the first
constexpr std::uint32_t max_head_bytes = 4096;
constexpr auto last_words = std::chrono::seconds(2); ///< for the other side to read a goodbye
constexpr std::size_t kept_buffer_bytes = 4096;      ///< that an idle connection may hold

core::Error broke(const char* what, const error_code& ec) {
    return core::fail(core::Code::unavailable, std::string("The link ") + what + ": " + ec.message() + ".",
                      core::say("tried_by_itself"));
}

template <typename Message>
std::uint32_t version_in(const Message& head) {
    const auto text = head[version_field];
    std::uint32_t version = oldest_link_version;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), version);
    const bool whole = problem == std::errc() && end == text.data() + text.size();
    return whole ? std::max(version, oldest_link_version) : oldest_link_version;
}

template <typename Message>
void name_version(Message& head, std::uint32_t newest) {
    head.set(http::field::sec_websocket_protocol, protocol);
    if (newest > oldest_link_version) head.set(version_field, std::to_string(newest));
}

class TlsWebSocket : public WebSocket, public std::enable_shared_from_this<TlsWebSocket> {
public:
    TlsWebSocket(Tcp::socket socket, Tls tls, const core::Clock& clock, Events events,
                 std::uint32_t newest = link_version)
        : m_tls(std::move(tls)), m_clock(clock), m_events(std::move(events)), m_newest(newest),
          m_stream(std::move(socket), *m_tls), m_timer(m_stream.get_executor()), m_heard(clock.monotonic()) {
        // Whoever reads the frame refuses one that is too long, with a reason; this is for those that mean harm.
        m_stream.read_message_max(2 * max_frame_bytes);
        m_stream.binary(true);
        m_stream.auto_fragment(false);
    }

    void pump() override;
    void finish() override;
    void cut() override { leave(); }
    core::Nanoseconds heard() const override { return m_heard; }
    std::optional<core::Nanoseconds> stuck() const override {
        return m_writes ? std::optional(m_write_began) : std::nullopt;
    }

    void accept();
    void dial(const std::string& host, std::uint16_t port);

protected:
    void no_delay() {
        error_code ec;
        socket().set_option(Tcp::no_delay(true), ec);
    }
    Tcp::socket& socket() { return m_stream.next_layer().next_layer(); }
    SSL* handle() { return m_stream.next_layer().native_handle(); }
    void connected(const std::string& host);
    void upgrade();
    void opened(std::uint32_t theirs);
    void read();
    void fail(const core::Error& error);
    void leave();

private:
    /// Wraps a completion: keeps this alive, and is silent once the connection is over.
    template <typename F>
    auto guarded(const char* what, F then) {
        return [self = shared_from_this(), what, then](const error_code& ec, auto&&...) {
            if (self->m_over) return;
            if (ec) return self->fail(broke(what, ec));
            then(*self);
        };
    }

    const Tls m_tls;
    const core::Clock& m_clock;
    Events m_events;
    const std::uint32_t m_newest;
    beast::websocket::stream<beast::ssl_stream<Tcp::socket>> m_stream;
    asio::steady_timer m_timer;
    beast::flat_buffer m_buffer;
    std::unique_ptr<http::request_parser<http::empty_body>> m_request;
    std::unique_ptr<beast::websocket::response_type> m_response;
    std::unique_ptr<Tcp::resolver> m_resolver;
    core::Bytes m_writing;
    core::Nanoseconds m_heard, m_write_began = 0;
    bool m_open = false, m_writes = false, m_finishing = false, m_over = false;
};

void TlsWebSocket::accept() {
    no_delay();
    m_stream.next_layer().async_handshake(ssl::stream_base::server,
                                          guarded("did not come to TLS", [](auto& self) { self.upgrade(); }));
}

void TlsWebSocket::upgrade() {
    m_request = std::make_unique<http::request_parser<http::empty_body>>();
    m_request->header_limit(max_head_bytes);
    http::async_read(
        m_stream.next_layer(), m_buffer, *m_request, guarded("sent no request", [](auto& self) {
            const auto& request = self.m_request->get();
            if (request.target() != path || !beast::websocket::is_upgrade(request) ||
                request[http::field::sec_websocket_protocol] != protocol)
                return self.fail(core::fail(core::Code::refused, core::say("what_connected_no_link")));
            self.m_stream.set_option(beast::websocket::stream_base::decorator(
                [newest = self.m_newest](beast::websocket::response_type& r) { name_version(r, newest); }));
            const std::uint32_t theirs = version_in(request);
            self.m_stream.async_accept(
                request, self.guarded("did not come to a WebSocket", [theirs](auto& s) { s.opened(theirs); }));
        }));
}

void TlsWebSocket::dial(const std::string& host, std::uint16_t port) {
    m_resolver = std::make_unique<Tcp::resolver>(m_stream.get_executor());
    m_resolver->async_resolve(
        host, std::to_string(port),
        [self = shared_from_this(), host](const error_code& ec, const Tcp::resolver::results_type& found) {
            if (self->m_over) return;
            if (ec) return self->fail(broke("finds no address", ec));
            asio::async_connect(self->socket(), found,
                                self->guarded("cannot be connected", [host](auto& s) { s.connected(host); }));
        });
}

void TlsWebSocket::connected(const std::string& host) {
    m_resolver.reset();
    no_delay();
    m_stream.next_layer().async_handshake(
        ssl::stream_base::client, guarded("did not come to TLS", [host](auto& self) {
            if (const auto status = check_certificate(self.handle(), self.m_clock.now()); !status)
                return self.fail(status.error());
            self.m_stream.set_option(beast::websocket::stream_base::decorator(
                [newest = self.m_newest](beast::websocket::request_type& r) { name_version(r, newest); }));
            self.m_response = std::make_unique<beast::websocket::response_type>();
            self.m_stream.async_handshake(*self.m_response, host, path, self.guarded("is refused there", [](auto& s) {
                s.opened(version_in(*s.m_response));
            }));
        }));
}

void TlsWebSocket::opened(std::uint32_t theirs) {
    auto exporter = channel_binding(handle());
    if (!exporter) return fail(exporter.error());
    m_open = true;
    m_heard = m_clock.monotonic();
    m_request.reset();
    m_response.reset();
    m_buffer = beast::flat_buffer(); // what came too early is no part of a frame
    m_events.open(std::move(*exporter), std::min(theirs, m_newest));
    read();
    pump();
}

void TlsWebSocket::read() {
    if (m_over) return;
    if (m_buffer.capacity() > kept_buffer_bytes) m_buffer = beast::flat_buffer();
    m_stream.async_read(m_buffer, [self = shared_from_this()](const error_code& ec, std::size_t) {
        if (self->m_over) return;
        if (ec) return self->fail(broke("broke", ec));
        self->m_heard = self->m_clock.monotonic();
        const auto bytes = self->m_buffer.cdata();
        if (!self->m_finishing) self->m_events.frame({static_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
        self->m_buffer.consume(bytes.size());
        self->read();
    });
}

void TlsWebSocket::pump() {
    if (!m_open || m_writes || m_over) return;
    auto frame = m_events.next();
    if (!frame) {
        if (!m_finishing) return;
        error_code ec;
        socket().shutdown(Tcp::socket::shutdown_send, ec);
        return;
    }
    m_writing = std::move(*frame);
    m_writes = true;
    m_write_began = m_clock.monotonic();
    m_stream.async_write(asio::buffer(m_writing), [self = shared_from_this()](const error_code& ec, std::size_t) {
        self->m_writes = false;
        self->m_writing = {};
        if (self->m_over) return;
        if (ec) return self->fail(broke("broke", ec));
        self->pump();
    });
}

/// Reading goes on until the other side has gone, so that a reset does not take the last frame along.
void TlsWebSocket::finish() {
    if (m_finishing || m_over) return;
    m_finishing = true;
    m_timer.expires_after(last_words);
    m_timer.async_wait([self = shared_from_this()](const error_code& ec) {
        if (!ec) self->fail(core::fail(core::Code::unavailable, core::say("link_ended")));
    });
    pump();
}

void TlsWebSocket::fail(const core::Error& error) {
    if (m_over) return;
    const auto closed = std::move(m_events.closed);
    leave();
    if (closed) closed(error);
}

void TlsWebSocket::leave() {
    if (m_over) return;
    m_over = true;
    error_code ec;
    m_timer.cancel(ec);
    if (m_resolver) m_resolver->cancel();
    socket().close(ec);
    // What holds the owner must not hold it longer; not from inside one of these functions, though.
    asio::post(m_stream.get_executor(), [self = shared_from_this()] { self->m_events = {}; });
}

} // namespace

std::shared_ptr<WebSocket> WebSocket::accept(Tcp::socket socket, Tls tls, const core::Clock& clock, Events events) {
    auto made = std::make_shared<TlsWebSocket>(std::move(socket), std::move(tls), clock, std::move(events));
    made->accept();
    return made;
}

std::shared_ptr<WebSocket> WebSocket::dial(Tcp::socket::executor_type executor, Tls tls, const core::Clock& clock,
                                           const std::string& host, std::uint16_t port, Events events,
                                           std::uint32_t newest) {
    auto made = std::make_shared<TlsWebSocket>(Tcp::socket(executor), std::move(tls), clock, std::move(events), newest);
    made->dial(host, port);
    return made;
}

} // namespace hearth::link::detail
