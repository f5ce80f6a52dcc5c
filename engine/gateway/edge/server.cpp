// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/server.h"

#include "core/clock.h"
#include "core/log.h"
#include "core/thread.h"
#include "gateway/edge/answer_book.h"
#include "gateway/edge/connection.h"
#include "gateway/edge/pace.h"
#include "gateway/edge/repeat.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <exception>
#include <unordered_map>

namespace hearth::gateway {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto tick_interval = std::chrono::milliseconds(100);
constexpr auto accept_pause = std::chrono::milliseconds(100);
constexpr core::Nanoseconds stop_grace = 1'000'000'000;
constexpr unsigned pool_threads = 4, toll_threads = 4, settlement_threads = 8;
/// Callers beyond the cap who are still being told so.
constexpr std::size_t max_turned_away = 64;

core::Error bind_error(const ServerOptions& options, const boost::system::error_code& ec) {
    const std::string where = options.address + ":" + std::to_string(options.port);
    if (ec == asio::error::address_in_use)
        return core::fail(core::Code::conflict, core::say("address_use_another_program", {where}),
                          "Choose another port in the settings, or stop the other program.");
    return core::fail(core::Code::io, "The API cannot listen on " + where + ": " + ec.message() + ".",
                      core::say("check_address_port_settings"));
}

core::Result<tcp::endpoint> endpoint_of(const ServerOptions& options) {
    boost::system::error_code ec;
    const auto ip = asio::ip::make_address(options.address, ec);
    if (!ec) return tcp::endpoint(ip, options.port);
    return core::fail(core::Code::invalid_argument, "'" + options.address + "' is not an IP address.",
                      "Write an address such as 127.0.0.1 or ::1 in the settings.");
}

core::Status bind_to(tcp::acceptor& acceptor, const tcp::endpoint& endpoint, const ServerOptions& options) {
    boost::system::error_code ec;
    acceptor.open(endpoint.protocol(), ec);
    if (!ec) acceptor.set_option(asio::socket_base::reuse_address(true), ec);
    if (!ec) acceptor.bind(endpoint, ec);
    if (ec) return bind_error(options, ec);
    return {};
}

} // namespace

core::Status Server::check(const ServerOptions& options) {
    HEARTH_TRY(const tcp::endpoint endpoint, endpoint_of(options));
    asio::io_context io;
    tcp::acceptor acceptor(io);
    return bind_to(acceptor, endpoint, options);
}

struct Server::Impl {
    Impl(const ServerOptions& options, std::shared_ptr<Backend> backend, std::shared_ptr<Upstreams> upstreams);
    ~Impl();
    core::Status listen();
    void accept();
    void take(tcp::socket socket);
    bool make_room();
    void schedule_tick();
    void tick();
    void begin_stop();
    void stop_when_empty(core::Nanoseconds now);

    // In this order: connections use the services, pending operations inside the context hold connections.
    Services services;
    AccessPolicy access;
    asio::io_context io{1};
    asio::executor_work_guard<asio::io_context::executor_type> guard{io.get_executor()};
    tcp::acceptor acceptor{io};
    asio::steady_timer tick_timer{io}, accept_timer{io};
    std::unordered_map<Connection*, std::shared_ptr<Connection>> connections;
    std::unique_ptr<core::TaskQueue> pool, tolls, settlements;
    std::string bound, local; ///< addresses: where it listens, where this machine reaches that
    std::uint16_t port = 0;
    core::Nanoseconds stop_deadline = 0;
    bool ticking = false, stopping = false;
    core::Thread thread;
};

Server::Impl::Impl(const ServerOptions& options, std::shared_ptr<Backend> backend, std::shared_ptr<Upstreams> upstreams)
    : services{options,
               std::move(backend),
               std::move(upstreams),
               {},
               nullptr,
               std::make_shared<RepeatBook>(),
               std::make_shared<Pace>(),
               nullptr,
               nullptr,
               std::make_shared<AnswerBook>()},
      access(options) {
    services.post = [this](std::function<void()> job) { asio::post(io, std::move(job)); };
}

Server::Impl::~Impl() {
    if (thread.joinable()) {
        asio::post(io, [this] { begin_stop(); });
        thread.join();
    }
    services.repeats->close();
    pool.reset();
    tolls.reset(); // posts to the next one
    settlements.reset();
    connections.clear();
}

