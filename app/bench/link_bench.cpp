// SPDX-License-Identifier: Apache-2.0
#include "benches.h"
#include "exact/memory.h"
#include "link/dialer.h"
#include "link/listener.h"
#include "link/stream_pipe.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace hearth::app {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t descriptors_per_node = 5; ///< a socket, and what an I/O context needs
constexpr std::uint64_t spare_descriptors = 100;
constexpr auto patience = std::chrono::seconds(120);

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

/// Holds so many links until its input closes. Never returns.
[[noreturn]] void be_the_nodes(std::uint32_t count, int port_from, int until) {
    std::uint16_t port = 0;
    if (::read(port_from, &port, sizeof port) != sizeof port) ::_exit(1);
    std::vector<core::SigningKey> keys;
    keys.reserve(count);
    std::vector<std::unique_ptr<link::LinkDialer>> nodes;
    for (std::uint32_t i = 0; i < count; ++i) {
        keys.push_back(core::SigningKey::generate());
        link::DialerOptions options;
        options.network = "bench";
        options.targets = {{"127.0.0.1", port, std::nullopt}};
        auto node = link::LinkDialer::start(options, keys.back(), {});
        if (!node) ::_exit(1);
        nodes.push_back(std::move(*node));
    }
    char byte = 0;
    (void)!::read(until, &byte, 1);
    ::_exit(0);
}

/// The nodes, in a process of their own, so that the gateway's memory is counted alone.
class Nodes {
public:
    explicit Nodes(std::uint32_t count) {
        if (::pipe(m_port) != 0 || ::pipe(m_end) != 0) return;
        m_process = ::fork();
        if (m_process != 0) return;
        ::close(m_end[1]);
        be_the_nodes(count, m_port[0], m_end[0]);
    }
    ~Nodes() {
        ::close(m_end[1]);
        if (m_process > 0) ::waitpid(m_process, nullptr, 0);
        for (const int fd : {m_port[0], m_port[1], m_end[0]})
            ::close(fd);
    }
    Nodes(const Nodes&) = delete;
    Nodes& operator=(const Nodes&) = delete;
    bool begin(std::uint16_t port) { return m_process > 0 && ::write(m_port[1], &port, sizeof port) == sizeof port; }

private:
    int m_port[2]{-1, -1}, m_end[2]{-1, -1};
    pid_t m_process = -1;
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
    bool wait_for(std::uint64_t wanted) {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, patience, [&] { return count >= wanted; });
    }
};

link::LinkEvents echo() {
    link::LinkEvents events;
    events.job = [](const auto& link, link::Arrival arrival) {
        (void)link->send(arrival.job, std::get<link::JobMessage>(arrival.content));
    };
    return events;
}

/// Microseconds for a token to go there and back: the median of many.
std::optional<double> round_trip(link::Link& over, Counter& counter) {
    constexpr int tokens = 2000;
    const auto job = over.open_job();
    if (!job) return std::nullopt;
    std::vector<double> times;
    for (int i = 0; i < tokens; ++i) {
        const link::Chunk chunk{static_cast<std::uint64_t>(i), {{17, " word", 0, std::nullopt, {}, false}}};
        const auto begin = Clock::now();
        if (!over.send(*job, chunk) || !counter.wait_for(static_cast<std::uint64_t>(i) + 1)) return std::nullopt;
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

std::optional<double> over_a_socket() {
    int sockets[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) != 0) return std::nullopt;
    Measured near;
    link::StreamPipe far(sockets[1], link::Side::dialer, {}, echo());
    link::StreamPipe pipe(sockets[0], link::Side::listener, {}, near.events());
    return round_trip(*pipe.link(), near.tokens);
}

std::optional<double> over_a_link() {
    const core::SigningKey gateway = core::SigningKey::generate(), node = core::SigningKey::generate();
    Measured near;
    auto listener = link::LinkListener::start({}, gateway, near.events());
    if (!listener) return std::nullopt;
    link::DialerOptions options;
    options.targets = {{"127.0.0.1", (*listener)->port(), std::nullopt}};
    auto dialer = link::LinkDialer::start(options, node, echo());
    if (!dialer || !near.ups.wait_for(1)) return std::nullopt;
    return round_trip(*near.end, near.tokens);
}

core::Error failed(const char* what) {
    return core::fail(core::Code::unavailable, std::string("The bench of links could not ") + what + ".");
}

} // namespace

core::Result<Report> link_bench(const LinkOptions& options) {
    const std::uint32_t count = possible_links(options.links);
    if (count == 0)
        return core::fail(core::Code::unavailable, "Too few files may be open at once for any link.",
                          "Raise the limit: ulimit -n 8192");
    Report report;
    report.name = "link";
    report.runs = 1;
    {
        Nodes nodes(count); // forked before this process has a thread
        const core::SigningKey key = core::SigningKey::generate();
        Measured gateway;
        link::ListenerOptions listening;
        listening.network = "bench";
        listening.max_strangers = count;
        const auto before = exact::resident_bytes();
        auto listener = link::LinkListener::start(listening, key, gateway.events());
        if (!listener) return listener.error();
        const auto begin = Clock::now();
        if (!nodes.begin((*listener)->port()) || !gateway.ups.wait_for(count)) return failed("bring up all its links");
        report.metrics["links"] = count;
        report.metrics["links_per_s"] = count / std::chrono::duration<double>(Clock::now() - begin).count();
        const auto after = exact::resident_bytes();
        if (before && after) {
            const double bytes = static_cast<double>(*after) - static_cast<double>(*before);
            report.metrics["resident_mb"] = bytes * 1e-6;
            report.metrics["resident_kb_per_link"] = bytes * 1e-3 / count;
        }
    }
    const auto by_socket = over_a_socket(), by_link = over_a_link();
    if (!by_socket || !by_link) return failed("send tokens");
    report.metrics["socket_token_us"] = *by_socket / 2;
    report.metrics["link_token_us"] = *by_link / 2;
    report.metrics["link_more_us"] = (*by_link - *by_socket) / 2;
    return report;
}

} // namespace hearth::app
