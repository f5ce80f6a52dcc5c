// SPDX-License-Identifier: Apache-2.0
#include "node/workers/failure_policy.h"

#include "core/size_text.h"

namespace hearth::node {

using control::WorkerState;
using core::Code;
using core::fail;
using core::Nanoseconds;

FailurePolicy::FailurePolicy(Rules rules)
    : m_rules(rules), m_plan(rules.first_backoff, rules.longest_backoff, rules.crash_limit),
      m_pressure(rules.first_yield) {}

void FailurePolicy::starts(bool another_model) {
    if (another_model) {
        m_plan.forget_crashes();
        m_plan.forget_claim();
    }
    m_last_words.clear();
    m_device_fault.reset();
}

void FailurePolicy::forgive() {
    m_plan.forget_crashes();
    m_plan.forget_claim();
    m_pressure = MemoryPressure(m_rules.first_yield);
}

void FailurePolicy::loaded(std::uint64_t device_bytes) {
    m_device_bytes = device_bytes;
    m_pressure.loaded();
}

void FailurePolicy::job_failed(const core::Error& error) {
    // Where jobs wait for this worker no other device can go on with them, and the worker itself decides.
    if (!m_rules.waits && (error.code == Code::unavailable || error.code == Code::out_of_memory))
        m_device_fault = error;
}

void FailurePolicy::answered() {
    m_plan.forget_crashes();
    m_device_fault.reset();
}

core::Sentence FailurePolicy::ended(const core::Sentence& how) const {
    return core::both(core::say("worker_stopped_unexpectedly", {how}),
                      m_last_words.empty() ? core::Sentence() : core::say("it_said", {m_last_words}));
}

Aftermath FailurePolicy::broke(const core::Sentence& what, bool greeted, const WorkerTarget& target, Nanoseconds now) {
    if (m_device_fault) return lose_device(now);
    Aftermath after;
    after.reason = what;
    after.pause = m_plan.crashed();
    after.counts = true;
    const core::Error lost = fail(Code::unavailable, what, core::say("worker_being_restarted_send"));
    after.active = {lost, true};
    if (!greeted) {
        // The model is not to blame: the program does not run, or its device does not open.
        const core::Error never_greeted = fail(Code::unavailable, what, core::say("run_hearthctl_doctor"));
        after.drop_kernels = true;
        after.rests = !m_rules.waits;
        if (!m_rules.waits) after.load_failed = never_greeted;
        after.waiting.push_back({std::nullopt, never_greeted});
        return after;
    }
    if (m_plan.too_often()) disable(after, lost, target);
    if (!m_rules.waits) after.waiting.push_back({std::nullopt, lost});
    return after;
}

void FailurePolicy::disable(Aftermath& after, const core::Error& lost, const WorkerTarget& target) {
    const core::Sentence sentence = core::say("brought_down", {core::figure(m_plan.crashes()), lost.message});
    const core::Sentence hint = core::say("try_again_hearthctl_node");
    m_plan.forget_crashes();
    after.state = WorkerState::disabled;
    after.reason = sentence;
    const WorkerTarget of_model{target.model, {}, {}};
    after.not_ready = of_model;
    after.disabled = sentence;
    after.active = {
        fail(Code::unavailable, lost.message, m_rules.waits ? core::both(core::say("disabled_now"), hint) : lost.hint),
        false};
    after.waiting.push_back({of_model, fail(Code::unavailable, core::say("the_model_is_disabled", {sentence}), hint)});
}

/// The worker gave its device up; neither it nor the model is to blame.
Aftermath FailurePolicy::lose_device(Nanoseconds now) {
    const core::Error fault = *m_device_fault;
    if (fault.code == Code::out_of_memory) return give_way(fault.message, now);
    Aftermath after;
    after.reason = fault.message;
    after.pause = m_rules.first_backoff;
    after.counts = true;
    after.active = {fault};
    after.waiting.push_back({std::nullopt, fault});
    return after;
}

/// The model can wait for its memory; whoever plays or draws on this GPU cannot.
Aftermath FailurePolicy::give_way(const core::Sentence& what, Nanoseconds now) {
    const core::Error moved = fail(Code::unavailable, what, core::say("another_device_goes"));
    m_plan.gave_up(m_device_bytes, now);
    Aftermath after;
    after.state = WorkerState::yielding;
    after.reason = what;
    after.pause = m_pressure.stay_away(now);
    after.yielded = true;
    after.active = {moved};
    after.waiting.push_back({std::nullopt, moved});
    return after;
}

Aftermath FailurePolicy::load_failed(const core::Error& error, bool for_good, const WorkerTarget& target) const {
    Aftermath after;
    after.state = for_good ? WorkerState::disabled : WorkerState::failed;
    after.reason = error.message;
    after.not_ready = target;
    after.load_failed = error;
    if (for_good) after.disabled = error.message;
    after.waiting.push_back({target, error});
    return after;
}

std::optional<Aftermath> FailurePolicy::measured(const worker::DeviceMemory& memory, Nanoseconds now) {
    if (!m_pressure.too_high(memory)) return std::nullopt;
    return give_way(core::say("memory_wanted", {core::room_text(memory.free_bytes), core::room_text(memory.total_bytes),
                                                core::needed_text(m_pressure.least_free(memory))}),
                    now);
}

} // namespace hearth::node
