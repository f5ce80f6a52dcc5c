// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/state/store.h"

#include <cstring>
#include <mutex>
#include <sqlite3.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <type_traits>

namespace hearth::node {

struct Store::Impl {
    Impl(const std::filesystem::path& file, const std::string& name, int flags)
        : path(file), database(name, flags, 5000) {}
    std::filesystem::path path;
    mutable std::mutex mutex;
    SQLite::Database database;

    core::Error explain(const SQLite::Exception& problem) const;
    /// Of the schema; 0 where there is none yet. Errors: unsupported.
    core::Result<int> version() const;
    static JobRecord read_job(SQLite::Statement& row);
    void read_stages(JobRecord& job) const;
    void write_stages(const JobRecord& job);
    void update_job(const JobRecord& job);

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
