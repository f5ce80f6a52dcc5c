// SPDX-License-Identifier: Apache-2.0
#include "ledger/block_store.h"

#include "core/file.h"
#include "core/sqlite_uri.h"
#include "ledger/sqlite_values.h"
#include "ledger/transaction.h"

#include <algorithm>
#include <SQLiteCpp/SQLiteCpp.h>

namespace hearth::ledger {
namespace {

using core::Code;
using core::fail;
using core::Status;

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS blocks (
    height INTEGER PRIMARY KEY, header BLOB NOT NULL, signature BLOB NOT NULL, transactions BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS transactions (hash BLOB PRIMARY KEY, height INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS snapshots (height INTEGER PRIMARY KEY, state BLOB NOT NULL);
)";
constexpr int busy_timeout_ms = 5000;

} // namespace

struct BlockStore::Impl {
    std::string file;
    SQLite::Database database;

    explicit Impl(const std::filesystem::path& path)
        : file(path.string()), database(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, busy_timeout_ms) {
        database.exec("PRAGMA journal_mode=WAL");
        database.exec("PRAGMA synchronous=FULL");
        database.exec(schema);
    }
    Impl(const std::filesystem::path& path, const std::string& uri)
        : file(path.string()), database(uri, SQLite::OPEN_READONLY | SQLite::OPEN_URI, busy_timeout_ms) {}

