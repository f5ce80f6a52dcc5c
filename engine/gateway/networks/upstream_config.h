// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/networks/call_price.h"
#include "proof/profile.h"

#include <string>
#include <vector>

namespace hearth::gateway {

/// A network as it was configured.
struct UpstreamConfig {
    std::string name, kind, url;
    std::string key;                            ///< empty = none
    std::vector<std::string> signers = {};      ///< keys whose signatures are trusted, in small letters
    std::vector<std::string> models = {};       ///< that it offers, where it has no list of its own
    std::vector<std::string> measurements = {}; ///< what its hardware must run, see evidence::is_measurement()
    std::vector<TokenPrice> prices = {};        ///< that it asks, in EMB; empty = not known, and nothing is counted

    bool operator==(const UpstreamConfig&) const = default;
};

/// The most that its answers' evidence can carry, by what its owner trusts: E3 for all the software of its hardware, E1
/// for a key, else E0, since what nobody trusts has proven nothing.
proof::Level trusted_level(const UpstreamConfig& config);
/// Of privacy: P2 where a connection must show, before a byte of a question goes over it, that hardware which runs all
/// of the software that its owner pinned ends it; else P0. What is attested beside or after an answer keeps no
/// question.
unsigned trusted_tier(const UpstreamConfig& config);

} // namespace hearth::gateway
