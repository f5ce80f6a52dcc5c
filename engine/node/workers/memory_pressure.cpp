// SPDX-License-Identifier: Apache-2.0
#include "node/workers/memory_pressure.h"

#include <algorithm>
#include <utility>

namespace hearth::node {

namespace {

using core::Nanoseconds;

constexpr Nanoseconds longest_pause = 1'800'000'000'000;
constexpr Nanoseconds quiet_time = 600'000'000'000; // after so long without pressure the pauses begin anew

} // namespace

void MemoryPressure::loaded() {
    m_free_at_first.reset();
    m_low_before = false;
}

bool MemoryPressure::too_high(const worker::DeviceMemory& reading) {
    if (!m_free_at_first) m_free_at_first = reading.free_bytes;
    const bool low = reading.free_bytes < least_free(reading);
    return std::exchange(m_low_before, low) && low;
}

std::uint64_t MemoryPressure::least_free(const worker::DeviceMemory& reading) const {
    return std::min(reading.reserve_bytes, m_free_at_first.value_or(reading.free_bytes)) / 2;
}

Nanoseconds MemoryPressure::stay_away(Nanoseconds now) {
    const bool again = m_last_pause != 0 && now - m_back_at < quiet_time;
    m_last_pause = again ? std::min(2 * m_last_pause, std::max(longest_pause, m_first)) : m_first;
    m_back_at = now + m_last_pause;
    return m_last_pause;
}

} // namespace hearth::node
