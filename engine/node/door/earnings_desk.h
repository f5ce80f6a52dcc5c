// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/node.h"
#include "core/clock.h"
#include "node/devices/device_monitor.h"
#include "node/money/ledger_view.h"
#include "node/state/live_settings.h"
#include "node/state/store.h"
#include "node/workers/worker_pool.h"

#include <functional>

namespace hearth::node {

/// What this home's answers earned. See control::Node. Thread-safe; everything given outlives it.
class EarningsDesk {
public:
    struct Parts {
        const Store& store;
        const LedgerView& ledger;
        const WorkerPool& workers;
        const DeviceMonitor& devices;
        const core::Clock& clock;
        core::Nanoseconds started_at; ///< of the service
        std::function<core::Nanoseconds()> epoch_length;
        const LiveSettings& settings;
    };
    explicit EarningsDesk(Parts parts) : m_parts(std::move(parts)) {}

    core::Result<control::Earnings> earnings(std::uint64_t since_s, std::uint32_t max_rows) const;

private:
    core::Result<std::vector<control::VestingStep>> vesting() const;
    core::Result<std::optional<control::Energy>> energy(core::Nanoseconds begin, core::Nanoseconds end,
                                                        core::Amount earned) const;
    /// The cards and the processor get their names, as long as they are here.
    void name_devices(std::vector<control::EarningsPart>& parts) const;

    const Parts m_parts;
};

} // namespace hearth::node