    /// Runs `work`, turning SQLite's exceptions into values.
    template <typename Work>
    auto guard(Work work) -> core::Result<decltype(work())> {
        return guarded(file, work);
    }
    template <typename Work>
    Status write(Work work) {
        try {
            SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
            work();
            transaction.commit();
            return {};
        } catch (const SQLite::Exception& problem) {
            return explain(problem, file);
        }
    }
};

BlockStore::BlockStore(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
BlockStore::~BlockStore() = default;

core::Result<std::unique_ptr<BlockStore>> BlockStore::open(const std::filesystem::path& file) {
    HEARTH_CHECK(core::check_no_folder(file));
    try {
        return std::unique_ptr<BlockStore>(new BlockStore(std::make_unique<Impl>(file)));
    } catch (const SQLite::Exception& problem) {
        return explain(problem, file.string());
    }
}

core::Result<std::unique_ptr<BlockStore>> BlockStore::open_to_read(const std::filesystem::path& file) {
    HEARTH_CHECK(core::check_no_folder(file));
    try {
        return std::unique_ptr<BlockStore>(new BlockStore(std::make_unique<Impl>(file, core::read_only_uri(file))));
    } catch (const SQLite::Exception& problem) {
        return explain(problem, file.string());
    }
}

Status BlockStore::check() const {
    HEARTH_TRY(const std::string said, m_impl->guard([&] {
        SQLite::Statement select(m_impl->database, "PRAGMA quick_check(1)");
        select.executeStep();
        return select.getColumn(0).getString();
    }));
    if (said == "ok") return {};
    return fail(Code::corrupt, core::say("the_ledger_is_damaged", {m_impl->file, said}),
                core::say("restore_folder_backup_move_away"));
}

core::Result<std::optional<core::Bytes>> BlockStore::meta(const std::string& key) const {
    return m_impl->guard([&]() -> std::optional<core::Bytes> {
        SQLite::Statement select(m_impl->database, "SELECT value FROM meta WHERE key = ?");
        select.bind(1, key);
        if (!select.executeStep()) return std::nullopt;
        return blob(select.getColumn(0));
    });
}

Status BlockStore::set_meta(const std::vector<std::pair<std::string, core::Bytes>>& values) {
    return m_impl->write([&] {
        for (const auto& [key, value] : values) {
            SQLite::Statement insert(m_impl->database, "INSERT OR REPLACE INTO meta VALUES (?, ?)");
            insert.bind(1, key);
            bind_bytes(insert, 2, value);
            insert.exec();
        }
    });
}

Status BlockStore::append(const Block& block, const std::function<void()>& before_commit) {
    return m_impl->write([&] {
        SQLite::Statement insert(m_impl->database, "INSERT INTO blocks VALUES (?, ?, ?, ?)");
        insert.bind(1, static_cast<std::int64_t>(block.header.height));
        bind_bytes(insert, 2, block.header.encode());
        bind_bytes(insert, 3, block.signature);
        bind_bytes(insert, 4, block.encode_transactions());
        insert.exec();
        before_commit();
    });
}

core::Result<core::Height> BlockStore::height() const {
    return m_impl->guard([&]() -> core::Height {
        SQLite::Statement select(m_impl->database, "SELECT COALESCE(MAX(height), 0) FROM blocks");
        select.executeStep();
        return static_cast<core::Height>(select.getColumn(0).getInt64());
    });
}

core::Result<std::optional<Block>> BlockStore::header(core::Height height) const {
    core::Bytes header, signature;
    HEARTH_TRY(const bool found, m_impl->guard([&] {
        SQLite::Statement select(m_impl->database, "SELECT header, signature FROM blocks WHERE height = ?");
        select.bind(1, static_cast<std::int64_t>(height));
        if (!select.executeStep()) return false;
        header = blob(select.getColumn(0));
        signature = blob(select.getColumn(1));
        return true;
    }));
    if (!found) return std::optional<Block>();
    Block block;
    HEARTH_TRY(block.header, BlockHeader::decode(header));
    if (signature.size() != block.signature.size())
        return fail(Code::corrupt, core::say("block_no_whole_signature", {std::to_string(height)}));
    std::copy(signature.begin(), signature.end(), block.signature.begin());
    return std::optional<Block>(std::move(block));
}

core::Result<std::optional<Block>> BlockStore::block(core::Height height) const {
    HEARTH_TRY(auto block, header(height));
    if (!block) return std::optional<Block>();
    HEARTH_TRY(const core::Bytes transactions, m_impl->guard([&] {
        SQLite::Statement select(m_impl->database, "SELECT transactions FROM blocks WHERE height = ?");
        select.bind(1, static_cast<std::int64_t>(height));
        return select.executeStep() ? blob(select.getColumn(0)) : core::Bytes();
    }));
    if (transactions.empty()) { // an empty list has a byte
        HEARTH_TRY(const core::Height last, dropped());
        if (height <= last)
            return fail(Code::not_found, core::say("block_transactions_dropped", {std::to_string(height)}),
                        core::say("keep_blocks_keeps_more"));
    }
    HEARTH_TRY(block->transactions, Block::decode_transactions(transactions));
    return block;
}

core::Result<core::Height> BlockStore::mark(const std::string& key) const {
    HEARTH_TRY(const auto stored, meta(key));
    if (!stored) return core::Height{0};
    HEARTH_TRY(const core::cbor::Value value, core::cbor::decode(*stored));
    return value.as_uint() != nullptr ? *value.as_uint() : core::Height{0};
}

core::Result<core::Height> BlockStore::dropped() const {
    return mark("dropped");
}

Status BlockStore::drop_transactions(core::Height last, std::size_t count) {
    HEARTH_TRY(const core::Height before, dropped());
    if (before >= last) return {};
    HEARTH_CHECK(extend_index(count));
    HEARTH_TRY(const core::Height indexed, mark("indexed"));
    const core::Height upto = std::min({last, indexed, before + count});
    if (upto <= before) return {};
    return m_impl->write([&] {
        SQLite::Statement drop(m_impl->database,
                               "UPDATE blocks SET transactions = zeroblob(0) WHERE height > ? AND height <= ?");
        drop.bind(1, static_cast<std::int64_t>(before));
        drop.bind(2, static_cast<std::int64_t>(upto));
        drop.exec();
        SQLite::Statement keep(m_impl->database, "INSERT OR REPLACE INTO meta VALUES ('dropped', ?)");
        bind_bytes(keep, 1, core::cbor::encode(core::cbor::Value(upto)));
        keep.exec();
    });
}

core::Result<bool> BlockStore::extend_index(std::size_t count) {
    HEARTH_TRY(const core::Height last, height());
    HEARTH_TRY(const core::Height done, mark("indexed"));
    const core::Height upto = std::min<core::Height>(last, done + count);
    if (upto <= done) return true;
    std::vector<std::pair<core::Hash, core::Height>> found;
    for (core::Height height = done + 1; height <= upto; ++height) {
        HEARTH_TRY(const auto next, block(height));
        if (!next) return fail(Code::corrupt, core::say("block_ledger_missing", {std::to_string(height)}));
        for (const core::Bytes& transaction : next->transactions)
            found.emplace_back(transaction_hash(transaction), height);
    }
    std::sort(found.begin(), found.end()); // near each other in the file
    HEARTH_CHECK(m_impl->write([&] {
        SQLite::Statement insert(m_impl->database, "INSERT OR REPLACE INTO transactions VALUES (?, ?)");
        for (const auto& [hash, height] : found) {
            bind_bytes(insert, 1, hash.view());
            insert.bind(2, static_cast<std::int64_t>(height));
            insert.exec();
            insert.reset();
        }
        SQLite::Statement mark(m_impl->database, "INSERT OR REPLACE INTO meta VALUES ('indexed', ?)");
        bind_bytes(mark, 1, core::cbor::encode(core::cbor::Value(upto)));
        mark.exec();
    }));
    return upto == last;
}

core::Result<std::optional<core::Height>> BlockStore::height_of(const core::Hash& transaction) const {
    return m_impl->guard([&]() -> std::optional<core::Height> {
        SQLite::Statement select(m_impl->database, "SELECT height FROM transactions WHERE hash = ?");
        bind_bytes(select, 1, transaction.view());
        if (!select.executeStep()) return std::nullopt;
        return static_cast<core::Height>(select.getColumn(0).getInt64());
    });
}

Status BlockStore::put_snapshot(core::Height height, core::ByteView state) {
    return m_impl->write([&] {
        SQLite::Statement insert(m_impl->database, "INSERT OR REPLACE INTO snapshots VALUES (?, ?)");
        insert.bind(1, static_cast<std::int64_t>(height));
        bind_bytes(insert, 2, state);
        insert.exec();
        m_impl->database.exec("DELETE FROM snapshots WHERE height NOT IN "
                              "(SELECT height FROM snapshots ORDER BY height DESC LIMIT 2)");
    });
}

core::Result<std::vector<core::Height>> BlockStore::snapshots() const {
    return m_impl->guard([&] {
        std::vector<core::Height> heights;
        SQLite::Statement select(m_impl->database, "SELECT height FROM snapshots ORDER BY height DESC");
        while (select.executeStep())
            heights.push_back(static_cast<core::Height>(select.getColumn(0).getInt64()));
        return heights;
    });
}

core::Result<core::Bytes> BlockStore::snapshot(core::Height height) const {
    return m_impl->guard([&] {
        SQLite::Statement select(m_impl->database, "SELECT state FROM snapshots WHERE height = ?");
        select.bind(1, static_cast<std::int64_t>(height));
        return select.executeStep() ? blob(select.getColumn(0)) : core::Bytes();
    });
}

} // namespace hearth::ledger
