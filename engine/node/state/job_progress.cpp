// SPDX-License-Identifier: Apache-2.0
#include "node/state/job_progress.h"

#include "proof/profile.h"

namespace hearth::node::progress {
namespace {

using control::JobStage;

constexpr const char* nothing_to_sign = "There is nothing to sign.";

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

} // namespace

void begin(JobRecord& job) {
    job.state = "running";
    job.stages = control::fresh_stages();
    job.stage(JobStage::assigned, "current", job.created_at, "The price cap is being locked.");
}

void start(JobRecord& job, const std::string& locked, core::Nanoseconds now) {
    job.stage(JobStage::assigned, "done", job.created_at, locked);
    job.stage(JobStage::running, "current", now, "The worker computes the answer.");
}

void answer(JobRecord& job, bool cancelled, std::uint32_t tokens, std::uint32_t took_ms, core::Nanoseconds now,
            std::uint32_t scored) {
    const std::string made =
        (scored > 0 ? std::to_string(scored) + " tokens scored in " : std::to_string(tokens) + " tokens in ") +
        std::to_string(took_ms) + " ms.";
    job.state = cancelled ? "cancelled" : "done";
    job.completion_tokens = tokens;
    job.level = "E1";
    if (cancelled) job.reason = "Its caller ended it; the tokens computed by then are paid for.";
    job.stage(JobStage::running, cancelled ? "cancelled" : "done", now,
              cancelled ? "Ended by its caller after " + made : made);
    job.stage(JobStage::committed, "current", std::nullopt, "Signed; the settlement is under way.");
}

void answer_nothing(JobRecord& job, bool cancelled, core::Nanoseconds now) {
    job.state = cancelled ? "cancelled" : "done";
    job.reason = "No token was produced; nothing is charged.";
    job.stage(JobStage::running, job.state.c_str(), now, job.reason);
    control::skip_stages_after(job.stages, JobStage::running, nothing_to_sign);
}

void end(JobRecord& job, JobStage at, const core::Error& error, core::Nanoseconds now) {
    job.state = error.code == core::Code::cancelled ? "cancelled" : "failed";
    job.reason = error.message;
    job.stage(at, job.state.c_str(), now, error.message);
    control::skip_stages_after(job.stages, at, nothing_to_sign);
}

void interrupt(JobRecord& job) {
    const bool waited = job.stage(JobStage::running).state == "waiting";
    job.state = "failed";
    job.reason = "interrupted by a restart";
    const JobStage at = waited ? JobStage::assigned : JobStage::running;
    job.stage(at, "failed", std::nullopt, job.reason);
    control::skip_stages_after(job.stages, at, nothing_to_sign);
}

void settle(JobRecord& job, const ledger::Reward& reward, const ledger::Params& params, core::Nanoseconds now) {
    job.money_state = money_state(reward.state);
    job.earned = ledger::executor_share(reward.price, params);
    job.epoch = reward.settled_epoch;
    if (job.level.empty()) job.level = "E1";
    job.stage(JobStage::committed, "done", now, "Settled in block " + std::to_string(reward.height) + ".");
    if (reward.state == ledger::RewardState::paid)
        job.stage(JobStage::vested, "done", now, "Paid to the operator's account.");
    if (reward.state == ledger::RewardState::lost)
        job.stage(JobStage::vested, "failed", now, "No audit vouched for it; its caller has the money back.");
    if (reward.state == ledger::RewardState::disputed)
        job.stage(JobStage::vested, "current", std::nullopt, "An audit did not pass; another replay decides.");
    if (reward.state == ledger::RewardState::confirmed)
        job.stage(JobStage::vested, "current", std::nullopt, "Confirmed; it vests after the audit window.");
}

void replay(JobRecord& job, const VerdictRecord& verdict) {
    const bool passed = verdict.outcome == audit::Outcome::passed;
    job.stage(JobStage::replayed, "done", verdict.at, verdict.sentence);
    job.stage(JobStage::verified, passed ? "done" : "failed", verdict.at, verdict.sentence);
    if (passed) job.level = verdict.level;
}

void check_elsewhere(JobRecord& job, const ledger::Reward& reward,
                     const std::function<bool(const core::PublicKey&)>& own, core::Nanoseconds now) {
    using Result = ledger::AuditDuty::Result;
    for (const ledger::AuditDuty& duty : reward.audits) {
        if (duty.result == Result::waiting || own(duty.auditor)) continue;
        const bool passed = duty.result == Result::passed;
        const std::string found = "Another machine computed the answer again and " +
                                  std::string(passed ? "found the same." : "contradicts it.");
        job.stage(JobStage::replayed, "done", now, found);
        job.stage(JobStage::verified, passed ? "done" : "failed", now, found);
        if (passed) job.level = proof::level_name(duty.level);
    }
}

void delay_replay(JobRecord& job, const core::Error& error) {
    if (job.stage(JobStage::replayed).state != "current") return;
    job.stage(JobStage::replayed, "current", std::nullopt,
              "It could not be replayed yet: " + error.message + (error.hint.empty() ? "" : " " + error.hint));
}

void draw(JobRecord& job, const ledger::Reward& reward, bool replayed, core::Nanoseconds now) {
    const bool past_draw =
        reward.state != ledger::RewardState::pending && reward.state != ledger::RewardState::disputed;
    if (reward.drawn) {
        const auto replayed_at = job.stage(JobStage::replayed).at;
        const bool was_replayed = replayed && !job.stage(JobStage::drawn).at && replayed_at && *replayed_at < now;
        job.stage(JobStage::drawn, "done", now,
                  was_replayed ? "The beacon drew this receipt after it had been replayed; that verdict counts."
                               : "The beacon drew this receipt for an audit.");
    } else if (past_draw) {
        job.stage(JobStage::drawn, "skipped", std::nullopt, "The beacon did not draw this receipt.");
    }
    if (replayed) return;
    if (reward.drawn && !past_draw) {
        job.stage(JobStage::replayed, "current", std::nullopt, "A fresh worker computes the answer again.");
    } else if (past_draw) {
        job.stage(JobStage::replayed, "skipped", std::nullopt,
                  reward.drawn ? "Drawn, but no replay came in time; \"verify now\" replays it any time."
                               : "Not drawn; \"verify now\" replays it any time.");
        job.stage(JobStage::verified, "skipped", std::nullopt, "Not checked by a replay.");
    }
}

void forget(JobRecord& job, bool lost) {
    job.money_state = lost ? "lost" : "paid";
    const char* const why = "The ledger keeps no details of it any more.";
    job.stage(JobStage::vested, lost ? "failed" : "done", std::nullopt, why);
    control::skip_stages_after(job.stages, JobStage::running, why);
}

void give_up(JobRecord& job, const std::string& why) {
    job.money_state = "lost";
    job.stage(JobStage::committed, "failed", std::nullopt, why);
    control::skip_stages_after(job.stages, JobStage::committed, "It can never be settled.");
}

} // namespace hearth::node::progress
