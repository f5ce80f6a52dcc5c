// SPDX-License-Identifier: Apache-2.0
#include "node/state/job_progress.h"

#include "proof/profile.h"

namespace hearth::node::progress {
namespace {

using control::JobStage;
using control::JobState;
using control::MoneyState;
using control::StageState;
using core::say;

MoneyState money_state(ledger::RewardState state) {
    switch (state) {
    case ledger::RewardState::pending:
        return MoneyState::pending;
    case ledger::RewardState::confirmed:
        return MoneyState::confirmed;
    case ledger::RewardState::paid:
        return MoneyState::paid;
    case ledger::RewardState::lost:
        return MoneyState::lost;
    case ledger::RewardState::disputed:
        return MoneyState::disputed;
    }
    return MoneyState::none;
}

const char* sentence_of(Read what) {
    if (what == Read::run) return "ran_in";
    return what == Read::embedded ? "embedded_in" : "scored_in";
}

} // namespace

void begin(JobRecord& job) {
    job.state = JobState::running;
    job.stages = control::fresh_stages();
    job.stage(JobStage::assigned, StageState::current, job.created_at, say("locking"));
}

void start(JobRecord& job, const core::Sentence& locked, core::Nanoseconds now) {
    job.stage(JobStage::assigned, StageState::done, job.created_at, locked);
    job.stage(JobStage::running, StageState::current, now, say("computing"));
}

void answer(JobRecord& job, bool cancelled, std::uint32_t tokens, std::uint32_t took_ms, core::Nanoseconds now,
            std::uint32_t read, Read what) {
    const core::Sentence made = read > 0 ? say(sentence_of(what), {core::figure(read), core::figure(took_ms)})
                                         : say("made_in", {core::figure(tokens), core::figure(took_ms)});
    job.state = cancelled ? JobState::cancelled : JobState::done;
    job.completion_tokens = tokens;
    job.level = "E1";
    if (cancelled) job.reason = say("ended_by_caller");
    job.stage(JobStage::running, cancelled ? StageState::cancelled : StageState::done, now,
              cancelled ? say("ended_after", {made}) : made);
    job.stage(JobStage::committed, StageState::current, std::nullopt, say("signed"));
}

void answer_nothing(JobRecord& job, bool cancelled, core::Nanoseconds now) {
    job.state = cancelled ? JobState::cancelled : JobState::done;
    job.reason = say("no_token");
    job.stage(JobStage::running, cancelled ? StageState::cancelled : StageState::done, now, job.reason);
    control::skip_stages_after(job.stages, JobStage::running, say("nothing_to_sign"));
}

void end(JobRecord& job, JobStage at, const core::Error& error, core::Nanoseconds now) {
    const bool cancelled = error.code == core::Code::cancelled;
    job.state = cancelled ? JobState::cancelled : JobState::failed;
    job.reason = error.message;
    job.stage(at, cancelled ? StageState::cancelled : StageState::failed, now, error.message);
    control::skip_stages_after(job.stages, at, say("nothing_to_sign"));
}

void interrupt(JobRecord& job) {
    const bool waited = job.stage(JobStage::running).state == StageState::waiting;
    job.state = JobState::failed;
    job.reason = say("interrupted");
    const JobStage at = waited ? JobStage::assigned : JobStage::running;
    job.stage(at, StageState::failed, std::nullopt, job.reason);
    control::skip_stages_after(job.stages, at, say("nothing_to_sign"));
}

void settle(JobRecord& job, const ledger::Reward& reward, const ledger::Params& params, core::Nanoseconds now) {
    job.money_state = money_state(reward.state);
    job.earned = ledger::executor_share(reward.price, params);
    job.epoch = reward.settled_epoch;
    if (job.level.empty()) job.level = "E1";
    job.stage(JobStage::committed, StageState::done, now, say("settled_in", {core::figure(reward.height)}));
    if (reward.state == ledger::RewardState::paid) job.stage(JobStage::vested, StageState::done, now, say("paid_out"));
    if (reward.state == ledger::RewardState::lost)
        job.stage(JobStage::vested, StageState::failed, now, say("not_vouched"));
    if (reward.state == ledger::RewardState::disputed)
        job.stage(JobStage::vested, StageState::current, std::nullopt, say("audit_open"));
    if (reward.state == ledger::RewardState::confirmed)
        job.stage(JobStage::vested, StageState::current, std::nullopt, say("vests"));
}

void replay(JobRecord& job, const VerdictRecord& verdict) {
    const bool passed = verdict.outcome == audit::Outcome::passed;
    job.stage(JobStage::replayed, StageState::done, verdict.at, verdict.sentence);
    job.stage(JobStage::verified, passed ? StageState::done : StageState::failed, verdict.at, verdict.sentence);
    if (passed) job.level = verdict.level;
}

void check_elsewhere(JobRecord& job, const ledger::Reward& reward,
                     const std::function<bool(const core::PublicKey&)>& own, core::Nanoseconds now) {
    using Result = ledger::AuditDuty::Result;
    for (const ledger::AuditDuty& duty : reward.audits) {
        if (duty.result == Result::waiting || own(duty.auditor)) continue;
        const bool passed = duty.result == Result::passed;
        const core::Sentence found = say(passed ? "same_elsewhere" : "other_elsewhere");
        job.stage(JobStage::replayed, StageState::done, now, found);
        job.stage(JobStage::verified, passed ? StageState::done : StageState::failed, now, found);
        if (passed) job.level = proof::level_name(duty.level);
    }
}

void delay_replay(JobRecord& job, const core::Error& error) {
    if (job.stage(JobStage::replayed).state != StageState::current) return;
    job.stage(JobStage::replayed, StageState::current, std::nullopt,
              say("replay_delayed", {core::both(error.message, error.hint)}));
}

void draw(JobRecord& job, const ledger::Reward& reward, bool replayed, core::Nanoseconds now) {
    const bool past_draw =
        reward.state != ledger::RewardState::pending && reward.state != ledger::RewardState::disputed;
    if (reward.drawn) {
        const auto replayed_at = job.stage(JobStage::replayed).at;
        const bool was_replayed = replayed && !job.stage(JobStage::drawn).at && replayed_at && *replayed_at < now;
        job.stage(JobStage::drawn, StageState::done, now, was_replayed ? say("drawn_after_replay") : say("drawn"));
    } else if (past_draw) {
        job.stage(JobStage::drawn, StageState::skipped, std::nullopt, say("not_drawn"));
    }
    if (replayed) return;
    if (reward.drawn && !past_draw) {
        job.stage(JobStage::replayed, StageState::current, std::nullopt, say("replaying"));
    } else if (past_draw) {
        job.stage(JobStage::replayed, StageState::skipped, std::nullopt,
                  reward.drawn ? say("no_replay_in_time") : say("not_drawn_verify"));
        job.stage(JobStage::verified, StageState::skipped, std::nullopt, say("not_replayed"));
    }
}

void forget(JobRecord& job, bool lost) {
    job.money_state = lost ? MoneyState::lost : MoneyState::paid;
    const core::Sentence why = say("forgotten");
    job.stage(JobStage::vested, lost ? StageState::failed : StageState::done, std::nullopt, why);
    control::skip_stages_after(job.stages, JobStage::running, why);
}

void give_up(JobRecord& job, const core::Sentence& why) {
    job.money_state = MoneyState::lost;
    job.stage(JobStage::committed, StageState::failed, std::nullopt, why);
    control::skip_stages_after(job.stages, JobStage::committed, say("never_settled"));
}

} // namespace hearth::node::progress
