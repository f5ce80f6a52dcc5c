// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/units.h"

#include <atomic>

namespace hearth::core {

/// The time as an argument, so that whatever depends on it can be tested. Thread-safe.
class Clock {
public:
    virtual ~Clock() = default;
    /// Wall time since the Unix epoch; may jump.
    virtual Nanoseconds now() const = 0;
    /// Never goes back; for durations and deadlines.
    virtual Nanoseconds monotonic() const = 0;
};

const Clock& system_clock();

/// The system clock's: never goes back.
Nanoseconds monotonic();

/// Stands still until it is moved.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Nanoseconds start = 0) : m_now(start) {}
    Nanoseconds now() const override { return m_now.load(); }
    Nanoseconds monotonic() const override { return m_now.load(); }
    void advance(Nanoseconds by) { m_now += by; }

private:
    std::atomic<Nanoseconds> m_now;
};

} // namespace hearth::core
