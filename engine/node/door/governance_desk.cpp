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
    return core::fail(core::Code::unavailable, "The ledger cannot be read now.",
                      "Check the disk, then restart the service.");
}

core::Result<control::GovernanceReceipt> GovernanceDesk::act(const control::GovernanceAct& act) {
    HEARTH_TRY(ledger::Message message, governance_message(act));
    HEARTH_TRY(const Settlement::Governed done, m_settlement.govern(std::move(message)));
    control::GovernanceReceipt receipt;
    receipt.tx = done.result.tx_hash.hex();
    receipt.account = done.account.hex();
    receipt.height = done.result.height;
    receipt.proposal = done.proposal ? done.proposal : act.proposal;
    const std::string what = act.act == "vote"      ? "the vote \"" + act.choice.value_or("") + "\""
                             : act.act == "propose" ? "the proposal"
                             : act.delegate         ? "the delegation"
                                                    : "the end of the delegation";
    receipt.sentence = "Block " + std::to_string(receipt.height) + " holds " + what +
                       (receipt.proposal ? " on proposal " + std::to_string(*receipt.proposal) : std::string()) + ".";
    if (act.act == "propose" && receipt.proposal)
        receipt.sentence = "Block " + std::to_string(receipt.height) + " holds the proposal; its number is " +
                           std::to_string(*receipt.proposal) + ".";
    return receipt;
}

} // namespace hearth::node
