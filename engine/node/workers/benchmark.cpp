// SPDX-License-Identifier: Apache-2.0
#include "node/workers/benchmark.h"

#include <poll.h>

namespace hearth::node {

namespace {

using core::Code;
using core::fail;

constexpr int glance_ms = 250;
constexpr core::Nanoseconds silence = 120'000'000'000; // a driver may compile its kernels first

} // namespace

core::Result<worker::Benchmarked> run_benchmark(const WorkerLaunch& launch, const Sandbox& sandbox,
                                                const worker::Benchmark& wish,
                                                const std::function<bool(const worker::ProgressReport&)>& progress,
                                                const core::Clock& clock) {
    HEARTH_TRY(const auto process, WorkerProcess::start(launch, sandbox));
    HEARTH_CHECK(process->send(wish));
    std::vector<worker::Message> messages;
    worker::ProgressReport last{core::say("starting_worker"), 0, 1};
    core::Nanoseconds heard_at = clock.monotonic();
    while (true) {
        if (progress && !progress(last)) return fail(Code::cancelled, core::say("benchmark_cancelled"));
        pollfd waiting{process->socket(), POLLIN, 0};
        const int arrived = ::poll(&waiting, 1, glance_ms);
        if (arrived <= 0 && clock.monotonic() - heard_at < silence) continue;
        if (arrived <= 0)
            return fail(Code::timed_out, core::say("device_gave_no_sign", {launch.device}),
                        core::say("update_driver_restart_computer"));
        heard_at = clock.monotonic();
        messages.clear();
        if (const auto received = process->receive(messages); !received)
            return fail(Code::unavailable,
                        core::say("worker_stopped_while_measured", {launch.device, process->end(1000)}),
                        core::say("run_hearthctl_doctor"));
        for (worker::Message& message : messages) {
            if (auto* answer = std::get_if<worker::Benchmarked>(&message)) return std::move(*answer);
            if (auto* failed = std::get_if<worker::Failed>(&message)) return failed->error;
            if (auto* report = std::get_if<worker::ProgressReport>(&message)) last = std::move(*report);
        }
    }
}

} // namespace hearth::node
