// SPDX-License-Identifier: Apache-2.0
#include "node/state/earnings_book.h"

#include "node/state/store_impl.h"

#include <algorithm>

namespace hearth::node {

using core::Code;
using core::fail;
using core::Status;

namespace {

constexpr core::Nanoseconds bucket = 3600 * core::second; ///< of the running sums
constexpr core::Nanoseconds paid_together = 60 * core::second;
constexpr std::int64_t most_paid_read = 5000; ///< what was paid before is not among the last

} // namespace

core::Result<std::vector<core::Amount>> EarningsBook::series(core::Nanoseconds begin, core::Nanoseconds end,
                                                             core::Nanoseconds step) const {
    const core::Nanoseconds parts = std::max<core::Nanoseconds>((end - begin + step - 1) / step, 1);
    return m_store.m_impl->read([&](SQLite::Database& from) -> core::Result<std::vector<core::Amount>> {
        const bool whole = begin % bucket == 0 && step % bucket == 0;
        SQLite::Statement query(
            from, whole ? "SELECT min((hour * ?5 - ?1) / ?3, ?4 - 1) AS part, sum(units) FROM earned_hours "
                          "WHERE hour BETWEEN ?1 / ?5 AND ?2 / ?5 GROUP BY part"
                        : "SELECT min((settled_at - ?1) / ?3, ?4 - 1) AS part, sum(earned) FROM jobs "
                          "WHERE settled_at BETWEEN ?1 AND ?2 AND money_state <> 'lost' GROUP BY part");
        if (whole) query.bind(5, bucket);
        query.bind(1, begin);
        query.bind(2, end);
        query.bind(3, step);
        query.bind(4, parts);
        std::vector<core::Amount> sums(static_cast<std::size_t>(parts));
        while (query.executeStep())
            sums[static_cast<std::size_t>(query.getColumn(0).getInt64())] =
                core::Amount::from_units(from_column(query.getColumn(1).getInt64()));
        return sums;
    });
}

core::Result<std::vector<control::EarningsPart>> EarningsBook::by(const std::string& column,
                                                                  core::Nanoseconds begin) const {
    return m_store.m_impl->read([&](SQLite::Database& from) -> core::Result<std::vector<control::EarningsPart>> {
        // Only of the hour in which the time begins are single jobs read.
        SQLite::Statement query(from, "SELECT name, sum(rows) AS answers, sum(units) AS earned FROM (SELECT " + column +
                                          " AS name, rows, units FROM earned_hours WHERE hour > ?1 UNION ALL SELECT " +
                                          column +
                                          ", 1, earned FROM jobs WHERE settled_at >= ?2 AND settled_at < ?3 AND "
                                          "money_state <> 'lost') GROUP BY name HAVING answers > 0 "
                                          "ORDER BY earned DESC, name");
        query.bind(1, begin / bucket);
        query.bind(2, begin);
        query.bind(3, (begin / bucket + 1) * bucket);
        std::vector<control::EarningsPart> parts;
        while (query.executeStep())
            parts.push_back({query.getColumn(0).getString(),
                             core::Amount::from_units(from_column(query.getColumn(2).getInt64())).units_text(),
                             from_column(query.getColumn(1).getInt64())});
        return parts;
    });
}

core::Result<std::vector<control::EarningsPart>> EarningsBook::by_model(core::Nanoseconds begin) const {
    return by("model_name", begin);
}
core::Result<std::vector<control::EarningsPart>> EarningsBook::by_device(core::Nanoseconds begin) const {
    return by("device", begin);
}

core::Result<std::vector<EarningsBook::Moving>> EarningsBook::moving() const {
    return m_store.m_impl->read([&](SQLite::Database& from) -> core::Result<std::vector<Moving>> {
        // In the words of jobs_vesting, which holds all of it in this order.
        SQLite::Statement query(from, "SELECT epoch, min(receipt_id), count(*), sum(earned), "
                                      "sum(CASE money_state WHEN 'confirmed' THEN earned ELSE 0 END) "
                                      "FROM jobs WHERE receipt_id IS NOT NULL AND money_state "
                                      "IN ('pending', 'disputed', 'confirmed') GROUP BY epoch ORDER BY epoch");
        std::vector<Moving> found;
        while (query.executeStep())
            found.push_back({from_column(query.getColumn(0).getInt64()), query.getColumn(1).getString(),
                             from_column(query.getColumn(2).getInt64()),
                             core::Amount::from_units(from_column(query.getColumn(3).getInt64())),
                             core::Amount::from_units(from_column(query.getColumn(4).getInt64()))});
        return found;
    });
}

core::Result<std::vector<control::Payout>> EarningsBook::payouts(std::size_t most) const {
    return m_store.m_impl->read([&](SQLite::Database& from) -> core::Result<std::vector<control::Payout>> {
        SQLite::Statement query(from, "SELECT at, earned FROM stages CROSS JOIN jobs USING (number) "
                                      "WHERE stages.name = 'vested' AND stages.state = 'done' AND at IS NOT NULL "
                                      "ORDER BY at DESC LIMIT ?");
        query.bind(1, most_paid_read);
        std::vector<control::Payout> found;
        core::Amount sum;
        while (query.executeStep()) {
            const core::Nanoseconds at = query.getColumn(0).getInt64();
            if (found.empty() || at < found.back().at - paid_together) {
                if (found.size() == most) break;
                found.push_back({at, {}, 0});
                sum = {};
            }
            HEARTH_TRY(sum, sum.plus(core::Amount::from_units(from_column(query.getColumn(1).getInt64()))));
            found.back().amount = sum.units_text();
            ++found.back().answers;
        }
        return found;
    });
}

Status EarningsBook::check(SQLite::Database& from) const {
    SQLite::Statement differing(
        from, "SELECT hour, model_name FROM (SELECT hour, model_name, device, rows, units FROM counted_hours EXCEPT "
              "SELECT hour, model_name, device, rows, units FROM earned_hours) UNION ALL "
              "SELECT hour, model_name FROM (SELECT hour, model_name, device, rows, units FROM earned_hours "
              "WHERE rows <> 0 OR units <> 0 EXCEPT "
              "SELECT hour, model_name, device, rows, units FROM counted_hours) LIMIT 1");
    if (!differing.executeStep()) return {};
    return fail(Code::corrupt,
                core::say("hours_not_those", {m_store.file().string(), differing.getColumn(0).getString(),
                                              differing.getColumn(1).getString()}),
                core::say("stop_service_empty_hours", {m_store.file().string()}));
}

} // namespace hearth::node
