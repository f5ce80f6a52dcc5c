// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ledger/announcement.h"
#include "ledger/channel.h"
#include "ledger/offence.h"
#include "ledger/records.h"

#include <map>
#include <utility>

namespace hearth::ledger {

enum class Pool : std::uint8_t { escrow, rewards, burned, insurance, treasury, verifiers, storage };
inline constexpr std::size_t pool_count = 7;
const char* pool_name(Pool pool);

/// One kind of record by key. Read-only outside Tables.
template <typename Key, typename Record>
class Table {
public:
    const Record* get(const Key& key) const {
        const auto at = m_records.find(key);
        return at == m_records.end() ? nullptr : &at->second;
    }
    const std::map<Key, Record>& all() const { return m_records; }

private:
    friend class Tables;
    std::map<Key, Record> m_records;
};

using RootKey = std::pair<core::Epoch, core::PublicKey>;
struct TariffKey {
    core::PublicKey node;
    core::ModelId model;
    proof::ProfileId profile = proof::ProfileId::fp32;
    auto operator<=>(const TariffKey&) const = default;
};

} // namespace hearth::ledger
