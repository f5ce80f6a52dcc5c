// SPDX-License-Identifier: Apache-2.0
#include "node/state/store_impl.h"
#include "node/state/upstream_store.h"

namespace hearth::node {

using core::Code;
using core::fail;
using core::Status;

core::Result<std::vector<UpstreamRecord>> UpstreamStore::all() const {
    return m_store.m_impl->read([&](SQLite::Database& from) -> core::Result<std::vector<UpstreamRecord>> {
        SQLite::Statement query(from, "SELECT name, kind, url, has_key, added_at FROM upstreams ORDER BY number");
        std::vector<UpstreamRecord> upstreams;
        while (query.executeStep())
            upstreams.push_back({query.getColumn(0).getString(), query.getColumn(1).getString(),
                                 query.getColumn(2).getString(), query.getColumn(3).getInt() != 0,
                                 query.getColumn(4).getInt64()});
        return upstreams;
    });
}

Status UpstreamStore::add(const UpstreamRecord& upstream) {
    return m_store.m_impl->transaction([&]() -> Status {
        SQLite::Statement taken(m_store.m_impl->database, "SELECT 1 FROM upstreams WHERE name = ?");
        taken.bind(1, upstream.name);
        if (taken.executeStep())
            return fail(Code::conflict, core::say("network_already", {upstream.name}),
                        core::say("choose_another_name_first_hearthctl", {upstream.name}));
        SQLite::Statement insert(m_store.m_impl->database,
                                 "INSERT INTO upstreams (name, kind, url, has_key, added_at) VALUES (?, ?, ?, ?, ?)");
        insert.bind(1, upstream.name);
        insert.bind(2, upstream.kind);
        insert.bind(3, upstream.url);
        insert.bind(4, upstream.has_key ? 1 : 0);
        insert.bind(5, upstream.added_at);
        insert.exec();
        return {};
    });
}

Status UpstreamStore::remove(const std::string& name) {
    return m_store.m_impl->transaction([&]() -> Status {
        SQLite::Statement remove(m_store.m_impl->database, "DELETE FROM upstreams WHERE name = ?");
        remove.bind(1, name);
        remove.exec();
        return {};
    });
}

Status UpstreamStore::put_evidence(const std::string& evidence_id, core::Nanoseconds at, core::ByteView file) {
    return m_store.m_impl->transaction([&]() -> Status {
        SQLite::Statement insert(m_store.m_impl->database,
                                 "INSERT INTO evidence (evidence_id, at, file) VALUES (?, ?, ?)");
        insert.bind(1, evidence_id);
        insert.bind(2, at);
        insert.bind(3, file.data(), static_cast<int>(file.size()));
        insert.exec();
        return {};
    });
}

core::Result<core::Bytes> UpstreamStore::evidence(const std::string& evidence_id) const {
    return m_store.m_impl->read([&](SQLite::Database& from) -> core::Result<core::Bytes> {
        SQLite::Statement query(from, "SELECT file FROM evidence WHERE evidence_id = ?");
        query.bind(1, evidence_id);
        if (!query.executeStep()) return fail(Code::not_found, core::say("no_evidence", {evidence_id}));
        const auto column = query.getColumn(0);
        const auto* data = static_cast<const std::uint8_t*>(column.getBlob());
        return core::Bytes(data, data + column.getBytes());
    });
}

} // namespace hearth::node
