// SPDX-License-Identifier: Apache-2.0
#include "node/door/money_desk.h"

#include "core/amount_text.h"

namespace hearth::node {
namespace {

using core::Code;
using core::fail;

core::Result<core::PublicKey> account_key(const std::string& address) {
    auto key = core::PublicKey::parse(address);
    if (key) return key;
    return fail(Code::invalid_argument, core::say("no_account", {address.substr(0, 80)}),
                core::say("account_home_hearthctl_ledger"));
}

} // namespace

core::Result<control::AccountView> MoneyDesk::account(const std::string& address) const {
    core::PublicKey key = m_identity.caller_key().public_key();
    if (!address.empty()) {
        HEARTH_TRY(key, account_key(address));
    }
    HEARTH_TRY(const core::Amount balance, m_settlement.balance(key));
    control::AccountView view{key.hex(), balance.units_text()};
    m_settlement.read([&](const ledger::State& state) {
        if (const ledger::Account* found = state.account(key)) view.credits = found->credits.units_text();
    });
    return view;
}

core::Result<control::MoneySent> MoneyDesk::send(const std::string& to, const std::string& amount) {
    HEARTH_TRY(const core::PublicKey target, account_key(to));
    HEARTH_TRY(const core::Amount sum, core::parse_emb(amount));
    if (sum == core::Amount())
        return fail(Code::invalid_argument, core::say("nothing_would_sent"), core::say("give_amount_above"));
    HEARTH_TRY(const ledger::TxResult sent, m_settlement.send_money(target, sum));
    return control::MoneySent{sent.tx_hash.hex(), sent.height, m_identity.caller_key().public_key().hex(), target.hex(),
                              sum.units_text()};
}

control::LedgerHead MoneyDesk::ledger_head() const {
    control::LedgerHead shown;
    const ledger::Head head = m_settlement.head();
    shown.height = head.height;
    shown.app_hash = head.app_hash.hex();
    shown.epoch = head.epoch;
    m_settlement.read([&](const ledger::State& state) {
        for (const auto& [name, amount] : state.pools())
            shown.pools[name] = amount.units_text();
        shown.supply = state.supply().units_text();
        // The window that was counted last may be over, until the next subsidy begins another one.
        const ledger::Issuance& issuance = state.tables().issuance();
        if (state.rules() < ledger::issuing_rules) return;
        const bool over = head.epoch >= issuance.window + state.params().get("subsidy.window_epochs");
        shown.minted = over ? "0" : issuance.minted.units_text();
        if (state.rules() < ledger::credit_rules) return;
        const core::Amount waiting = state.tables().waiting_to_remint();
        shown.waiting = waiting.units_text();
        shown.remint = state.tables().remint().allowance(head.epoch, waiting, state.params()).units_text();
    });
    return shown;
}

} // namespace hearth::node
