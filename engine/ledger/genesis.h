// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cbor.h"
#include "core/keys.h"
#include "core/units.h"
#include "ledger/params.h"
#include "ledger/rules.h"

#include <map>
#include <optional>
#include <string>

namespace hearth::ledger {

/// What founds a chain.
struct Genesis {
    std::string chain_id;
    core::Nanoseconds time = 0;
    Params params = Params::solo();
    std::map<core::PublicKey, core::Amount> accounts;
    std::uint64_t rules = present_rules;
    std::optional<core::PublicKey> guardian; ///< may cancel proposals
    /// The supply fits an amount and the parameters hold.
    core::Status check() const;

    core::cbor::Value to_cbor() const;
    static core::Result<Genesis> from_cbor(const core::cbor::Value& value);
};

} // namespace hearth::ledger
