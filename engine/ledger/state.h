// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/params.h"
#include "ledger/records.h"
#include "ledger/state_tables.h"
#include "ledger/transaction.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// The settlement state machine. Pure: no clock, no thread, no float, no I/O; everything arrives as an
/// argument.
namespace hearth::ledger {

/// Version of the rules. 1: nodes without proof of possession, one price for all, anybody's verdict counts. 2: nodes
/// prove their keys and offer tariffs, an escrow fixes price and beacon, only the auditor that was drawn is heard, and
/// a failed audit opens a dispute. A chain keeps the blocks of older rules and goes on under newer ones after
/// upgrade().
inline constexpr std::uint64_t present_rules = 2;
/// Errors: unsupported for versions that this program does not know.
core::Status check_rules(std::uint64_t rules);

struct Genesis {
    std::string chain_id;
    core::Nanoseconds time = 0;
    Params params = Params::solo();
    std::map<core::PublicKey, core::Amount> accounts;
    std::uint64_t rules = present_rules;
    /// The supply fits an amount and the parameters hold.
    core::Status check() const;

    core::cbor::Value to_cbor() const;
    static core::Result<Genesis> from_cbor(const core::cbor::Value& value);
};

class State {
public:
    /// `genesis` passed its check().
    explicit State(const Genesis& genesis);

    std::uint64_t rules() const { return m_rules; }
    /// Newer rules hold from here on; parameters that came with them get their first values. Errors: refused,
    /// unsupported.
    core::Status upgrade(std::uint64_t rules);

    /// Before the first change of a block: the beacon of the block before is known now.
    void begin_block(const BlockContext& context);
    /// Stateless and stateful checks, without applying.
    core::Status check(const SignedTransaction& tx, const BlockContext& context) const;
    /// Applies or leaves everything as it was but for the fee. Events are appended.
    core::Status apply(const SignedTransaction& tx, const BlockContext& context, std::vector<LedgerEvent>& events);
    /// At the end of an epoch: draws audits with `beacon`, confirms and vests what is due, expires escrows.
    /// Epochs may be left out: what was due in them happens now.
    void end_epoch(core::Epoch epoch, const core::Hash& beacon, const BlockContext& context,
                   std::vector<LedgerEvent>& events);
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
    std::size_t offers_of(const core::PublicKey& node_key) const; ///< models and profiles that it has a tariff for
    /// The receipts that wait for a verdict of this node key, by the end of their windows.
    std::vector<core::ReceiptId> duties_of(const core::PublicKey& node_key) const;
    const EpochRoot* epoch_root(const core::PublicKey& node_key, core::Epoch epoch) const {
        return m_tables.roots().get({epoch, node_key});
    }
    bool is_operator(const core::PublicKey& key) const;
    std::vector<core::PublicKey> nodes_of(const core::PublicKey& operator_key) const;
    const Params& params() const { return m_params; }
    std::map<std::string, core::Amount>
    pools() const; ///< escrow, rewards, burned, insurance, treasury, verifiers, storage
    core::Amount supply() const { return m_tables.supply(); }
    /// Σ balances + escrow + rewards + pools + burned = genesis supply. An error names the difference.
    core::Status check_conservation() const;
    /// The same from running totals, at no cost: for every block.
    core::Status check_totals() const;
    /// Root over every record, see StateTree.
    core::Hash app_hash() const { return m_tables.tree().root(); }

    /// Whole state, for snapshots and for the store.
    core::cbor::Value to_cbor() const;
    static core::Result<State> from_cbor(const core::cbor::Value& value);

private:
    State() = default;
    friend class Applier;
    friend class Checker;
    friend class Draw;
    core::Status check_envelope(const SignedTransaction& tx, const BlockContext& context) const;
    void draw_audits(core::Epoch epoch, const core::Hash& beacon, std::vector<LedgerEvent>& events);
    void draw_auditors(core::Epoch epoch, const core::Hash& beacon, std::vector<LedgerEvent>& events);
    void vest(core::Epoch epoch, std::vector<LedgerEvent>& events);
    void pay(const core::ReceiptId& id, Reward reward, core::Epoch epoch, std::vector<LedgerEvent>& events);
    void expire(core::Epoch epoch, std::vector<LedgerEvent>& events);
    void forget(core::Epoch epoch);

    std::uint64_t m_rules = 1;
    Params m_params;
    Tables m_tables;
};

/// What the operator gets of a price under these parameters (floor; the remainder goes to the treasury).
core::Amount executor_share(core::Amount price, const Params& params);
/// What a node asks that names no price of its own.
Tariff usual_tariff(const Params& params);
/// Price of an answer under the first rules: per-token prices in 10⁻⁹ EMB, from the parameters.
core::Amount price_of(std::uint64_t prompt_tokens, std::uint64_t completion_tokens, const Params& params);
/// H("aud/1" ‖ beacon ‖ receipt) < rate: is this receipt drawn for an audit? The first eight bytes of the
/// hash, read as a big-endian number, are compared with floor(rate · 2⁶⁴ / 10⁶).
bool is_drawn(const core::Hash& beacon, const core::ReceiptId& receipt, std::uint64_t rate_ppm);
/// The draw's rate for a receipt of this executor: new, on probation (also after a failure) or steady.
std::uint64_t audit_rate_ppm(const NodeRecord& node, bool exact, const Params& params);

} // namespace hearth::ledger
