// SPDX-License-Identifier: Apache-2.0
#include "node/state/earnings_book.h"
#include "node/state/store_impl.h"

namespace hearth::node {

using control::JobState;
using control::MoneyState;
using core::Code;
using core::fail;
using core::Status;

/// What the triggers of node.sql keep; nobody sums history for them.
core::Result<std::vector<Store::Impl::Total>> Store::Impl::totals_of(const char* kind, const char* name) const {
    return read([&](SQLite::Database& from) -> core::Result<std::vector<Total>> {
        SQLite::Statement query(from,
                                "SELECT name, rows, units FROM totals WHERE kind = ?1 AND (?2 IS NULL OR name = ?2)");
        query.bind(1, kind);
        if (name != nullptr) query.bind(2, name);
        std::vector<Total> found;
        while (query.executeStep())
            found.push_back({query.getColumn(0).getString(), from_column(query.getColumn(1).getInt64()),
                             core::Amount::from_units(from_column(query.getColumn(2).getInt64()))});
        return found;
    });
}

core::Result<MoneyTotals> Store::totals() const {
    HEARTH_TRY(const auto found, m_impl->totals_of("money"));
    MoneyTotals totals;
    for (const Impl::Total& total : found) {
        const auto state = control::from_name<MoneyState>(total.name);
        core::Amount* const sum = state == MoneyState::pending || state == MoneyState::disputed ? &totals.pending
                                  : state == MoneyState::confirmed                              ? &totals.confirmed
                                  : state == MoneyState::paid                                   ? &totals.paid
                                                                                                : nullptr;
        if (sum == nullptr) continue;
        HEARTH_TRY(*sum, sum->plus(total.sum));
    }
    return totals;
}

core::Result<std::uint64_t> Store::receipts_in_window(const std::string& model_id) const {
    HEARTH_TRY(const auto found, m_impl->totals_of("window", model_id.c_str()));
    return found.empty() ? 0 : found.front().rows;
}

core::Result<control::JobTotals> Store::count_jobs() const {
    HEARTH_TRY(const auto found, m_impl->totals_of("state"));
    control::JobTotals totals;
    for (const Impl::Total& total : found) {
        const auto state = control::from_name<JobState>(total.name);
        if (state == JobState::running) totals.running = total.rows;
        if (state == JobState::done) totals.done = total.rows;
        if (state == JobState::failed) totals.failed = total.rows;
        if (state == JobState::cancelled) totals.cancelled = total.rows;
    }
    return totals;
}

core::Result<Spending> Store::spending(const std::string& key_id) const {
    HEARTH_TRY(const auto spent, m_impl->totals_of("spent", key_id.c_str()));
    HEARTH_TRY(const auto held, m_impl->totals_of("held", key_id.c_str()));
    return Spending{spent.empty() ? core::Amount() : spent.front().sum,
                    held.empty() ? core::Amount() : held.front().sum};
}

core::Result<std::vector<control::SpendDay>> Store::spent_by_day(core::Nanoseconds since) const {
    constexpr core::Nanoseconds day = 86400 * core::second;
    return m_impl->read([&](SQLite::Database& from) -> core::Result<std::vector<control::SpendDay>> {
        // Days have five digits from 1997 to 2243, and then six: they are compared as numbers.
        SQLite::Statement query(from, "SELECT CAST(substr(name, 1, instr(name, ':') - 1) AS INTEGER) AS at, "
                                      "substr(name, instr(name, ':') + 1) AS caller, rows, units FROM totals "
                                      "WHERE kind = 'day' AND rows > 0 AND at >= ?1 ORDER BY at, caller");
        query.bind(1, since / day);
        std::vector<control::SpendDay> days;
        while (query.executeStep())
            days.push_back({query.getColumn(0).getInt64() * day, query.getColumn(1).getString(),
                            from_column(query.getColumn(2).getInt64()),
                            core::Amount::from_units(from_column(query.getColumn(3).getInt64())).units_text()});
        return days;
    });
}

core::Result<EarningTimes> Store::earning_times() const {
    return m_impl->read([&](SQLite::Database& from) -> core::Result<EarningTimes> {
        EarningTimes times;
        for (const auto& [sql, time] :
             {std::pair{"SELECT min(settled_at) FROM jobs WHERE settled_at IS NOT NULL", &times.first},
              std::pair{"SELECT max(settled_at) FROM jobs WHERE settled_at IS NOT NULL", &times.last}}) {
            SQLite::Statement query(from, sql);
            if (query.executeStep() && !query.getColumn(0).isNull()) *time = query.getColumn(0).getInt64();
        }
        return times;
    });
}

Status Store::check() const {
    return m_impl->read([&](SQLite::Database& from) -> Status {
        SQLite::Statement query(from, "PRAGMA quick_check(1)");
        query.executeStep();
        const std::string said = query.getColumn(0).getString();
        if (said != "ok")
            return fail(Code::corrupt, core::say("the_file_is_damaged", {m_impl->path.string(), said}),
                        core::say("restore_backup_move_away"));
        HEARTH_TRY(const int version, m_impl->version(from));
        if (version < first_with_archives) return {};
        SQLite::Statement differing(from, "SELECT kind, name FROM (SELECT kind, name, rows, units FROM counted EXCEPT "
                                          "SELECT kind, name, rows, units FROM totals) UNION ALL "
                                          "SELECT kind, name FROM (SELECT kind, name, rows, units FROM totals "
                                          "WHERE rows <> 0 OR units <> 0 EXCEPT "
                                          "SELECT kind, name, rows, units FROM counted) LIMIT 1");
        if (differing.executeStep())
            return fail(
                Code::corrupt,
                core::say("running_totals_not_those", {m_impl->path.string(), differing.getColumn(0).getString(),
                                                       differing.getColumn(1).getString()}),
                core::say("stop_service_run_sqlite", {m_impl->path.string()}));
        return version < first_with_hours ? Status() : EarningsBook(*this).check(from);
    });
}

} // namespace hearth::node
