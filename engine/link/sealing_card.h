// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "core/keys.h"
#include "link/hpke.h"

namespace hearth::link {

inline constexpr core::Nanoseconds card_life = core::Nanoseconds{24} * 3600 * 1'000'000'000;
inline constexpr core::Nanoseconds clock_skew = core::Nanoseconds{300} * 1'000'000'000;

/// An executor's sealing key, certified by its node key for a day at most.
struct SealingCard {
    core::PublicKey node_key;
    SealingKey sealing_key;
    core::Nanoseconds not_before = 0, expires_at = 0;
    core::Signature signature{};

    core::Hash id() const; ///< what is signed
    /// Errors: refused, with what is wrong: signature, not valid yet, expired, valid for too long.
    core::Status check(core::Nanoseconds now) const;
    core::Bytes encode() const;
    static core::Result<SealingCard> decode_bytes(core::ByteView bytes);
    bool operator==(const SealingCard&) const = default;
};

} // namespace hearth::link
