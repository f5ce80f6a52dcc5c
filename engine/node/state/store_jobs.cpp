// SPDX-License-Identifier: Apache-2.0
#include "core/expect.h"
#include "node/state/store_impl.h"
#include "node/state/word_column.h"

namespace hearth::node {

using control::JobStage;
using control::JobState;
using control::StageState;
using core::Code;
using core::fail;
using core::Status;

namespace {

/// Of one row of jobs_in().
enum Column { stage_name = 19, stage_state, stage_at, stage_detail };
constexpr const char* job_columns =
    "SELECT j.job_id, j.model_id, j.model_name, j.profile, j.created_at, j.state, j.reason, j.prompt_tokens, "
    "j.completion_tokens, j.escrow_id, j.executor, j.receipt_id, j.level, j.money_state, j.earned, j.epoch, "
    "p.caller, j.number, j.device, s.name, s.state, s.at, s.detail FROM (SELECT * FROM jobs ";
constexpr const char* beside = ") AS j LEFT JOIN purchases AS p ON p.job_id = j.job_id "
                               "LEFT JOIN stages AS s ON s.number = j.number ORDER BY j.number";

/// Records of the Hearth before told no cancelled stage, left what never comes as "waiting", and could hold a draw
/// later than its replay.
void complete_stages(JobRecord& job) {
    if (job.state == JobState::cancelled) {
        control::Stage& assigned = control::stage_of(job.stages, JobStage::assigned);
        control::Stage& running = control::stage_of(job.stages, JobStage::running);
        if (assigned.at && assigned.state == StageState::skipped) assigned.state = StageState::cancelled;
        if (running.at && (running.state == StageState::done || running.state == StageState::skipped))
            running.state = StageState::cancelled;
    }
    if (job.state != JobState::running && job.receipt_id.empty())
        control::skip_stages_after(job.stages, JobStage::running, core::say("nothing_to_sign"));
    control::order_times(job.stages);
}

JobRecord read_job(const SQLite::Database& from, SQLite::Statement& row, Status& known) {
    JobRecord job;
    job.job_id = row.getColumn(0).getString();
    job.model_id = row.getColumn(1).getString();
    job.model_name = row.getColumn(2).getString();
    job.profile = row.getColumn(3).getString();
    job.created_at = row.getColumn(4).getInt64();
    job.reason = core::unkept(row.getColumn(6).getString());
    for (const Status& word :
         {take_word(from, row.getColumn(5), job.state), take_word(from, row.getColumn(13), job.money_state)})
        if (!word) {
            known = word;
            job.state = JobState::failed;
            job.reason = word.error().message;
        }
    job.prompt_tokens = row.getColumn(7).getUInt();
    job.completion_tokens = row.getColumn(8).getUInt();
    job.escrow = id_of<core::EscrowId>(row.getColumn(9));
    job.executor = id_of<core::PublicKey>(row.getColumn(10));
    if (!row.getColumn(11).isNull()) job.receipt_id = row.getColumn(11).getString();
    job.level = row.getColumn(12).getString();
    job.earned = core::Amount::from_units(from_column(row.getColumn(14).getInt64()));
    job.epoch = from_column(row.getColumn(15).getInt64());
    if (!row.getColumn(16).isNull()) job.caller = row.getColumn(16).getString();
    job.device = row.getColumn(18).getString();
    return job;
}

/// What is not known of one stage takes nothing from its job: write_stages() leaves such a row as it is.
void read_stage(JobRecord& job, const SQLite::Database& from, SQLite::Statement& row) {
    control::Stage read;
    if (row.getColumn(stage_name).isNull() || !take_word(from, row.getColumn(stage_name), read.name)) return;
    read.detail = core::unkept(row.getColumn(stage_detail).getString());
    if (const Status known = take_word(from, row.getColumn(stage_state), read.state); !known) {
        read.state = StageState::skipped;
        read.detail = known.error().message;
    }
    if (!row.getColumn(stage_at).isNull()) read.at = row.getColumn(stage_at).getInt64();
    control::stage_of(job.stages, read.name) = std::move(read);
}

bool is_same(const control::Stage& a, const control::Stage& b) {
    return a.state == b.state && a.at == b.at && a.detail == b.detail;
}

bool has_same_row(const JobRecord& a, const JobRecord& b) {
    return a.state == b.state && a.reason == b.reason && a.prompt_tokens == b.prompt_tokens &&
           a.completion_tokens == b.completion_tokens && a.receipt_id == b.receipt_id && a.level == b.level &&
           a.money_state == b.money_state && a.earned == b.earned && a.epoch == b.epoch && a.escrow == b.escrow &&
           a.settled_at() == b.settled_at() && a.device == b.device;
}

void write_stages(SQLite::Database& database, const JobRecord& before, const JobRecord& job) {
    SQLite::Statement insert(database, "INSERT OR REPLACE INTO stages (number, name, state, at, detail) "
                                       "SELECT number, ?2, ?3, ?4, ?5 FROM jobs WHERE job_id = ?1");
    HEARTH_EXPECT(before.stages.size() == job.stages.size(), "A job has other stages than every job has.");
    for (std::size_t i = 0; i < job.stages.size(); ++i) {
        const control::Stage& stage = job.stages[i];
        if (stage.state == StageState::waiting || is_same(stage, before.stages[i])) continue;
        insert.bind(1, job.job_id);
        insert.bind(2, control::name_of(stage.name));
        insert.bind(3, control::name_of(stage.state));
        if (stage.at)
            insert.bind(4, *stage.at);
        else
            insert.bind(4);
        insert.bind(5, core::kept(stage.detail));
        insert.exec();
        insert.reset();
    }
}

} // namespace

std::vector<JobRecord> Store::Impl::jobs_in(SQLite::Database& from, const std::string& rest, const Bind& bind,
                                            bool newest_first, Status& known) {
    SQLite::Statement query(from, job_columns + rest + beside + (newest_first ? " DESC" : ""));
    if (bind) bind(query);
    std::vector<JobRecord> jobs;
    while (query.executeStep()) {
        if (jobs.empty() || jobs.back().job_id != query.getColumn(0).getText())
            jobs.push_back(read_job(from, query, known));
        read_stage(jobs.back(), from, query);
    }
    for (JobRecord& job : jobs)
        complete_stages(job);
    return jobs;
}

core::Result<JobRecord> Store::Impl::job_in(SQLite::Database& from, const std::string& job_id) {
    Status known;
    auto jobs = jobs_in(
        from, "WHERE job_id = ?", [&](SQLite::Statement& query) { query.bind(1, job_id); }, false, known);
    HEARTH_CHECK(known);
    if (jobs.empty()) return fail(Code::not_found, core::say("no_job", {job_id}));
    return std::move(jobs.front());
}

void Store::Impl::update_job(const JobRecord& before, const JobRecord& job) {
    write_stages(database, before, job);
    if (has_same_row(before, job)) return;
    SQLite::Statement update(database,
                             "UPDATE jobs SET state = ?, reason = ?, prompt_tokens = ?, completion_tokens = ?, "
                             "receipt_id = ?, level = ?, money_state = ?, earned = ?, epoch = ?, "
                             "escrow_id = ?, settled_at = ?, device = ? WHERE job_id = ?");
    update.bind(1, control::name_of(job.state));
    update.bind(2, core::kept(job.reason));
    update.bind(3, std::int64_t{job.prompt_tokens});
    update.bind(4, std::int64_t{job.completion_tokens});
    if (!job.receipt_id.empty()) update.bind(5, job.receipt_id);
    update.bind(6, job.level);
    update.bind(7, control::name_of(job.money_state));
    update.bind(8, to_column(job.earned.units()));
    update.bind(9, to_column(job.epoch));
    bind_id(update, 10, job.escrow);
    if (const auto at = job.settled_at()) update.bind(11, *at);
    update.bind(12, job.device);
    update.bind(13, job.job_id);
    update.exec();
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
        insert.bind(6, control::name_of(job.state));
        bind_id(insert, 7, job.escrow);
        bind_id(insert, 8, job.executor);
        insert.exec();
        JobRecord fresh;
        fresh.escrow = job.escrow;
        fresh.state = job.state;
        m_impl->update_job(fresh, job);
        return {};
    });
}

Status Store::change_job(const std::string& job_id, const Change& change) {
    return m_impl->transaction([&]() -> Status {
        HEARTH_TRY(const JobRecord before, Impl::job_in(m_impl->database, job_id));
        JobRecord job = before;
        change(job);
        m_impl->update_job(before, job);
        return {};
    });
}

Status Store::add_receipt(const std::string& job_id, const std::string& receipt_id, const core::PublicKey& executor,
                          core::ByteView file, const Change& change) {
    return m_impl->transaction([&]() -> Status {
        HEARTH_TRY(const JobRecord before, Impl::job_in(m_impl->database, job_id));
        JobRecord job = before;
        SQLite::Statement insert(m_impl->database,
                                 "INSERT INTO receipts (receipt_id, executor, file) VALUES (?, ?, ?)");
        insert.bind(1, receipt_id);
        bind_id(insert, 2, executor);
        insert.bind(3, file.data(), static_cast<int>(file.size()));
        insert.exec();
        job.receipt_id = receipt_id;
        change(job);
        m_impl->update_job(before, job);
        return {};
    });
}

} // namespace hearth::node
