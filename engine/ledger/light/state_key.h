// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/hash.h"

#include <cstdint>
#include <string>

namespace hearth::ledger {

/// Kinds of the state's records; the numbers are part of their places in the map of the app hash.
enum class RecordKind : std::uint8_t {
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
    listing = 16,
    channel = 17,
    bond = 18,
    offence = 19,
    issuance = 20,
    remint = 23,
    announcement = 25,
    jail = 26
};

/// H("key/1" ‖ 0 ‖ kind ‖ primary): where the record stands in that map.
core::Hash map_key(RecordKind kind, core::ByteView primary);

/// Names one record of the state. Layout of `primary`: resources/schema/state-proof.cddl.
struct StateKey {
    RecordKind kind = RecordKind::account;
    core::Bytes primary;

    core::Hash map_key() const { return ledger::map_key(kind, primary); }
    /// "account:3ca2…", "proposal:7", "params".
    std::string text() const;
    /// As text() gives it; 64 digits alone are an account. Errors: invalid_argument, with the forms that there are.
    static core::Result<StateKey> parse(const std::string& text);
    /// Whether `primary` has its kind's form. Errors: invalid_argument.
    core::Status check() const;
    bool operator==(const StateKey&) const = default;
};

} // namespace hearth::ledger
