// SPDX-License-Identifier: Apache-2.0
#include "node/state/records.h"

namespace hearth::node {

control::JobRow JobRecord::row() const {
    control::JobRow row;
    row.job_id = job_id;
    row.receipt_id = receipt_id;
    row.model_id = model_id;
    row.model_name = model_name;
    row.profile = profile;
    row.created_at = created_at;
    row.state = state;
    row.reason = reason;
    row.prompt_tokens = prompt_tokens;
    row.completion_tokens = completion_tokens;
    row.level = level;
    row.money_state = money_state;
    row.earned = earned.units_text();
    row.caller = caller;
    row.stages = stages;
    return row;
}

std::optional<core::Nanoseconds> JobRecord::settled_at() const {
    const bool counts = money_state != control::MoneyState::none && money_state != control::MoneyState::refunded;
    return counts ? std::optional(stage(control::JobStage::committed).at.value_or(created_at)) : std::nullopt;
}

} // namespace hearth::node
