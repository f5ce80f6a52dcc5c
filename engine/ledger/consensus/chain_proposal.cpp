// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/chain_app_impl.h"

#include <algorithm>
#include <map>

namespace hearth::ledger {

using core::Code;
using core::fail;
using core::Status;

namespace {

/// How many transactions of one sender may wait for a block.
constexpr std::uint64_t sequence_window = 256;
constexpr std::size_t verified_generation = 40'000;
constexpr std::size_t transaction_overhead = 6; ///< its tag and length in a block

/// Votes of more than two thirds of the power: as many as the engine itself needs.
bool enough(std::int64_t given, std::int64_t of) {
    return core::Uint128{static_cast<std::uint64_t>(given)} * 3 > core::Uint128{static_cast<std::uint64_t>(of)} * 2;
}

/// What a sender gives away by a transaction beside its fee, if it takes effect.
core::Amount given_by(const Message& message) {
    if (const auto* m = std::get_if<Transfer>(&message)) return m->amount;
    if (const auto* m = std::get_if<Stake>(&message)) return m->amount;
    if (const auto* m = std::get_if<OpenEscrow>(&message)) return m->cap;
    if (const auto* m = std::get_if<OpenChannel>(&message)) return m->deposit;
    if (const auto* m = std::get_if<TopUpChannel>(&message)) return m->amount;
    return {};
}

/// What a sender has for the fees of a block: what it had before the block, less with every transaction of its own that
/// may take effect. A transaction beyond that waits for another block; or somebody who gives everything away first
/// would fill the rest of the block at no cost.
class Purse {
public:
    explicit Purse(core::Amount balance = {}) : m_left(balance) {}

    bool pays(core::Amount fee, core::Amount given) {
        const auto left = m_left.minus(fee);
        if (!left) return false;
        const auto rest = left->minus(given); // more than there is: only the fee goes
        m_left = rest ? *rest : *left;
        return true;
    }

private:
    core::Amount m_left;
};

/// Where a sender stands before a block.
struct Standing {
    std::uint64_t next = 0; ///< sequence number
    Purse purse;
};
Standing standing_of(const State& state, const core::PublicKey& sender) {
    const Account* account = state.account(sender);
    return account != nullptr ? Standing{account->sequence, Purse(account->balance)} : Standing();
}

/// Puts transactions into an order in which each sender's sequence numbers follow each other.
class Ordering {
public:
    Ordering(const State& state, core::Height height, std::size_t room)
        : m_state(state), m_height(height), m_room(room), m_least_fee(state.params().get("tx.fee")) {}

    void offer(const core::Bytes& bytes, const Transaction& tx) {
        Sender& sender = sender_of(tx.sender);
        if (tx.sequence < sender.next || tx.valid_until < m_height || tx.fee.units() < m_least_fee) return;
        sender.waiting.emplace(tx.sequence, Waiting{bytes, tx.fee, given_by(tx.message)});
        while (!sender.waiting.empty() && sender.waiting.begin()->first == sender.next)
            if (!take(sender, sender.waiting.begin()->second)) return;
    }
    std::vector<core::Bytes> taken() && { return std::move(m_taken); }

private:
    struct Waiting {
        core::Bytes bytes;
        core::Amount fee, given;
    };
    struct Sender : Standing {
        std::map<std::uint64_t, Waiting> waiting;
    };

    Sender& sender_of(const core::PublicKey& key) {
        const auto [at, fresh] = m_senders.try_emplace(key);
        if (fresh) at->second = {standing_of(m_state, key), {}};
        return at->second;
    }
    bool take(Sender& sender, const Waiting& next) {
        const std::size_t size = next.bytes.size() + transaction_overhead;
        if (size > m_room || !sender.purse.pays(next.fee, next.given)) return false;
        m_room -= size;
        ++sender.next;
        m_taken.push_back(next.bytes);
        sender.waiting.erase(sender.waiting.begin());
        return true;
    }

    const State& m_state;
    const core::Height m_height;
    std::size_t m_room;
    const std::uint64_t m_least_fee;
    std::map<core::PublicKey, Sender> m_senders;
    std::vector<core::Bytes> m_taken;
};

/// Judges a block by what its proposer had to choose by: senders' order, and what they have for fees.
class FeePayers {
public:
    explicit FeePayers(const State& state) : m_state(state), m_least_fee(state.params().get("tx.fee")) {}

