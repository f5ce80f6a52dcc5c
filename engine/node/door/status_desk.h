// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/fact_collector.h"
#include "node/jobs/executor.h"

namespace hearth::node {

/// How the node is and what it does. Thread-safe; everything given outlives it.
class StatusDesk {
public:
    struct Parts {
        const FactCollector& facts;
        const WorkerPool& workers;
        const Supervisor& replayer;
        DeviceMonitor& devices;
        const GpuFinder& gpus;
        const Executor& executor;
        const LedgerView& ledger;
        const WorkSwitch& work_switch;
        const Identity& identity;
        const Store& store;
        const PublishedApi& api;
        std::string mode, home, version;
        core::Nanoseconds started_at;
    };
    explicit StatusDesk(Parts parts) : m_parts(std::move(parts)) {}

    /// All but the models, which ModelDesk lists.
    core::Result<control::NodeStatus> status() const;

private:
    const Parts m_parts;
};

} // namespace hearth::node
