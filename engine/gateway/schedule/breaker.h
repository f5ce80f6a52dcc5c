// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/units.h"

#include <cstdint>

namespace hearth::gateway::schedule {

/// Keeps callers from waiting for something that fails every time: after some failures in a row it opens for a while,
/// then lets one call through (half open) to see. Pure values; the time is an argument.
struct Breaker {
    std::uint32_t failures = 0;       ///< in a row
    core::Nanoseconds open_until = 0; ///< 0 = closed
    core::Nanoseconds pause = 0;      ///< how long it is open this time
    bool probing = false;             ///< the one call is under way

    enum class State { closed, open, half_open };
    State state(core::Nanoseconds now) const {
        if (open_until == 0) return State::closed;
        return now < open_until ? State::open : State::half_open;
    }
};

constexpr std::uint32_t failures_to_open = 3;
constexpr core::Nanoseconds first_pause = 5'000'000'000, longest_pause = 300'000'000'000;

/// Whether a call may go; a call that does so in the half-open state is the probe.
bool admit(Breaker& breaker, core::Nanoseconds now);
void succeeded(Breaker& breaker);
void failed(Breaker& breaker, core::Nanoseconds now);
/// The call ended without showing anything, because its caller left.
void abandoned(Breaker& breaker);

} // namespace hearth::gateway::schedule
