// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/work.h"

#include <cstddef>

/// The list of a job's stages, as every job has it.
namespace hearth::control {

/// Every stage in order, all waiting.
std::vector<Stage> fresh_stages();
Stage& stage_of(std::vector<Stage>& stages, JobStage stage);
const Stage& stage_of(const std::vector<Stage>& stages, JobStage stage);

/// Enters a stage's state. A stage keeps the first time that it was given; order_times() holds afterwards.
void set_stage(std::vector<Stage>& stages, JobStage stage, StageState state, std::optional<core::Nanoseconds> at,
               core::Sentence detail);
/// What is not reached after `last` never will be, and says why.
void skip_stages_after(std::vector<Stage>& stages, JobStage last, const core::Sentence& why);
/// Times never fall along the list: where a stage was made up for after a later one, as a draw of what had been
/// replayed by hand, it shows no time.
void order_times(std::vector<Stage>& stages);

/// Jobs by state; every job is in exactly one.
struct JobTotals {
    std::uint64_t running = 0, done = 0, failed = 0, cancelled = 0;
    std::uint64_t all() const { return running + done + failed + cancelled; }
};

} // namespace hearth::control
