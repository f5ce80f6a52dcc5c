// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "telemetry/gpu_backend.h"

#include <map>
#include <string>
#include <vector>

namespace hearth::telemetry {

/// All GPUs of this machine. Runs in hearth-probe: a read may hang or crash with the vendor's code.
class GpuProber {
public:
    explicit GpuProber(Places places, const core::Clock& clock = core::system_clock());

    /// Every GPU with its name and address, "gpu:0" first; wakes none and runs no vendor's code.
    std::vector<control::DeviceStatus> list();
    /// One GPU with all figures. A sleeping one is not woken, and one that has nothing to do is left alone
    /// long enough to fall asleep. Errors: not_found.
    core::Result<control::DeviceStatus> read(const std::string& pci);
    core::Status set_power_limit(const std::string& pci, std::uint64_t milliwatts);

    /// One line of the service, one line back. "list", "read PCI", "limit PCI MILLIWATTS"; the answer is
    /// "ok JSON" or "error CODE<tab>MESSAGE<tab>HINT".
    std::string answer(const std::string& line);

private:
    struct Known {
        GpuCard card;
        control::DeviceStatus bare, last;
        core::Nanoseconds rests_until = 0;
    };

    core::Result<Known*> find(const std::string& pci);
    GpuBackend& backend_of(const GpuCard& card);
    static core::Nanoseconds time_to_sleep(const GpuCard& card);

    Places m_places;
    const core::Clock& m_clock;
    std::vector<Known> m_known;
    std::map<std::string, std::unique_ptr<GpuBackend>> m_backends;
};

} // namespace hearth::telemetry
