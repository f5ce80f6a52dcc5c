// SPDX-License-Identifier: Apache-2.0
#include "link/dialer.h"

#include "core/log.h"
#include "core/thread.h"
#include "link/detail/link_connection.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

namespace hearth::link {

namespace asio = boost::asio;
using detail::LinkConnection;

namespace {

/// `id`: of the sentence.
core::Error gone(const char* id) {
    return core::fail(core::Code::unavailable, core::say(id), core::say("tried_by_itself"));
}

std::uint64_t system_random() {
    std::array<std::uint8_t, 8> bytes;
    core::random_bytes(bytes);
    std::uint64_t out = 0;
    for (const std::uint8_t byte : bytes)
        out = out << 8 | byte;
    return out;
}

} // namespace

core::Nanoseconds back_off(unsigned attempt, std::uint64_t random, core::Nanoseconds least, core::Nanoseconds most) {
    core::Nanoseconds bound = least;
    for (unsigned i = 0; i <= attempt && bound < most; ++i)
        bound = std::min(most, bound * 2);
    return least + static_cast<core::Nanoseconds>(random % static_cast<std::uint64_t>(bound - least + 1));
}

struct LinkDialer::Impl {
    Impl(DialerOptions o, const core::SigningKey& k, LinkEvents e, const core::Clock& c)
        : options(std::move(o)), key(k), events(std::move(e)), clock(c) {
        if (!options.random) options.random = system_random;
    }
    ~Impl();

    struct Dial {
        DialStatus status;
        std::shared_ptr<LinkConnection> connection;
        std::shared_ptr<Link> link;
        core::Hash token;
        core::Nanoseconds broken_at = 0, next_at = 0, pinged_at = 0;
    };

    core::Status begin();
    void schedule();
    void tick();
    void look_at(Dial& dial, core::Nanoseconds now);
    void look_at_connection(Dial& dial, core::Nanoseconds now);
    void connect(Dial& dial);
    core::Result<LinkConnection::Attached> attach(Dial& dial, LinkConnection& connection);
    void closed(Dial& dial, const core::Error& error, bool final);
    void end_link(Dial& dial, const core::Error& error);
    void set(Dial& dial, DialState state, std::optional<core::Error> problem);
    void ponged(Dial& dial, std::uint64_t nonce);
    void stop();

