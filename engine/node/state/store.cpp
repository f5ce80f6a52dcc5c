// SPDX-License-Identifier: Apache-2.0
#include "node/state/store.h"

#include "core/file.h"
#include "core/sqlite_uri.h"
#include "node/state/schema.h"
#include "node/state/store_impl.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hearth::node {

using core::Code;
using core::fail;
using core::Status;

core::Error Store::Impl::explain(const SQLite::Exception& problem) const {
    const int code = problem.getErrorCode();
    if (code == SQLITE_FULL)
        return fail(Code::io, "The disk that holds " + path.string() + " is full.", full_disk_hint);
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
        return fail(Code::corrupt, "The file " + path.string() + " is damaged: " + problem.what() + ".",
                    "Restore it from a backup, or move it away: the node then starts with an empty job list.");
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        return fail(Code::busy, "Another program uses " + path.string() + ".", "End it and try again.");
    return fail(Code::io, "The file " + path.string() + " cannot be used: " + problem.what() + ".");
}

core::Result<int> Store::Impl::version() const {
    SQLite::Statement query(const_cast<SQLite::Database&>(database), "PRAGMA user_version");
    query.executeStep();
    const int found = query.getColumn(0).getInt();
    if (found <= schema_version) return found;
    return fail(Code::unsupported, "The file " + path.string() + " was written by a newer Hearth.", "Update Hearth.");
}

Store::Store(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Store::~Store() = default;

const std::filesystem::path& Store::file() const {
    return m_impl->path;
}

core::Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& file) {
    HEARTH_CHECK(core::check_no_folder(file));
    // Receipts hold what was asked and answered: for the owner alone. SQLite's side files take the same mode.
    if (const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600); made >= 0) {
        ::fchmod(made, 0600);
        ::close(made);
    }
    try {
        auto impl = std::make_unique<Impl>(file, file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        SQLite::Database& db = impl->database;
        try {
            db.exec("PRAGMA journal_mode = WAL");
            db.exec("PRAGMA synchronous = FULL");
            db.exec("PRAGMA foreign_keys = ON");
            HEARTH_TRY(const int version, impl->version());
            if (version < schema_version) {
                SQLite::Transaction scope(db, SQLite::TransactionBehavior::IMMEDIATE);
                if (version == 0) db.exec(schema_sql);
                for (int step = version; step > 0 && step < schema_version; ++step)
                    db.exec(schema_steps[step - 1]);
                db.exec("PRAGMA user_version = " + std::to_string(schema_version));
                scope.commit();
            }
        } catch (const SQLite::Exception& problem) {
            return impl->explain(problem);
        }
        return std::unique_ptr<Store>(new Store(std::move(impl)));
    } catch (const SQLite::Exception& problem) {
        return fail(Code::io, "The file " + file.string() + " cannot be opened: " + problem.what() + ".",
                    "Check that the folder is writable.");
    }
}

core::Result<std::unique_ptr<Store>> Store::open_to_read(const std::filesystem::path& file) {
    HEARTH_CHECK(core::check_no_folder(file));
    try {
        auto impl = std::make_unique<Impl>(file, core::read_only_uri(file), SQLite::OPEN_READONLY | SQLite::OPEN_URI);
        try {
            HEARTH_TRY([[maybe_unused]] const int version, impl->version());
        } catch (const SQLite::Exception& problem) {
            return impl->explain(problem);
        }
        return std::unique_ptr<Store>(new Store(std::move(impl)));
    } catch (const SQLite::Exception& problem) {
        return fail(Code::io, "The file " + file.string() + " cannot be opened: " + problem.what() + ".",
                    "Check its permissions.");
    }
}

Status Store::check() const {
    return m_impl->guarded([&]() -> Status {
        SQLite::Statement query(m_impl->database, "PRAGMA quick_check(1)");
        query.executeStep();
        const std::string said = query.getColumn(0).getString();
        if (said == "ok") return {};
        return fail(Code::corrupt, "The file " + m_impl->path.string() + " is damaged: " + said + ".",
                    "Restore it from a backup, or move it away: the node then starts with an empty job list.");
    });
}

core::Result<core::Bytes> Store::receipt_file(const std::string& receipt_id) const {
    return m_impl->guarded([&]() -> core::Result<core::Bytes> {
        SQLite::Statement query(m_impl->database, "SELECT file FROM receipts WHERE receipt_id = ?");
        query.bind(1, receipt_id);
        if (!query.executeStep())
            return fail(Code::not_found, "There is no receipt " + receipt_id + ".", "See: hearthctl receipt list");
        const auto column = query.getColumn(0);
        const auto* data = static_cast<const std::uint8_t*>(column.getBlob());
        return core::Bytes(data, data + column.getBytes());
    });
}

