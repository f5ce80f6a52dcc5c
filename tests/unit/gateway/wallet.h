// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/pay/till.h"

#include <nlohmann/json_fwd.hpp>

namespace hearth::test {

/// The terms that the known answers were made for: 0.02 of a test asset with six decimals on a test chain.
gateway::pay::Terms test_terms();

/// Signs as wallets do, with keys that stand in this file and hold nothing.
class Wallet {
public:
    explicit Wallet(std::uint8_t seed);
    gateway::pay::Address address() const;

    /// What a payment says, before it is signed.
    struct Wish {
        gateway::pay::Scheme scheme = gateway::pay::Scheme::upto;
        unsigned version = 2;
        gateway::pay::PermitTransfer permit; ///< exact by EIP-3009 takes its from, to, amount, deadline and nonce
        std::uint64_t chain = 0;
        std::string network;
    };
    /// A good one for `terms`, which holds from `now_s`.
    Wish wish(const gateway::pay::Terms& terms, gateway::pay::Scheme scheme, std::int64_t now_s,
              std::uint64_t nonce) const;
    /// The header's value; `terms` gives the asset's domain and the offer that is repeated.
    std::string header(const Wish& wish, const gateway::pay::Terms& terms) const;
    core::Bytes sign(const core::Hash& digest) const;

private:
    std::array<std::uint8_t, 32> m_key{};
};

} // namespace hearth::test
