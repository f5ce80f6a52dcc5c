// SPDX-License-Identifier: Apache-2.0
#include "benches.h"
#include "child.h"
#include "control/client.h"
#include "core/clock.h"
#include "core/file.h"
#include "core/home.h"
#include "gateway/edge/server.h"
#include "gateway/networks/upstreams.h"
#include "gateway_peers.h"
#include "http_load.h"
#include "stream_load.h"
#include "temporary_folder.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <functional>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace hearth::app {
namespace {

namespace fs = std::filesystem;

std::string stream_of(const std::string& model) {
    return R"({"model":")" + model + R"(","stream":true,"messages":[{"role":"user","content":"Why?"}]})";
}

constexpr std::uint32_t concurrencies[] = {1, 10, 64};
constexpr double evidence_may_cost = 0.05;
constexpr std::chrono::milliseconds afterwards{250}; ///< until what was answered is also written down
constexpr std::uint32_t paced_events = 200, paced_gap_us = 5000, burst_events = 2000;

/// This home has nothing to say: all goes to the networks.
class NoHome final : public gateway::Backend {
public:
    std::vector<gateway::ModelCard> models() override { return {}; }
    core::Result<std::unique_ptr<gateway::Generation>> start(const gateway::GenerationRequest&,
                                                             std::shared_ptr<gateway::GenerationSink>) override {
        return core::fail(core::Code::not_found, "There is no model here.");
    }
    core::Result<std::string> evidence(const std::string&, const std::string&) override {
        return core::fail(core::Code::not_found, "No evidence is kept.");
    }
};

/// The same door and networks without a home: what evidence costs is what it does not do.
void serve_without_evidence(const std::string& upstream, int tell) {
    gateway::Upstreams::Options options;
    options.keep = [](const std::vector<gateway::evidence::Envelope>&) { return core::Status(); };
    options.admit = [](const std::string&) { return core::Result<std::shared_ptr<void>>(std::shared_ptr<void>()); };
    const auto upstreams = gateway::Upstreams::start(std::move(options));
    if (!upstreams || !(*upstreams)->add({"mock", "openai", upstream, {}}) || !(*upstreams)->test("mock")) return;
    gateway::ServerOptions edge;
    edge.port = 0;
    const auto server = gateway::Server::start(edge, std::make_shared<NoHome>(), *upstreams);
    if (!server) return;
    const std::uint16_t port = (*server)->port();
    if (::write(tell, &port, sizeof port) != static_cast<ssize_t>(sizeof port)) return;
    ::pause();
}

/// A network behind the gateway: its name there, its one model and its address.
struct Upstream {
    std::string name, url;
};

/// The service as it is installed, on a home of its own, with the mock behind it.
core::Result<Child> start_service(const core::Home& home, const std::vector<Upstream>& upstreams, Report& report,
                                  Target& target) {
    std::error_code ignored;
    fs::create_directories(home.root, ignored);
    HEARTH_CHECK(
        core::write_file_atomic(home.root / "hearth.toml", core::as_bytes("[api]\nlisten = \"127.0.0.1:0\"\n"), 0600));
    const fs::path program = fs::read_symlink("/proc/self/exe").parent_path() / "hearthd";
    const fs::path api = home.root / "run" / "api.json";
    double cold_ms = 0;
    for (int start = 0; start < 2; ++start) { // the first one makes keys and ledger
        const core::Nanoseconds begin = core::monotonic();
        HEARTH_TRY(Child service, Child::program({program.string(), "--home", home.root.string(), "--foreground"}));
        HEARTH_CHECK(wait_until([&] { return fs::exists(api); }, service, "The service"));
        cold_ms = static_cast<double>(core::monotonic() - begin) * 1e-6;
        if (start == 0) continue;
        report.metrics["cold_start_ms"] = cold_ms;
        HEARTH_TRY(const auto node, control::connect(home.control_socket(), {}));
        for (const Upstream& upstream : upstreams)
            HEARTH_CHECK(node->add_upstream({upstream.url, upstream.name, "openai", {}}, {}));
        HEARTH_TRY(target.port, port_of(api));
        return service;
    }
    return core::fail(core::Code::internal, "The service was not started.");
}

/// Of each run, by the name of the figure.
using Seen = std::map<std::string, std::vector<double>>;

/// With what is done for an answer after its caller has it.
core::Status measure_one(const Target& target, std::uint32_t callers, std::uint32_t requests, Seen& seen) {
    const std::string name = target.name + "_c" + std::to_string(callers);
    const double before = processor_seconds(target.process);
    HEARTH_TRY(const LoadResult found, run_load(target.port, chat_path, chat_for(target.model), callers, requests));
    std::this_thread::sleep_for(afterwards);
    seen[name + "_processor_us"].push_back((processor_seconds(target.process) - before) * 1e6 / requests);
    seen[name + "_p50_ms"].push_back(found.p50_ms);
    seen[name + "_p99_ms"].push_back(found.p99_ms);
    seen[name + "_per_s"].push_back(found.per_s);
    return {};
}

core::Result<Seen> measure(const GatewayOptions& options, const std::vector<Target>& targets, Report& report) {
    Seen seen;
    std::vector<Target> order = targets;
    for (int run = 0; run < options.runs; ++run) {
        for (const std::uint32_t callers : concurrencies)
            for (const Target& target : order)
                HEARTH_CHECK(measure_one(target, callers, std::max(options.requests / target.slower, callers), seen));
        std::rotate(order.begin(), order.begin() + 1, order.end()); // nobody is always behind the same one
    }
    for (const auto& [name, values] : seen)
        report.metrics[name] = median(values);
    return seen;
}

/// The median of what each run says of two figures of its own.
double in_each_run(const Seen& seen, const std::string& over, const std::string& under) {
    std::vector<double> quotients;
    for (std::size_t run = 0; run < seen.at(over).size(); ++run)
        quotients.push_back(seen.at(over)[run] / seen.at(under)[run]);
    return median(quotients);
}

/// The door with and without it, ten callers: what it takes of the rate, of processor time and of a caller's.
void compare_evidence(const Seen& seen, Report& report) {
    const auto with = [&](const char* figure) {
        return in_each_run(seen, std::string("gateway_c10_") + figure, std::string("without_evidence_c10_") + figure);
    };
    report.at_most("evidence", 1 - with("per_s"), evidence_may_cost);
    report.at_most("evidence_processor", with("processor_us") - 1, evidence_may_cost);
    report.at_most("evidence_p50", with("p50_ms") - 1, evidence_may_cost);
}

/// Whether events stay what they are, and how much later they come.
core::Status measure_streams(const GatewayOptions& options, const std::vector<Target>& targets, Report& report) {
    std::map<std::string, std::vector<double>> seen;
    for (int run = 0; run < options.runs; ++run)
        for (const Target& target : targets) {
            HEARTH_TRY(const StreamResult found, read_stream(target.port, chat_path, stream_of(target.model)));
            seen[target.name + "_first_event_ms"].push_back(found.first_ms);
            seen[target.name + "_event_delay_p50_us"].push_back(found.delay_p50_us);
            seen[target.name + "_event_delay_p99_us"].push_back(found.delay_p99_us);
            report.metrics[target.name + "_events"] += static_cast<double>(found.events);
            report.metrics[target.name + "_events_split"] += static_cast<double>(found.split);
            report.metrics[target.name + "_events_merged"] += static_cast<double>(found.merged);
        }
    for (const auto& [name, values] : seen)
        report.metrics[name] = median(values);
    return {};
}

/// A server in a process of its own.
struct Mock {
    std::string name;
    Listener place;
    Child process;

