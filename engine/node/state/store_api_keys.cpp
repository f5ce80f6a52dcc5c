// SPDX-License-Identifier: Apache-2.0
#include "node/state/store_impl.h"

namespace hearth::node {

using core::Code;
using core::fail;
using core::Status;

core::Result<std::vector<ApiKeyRecord>> Store::api_keys() const {
    return m_impl->read([&](SQLite::Database& from) -> core::Result<std::vector<ApiKeyRecord>> {
        SQLite::Statement query(
            from, "SELECT key_id, name, hash, created_at, revoked_at, budget, concurrency, per_minute FROM api_keys "
                  "ORDER BY created_at, key_id");
        std::vector<ApiKeyRecord> keys;
        while (query.executeStep()) {
            ApiKeyRecord key;
            key.key_id = query.getColumn(0).getString();
            key.name = query.getColumn(1).getString();
            const auto hash = query.getColumn(2);
            if (hash.getBytes() != static_cast<int>(core::Hash::size))
                return fail(Code::corrupt, core::say("api_key_damaged", {key.name, m_impl->path.string()}),
                            core::say("revoke_hearthctl_keys_api", {key.key_id}));
            std::memcpy(key.hash.bytes.data(), hash.getBlob(), core::Hash::size);
            key.created_at = query.getColumn(3).getInt64();
            if (!query.getColumn(4).isNull()) key.revoked_at = query.getColumn(4).getInt64();
            if (!query.getColumn(5).isNull())
                key.budget = core::Amount::from_units(from_column(query.getColumn(5).getInt64()));
            if (!query.getColumn(6).isNull()) key.concurrency = query.getColumn(6).getUInt();
            if (!query.getColumn(7).isNull()) key.per_minute = query.getColumn(7).getUInt();
            keys.push_back(std::move(key));
        }
        return keys;
    });
}

Status Store::add_api_key(const ApiKeyRecord& key) {
    return m_impl->transaction([&]() -> Status {
        SQLite::Statement taken(m_impl->database, "SELECT 1 FROM api_keys WHERE name = ? AND revoked_at IS NULL");
        taken.bind(1, key.name);
        if (taken.executeStep())
            return fail(Code::conflict, core::say("api_key_called_already", {key.name}),
                        core::say("choose_another_name_first", {key.name}));
        SQLite::Statement id(m_impl->database, "SELECT 1 FROM api_keys WHERE key_id = ?");
        id.bind(1, key.name);
        if (id.executeStep())
            return fail(Code::conflict, core::say("id_another_api_key", {key.name}), core::say("choose_another_name"));
        SQLite::Statement insert(m_impl->database, "INSERT INTO api_keys (key_id, name, hash, created_at, budget, "
                                                   "concurrency, per_minute) VALUES (?, ?, ?, ?, ?, ?, ?)");
        insert.bind(1, key.key_id);
        insert.bind(2, key.name);
        bind_id(insert, 3, key.hash);
        insert.bind(4, key.created_at);
        if (key.budget) insert.bind(5, to_column(key.budget->units()));
        if (key.concurrency) insert.bind(6, std::int64_t{*key.concurrency});
        if (key.per_minute) insert.bind(7, std::int64_t{*key.per_minute});
        insert.exec();
        return {};
    });
}

Status Store::revoke_api_key(const std::string& key_id, core::Nanoseconds at) {
    return m_impl->transaction([&]() -> Status {
        SQLite::Statement update(m_impl->database,
                                 "UPDATE api_keys SET revoked_at = ? WHERE key_id = ? AND revoked_at IS NULL");
        update.bind(1, at);
        update.bind(2, key_id);
        update.exec();
        return {};
    });
}

} // namespace hearth::node
