// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/events.h"
#include "ledger/genesis.h"
#include "ledger/state_tables.h"
#include "ledger/transaction.h"

namespace hearth::ledger {

/// The settlement state machine. Pure: no clock, no thread, no float, no I/O; everything arrives as an argument.
class State {
public:
    /// `genesis` passed its check().
    explicit State(const Genesis& genesis);

    std::uint64_t rules() const { return m_rules; }
    /// Newer rules hold from here, in `now`; their parameters get their first values. Errors: refused, unsupported.
    core::Status upgrade(std::uint64_t rules, core::Epoch now);
    /// Errors: unsupported, when what was voted makes a program necessary that knows newer rules.
    core::Status check_running(core::Height height) const;

    /// Before a block's first change: draws what waited for the beacon of the one before. Again it does nothing.
    void begin_block(const BlockContext& context, std::vector<LedgerEvent>& events);
    /// Each offence counts once; of validators that nothing answers for it is only kept. Absence counts unless it has
    /// jailed the validator already. After begin_block().
    void punish(const std::vector<OffenceKey>& offences, const BlockContext& context, std::vector<LedgerEvent>& events);
    /// Whether the next block draws audits or ends a channel, so that it is worth making without transactions.
    bool awaits_block(core::Height next) const;
    enum class Signature { unknown, good }; ///< "good": the caller has found it valid on this chain
    enum class Failing { costs_fee, costs_nothing };
    /// Stateless and stateful checks, without applying.
    core::Status check(const SignedTransaction& tx, const BlockContext& context, Signature = Signature::unknown) const;
    /// Applies, or leaves everything as it was, but for the fee where failing costs it. Events are appended.
    core::Status apply(const SignedTransaction& tx, const BlockContext& context, std::vector<LedgerEvent>& events,
                       Signature = Signature::unknown, Failing = Failing::costs_fee);
    /// At the end of an epoch: vests what is due, expires escrows, gives stakes back, and leaves the draws to the next
    /// begin_block(); under the first rules it draws at once. Epochs may be left out: what was due in them happens now.
    void end_epoch(core::Epoch epoch, const BlockContext& context, std::vector<LedgerEvent>& events);
    /// Whether end_epoch(epoch) would change nothing.
    bool idle_until(core::Epoch epoch) const;

    const Account* account(const core::PublicKey& key) const { return m_tables.accounts().get(key); }
    const NodeRecord* node(const core::PublicKey& node_key) const { return m_tables.nodes().get(node_key); }
    const Escrow* escrow(const core::EscrowId& id) const { return m_tables.escrows().get(id); }
    /// Known until `rewards.keep_epochs` after it was paid or lost.
    const Reward* reward(const core::ReceiptId& id) const { return m_tables.rewards().get(id); }
    const Tariff* tariff(const core::PublicKey& node_key, const core::ModelId& model, proof::ProfileId profile) const {
        return m_tables.tariffs().get({node_key, model, profile});
    }
    std::vector<TariffKey> offers_of(const core::PublicKey& node_key) const;
    /// The receipts that wait for a verdict of this node key, by the end of their windows.
    std::vector<core::ReceiptId> duties_of(const core::PublicKey& node_key) const;
    const EpochRoot* epoch_root(const core::PublicKey& node_key, core::Epoch epoch) const {
        return m_tables.roots().get({epoch, node_key});
    }
    bool is_operator(const core::PublicKey& key) const;
    std::vector<core::PublicKey> nodes_of(const core::PublicKey& operator_key) const;
    const Params& params() const { return m_params; }
    const Tables& tables() const { return m_tables; } ///< every record, channels and offences among them
    /// By number; those that are over until `gov.keep_epochs` have passed.
    const std::map<std::uint64_t, Proposal>& proposals() const { return m_tables.proposals().all(); }
    const Proposal* proposal(std::uint64_t id) const { return m_tables.proposals().get(id); }
    const Ballot* ballot(std::uint64_t id, const core::PublicKey& key) const {
        return m_tables.ballots().get({id, key});
    }
    /// Votes as they count so far; of a proposal whose vote is over its result.
    Tally tally(std::uint64_t id) const;
    /// Own weight in an open vote, and that of those who delegated to the key and did not vote themselves.
    Weight weight_in(std::uint64_t id, const core::PublicKey& key) const { return m_tables.weight_in(id, key); }
    Weight delegated_weight(std::uint64_t id, const core::PublicKey& key) const;
    const core::PublicKey* delegate_of(const core::PublicKey& key) const { return m_tables.delegations().get(key); }
    core::Amount next_deposit() const; ///< of a proposal that is made now
    const std::map<std::string, Listing>& listings() const { return m_tables.listings().all(); }
    const Governance& governance() const { return m_tables.governance(); }
    std::map<std::string, core::Amount> pools() const; ///< by pool_name(); stake, deposits, credits where there are any
    core::Amount supply() const { return m_tables.supply(); }
    /// Σ balances + credits + pools + stakes + deposits = supply: the first and what was made. Errors: the difference.
    core::Status check_conservation() const;
    core::Status check_totals() const; ///< the same from running totals, at no cost: for every block
    /// Root over every record, see StateTree.
    core::Hash app_hash() const { return m_tables.tree().root(); }
    /// That app_hash() is of a state with these records, or without one there. Errors: invalid_argument (no such key).
    core::Result<std::vector<ProvenRecord>> prove(const std::vector<StateKey>& keys) const;

    /// Whole state, for snapshots and for the store.
    core::cbor::Value to_cbor() const;
    static core::Result<State> from_cbor(const core::cbor::Value& value);
    /// Of such a value, without reading the rest.
    static std::uint64_t rules_of(const core::cbor::Value& value);

private:
    State() = default;
    friend class Applier;
    friend class Checker;
    friend class Draw;
    core::Status check_envelope(const SignedTransaction& tx, const BlockContext& context, Signature signature) const;
    core::Result<std::optional<core::Bytes>> record(const StateKey& key) const;
    bool has_to_draw(core::Epoch epoch) const;
    void draw_audits(core::Epoch epoch, const core::Hash& beacon, std::vector<LedgerEvent>& events);
    void draw_auditors(core::Epoch epoch, const BlockContext& context, std::vector<LedgerEvent>& events);
    void vest(core::Epoch epoch, std::vector<LedgerEvent>&events), remint(core::Epoch, std::vector<LedgerEvent>&);
    void pay(const core::ReceiptId& id, Reward reward, core::Epoch epoch, std::vector<LedgerEvent>& events);
    void count_paid(const Reward& reward, core::Amount to_auditors);
    void release(core::Epoch epoch, std::vector<LedgerEvent>& events);
    void expire(core::Epoch epoch, std::vector<LedgerEvent>& events);
    void forget(core::Epoch epoch);
    void seal_channels(const BlockContext& context);
    void end_closing(core::Height height, std::vector<LedgerEvent>& events);
    void end_lapsed(core::Epoch epoch, std::vector<LedgerEvent>& events);
    bool forgets_proposal(core::Epoch epoch) const, forgets_wrong_answer(core::Epoch epoch) const;
    void govern(core::Epoch epoch, const BlockContext& context, std::vector<LedgerEvent>& events);

    std::uint64_t m_rules = 1;
    Params m_params;
    Tables m_tables;
    std::pair<core::Height, std::uint64_t> m_votes; ///< of the present block: so many; no snapshot needs it
};

} // namespace hearth::ledger
