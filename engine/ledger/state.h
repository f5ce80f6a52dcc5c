// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/params.h"
#include "ledger/transaction.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// The settlement state machine. Pure: no clock, no thread, no float, no I/O; everything arrives as an
/// argument.
namespace hearth::ledger {

struct Account {
    core::Amount balance;
    std::uint64_t sequence = 0;
};
struct NodeRecord {
    core::PublicKey operator_key, payout;
    std::uint64_t receipts = 0, failed = 0;
};
struct Escrow {
    core::PublicKey payer, executor;
    core::ModelId model_id;
    core::Hash request_hash;
    core::Amount held;
    core::Epoch expires_epoch = 0;
};
enum class RewardState : std::uint8_t { pending = 0, confirmed = 1, paid = 2, lost = 3 };
/// A settled receipt on its way to the payout account.
struct Reward {
    core::PublicKey executor, payer;
    core::Amount price;
    core::Epoch settled_epoch = 0;
    core::Height height = 0;
    RewardState state = RewardState::pending;
    bool drawn = false; ///< an audit must pass before it may be confirmed
    std::uint8_t level = 1;
};

/// What the block around a transaction fixes.
struct BlockContext {
    std::string chain_id;
    core::Height height = 0;
    core::Epoch epoch = 0;
    core::Nanoseconds time = 0;
};

/// Something that happened to a reward or an account, for indexes outside the state machine.
struct LedgerEvent {
    std::string kind; ///< "settled", "confirmed", "paid", "lost", "refunded", "drawn"
    core::ReceiptId receipt_id;
    core::PublicKey account;
    core::Amount amount; ///< the executor's share where money moved
};

struct Genesis {
    std::string chain_id;
    core::Nanoseconds time = 0;
    Params params;
    std::map<core::PublicKey, core::Amount> accounts;
    static core::Result<Genesis> parse_accounts(Genesis base, const std::string& json);
};

class State {
public:
    explicit State(const Genesis& genesis);

    /// Stateless and stateful checks, without applying.
    core::Status check(const SignedTransaction& tx, const BlockContext& context) const;
    /// Applies or leaves everything as it was but for the fee. Events are appended.
    core::Status apply(const SignedTransaction& tx, const BlockContext& context,
                       std::vector<LedgerEvent>& events);
    /// Once at the end of each epoch: draws audits with `beacon`, confirms and vests what is due, expires
    /// escrows.
    void end_epoch(core::Epoch epoch, const core::Hash& beacon, const BlockContext& context,
                   std::vector<LedgerEvent>& events);

    const Account* account(const core::PublicKey& key) const;
    const NodeRecord* node(const core::PublicKey& node_key) const;
    const Escrow* escrow(const core::EscrowId& id) const;
    const Reward* reward(const core::ReceiptId& id) const;
    const Params& params() const { return m_params; }
    std::map<std::string, core::Amount>
    pools() const; ///< escrow, rewards, burned, insurance, treasury, verifiers, storage
    core::Amount supply() const { return m_supply; }
    /// Σ balances + escrow + rewards + pools + burned = genesis supply. An error names the difference.
    core::Status check_conservation() const;
    /// Root over every record, sorted by key: RFC 6962 over (table ‖ key ‖ hash of value).
    core::Hash app_hash() const;

    /// Whole state, for snapshots and for the store.
    core::cbor::Value to_cbor() const;
    static core::Result<State> from_cbor(const core::cbor::Value& value);

private:
    State() = default;
    friend class Applier;
    Params m_params;
    core::Amount m_supply;
    std::map<core::PublicKey, Account> m_accounts;
    std::map<core::PublicKey, NodeRecord> m_nodes;
    std::map<core::EscrowId, Escrow> m_escrows;
    std::map<core::ReceiptId, Reward> m_rewards;
    std::map<std::pair<core::PublicKey, core::Epoch>, core::Hash> m_roots;
    core::Amount m_escrowed, m_rewarded, m_burned, m_insurance, m_treasury, m_verifiers, m_storage;
};

/// What the operator gets of a price under these parameters (floor; the remainder goes to the treasury).
core::Amount executor_share(core::Amount price, const Params& params);
/// Price of an answer: per-token prices in 10⁻⁹ EMB, from the parameters.
core::Amount price_of(std::uint64_t prompt_tokens, std::uint64_t completion_tokens, const Params& params);
/// H("aud/1" ‖ beacon ‖ receipt) < rate: is this receipt drawn for an audit?
bool is_drawn(const core::Hash& beacon, const core::ReceiptId& receipt, std::uint64_t rate_ppm);

} // namespace hearth::ledger
