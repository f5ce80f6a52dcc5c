// SPDX-License-Identifier: Apache-2.0
#include "benches.h"
#include "child.h"
#include "exact/memory.h"
#include "link/dialer.h"
#include "link/listener.h"
#include "link/stream_pipe.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace hearth::app {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t descriptors_per_node = 5; ///< a socket, and what an I/O context needs
constexpr std::uint64_t spare_descriptors = 100;
constexpr auto patience = std::chrono::seconds(120);
constexpr double most_mb_of_1000_links = 200, most_us_more = 300;

/// As many links as the limit on open files allows, once that is as high as it may be.
std::uint32_t possible_links(std::uint32_t wanted) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
    limit.rlim_cur = limit.rlim_max;
    (void)::setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < spare_descriptors + descriptors_per_node) return 0;
    return static_cast<std::uint32_t>(
        std::min<std::uint64_t>(wanted, (limit.rlim_cur - spare_descriptors) / descriptors_per_node));
}

link::LinkEvents echo() {
    link::LinkEvents events;
    events.job = [](const auto& link, link::Arrival arrival) {
        (void)link->send(arrival.job, std::get<link::JobMessage>(arrival.content));
    };
    return events;
}

/// Holds so many links, which send back whatever comes, until it is ended.
void be_the_nodes(std::uint32_t count, int port_from) {
    std::uint16_t port = 0;
    if (::read(port_from, &port, sizeof port) != sizeof port) return;
    std::vector<core::SigningKey> keys;
    keys.reserve(count);
    std::vector<std::unique_ptr<link::LinkDialer>> nodes;
    for (std::uint32_t i = 0; i < count; ++i) {
        keys.push_back(core::SigningKey::generate());
        link::DialerOptions options;
        options.network = "bench";
        options.targets = {{"127.0.0.1", port, std::nullopt}};
        auto node = link::LinkDialer::start(options, keys.back(), echo());
        if (!node) return;
        nodes.push_back(std::move(*node));
    }
    ::pause();
}

/// Nodes in a process of their own, so that the gateway's memory is counted alone and a token goes from one process to
/// another.
struct Nodes {
    Child process;
    int port_to;

    static core::Result<Nodes> make(std::uint32_t count) {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0) return core::fail(core::Code::io, "No pipe can be made.");
        HEARTH_TRY(Child process, Child::of([&] { be_the_nodes(count, ends[0]); }));
        ::close(ends[0]);
        return Nodes{std::move(process), ends[1]};
    }
    bool begin(std::uint16_t port) const {
        const bool told = ::write(port_to, &port, sizeof port) == sizeof port;
        ::close(port_to);
        return told;
    }
};

/// The other end of a local socket, in a process of its own.
struct Neighbour {
    Child process;
    int socket;

    static core::Result<Neighbour> make() {
        int sockets[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0)
            return core::fail(core::Code::io, "No socket can be made.");
        HEARTH_TRY(Child process, Child::of([&] {
                       ::close(sockets[0]);
                       const link::StreamPipe pipe(sockets[1], link::Side::dialer, {}, echo());
                       ::pause();
                   }));
        ::close(sockets[1]);
        return Neighbour{std::move(process), sockets[0]};
    }
};

/// Counts what comes; the thread that measures waits for it.
struct Counter {
    std::mutex mutex;
    std::condition_variable changed;
    std::uint64_t count = 0;
    void add() {
        const std::lock_guard lock(mutex);
        ++count;
        changed.notify_one();
    }
    std::uint64_t now() {
        const std::lock_guard lock(mutex);
        return count;
    }
    bool wait_for(std::uint64_t wanted) {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, patience, [&] { return count >= wanted; });
    }
};

