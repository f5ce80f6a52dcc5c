// SPDX-License-Identifier: Apache-2.0
#include "ledger/apply.h"
#include "ledger/rules.h"
#include "ledger/set_aside.h"
#include "ledger/table_keys.h"

namespace hearth::ledger {

using core::Amount;
using core::Code;
using core::fail;
using core::Status;

void set_aside(Tables& tables, const core::PublicKey& key, Amount amount, bool credits) {
    if (!credits) return tables.debit(key, amount);
    const Account* old = tables.accounts().get(key);
    Account account = old != nullptr ? *old : Account{};
    account.credits = tables::difference(account.credits, amount);
    tables.put(key, account);
}

void give_back(Tables& tables, const core::PublicKey& key, Amount amount, bool credits) {
    if (!credits) return tables.credit(key, amount);
    const Account* old = tables.accounts().get(key);
    Account account = old != nullptr ? *old : Account{};
    account.credits = tables::sum(account.credits, amount);
    tables.put(key, account);
}

bool credits_cover(const State& state, const core::PublicKey& account, Amount amount) {
    const Account* found = state.rules() >= credit_rules ? state.account(account) : nullptr;
    return found != nullptr && amount != Amount() && amount <= found->credits &&
           state.tables().reminting().size() <= state.params().get("credit.waiting");
}

Status Checker::operator()(const BuyCredits& m) const {
    HEARTH_CHECK(known_under(m_state.rules(), m));
    if (m.to.is_zero()) return fail(Code::invalid_argument, core::say("credits_need_an_account"));
    const Amount least = Amount::from_units(m_state.params().get("credit.least"));
    if (m.amount < least)
        return fail(Code::refused, core::say("too_few_credits_at_once", {least.text(), m.amount.text()}));
    return affordable(m.amount);
}

void Applier::operator()(const BuyCredits& m) {
    m_tables.debit(m_tx.sender, m.amount);
    give_back(m_tables, m.to, m.amount, true);
    Remint remint = m_tables.remint();
    remint.bought.add(m_context.epoch, m.amount, m_params.get("credit.window_epochs"));
    m_tables.set_remint(remint);
    m_events.push_back({EventKind::credits_bought, {}, m.to, m.amount});
}

/// Whether so much of the sender's credits, or else of its money, can be set aside for answers.
Status Checker::can_set_aside(Amount amount, bool credits) const {
    if (!credits) return affordable(amount);
    if (amount == Amount()) return fail(Code::invalid_argument, core::say("amount_must_not_zero"));
    const Account* account = m_state.account(m_tx.sender);
    const Amount held = account != nullptr ? account->credits : Amount();
    if (held < amount)
        return fail(Code::refused, core::say("too_few_credits", {held.text(), amount.text()}),
                    core::say("buy_credits_first"));
    const std::uint64_t most = m_state.params().get("credit.waiting");
    if (m_state.tables().reminting().size() > most)
        return fail(Code::busy, core::say("too_many_wait_for_remint", {std::to_string(most)}),
                    core::say("pay_in_emb_meanwhile"));
    return {};
}

/// In the order in which they fell due. What came too late to its decision for this epoch's end waits for the next one.
void State::remint(core::Epoch epoch, std::vector<LedgerEvent>& events) {
    const auto& queue = m_tables.reminting();
    if (queue.empty() || queue.begin()->first > epoch) return;
    Remint remint = m_tables.remint();
    std::uint64_t left = remint.begin(epoch, m_tables.waiting_to_remint(), m_params).units();
    const std::uint64_t most = m_params.get("credit.per_epoch");
    for (std::uint64_t paid = 0; paid < most && left > 0 && !queue.empty() && queue.begin()->first <= epoch; ++paid) {
        const core::ReceiptId id = queue.begin()->second;
        const Reward reward = *m_tables.rewards().get(id);
        const std::uint64_t price = reward.price.units();
        if (price > left) remint.ahead = Amount::from_units(price - left);
        left -= std::min(price, left);
        pay(id, reward, epoch, events);
    }
    m_tables.set_remint(remint);
}

} // namespace hearth::ledger
