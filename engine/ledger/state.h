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

struct Genesis {
    std::string chain_id;
    core::Nanoseconds time = 0;
    Params params = Params::solo();
    std::map<core::PublicKey, core::Amount> accounts;
    /// The supply fits an amount and the parameters hold.
    core::Status check() const;

    core::cbor::Value to_cbor() const;
    static core::Result<Genesis> from_cbor(const core::cbor::Value& value);
};

class State {
public:
    /// `genesis` passed its check().
    explicit State(const Genesis& genesis);

    /// Stateless and stateful checks, without applying.
    core::Status check(const SignedTransaction& tx, const BlockContext& context) const;
    /// Applies or leaves everything as it was but for the fee. Events are appended.
    core::Status apply(const SignedTransaction& tx, const BlockContext& context,
                       std::vector<LedgerEvent>& events);
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
    const EpochRoot* epoch_root(const core::PublicKey& node_key, core::Epoch epoch) const {
        return m_tables.roots().get({epoch, node_key});
    }
    bool is_operator(const core::PublicKey& key) const;
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
    core::Status check_envelope(const SignedTransaction& tx, const BlockContext& context) const;
    void draw_audits(core::Epoch epoch, const core::Hash& beacon, std::vector<LedgerEvent>& events);
    void vest(core::Epoch epoch, std::vector<LedgerEvent>& events);
    void pay(const core::ReceiptId& id, Reward reward, core::Epoch epoch, std::vector<LedgerEvent>& events);
    void expire(core::Epoch epoch, std::vector<LedgerEvent>& events);
    void forget(core::Epoch epoch);

    Params m_params;
    Tables m_tables;
};

/// What the operator gets of a price under these parameters (floor; the remainder goes to the treasury).
core::Amount executor_share(core::Amount price, const Params& params);
/// Price of an answer: per-token prices in 10⁻⁹ EMB, from the parameters.
core::Amount price_of(std::uint64_t prompt_tokens, std::uint64_t completion_tokens, const Params& params);
/// H("aud/1" ‖ beacon ‖ receipt) < rate: is this receipt drawn for an audit? The first eight bytes of the
/// hash, read as a big-endian number, are compared with floor(rate · 2⁶⁴ / 10⁶).
bool is_drawn(const core::Hash& beacon, const core::ReceiptId& receipt, std::uint64_t rate_ppm);
/// The draw's rate for a receipt of this executor: new, on probation (also after a failure) or steady.
std::uint64_t audit_rate_ppm(const NodeRecord& node, bool exact, const Params& params);

} // namespace hearth::ledger
