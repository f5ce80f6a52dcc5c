// SPDX-License-Identifier: Apache-2.0
#include "ledger/announcement_codec.h"
#include "ledger/channel_codec.h"
#include "ledger/state_tables.h"
#include "ledger/table_keys.h"

namespace hearth::ledger {

using namespace tables;

namespace {

core::Hash place_of(const OffenceKey& key) {
    core::Bytes primary = core::to_bytes(key.validator.view());
    core::append_u64(primary, key.height);
    core::append_u64(primary, static_cast<std::uint64_t>(key.kind));
    return tree_key(Kind::offence, primary);
}

} // namespace

void Tables::put(const core::ChannelId& id, const Channel& channel) {
    Channel& stored = m_channels.m_records[id];
    index(id, stored, false);
    m_in_channels = sum(difference(m_in_channels, stored.left()), channel.left());
    stored = channel;
    index(id, stored, true);
    m_tree.set(tree_key(Kind::channel, id.view()), core::cbor::encode(codec::from_record(id, channel)));
}

void Tables::erase(const core::ChannelId& id) {
    const Channel* old = m_channels.get(id);
    if (old == nullptr) return;
    index(id, *old, false);
    m_in_channels = difference(m_in_channels, old->left());
    m_channels.m_records.erase(id);
    m_tree.erase(tree_key(Kind::channel, id.view()));
}

/// Never taken back, so that somebody answers for a validator whatever it has done.
void Tables::put(const BondKey& key, const core::PublicKey& node) {
    if (const core::PublicKey* old = m_bonds.get(key)) m_answering.erase(*old);
    m_bonds.m_records[key] = node;
    m_answering[node] = key.validator;
    m_tree.set(tree_key(Kind::bond, key.validator.view()), core::cbor::encode(codec::from_record(key, node)));
}

void Tables::put(const OffenceKey& key, const OffenceRecord& offence) {
    if (const OffenceRecord* old = m_offences.get(key)) index(key, *old, false);
    m_offences.m_records[key] = offence;
    index(key, offence, true);
    m_tree.set(place_of(key), core::cbor::encode(codec::from_record(key, offence)));
}

void Tables::erase(const OffenceKey& key) {
    const OffenceRecord* old = m_offences.get(key);
    if (old == nullptr) return;
    index(key, *old, false);
    m_offences.m_records.erase(key);
    m_tree.erase(place_of(key));
}

void Tables::put(const AnnouncementKey& key, const Announcement& announcement) {
    m_announcements.m_records[key] = announcement;
    m_tree.set(tree_key(Kind::announcement, key.node.view()),
               core::cbor::encode(codec::from_record(key, announcement)));
}

void Tables::put(const JailKey& key, const Jail& jail) {
    m_jails.m_records[key] = jail;
    m_tree.set(tree_key(Kind::jail, key.validator.view()), core::cbor::encode(codec::from_record(key, jail)));
}

void Tables::erase(const JailKey& key) {
    m_jails.m_records.erase(key);
    m_tree.erase(tree_key(Kind::jail, key.validator.view()));
}

} // namespace hearth::ledger
