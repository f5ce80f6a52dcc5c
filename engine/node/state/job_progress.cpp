// SPDX-License-Identifier: Apache-2.0
#include "node/state/job_progress.h"

#include "proof/profile.h"

namespace hearth::node::progress {
namespace {

using control::JobStage;
using core::say;

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

const char* sentence_of(Read what) {
    if (what == Read::run) return "ran_in";
    return what == Read::embedded ? "embedded_in" : "scored_in";
}

} // namespace

void begin(JobRecord& job) {
    job.state = "running";
    job.stages = control::fresh_stages();
    job.stage(JobStage::assigned, "current", job.created_at, say("locking"));
}

void start(JobRecord& job, const core::Sentence& locked, core::Nanoseconds now) {
    job.stage(JobStage::assigned, "done", job.created_at, locked);
    job.stage(JobStage::running, "current", now, say("computing"));
}

void answer(JobRecord& job, bool cancelled, std::uint32_t tokens, std::uint32_t took_ms, core::Nanoseconds now,
            std::uint32_t read, Read what) {
    const core::Sentence made = read > 0 ? say(sentence_of(what), {core::figure(read), core::figure(took_ms)})
                                         : say("made_in", {core::figure(tokens), core::figure(took_ms)});
    job.state = cancelled ? "cancelled" : "done";
    job.completion_tokens = tokens;
    job.level = "E1";
    if (cancelled) job.reason = say("ended_by_caller");
    job.stage(JobStage::running, cancelled ? "cancelled" : "done", now, cancelled ? say("ended_after", {made}) : made);
    job.stage(JobStage::committed, "current", std::nullopt, say("signed"));
}

void answer_nothing(JobRecord& job, bool cancelled, core::Nanoseconds now) {
    job.state = cancelled ? "cancelled" : "done";
    job.reason = say("no_token");
    job.stage(JobStage::running, job.state.c_str(), now, job.reason);
    control::skip_stages_after(job.stages, JobStage::running, say("nothing_to_sign"));
}

void end(JobRecord& job, JobStage at, const core::Error& error, core::Nanoseconds now) {
    job.state = error.code == core::Code::cancelled ? "cancelled" : "failed";
    job.reason = error.message;
    job.stage(at, job.state.c_str(), now, error.message);
    control::skip_stages_after(job.stages, at, say("nothing_to_sign"));
}

void interrupt(JobRecord& job) {
    const bool waited = job.stage(JobStage::running).state == "waiting";
    job.state = "failed";
    job.reason = say("interrupted");
    const JobStage at = waited ? JobStage::assigned : JobStage::running;
    job.stage(at, "failed", std::nullopt, job.reason);
    control::skip_stages_after(job.stages, at, say("nothing_to_sign"));
}

void settle(JobRecord& job, const ledger::Reward& reward, const ledger::Params& params, core::Nanoseconds now) {
    job.money_state = money_state(reward.state);
    job.earned = ledger::executor_share(reward.price, params);
    job.epoch = reward.settled_epoch;
    if (job.level.empty()) job.level = "E1";
    job.stage(JobStage::committed, "done", now, say("settled_in", {core::figure(reward.height)}));
    if (reward.state == ledger::RewardState::paid) job.stage(JobStage::vested, "done", now, say("paid_out"));
    if (reward.state == ledger::RewardState::lost) job.stage(JobStage::vested, "failed", now, say("not_vouched"));
    if (reward.state == ledger::RewardState::disputed)
        job.stage(JobStage::vested, "current", std::nullopt, say("audit_open"));
    if (reward.state == ledger::RewardState::confirmed)
        job.stage(JobStage::vested, "current", std::nullopt, say("vests"));
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
        const core::Sentence found = say(passed ? "same_elsewhere" : "other_elsewhere");
        job.stage(JobStage::replayed, "done", now, found);
        job.stage(JobStage::verified, passed ? "done" : "failed", now, found);
        if (passed) job.level = proof::level_name(duty.level);
    }
}

void delay_replay(JobRecord& job, const core::Error& error) {
    if (job.stage(JobStage::replayed).state != "current") return;
    job.stage(JobStage::replayed, "current", std::nullopt,
              say("replay_delayed", {core::both(error.message, error.hint)}));
}

void draw(JobRecord& job, const ledger::Reward& reward, bool replayed, core::Nanoseconds now) {
    const bool past_draw =
        reward.state != ledger::RewardState::pending && reward.state != ledger::RewardState::disputed;
    if (reward.drawn) {
        const auto replayed_at = job.stage(JobStage::replayed).at;
        const bool was_replayed = replayed && !job.stage(JobStage::drawn).at && replayed_at && *replayed_at < now;
        job.stage(JobStage::drawn, "done", now, was_replayed ? say("drawn_after_replay") : say("drawn"));
    } else if (past_draw) {
        job.stage(JobStage::drawn, "skipped", std::nullopt, say("not_drawn"));
    }
    if (replayed) return;
    if (reward.drawn && !past_draw) {
        job.stage(JobStage::replayed, "current", std::nullopt, say("replaying"));
    } else if (past_draw) {
        job.stage(JobStage::replayed, "skipped", std::nullopt,
                  reward.drawn ? say("no_replay_in_time") : say("not_drawn_verify"));
        job.stage(JobStage::verified, "skipped", std::nullopt, say("not_replayed"));
    }
}

void forget(JobRecord& job, bool lost) {
    job.money_state = lost ? "lost" : "paid";
    const core::Sentence why = say("forgotten");
    job.stage(JobStage::vested, lost ? "failed" : "done", std::nullopt, why);
    control::skip_stages_after(job.stages, JobStage::running, why);
}

void give_up(JobRecord& job, const core::Sentence& why) {
    job.money_state = "lost";
    job.stage(JobStage::committed, "failed", std::nullopt, why);
    control::skip_stages_after(job.stages, JobStage::committed, say("never_settled"));
}

} // namespace hearth::node::progress
