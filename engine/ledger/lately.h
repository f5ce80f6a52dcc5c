// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/units.h"

namespace hearth::ledger {

/// A sum that forgets: of what was added in about the last `window` epochs (at least 1). It is counted in two spans,
/// the present one and the one before, and of the latter as much as the window still covers. So it needs neither a list
/// nor a walk when an epoch ends. Pure; a sum that is no amount stands at the largest one.
struct Lately {
    core::Epoch since = 0; ///< first epoch of the present span
    core::Amount now, before;

    void add(core::Epoch epoch, core::Amount amount, core::Epoch window);
    core::Amount at(core::Epoch epoch, core::Epoch window) const; ///< floor
    bool operator==(const Lately&) const = default;
};

} // namespace hearth::ledger
