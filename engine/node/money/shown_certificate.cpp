// SPDX-License-Identifier: Apache-2.0
#include "node/money/shown_certificate.h"

#include "ledger/node_certificate.h"

namespace hearth::node {
namespace {

std::string certificate_setting(const core::PublicKey& node_key, Sent sent) {
    return (sent == Sent::taken ? "certificate." : "certificate.sent.") + node_key.hex();
}

/// Nothing where it is not what the ledger holds: an old one would shut this home out before its time.
core::Bytes kept_certificate(const Store& store, Sent sent, const std::string& chain, const core::PublicKey& key,
                             const ledger::NodeRecord& record) {
    const auto text = store.setting(certificate_setting(key, sent));
    auto bytes = text && !text->empty() ? core::from_hex(*text) : core::Result<core::Bytes>(core::Bytes());
    if (!bytes || bytes->empty()) return {};
    const auto kept = ledger::read_certificate(*bytes, chain, key);
    const bool same = kept && kept->operator_key == record.operator_key && kept->until == record.certified_until;
    return same ? std::move(*bytes) : core::Bytes();
}

} // namespace

core::Bytes shown_certificate(const LedgerView& view, const core::SigningKey& node_key, const Identity& identity,
                              const Store& store) {
    const core::PublicKey key = node_key.public_key();
    const std::string chain = view.chain_id();
    std::optional<ledger::NodeRecord> record;
    view.read([&](const ledger::State& state) {
        if (const ledger::NodeRecord* found = state.node(key)) record = *found;
    });
    if (!record || record->replaced) return {};
    const core::SigningKey* owner = identity.operator_key();
    if (owner == nullptr || owner->public_key() != record->operator_key) {
        core::Bytes taken = kept_certificate(store, Sent::taken, chain, key, *record);
        // The ledger took it, and this home ended before it knew.
        return !taken.empty() ? std::move(taken) : kept_certificate(store, Sent::not_yet, chain, key, *record);
    }
    auto registration = ledger::RegisterNode::certified(node_key, record->payout, chain, owner->public_key());
    registration.certified_until = record->certified_until;
    return ledger::certificate_to_show(registration, chain, *owner);
}

core::Bytes ShownCertificate::copy() const {
    const std::lock_guard lock(m_mutex);
    return m_shown;
}

void ShownCertificate::renew() {
    std::optional<For> now;
    m_view.read([&](const ledger::State& state) {
        if (const ledger::NodeRecord* found = state.node(m_key->public_key()))
            now = For{found->operator_key, found->payout, found->certified_until, found->replaced};
    });
    {
        const std::lock_guard lock(m_mutex);
        if (!m_shown.empty() && m_for == now) return;
    }
    core::Bytes shown = m_make(*m_key);
    const std::lock_guard lock(m_mutex);
    m_shown = std::move(shown);
    m_for = now;
}

core::Status keep_certificate(const ledger::SignedTransaction& certificate, Sent sent, const Identity& identity,
                              Store& store) {
    const auto* registration = std::get_if<ledger::RegisterNode>(&certificate.transaction.message);
    if (registration == nullptr) return {};
    const auto next = identity.next_node_key();
    const bool ours =
        identity.node_key(registration->node_key) != nullptr || (next && next->public_key() == registration->node_key);
    if (!ours) return {};
    return store.set_setting(certificate_setting(registration->node_key, sent), core::to_hex(certificate.encode()));
}

} // namespace hearth::node
