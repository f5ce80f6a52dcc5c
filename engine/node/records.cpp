// SPDX-License-Identifier: Apache-2.0
#include "node/records.h"

#include <algorithm>
#include <string_view>

namespace hearth::node {

std::vector<control::Stage> JobRecord::fresh_stages() {
    std::vector<control::Stage> stages;
    for (const char* name : stage_names)
        stages.push_back({name, "waiting", std::nullopt, {}});
    return stages;
}

void JobRecord::stage(const char* name, const char* new_state, std::optional<core::Nanoseconds> at,
                      std::string detail) {
    for (control::Stage& entry : stages)
        if (entry.name == name) {
            entry.state = new_state;
            if (at && !entry.at) entry.at = at;
            entry.detail = std::move(detail);
        }
}

const control::Stage& JobRecord::stage(const char* name) const {
    return *std::find_if(stages.begin(), stages.end(),
                         [&](const control::Stage& s) { return s.name == name; });
}

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

} // namespace hearth::node
