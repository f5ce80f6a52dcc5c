// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cbor.h"
#include "core/clock.h"
#include "link/job_message.h"
#include "link/sealing_card.h"

#include <span>

/// Messages of one job between the purchase and the executor, unreadable for whoever relays them. Questions are sealed
/// to the executor's sealing key, or to those of a few who may answer through a gateway; answers under a key that
/// follows from the question; each message is bound to its place. What a relay sees all the same: who asks, whom, when,
/// and how long each message is, rounded up. Layout: resources/schema/link.cddl.
namespace hearth::link {

/// A question may be asked of an executor for so long after it was sealed.
inline constexpr core::Nanoseconds question_life = core::Nanoseconds{3600} * 1'000'000'000;
/// Executors that one question is sealed to; the gateway asks the next one where one does not answer.
inline constexpr std::size_t max_candidates = 3;

/// What a sealed message is bound to: direction, card, deadline, and in a relayed job all messages before it.
struct SealBinding {
    core::Bytes place;
    std::optional<core::Hash> chain; ///< of a relayed job
    core::Bytes bytes() const;
    void advance(core::ByteView box);
};

/// The messages that one side opens: each once, in order, none after the last.
class SealedSequence {
protected:
    core::Result<JobMessage> take(CounterBox& box, SealBinding& bound, std::uint64_t number, core::ByteView sealed);
    /// {0: number, 1: box} and `more`.
    core::Bytes put(CounterBox& box, SealBinding& bound, const JobMessage& message, core::cbor::Map more) const;
    bool m_over = false;
};

/// The purchase's end of one sealed job. Not thread-safe.
class SealedPurchase : SealedSequence {
public:
    /// Errors: those of SealingCard::check(), refused.
    static core::Result<SealedPurchase> to(const SealingCard& card, core::Nanoseconds now,
                                           const SealingSecret& ephemeral = SealingSecret::generate());
    /// To any of them, through a gateway that may choose and cannot read; at most max_candidates. The question is
    /// sealed once under a key of its own, which is sealed to each. `ephemeral`: for known-answer tests, one for each
    /// card.
    static core::Result<SealedPurchase> relayed(std::span<const SealingCard> cards, core::Nanoseconds now,
                                                std::span<const SealingSecret> ephemeral = {},
                                                const core::Hash& content_key = core::random_hash());
    /// Who answers: nullopt in a relayed job until something of theirs opened. Until then only the question is sealed.
    const std::optional<core::PublicKey>& node() const { return m_node; }
    core::Bytes seal(const JobMessage& message);
    /// Errors: corrupt (altered, or one is missing), refused (repeated, or after the last).
    core::Result<JobMessage> open(core::ByteView sealed);

private:
    struct Way {
        HpkeContext context;
        core::PublicKey node;
        core::Hash card;
        SealingKey encapsulated;
    };
    SealedPurchase(std::vector<Way> ways, core::Nanoseconds deadline) : m_ways(std::move(ways)), m_deadline(deadline) {}
    core::Bytes ask_all(const JobMessage& question);
    core::Result<JobMessage> open_first(const Way& way, const core::Hash& start, std::uint64_t number,
                                        core::ByteView box);

    std::vector<Way> m_ways; ///< one, once it is known who answers
    core::Nanoseconds m_deadline;
    std::optional<core::PublicKey> m_node;
    std::optional<core::Hash> m_content_key; ///< of a relayed job
    SealBinding m_questions, m_bound_answers;
    std::optional<CounterBox> m_answers;
};

/// The executor's end of one sealed job; SealingKeys makes it. Not thread-safe.
class SealedExecution : SealedSequence {
public:
    core::Bytes seal(const JobMessage& message);
    core::Result<JobMessage> open(core::ByteView sealed); ///< as SealedPurchase::open()

private:
    friend class SealingKeys;
    SealedExecution(HpkeContext context, core::Hash card, SealingKey encapsulated, core::Nanoseconds deadline);
    /// The first message of a relayed job.
    core::Result<JobMessage> open_content(const struct SealedParts& parts);

    SealBinding m_bound_questions, m_bound_answers;
    HpkeContext m_context;
    core::Hash m_nonce; ///< fresh, so that a question asked twice is never answered under one key
    CounterBox m_answers;
};

} // namespace hearth::link
