// SPDX-License-Identifier: Apache-2.0
#include "node/devices/energy_meter.h"

#include <algorithm>

namespace hearth::node {
namespace {

using core::second;
constexpr core::Nanoseconds metered_hour = 3600 * second;
/// Between two ticks. More has passed when the computer slept or the service was stopped: nothing was computed then.
constexpr core::Nanoseconds longest_gap = 5 * second;

} // namespace

std::vector<EnergyMeter::Draw> EnergyMeter::draws_of(const std::vector<control::WorkerStatus>& workers,
                                                     const std::vector<control::DeviceStatus>& gpus) {
    std::vector<Draw> draws;
    for (const control::WorkerStatus& worker : workers) {
        const bool counted =
            std::any_of(draws.begin(), draws.end(), [&](const Draw& draw) { return draw.device == worker.device; });
        if (worker.state != control::WorkerState::busy || counted) continue;
        draws.push_back({worker.device, std::nullopt});
        for (const control::DeviceStatus& gpu : gpus)
            if (!worker.pci_address.empty() && gpu.pci_address == worker.pci_address)
                draws.back().milliwatts = gpu.power_milliwatts;
    }
    return draws;
}

core::Status EnergyMeter::tick(const std::vector<Draw>& computing, std::uint32_t watts) {
    const std::lock_guard lock(m_mutex);
    const core::Nanoseconds now = m_clock.monotonic();
    const core::Nanoseconds passed = m_last ? std::clamp<core::Nanoseconds>(now - *m_last, 0, longest_gap) : 0;
    m_last = now;
    const std::int64_t this_hour = m_clock.now() / metered_hour;
    for (const Draw& draw : computing) {
        if (!draw.milliwatts && watts == 0) continue;
        Sum& sum = m_sums[{this_hour, draw.device}];
        const auto time = static_cast<core::Uint128>(passed);
        if (draw.milliwatts)
            sum.measured += time * *draw.milliwatts;
        else
            sum.estimated += time * watts * 1000;
    }
    if (now - m_written < between_writes) return {};
    m_written = now;
    return write();
}

core::Status EnergyMeter::keep() {
    const std::lock_guard lock(m_mutex);
    return write();
}

/// What is less than a millijoule stays for the next time, unless its hour is over.
core::Status EnergyMeter::write() {
    std::vector<EnergyBook::Part> parts;
    for (const auto& [key, sum] : m_sums)
        if (sum.measured >= second || sum.estimated >= second)
            parts.push_back({key.first, key.second, static_cast<std::uint64_t>(sum.measured / second),
                             static_cast<std::uint64_t>(sum.estimated / second)});
    if (parts.empty()) return {};
    HEARTH_CHECK(m_book.add(parts));
    const std::int64_t this_hour = m_clock.now() / metered_hour;
    for (auto sum = m_sums.begin(); sum != m_sums.end();) {
        sum->second.measured %= second;
        sum->second.estimated %= second;
        sum = sum->first.first < this_hour ? m_sums.erase(sum) : std::next(sum);
    }
    return {};
}

} // namespace hearth::node
