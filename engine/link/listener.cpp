// SPDX-License-Identifier: Apache-2.0
#include "link/listener.h"

#include "core/log.h"
#include "core/thread.h"
#include "link/detail/link_connection.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>

namespace hearth::link {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using detail::LinkConnection;

namespace {

constexpr core::Nanoseconds year = core::Nanoseconds{365} * 24 * 3600 * 1'000'000'000;

core::Error cannot_listen(const ListenerOptions& options, const error_code& ec) {
    const std::string where = options.address + ":" + std::to_string(options.port);
    if (ec == asio::error::address_in_use)
        return core::fail(core::Code::conflict, core::say("address_use_another_program", {where}),
                          core::say("choose_another_port_links"));
    return core::fail(core::Code::io, core::say("links_cannot_taken", {where, ec.message()}),
                      core::say("check_address_port_settings"));
}

/// `id`: of the sentence.
core::Error gone(const char* id) {
    return core::fail(core::Code::unavailable, core::say(id), core::say("jobs_elsewhere"));
}

} // namespace

struct LinkListener::Impl {
    Impl(ListenerOptions o, const core::SigningKey& k, LinkEvents e, Admit a, const core::Clock& c)
        : options(std::move(o)), key(k), events(std::move(e)), admit(std::move(a)), clock(c) {}
    ~Impl();
    core::Status listen();
    void accept();
    void take(tcp::socket socket);
    core::Result<LinkConnection::Attached> attach(LinkConnection& connection);
    void closed(LinkConnection& connection, const core::Error& error, bool final);
    void schedule();
    void tick();
    void look_at(LinkConnection& connection, core::Nanoseconds now);
    void stop();

    struct Entry {
        std::shared_ptr<Link> link;
        core::Hash token;
        LinkConnection* connection = nullptr; ///< null while it is broken
        core::Nanoseconds broken_at = 0;
    };

