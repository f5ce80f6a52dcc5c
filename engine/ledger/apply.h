// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/state.h"
#include "proof/receipt.h"

namespace hearth::ledger {

/// The rules of each message: Checker looks and changes nothing, Applier does what Checker allowed and cannot fail.
/// Both keep the first rules for the blocks that were made under them. Internal to ledger; borrow everything.
class Checker {
public:
    /// `available`: the sender's balance after the fee.
    Checker(const State& state, const Transaction& tx, const BlockContext& context, core::Amount available)
        : m_state(state), m_tx(tx), m_context(context), m_available(available) {}

    core::Status operator()(const Transfer& message) const;
    core::Status operator()(const RegisterNode& message) const;
    core::Status operator()(const OpenEscrow& message) const;
    core::Status operator()(const SettleReceipt& message) const;
    core::Status operator()(const CancelEscrow& message) const;
    core::Status operator()(const PostEpochRoot& message) const;
    core::Status operator()(const PostVerdict& message) const;
    core::Status operator()(const OfferTariff& message) const;
    core::Status operator()(const Stake& message) const;
    core::Status operator()(const Unstake& message) const;
    core::Status operator()(const SubmitProposal& message) const;
    core::Status operator()(const CastVote& message) const;
    core::Status operator()(const DelegateVotes& message) const;
    core::Status operator()(const CancelProposal& message) const;
    core::Status operator()(const OpenChannel& message) const;
    core::Status operator()(const TopUpChannel& message) const;
    core::Status operator()(const RedeemVoucher& message) const;
    core::Status operator()(const CloseChannel& message) const;
    core::Status operator()(const BondValidator& message) const;
    core::Status operator()(const SettleByVoucher& message) const;
    core::Status operator()(const BuyCredits& message) const;
    core::Status operator()(const LockStake& message) const;
    core::Status operator()(const AnnounceNode& message) const;
    core::Status operator()(const UnjailValidator& message) const;

private:
    core::Status affordable(core::Amount amount) const;
    core::Status can_set_aside(core::Amount amount, bool credits) const;
    core::Status governed() const;
    core::Status channelled() const;
    core::Result<const Channel*> channel(const core::ChannelId& id) const;
    core::Status pays_no_node(const Channel& channel) const;
    core::Status redeemable(const core::ChannelId& id, core::Amount amount, const core::Signature& signature,
                            const Channel& channel) const;
    core::Status settles_by(const proof::SignedReceipt& receipt, const core::ChannelId& id,
                            const Channel& channel) const;
    core::Result<const Proposal*> proposal(std::uint64_t id) const;
    core::Result<const NodeRecord*> own_node(const core::PublicKey& node_key) const;
    core::Status under_first_rules(const PostVerdict& message, const Reward& reward) const;
    core::Status certificate_fits(const RegisterNode& message) const;
    core::Status takes_over(const NodeRecord& old, const NodeRecord& next) const;
    core::Status accepted_is_offered(const OpenEscrow& message) const;
    core::Status price_fits(const proof::Receipt& receipt, const Escrow& escrow) const;
    core::Status beacon_fits(const proof::Receipt& receipt, const Escrow& escrow) const;

    const State& m_state;
    const Transaction& m_tx;
    const BlockContext& m_context;
    core::Amount m_available;
};

class Applier {
public:
    Applier(State& state, const Transaction& tx, const BlockContext& context, std::vector<LedgerEvent>& events)
        : m_rules(state.m_rules), m_tables(state.m_tables), m_params(state.m_params), m_tx(tx), m_context(context),
          m_events(events) {}

    void charge_fee();
    void operator()(const Transfer& message);
    void operator()(const RegisterNode& message);
    void operator()(const OpenEscrow& message);
    void operator()(const SettleReceipt& message);
    void operator()(const CancelEscrow& message);
    void operator()(const PostEpochRoot& message);
    void operator()(const PostVerdict& message);
    void operator()(const OfferTariff& message);
    void operator()(const Stake& message);
    void operator()(const Unstake& message);
    void operator()(const SubmitProposal& message);
    void operator()(const CastVote& message);
    void operator()(const DelegateVotes& message);
    void operator()(const CancelProposal& message);
    void operator()(const OpenChannel& message);
    void operator()(const TopUpChannel& message);
    void operator()(const RedeemVoucher& message);
    void operator()(const CloseChannel& message);
    void operator()(const BondValidator& message);
    void operator()(const SettleByVoucher& message);
    void operator()(const BuyCredits& message);
    void operator()(const LockStake& message);
    void operator()(const AnnounceNode& message);
    void operator()(const UnjailValidator& message);

private:
    void under_first_rules(const PostVerdict& message, Reward reward);
    void grant(const proof::Receipt& receipt, const core::PublicKey& payer, std::optional<EscrowTerms> terms,
               bool credits);
    void pay(const core::ChannelId& id, Channel channel, core::Amount in_all);

    const std::uint64_t m_rules;
    Tables& m_tables;
    const Params& m_params;
    const Transaction& m_tx;
    const BlockContext& m_context;
    std::vector<LedgerEvent>& m_events;
};

} // namespace hearth::ledger