    DialerOptions options;
    const core::SigningKey& key;
    const LinkEvents events;
    const core::Clock& clock;
    LinkConnection::Io io = std::make_shared<asio::io_context>(1);
    asio::steady_timer timer{*io};
    detail::WebSocket::Tls tls;
    mutable std::mutex mutex; ///< of what follows, where another thread looks at it; written on the thread alone
    std::vector<Dial> dials;  ///< never resized after begin()
    Capability capability;
    bool draining = false, stopping = false;
    core::Thread thread;
};

LinkDialer::Impl::~Impl() {
    if (!thread.joinable()) return;
    asio::post(*io, [this] { stop(); });
    thread.join();
}

core::Status LinkDialer::Impl::begin() {
    if (options.targets.size() > max_gateways)
        return core::fail(core::Code::invalid_argument,
                          core::say("node_links_most_gateways", {std::to_string(max_gateways)}),
                          core::say("remove_some_them_settings"));
    HEARTH_TRY(tls, detail::dialer_tls());
    for (const DialTarget& target : options.targets) {
        dials.emplace_back();
        dials.back().status.target = target;
    }
    asio::post(*io, [this] {
        tick();
        schedule();
    });
    thread = core::run_thread("links", core::Thrown::begins_again, [this] { io->run(); });
    return {};
}

void LinkDialer::Impl::schedule() {
    timer.expires_after(std::chrono::nanoseconds(options.tick));
    timer.async_wait([this](const boost::system::error_code& ec) {
        if (ec || stopping) return;
        tick();
        schedule();
    });
}

void LinkDialer::Impl::tick() {
    const core::Nanoseconds now = clock.monotonic();
    for (Dial& dial : dials)
        look_at(dial, now);
}

void LinkDialer::Impl::look_at(Dial& dial, core::Nanoseconds now) {
    if (dial.connection) return look_at_connection(dial, now);
    if (dial.link && now - dial.broken_at > options.resume_window) end_link(dial, gone("gateway_broke"));
    if (now < dial.next_at || (draining && !dial.link)) return;
    connect(dial);
}

void LinkDialer::Impl::look_at_connection(Dial& dial, core::Nanoseconds now) {
    const std::shared_ptr<LinkConnection> connection = dial.connection;
    const auto stuck = connection->stuck();
    if (!connection->link()) {
        if (now - connection->began() > options.connect_timeout) connection->lose(gone("gateway_no_answer"));
        return;
    }
    if (now - connection->heard() > options.keepalive + options.answer_timeout)
        return connection->lose(gone("gateway_silent"));
    if (stuck && now - *stuck > options.write_timeout) return connection->lose(gone("gateway_takes_nothing"));
    if (draining && connection->link()->settled())
        return connection->finish(core::fail(core::Code::cancelled, core::say("node_takes_no_more")));
    connection->mind_credential();
    // A ping brings the acknowledgements that a node which leaves waits for.
    if (now - dial.pinged_at < (draining ? options.back_off_min : options.keepalive)) return;
    dial.pinged_at = now;
    connection->link()->say(Ping{static_cast<std::uint64_t>(now)});
}

void LinkDialer::Impl::connect(Dial& dial) {
    Hello own;
    own.side = Side::dialer;
    own.network = options.network;
    own.node_key = key.public_key();
    own.nonce = core::random_hash();
    if (options.credentials.own) own.credential = options.credentials.own();
    if (dial.link) {
        own.resume = dial.token;
        own.received = dial.link->received();
    }
    dial.connection = std::make_shared<LinkConnection>(
        io, key, std::move(own),
        LinkConnection::Owner{[this, &dial](LinkConnection& c) { return attach(dial, c); },
                              [this, &dial](LinkConnection& c, const core::Error& error, bool final) {
                                  if (dial.connection.get() == &c) closed(dial, error, final);
                              },
                              options.credentials});
    set(dial, DialState::connecting, dial.status.problem);
    const DialTarget& target = dial.status.target;
    // A broken link can only be resumed where it was.
    dial.connection->dial(tls, clock, target.host, target.port,
                          dial.link ? std::optional(dial.link->peer()) : target.key);
}

core::Result<LinkConnection::Attached> LinkDialer::Impl::attach(Dial& dial, LinkConnection& connection) {
    const Welcome& welcome = connection.handshake().welcome();
    dial.pinged_at = clock.monotonic() - options.keepalive; // at the next tick: how far it is to there
    if (welcome.resumed) {
        if (!dial.link) return core::fail(core::Code::corrupt, core::say("gateway_resumes_link_not"));
        set(dial, DialState::up, std::nullopt);
        return LinkConnection::Attached{dial.link, {}, true};
    }
    if (dial.link) end_link(dial, gone("gateway_forgot"));
    dial.link = std::make_shared<Link>(Side::dialer, connection.handshake().theirs().node_key, events, options.lanes);
    dial.link->on_pong([this, &dial](std::uint64_t nonce) { ponged(dial, nonce); });
    dial.token = welcome.token;
    {
        const std::lock_guard lock(mutex);
        dial.link->announce(capability);
        if (draining) dial.link->drain();
    }
    set(dial, DialState::up, std::nullopt);
    return LinkConnection::Attached{dial.link, {}, false};
}

void LinkDialer::Impl::closed(Dial& dial, const core::Error& error, bool final) {
    const bool was_up = dial.connection->link() != nullptr;
    asio::post(*io, [dead = std::move(dial.connection)] {}); // not from inside one of its functions
    dial.connection = nullptr;
    const core::Nanoseconds now = clock.monotonic();
    if (was_up) dial.broken_at = now;
    const unsigned attempt = was_up ? 0 : dial.status.attempts;
    {
        const std::lock_guard lock(mutex);
        dial.status.attempts = was_up ? 0 : attempt + 1;
    }
    // What broke is mostly a connection: answers under way wait for a second until they are moved elsewhere, and with
    // the tick this is half of it.
    const core::Nanoseconds least = was_up ? options.back_off_min / 8 : options.back_off_min;
    dial.next_at = now + back_off(attempt, options.random(), least, options.back_off_max);
    core::log::info("link", was_up ? "lost" : "not_reached",
                    {{"gateway", dial.status.target.host}, {"reason", error.message}});
    if (dial.link && was_up && final) end_link(dial, error);
    set(dial, DialState::waiting, error);
}

void LinkDialer::Impl::end_link(Dial& dial, const core::Error& error) {
    const std::shared_ptr<Link> link = std::move(dial.link);
    dial.link = nullptr;
    link->end(error);
}

void LinkDialer::Impl::set(Dial& dial, DialState state, std::optional<core::Error> problem) {
    const std::lock_guard lock(mutex);
    dial.status.state = state;
    dial.status.problem = std::move(problem);
    dial.status.peer = dial.link ? std::optional(dial.link->peer()) : std::nullopt;
    if (state == DialState::up) dial.status.attempts = 0;
    if (state != DialState::up) dial.status.round_trip.reset();
}

/// Our pings carry the time at which they went; only the latest is believed.
void LinkDialer::Impl::ponged(Dial& dial, std::uint64_t nonce) {
    if (nonce != static_cast<std::uint64_t>(dial.pinged_at)) return;
    const std::lock_guard lock(mutex);
    dial.status.round_trip = clock.monotonic() - dial.pinged_at;
}

void LinkDialer::Impl::stop() {
    stopping = true;
    boost::system::error_code ec;
    timer.cancel(ec);
    const core::Error error = core::fail(core::Code::cancelled, core::say("node_stops"));
    for (Dial& dial : dials) {
        if (const auto connection = dial.connection) connection->link() ? connection->finish(error) : connection->cut();
        dial.connection = nullptr;
        if (dial.link) end_link(dial, error);
    }
}

core::Result<std::unique_ptr<LinkDialer>> LinkDialer::start(DialerOptions options, const core::SigningKey& key,
                                                            LinkEvents events, const core::Clock& clock) {
    auto impl = std::make_unique<Impl>(std::move(options), key, std::move(events), clock);
    HEARTH_CHECK(impl->begin());
    return std::unique_ptr<LinkDialer>(new LinkDialer(std::move(impl)));
}

LinkDialer::LinkDialer(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
LinkDialer::~LinkDialer() = default;

void LinkDialer::announce(Capability mine) {
    asio::post(*m_impl->io, [impl = m_impl.get(), mine = std::move(mine)] {
        {
            const std::lock_guard lock(impl->mutex);
            impl->capability = mine;
        }
        for (const Impl::Dial& dial : impl->dials)
            if (dial.link) dial.link->announce(mine);
    });
}

void LinkDialer::drain() {
    asio::post(*m_impl->io, [impl = m_impl.get()] {
        impl->draining = true;
        for (const Impl::Dial& dial : impl->dials)
            if (dial.link) dial.link->drain();
    });
}

std::vector<DialStatus> LinkDialer::status() const {
    const std::lock_guard lock(m_impl->mutex);
    std::vector<DialStatus> all;
    for (const Impl::Dial& dial : m_impl->dials)
        all.push_back(dial.status);
    return all;
}

} // namespace hearth::link
