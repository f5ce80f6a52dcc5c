// SPDX-License-Identifier: Apache-2.0
#pragma once

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
    if (!result) std::abort();
    return *result;
}

inline core::Amount difference(core::Amount a, core::Amount b) {
    const auto result = a.minus(b);
    if (!result) std::abort();
    return *result;
}

} // namespace hearth::ledger::tables
