// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/consensus/application.h"

#include <optional>

/// Randomness that validators make together. With its precommit to a block that holds transactions every validator
/// reveals a number that it committed to before, and commits to its next one; the beacon of that block is a hash over
/// what more than two thirds revealed. Nobody knows it when the block's transactions are ordered, and nobody chooses
/// a number: it is fixed by its commitment. What remains: a validator may keep its number back, and the proposer of the
/// next block may leave out votes as long as more than two thirds of the power stay. Either of them can so choose among
/// a few outcomes, never set one.
namespace hearth::ledger {

inline constexpr std::size_t share_bytes = 64;

/// The extension of a precommit.
struct BeaconShare {
    core::Hash reveal;
    core::Hash next; ///< commitment to the number after this one
    core::Bytes encode() const;
    static std::optional<BeaconShare> decode(core::ByteView extension);
};
core::Hash commitment_to(const core::Hash& number);

/// A validator's numbers, all from one secret.
class BeaconSecret {
public:
    explicit BeaconSecret(const core::Hash& secret) : m_secret(secret) {}
    core::Hash first_commitment() const { return commitment_to(number(0)); }
    /// After `count` of its numbers have entered the beacon.
    BeaconShare share(std::uint64_t count) const { return {number(count), commitment_to(number(count + 1))}; }

private:
    core::Hash number(std::uint64_t count) const;
    core::Hash m_secret;
};

/// A vote's extension as the next block carries it.
struct SignedShare {
    Address validator{};
    core::Bytes extension;
    core::Signature signature{};
};
/// The first transaction of a block whose predecessor held some; no sender's transaction has this form.
core::Bytes encode_shares(const std::vector<SignedShare>& shares);
core::Result<std::vector<SignedShare>> decode_shares(core::ByteView bytes);

/// What the consensus engine signs about an extension: a length-prefixed CanonicalVoteExtension.
core::Bytes extension_sign_bytes(core::ByteView extension, core::Height height, std::int32_t round,
                                 std::string_view chain_id);

} // namespace hearth::ledger
