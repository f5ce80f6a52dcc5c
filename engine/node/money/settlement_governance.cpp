// SPDX-License-Identifier: Apache-2.0
#include "node/money/channels.h"
#include "node/money/settlement.h"

#include <future>

namespace hearth::node {
namespace {

bool answers_for(const ledger::Message& message, const core::PublicKey& node_key) {
    const auto* stake = std::get_if<ledger::Stake>(&message);
    const auto* bond = std::get_if<ledger::BondValidator>(&message);
    return (stake != nullptr && stake->node_key == node_key) || (bond != nullptr && bond->node_key == node_key);
}

} // namespace

core::Result<Settlement::Governed> Settlement::govern(ledger::Message message) {
    // Homes that neither compute nor check, as validators may be, are not registered before.
    if (const auto own = m_identity.node_key();
        answers_for(message, own->public_key()) && !is_registered(own->public_key())) {
        std::promise<core::Status> answer;
        register_key(*own, [&answer](const core::Status& registered) { answer.set_value(registered); });
        HEARTH_CHECK(answer.get_future().get());
    }
    TxSender::Key key = operator_key();
    const bool proposes = std::holds_alternative<ledger::SubmitProposal>(message);
    const core::SigningKey& caller = m_identity.caller_key();
    HEARTH_CHECK(look([&](const ledger::State& state) {
        // The identity outlives everything that signs.
        if (signer_of(message, state, caller.public_key(), m_identity.operator_account()) == caller.public_key())
            key = {std::shared_ptr<void>(), &caller};
        if (!proposes || state.rules() < ledger::governed_rules) return;
        const auto can_pay = [&](const core::PublicKey& account) {
            const ledger::Account* found = state.account(account);
            return found != nullptr && found->balance >= state.next_deposit();
        };
        // The identity outlives everything that signs.
        if ((!key || !can_pay(key->public_key())) && can_pay(caller.public_key()))
            key = {std::shared_ptr<void>(), &caller};
    }));
    if (!key) return Identity::operator_offline();
    Governed done;
    done.account = key->public_key();
    HEARTH_TRY(done.result, m_sender->send_and_wait(key, std::move(message)));
    if (!proposes) return done;
    HEARTH_CHECK(look([&](const ledger::State& state) {
        for (const auto& [id, proposal] : state.proposals())
            if (proposal.proposer == done.account && proposal.height == done.result.height) done.proposal = id;
    }));
    return done;
}

} // namespace hearth::node
