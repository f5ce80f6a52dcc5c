// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/units.h"
#include "worker/reports.h"

#include <optional>

namespace hearth::node {

/// Says when a GPU's worker must give way to other programs, and for how long: a game gets the memory that it asks for,
/// and a desktop that needs a little more now and then does not drive the worker out. Pure.
class MemoryPressure {
public:
    /// `first`: how long to stay away the first time; every further time soon after the last is twice as long.
    explicit MemoryPressure(core::Nanoseconds first) : m_first(first) {}

    /// A worker has placed its model; its next reading tells how much that left.
    void loaded();
    /// True when two readings in a row are below half of what is to stay free and of what was free at first.
    bool too_high(const worker::DeviceMemory& reading);
    /// The bytes below which that is.
    std::uint64_t least_free(const worker::DeviceMemory& reading) const;
    core::Nanoseconds stay_away(core::Nanoseconds now);

private:
    core::Nanoseconds m_first, m_last_pause = 0, m_back_at = 0;
    std::optional<std::uint64_t> m_free_at_first;
    bool m_low_before = false;
};

} // namespace hearth::node
