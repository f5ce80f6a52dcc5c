// SPDX-License-Identifier: Apache-2.0
#include "node/policy/policy.h"

#include "telemetry/gpu_state.h"

namespace hearth::node {
namespace {

using control::LampReason;
using control::LampState;
using control::NodeAction;
using control::NodeState;
using control::WorkerState;
using control::WorkRule;
using core::both;
using core::figure;
using core::Nanoseconds;
using core::say;
using core::Sentence;

constexpr Nanoseconds recent_earning = 10 * core::minute;

struct Verdict {
    NodeState state = NodeState::starting;
    Sentence sentence;
    NodeAction action = NodeAction::none;
    bool takes_work = false;
};

Sentence next_step(NodeAction action) {
    if (action == NodeAction::resume) return say("go_on_with");
    if (action == NodeAction::import_model) return say("import_one");
    return say("try_again_later");
}

/// What comes from elsewhere may have no full stop, or several.
Sentence with_stop(const Sentence& sentence) {
    std::string text = sentence;
    while (!text.empty() && (text.back() == '.' || text.back() == ' '))
        text.pop_back();
    return text + "." == sentence ? sentence : Sentence(text + ".");
}

/// Why the node rests although nothing is wrong; nullopt = it does not rest.
std::optional<Verdict> resting(const Facts& f) {
    const bool drains = f.jobs_running > 0;
    const Sentence jobs = figure(f.jobs_running);
    if (f.stopping)
        return drains ? Verdict{NodeState::draining, say("stopping_finishing", {jobs})}
                      : Verdict{NodeState::paused, say("stopping")};
    const WorkDecision decision = may_work(f.rules, f.work, f.now);
    if (decision.works) return std::nullopt;
    const bool paused = decision.rule == WorkRule::pause, snoozed = decision.rule == WorkRule::snooze;
    const NodeAction action = paused || snoozed ? NodeAction::resume : NodeAction::none;
    if (drains && paused) return Verdict{NodeState::draining, say("pausing", {jobs}), action};
    if (drains)
        return Verdict{NodeState::draining, both(with_stop(decision.sentence), say("finishes_first", {jobs})), action};
    const NodeState state = paused ? NodeState::paused : snoozed ? NodeState::snoozed : NodeState::resting;
    return Verdict{state, decision.sentence, action};
}

/// What keeps the node from working although it should; nullopt = nothing.
std::optional<Verdict> hindered(const Facts& f) {
    if (!f.problem.empty())
        return Verdict{NodeState::problem,
                       both(with_stop(f.problem), f.repair.empty() ? f.repair : with_stop(f.repair)),
                       NodeAction::resume};
    if (f.starting) return Verdict{NodeState::starting, say("starting")};
    if (!f.ledger_trouble.empty())
        return Verdict{NodeState::problem, both(with_stop(f.ledger_trouble), f.ledger_repair)};
    if (!f.executor_role) return Verdict{NodeState::idle, say("executor_off")};
    if (f.models == 0 && f.importing) return Verdict{NodeState::starting, say("first_model_coming")};
    if (f.models == 0) return Verdict{NodeState::idle, say("no_model_yet"), NodeAction::import_model};
    if (!f.default_disabled.empty())
        return Verdict{NodeState::problem, say("model_disabled", {f.default_model, with_stop(f.default_disabled)}),
                       NodeAction::resume, true};
    return std::nullopt;
}

Verdict working(const Facts& f) {
    if (f.jobs_running > 0) {
        const Sentence wait = f.worker_state == WorkerState::backing_off
                                  ? say("worker_restarts", {with_stop(f.worker_reason)})
                              : f.worker_state == WorkerState::starting ? say("model_is_loaded")
                                                                        : Sentence();
        return {NodeState::serving, both(say("serving", {figure(f.jobs_running), f.default_model}), wait),
                NodeAction::pause, true};
    }
    if (f.worker_state == WorkerState::backing_off)
        return {NodeState::problem, say("worker_restarts", {with_stop(f.worker_reason)}), NodeAction::none, true};
    if (f.worker_state == WorkerState::starting)
        return {NodeState::starting, say("loading", {f.default_model}), NodeAction::none, true};
    if (f.worker_state == WorkerState::failed)
        return {NodeState::problem, say("does_not_load", {f.default_model, with_stop(f.worker_reason)}),
                NodeAction::resume, true};
    return {NodeState::idle, say("ready", {f.default_model}), NodeAction::pause, true};
}

Verdict decide(const Facts& facts) {
    auto rest = resting(facts);
    if (rest && (facts.stopping || rest->action != NodeAction::none)) return *rest; // by hand
    if (auto verdict = hindered(facts)) {
        verdict->takes_work = verdict->takes_work && !rest;
        return *verdict;
    }
    return rest ? *rest : working(facts);
}

control::Lamp service_lamp(const Facts& f) {
    if (f.stopping) return {LampState::warning, LampReason::stopping, say("service_stops")};
    if (!f.problem.empty()) return {LampState::error, LampReason::problem, with_stop(f.problem)};
    if (!f.ledger_trouble.empty()) return {LampState::warning, LampReason::problem, with_stop(f.ledger_trouble)};
    if (!f.serves_api) return {LampState::warning, LampReason::no_endpoint, say("no_endpoint")};
    return {LampState::on, LampReason::answers, say("service_answers")};
}

control::Lamp gpu_lamp(const Facts& f) {
    if (f.gpu_used) return {LampState::on, LampReason::computes, say("computes", {f.device_name})};
    if (f.has_gpu)
        return {LampState::warning, LampReason::gpu_unused,
                f.device_reason.empty() ? say("not_used", {f.device_name}) : with_stop(f.device_reason)};
    return {LampState::off, LampReason::no_gpu, telemetry::advice(control::DeviceState::no_gpu, {})};
}

control::Lamp eligible_lamp(const Facts& f, const Verdict& verdict) {
    if (f.needs_key && !f.registered) return {LampState::warning, LampReason::unregistered, say("unregistered")};
    if (verdict.takes_work && f.default_disabled.empty() && verdict.state != NodeState::problem)
        return {LampState::on, LampReason::takes_work, say("takes_work")};
    return {verdict.state == NodeState::problem ? LampState::error : LampState::off, LampReason::as_stated,
            verdict.sentence};
}

control::Lamp earning_lamp(const Facts& f) {
    if (!f.last_earned_at) return {LampState::off, LampReason::nothing_yet, say("nothing_earned")};
    if (f.now - *f.last_earned_at <= recent_earning)
        return {LampState::on, LampReason::settled_lately, say("settled_lately")};
    return {LampState::off, LampReason::nothing_lately, say("nothing_lately")};
}

} // namespace

Judgement judge(const Facts& facts) {
    const Verdict verdict = decide(facts);
    return {verdict.state,
            verdict.action,
            verdict.sentence,
            {service_lamp(facts), gpu_lamp(facts), eligible_lamp(facts, verdict), earning_lamp(facts)}};
}

core::Status may_work(const Facts& facts) {
    const Verdict verdict = decide(facts);
    if (verdict.takes_work) return {};
    return core::fail(core::Code::unavailable, verdict.sentence, next_step(verdict.action));
}

} // namespace hearth::node
