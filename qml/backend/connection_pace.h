// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"

namespace hearth::desktop {

/// How often the window asks the node, and how patient it is.
struct ConnectionPace {
    int pulse_ms = 700, hidden_pulse_ms = 5000; ///< between two questions while the window is seen, and while not
    int silence_ms = 1200;                      ///< without an answer the node counts as silent
    int first_retry_ms = 250, last_retry_ms = 4000;
    int figures_ms = 2000; ///< between two tellings of figures that only measure
    int changes_ms = 50;   ///< between two tellings of what has changed
    const core::Clock* clock = &core::system_clock();
};

} // namespace hearth::desktop
