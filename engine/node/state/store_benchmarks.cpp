// SPDX-License-Identifier: Apache-2.0
#include "control/json.h"
#include "node/state/benchmark_store.h"
#include "node/state/store_impl.h"

namespace hearth::node {

using core::Code;
using core::fail;
using core::Status;

core::Result<std::vector<control::BenchmarkRecord>> BenchmarkStore::all() const {
    const auto& impl = *m_store.m_impl;
    return impl.read([&](SQLite::Database& from) -> core::Result<std::vector<control::BenchmarkRecord>> {
        SQLite::Statement query(from, "SELECT at, report FROM benchmarks ORDER BY number DESC");
        std::vector<control::BenchmarkRecord> records;
        while (query.executeStep()) {
            auto report = control::from_json<control::BenchmarkReport>(query.getColumn(1).getString(), "report");
            if (!report)
                return fail(Code::corrupt,
                            core::say("the_file_is_damaged", {impl.path.string(), report.error().message}),
                            core::say("restore_backup_move_away"));
            records.push_back({query.getColumn(0).getInt64(), std::move(*report)});
        }
        return records;
    });
}

Status BenchmarkStore::add(const control::BenchmarkRecord& record) {
    auto& impl = *m_store.m_impl;
    return impl.transaction([&]() -> Status {
        SQLite::Statement insert(impl.database, "INSERT INTO benchmarks (at, device, report) VALUES (?, ?, ?)");
        insert.bind(1, record.at);
        insert.bind(2, record.report.device);
        insert.bind(3, control::to_json(record.report));
        insert.exec();
        SQLite::Statement remove(impl.database,
                                 "DELETE FROM benchmarks WHERE device = ?1 AND number NOT IN (SELECT number FROM "
                                 "benchmarks WHERE device = ?1 ORDER BY number DESC LIMIT ?2)");
        remove.bind(1, record.report.device);
        remove.bind(2, std::int64_t{most_of_device});
        remove.exec();
        return {};
    });
}

} // namespace hearth::node
