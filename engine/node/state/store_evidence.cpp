// SPDX-License-Identifier: Apache-2.0
#include "node/state/store_impl.h"
#include "node/state/upstream_store.h"
#include "proof/merkle.h"

namespace hearth::node {

using core::Code;
using core::fail;
using core::Status;
using gateway::evidence::TreeHead;

namespace {

constexpr int pruned_at_once = 500; ///< so that nobody waits long for the file

core::Bytes bytes_of(const SQLite::Column& column) {
    const auto* data = static_cast<const std::uint8_t*>(column.getBlob());
    return {data, data + column.getBytes()};
}

bool holds(SQLite::Database& database, const EvidenceRecord& record) {
    SQLite::Statement query(database, "SELECT file FROM evidence WHERE evidence_id = ?");
    query.bind(1, record.evidence_id);
    return query.executeStep() && bytes_of(query.getColumn(0)) == record.file;
}

} // namespace

Status UpstreamStore::put_evidence(const std::vector<EvidenceRecord>& records,
                                   const std::vector<ForeignCharge>& charges) {
    return m_store.m_impl->transaction([&]() -> Status {
        SQLite::Database& database = m_store.m_impl->database;
        std::int64_t leaf = database.execAndGet("SELECT COALESCE(MAX(leaf) + 1, 0) FROM evidence_log").getInt64();
        SQLite::Statement file(database, "INSERT INTO evidence (evidence_id, at, file) VALUES (?, ?, ?) "
                                         "ON CONFLICT (evidence_id) DO NOTHING");
        SQLite::Statement entry(database,
                                "INSERT INTO evidence_log (leaf, evidence_id, entry, hash) VALUES (?, ?, ?, ?)");
        for (const EvidenceRecord& record : records) {
            file.bindNoCopy(1, record.evidence_id);
            file.bind(2, record.at);
            file.bindNoCopy(3, record.file.data(), static_cast<int>(record.file.size()));
            const bool fresh = file.exec() > 0;
            file.reset();
            if (!fresh && holds(database, record)) continue;
            if (!fresh) return fail(Code::internal, core::say("evidence_not_kept_defect"));
            entry.bind(1, leaf++);
            entry.bindNoCopy(2, record.evidence_id);
            entry.bindNoCopy(3, record.entry.data(), static_cast<int>(record.entry.size()));
            bind_id(entry, 4, proof::merkle_leaf(record.entry));
            entry.exec();
            entry.reset();
        }
        SQLite::Statement charge(database, "INSERT INTO foreign_charges (evidence_id, at, caller, charged) "
                                           "VALUES (?, ?, ?, ?) ON CONFLICT (evidence_id) DO NOTHING");
        for (const ForeignCharge& one : charges) {
            charge.bindNoCopy(1, one.evidence_id);
            charge.bind(2, one.at);
            charge.bindNoCopy(3, one.caller);
            charge.bind(4, to_column(one.charged.units()));
            charge.exec();
            charge.reset();
        }
        return {};
    });
}

core::Result<std::optional<core::Amount>> UpstreamStore::charged(const std::string& evidence_id) const {
    return m_store.m_impl->read([&](SQLite::Database& from) -> core::Result<std::optional<core::Amount>> {
        SQLite::Statement query(from, "SELECT charged FROM foreign_charges WHERE evidence_id = ?");
        query.bind(1, evidence_id);
        if (!query.executeStep()) return std::optional<core::Amount>();
        return std::optional(core::Amount::from_units(from_column(query.getColumn(0).getInt64())));
    });
}

core::Result<core::Bytes> UpstreamStore::evidence(const std::string& evidence_id) const {
    return m_store.m_impl->read([&](SQLite::Database& from) -> core::Result<core::Bytes> {
        SQLite::Statement query(from, "SELECT file FROM evidence WHERE evidence_id = ?");
        query.bind(1, evidence_id);
        if (!query.executeStep()) return fail(Code::not_found, core::say("no_evidence", {evidence_id}));
        return bytes_of(query.getColumn(0));
    });
}

core::Result<std::vector<core::Bytes>> UpstreamStore::evidence_files(std::uint32_t limit,
                                                                     const std::string& before) const {
    return m_store.m_impl->read([&](SQLite::Database& from) -> core::Result<std::vector<core::Bytes>> {
        SQLite::Statement query(from, "SELECT file FROM evidence WHERE number < COALESCE((SELECT number FROM evidence "
                                      "WHERE evidence_id = ?), 9223372036854775807) ORDER BY number DESC LIMIT ?");
        query.bind(1, before);
        query.bind(2, static_cast<std::int64_t>(limit));
        std::vector<core::Bytes> files;
        while (query.executeStep())
            files.push_back(bytes_of(query.getColumn(0)));
        return files;
    });
}

core::Result<std::uint64_t> UpstreamStore::prune_evidence(core::Nanoseconds at) {
    std::uint64_t gone = 0;
    HEARTH_CHECK(m_store.m_impl->transaction([&]() -> Status {
        SQLite::Statement remove(m_store.m_impl->database,
                                 "DELETE FROM evidence WHERE number IN (SELECT number FROM evidence "
                                 "WHERE at < ? ORDER BY at LIMIT ?)");
        remove.bind(1, at);
        remove.bind(2, pruned_at_once);
        gone = static_cast<std::uint64_t>(remove.exec());
        return {};
    }));
    return gone;
}

core::Result<std::uint64_t> UpstreamStore::log_size() const {
    return m_store.m_impl->read([&](SQLite::Database& from) -> core::Result<std::uint64_t> {
        SQLite::Statement query(from, "SELECT COALESCE(MAX(leaf) + 1, 0) FROM evidence_log");
        query.executeStep();
        return from_column(query.getColumn(0).getInt64());
    });
}

core::Result<std::vector<core::Hash>> UpstreamStore::log_leaves(std::uint64_t first, std::uint64_t end) const {
    return m_store.m_impl->read([&](SQLite::Database& from) -> core::Result<std::vector<core::Hash>> {
        SQLite::Statement query(from, "SELECT leaf, hash FROM evidence_log WHERE leaf >= ? AND leaf < ? ORDER BY leaf");
        query.bind(1, to_column(first));
        query.bind(2, to_column(end));
        std::vector<core::Hash> leaves;
        while (query.executeStep()) {
            if (from_column(query.getColumn(0).getInt64()) != first + leaves.size()) break;
            leaves.push_back(id_of<core::Hash>(query.getColumn(1)));
        }
        if (leaves.size() != end - first)
            return fail(Code::corrupt, core::say("log_has_gap", {m_store.m_impl->path.string()}),
                        core::say("restore_log"));
        return leaves;
    });
}

core::Result<LogPlace> UpstreamStore::log_place(const std::string& evidence_id) const {
    return m_store.m_impl->read([&](SQLite::Database& from) -> core::Result<LogPlace> {
        SQLite::Statement query(from, "SELECT leaf, entry FROM evidence_log WHERE evidence_id = ?");
        query.bind(1, evidence_id);
        if (!query.executeStep())
            return fail(Code::not_found, core::say("not_in_log", {evidence_id}), core::say("see_evidence_list"));
        return LogPlace{from_column(query.getColumn(0).getInt64()), bytes_of(query.getColumn(1))};
    });
}

core::Result<std::optional<TreeHead>> UpstreamStore::tree_head() const {
    return m_store.m_impl->read([&](SQLite::Database& from) -> core::Result<std::optional<TreeHead>> {
        SQLite::Statement query(from,
                                "SELECT size, root, at, log_key, signature FROM tree_heads ORDER BY size DESC LIMIT 1");
        if (!query.executeStep()) return std::optional<TreeHead>();
        TreeHead head{from_column(query.getColumn(0).getInt64()),
                      id_of<core::Hash>(query.getColumn(1)),
                      query.getColumn(2).getInt64(),
                      id_of<core::PublicKey>(query.getColumn(3)),
                      {}};
        const core::Bytes signature = bytes_of(query.getColumn(4));
        if (signature.size() == head.signature.size())
            std::copy(signature.begin(), signature.end(), head.signature.begin());
        return std::optional(head);
    });
}

Status UpstreamStore::put_tree_head(const TreeHead& head) {
    return m_store.m_impl->transaction([&]() -> Status {
        SQLite::Statement insert(m_store.m_impl->database,
                                 "INSERT INTO tree_heads (size, root, at, log_key, signature) "
                                 "VALUES (?, ?, ?, ?, ?)");
        insert.bind(1, to_column(head.size));
        bind_id(insert, 2, head.root);
        insert.bind(3, head.at);
        bind_id(insert, 4, head.log_key);
        insert.bind(5, head.signature.data(), static_cast<int>(head.signature.size()));
        insert.exec();
        return {};
    });
}

} // namespace hearth::node
