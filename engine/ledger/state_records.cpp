// SPDX-License-Identifier: Apache-2.0
#include "ledger/announcement_codec.h"
#include "ledger/channel_codec.h"
#include "ledger/governance_codec.h"
#include "ledger/state.h"
#include "ledger/state_codec.h"

#include <cstring>

namespace hearth::ledger {
namespace {

/// Reads a primary key that passed StateKey::check().
class Primary {
public:
    explicit Primary(core::ByteView bytes) : m_rest(bytes) {}

    std::uint64_t number() {
        std::uint64_t value = 0;
        for (std::size_t i = sizeof value; i-- > 0;)
            value = value << 8 | m_rest[i];
        m_rest = m_rest.subspan(sizeof value);
        return value;
    }
    template <typename T>
    T id() {
        T value;
        std::memcpy(value.bytes.data(), m_rest.data(), T::size);
        m_rest = m_rest.subspan(T::size);
        return value;
    }
    std::string text() const { return {m_rest.begin(), m_rest.end()}; }

private:
    core::ByteView m_rest;
};

template <typename Key, typename Record>
std::optional<core::Bytes> encoded(const Table<Key, Record>& table, const Key& key) {
    const Record* record = table.get(key);
    if (record == nullptr) return std::nullopt;
    return core::cbor::encode(codec::from_record(key, *record));
}

std::optional<core::Bytes> offence(const Tables& tables, Primary& primary) {
    OffenceKey key{primary.id<core::PublicKey>(), primary.number(), {}};
    const std::uint64_t kind = primary.number();
    if (kind > static_cast<std::uint64_t>(OffenceKind::wrong_answer)) return std::nullopt;
    key.kind = static_cast<OffenceKind>(kind);
    return encoded(tables.offences(), key);
}

std::optional<core::Bytes> tariff(const Tables& tables, Primary& primary) {
    const auto node = primary.id<core::PublicKey>();
    const auto model = primary.id<core::ModelId>();
    const proof::Profile* profile = proof::find_profile(primary.text());
    if (profile == nullptr) return std::nullopt;
    return encoded(tables.tariffs(), TariffKey{node, model, profile->id});
}

/// Of those that have a table.
std::optional<core::Bytes> entry(const Tables& tables, RecordKind kind, Primary& primary) {
    const auto numbered = [&] {
        const std::uint64_t number = primary.number();
        return std::pair(number, primary.id<core::PublicKey>());
    };
    switch (kind) {
    case RecordKind::account:
        return encoded(tables.accounts(), primary.id<core::PublicKey>());
    case RecordKind::node:
        return encoded(tables.nodes(), primary.id<core::PublicKey>());
    case RecordKind::escrow:
        return encoded(tables.escrows(), primary.id<core::EscrowId>());
    case RecordKind::reward:
        return encoded(tables.rewards(), primary.id<core::ReceiptId>());
    case RecordKind::root:
        return encoded(tables.roots(), RootKey(numbered()));
    case RecordKind::tariff:
        return tariff(tables, primary);
    case RecordKind::proposal:
        return encoded(tables.proposals(), primary.number());
    case RecordKind::ballot:
        return encoded(tables.ballots(), BallotKey(numbered()));
    case RecordKind::weight:
        return encoded(tables.weights(), BallotKey(numbered()));
    case RecordKind::delegation:
        return encoded(tables.delegations(), primary.id<core::PublicKey>());
    case RecordKind::listing:
        return encoded(tables.listings(), primary.text());
    case RecordKind::channel:
        return encoded(tables.channels(), primary.id<core::ChannelId>());
    case RecordKind::bond:
        return encoded(tables.bonds(), BondKey{primary.id<core::PublicKey>()});
    case RecordKind::offence:
        return offence(tables, primary);
    case RecordKind::announcement:
        return encoded(tables.announcements(), AnnouncementKey{primary.id<core::PublicKey>()});
    case RecordKind::jail:
        return encoded(tables.jails(), JailKey{primary.id<core::PublicKey>()});
    default:
        return std::nullopt;
    }
}

} // namespace

core::Result<std::optional<core::Bytes>> State::record(const StateKey& key) const {
    using Found = std::optional<core::Bytes>;
    HEARTH_CHECK(key.check());
    switch (key.kind) {
    case RecordKind::totals:
        return Found(m_tables.encoded_totals());
    case RecordKind::params:
        return Found(core::cbor::encode(m_params.to_cbor()));
    case RecordKind::rules:
        return m_rules > 1 ? Found(core::cbor::encode(core::cbor::Value(m_rules))) : Found();
    case RecordKind::draw:
        return m_tables.draw() ? Found(core::cbor::encode(codec::from_record(*m_tables.draw()))) : Found();
    case RecordKind::governance:
        if (m_rules < governed_rules) return Found();
        return Found(core::cbor::encode(codec::from_record(m_tables.governance())));
    case RecordKind::issuance:
        if (m_tables.issuance() == Issuance{}) return Found();
        return Found(core::cbor::encode(codec::from_record(m_tables.issuance())));
    case RecordKind::remint:
        if (m_tables.remint() == Remint{}) return Found();
        return Found(core::cbor::encode(codec::from_record(m_tables.remint())));
    default: {
        Primary primary(key.primary);
        return entry(m_tables, key.kind, primary);
    }
    }
}

core::Result<std::vector<ProvenRecord>> State::prove(const std::vector<StateKey>& keys) const {
    std::vector<ProvenRecord> shown;
    for (const StateKey& key : keys) {
        HEARTH_TRY(auto held, record(key));
        shown.push_back({key, std::move(held), m_tables.tree().prove(key.map_key())});
    }
    return shown;
}

} // namespace hearth::ledger
