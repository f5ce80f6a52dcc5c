// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "node/state/energy_book.h"

#include <map>
#include <mutex>
#include <optional>

namespace hearth::node {

/// Sums what devices draw while they compute, and writes it down once a minute: a crash loses no more than that.
/// Thread-safe; borrows store and clock. Writes the rest when it goes.
class EnergyMeter {
public:
    static constexpr core::Nanoseconds between_writes = core::minute;

    EnergyMeter(Store& store, const core::Clock& clock) : m_book(store), m_clock(clock) {}
    ~EnergyMeter() { static_cast<void>(keep()); }
    EnergyMeter(const EnergyMeter&) = delete;
    EnergyMeter& operator=(const EnergyMeter&) = delete;

    /// A device that computes now.
    struct Draw {
        std::string device;
        std::optional<std::uint64_t> milliwatts; ///< that it measures; none: it does not tell
    };
    /// Those of busy workers, each once; their cards are found by the PCI address.
    static std::vector<Draw> draws_of(const std::vector<control::WorkerStatus>& workers,
                                      const std::vector<control::DeviceStatus>& gpus);
    /// Once a second. `watts` stands for what does not measure itself; 0: that is not counted. Errors: those of
    /// writing; what was counted is kept and written later.
    core::Status tick(const std::vector<Draw>& computing, std::uint32_t watts);
    core::Status keep();

private:
    struct Sum {
        core::Uint128 measured = 0, estimated = 0; ///< milliwatts × nanoseconds
    };
    core::Status write(); ///< with the lock held

    EnergyBook m_book;
    const core::Clock& m_clock;
    std::mutex m_mutex;
    std::optional<core::Nanoseconds> m_last; ///< of tick(), monotonic
    core::Nanoseconds m_written = 0;
    std::map<std::pair<std::int64_t, std::string>, Sum> m_sums; ///< by hour and device, not yet written
};

} // namespace hearth::node
