// SPDX-License-Identifier: Apache-2.0
#include "node/door/change_desk.h"

#include "core/log.h"
#include "core/recovery_words.h"
#include "ledger/consensus/network_trial.h"
#include "ledger/consensus/resting_ledger.h"

#include <algorithm>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using core::say;

std::uint64_t not_below_zero(std::int64_t number) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(number, 0));
}

core::Error under_way() {
    return fail(Code::conflict, say("home_change_under_way"), say("home_change_ends"));
}

} // namespace

core::Result<control::HoldingsView> ChangeDesk::holdings() const {
    ledger::RestingLedger now{m_parts.ledger.chain_id(), m_parts.ledger.head(), {}, std::nullopt};
    m_parts.ledger.read([&](const ledger::State& state) { now.state = state.to_cbor(); });
    if (m_parts.chain != nullptr) now.record = m_parts.chain->record();
    HEARTH_TRY(const ledger::Holdings has, ledger::holdings_of(m_parts.home, now));
    control::HoldingsView view;
    view.chain = now.chain_id;
    view.height = now.head.height;
    view.accounts = has.accounts.units_text();
    view.escrows = has.escrows.units_text();
    view.channels = has.channels.units_text();
    view.stakes = has.stakes.units_text();
    view.deposits = has.deposits.units_text();
    view.rewards = has.rewards.units_text();
    view.rewards_due = has.rewards_due;
    view.earning_channels = has.earning_channels;
    view.power = not_below_zero(has.power);
    view.all_power = not_below_zero(has.all_power);
    return view;
}

core::Status ChangeDesk::check_free() const {
    return m_parts.wish.waiting() ? core::Status(under_way()) : core::Status();
}

core::Result<control::HomeChange> ChangeDesk::restore(const std::vector<std::string>& words) {
    HEARTH_CHECK(check_free());
    HEARTH_TRY(core::SigningKey key, core::key_of_words(words));
    if (key.public_key() == m_parts.identity.operator_account())
        return fail(Code::conflict, say("operator_already", {key.public_key().hex()}));
    if (m_parts.place) return fail(Code::conflict, say("operator_of_network_home"), say("leave_network_first"));
    HEARTH_TRY(const control::JobTotals jobs, m_parts.store.count_jobs());
    HEARTH_TRY(const auto bought, m_parts.store.purchases(1, {}));
    if (jobs.running + jobs.done + jobs.failed + jobs.cancelled > 0 || !bought.empty())
        return fail(Code::conflict, say("home_of_another_operator"), say("restore_into_new_home"));
    core::log::info("node", "an operator is to be restored");
    WantedChange wanted;
    wanted.kind = WantedChange::Kind::restore;
    wanted.operator_key = std::move(key);
    return ask_for(std::move(wanted));
}

core::Result<control::HomeChange> ChangeDesk::join(const std::string& text, const control::OnProgress& progress) {
    const std::unique_lock trying(m_trying, std::try_to_lock); // one engine at a time
    if (!trying.owns_lock()) return under_way();
    HEARTH_CHECK(check_free());
    if (m_parts.place) return fail(Code::conflict, say("in_another_network"), say("leave_network_first"));
    HEARTH_TRY(ledger::Invitation invitation, ledger::Invitation::parse(text));
    WantedChange wanted;
    wanted.kind = WantedChange::Kind::join;
    HEARTH_CHECK(ledger::try_network(m_parts.home, invitation, wanted.listen, [&] {
        return !progress || progress({say("trying_network_engine"), 0, 0});
    }));
    core::log::info("node", "a network is to be joined");
    wanted.invitation = std::move(invitation);
    return ask_for(std::move(wanted));
}

core::Result<control::HomeChange> ChangeDesk::leave() {
    HEARTH_CHECK(check_free());
    if (!m_parts.place) return fail(Code::conflict, say("in_no_network"));
    core::log::info("node", "the network is to be left");
    return ask_for({});
}

core::Result<control::HomeChange> ChangeDesk::ask_for(WantedChange wanted) {
    if (!m_parts.wish.put(std::move(wanted))) return under_way();
    m_parts.stop();
    return view();
}

control::HomeChange ChangeDesk::view() const {
    if (const auto waiting = m_parts.wish.waiting()) {
        control::HomeChange change;
        change.kind = name_of(*waiting);
        change.state = control::ChangeState::under_way;
        return change;
    }
    return m_parts.changed ? m_parts.changed->view() : control::HomeChange();
}

} // namespace hearth::node
