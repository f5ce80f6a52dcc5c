// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/devices.h"
#include "core/clock.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace hearth::telemetry {

/// Who uses a GPU, from what DRM drivers tell about open files (Documentation/gpu/drm-usage-stats.rst). Sees
/// the processes that this one may look into: all of them as root, else the same user's.
class FdInfo {
public:
    FdInfo(std::string proc, const core::Clock& clock) : m_proc(std::move(proc)), m_clock(clock) {}

    /// Programs that hold the card with this address open and have used it. Shares of time are known from the
    /// second call on.
    std::vector<control::DeviceProcess> users_of(const std::string& pci);

private:
    struct Use {
        std::uint64_t graphics_ns = 0, compute_ns = 0, memory_bytes = 0;
        bool memory_known = false;
    };
    using Uses = std::map<std::int64_t, Use>; ///< by process
    Uses collect(const std::string& pci) const;

    std::string m_proc;
    const core::Clock& m_clock;
    std::map<std::string, std::pair<core::Nanoseconds, Uses>> m_before; ///< by address
};

} // namespace hearth::telemetry
