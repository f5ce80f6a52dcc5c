// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/event_fan.h"
#include "node/devices/device_monitor.h"
#include "node/devices/gpu_finder.h"
#include "node/jobs/executor.h"
#include "node/state/benchmark_store.h"

#include <functional>
#include <mutex>

namespace hearth::node {

/// Limits, proof and speed of devices. See control::Node. Thread-safe; everything given outlives it.
class DeviceDesk {
public:
    struct Parts {
        DeviceMonitor& devices;
        const GpuFinder& gpus;
        WorkerPool& workers;
        Executor& executor;
        control::EventFan& events;
        const Sandbox& sandbox;
        std::filesystem::path stderr_file; ///< of a benchmark
        /// A worker without a model, with what the operator allows it on that device; null: the processor.
        std::function<WorkerLaunch(const FoundGpu*)> launch_on;
        const core::Clock& clock;
        BenchmarkStore history;
    };
    explicit DeviceDesk(Parts parts) : m_parts(std::move(parts)) {}

    core::Status limit(const std::string& device, const control::DeviceLimits& limits);
    core::Status confirm(const std::string& device);
    /// What it gave is kept; where it cannot be, that is logged.
    core::Result<control::BenchmarkReport> benchmark(const std::string& device, const std::string& model_class,
                                                     const control::OnProgress& progress);
    core::Result<std::vector<control::BenchmarkRecord>> measured() const { return m_parts.history.all(); }
    core::Result<std::vector<control::Check>> test(const std::string& device, const control::OnProgress& progress);

private:
    /// A device that nobody else uses until this goes.
    struct Borrowed {
        std::unique_lock<std::mutex> alone;
        std::shared_ptr<void> lent;
        std::string name;
        WorkerLaunch launch;
    };
    core::Result<Borrowed> borrow(const std::string& device);

    Parts m_parts;
    std::mutex m_measuring; ///< one benchmark or test at a time
};

} // namespace hearth::node