    Status take(const Transaction& tx) {
        const auto [at, fresh] = m_senders.try_emplace(tx.sender);
        if (fresh) at->second = standing_of(m_state, tx.sender);
        Standing& sender = at->second;
        if (tx.sequence != sender.next++)
            return fail(Code::refused, "A transaction in the block is out of its sender's order.");
        if (tx.fee.units() < m_least_fee || !sender.purse.pays(tx.fee, given_by(tx.message)))
            return fail(Code::refused, "A transaction in the block does not pay its fee.");
        return {};
    }

private:
    const State& m_state;
    const std::uint64_t m_least_fee;
    std::map<core::PublicKey, Standing> m_senders;
};

} // namespace

bool VerifiedSet::knows(const core::Hash& transaction) const {
    const std::lock_guard lock(m_mutex);
    return m_young.count(transaction) != 0 || m_old.count(transaction) != 0;
}

void VerifiedSet::add(const core::Hash& transaction) {
    const std::lock_guard lock(m_mutex);
    if (m_young.size() >= verified_generation) m_old = std::exchange(m_young, {});
    m_young.insert(transaction);
}

BlockContext ChainApp::Impl::next_context() const {
    return {genesis.chain_id, head.height + 1, head.epoch, head.time, record.beacon};
}

Status ChainApp::Impl::check_sender(const SignedTransaction& tx, const core::Hash& hash, bool again) const {
    const Transaction& t = tx.transaction;
    const Account* account = state->account(t.sender);
    const std::uint64_t expected = account != nullptr ? account->sequence : 0;
    if (t.sequence < expected || t.sequence - expected >= sequence_window)
        return fail(Code::conflict, core::say("transaction_sequence_number_sender",
                                              {std::to_string(t.sequence), std::to_string(expected)}));
    // Of the transactions before it nothing is known yet but that they are under way.
    if (t.sequence == expected && !again) return state->check(tx, next_context(), signature_of(hash));
    if (t.valid_until <= head.height)
        return fail(Code::refused, core::say("transaction_valid_until_block", {std::to_string(t.valid_until)}),
                    core::say("sign_again_later_block"));
    if (t.fee.units() < state->params().get("tx.fee"))
        return fail(Code::refused,
                    core::say("fee_below_least_one", {core::Amount::from_units(state->params().get("tx.fee")).text()}));
    HEARTH_CHECK((account != nullptr ? account->balance : core::Amount()).minus(t.fee));
    if (!verified.knows(hash) && !tx.signature_valid(genesis.chain_id)) return bad_signature();
    return {};
}

Status ChainApp::check_tx(core::ByteView bytes, bool again) const {
    if (bytes.size() > max_transaction_bytes)
        return fail(Code::too_large, core::say("transaction_bytes_most_accepted",
                                               {std::to_string(bytes.size()), std::to_string(max_transaction_bytes)}));
    HEARTH_TRY(const SignedTransaction tx, SignedTransaction::decode(bytes));
    const core::Hash hash = transaction_hash(bytes);
    const std::lock_guard lock(m_impl->mutex);
    if (!m_impl->state) return chain_broken();
    HEARTH_CHECK(known_under(m_impl->state->rules(), tx.transaction.message));
    HEARTH_CHECK(m_impl->check_sender(tx, hash, again));
    m_impl->verified.add(hash);
    return {};
}

bool ChainApp::Impl::signed_by_validator(const SignedShare& share, core::Height height, std::int32_t round) const {
    const ChainValidator* validator = record.find(share.validator);
    return validator != nullptr &&
           core::verify(validator->key, extension_sign_bytes(share.extension, height, round, genesis.chain_id),
                        share.signature);
}

std::vector<SignedShare> ChainApp::Impl::collect_shares(const LastCommit& commit, core::Height height) const {
    std::vector<SignedShare> shares;
    for (const Vote& vote : commit.votes) {
        SignedShare share{vote.validator, vote.extension, vote.extension_signature};
        // The engine adds late votes that nobody has checked.
        if (vote.for_block && signed_by_validator(share, height, commit.round)) shares.push_back(std::move(share));
    }
    return shares;
}

std::vector<core::Bytes> ChainApp::prepare_proposal(const OrderedBlock& block, std::size_t max_bytes) const {
    const std::lock_guard lock(m_impl->mutex);
    std::vector<core::Bytes> chosen;
    if (!m_impl->state) return chosen;
    std::size_t room = max_bytes;
    if (m_impl->record.shares_due) {
        chosen.push_back(encode_shares(m_impl->collect_shares(block.last_commit, block.height - 1)));
        room -= std::min(room, chosen.back().size() + transaction_overhead);
    }
    Ordering ordering(*m_impl->state, block.height, room);
    for (const core::Bytes& bytes : block.transactions) {
        const auto tx = bytes.size() <= max_transaction_bytes
                            ? SignedTransaction::decode(bytes)
                            : core::Result<SignedTransaction>(fail(Code::too_large, ""));
        if (!tx || !known_under(m_impl->state->rules(), tx->transaction.message)) continue;
        if (!m_impl->verified.knows(transaction_hash(bytes)) && !tx->signature_valid(m_impl->genesis.chain_id))
            continue;
        ordering.offer(bytes, tx->transaction);
    }
    for (core::Bytes& bytes : std::move(ordering).taken())
        chosen.push_back(std::move(bytes));
    return chosen;
}

Status ChainApp::Impl::check_shares(const OrderedBlock& block) const {
    if (!record.shares_due) return {};
    if (block.transactions.empty()) return fail(Code::refused, "The block does not begin with its voters' shares.");
    HEARTH_TRY(const auto shares, decode_shares(block.transactions.front()));
    const LastCommit& commit = block.last_commit;
    std::int64_t given = 0, all = 0;
    auto next = shares.begin();
    for (const Vote& vote : commit.votes) {
        all += vote.power;
        if (next == shares.end() || next->validator != vote.validator || !vote.for_block) continue;
        if (!signed_by_validator(*next, block.height - 1, commit.round))
            return fail(Code::refused, "A share in the block is not signed by its validator.");
        given += vote.power;
        ++next;
    }
    if (next != shares.end())
        return fail(Code::refused, "The block holds shares of others than its voters, or in another order.");
    if (!enough(given, all)) return fail(Code::refused, "The block holds shares of too few of its voters.");
    return {};
}

/// The engine has looked at the proofs; who is accused of what must be somebody and something that the chain knows. It
/// reports each pair of votes, so that the same accusation may stand there more than once.
Status ChainApp::Impl::check_misbehaviour(const OrderedBlock& block) const {
    for (const Misbehaviour& one : block.misbehaviour) {
        if (record.find(one.validator) == nullptr || one.height > block.height)
            return fail(Code::refused, core::say("block_accuses_wrongly"));
    }
    return {};
}

Status ChainApp::process_proposal(const OrderedBlock& block) const {
    const std::lock_guard lock(m_impl->mutex);
    const Impl& impl = *m_impl;
    if (!impl.state) return chain_broken();
    HEARTH_CHECK(impl.check_shares(block));
    HEARTH_CHECK(impl.check_misbehaviour(block));
    FeePayers payers(*impl.state);
    for (std::size_t i = impl.first_transaction(block); i < block.transactions.size(); ++i) {
        const core::Bytes& bytes = block.transactions[i];
        if (bytes.size() > max_transaction_bytes)
            return fail(Code::too_large, "A transaction in the block is too large.");
        HEARTH_TRY(const SignedTransaction tx, SignedTransaction::decode(bytes));
        const Transaction& t = tx.transaction;
        HEARTH_CHECK(known_under(impl.state->rules(), t.message));
        HEARTH_CHECK(payers.take(t));
        if (t.valid_until < block.height) return fail(Code::refused, "A transaction in the block has expired.");
        const core::Hash hash = transaction_hash(bytes);
        if (impl.verified.knows(hash)) continue;
        if (!tx.signature_valid(impl.genesis.chain_id))
            return fail(Code::refused, "A transaction in the block is not signed by its sender.");
        impl.verified.add(hash);
    }
    return {};
}

core::Bytes ChainApp::extend_vote(const OrderedBlock& block) const {
    const std::lock_guard lock(m_impl->mutex);
    const Impl& impl = *m_impl;
    const std::size_t first = impl.first_transaction(block);
    if (!impl.state || !impl.options.validator || !impl.options.beacon_secret ||
        !needs_beacon(block, first, *impl.state, impl.record))
        return {};
    const Address own = address_of(*impl.options.validator);
    const ChainValidator* validator = impl.record.find(own);
    if (validator == nullptr) return {};
    std::uint64_t count = validator->shares;
    if (first == 1) {
        // The block itself may take the number that this node revealed last.
        const auto shares = decode_shares(block.transactions.front());
        if (shares)
            for (const SignedShare& share : *shares)
                if (share.validator == own && impl.record.fits(share)) ++count;
    }
    return BeaconSecret(*impl.options.beacon_secret).share(count).encode();
}

bool ChainApp::verify_vote_extension(core::ByteView extension) const {
    return extension.empty() || extension.size() == share_bytes;
}

} // namespace hearth::ledger
