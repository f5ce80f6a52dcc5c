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
        return fail(Code::io, core::say("disk_holds_full", {path.string()}), core::say(full_disk_hint));
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
        return fail(Code::corrupt, core::say("the_file_is_damaged", {path.string(), problem.what()}),
                    core::say("restore_backup_move_away"));
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        return fail(Code::busy, core::say("another_program_uses", {path.string()}), core::say("end_try_again"));
    return fail(Code::io, core::say("file_cannot_used", {path.string(), problem.what()}));
}

core::Result<int> Store::Impl::version(SQLite::Database& of) const {
    SQLite::Statement query(of, "PRAGMA user_version");
    query.executeStep();
    const int found = query.getColumn(0).getInt();
    if (found <= schema_version) return found;
    return fail(Code::unsupported, core::say("file_written_newer_hearth", {path.string()}), core::say("update_hearth"));
}

std::unique_ptr<SQLite::Database> Store::Impl::take_idle() const {
    const std::lock_guard lock(idle_mutex);
    if (idle.empty()) return nullptr;
    auto connection = std::move(idle.back());
    idle.pop_back();
    return connection;
}

std::unique_ptr<SQLite::Database> Store::Impl::open_another() const {
    try {
        return std::make_unique<SQLite::Database>(name_to_read, SQLite::OPEN_READONLY | SQLite::OPEN_NOMUTEX | uri,
                                                  patience_ms);
    } catch (const SQLite::Exception&) {
        return nullptr;
    }
}

void Store::Impl::give_back(std::unique_ptr<SQLite::Database> connection) const {
    const std::lock_guard lock(idle_mutex);
    if (idle.size() < most_idle) idle.push_back(std::move(connection));
}

namespace {

std::optional<std::uint64_t> free_beside(const std::filesystem::path& file) {
    std::error_code error;
    const std::filesystem::space_info space = std::filesystem::space(file.parent_path(), error);
    return error ? std::nullopt : std::optional<std::uint64_t>(space.available);
}

} // namespace

Store::Store(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Store::~Store() = default;

const std::filesystem::path& Store::file() const {
    return m_impl->path;
}

core::Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& file, const FreeBytes& free) {
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
            HEARTH_TRY(const int version, impl->version(db));
            HEARTH_CHECK(impl->bring_up_to_date(
                version, free ? free : [&] { return free_beside(file); }));
            if (db.execAndGet("SELECT NOT EXISTS (SELECT 1 FROM totals)").getInt() != 0)
                db.exec("INSERT INTO totals SELECT kind, name, rows, units FROM counted");
            if (db.execAndGet("SELECT NOT EXISTS (SELECT 1 FROM earned_hours)").getInt() != 0)
                db.exec("INSERT INTO earned_hours SELECT hour, model_name, device, rows, units FROM counted_hours");
        } catch (const SQLite::Exception& problem) {
            return impl->explain(problem);
        }
        return std::unique_ptr<Store>(new Store(std::move(impl)));
    } catch (const SQLite::Exception& problem) {
        return fail(Code::io, core::say("file_cannot_opened", {file.string(), problem.what()}),
                    core::say("check_folder_writable"));
    }
}

core::Result<std::unique_ptr<Store>> Store::open_to_read(const std::filesystem::path& file) {
    HEARTH_CHECK(core::check_no_folder(file));
    try {
        auto impl = std::make_unique<Impl>(file, core::read_only_uri(file), SQLite::OPEN_READONLY | SQLite::OPEN_URI);
        try {
            HEARTH_TRY([[maybe_unused]] const int version, impl->version(impl->database));
        } catch (const SQLite::Exception& problem) {
            return impl->explain(problem);
        }
        return std::unique_ptr<Store>(new Store(std::move(impl)));
    } catch (const SQLite::Exception& problem) {
        return fail(Code::io, core::say("file_cannot_opened", {file.string(), problem.what()}),
                    core::say("check_permissions"));
    }
}

core::Result<std::string> Store::last_receipt(const core::PublicKey& executor) const {
    return m_impl->read([&](SQLite::Database& from) -> core::Result<std::string> {
        SQLite::Statement query(from,
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
        insert.bind(5, core::kept(verdict.sentence));
        insert.bind(6, std::int64_t{verdict.compared});
        insert.bind(7, std::int64_t{verdict.equal});
        insert.exec();
        return {};
    });
}

core::Result<VerdictRecord> Store::verdict(const std::string& receipt_id) const {
    return m_impl->read([&](SQLite::Database& from) -> core::Result<VerdictRecord> {
        SQLite::Statement query(
            from, "SELECT at, level, outcome, sentence, compared, equal FROM verdicts WHERE receipt_id = ?");
        query.bind(1, receipt_id);
        if (!query.executeStep()) return fail(Code::not_found, core::say("answer_not_replayed_yet"));
        const auto outcome = audit::find_outcome(query.getColumn(2).getString());
        if (!outcome)
            return fail(Code::corrupt, core::say("file_holds_verdict_nobody", {m_impl->path.string()}),
                        core::say("replay_answer_again_hearthctl", {receipt_id}));
        return VerdictRecord{query.getColumn(0).getInt64(),
                             query.getColumn(1).getString(),
                             *outcome,
                             core::unkept(query.getColumn(3).getString()),
                             query.getColumn(4).getUInt(),
                             query.getColumn(5).getUInt()};
    });
}

core::Result<std::vector<ModelRecord>> Store::models() const {
    return m_impl->read([&](SQLite::Database& from) -> core::Result<std::vector<ModelRecord>> {
        SQLite::Statement query(from, "SELECT model_id, name, profile, imported_at, disabled FROM models "
                                      "ORDER BY imported_at, model_id");
        std::vector<ModelRecord> models;
        while (query.executeStep())
            models.push_back({query.getColumn(0).getString(), query.getColumn(1).getString(),
                              query.getColumn(2).getString(), query.getColumn(3).getInt64(),
                              core::unkept(query.getColumn(4).getString())});
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
        insert.bind(5, core::kept(model.disabled));
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
    return m_impl->read([&](SQLite::Database& from) -> core::Result<std::string> {
        SQLite::Statement query(from, "SELECT value FROM settings WHERE name = ?");
        query.bind(1, name);
        return query.executeStep() ? query.getColumn(0).getString() : std::string();
    });
}

void Store::Impl::put_setting(const std::string& name, const std::string& value) {
    SQLite::Statement insert(database, "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)");
    insert.bind(1, name);
    insert.bind(2, value);
    insert.exec();
}

Status Store::set_setting(const std::string& name, const std::string& value) {
    return m_impl->transaction([&]() -> Status {
        m_impl->put_setting(name, value);
        return {};
    });
}

} // namespace hearth::node