    static core::Result<Mock> start(const std::string& name, const std::function<void(int listener)>& serve) {
        HEARTH_TRY(const Listener place, Listener::make());
        HEARTH_TRY(Child process, Child::of([&] { serve(place.socket); }));
        ::close(place.socket);
        return Mock{name, place, std::move(process)};
    }
    Upstream upstream() const { return {name, "http://127.0.0.1:" + std::to_string(place.port) + "/v1"}; }
};

/// No event may be split. A reader that was late sees two at once, of the network itself as well: what counts is how
/// many more are merged behind the gateway, and a hundredth is taken for the same lateness.
void compare_events(Report& report) {
    constexpr double of_lateness = 0.01;
    const auto of = [&](const std::string& name) { return report.metrics[name]; };
    const double merged = std::max(0.0, of("gateway_paced_events_merged") - of("direct_paced_events_merged")) /
                          of("gateway_paced_events");
    report.at_most("events_merged", merged, of_lateness);
    report.at_most("events_split", of("gateway_paced_events_split") + of("gateway_burst_events_split"), 0);
}

/// The gates that one run can tell. A peer that is not here has none.
void compare_gateway(const Seen& seen, Report& report) {
    report.at_most("p50", report.metrics["gateway_c10_p50_ms"], 1.0);
    report.at_most("p99", report.metrics["gateway_c10_p99_ms"], 5.0);
    report.at_least("rate", report.metrics["gateway_c10_per_s"], 8000);
    report.at_most("memory", report.metrics["peak_rss_mb"], 40);
    report.at_most("cold_start", report.metrics["cold_start_ms"], 300);
    const auto rate_over = [&](const std::string& peer) {
        return in_each_run(seen, "gateway_c10_per_s", peer + "_c10_per_s");
    };
    report.ratios["kept_connections_gain"] = rate_over("connection_a_call");
    report.ratios["of_direct"] = rate_over("direct");
    if (seen.contains("nginx_c10_per_s")) report.at_most("nginx", 1 / rate_over("nginx"), 2);
    if (seen.contains("litellm_c10_per_s")) report.at_least("litellm", rate_over("litellm"), 10);
    compare_evidence(seen, report);
    compare_events(report);
}

} // namespace