    const ListenerOptions options;
    const core::SigningKey& key;
    const LinkEvents events;
    const Admit admit;
    const core::Clock& clock;
    LinkConnection::Io io = std::make_shared<asio::io_context>(1);
    tcp::acceptor acceptor{*io};
    asio::steady_timer timer{*io};
    detail::WebSocket::Tls tls;
    std::map<LinkConnection*, std::shared_ptr<LinkConnection>> connections;
    mutable std::mutex mutex; ///< of the two below; written on the thread alone
    std::map<core::PublicKey, Entry> entries;
    Capability capability;
    bool accepts = false, stopping = false;
    std::uint16_t port = 0;
    core::Thread thread;
};

LinkListener::Impl::~Impl() {
    if (!thread.joinable()) return;
    asio::post(*io, [this] { stop(); });
    thread.join();
}

core::Status LinkListener::Impl::listen() {
    Certificate certificate = options.certificate;
    if (certificate.certificate_pem.empty()) {
        HEARTH_TRY(certificate, make_certificate(clock.now() - clock_skew, clock.now() + year));
    }
    HEARTH_TRY(tls, detail::listener_tls(certificate));
    error_code ec;
    const auto ip = asio::ip::make_address(options.address, ec);
    if (ec)
        return core::fail(core::Code::invalid_argument, "'" + options.address + "' is not an IP address.",
                          "Write an address such as 0.0.0.0 or 127.0.0.1 in the settings.");
    const tcp::endpoint endpoint(ip, options.port);
    acceptor.open(endpoint.protocol(), ec);
    if (!ec) acceptor.set_option(asio::socket_base::reuse_address(true), ec);
    if (!ec) acceptor.bind(endpoint, ec);
    if (!ec) acceptor.listen(asio::socket_base::max_listen_connections, ec);
    if (!ec) port = acceptor.local_endpoint(ec).port();
    if (ec) return cannot_listen(options, ec);
    accept();
    schedule();
    thread = core::run_thread("links", core::Thrown::begins_again, [this] { io->run(); });
    return {};
}

void LinkListener::Impl::accept() {
    accepts = true;
    acceptor.async_accept([this](const error_code& ec, tcp::socket socket) {
        accepts = false;
        if (stopping || ec == asio::error::operation_aborted) return;
        // Most likely no file descriptor is left; tick() tries again.
        if (ec) return core::log::warning("link", "accept_failed", {{"reason", ec.message()}});
        take(std::move(socket));
        accept();
    });
}

void LinkListener::Impl::take(tcp::socket socket) {
    const auto strangers =
        std::count_if(connections.begin(), connections.end(), [](const auto& c) { return !c.second->link(); });
    if (static_cast<std::size_t>(strangers) >= options.max_strangers) return; // the socket closes
    Hello own;
    own.side = Side::listener;
    own.network = options.network;
    own.node_key = key.public_key();
    own.nonce = core::random_hash();
    if (options.credentials.own) own.credential = options.credentials.own();
    const auto connection = std::make_shared<LinkConnection>(
        io, key, std::move(own),
        LinkConnection::Owner{[this](LinkConnection& c) { return attach(c); },
                              [this](LinkConnection& c, const core::Error& e, bool final) { closed(c, e, final); },
                              options.credentials});
    connections.emplace(connection.get(), connection);
    connection->accept(std::move(socket), tls, clock);
}

core::Result<LinkConnection::Attached> LinkListener::Impl::attach(LinkConnection& connection) {
    const Hello& hello = connection.handshake().theirs();
    if (admit) HEARTH_CHECK(admit(hello.node_key));
    const auto at = entries.find(hello.node_key);
    const bool resumes =
        at != entries.end() && hello.resume && core::equal_constant_time(hello.resume->view(), at->second.token.view());
    if (at != entries.end() && at->second.connection != nullptr) {
        // The node knows better than we do that the old one is dead.
        at->second.connection->cut();
        connections.erase(at->second.connection);
    }
    if (resumes) {
        at->second.connection = &connection;
        const std::shared_ptr<Link> link = at->second.link;
        return LinkConnection::Attached{link, {at->second.token, true, link->received()}, true};
    }
    if (at != entries.end()) {
        const std::shared_ptr<Link> old = at->second.link;
        {
            const std::lock_guard lock(mutex);
            entries.erase(at);
        }
        old->end(gone("node_began_again"));
    }
    if (entries.size() >= options.max_links)
        return core::fail(core::Code::busy, core::say("gateway_many_links_takes"), core::say("use_another_gateway"));
    Entry entry{std::make_shared<Link>(Side::listener, hello.node_key, events, options.lanes), core::random_hash(),
                &connection, 0};
    const LinkConnection::Attached attached{entry.link, {entry.token, false, 0}, false};
    const std::lock_guard lock(mutex);
    entry.link->announce(capability);
    entries.emplace(hello.node_key, std::move(entry));
    return attached;
}

void LinkListener::Impl::closed(LinkConnection& connection, const core::Error& error, bool final) {
    const auto at = connection.link() ? entries.find(connection.link()->peer()) : entries.end();
    if (at != entries.end() && at->second.connection == &connection) {
        at->second.connection = nullptr;
        at->second.broken_at = clock.monotonic();
        core::log::info("link", final ? "ended" : "broken", {{"node", at->first.hex()}, {"reason", error.message}});
        if (final) {
            const std::shared_ptr<Link> link = at->second.link;
            {
                const std::lock_guard lock(mutex);
                entries.erase(at);
            }
            link->end(error);
        }
    }
    // Not from inside one of its functions.
    asio::post(*io, [this, dead = &connection] { connections.erase(dead); });
}

void LinkListener::Impl::schedule() {
    timer.expires_after(std::chrono::nanoseconds(options.tick));
    timer.async_wait([this](const error_code& ec) {
        if (ec || stopping) return;
        tick();
        schedule();
    });
}

void LinkListener::Impl::look_at(LinkConnection& connection, core::Nanoseconds now) {
    const auto stuck = connection.stuck();
    if (!connection.link() && now - connection.began() > options.handshake_timeout)
        connection.lose(gone("no_link_in_time"));
    else if (connection.link() && now - connection.heard() > options.silence_timeout)
        connection.lose(gone("node_silent"));
    else if (stuck && now - *stuck > options.write_timeout)
        connection.lose(gone("node_takes_nothing"));
    else
        connection.mind_credential();
}

void LinkListener::Impl::tick() {
    const core::Nanoseconds now = clock.monotonic();
    const auto all = connections;
    for (const auto& [pointer, connection] : all)
        look_at(*connection, now);
    std::vector<std::shared_ptr<Link>> lost;
    {
        const std::lock_guard lock(mutex);
        std::erase_if(entries, [&](const auto& entry) {
            const bool over =
                entry.second.connection == nullptr && now - entry.second.broken_at > options.resume_window;
            if (over) lost.push_back(entry.second.link);
            return over;
        });
    }
    for (const auto& link : lost)
        link->end(gone("node_broke"));
    if (!accepts) accept();
}

void LinkListener::Impl::stop() {
    stopping = true;
    error_code ec;
    acceptor.close(ec);
    timer.cancel(ec);
    const core::Error error = gone("gateway_stops");
    const auto all = connections;
    for (const auto& [pointer, connection] : all)
        connection->link() ? connection->finish(error) : connection->cut();
    std::map<core::PublicKey, Entry> rest;
    {
        const std::lock_guard lock(mutex);
        rest.swap(entries);
    }
    for (const auto& [node, entry] : rest)
        entry.link->end(error);
    connections.clear();
}

core::Result<std::unique_ptr<LinkListener>> LinkListener::start(ListenerOptions options, const core::SigningKey& key,
                                                                LinkEvents events, Admit admit,
                                                                const core::Clock& clock) {
    auto impl = std::make_unique<Impl>(std::move(options), key, std::move(events), std::move(admit), clock);
    HEARTH_CHECK(impl->listen());
    return std::unique_ptr<LinkListener>(new LinkListener(std::move(impl)));
}

LinkListener::LinkListener(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
LinkListener::~LinkListener() = default;

std::uint16_t LinkListener::port() const {
    return m_impl->port;
}

void LinkListener::announce(Capability mine) {
    std::vector<std::shared_ptr<Link>> all;
    {
        const std::lock_guard lock(m_impl->mutex);
        m_impl->capability = mine;
        for (const auto& [node, entry] : m_impl->entries)
            all.push_back(entry.link);
    }
    for (const auto& link : all)
        link->announce(mine);
}

std::vector<std::shared_ptr<Link>> LinkListener::links() const {
    const std::lock_guard lock(m_impl->mutex);
    std::vector<std::shared_ptr<Link>> all;
    for (const auto& [node, entry] : m_impl->entries)
        all.push_back(entry.link);
    return all;
}

} // namespace hearth::link
