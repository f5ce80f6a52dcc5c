// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/earnings.h"
#include "control/work_words.h"
#include "core/sentence.h"
#include "core/units.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Jobs and receipts; see values.h.
namespace hearth::control {

/// One row of what was examined about an answer.
struct Check {
    std::string name;
    std::string result; ///< "passed", "failed" or "not checked"
    core::Sentence detail;
};

/// Where a job stands on its way from prompt to payout (job_stage.h). A stage that was never reached has no time, nor
/// has one that was made up for after a later one; times never fall along the list.
struct Stage {
    JobStage name = JobStage::assigned;
    StageState state = StageState::waiting;
    std::optional<core::Nanoseconds> at;
    core::Sentence detail;
};

struct JobRow {
    std::string job_id;
    std::string receipt_id; ///< empty until it is signed
    std::string model_id, model_name, profile;
    core::Nanoseconds created_at = 0;
    JobState state = JobState::running;
    core::Sentence reason;
    std::uint32_t prompt_tokens = 0, completion_tokens = 0;
    std::string level; ///< "E0"…"E4"
    MoneyState money_state = MoneyState::none;
    std::string earned; ///< the operator's share
    std::string caller; ///< id of the API key that asked; empty = somebody on this machine
    std::vector<Stage> stages;
};

struct ReceiptView {
    std::string receipt_id;
    std::string level;
    bool valid = false;
    std::vector<Check> checks;
    /// The receipt's fields, in order, as (name, value) for people.
    std::vector<std::pair<std::string, std::string>> fields;
    JobRow job;
};

} // namespace hearth::control
