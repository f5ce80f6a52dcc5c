// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/pay/typed_data.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace hearth::gateway::pay {

/// How a call is paid: all of what was signed, or what was used of it.
enum class Scheme { exact, upto };
std::string_view name_of(Scheme scheme);

/// How an asset is moved for `exact`; `upto` is always a permit.
enum class Transfer { eip3009, permit2 };

/// What a million tokens cost, in the asset's smallest unit.
struct Tariff {
    core::Uint128 prompt_million = 0, completion_million = 0;

    /// Rounded up. What is too large for a number is more than any call can cost, and never little.
    core::Uint128 cost(std::uint64_t prompt_tokens, std::uint64_t completion_tokens) const;
};

/// What this gateway asks of a caller without a key. Immutable.
struct Terms {
    std::vector<Scheme> schemes;
    Transfer transfer = Transfer::eip3009;
    std::uint64_t chain = 0; ///< eip155
    Address asset{}, pay_to{};
    std::string asset_name, asset_version; ///< of the asset's domain (EIP-712)
    core::Uint128 most = 0;                ///< that one call can cost; `exact` costs all of it
    Tariff tariff;                         ///< of this home's answers
    std::optional<core::Uint128> emb;      ///< what one EMB costs; none: only answers of this home are sold
    std::uint32_t timeout_s = 300;         ///< how long a caller's signature has to hold
    std::optional<Address> facilitator;    ///< who settles; stands in what is signed for `upto`

    bool offers(Scheme scheme) const;
    /// Of a signature's time, kept for settling; so much may a caller's clock differ, too.
    std::uint32_t reserve_s() const;
    std::string network() const; ///< "eip155:8453"
    /// "base-sepolia", as the first version of the protocol names it; none: it has no name there.
    std::optional<std::string> first_version_name() const;
    /// One entry of "accepts" of the second version, and its members of the first.
    nlohmann::json offer(Scheme scheme) const;
    nlohmann::json first_version_offer(const std::string& resource) const;
    /// The whole of "accepts" for one version.
    nlohmann::json offers_of(unsigned version, const std::string& resource) const;
};

} // namespace hearth::gateway::pay
