// SPDX-License-Identifier: Apache-2.0
#include "control/job_stage.h"

namespace hearth::control {

std::vector<Stage> fresh_stages() {
    std::vector<Stage> stages;
    for (std::size_t i = 0; i < words<JobStage>.size(); ++i)
        stages.push_back({static_cast<JobStage>(i), StageState::waiting, std::nullopt, {}});
    return stages;
}

Stage& stage_of(std::vector<Stage>& stages, JobStage stage) {
    return stages.at(static_cast<std::size_t>(stage));
}
const Stage& stage_of(const std::vector<Stage>& stages, JobStage stage) {
    return stages.at(static_cast<std::size_t>(stage));
}

void set_stage(std::vector<Stage>& stages, JobStage stage, StageState state, std::optional<core::Nanoseconds> at,
               core::Sentence detail) {
    Stage& entry = stage_of(stages, stage);
    entry.state = state;
    if (at && !entry.at) entry.at = at;
    entry.detail = std::move(detail);
    order_times(stages);
}

void skip_stages_after(std::vector<Stage>& stages, JobStage last, const core::Sentence& why) {
    for (std::size_t i = static_cast<std::size_t>(last) + 1; i < stages.size(); ++i)
        if (is_open(stages[i].state)) stages[i] = {stages[i].name, StageState::skipped, std::nullopt, why};
}

void order_times(std::vector<Stage>& stages) {
    std::optional<core::Nanoseconds> next;
    for (auto stage = stages.rbegin(); stage != stages.rend(); ++stage) {
        if (stage->at && next && *stage->at > *next) stage->at.reset();
        if (stage->at) next = stage->at;
    }
}

} // namespace hearth::control
