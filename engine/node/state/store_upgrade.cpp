// SPDX-License-Identifier: Apache-2.0
#include "core/log.h"
#include "core/size_text.h"
#include "node/state/notify.h"
#include "node/state/schema.h"
#include "node/state/store_impl.h"

#include <chrono>

namespace hearth::node {
namespace {

using core::Status;
using SteadyClock = std::chrono::steady_clock;

constexpr int first_with_evidence = 5, first_with_log = 7, first_with_batches = 10;
constexpr int steps_between = 1'000'000; // of SQLite's machine: a fraction of a second
constexpr std::chrono::seconds between{10};
/// Longer than the end of a transaction takes, during which nothing is heard.
constexpr const char* more_time = "EXTEND_TIMEOUT_USEC=600000000";

/// While it is there the service manager, which ends what does not start in time, hears that a long change goes on.
class LongChange {
public:
    explicit LongChange(SQLite::Database& database) : m_database(database.getHandle()) {
        tell();
        sqlite3_progress_handler(m_database, steps_between, &LongChange::go_on, this);
    }
    ~LongChange() { sqlite3_progress_handler(m_database, 0, nullptr, nullptr); }
    LongChange(const LongChange&) = delete;
    LongChange& operator=(const LongChange&) = delete;

private:
    void tell() {
        notify_manager(more_time);
        m_told = SteadyClock::now();
    }
    static int go_on(void* self) {
        auto& change = *static_cast<LongChange*>(self);
        if (SteadyClock::now() - change.m_told >= between) change.tell();
        return 0;
    }

    sqlite3* const m_database;
    SteadyClock::time_point m_told;
};

/// What the steps from `version` on write anew, twice: beside the file first, and then into it before what it replaces
/// has gone.
std::uint64_t room_for_steps(SQLite::Database& database, int version) {
    if (version < first_with_evidence || version >= first_with_batches) return 0;
    const auto bytes = [&](const char* query) { return from_column(database.execAndGet(query).getInt64()); };
    std::uint64_t rewritten = bytes("SELECT COALESCE(SUM(length(file)), 0) FROM evidence");
    if (version >= first_with_log) rewritten += bytes("SELECT COALESCE(SUM(length(entry)), 0) FROM evidence_log");
    return 2 * rewritten;
}

} // namespace

Status Store::Impl::bring_up_to_date(int version, const FreeBytes& free) {
    if (version >= schema_version) return {};
    const LongChange goes_on(database);
    const std::uint64_t needed = room_for_steps(database, version);
    const auto there = free();
    if (there && *there < needed)
        return core::fail(core::Code::io,
                          core::say("disk_needs", {path.string(), core::size_text(*there), core::size_text(needed)}),
                          core::say("free_some_space_try"));
    SQLite::Transaction scope(database, SQLite::TransactionBehavior::IMMEDIATE);
    if (version == 0) database.exec(schema_sql);
    for (int step = version; step > 0 && step < schema_version; ++step)
        database.exec(schema_steps[step - 1]);
    database.exec("PRAGMA user_version = " + std::to_string(schema_version));
    scope.commit();
    if (version > 0)
        core::log::info("store", "older file brought up to date",
                        {{"file", path.string()}, {"from", version}, {"to", schema_version}});
    return {};
}

} // namespace hearth::node
