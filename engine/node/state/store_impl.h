// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/state/store.h"

#include <cstring>
#include <functional>
#include <mutex>
#include <sqlite3.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <type_traits>

namespace hearth::node {

/// Version of the schema that has running totals and archives.
inline constexpr int first_with_archives = 4;
/// And the one that knows what each hour earned.
inline constexpr int first_with_hours = 10;

/// One connection changes the file; reading goes over others, which see what was committed last and wait for nobody.
struct Store::Impl {
    Impl(const std::filesystem::path& file, std::string name, int flags)
        : path(file), name_to_read(std::move(name)), uri(flags & SQLite::OPEN_URI),
          database(name_to_read, flags, patience_ms) {}
    static constexpr int patience_ms = 5000;
    static constexpr std::size_t most_idle = 4;
    std::filesystem::path path;
    std::string name_to_read;
    int uri;
    mutable std::mutex mutex; ///< of database
    mutable SQLite::Database database;
    mutable std::mutex idle_mutex; ///< of idle
    mutable std::vector<std::unique_ptr<SQLite::Database>> idle;

    core::Error explain(const SQLite::Exception& problem) const;
    /// Of the schema; 0 where there is none yet. Errors: unsupported.
    core::Result<int> version(SQLite::Database& of) const;
    /// Of the schema, from that version. Errors: io where there is no room for it.
    core::Status bring_up_to_date(int version, const FreeBytes& free);
    using Bind = std::function<void(SQLite::Statement&)>;
    /// Jobs with their stages and callers, in one query. `rest` selects and orders them; the outer order repeats it.
    /// `known`: corrupt where a state is none that this version knows; its job is read as failed, for that reason.
    static std::vector<JobRecord> jobs_in(SQLite::Database& from, const std::string& rest, const Bind& bind,
                                          bool newest_first, core::Status& known);
    static core::Result<JobRecord> job_in(SQLite::Database& from, const std::string& job_id);
    core::Result<std::vector<JobRecord>> select_jobs(const std::string& rest, const Bind& bind = {},
                                                     bool newest_first = false) const;
    core::Result<PurchaseRecord> find_purchase(const char* column, const std::string& value) const;
    struct Total {
        std::string name;
        std::uint64_t rows;
        core::Amount sum;
    };
    core::Result<std::vector<Total>> totals_of(const char* kind, const char* name = nullptr) const;
    void put_setting(const std::string& name, const std::string& value); ///< in a transaction
    /// Writes what differs between the two.
    void update_job(const JobRecord& before, const JobRecord& job);

    /// Runs `work` under the lock and turns SQLite's exceptions into errors.
    template <typename Work>
    auto guarded(Work&& work) const -> std::invoke_result_t<Work> {
        const std::lock_guard lock(mutex);
        try {
            return work();
        } catch (const SQLite::Exception& problem) {
            return explain(problem);
        }
    }
    template <typename Work>
    core::Status transaction(Work&& work) {
        return guarded([&]() -> core::Status {
            SQLite::Transaction scope(database, SQLite::TransactionBehavior::IMMEDIATE);
            HEARTH_CHECK(work());
            scope.commit();
            return {};
        });
    }
    template <typename Work>
    auto read(Work&& work) const -> std::invoke_result_t<Work, SQLite::Database&> {
        try {
            auto connection = take_idle();
            if (!connection) connection = open_another();
            if (!connection) {
                const std::lock_guard lock(mutex);
                return work(database);
            }
            auto found = work(*connection);
            give_back(std::move(connection));
            return found;
        } catch (const SQLite::Exception& problem) {
            return explain(problem);
        }
    }
    std::unique_ptr<SQLite::Database> take_idle() const;
    /// Null where the file cannot be opened any more, as when its drive was taken out: what is open goes on.
    std::unique_ptr<SQLite::Database> open_another() const;
    void give_back(std::unique_ptr<SQLite::Database> connection) const;
};

/// Unsigned 64-bit numbers are kept in SQLite's signed column by their bits.
inline std::int64_t to_column(std::uint64_t value) {
    return static_cast<std::int64_t>(value);
}
inline std::uint64_t from_column(std::int64_t value) {
    return static_cast<std::uint64_t>(value);
}

template <typename T>
T id_of(const SQLite::Column& column) {
    T id;
    if (column.getBytes() == static_cast<int>(T::size)) std::memcpy(id.bytes.data(), column.getBlob(), T::size);
    return id;
}

template <typename Tag>
void bind_id(SQLite::Statement& statement, int index, const core::Id<Tag>& id) {
    statement.bind(index, id.bytes.data(), static_cast<int>(id.bytes.size()));
}

} // namespace hearth::node
