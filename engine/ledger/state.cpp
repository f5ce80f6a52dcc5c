// SPDX-License-Identifier: Apache-2.0
#include "ledger/state.h"

#include "core/expect.h"

namespace hearth::ledger {
namespace {

core::Status compare(core::Uint128 found, core::Amount supply) {
    if (found == supply.units()) return {};
    const bool more = found > supply.units();
    const core::Uint128 by = more ? found - supply.units() : supply.units() - found;
    const auto difference = core::Amount::from_wide(by);
    if (!difference) return core::fail(core::Code::internal, core::say("ledger_sum_overflows"));
    return core::fail(core::Code::internal,
                      core::say(more ? "ledger_holds_more" : "ledger_holds_less", {difference->units_text()}));
}

} // namespace

core::Status check_rules(std::uint64_t rules) {
    if (rules >= 1 && rules <= present_rules) return {};
    return core::fail(core::Code::unsupported,
                      core::say("ledger_follows_rules_version", {std::to_string(rules), std::to_string(present_rules)}),
                      core::say("update_hearth"));
}

State::State(const Genesis& genesis) : m_rules(genesis.rules), m_params(genesis.params) {
    core::Amount supply;
    for (const auto& [key, amount] : genesis.accounts) {
        m_tables.put(key, Account{amount, 0});
        const auto sum = supply.plus(amount);
        HEARTH_EXPECT(sum.ok(), "A genesis that Genesis::check() let through gives out more than can be counted.");
        supply = *sum;
    }
    m_tables.set_supply(supply);
    m_tables.set_params(core::cbor::encode(m_params.to_cbor()));
    m_tables.set_rules(m_rules);
    if (m_rules < governed_rules) return;
    Governance governance;
    governance.guardian = genesis.guardian;
    m_tables.set_governance(governance);
}

core::Status State::upgrade(std::uint64_t rules, core::Epoch now) {
    HEARTH_CHECK(check_rules(rules));
    if (rules <= m_rules)
        return core::fail(core::Code::refused,
                          core::say("ledger_follows_rules_cannot", {std::to_string(m_rules), std::to_string(rules)}));
    m_params.complete(rules);
    // What was paid before nobody knows when counts as if it were now, so that no house is empty.
    for (const auto& [key, known] : m_tables.nodes().all()) {
        if (rules < locking_rules || m_rules >= locking_rules || known.paid_fees == core::Amount()) continue;
        NodeRecord node = known;
        node.work = {now, known.paid_fees, {}};
        m_tables.put(key, node);
    }
    m_rules = rules;
    m_tables.set_params(core::cbor::encode(m_params.to_cbor()));
    m_tables.set_rules(rules);
    if (m_rules < governed_rules) return {};
    Governance governance = m_tables.governance();
    if (governance.upgrade && governance.upgrade->rules <= rules) governance.upgrade.reset();
    m_tables.set_governance(governance);
    return {};
}

core::Status State::check_running(core::Height height) const {
    const auto& next = m_tables.governance().upgrade;
    if (!next || height < next->height) return {};
    return check_rules(next->rules);
}

void State::begin_block(const BlockContext& context, std::vector<LedgerEvent>& events) {
    if (const auto& next = m_tables.governance().upgrade;
        next && next->height <= context.height && check_rules(next->rules)) {
        const core::Status upgraded = upgrade(next->rules, context.epoch);
        HEARTH_EXPECT(upgraded.ok(), "An upgrade was decided that is not to the version after this one.");
    }
    const std::vector<core::EscrowId> opened(m_tables.unsealed().begin(), m_tables.unsealed().end());
    for (const core::EscrowId& id : opened) {
        Escrow escrow = *m_tables.escrows().get(id);
        if (escrow.terms->height >= context.height) continue;
        escrow.terms->beacon = context.beacon;
        m_tables.put(id, escrow);
    }
    seal_channels(context);
    end_closing(context.height, events);
    const std::optional<PendingDraw> waiting = m_tables.draw();
    if (!waiting || waiting->height >= context.height) return;
    m_tables.set_draw(std::nullopt);
    draw_audits(waiting->epoch, context.beacon, events);
    draw_auditors(waiting->epoch, context, events);
    vest(waiting->epoch, events); // what came late to its decision is due already
}

std::vector<core::ReceiptId> State::duties_of(const core::PublicKey& node_key) const {
    std::vector<core::ReceiptId> duties;
    for (auto at = m_tables.duties().lower_bound({node_key, 0, core::ReceiptId{}});
         at != m_tables.duties().end() && std::get<0>(*at) == node_key; ++at)
        duties.push_back(std::get<2>(*at));
    return duties;
}

std::vector<core::PublicKey> State::nodes_of(const core::PublicKey& operator_key) const {
    std::vector<core::PublicKey> keys;
    for (auto at = m_tables.operators().lower_bound({operator_key, core::PublicKey{}});
         at != m_tables.operators().end() && at->first == operator_key; ++at)
        keys.push_back(at->second);
    return keys;
}

bool State::is_operator(const core::PublicKey& key) const {
    const auto at = m_tables.operators().lower_bound({key, core::PublicKey{}});
    return at != m_tables.operators().end() && at->first == key;
}

std::vector<TariffKey> State::offers_of(const core::PublicKey& node_key) const {
    std::vector<TariffKey> offers;
    const auto& all = m_tables.tariffs().all();
    for (auto at = all.lower_bound({node_key, {}, proof::ProfileId{}}); at != all.end() && at->first.node == node_key;
         ++at)
        offers.push_back(at->first);
    return offers;
}

std::map<std::string, core::Amount> State::pools() const {
    std::map<std::string, core::Amount> named;
    for (std::size_t i = 0; i < pool_count; ++i)
        named[pool_name(static_cast<Pool>(i))] = m_tables.pool(static_cast<Pool>(i));
    if (m_tables.stakes() != core::Amount()) named["stake"] = m_tables.stakes();
    if (m_tables.deposits() != core::Amount()) named["deposits"] = m_tables.deposits();
    if (m_tables.in_channels() != core::Amount()) named["channels"] = m_tables.in_channels();
    if (m_tables.credits() != core::Amount()) named["credits"] = m_tables.credits();
    return named;
}

core::Status State::check_totals() const {
    core::Uint128 found = core::Uint128{m_tables.balances().units()} + m_tables.stakes().units() +
                          m_tables.deposits().units() + m_tables.in_channels().units() + m_tables.credits().units();
    for (std::size_t i = 0; i < pool_count; ++i)
        found += m_tables.pool(static_cast<Pool>(i)).units();
    return compare(found, m_tables.supply());
}

core::Status State::check_conservation() const {
    core::Uint128 found = 0, escrowed = 0, rewarded = 0, staked = 0, deposited = 0, channelled = 0, credits = 0;
    core::Uint128 waiting = 0;
    for (const auto& [key, account] : m_tables.accounts().all()) {
        found += account.balance.units();
        credits += account.credits.units();
    }
    for (const auto& [id, escrow] : m_tables.escrows().all())
        escrowed += escrow.held.units();
    for (const auto& [id, reward] : m_tables.rewards().all()) {
        if (reward.state != RewardState::paid && reward.state != RewardState::lost) rewarded += reward.price.units();
        if (reward.state == RewardState::confirmed && reward.credits) waiting += reward.price.units();
    }
    for (const auto& [key, node] : m_tables.nodes().all())
        staked += node.answerable().units();
    for (const auto& [id, proposal] : m_tables.proposals().all())
        deposited += proposal.deposit.units();
    for (const auto& [id, channel] : m_tables.channels().all())
        channelled += channel.left().units();
    HEARTH_CHECK(compare(credits, m_tables.credits()));
    HEARTH_CHECK(compare(waiting, m_tables.waiting_to_remint()));
    HEARTH_CHECK(compare(channelled, m_tables.in_channels()));
    HEARTH_CHECK(compare(deposited, m_tables.deposits()));
    HEARTH_CHECK(compare(staked, m_tables.stakes()));
    HEARTH_CHECK(compare(escrowed, m_tables.pool(Pool::escrow)));
    HEARTH_CHECK(compare(rewarded, m_tables.pool(Pool::rewards)));
    HEARTH_CHECK(compare(found, m_tables.balances()));
    return check_totals();
}

core::Status State::check_envelope(const SignedTransaction& tx, const BlockContext& context,
                                   Signature signature) const {
    using core::Code;
    using core::fail;
    HEARTH_CHECK(check_running(context.height));
    const Transaction& t = tx.transaction;
    const Account* account = m_tables.accounts().get(t.sender);
    const std::uint64_t expected = account != nullptr ? account->sequence : 0;
    if (t.sequence != expected)
        return fail(Code::conflict, core::say("transaction_sequence_number_sender",
                                              {std::to_string(t.sequence), std::to_string(expected)}));
    if (t.valid_until < context.height)
        return fail(Code::refused, core::say("transaction_valid_until_block", {std::to_string(t.valid_until)}),
                    core::say("sign_again_later_block"));
    if (t.fee.units() < m_params.get("tx.fee"))
        return fail(Code::refused,
                    core::say("fee_below_least_one", {core::Amount::from_units(m_params.get("tx.fee")).text()}));
    HEARTH_CHECK((account != nullptr ? account->balance : core::Amount()).minus(t.fee));
    if (signature != Signature::good && !tx.signature_valid(context.chain_id)) return bad_signature();
    return {};
}

/// They go in the order of their numbers.
bool State::forgets_proposal(core::Epoch epoch) const {
    if (m_tables.proposals().all().empty()) return false;
    const Proposal& oldest = m_tables.proposals().all().begin()->second;
    return oldest.is_over() && oldest.closed + m_params.get("gov.keep_epochs") <= epoch;
}

bool State::idle_until(core::Epoch epoch) const {
    const auto due_by = [epoch](const auto& index) { return !index.empty() && index.begin()->first <= epoch; };
    const core::Epoch keep = m_params.get("rewards.keep_epochs");
    const core::Epoch old = epoch >= keep ? epoch - keep : 0;
    const bool forgettable =
        epoch >= keep && ((!m_tables.closed().empty() && m_tables.closed().begin()->first <= old) ||
                          (!m_tables.roots().all().empty() && m_tables.roots().all().begin()->first.first <= old));
    return m_tables.undrawn().empty() && !(m_rules > 1 && due_by(m_tables.judged())) && !due_by(m_tables.due()) &&
           !due_by(m_tables.reminting()) && !due_by(m_tables.expiring()) && !due_by(m_tables.lapsing()) &&
           !due_by(m_tables.unbonding()) && !due_by(m_tables.agenda()) && !forgettable && !forgets_proposal(epoch) &&
           !forgets_wrong_answer(epoch);
}

} // namespace hearth::ledger
