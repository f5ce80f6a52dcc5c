// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "link/seal.h"

/// What stands around the boxes of sealed messages, legible for whoever passes them on. Pure. Layout:
/// resources/schema/link.cddl.
namespace hearth::link {

/// A sealed message of one executor's job.
struct SealedParts {
    std::uint64_t number = 0;
    core::Bytes box;
    core::Hash start; ///< encapsulated key of a question, nonce of an answer; of number 0, as what follows
    core::Hash card;
    core::Nanoseconds deadline = 0;
    core::Bytes content_key; ///< sealed; empty: the question itself is sealed to the card

    static core::Result<SealedParts> read(core::ByteView sealed, bool question);
};

/// A question for one of several executors, of which the gateway chooses one.
struct RelayedQuestion {
    struct Candidate {
        core::PublicKey node;
        core::Hash card;
        SealingKey encapsulated;
        core::Bytes content_key; ///< sealed
    };
    core::Bytes box;
    core::Nanoseconds deadline = 0;
    std::vector<Candidate> candidates; ///< 1 to max_candidates, the preferred one first

    core::Bytes encode() const;
    static core::Result<RelayedQuestion> read(core::ByteView sealed);
    /// What this candidate opens; it holds nothing that the others could.
    core::Bytes for_candidate(const Candidate& candidate) const;
};

enum class SealDirection : std::uint8_t { question = 0, answer = 1 };
SealBinding binding_of(SealDirection direction, const core::Hash& card, core::Nanoseconds deadline,
                       std::optional<core::Hash> chain = std::nullopt);
/// Where the chains of a relayed job begin.
core::Hash chain_start(core::ByteView question_box);
/// HPKE's info for a card.
core::Bytes seal_info(const core::Hash& card, bool relayed);
/// Of a relayed question, opened or made once.
CounterBox content_box(core::ByteView content_key32);
/// Lengths say little about content when few of them exist: Padmé, at most 12 % longer.
core::Bytes pad(const core::Bytes& message, bool question);
core::Result<JobMessage> unpad(core::ByteView padded);

} // namespace hearth::link