core::Result<Report> gateway_bench(const GatewayOptions& options) {
    HEARTH_TRY(const TemporaryFolder folder, TemporaryFolder::make(options.folder));
    Report report;
    report.name = "gateway";
    report.runs = options.runs;
    // In this order, before there is any thread here.
    HEARTH_TRY(const Mock mock, Mock::start("mock", [](int listener) { serve_instantly(listener, "m", false); }));
    HEARTH_TRY(const Mock closing,
               Mock::start("closing", [](int listener) { serve_instantly(listener, "closing", true); }));
    HEARTH_TRY(const Mock paced, Mock::start("paced", [](int listener) {
                   serve_streams(listener, "paced", paced_events, paced_gap_us);
               }));
    HEARTH_TRY(const Mock burst,
               Mock::start("burst", [](int listener) { serve_streams(listener, "burst", burst_events, 0); }));
    const std::string upstream = mock.upstream().url;
    int pipe[2];
    if (::pipe(pipe) != 0) return core::fail(core::Code::io, "No pipe can be made.");
    HEARTH_TRY(const Child bare, Child::of([&] { serve_without_evidence(upstream, pipe[1]); }));
    ::close(pipe[1]);
    Target without{"without_evidence"}, service{"gateway"}, proxy{"nginx"}, python{"litellm"};
    const bool told = ::read(pipe[0], &without.port, sizeof without.port) == static_cast<ssize_t>(sizeof without.port);
    ::close(pipe[0]);
    if (!told) return core::fail(core::Code::unavailable, "The gateway without evidence does not start.");
    core::Home home;
    home.root = folder.path() / "home";
    HEARTH_TRY(const Child hearthd,
               start_service(home, {mock.upstream(), closing.upstream(), paced.upstream(), burst.upstream()}, report,
                             service));
    HEARTH_TRY(const auto nginx, start_nginx(options.nginx, folder.path(), mock.place.port, proxy));
    HEARTH_TRY(const auto litellm, start_litellm(options.litellm, folder.path(), mock.place.port, python));
    report.metrics["idle_rss_mb"] = resident_mb(hearthd.pid());
    without.process = bare.pid();
    service.process = hearthd.pid();
    std::vector<Target> targets{{"direct", mock.place.port, "m", 1, mock.process.pid()},
                                without,
                                service,
                                {"connection_a_call", service.port, "closing", 1, hearthd.pid()}};
    if (nginx) targets.push_back(proxy);
    if (litellm) targets.push_back(python);
    HEARTH_TRY(const Seen seen, measure(options, targets, report));
    HEARTH_CHECK(measure_streams(options,
                                 {{"direct_paced", paced.place.port, "paced"},
                                  {"gateway_paced", service.port, "paced"},
                                  {"direct_burst", burst.place.port, "burst"},
                                  {"gateway_burst", service.port, "burst"}},
                                 report));
    report.metrics["rss_mb"] = resident_mb(hearthd.pid());
    report.metrics["peak_rss_mb"] = resident_mb(hearthd.pid(), "VmHWM:");
    compare_gateway(seen, report);
    measure_churn(report);
    return report;
}

} // namespace hearth::app
