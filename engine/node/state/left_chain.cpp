// SPDX-License-Identifier: Apache-2.0
#include "node/state/left_chain.h"

#include "core/log.h"
#include "ledger/consensus/left_ledgers.h"

#include <sqlite3.h>
#include <SQLiteCpp/SQLiteCpp.h>

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using core::Status;
namespace fs = std::filesystem;

constexpr int patience_ms = 5000;

/// In the order that foreign keys want. Triggers keep the running totals.
constexpr const char* forget_chain = R"sql(
    DELETE FROM stages;
    DELETE FROM verdicts;
    DELETE FROM receipts;
    DELETE FROM archives;
    DELETE FROM jobs;
    DELETE FROM purchases;
    DELETE FROM repeatable_calls;
    DELETE FROM settings WHERE name = 'roots_posted_before_epoch' OR name LIKE 'owed.%' OR name LIKE 'spent.%'
        OR name LIKE 'voucher.%' OR name LIKE 'automatic.%' OR name LIKE 'certificate.%';
)sql";

Status cannot(const fs::path& place, const std::string& why) {
    return fail(Code::io, core::say("cannot_made", {place.string(), why}), core::say("check_folder_writable"));
}

/// SQLite leaves a copy to the system, which may lose it with the power.
Status sync(const fs::path& place) {
    const int opened = ::open(place.c_str(), O_RDONLY | O_CLOEXEC);
    if (opened < 0 || ::fsync(opened) != 0) {
        const std::string why = std::generic_category().message(errno);
        if (opened >= 0) ::close(opened);
        return cannot(place, why);
    }
    ::close(opened);
    return {};
}

/// Whole or not there.
Status copy_to(SQLite::Database& from, const fs::path& file) {
    std::error_code failed;
    if (fs::exists(file, failed)) return {}; // an earlier start came so far
    if (failed) return cannot(file, failed.message());
    const fs::path beside = file.string() + ".new";
    fs::remove(beside, failed);
    SQLite::Statement copy(from, "VACUUM INTO ?");
    copy.bind(1, beside.string());
    copy.exec();
    fs::permissions(beside, fs::perms::owner_read | fs::perms::owner_write, failed);
    if (failed) return cannot(file, failed.message());
    HEARTH_CHECK(sync(beside));
    fs::rename(beside, file, failed);
    return failed ? cannot(file, failed.message()) : sync(file.parent_path());
}

/// Their numbers stand in the copy, which looks for them beside itself.
Status move_archives(const core::Home& home, const fs::path& folder) {
    const fs::path archives = home.root / "archive";
    std::error_code failed;
    if (!fs::exists(archives, failed)) return failed ? cannot(folder / "archive", failed.message()) : Status();
    fs::rename(archives, folder / "archive", failed);
    return failed ? cannot(folder / "archive", failed.message()) : Status();
}

Status part_from(SQLite::Database& database, const core::Home& home, const ledger::Parting& parting,
                 const std::function<void(const char*)>& on_step) {
    const std::string mark = "left." + parting.id;
    SQLite::Statement done(database, "SELECT 1 FROM settings WHERE name = ?");
    done.bind(1, mark);
    const bool parted = done.executeStep();
    done.reset();
    if (!parted) {
        HEARTH_CHECK(copy_to(database, parting.folder / "node.sqlite"));
        HEARTH_CHECK(move_archives(home, parting.folder));
        if (on_step) on_step("parting-copied");
        SQLite::Transaction scope(database, SQLite::TransactionBehavior::IMMEDIATE);
        database.exec(forget_chain);
        SQLite::Statement note(database, "INSERT INTO settings (name, value) VALUES (?, 'parted')");
        note.bind(1, mark);
        note.exec();
        scope.commit();
        if (on_step) on_step("parting-cleared");
        core::log::info("store", "parted from a ledger", {{"kept", parting.folder.string()}});
    }
    return ledger::end_parting(parting);
}

} // namespace

Status part_from_left_chains(const core::Home& home, const std::function<void(const char*)>& on_step) {
    HEARTH_TRY(const auto due, ledger::partings_due(home));
    if (due.empty()) return {};
    try {
        SQLite::Database database(home.database().string(), SQLite::OPEN_READWRITE, patience_ms);
        database.exec("PRAGMA synchronous = FULL");
        database.exec("PRAGMA foreign_keys = ON");
        for (const ledger::Parting& parting : due)
            HEARTH_CHECK(part_from(database, home, parting, on_step));
    } catch (const SQLite::Exception& problem) {
        const bool full = problem.getErrorCode() == SQLITE_FULL;
        return full ? fail(Code::io, core::say("disk_holds_full", {home.database().string()}), core::say("full_disk"))
                    : fail(Code::io, core::say("file_cannot_used", {home.database().string(), problem.what()}));
    }
    return {};
}

} // namespace hearth::node
