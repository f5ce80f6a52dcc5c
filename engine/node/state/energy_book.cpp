// SPDX-License-Identifier: Apache-2.0
#include "node/state/energy_book.h"

#include "node/state/store_impl.h"

namespace hearth::node {

core::Status EnergyBook::add(const std::vector<Part>& parts) {
    return m_store.m_impl->transaction([&]() -> core::Status {
        SQLite::Statement insert(m_store.m_impl->database,
                                 "INSERT INTO energy (hour, device, measured, estimated) VALUES (?, ?, ?, ?) "
                                 "ON CONFLICT (hour, device) DO UPDATE SET measured = measured + excluded.measured, "
                                 "estimated = estimated + excluded.estimated");
        for (const Part& part : parts) {
            insert.bind(1, part.hour);
            insert.bind(2, part.device);
            insert.bind(3, to_column(part.measured));
            insert.bind(4, to_column(part.estimated));
            insert.exec();
            insert.reset();
        }
        return {};
    });
}

core::Result<std::vector<EnergyBook::Part>> EnergyBook::hours(const Store& store, std::int64_t from) {
    return store.m_impl->read([&](SQLite::Database& database) -> core::Result<std::vector<Part>> {
        SQLite::Statement query(database, "SELECT hour, sum(measured), sum(estimated) FROM energy WHERE hour >= ? "
                                          "GROUP BY hour ORDER BY hour");
        query.bind(1, from);
        std::vector<Part> parts;
        while (query.executeStep())
            parts.push_back({query.getColumn(0).getInt64(),
                             {},
                             from_column(query.getColumn(1).getInt64()),
                             from_column(query.getColumn(2).getInt64())});
        return parts;
    });
}

} // namespace hearth::node
