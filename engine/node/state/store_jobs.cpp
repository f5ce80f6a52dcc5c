// SPDX-License-Identifier: Apache-2.0
#include "node/state/store_impl.h"

namespace hearth::node {

using core::Code;
using core::fail;
using core::Status;

namespace {

constexpr const char* columns =
    "SELECT job_id, model_id, model_name, profile, created_at, state, reason, prompt_tokens, completion_tokens, "
    "escrow_id, executor, receipt_id, level, money_state, earned, epoch, "
    "(SELECT caller FROM purchases WHERE purchases.job_id = jobs.job_id) FROM jobs ";
/// Receipts whose money has not come to rest: the ledger may still ask for an audit.
constexpr const char* in_window =
    "WHERE receipt_id IS NOT NULL AND money_state IN ('', 'pending', 'disputed', 'confirmed') ";

/// Records of the Hearth before told no cancelled stage, left what never comes as "waiting", and could hold a draw
/// later than its replay.
void complete_stages(JobRecord& job) {
    if (job.state == "cancelled")
        for (control::Stage& stage : job.stages)
            if (stage.at && (stage.name == "running" ? stage.state == "done" || stage.state == "skipped"
                                                     : stage.name == "assigned" && stage.state == "skipped"))
                stage.state = "cancelled";
    if (job.state != "running" && job.receipt_id.empty())
        control::skip_stages_after(job.stages, control::JobStage::running, "There is nothing to sign.");
    control::order_times(job.stages);
}

} // namespace

JobRecord Store::Impl::read_job(SQLite::Statement& row) {
    JobRecord job;
    job.job_id = row.getColumn(0).getString();
    job.model_id = row.getColumn(1).getString();
    job.model_name = row.getColumn(2).getString();
    job.profile = row.getColumn(3).getString();
    job.created_at = row.getColumn(4).getInt64();
    job.state = row.getColumn(5).getString();
    job.reason = row.getColumn(6).getString();
    job.prompt_tokens = row.getColumn(7).getUInt();
    job.completion_tokens = row.getColumn(8).getUInt();
    job.escrow = id_of<core::EscrowId>(row.getColumn(9));
    job.executor = id_of<core::PublicKey>(row.getColumn(10));
    job.receipt_id = row.getColumn(11).isNull() ? std::string() : row.getColumn(11).getString();
    job.level = row.getColumn(12).getString();
    job.money_state = row.getColumn(13).getString();
    job.earned = core::Amount::from_units(from_column(row.getColumn(14).getInt64()));
    job.epoch = from_column(row.getColumn(15).getInt64());
    if (!row.getColumn(16).isNull()) job.caller = row.getColumn(16).getString();
    return job;
}

void Store::Impl::read_stages(JobRecord& job) const {
    job.stages = control::fresh_stages();
    SQLite::Statement query(const_cast<SQLite::Database&>(database),
                            "SELECT name, state, at, detail FROM stages WHERE job_id = ?");
    query.bind(1, job.job_id);
    while (query.executeStep()) {
        const std::string name = query.getColumn(0).getString();
        std::optional<core::Nanoseconds> at;
        if (!query.getColumn(2).isNull()) at = query.getColumn(2).getInt64();
        if (const auto which = control::job_stage_from_name(name))
            control::stage_of(job.stages, *which) = {name, query.getColumn(1).getString(), at,
                                                     query.getColumn(3).getString()};
    }
    complete_stages(job);
}

void Store::Impl::write_stages(const JobRecord& job) {
    SQLite::Statement insert(database, "INSERT OR REPLACE INTO stages (job_id, name, state, at, detail) "
                                       "VALUES (?, ?, ?, ?, ?)");
    for (const control::Stage& stage : job.stages) {
        if (stage.state == "waiting") continue;
        insert.bind(1, job.job_id);
        insert.bind(2, stage.name);
        insert.bind(3, stage.state);
        if (stage.at)
            insert.bind(4, *stage.at);
        else
            insert.bind(4);
        insert.bind(5, stage.detail);
        insert.exec();
        insert.reset();
    }
}

void Store::Impl::update_job(const JobRecord& job) {
    SQLite::Statement update(
        database, "UPDATE jobs SET state = ?, reason = ?, prompt_tokens = ?, completion_tokens = ?, "
                  "receipt_id = ?, level = ?, money_state = ?, earned = ?, epoch = ?, escrow_id = ? WHERE job_id = ?");
    update.bind(1, job.state);
    update.bind(2, job.reason);
    update.bind(3, std::int64_t{job.prompt_tokens});
    update.bind(4, std::int64_t{job.completion_tokens});
    if (job.receipt_id.empty())
        update.bind(5);
    else
        update.bind(5, job.receipt_id);
    update.bind(6, job.level);
    update.bind(7, job.money_state);
    update.bind(8, to_column(job.earned.units()));
    update.bind(9, to_column(job.epoch));
    bind_id(update, 10, job.escrow);
    update.bind(11, job.job_id);
    update.exec();
    write_stages(job);
}

Status Store::add_job(const JobRecord& job) {
    return m_impl->transaction([&]() -> Status {
        SQLite::Statement insert(m_impl->database,
                                 "INSERT INTO jobs (job_id, model_id, model_name, profile, created_at, state, "
                                 "escrow_id, executor) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        insert.bind(1, job.job_id);
        insert.bind(2, job.model_id);
        insert.bind(3, job.model_name);
        insert.bind(4, job.profile);
        insert.bind(5, job.created_at);
        insert.bind(6, job.state);
        bind_id(insert, 7, job.escrow);
        bind_id(insert, 8, job.executor);
        insert.exec();
        m_impl->update_job(job);
        return {};
    });
}

Status Store::change_job(const std::string& job_id, const Change& change) {
    return m_impl->transaction([&]() -> Status {
        SQLite::Statement query(m_impl->database, std::string(columns) + "WHERE job_id = ?");
        query.bind(1, job_id);
        if (!query.executeStep()) return fail(Code::not_found, "There is no job " + job_id + ".");
        JobRecord job = Impl::read_job(query);
        m_impl->read_stages(job);
        query.reset();
        change(job);
        m_impl->update_job(job);
        return {};
    });
}

Status Store::add_receipt(const std::string& job_id, const std::string& receipt_id, const core::PublicKey& executor,
                          core::ByteView file, const Change& change) {
    return m_impl->transaction([&]() -> Status {
        SQLite::Statement query(m_impl->database, std::string(columns) + "WHERE job_id = ?");
        query.bind(1, job_id);
        if (!query.executeStep()) return fail(Code::not_found, "There is no job " + job_id + ".");
        JobRecord job = Impl::read_job(query);
        m_impl->read_stages(job);
        query.reset();
        SQLite::Statement insert(m_impl->database,
                                 "INSERT INTO receipts (receipt_id, executor, file) VALUES (?, ?, ?)");
        insert.bind(1, receipt_id);
        bind_id(insert, 2, executor);
        insert.bind(3, file.data(), static_cast<int>(file.size()));
        insert.exec();
        job.receipt_id = receipt_id;
        change(job);
        m_impl->update_job(job);
        return {};
    });
}

core::Result<std::vector<JobRecord>> Store::select_jobs(const std::string& rest,
                                                        const std::vector<std::int64_t>& numbers,
                                                        const std::vector<std::string>& texts) const {
    return m_impl->guarded([&]() -> core::Result<std::vector<JobRecord>> {
        SQLite::Statement query(m_impl->database, columns + rest);
        int index = 0;
        for (const std::string& text : texts)
            query.bind(++index, text);
        for (const std::int64_t number : numbers)
            query.bind(++index, number);
        std::vector<JobRecord> jobs;
        while (query.executeStep())
            jobs.push_back(Impl::read_job(query));
        for (JobRecord& job : jobs)
            m_impl->read_stages(job);
        return jobs;
    });
}

core::Result<JobRecord> Store::job(const std::string& job_id) const {
    HEARTH_TRY(auto jobs, select_jobs("WHERE job_id = ?", {}, {job_id}));
    if (jobs.empty()) return fail(Code::not_found, "There is no job " + job_id + ".");
    return std::move(jobs.front());
}

core::Result<JobRecord> Store::job_of_receipt(const std::string& receipt_id) const {
    HEARTH_TRY(auto jobs, select_jobs("WHERE receipt_id = ?", {}, {receipt_id}));
    if (jobs.empty())
        return fail(Code::not_found, "There is no receipt " + receipt_id + ".", "See: hearthctl receipt list");
    return std::move(jobs.front());
}

core::Result<std::vector<JobRecord>> Store::jobs(std::uint32_t limit, const std::string& before) const {
    if (before.empty()) return select_jobs("ORDER BY number DESC LIMIT ?", {limit}, {});
    return select_jobs("WHERE number < (SELECT number FROM jobs WHERE job_id = ?) ORDER BY number DESC LIMIT ?",
                       {limit}, {before});
}

core::Result<std::vector<AnswerId>> Store::answers_called(const std::string& beginning) const {
    return m_impl->guarded([&]() -> core::Result<std::vector<AnswerId>> {
        // Ids are hexadecimal: "g" comes after every digit, and the columns' indexes are used.
        const auto rows_of = [](const std::string& table, const std::string& open) {
            return "SELECT job_id, receipt_id, state = '" + open + "' AS runs, reason, created_at, number FROM " +
                   table + " WHERE (job_id >= ?1 AND job_id < ?2) OR (receipt_id >= ?1 AND receipt_id < ?2)";
        };
        SQLite::Statement query(m_impl->database,
                                "SELECT job_id, max(coalesce(receipt_id, '')), max(runs), max(reason) FROM (" +
                                    rows_of("jobs", "running") + " UNION ALL " + rows_of("purchases", "open") +
                                    ") GROUP BY job_id ORDER BY max(created_at) DESC, max(number) DESC LIMIT 6");
        query.bind(1, beginning);
        query.bind(2, beginning + "g");
        std::vector<AnswerId> found;
        while (query.executeStep())
            found.push_back({query.getColumn(0).getString(), query.getColumn(1).getString(),
                             query.getColumn(2).getInt() != 0, query.getColumn(3).getString()});
        return found;
    });
}

core::Result<std::vector<JobRecord>> Store::running_jobs() const {
    return select_jobs("WHERE state = 'running' ORDER BY number", {}, {});
}

core::Result<std::vector<JobRecord>> Store::moving_money() const {
    return select_jobs(std::string(in_window) + "ORDER BY number", {}, {});
}

core::Result<std::uint64_t> Store::receipts_in_window(const std::string& model_id) const {
    return m_impl->guarded([&]() -> core::Result<std::uint64_t> {
        SQLite::Statement query(m_impl->database,
                                std::string("SELECT count(*) FROM jobs ") + in_window + "AND model_id = ?");
        query.bind(1, model_id);
        query.executeStep();
        return from_column(query.getColumn(0).getInt64());
    });
}

core::Result<std::vector<JobRecord>> Store::unreturned() const {
    return select_jobs(
        "WHERE receipt_id IS NULL AND state <> 'running' AND money_state = '' AND escrow_id <> zeroblob(32) ORDER BY "
        "number",
        {}, {});
}

core::Result<std::vector<JobRecord>> Store::earning_jobs(core::Nanoseconds since, std::uint32_t limit) const {
    return select_jobs("WHERE money_state IN ('pending', 'disputed', 'confirmed', 'paid', 'lost') AND created_at >= ? "
                       "ORDER BY number DESC LIMIT ?",
                       {since, limit}, {});
}

core::Result<std::vector<std::string>> Store::receipts_of_epoch(core::Epoch epoch,
                                                                const core::PublicKey& executor) const {
    return m_impl->guarded([&]() -> core::Result<std::vector<std::string>> {
        SQLite::Statement query(m_impl->database,
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
    return m_impl->guarded([&]() -> core::Result<Pairs> {
        SQLite::Statement query(m_impl->database,
                                "SELECT DISTINCT epoch, executor FROM jobs WHERE epoch >= ? AND epoch < ? AND "
                                "money_state NOT IN ('', 'refunded') AND receipt_id IS NOT NULL ORDER BY epoch");
        query.bind(1, to_column(first));
        query.bind(2, to_column(end));
        Pairs pairs;
        while (query.executeStep())
            pairs.emplace_back(from_column(query.getColumn(0).getInt64()), id_of<core::PublicKey>(query.getColumn(1)));
        return pairs;
    });
}

core::Result<MoneyTotals> Store::totals() const {
    return m_impl->guarded([&]() -> core::Result<MoneyTotals> {
        SQLite::Statement query(m_impl->database, "SELECT CASE money_state WHEN 'disputed' THEN 'pending' ELSE "
                                                  "money_state END AS bucket, sum(earned) FROM jobs "
                                                  "WHERE money_state <> '' GROUP BY bucket");
        MoneyTotals totals;
        while (query.executeStep()) {
            const std::string state = query.getColumn(0).getString();
            const auto sum = core::Amount::from_units(from_column(query.getColumn(1).getInt64()));
            if (state == "pending") totals.pending = sum;
            if (state == "confirmed") totals.confirmed = sum;
            if (state == "paid") totals.paid = sum;
        }
        return totals;
    });
}

core::Result<control::JobTotals> Store::count_jobs() const {
    return m_impl->guarded([&]() -> core::Result<control::JobTotals> {
        SQLite::Statement query(m_impl->database, "SELECT state, count(*) FROM jobs GROUP BY state");
        control::JobTotals totals;
        while (query.executeStep()) {
            const std::string state = query.getColumn(0).getString();
            const std::uint64_t count = from_column(query.getColumn(1).getInt64());
            if (state == "running") totals.running = count;
            if (state == "done") totals.done = count;
            if (state == "failed") totals.failed = count;
            if (state == "cancelled") totals.cancelled = count;
        }
        return totals;
    });
}

} // namespace hearth::node
