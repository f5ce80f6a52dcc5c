// SPDX-License-Identifier: Apache-2.0
#include "gateway/schedule/breaker.h"

#include <algorithm>
#include <utility>

namespace hearth::gateway::schedule {

bool admit(Breaker& breaker, core::Nanoseconds now) {
    switch (breaker.state(now)) {
    case Breaker::State::closed:
        return true;
    case Breaker::State::open:
        return false;
    case Breaker::State::half_open:
        return !std::exchange(breaker.probing, true);
    }
    return false;
}

void succeeded(Breaker& breaker) {
    breaker = {};
}

void failed(Breaker& breaker, core::Nanoseconds now) {
    const bool was_open = breaker.open_until != 0;
    breaker.probing = false;
    // Calls that were under way when it opened say nothing new.
    if (was_open && now < breaker.open_until) return;
    if (++breaker.failures < failures_to_open && !was_open) return;
    breaker.pause = was_open ? std::min(2 * breaker.pause, longest_pause) : first_pause;
    breaker.open_until = now + breaker.pause;
}

void abandoned(Breaker& breaker) {
    breaker.probing = false;
}

} // namespace hearth::gateway::schedule
