// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "node/workers/worker_process.h"

namespace hearth::node {

/// Starts a worker on launch.device, lets it measure or prove itself as `wish` says and ends it. Blocks for
/// about a minute at most on a device of its own; runs on a thread that lives until it returns. `progress` is asked
/// several times a second and ends it with false, whatever the worker is busy with. Errors: those of the worker,
/// cancelled, timed_out.
core::Result<worker::Benchmarked> run_benchmark(const WorkerLaunch& launch, const Sandbox& sandbox,
                                                const worker::Benchmark& wish,
                                                const std::function<bool(const worker::ProgressReport&)>& progress,
                                                const core::Clock& clock);

} // namespace hearth::node
