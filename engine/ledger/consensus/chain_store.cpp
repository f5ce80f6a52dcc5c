// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/chain_store.h"

#include "core/hash.h"
#include "ledger/consensus/stored_block.h"
#include "ledger/sqlite_values.h"

#include <algorithm>

namespace hearth::ledger {
namespace {

using core::Code;
using core::fail;
using core::Status;

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blocks (height INTEGER PRIMARY KEY, block BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS beacons (height INTEGER PRIMARY KEY, beacon BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS transactions (
    hash BLOB PRIMARY KEY, height INTEGER NOT NULL, position INTEGER NOT NULL, code INTEGER NOT NULL,
    reason TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS snapshot_chunks (
    height INTEGER NOT NULL, position INTEGER NOT NULL, hash BLOB NOT NULL, chunk BLOB NOT NULL,
    PRIMARY KEY (height, position));
)";
constexpr int busy_timeout_ms = 5000;
constexpr const char* restore_hint =
    "Move the folder of the chain away; the node then fetches it from the other validators.";

core::Error no_snapshot(core::Height height) {
    return fail(Code::not_found, "There is no such snapshot of block " + std::to_string(height) + ".");
}

} // namespace

struct ChainStore::Impl {
    std::string file;
    SQLite::Database database;
    std::unique_ptr<SQLite::Transaction> open; ///< from begin() to commit()

    explicit Impl(const std::filesystem::path& path)
        : file(path.string()), database(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, busy_timeout_ms) {
        database.exec("PRAGMA journal_mode=WAL");
        database.exec("PRAGMA synchronous=FULL");
        database.exec(schema);
        cut_whole_snapshots();
    }
    void put_chunks(core::Height height, core::ByteView snapshot) {
        SQLite::Statement forget(database, "DELETE FROM snapshot_chunks WHERE height = ?");
        forget.bind(1, static_cast<std::int64_t>(height));
        forget.exec();
        SQLite::Statement insert(database, "INSERT INTO snapshot_chunks VALUES (?, ?, ?, ?)");
        for (std::int64_t position = 0; !snapshot.empty(); ++position) {
            const core::ByteView chunk = snapshot.first(std::min(snapshot_chunk_bytes, snapshot.size()));
            snapshot = snapshot.subspan(chunk.size());
            const core::Hash hash = core::sha256(chunk);
            insert.bind(1, static_cast<std::int64_t>(height));
            insert.bind(2, position);
            bind_bytes(insert, 3, hash.view());
            bind_bytes(insert, 4, chunk);
            insert.exec();
            insert.reset();
        }
    }
    /// Older programs kept each snapshot in one piece.
    void cut_whole_snapshots() {
        if (!database.tableExists("snapshots")) return;
        SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
        {
            SQLite::Statement select(database, "SELECT height, snapshot FROM snapshots");
            while (select.executeStep())
                put_chunks(static_cast<core::Height>(select.getColumn(0).getInt64()), blob(select.getColumn(1)));
        }
        database.exec("DROP TABLE snapshots");
        transaction.commit();
    }
    void put(const char* sql, core::Height height, core::ByteView bytes) {
        SQLite::Statement insert(database, sql);
        insert.bind(1, static_cast<std::int64_t>(height));
        bind_bytes(insert, 2, bytes);
        insert.exec();
    }
    std::optional<core::Bytes> get(const char* sql, core::Height height) {
        SQLite::Statement select(database, sql);
        select.bind(1, static_cast<std::int64_t>(height));
        if (!select.executeStep()) return std::nullopt;
        return blob(select.getColumn(0));
    }
};

ChainStore::ChainStore(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
ChainStore::~ChainStore() = default;

core::Result<std::unique_ptr<ChainStore>> ChainStore::open(const std::filesystem::path& file) {
    return guarded(file.string(),
                   [&] { return std::unique_ptr<ChainStore>(new ChainStore(std::make_unique<Impl>(file))); });
}

Status ChainStore::begin() {
    return guarded(m_impl->file, [&] {
        m_impl->open = std::make_unique<SQLite::Transaction>(m_impl->database, SQLite::TransactionBehavior::IMMEDIATE);
    });
}

Status ChainStore::append(const StoredBlock& block, bool with_absent) {
    return guarded(m_impl->file, [&] {
        m_impl->put("INSERT INTO blocks VALUES (?, ?)", block.block.height, encode_block(block, with_absent));
    });
}

Status ChainStore::put_results(const std::vector<TxResult>& results) {
    return guarded(m_impl->file, [&] {
        // The first time counts: only then a transaction can have taken effect.
        SQLite::Statement insert(m_impl->database, "INSERT OR IGNORE INTO transactions VALUES (?, ?, ?, ?, ?)");
        for (const TxResult& result : results) {
            bind_bytes(insert, 1, result.tx_hash.view());
            insert.bind(2, static_cast<std::int64_t>(result.height));
            insert.bind(3, static_cast<std::int64_t>(&result - results.data()));
            insert.bind(4, result.status ? 0 : 1 + static_cast<int>(result.status.error().code));
            insert.bind(5, result.status ? std::string() : std::string(result.status.error().message));
            insert.exec();
            insert.reset();
        }
    });
}

core::Result<std::optional<FoundTransaction>> ChainStore::result_of(const core::Hash& transaction) const {
    return guarded(m_impl->file, [&]() -> std::optional<FoundTransaction> {
        SQLite::Statement select(m_impl->database,
                                 "SELECT height, position, code, reason FROM transactions WHERE hash = ?");
        bind_bytes(select, 1, transaction.view());
        if (!select.executeStep()) return std::nullopt;
        FoundTransaction found;
        found.height = static_cast<core::Height>(select.getColumn(0).getInt64());
        found.position = static_cast<std::uint64_t>(select.getColumn(1).getInt64());
        if (const int code = select.getColumn(2).getInt(); code != 0)
            found.status = fail(static_cast<Code>(std::min(code - 1, static_cast<int>(Code::internal))),
                                select.getColumn(3).getString());
        return found;
    });
}

Status ChainStore::put_beacon(core::Height height, const core::Hash& beacon) {
    return guarded(m_impl->file, [&] { m_impl->put("INSERT INTO beacons VALUES (?, ?)", height, beacon.view()); });
}

Status ChainStore::commit() {
    const Status done = guarded(m_impl->file, [&] { m_impl->open->commit(); });
    m_impl->open.reset();
    return done;
}

void ChainStore::rollback() {
    m_impl->open.reset();
}

core::Result<std::optional<core::Bytes>> ChainStore::genesis() const {
    return guarded(m_impl->file, [&]() -> std::optional<core::Bytes> {
        SQLite::Statement select(m_impl->database, "SELECT value FROM meta WHERE key = 'genesis'");
        if (!select.executeStep()) return std::nullopt;
        return blob(select.getColumn(0));
    });
}

Status ChainStore::set_genesis(core::ByteView genesis) {
    return guarded(m_impl->file, [&] {
        SQLite::Statement insert(m_impl->database, "INSERT OR REPLACE INTO meta VALUES ('genesis', ?)");
        bind_bytes(insert, 1, genesis);
        insert.exec();
    });
}

core::Result<core::Height> ChainStore::height() const {
    return guarded(m_impl->file, [&]() -> core::Height {
        SQLite::Statement select(m_impl->database, "SELECT MAX((SELECT COALESCE(MAX(height), 0) FROM blocks),"
                                                   " (SELECT COALESCE(MAX(height), 0) FROM snapshot_chunks))");
        select.executeStep();
        return static_cast<core::Height>(select.getColumn(0).getInt64());
    });
}

core::Result<std::optional<StoredBlock>> ChainStore::block(core::Height height) const {
    HEARTH_TRY(const auto bytes,
               guarded(m_impl->file, [&] { return m_impl->get("SELECT block FROM blocks WHERE height = ?", height); }));
    if (!bytes) return std::optional<StoredBlock>();
    HEARTH_TRY(StoredBlock stored, decode_block(height, *bytes));
    return std::optional<StoredBlock>(std::move(stored));
}

core::Result<std::optional<core::Hash>> ChainStore::beacon(core::Height height) const {
    HEARTH_TRY(const auto bytes, guarded(m_impl->file, [&] {
                   return m_impl->get("SELECT beacon FROM beacons WHERE height = ?", height);
               }));
    if (!bytes) return std::optional<core::Hash>();
    HEARTH_TRY(const core::Hash beacon, core::Hash::from_view(*bytes));
    return std::optional<core::Hash>(beacon);
}

core::Result<bool> ChainStore::has_blocks() const {
    return guarded(m_impl->file, [&] {
        SQLite::Statement select(m_impl->database, "SELECT EXISTS (SELECT 1 FROM blocks)");
        select.executeStep();
        return select.getColumn(0).getInt() != 0;
    });
}

Status ChainStore::put_snapshot(core::Height height, core::ByteView snapshot) {
    return guarded(m_impl->file, [&] {
        SQLite::Transaction transaction(m_impl->database, SQLite::TransactionBehavior::IMMEDIATE);
        m_impl->put_chunks(height, snapshot);
        m_impl->database.exec("DELETE FROM snapshot_chunks WHERE height NOT IN "
                              "(SELECT DISTINCT height FROM snapshot_chunks ORDER BY height DESC LIMIT 2)");
        m_impl->database.exec("DELETE FROM blocks WHERE (SELECT COUNT(DISTINCT height) FROM snapshot_chunks) = 2 "
                              "AND height <= (SELECT MIN(height) FROM snapshot_chunks)");
        transaction.commit();
    });
}

Status ChainStore::forget_snapshots() {
    return guarded(m_impl->file, [&] { m_impl->database.exec("DELETE FROM snapshot_chunks"); });
}

core::Result<std::vector<core::Height>> ChainStore::snapshots() const {
    return guarded(m_impl->file, [&] {
        std::vector<core::Height> heights;
        SQLite::Statement select(m_impl->database, "SELECT DISTINCT height FROM snapshot_chunks ORDER BY height DESC");
        while (select.executeStep())
            heights.push_back(static_cast<core::Height>(select.getColumn(0).getInt64()));
        return heights;
    });
}

core::Result<core::Bytes> ChainStore::snapshot(core::Height height) const {
    HEARTH_TRY(core::Bytes whole, guarded(m_impl->file, [&] {
                   core::Bytes bytes;
                   SQLite::Statement select(m_impl->database,
                                            "SELECT chunk FROM snapshot_chunks WHERE height = ? ORDER BY position");
                   select.bind(1, static_cast<std::int64_t>(height));
                   while (select.executeStep())
                       core::append(bytes, blob(select.getColumn(0)));
                   return bytes;
               }));
    if (whole.empty()) return no_snapshot(height);
    return whole;
}

core::Result<core::Bytes> ChainStore::chunk_hashes(core::Height height) const {
    return guarded(m_impl->file, [&] {
        core::Bytes hashes;
        SQLite::Statement select(m_impl->database,
                                 "SELECT hash FROM snapshot_chunks WHERE height = ? ORDER BY position");
        select.bind(1, static_cast<std::int64_t>(height));
        while (select.executeStep())
            core::append(hashes, blob(select.getColumn(0)));
        return hashes;
    });
}

core::Result<core::Bytes> ChainStore::chunk(core::Height height, std::uint32_t position) const {
    HEARTH_TRY(const auto found, guarded(m_impl->file, [&]() -> std::optional<core::Bytes> {
                   SQLite::Statement select(m_impl->database,
                                            "SELECT chunk FROM snapshot_chunks WHERE height = ? AND position = ?");
                   select.bind(1, static_cast<std::int64_t>(height));
                   select.bind(2, static_cast<std::int64_t>(position));
                   if (!select.executeStep()) return std::nullopt;
                   return blob(select.getColumn(0));
               }));
    if (!found) return no_snapshot(height);
    return *found;
}

} // namespace hearth::ledger
