// SPDX-License-Identifier: Apache-2.0
#include "fake/story_parts.h"

#include "control/job_stage.h"
#include "core/hash.h"

#include <array>

namespace hearth::desktop::fake {

using control::JobState;
using control::MoneyState;
using control::StageState;
using core::say;
namespace {

constexpr std::uint64_t prompt_price = 40'000, answer_price = 160'000;

std::uint32_t mixed(std::uint64_t number, std::uint32_t from, std::uint32_t to) {
    std::uint64_t x = number * 0x9e3779b97f4a7c15ull;
    x ^= x >> 31;
    x *= 0xbf58476d1ce4e5b9ull;
    return from + static_cast<std::uint32_t>((x >> 33) % (to - from + 1));
}

void set_stage(control::JobRow& job, std::size_t index, StageState state, std::optional<core::Nanoseconds> at,
               core::Sentence detail = {}) {
    job.stages[index].state = state;
    job.stages[index].at = at;
    job.stages[index].detail = std::move(detail);
}

core::Sentence detail_of(std::size_t stage) {
    switch (stage) {
    case 0:
        return say("locked", {"0.000215 EMB"});
    case 2:
        return say("settled_in", {"48207"});
    case 3:
        return say("drawn");
    case 4:
    case 5:
        return replay_agrees();
    case 6:
        return say("paid_out");
    default:
        return say("computing");
    }
}

} // namespace

core::Sentence replay_agrees() {
    return say("exact_same", {say("tokens_equal", {"342", "342"})});
}

std::string made_id(const std::string& kind, std::uint64_t number) {
    return core::sha256(core::as_bytes(kind + " " + std::to_string(number))).hex();
}

control::JobRow new_job(std::uint64_t number, core::Nanoseconds at, const control::ModelInfo& model) {
    control::JobRow job;
    job.job_id = made_id("job", number);
    job.model_id = model.model_id;
    job.model_name = model.name;
    job.profile = model.profiles.front();
    job.created_at = at;
    job.state = JobState::running;
    job.prompt_tokens = mixed(number, 18, 900);
    job.completion_tokens = 0;
    job.earned = "0";
    job.stages = control::fresh_stages();
    set_stage(job, 0, StageState::current, at, say("locking"));
    return job;
}

void bring_to(control::JobRow& job, int stage, core::Nanoseconds epoch_length, bool drawn) {
    const std::uint64_t number = static_cast<std::uint64_t>(job.created_at / second);
    const core::Nanoseconds took = second * mixed(number, 1, 9);
    const std::array<core::Nanoseconds, 7> offsets{0,
                                                   took / 20,
                                                   took,
                                                   took + epoch_length,
                                                   took + epoch_length + 4 * second,
                                                   took + epoch_length * 2,
                                                   took + epoch_length * 4};
    const auto reached = static_cast<std::size_t>(stage);
    for (std::size_t i = 0; i < job.stages.size(); ++i) {
        const core::Nanoseconds at = job.created_at + offsets[i];
        if (i >= 3 && i <= 5 && !drawn && i <= reached)
            set_stage(job, i, StageState::skipped, std::nullopt,
                      say(i == 3   ? "not_drawn"
                          : i == 4 ? "not_drawn_verify"
                                   : "not_replayed"));
        else if (i < reached)
            set_stage(job, i, StageState::done, at, detail_of(i));
        else if (i == reached)
            set_stage(job, i, StageState::current, std::nullopt, detail_of(i));
    }
    if (stage < 1) return;
    job.completion_tokens = stage == 1 ? mixed(number, 3, 40) : mixed(number + 1, 24, 512);
    if (stage < 2) return;
    job.state = JobState::done;
    job.receipt_id = made_id("receipt of " + job.job_id, 0);
    job.level = stage > 5 && drawn ? "E2" : "E1";
    job.money_state = stage < 6 ? MoneyState::pending : stage == 6 ? MoneyState::confirmed : MoneyState::paid;
    job.earned = std::to_string((job.prompt_tokens * prompt_price + job.completion_tokens * answer_price) / 100 * 82);
}

void fail_replay(control::JobRow& job) {
    set_stage(job, 2, StageState::done, job.created_at + 4 * second, detail_of(2));
    set_stage(job, 3, StageState::done, job.created_at + 60 * second, detail_of(3));
    set_stage(job, 4, StageState::failed, job.created_at + 66 * second,
              say("exact_other_from", {say("tokens_equal", {"301", "342"}), "41"}));
    for (std::size_t i : {5u, 6u})
        set_stage(job, i, StageState::skipped, std::nullopt, say("not_vouched"));
    job.level = "E1";
    job.money_state = MoneyState::lost;
    job.reason = say("not_vouched");
}

void cut_short(control::JobRow& job) {
    job.state = JobState::cancelled;
    set_stage(job, 1, StageState::cancelled, job.stages[1].at, say("ended_after", {say("made_in", {"61", "1840"})}));
    job.reason = say("ended_by_caller");
}

std::vector<control::JobRow> past_jobs(std::size_t count, core::Nanoseconds now, core::Nanoseconds gap) {
    const control::ModelInfo models[] = {smollm(), tinyllama()};
    constexpr std::array youngest{1, 2, 2, 3, 4, 5, 6};
    std::vector<control::JobRow> jobs;
    core::Nanoseconds at = now - 3 * second;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t number = count - i;
        control::JobRow job = new_job(number, at, models[mixed(number, 0, 4) == 0 ? 1 : 0]);
        const int stage = i < youngest.size() ? youngest[i] : 7;
        bring_to(job, stage, 60 * second, (stage >= 3 && stage <= 5) || mixed(number, 0, 3) == 0);
        jobs.push_back(std::move(job));
        at -= gap / 100 * mixed(number + 7, 20, 180);
    }
    return jobs;
}

} // namespace hearth::desktop::fake
