// SPDX-License-Identifier: Apache-2.0
#include "node/door/governance_desk.h"
#include "node/money/governance.h"

namespace hearth::node {

core::Result<control::GovernanceView> GovernanceDesk::view() const {
    const core::PublicKey own = m_identity.operator_key().public_key();
    const ledger::Head head = m_settlement.head();
    std::optional<control::GovernanceView> view;
    m_settlement.read([&](const ledger::State& state) { view = governance_view(state, head, own); });
    if (view) return std::move(*view);
    return core::fail(core::Code::unavailable, core::say("ledger_cannot_read_now"),
                      core::say("check_disk_then_restart"));
}

core::Result<control::GovernanceReceipt> GovernanceDesk::act(const control::GovernanceAct& act) {
    HEARTH_TRY(ledger::Message message, governance_message(act));
    HEARTH_TRY(const Settlement::Governed done, m_settlement.govern(std::move(message)));
    control::GovernanceReceipt receipt;
    receipt.tx = done.result.tx_hash.hex();
    receipt.account = done.account.hex();
    receipt.height = done.result.height;
    receipt.proposal = done.proposal ? done.proposal : act.proposal;
    const core::Sentence block = core::figure(receipt.height),
                         number = receipt.proposal ? core::figure(*receipt.proposal) : core::Sentence();
    receipt.sentence = act.act == "vote" ? core::say("block_holds_vote", {block, act.choice.value_or(""), number})
                       : act.act == "propose" && receipt.proposal ? core::say("block_holds_proposal", {block, number})
                       : act.act == "propose"                     ? core::say("block_holds_a_proposal", {block})
                       : act.delegate                             ? core::say("block_holds_delegation", {block})
                                                                  : core::say("block_holds_end", {block});
    return receipt;
}

} // namespace hearth::node
