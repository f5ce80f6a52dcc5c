// SPDX-License-Identifier: Apache-2.0
#include "node/money/ledger_view.h"

#include <algorithm>

namespace hearth::node {

using core::Code;
using core::fail;
using core::Status;

bool LedgerView::is_own(const core::PublicKey& node_key) const {
    return m_identity.node_key(node_key) != nullptr;
}

std::vector<core::ReceiptId> LedgerView::audit_duties() const {
    std::vector<core::ReceiptId> duties;
    m_ledger.read([&](const ledger::State& state) {
        for (const core::PublicKey& key : state.nodes_of(m_identity.operator_account())) {
            const auto of_key = state.duties_of(key);
            duties.insert(duties.end(), of_key.begin(), of_key.end());
        }
    });
    std::sort(duties.begin(), duties.end());
    return duties;
}

bool LedgerView::has_duty(const core::ReceiptId& receipt) const {
    bool waits = false;
    m_ledger.read([&](const ledger::State& state) {
        const ledger::Reward* reward = state.reward(receipt);
        for (const core::PublicKey& key : state.nodes_of(m_identity.operator_account()))
            waits = waits || (reward != nullptr && ledger::waiting_duty(*reward, key) != nullptr);
    });
    return waits;
}

core::Result<LedgerView::PaidAside> LedgerView::paid_aside() const {
    core::Uint128 audits = 0, minted = 0;
    HEARTH_CHECK(look([&](const ledger::State& state) {
        for (const core::PublicKey& key : state.nodes_of(m_identity.operator_account())) {
            audits += state.node(key)->audit_paid.units();
            minted += state.node(key)->minted.units();
        }
    }));
    PaidAside aside;
    HEARTH_TRY(aside.audits, core::Amount::from_wide(audits));
    HEARTH_TRY(aside.minted, core::Amount::from_wide(minted));
    return aside;
}

std::optional<LedgerView::AnchoredLog> LedgerView::anchored_log() const {
    std::optional<AnchoredLog> newest;
    const core::PublicKey key = m_identity.node_key()->public_key();
    const core::Epoch now = m_ledger.head().epoch;
    m_ledger.read([&](const ledger::State& state) {
        const core::Epoch keep = state.params().get("rewards.keep_epochs");
        for (core::Epoch back = 0; back <= std::min(keep, now) && !newest; ++back)
            if (const ledger::EpochRoot* root = state.epoch_root(key, now - back); root != nullptr && root->log)
                newest = {key, now - back, *root};
    });
    return newest;
}

Status LedgerView::look(const std::function<void(const ledger::State&)>& read) const {
    bool seen = false;
    m_ledger.read([&](const ledger::State& state) {
        seen = true;
        read(state);
    });
    if (seen) return {};
    return fail(Code::unavailable, core::say("ledger_cannot_read_now"), core::say("check_disk_then_restart"));
}

std::optional<ledger::Reward> LedgerView::reward(const core::ReceiptId& receipt) const {
    std::optional<ledger::Reward> found;
    m_ledger.read([&](const ledger::State& state) {
        if (const ledger::Reward* reward = state.reward(receipt)) found = *reward;
    });
    return found;
}

core::Result<std::optional<ledger::Escrow>> LedgerView::escrow(const core::EscrowId& id) const {
    std::optional<ledger::Escrow> found;
    HEARTH_CHECK(look([&](const ledger::State& state) {
        if (const ledger::Escrow* escrow = state.escrow(id)) found = *escrow;
    }));
    return found;
}

core::Result<std::optional<ledger::Channel>> LedgerView::channel(const core::ChannelId& id) const {
    std::optional<ledger::Channel> found;
    HEARTH_CHECK(look([&](const ledger::State& state) {
        if (const ledger::Channel* channel = state.tables().channels().get(id)) found = *channel;
    }));
    return found;
}

std::uint64_t LedgerView::rules() const {
    std::uint64_t rules = 0;
    m_ledger.read([&](const ledger::State& state) { rules = state.rules(); });
    return rules;
}

bool LedgerView::registered() const {
    const core::PublicKey key = m_identity.node_key()->public_key();
    const core::Epoch now = m_ledger.head().epoch;
    bool known = false;
    m_ledger.read([&](const ledger::State& state) {
        const ledger::NodeRecord* node = state.node(key);
        known = node != nullptr && node->certified(now);
    });
    return known;
}

Status LedgerView::certified(const core::PublicKey& node_key) const {
    const core::Epoch now = m_ledger.head().epoch;
    bool over = false;
    m_ledger.read([&](const ledger::State& state) {
        const ledger::NodeRecord* node = state.node(node_key);
        over = node != nullptr && !node->certified(now);
    });
    if (!over) return {};
    return fail(Code::refused, core::say("node_certificate_is_over"), core::say("certify_node_key_again"));
}

ledger::RegisterNode LedgerView::registration_of(const core::SigningKey& node_key) const {
    auto message = ledger::RegisterNode::certified(node_key, m_identity.payout(), m_ledger.chain_id(),
                                                   m_identity.operator_account());
    const core::PublicKey present = m_identity.node_key()->public_key();
    const core::Epoch now = m_ledger.head().epoch;
    m_ledger.read([&](const ledger::State& state) {
        if (state.rules() < ledger::certified_rules) return;
        if (m_certificate_epochs > 0) message.certified_until = now + m_certificate_epochs;
        const ledger::NodeRecord* old = state.node(present);
        if (node_key.public_key() != present && old != nullptr && old->operator_key == m_identity.operator_account())
            message.replaces = present;
    });
    return message;
}

bool LedgerView::renewal_is_due(const core::PublicKey& node_key) const {
    const core::Epoch now = m_ledger.head().epoch;
    bool due = false;
    m_ledger.read([&](const ledger::State& state) {
        const ledger::NodeRecord* node = state.node(node_key);
        if (node == nullptr || node->replaced || !node->certified_until) return;
        // A certificate from now on would have no end.
        if (m_certificate_epochs == 0)
            due = true;
        else
            due = *node->certified_until < now + std::max<core::Epoch>(m_certificate_epochs / 3, 1);
    });
    return due;
}

bool LedgerView::is_registered(const core::PublicKey& node_key) const {
    bool known = false;
    m_ledger.read([&](const ledger::State& state) { known = state.node(node_key) != nullptr; });
    return known;
}

std::optional<ledger::Channel> LedgerView::paying_us(const core::ChannelId& id) const {
    std::optional<ledger::Channel> found;
    m_ledger.read([&](const ledger::State& state) {
        const ledger::Channel* channel = state.tables().channels().get(id);
        if (channel == nullptr) return;
        if (channel->payee == m_identity.operator_account() || channel->payee == m_identity.caller_key().public_key())
            found = *channel;
    });
    return found;
}

bool LedgerView::rotation_waits() const {
    const auto next = m_identity.next_node_key();
    return next && !m_identity.operator_key() && !is_registered(next->public_key());
}

} // namespace hearth::node
