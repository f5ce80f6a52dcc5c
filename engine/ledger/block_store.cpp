// SPDX-License-Identifier: Apache-2.0
#include "ledger/block_store.h"

#include <sqlite3.h>
#include <SQLiteCpp/SQLiteCpp.h>

namespace hearth::ledger {

using core::Code;
using core::fail;

namespace {

constexpr std::size_t snapshots_kept = 2;

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS foundation (id INTEGER PRIMARY KEY CHECK (id = 1), bytes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS block (height INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS snapshot (height INTEGER PRIMARY KEY, state BLOB NOT NULL);
PRAGMA user_version = 1;
)";

core::Error sql_error(const SQLite::Exception& problem) {
    const int code = problem.getErrorCode();
    if (code == SQLITE_FULL)
        return fail(Code::io, "The disk is full: the ledger could not be written.",
                    "Free some space; nothing that was settled before is lost.");
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
        return fail(Code::corrupt, "The ledger's database is damaged.",
                    "Restore the folder ledger/ of the node's home from a backup.");
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        return fail(Code::conflict, "Another process uses the ledger's database.",
                    "Only one hearthd may run on a home.");
    return fail(Code::io, std::string("The ledger's database refused: ") + problem.what() + ".");
}

core::Bytes blob(const SQLite::Column& column) {
    const auto* data = static_cast<const std::uint8_t*>(column.getBlob());
    return {data, data + column.getBytes()};
}

/// Runs `work` and turns SQLite's exceptions into errors.
template <typename Work>
auto guarded(Work work) -> decltype(work()) {
    try {
        return work();
    } catch (const SQLite::Exception& problem) {
        return sql_error(problem);
    }
}

} // namespace

struct BlockStore::Impl {
    SQLite::Database db;
    explicit Impl(const std::filesystem::path& file)
        : db(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 2000) {
        db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
        const int version = db.execAndGet("PRAGMA user_version").getInt();
        if (version > 1) throw SQLite::Exception("the database is of a newer version of Hearth");
        db.exec(schema);
    }
};

BlockStore::BlockStore(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
BlockStore::~BlockStore() = default;

core::Result<std::unique_ptr<BlockStore>> BlockStore::open(const std::filesystem::path& folder) {
    using Opened = core::Result<std::unique_ptr<BlockStore>>;
    return guarded([&]() -> Opened {
        return std::unique_ptr<BlockStore>(new BlockStore(std::make_unique<Impl>(folder / "ledger.sqlite")));
    });
}

core::Result<std::optional<Foundation>> BlockStore::foundation() {
    return guarded([&]() -> core::Result<std::optional<Foundation>> {
        SQLite::Statement query(m_impl->db, "SELECT bytes FROM foundation WHERE id = 1");
        if (!query.executeStep()) return std::optional<Foundation>();
        HEARTH_TRY(Foundation found, Foundation::decode(blob(query.getColumn(0))));
        return std::optional(std::move(found));
    });
}

core::Status BlockStore::found(const Foundation& foundation) {
    return guarded([&]() -> core::Status {
        const core::Bytes bytes = foundation.encode();
        SQLite::Statement insert(m_impl->db, "INSERT INTO foundation (id, bytes) VALUES (1, ?)");
        insert.bind(1, bytes.data(), static_cast<int>(bytes.size()));
        insert.exec();
        return {};
    });
}

core::Status BlockStore::append(const Block& block, const State* snapshot) {
    return guarded([&]() -> core::Status {
        SQLite::Transaction transaction(m_impl->db, SQLite::TransactionBehavior::IMMEDIATE);
        const core::Bytes bytes = block.encode();
        SQLite::Statement insert(m_impl->db, "INSERT INTO block (height, bytes) VALUES (?, ?)");
        insert.bind(1, static_cast<std::int64_t>(block.height));
        insert.bind(2, bytes.data(), static_cast<int>(bytes.size()));
        insert.exec();
        if (snapshot != nullptr) {
            const core::Bytes state = core::cbor::encode(snapshot->to_cbor());
            SQLite::Statement keep(m_impl->db,
                                   "INSERT OR REPLACE INTO snapshot (height, state) VALUES (?, ?)");
            keep.bind(1, static_cast<std::int64_t>(block.height));
            keep.bind(2, state.data(), static_cast<int>(state.size()));
            keep.exec();
            SQLite::Statement drop(m_impl->db, "DELETE FROM snapshot WHERE height NOT IN (SELECT height FROM "
                                               "snapshot ORDER BY height DESC LIMIT ?)");
            drop.bind(1, static_cast<int>(snapshots_kept));
            drop.exec();
        }
        transaction.commit();
        return {};
    });
}

core::Result<std::optional<BlockStore::Snapshot>> BlockStore::latest_snapshot() {
    return guarded([&]() -> core::Result<std::optional<Snapshot>> {
        SQLite::Statement query(m_impl->db,
                                "SELECT height, state FROM snapshot ORDER BY height DESC LIMIT 1");
        if (!query.executeStep()) return std::optional<Snapshot>();
        return std::optional(
            Snapshot{static_cast<core::Height>(query.getColumn(0).getInt64()), blob(query.getColumn(1))});
    });
}

core::Result<std::optional<Block>> BlockStore::block(core::Height height) {
    return guarded([&]() -> core::Result<std::optional<Block>> {
        SQLite::Statement query(m_impl->db, "SELECT bytes FROM block WHERE height = ?");
        query.bind(1, static_cast<std::int64_t>(height));
        if (!query.executeStep()) return std::optional<Block>();
        HEARTH_TRY(Block block, Block::decode(blob(query.getColumn(0))));
        return std::optional(std::move(block));
    });
}

core::Status BlockStore::replay_above(core::Height height,
                                      const std::function<core::Status(const Block&)>& visit) {
    return guarded([&]() -> core::Status {
        SQLite::Statement query(m_impl->db, "SELECT bytes FROM block WHERE height > ? ORDER BY height");
        query.bind(1, static_cast<std::int64_t>(height));
        while (query.executeStep()) {
            HEARTH_TRY(const Block block, Block::decode(blob(query.getColumn(0))));
            HEARTH_CHECK(visit(block));
        }
        return {};
    });
}

} // namespace hearth::ledger
