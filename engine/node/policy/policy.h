// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"
#include "core/result.h"
#include "node/policy/work_rules.h"

#include <optional>
#include <string>

namespace hearth::node {

/// Everything that decides what the node says about itself. Gathered by FactCollector, judged by judge().
struct Facts {
    bool stopping = false, starting = false;
    control::WorkRules rules;
    WorkFacts work;
    core::Nanoseconds now = 0;
    core::Sentence problem, repair;               ///< e.g. a full disk; empty = none
    core::Sentence ledger_trouble, ledger_repair; ///< no blocks come or can be applied; empty = they do
    bool executor_role = true;
    bool needs_key = true; ///< it executes or audits, so that the ledger must know its node key
    std::uint32_t jobs_running = 0;
    std::uint32_t models = 0;        ///< imported
    bool importing = false;          ///< one is fetched or imported
    std::string default_model;       ///< name; empty = none
    core::Sentence default_disabled; ///< reason; empty = in use
    control::WorkerState worker_state = control::WorkerState::stopped;
    core::Sentence worker_reason, device_reason;
    std::string device_name;
    bool has_gpu = false, gpu_used = false;
    bool registered = false;
    bool serves_api = false;
    core::Amount pending, confirmed, paid;
    std::optional<core::Nanoseconds> last_earned_at;
};

struct Judgement {
    control::NodeState state = control::NodeState::starting;
    control::NodeAction action = control::NodeAction::none;
    core::Sentence sentence;
    control::Lamps lamps;
};

/// The one place that decides the sentence of truth, the state, the offered action and the four lamps. Pure.
Judgement judge(const Facts& facts);

/// May a new request be taken? Else unavailable with the sentence of judge().
core::Status may_work(const Facts& facts);

} // namespace hearth::node
