// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/units.h"

namespace hearth::ledger {

/// Where epochs are counted from; moved when the epoch's length is changed.
struct EpochClock {
    core::Epoch epoch = 0;
    core::Nanoseconds start = 0;
    core::Nanoseconds length = 1;

    core::Epoch at(core::Nanoseconds now) const {
        return now <= start ? epoch : epoch + static_cast<core::Epoch>((now - start) / length);
    }
    core::Nanoseconds end_of(core::Epoch ending) const {
        return start + static_cast<core::Nanoseconds>(ending - epoch + 1) * length;
    }
};

} // namespace hearth::ledger
