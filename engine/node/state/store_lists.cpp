// SPDX-License-Identifier: Apache-2.0
#include "node/state/store_impl.h"

namespace hearth::node {

using core::Code;
using core::fail;
using core::Status;

/// Lists over the connections that only read: a job that writes does not wait for them, nor they for it. Each walks an
/// index, whatever the length of the history.
core::Result<std::vector<JobRecord>> Store::Impl::select_jobs(const std::string& rest, const Bind& bind,
                                                              bool newest_first) const {
    return read([&](SQLite::Database& from) -> core::Result<std::vector<JobRecord>> {
        Status known; // one job whose state is not keeps no other out of the list
        return jobs_in(from, rest, bind, newest_first, known);
    });
}

core::Result<JobRecord> Store::job(const std::string& job_id) const {
    return m_impl->read([&](SQLite::Database& from) { return Impl::job_in(from, job_id); });
}

core::Result<JobRecord> Store::job_of_receipt(const std::string& receipt_id) const {
    HEARTH_TRY(auto jobs, m_impl->select_jobs("WHERE receipt_id = ?",
                                              [&](SQLite::Statement& query) { query.bind(1, receipt_id); }));
    if (jobs.empty())
        return fail(Code::not_found, core::say("there_is_no_receipt", {receipt_id}),
                    core::say("see_hearthctl_receipt_list"));
    return std::move(jobs.front());
}

core::Result<std::vector<JobRecord>> Store::jobs(std::uint32_t limit, const std::string& before) const {
    const std::string older = before.empty() ? "" : "WHERE number < (SELECT number FROM jobs WHERE job_id = ?2) ";
    return m_impl->select_jobs(
        older + "ORDER BY number DESC LIMIT ?1",
        [&](SQLite::Statement& query) {
            query.bind(1, std::int64_t{limit});
            if (!before.empty()) query.bind(2, before);
        },
        true);
}

core::Result<std::vector<AnswerId>> Store::answers_called(const std::string& beginning) const {
    return m_impl->read([&](SQLite::Database& from) -> core::Result<std::vector<AnswerId>> {
        // Ids are hexadecimal: "g" comes after every digit, and the columns' indexes are used.
        const auto rows_of = [](const std::string& table, const std::string& open) {
            return "SELECT job_id, receipt_id, state = '" + open + "' AS runs, reason, created_at, number FROM " +
                   table + " WHERE (job_id >= ?1 AND job_id < ?2) OR (receipt_id >= ?1 AND receipt_id < ?2)";
        };
        SQLite::Statement query(from, "SELECT job_id, max(coalesce(receipt_id, '')), max(runs), max(reason) FROM (" +
                                          rows_of("jobs", "running") + " UNION ALL " + rows_of("purchases", "open") +
                                          ") GROUP BY job_id ORDER BY max(created_at) DESC, max(number) DESC LIMIT 6");
        query.bind(1, beginning);
        query.bind(2, beginning + "g");
        std::vector<AnswerId> found;
        while (query.executeStep())
            found.push_back({query.getColumn(0).getString(), query.getColumn(1).getString(),
                             query.getColumn(2).getInt() != 0, core::unkept(query.getColumn(3).getString())});
        return found;
    });
}

core::Result<std::vector<JobRecord>> Store::running_jobs() const {
    return m_impl->select_jobs("WHERE state = 'running' ORDER BY number");
}

core::Result<std::vector<JobRecord>> Store::moving_money() const {
    return m_impl->select_jobs(
        "WHERE receipt_id IS NOT NULL AND money_state IN ('', 'pending', 'disputed', 'confirmed') "
        "ORDER BY number");
}

core::Result<std::vector<JobRecord>> Store::unreturned() const {
    return m_impl->select_jobs("WHERE receipt_id IS NULL AND state <> 'running' AND money_state = '' AND "
                               "escrow_id <> zeroblob(32) ORDER BY number");
}

core::Result<std::vector<control::EarningsRow>> Store::earning_rows(core::Nanoseconds since,
                                                                    std::uint32_t limit) const {
    return m_impl->read([&](SQLite::Database& from) -> core::Result<std::vector<control::EarningsRow>> {
        SQLite::Statement query(from,
                                "SELECT receipt_id, model_name, settled_at, money_state, earned, epoch, state, device "
                                "FROM jobs WHERE settled_at >= ? ORDER BY settled_at DESC, number DESC LIMIT ?");
        query.bind(1, since);
        query.bind(2, std::int64_t{limit});
        std::vector<control::EarningsRow> rows;
        while (query.executeStep()) {
            control::EarningsRow row{query.getColumn(0).getString(),
                                     query.getColumn(1).getString(),
                                     query.getColumn(2).getInt64(),
                                     {},
                                     core::Amount::from_units(from_column(query.getColumn(4).getInt64())).units_text(),
                                     from_column(query.getColumn(5).getInt64()),
                                     false,
                                     query.getColumn(7).getString()};
            // A word that is not known keeps no other row out of the list: its own stands there without a state.
            row.state = control::from_name<control::MoneyState>(query.getColumn(3).getString())
                            .value_or(control::MoneyState::none);
            const auto state = control::from_name<control::JobState>(query.getColumn(6).getString());
            row.cut_short = state == control::JobState::cancelled;
            rows.push_back(std::move(row));
        }
        return rows;
    });
}

core::Result<std::vector<std::string>> Store::receipts_of_epoch(core::Epoch epoch,
                                                                const core::PublicKey& executor) const {
    return m_impl->read([&](SQLite::Database& from) -> core::Result<std::vector<std::string>> {
        SQLite::Statement query(from,
                                "SELECT receipt_id FROM jobs WHERE epoch = ? AND executor = ? AND money_state NOT IN "
                                "('', 'refunded') AND receipt_id IS NOT NULL ORDER BY receipt_id");
        query.bind(1, to_column(epoch));
        bind_id(query, 2, executor);
        std::vector<std::string> ids;
        while (query.executeStep())
            ids.push_back(query.getColumn(0).getString());
        return ids;
    });
}

core::Result<std::vector<std::pair<core::Epoch, core::PublicKey>>> Store::epochs_with_receipts(core::Epoch first,
                                                                                               core::Epoch end) const {
    using Pairs = std::vector<std::pair<core::Epoch, core::PublicKey>>;
    return m_impl->read([&](SQLite::Database& from) -> core::Result<Pairs> {
        SQLite::Statement query(from, "SELECT DISTINCT epoch, executor FROM jobs WHERE epoch >= ? AND epoch < ? AND "
                                      "money_state NOT IN ('', 'refunded') AND receipt_id IS NOT NULL ORDER BY epoch");
        query.bind(1, to_column(first));
        query.bind(2, to_column(end));
        Pairs pairs;
        while (query.executeStep())
            pairs.emplace_back(from_column(query.getColumn(0).getInt64()), id_of<core::PublicKey>(query.getColumn(1)));
        return pairs;
    });
}

} // namespace hearth::node
