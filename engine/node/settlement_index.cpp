// SPDX-License-Identifier: Apache-2.0
#include "core/log.h"
#include "node/settlement.h"

namespace hearth::node {
namespace {

using core::Code;
using core::Status;

const char* money_state(ledger::RewardState state) {
    switch (state) {
    case ledger::RewardState::pending:
        return "pending";
    case ledger::RewardState::confirmed:
        return "confirmed";
    case ledger::RewardState::paid:
        return "paid";
    case ledger::RewardState::lost:
        return "lost";
    case ledger::RewardState::disputed:
        return "disputed";
    }
    return "";
}

void show_verdict(JobRecord& job, const core::Result<VerdictRecord>& verdict) {
    if (!verdict) return;
    const bool passed = verdict->outcome == "passed";
    job.stage("replayed", "done", verdict->at, verdict->sentence);
    job.stage("verified", passed ? "done" : "failed", verdict->at, verdict->sentence);
    if (passed) job.level = verdict->level;
}

void show_draw(JobRecord& job, const ledger::Reward& reward, bool replayed, core::Nanoseconds now) {
    const bool past_draw = reward.state != ledger::RewardState::pending && reward.state != ledger::RewardState::disputed;
    if (reward.drawn)
        job.stage("drawn", "done", now, "The beacon drew this receipt for an audit.");
    else if (past_draw)
        job.stage("drawn", "skipped", std::nullopt, "The beacon did not draw this receipt.");
    if (replayed) return;
    if (reward.drawn && !past_draw) {
        job.stage("replayed", "current", std::nullopt, "A fresh worker computes the answer again.");
    } else if (past_draw) {
        job.stage("replayed", "skipped", std::nullopt, "Not drawn; \"verify now\" replays it any time.");
        job.stage("verified", "skipped", std::nullopt, "Not checked by a replay.");
    }
}

void show_reward(JobRecord& job, const ledger::Reward& reward, const ledger::Params& params,
                 core::Nanoseconds now) {
    job.money_state = money_state(reward.state);
    job.earned = ledger::executor_share(reward.price, params);
    job.epoch = reward.settled_epoch;
    if (job.level.empty()) job.level = "E1";
    job.stage("committed", "done", now, "Settled in block " + std::to_string(reward.height) + ".");
    if (reward.state == ledger::RewardState::paid)
        job.stage("vested", "done", now, "Paid to the operator's account.");
    if (reward.state == ledger::RewardState::lost)
        job.stage("vested", "failed", now, "The audit failed; the reward is lost.");
    if (reward.state == ledger::RewardState::disputed)
        job.stage("vested", "current", std::nullopt, "An audit failed; another replay decides.");
    if (reward.state == ledger::RewardState::confirmed)
        job.stage("vested", "current", std::nullopt, "Confirmed; it vests after the audit window.");
}

} // namespace

Status Settlement::index(const core::ReceiptId& receipt, std::optional<ledger::EventKind> event) {
    const std::optional<ledger::Reward> reward = this->reward(receipt);
    ledger::Params params;
    m_sequencer.read([&](const ledger::State& state) { params = state.params(); });
    HEARTH_TRY(const JobRecord job, m_store.job_of_receipt(receipt.hex()));
    const auto verdict = m_store.verdict(receipt.hex());
    const core::Nanoseconds now = core::system_clock().now();
    if (!reward && event == ledger::EventKind::paid)
        return m_store.change_job(job.job_id, [](JobRecord& record) { record.money_state = "paid"; });
    if (!reward && event == ledger::EventKind::lost)
        return m_store.change_job(job.job_id, [](JobRecord& record) { record.money_state = "lost"; });
    if (!reward && !verdict) return {};
    HEARTH_CHECK(m_store.change_job(job.job_id, [&](JobRecord& record) {
        if (reward) show_reward(record, *reward, params, now);
        show_verdict(record, verdict);
        if (reward) show_draw(record, *reward, verdict.ok(), now);
    }));
    m_events.publish("jobs", job.job_id);
    return {};
}

Status Settlement::close_interrupted() {
    HEARTH_TRY(const auto running, m_store.running_jobs());
    for (const JobRecord& job : running) {
        HEARTH_CHECK(m_store.change_job(job.job_id, [](JobRecord& record) {
            record.state = "failed";
            record.reason = "interrupted by a restart";
            const char* at = record.stage("running").state == "waiting" ? "assigned" : "running";
            record.stage(at, "failed", std::nullopt, record.reason);
        }));
        core::log::warning("settlement", "job interrupted by a restart", {{"job", job.job_id}});
    }
    HEARTH_TRY(const auto unreturned, m_store.unreturned());
    for (const JobRecord& job : unreturned)
        HEARTH_CHECK(refund(job.job_id));
    return {};
}

/// The ledger forgets a reward only long after it came to rest; a node that was away for so long concludes
/// how.
Status Settlement::rest(const JobRecord& job) {
    const auto verdict = m_store.verdict(job.receipt_id);
    const bool lost = verdict && verdict->outcome == "failed";
    return m_store.change_job(job.job_id, [&](JobRecord& record) {
        record.money_state = lost ? "lost" : "paid";
        record.stage("vested", lost ? "failed" : "done", std::nullopt,
                     "The ledger keeps no details of it any more.");
    });
}

/// A receipt whose escrow is gone can never be paid; the strip says so instead of waiting for ever.
Status Settlement::give_up(const JobRecord& job, const core::Error& error) {
    bool held = false;
    m_sequencer.read([&](const ledger::State& state) { held = state.escrow(job.escrow) != nullptr; });
    if (held) return {};
    return m_store.change_job(job.job_id, [&](JobRecord& record) {
        record.money_state = "lost";
        record.stage("committed", "failed", std::nullopt, error.message);
    });
}

Status Settlement::settle_what_waits() {
    HEARTH_TRY(const auto jobs, m_store.moving_money());
    for (const JobRecord& job : jobs) {
        const Status settled = settle(job.job_id);
        if (settled) continue;
        if (settled.error().code == Code::io) return settled; // a full disk fails the others as well
        HEARTH_CHECK(give_up(job, settled.error()));
        core::log::error("settlement", "receipt cannot be settled",
                         {{"job", job.job_id}, {"reason", settled.error().message}});
    }
    return {};
}

Status Settlement::recover() {
    HEARTH_CHECK(finish_rotation());
    HEARTH_CHECK(register_key(*m_identity.node_key()));
    HEARTH_CHECK(close_interrupted());
    HEARTH_CHECK(settle_what_waits());
    HEARTH_CHECK(m_sequencer.tick());
    m_queue->drain();
    return post_roots();
}

} // namespace hearth::node
