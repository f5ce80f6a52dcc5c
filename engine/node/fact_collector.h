// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/api_place.h"
#include "node/devices/device_monitor.h"
#include "node/devices/gpu_finder.h"
#include "node/models/model_store.h"
#include "node/money/ledger_view.h"
#include "node/policy/ledger_watch.h"
#include "node/policy/work_switch.h"
#include "node/policy/work_watch.h"
#include "node/workers/worker_pool.h"

#include <functional>

namespace hearth::node {

/// Asks around for what judge() needs. Thread-safe; everything given outlives it.
class FactCollector {
public:
    struct Parts {
        const WorkSwitch& work_switch;
        const WorkWatch& work_watch;
        const ModelStore& models;
        const WorkerPool& workers;
        DeviceMonitor& devices;
        const GpuFinder& gpus;
        LedgerWatch& ledger_watch;
        const LedgerView& ledger;
        const Store& store;
        const PublishedApi& api;
        std::function<std::uint32_t()> jobs_running;
        bool executor_role, needs_key; ///< as in Facts
        const core::Clock& clock;
    };
    explicit FactCollector(Parts parts) : m_parts(std::move(parts)) {}

    Facts facts() const;
    /// The same with what was earned, for which the job list is read.
    Facts facts_with_money() const;
    core::Status may_work() const { return node::may_work(facts()); }

private:
    const Parts m_parts;
};

} // namespace hearth::node
