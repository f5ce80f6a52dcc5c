// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/units.h"

namespace hearth::ledger {

/// What was newly made lately, and what stops it. Since the seventh rules, once there is a subsidy.
struct Issuance {
    core::Epoch window = 0; ///< since when `minted` is counted
    core::Amount minted;
    core::Epoch counted = 0;            ///< since when audits are counted
    std::uint64_t audits = 0, lost = 0; ///< decided since then, and of these those that proved a wrong answer
    core::Epoch halted = 0;             ///< before this epoch nothing is newly made
    bool operator==(const Issuance&) const = default;
};

} // namespace hearth::ledger