core::Result<std::string> Store::last_receipt(const core::PublicKey& executor) const {
    return m_impl->guarded([&]() -> core::Result<std::string> {
        SQLite::Statement query(m_impl->database,
                                "SELECT receipt_id FROM receipts WHERE executor = ? ORDER BY number DESC LIMIT 1");
        bind_id(query, 1, executor);
        return query.executeStep() ? query.getColumn(0).getString() : std::string();
    });
}

Status Store::put_verdict(const std::string& receipt_id, const VerdictRecord& verdict) {
    return m_impl->transaction([&]() -> Status {
        SQLite::Statement insert(m_impl->database, "INSERT OR REPLACE INTO verdicts "
                                                   "(receipt_id, at, level, outcome, sentence, compared, equal) "
                                                   "VALUES (?, ?, ?, ?, ?, ?, ?)");
        insert.bind(1, receipt_id);
        insert.bind(2, verdict.at);
        insert.bind(3, verdict.level);
        insert.bind(4, audit::outcome_name(verdict.outcome));
        insert.bind(5, verdict.sentence);
        insert.bind(6, std::int64_t{verdict.compared});
        insert.bind(7, std::int64_t{verdict.equal});
        insert.exec();
        return {};
    });
}

core::Result<VerdictRecord> Store::verdict(const std::string& receipt_id) const {
    return m_impl->guarded([&]() -> core::Result<VerdictRecord> {
        SQLite::Statement query(
            m_impl->database,
            "SELECT at, level, outcome, sentence, compared, equal FROM verdicts WHERE receipt_id = ?");
        query.bind(1, receipt_id);
        if (!query.executeStep()) return fail(Code::not_found, "The answer was not replayed yet.");
        const auto outcome = audit::find_outcome(query.getColumn(2).getString());
        if (!outcome)
            return fail(Code::corrupt, "The file " + m_impl->path.string() + " holds a verdict that nobody gives.",
                        "Replay the answer again: hearthctl receipt verify " + receipt_id + " --replay");
        return VerdictRecord{
            query.getColumn(0).getInt64(),  query.getColumn(1).getString(), *outcome,
            query.getColumn(3).getString(), query.getColumn(4).getUInt(),   query.getColumn(5).getUInt()};
    });
}

core::Result<std::vector<ModelRecord>> Store::models() const {
    return m_impl->guarded([&]() -> core::Result<std::vector<ModelRecord>> {
        SQLite::Statement query(m_impl->database, "SELECT model_id, name, profile, imported_at, disabled FROM models "
                                                  "ORDER BY imported_at, model_id");
        std::vector<ModelRecord> models;
        while (query.executeStep())
            models.push_back({query.getColumn(0).getString(), query.getColumn(1).getString(),
                              query.getColumn(2).getString(), query.getColumn(3).getInt64(),
                              query.getColumn(4).getString()});
        return models;
    });
}

Status Store::put_model(const ModelRecord& model) {
    return m_impl->transaction([&]() -> Status {
        SQLite::Statement insert(m_impl->database,
                                 "INSERT INTO models (model_id, name, profile, imported_at, disabled) "
                                 "VALUES (?, ?, ?, ?, ?) ON CONFLICT (model_id) DO UPDATE SET "
                                 "name = excluded.name, profile = excluded.profile, disabled = excluded.disabled");
        insert.bind(1, model.model_id);
        insert.bind(2, model.name);
        insert.bind(3, model.profile);
        insert.bind(4, model.imported_at);
        insert.bind(5, model.disabled);
        insert.exec();
        return {};
    });
}

Status Store::remove_model(const std::string& model_id) {
    return m_impl->transaction([&]() -> Status {
        SQLite::Statement remove(m_impl->database, "DELETE FROM models WHERE model_id = ?");
        remove.bind(1, model_id);
        remove.exec();
        return {};
    });
}

core::Result<std::string> Store::setting(const std::string& name) const {
    return m_impl->guarded([&]() -> core::Result<std::string> {
        SQLite::Statement query(m_impl->database, "SELECT value FROM settings WHERE name = ?");
        query.bind(1, name);
        return query.executeStep() ? query.getColumn(0).getString() : std::string();
    });
}

Status Store::set_setting(const std::string& name, const std::string& value) {
    return m_impl->transaction([&]() -> Status {
        SQLite::Statement insert(m_impl->database, "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)");
        insert.bind(1, name);
        insert.bind(2, value);
        insert.exec();
        return {};
    });
}

} // namespace hearth::node
