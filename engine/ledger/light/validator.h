// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"

#include <array>
#include <cstdint>

namespace hearth::ledger {

/// The first 20 bytes of SHA-256 over a validator's public key.
using Address = std::array<std::uint8_t, 20>;
Address address_of(const core::PublicKey& key);

struct ValidatorPower {
    core::PublicKey key;
    std::int64_t power = 0;
    bool operator==(const ValidatorPower&) const = default;
};

} // namespace hearth::ledger
