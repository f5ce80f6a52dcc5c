// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cbor.h"
#include "core/clock.h"
#include "core/keys.h"
#include "link/hpke.h"
#include "link/job_message.h"

#include <map>
#include <mutex>

/// Messages of one job between the purchase and the executor, unreadable for whoever relays them. Questions are sealed
/// to the executor's sealing key, answers under a key that follows from the question; each message is bound to its
/// place. Layout: resources/schema/link.cddl.
namespace hearth::link {

inline constexpr core::Nanoseconds card_life = core::Nanoseconds{24} * 3600 * 1'000'000'000;
/// A question may be asked of an executor for so long after it was sealed.
inline constexpr core::Nanoseconds question_life = core::Nanoseconds{3600} * 1'000'000'000;
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

/// The messages that one side opens: each once, in order, none after the last.
class SealedSequence {
protected:
    core::Result<JobMessage> take(CounterBox& box, core::ByteView bound, std::uint64_t number, core::ByteView sealed);
    /// {0: number, 1: box} and `more`.
    core::Bytes put(CounterBox& box, core::ByteView bound, const JobMessage& message, core::cbor::Map more) const;
    bool m_over = false;
};

/// The purchase's end of one sealed job. Not thread-safe.
class SealedPurchase : SealedSequence {
public:
    /// Errors: those of SealingCard::check(), refused.
    static core::Result<SealedPurchase> to(const SealingCard& card, core::Nanoseconds now,
                                           const SealingSecret& ephemeral = SealingSecret::generate());
    core::Bytes seal(const JobMessage& message);
    /// Errors: corrupt (altered, or one is missing), refused (repeated, or after the last).
    core::Result<JobMessage> open(core::ByteView sealed);

private:
    SealedPurchase(HpkeContext context, core::Hash card, SealingKey encapsulated, core::Nanoseconds deadline);
    HpkeContext m_context;
    core::Hash m_card;
    SealingKey m_encapsulated;
    core::Nanoseconds m_deadline;
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
    core::Bytes m_bound_questions, m_bound_answers;
    HpkeContext m_context;
    core::Hash m_nonce; ///< fresh, so that a question asked twice is never answered under one key
    CounterBox m_answers;
};

/// An executor's sealing keys: a new one every twelve hours, the one before it until its card expires. Thread-safe.
class SealingKeys {
public:
    /// Borrowed; both must outlive it.
    SealingKeys(const core::SigningKey& node, const core::Clock& clock);
    SealingCard card();
    struct Accepted {
        SealedExecution execution;
        Ask ask;
    };
    /// The first message of a job. Errors: not_found (sealed to another key), refused (too late, asked before),
    /// corrupt, busy.
    core::Result<Accepted> accept(core::ByteView sealed);

private:
    struct Held {
        SealingCard card;
        SealingSecret secret;
    };
    void renew(core::Nanoseconds now);
    core::Status remember(const SealingKey& encapsulated, core::Nanoseconds deadline, core::Nanoseconds now);

    const core::SigningKey& m_node;
    const core::Clock& m_clock;
    std::mutex m_mutex;
    std::vector<Held> m_held;                            ///< newest last
    std::map<SealingKey, core::Nanoseconds> m_questions; ///< that came, until their deadline
};

} // namespace hearth::link
