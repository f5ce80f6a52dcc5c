// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/home.h"
#include "node/api_place.h"
#include "node/devices/device_monitor.h"
#include "node/devices/gpu_finder.h"
#include "node/jobs/auditor.h"
#include "node/policy/ledger_watch.h"
#include "node/workers/worker_pool.h"

namespace hearth::node {

/// Examines the running service from all sides, and changes nothing. Thread-safe; everything given outlives it.
class DoctorDesk {
public:
    struct Parts {
        const core::Home& home;
        const std::vector<core::Error>& setting_faults; ///< of hearth.toml at the start
        std::filesystem::path worker_program;
        const Sandbox& sandbox;
        const ModelStore& models;
        const WorkerPool& workers;
        DeviceMonitor& devices;
        GpuFinder& gpus;
        const LedgerView& ledger;
        LedgerWatch& ledger_watch;
        const Auditor& auditor;
        const PublishedApi& api;
        const core::Clock& clock;
        std::string version;
    };
    explicit DoctorDesk(Parts parts) : m_parts(std::move(parts)) {}

    std::vector<control::DoctorCheck> examine() const;
    /// See control::SupportCalls. `key_names`: of callers.
    control::Bundle bundle(std::optional<control::NodeStatus> status, std::vector<std::string> key_names) const;
    core::Result<control::LogTail> log_tail(const std::string& level, std::uint32_t limit) const;

private:
    const Parts m_parts;
};

} // namespace hearth::node
