// SPDX-License-Identifier: Apache-2.0
#include "control/job_stage.h"

#include <algorithm>

namespace hearth::control {

std::optional<JobStage> job_stage_from_name(std::string_view name) {
    const auto found = std::find(job_stage_names.begin(), job_stage_names.end(), name);
    if (found == job_stage_names.end()) return std::nullopt;
    return static_cast<JobStage>(found - job_stage_names.begin());
}

std::vector<Stage> fresh_stages() {
    std::vector<Stage> stages;
    for (const char* name : job_stage_names)
        stages.push_back({name, "waiting", std::nullopt, {}});
    return stages;
}

Stage& stage_of(std::vector<Stage>& stages, JobStage stage) {
    return stages.at(static_cast<std::size_t>(stage));
}
const Stage& stage_of(const std::vector<Stage>& stages, JobStage stage) {
    return stages.at(static_cast<std::size_t>(stage));
}

void set_stage(std::vector<Stage>& stages, JobStage stage, const char* state, std::optional<core::Nanoseconds> at,
               core::Sentence detail) {
    Stage& entry = stage_of(stages, stage);
    entry.state = state;
    if (at && !entry.at) entry.at = at;
    entry.detail = std::move(detail);
    order_times(stages);
}

void skip_stages_after(std::vector<Stage>& stages, JobStage last, const core::Sentence& why) {
    for (std::size_t i = static_cast<std::size_t>(last) + 1; i < stages.size(); ++i)
        if (stages[i].state == "waiting" || stages[i].state == "current")
            stages[i] = {stages[i].name, "skipped", std::nullopt, why};
}

void order_times(std::vector<Stage>& stages) {
    std::optional<core::Nanoseconds> next;
    for (auto stage = stages.rbegin(); stage != stages.rend(); ++stage) {
        if (stage->at && next && *stage->at > *next) stage->at.reset();
        if (stage->at) next = stage->at;
    }
}

} // namespace hearth::control