/// Microseconds for a token to go there and back: the median of many.
std::optional<double> round_trip(link::Link& over, Counter& counter) {
    constexpr int tokens = 1000;
    const auto job = over.open_job();
    const std::uint64_t before = counter.now();
    if (!job) return std::nullopt;
    std::vector<double> times;
    for (int i = 0; i < tokens; ++i) {
        const link::Chunk chunk{static_cast<std::uint64_t>(i), {{17, " word", 0, std::nullopt, {}, false}}};
        const auto begin = Clock::now();
        if (!over.send(*job, chunk) || !counter.wait_for(before + static_cast<std::uint64_t>(i) + 1))
            return std::nullopt;
        times.push_back(std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
    }
    over.forget_job(*job);
    return median(times);
}

struct Measured {
    Counter ups, tokens;
    std::shared_ptr<link::Link> end;
    link::LinkEvents events() {
        link::LinkEvents events;
        events.up = [this](const auto& up) {
            end = up;
            ups.add();
        };
        events.job = [this](const auto&, link::Arrival) { tokens.add(); };
        return events;
    }
};

core::Error failed(const char* what) {
    return core::fail(core::Code::unavailable, std::string("The bench of links could not ") + what + ".");
}

core::Status measure_idle(const Nodes& nodes, std::uint32_t count, Report& report) {
    const core::SigningKey key = core::SigningKey::generate();
    Measured gateway;
    link::ListenerOptions listening;
    listening.network = "bench";
    listening.max_strangers = count;
    const auto before = exact::resident_bytes();
    HEARTH_TRY(const auto listener, link::LinkListener::start(listening, key, gateway.events()));
    const auto begin = Clock::now();
    if (!nodes.begin(listener->port()) || !gateway.ups.wait_for(count)) return failed("bring up all its links");
    report.metrics["links"] = count;
    report.metrics["links_per_s"] = count / std::chrono::duration<double>(Clock::now() - begin).count();
    const auto after = exact::resident_bytes();
    if (!before || !after) return {};
    const double bytes = static_cast<double>(*after) - static_cast<double>(*before);
    report.metrics["resident_mb"] = bytes * 1e-6;
    report.metrics["resident_kb_per_link"] = bytes * 1e-3 / count;
    report.at_most("memory_of_1000_links_mb", bytes * 1e-3 / count, most_mb_of_1000_links);
    return {};
}

/// In turn, so that what else this machine does meets both.
core::Status measure_tokens(const Nodes& node, const Neighbour& neighbour, int runs, Report& report) {
    const core::SigningKey key = core::SigningKey::generate();
    Measured gateway, local;
    link::ListenerOptions listening;
    listening.network = "bench";
    HEARTH_TRY(const auto listener, link::LinkListener::start(listening, key, gateway.events()));
    if (!node.begin(listener->port()) || !gateway.ups.wait_for(1)) return failed("bring up a link");
    const link::StreamPipe pipe(neighbour.socket, link::Side::listener, {}, local.events());
    std::vector<double> by_socket, by_link, more;
    for (int run = 0; run < runs; ++run) {
        const auto near = round_trip(*pipe.link(), local.tokens), far = round_trip(*gateway.end, gateway.tokens);
        if (!near || !far) return failed("send tokens");
        by_socket.push_back(*near / 2);
        by_link.push_back(*far / 2);
        more.push_back((*far - *near) / 2);
    }
    report.metrics["socket_token_us"] = median(by_socket);
    report.metrics["link_token_us"] = median(by_link);
    report.at_most("token_more_us", median(more), most_us_more);
    return {};
}

} // namespace

core::Result<Report> link_bench(const LinkOptions& options) {
    const std::uint32_t count = possible_links(options.links);
    if (count == 0)
        return core::fail(core::Code::unavailable, "Too few files may be open at once for any link.",
                          "Raise the limit: ulimit -n 8192");
    Report report;
    report.name = "link";
    report.runs = options.runs;
    {
        // In this order, before there is any thread here.
        HEARTH_TRY(Nodes many, Nodes::make(count));
        HEARTH_TRY(const Nodes one, Nodes::make(1));
        HEARTH_TRY(const Neighbour neighbour, Neighbour::make());
        std::optional<Nodes> idle(std::move(many));
        HEARTH_CHECK(measure_idle(*idle, count, report));
        idle.reset(); // they would dial on and on
        HEARTH_CHECK(measure_tokens(one, neighbour, options.runs, report));
    }
    HEARTH_CHECK(measure_resume(options, report));
    return report;
}

} // namespace hearth::app
