// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/hash.h"
#include "core/units.h"

#include <cstdlib>

/// Places of the records in the tree of the app hash, and sums that cannot fail. Internal to the tables.
namespace hearth::ledger::tables {

enum class Kind : std::uint8_t {
    account = 1,
    node = 2,
    escrow = 3,
    reward = 4,
    root = 5,
    totals = 6,
    params = 7,
    tariff = 8,
    rules = 9,
    draw = 10,
    governance = 11,
    proposal = 12,
    ballot = 13,
    weight = 14,
    delegation = 15,
    listing = 16
};

template <typename Set, typename Entry>
void keep(Set& set, const Entry& entry, bool present) {
    if (present)
        set.insert(entry);
    else
        set.erase(entry);
}

inline core::Hash tree_key(Kind kind, core::ByteView primary) {
    const std::uint8_t byte[1] = {static_cast<std::uint8_t>(kind)};
    return core::tagged_hash("key/1", {core::ByteView(byte), primary});
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
