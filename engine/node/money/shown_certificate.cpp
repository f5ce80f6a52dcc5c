// SPDX-License-Identifier: Apache-2.0
#include "node/money/shown_certificate.h"

#include "ledger/node_certificate.h"

namespace hearth::node {
namespace {

std::string certificate_setting(const core::PublicKey& node_key) {
    return "certificate." + node_key.hex();
}

/// Nothing where it is not what the ledger holds: an old one would shut this home out before its time.
core::Bytes kept_certificate(const Store& store, const std::string& chain, const core::PublicKey& key,
                             const ledger::NodeRecord& record) {
    const auto text = store.setting(certificate_setting(key));
    auto bytes = text && !text->empty() ? core::from_hex(*text) : core::Result<core::Bytes>(core::Bytes());
    if (!bytes || bytes->empty()) return {};
    const auto kept = ledger::read_certificate(*bytes, chain, key);
    const bool same = kept && kept->operator_key == record.operator_key && kept->until == record.certified_until;
    return same ? std::move(*bytes) : core::Bytes();
}

} // namespace

core::Bytes shown_certificate(const LedgerView& view, const Identity& identity, const Store& store) {
    const auto key = identity.node_key();
    std::optional<ledger::NodeRecord> record;
    view.read([&](const ledger::State& state) {
        if (const ledger::NodeRecord* found = state.node(key->public_key())) record = *found;
    });
    if (!record || record->replaced) return {};
    const core::SigningKey* owner = identity.operator_key();
    if (owner == nullptr || owner->public_key() != record->operator_key)
        return kept_certificate(store, view.chain_id(), key->public_key(), *record);
    auto registration = ledger::RegisterNode::certified(*key, record->payout, view.chain_id(), owner->public_key());
    registration.certified_until = record->certified_until;
    return ledger::certificate_to_show(registration, view.chain_id(), *owner);
}

core::Status keep_certificate(const ledger::SignedTransaction& sent, const Identity& identity, Store& store) {
    const auto* registration = std::get_if<ledger::RegisterNode>(&sent.transaction.message);
    if (registration == nullptr) return {};
    const auto next = identity.next_node_key();
    const bool ours =
        identity.node_key(registration->node_key) != nullptr || (next && next->public_key() == registration->node_key);
    if (!ours) return {};
    return store.set_setting(certificate_setting(registration->node_key), core::to_hex(sent.encode()));
}

} // namespace hearth::node
