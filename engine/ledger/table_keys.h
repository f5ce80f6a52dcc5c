// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/expect.h"
#include "core/units.h"
#include "ledger/light/state_key.h"

#include <cstdlib>

/// Places of the records in the tree of the app hash, and sums that cannot fail. Internal to the tables.
namespace hearth::ledger::tables {

using Kind = RecordKind;

template <typename Set, typename Entry>
void keep(Set& set, const Entry& entry, bool present) {
    if (present)
        set.insert(entry);
    else
        set.erase(entry);
}

inline core::Hash tree_key(Kind kind, core::ByteView primary) {
    return map_key(kind, primary);
}

inline core::Amount sum(core::Amount a, core::Amount b) {
    const auto result = a.plus(b);
    HEARTH_EXPECT(result.ok(), "A sum of the ledger is more than there is.");
    return *result;
}

inline core::Amount difference(core::Amount a, core::Amount b) {
    const auto result = a.minus(b);
    HEARTH_EXPECT(result.ok(), "More was to be taken than a checked transaction may take.");
    return *result;
}

} // namespace hearth::ledger::tables