core::Status Server::Impl::listen() {
    HEARTH_TRY(const tcp::endpoint endpoint, endpoint_of(services.options));
    const asio::ip::address ip = endpoint.address();
    HEARTH_CHECK(bind_to(acceptor, endpoint, services.options));
    boost::system::error_code ec;
    acceptor.listen(asio::socket_base::max_listen_connections, ec);
    if (ec) return bind_error(services.options, ec);
    port = acceptor.local_endpoint(ec).port();
    if (ec) return bind_error(services.options, ec);
    bound = ip.to_string(ec);
    local = ip.is_unspecified() ? (ip.is_v6() ? "::1" : "127.0.0.1") : bound;
    pool = std::make_unique<core::TaskQueue>("HTTP pool", core::TaskQueue::bounded_elsewhere, pool_threads);
    services.pool = pool.get();
    if (services.options.till) {
        tolls = std::make_unique<core::TaskQueue>("tolls", core::TaskQueue::bounded_elsewhere, toll_threads);
        settlements =
            std::make_unique<core::TaskQueue>("settlements", core::TaskQueue::bounded_elsewhere, settlement_threads);
    }
    services.tolls = tolls.get();
    services.settlements = settlements.get();
    accept();
    // What belongs to a caller never throws here (defect.h), and nothing else may take the callers with it.
    thread = core::run_thread("HTTP", core::Thrown::begins_again, [this] { io.run(); });
    return {};
}

void Server::Impl::accept() {
    acceptor.async_accept([this](const boost::system::error_code& ec, tcp::socket socket) {
        if (stopping || ec == asio::error::operation_aborted) return;
        if (!ec) {
            accept();
            return take(std::move(socket));
        }
        core::log::warning("gateway", "accept_failed", {{"reason", ec.message()}});
        accept_timer.expires_after(accept_pause);
        accept_timer.async_wait([this](const boost::system::error_code& cancelled) {
            if (!cancelled && !stopping) accept();
        });
    });
}

void Server::Impl::take(tcp::socket socket) {
    const bool room = make_room();
    const auto connection = std::make_shared<Connection>(std::move(socket), services, access,
                                                         [this](Connection* closed) { connections.erase(closed); });
    if (!room && connections.size() >= services.options.max_connections + max_turned_away) return;
    connections.emplace(connection.get(), connection);
    if (room)
        connection->start();
    else
        connection->turn_away();
    schedule_tick();
}

/// At the cap the connection that has waited longest for a request gives way.
bool Server::Impl::make_room() {
    const auto turned_away = std::count_if(connections.begin(), connections.end(),
                                           [](const auto& entry) { return entry.second->turned_away(); });
    if (connections.size() - static_cast<std::size_t>(turned_away) < services.options.max_connections) return true;
    std::shared_ptr<Connection> oldest;
    for (const auto& [key, connection] : connections)
        if (connection->waits() && (!oldest || connection->since() < oldest->since())) oldest = connection;
    if (oldest) oldest->close();
    return oldest != nullptr;
}

void Server::Impl::schedule_tick() {
    if (ticking || connections.empty()) return;
    ticking = true;
    tick_timer.expires_after(tick_interval);
    tick_timer.async_wait([this](const boost::system::error_code& ec) {
        ticking = false;
        if (ec) return;
        schedule_tick(); // whatever comes of this one
        tick();
    });
}

void Server::Impl::tick() {
    const core::Nanoseconds now = core::monotonic();
    std::vector<std::shared_ptr<Connection>> all;
    for (const auto& [key, connection] : connections)
        all.push_back(connection);
    for (const auto& connection : all)
        connection->tick(now);
    if (stopping) stop_when_empty(now);
}

void Server::Impl::begin_stop() {
    stopping = true;
    boost::system::error_code ec;
    acceptor.close(ec);
    accept_timer.cancel(ec);
    const core::Nanoseconds now = core::monotonic();
    stop_deadline = now + stop_grace;
    std::vector<std::shared_ptr<Connection>> all;
    for (const auto& [key, connection] : connections)
        all.push_back(connection);
    for (const auto& connection : all)
        connection->stop();
    stop_when_empty(now);
    schedule_tick();
}

void Server::Impl::stop_when_empty(core::Nanoseconds now) {
    if (now >= stop_deadline)
        while (!connections.empty())
            std::shared_ptr(connections.begin()->second)->close();
    if (!connections.empty()) return;
    guard.reset();
    io.stop();
}

core::Result<std::unique_ptr<Server>> Server::start(const ServerOptions& options, std::shared_ptr<Backend> backend,
                                                    std::shared_ptr<Upstreams> upstreams) {
    auto impl = std::make_unique<Impl>(options, std::move(backend), std::move(upstreams));
    HEARTH_CHECK(impl->listen());
    core::log::info("gateway", "listening", {{"address", impl->bound}, {"port", impl->port}});
    return std::unique_ptr<Server>(new Server(std::move(impl)));
}

Server::Server(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Server::~Server() = default;

std::uint16_t Server::port() const {
    return m_impl->port;
}

std::string Server::address() const {
    return m_impl->bound;
}

std::string Server::base_url() const {
    const bool v6 = m_impl->local.find(':') != std::string::npos;
    return "http://" + (v6 ? "[" + m_impl->local + "]" : m_impl->local) + ":" + std::to_string(m_impl->port) + "/v1";
}

bool reaches_beyond_loopback(const std::string& address) {
    boost::system::error_code ec;
    const auto ip = asio::ip::make_address(address, ec);
    return !ec && !ip.is_loopback();
}

} // namespace hearth::gateway
