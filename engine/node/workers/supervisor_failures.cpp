// SPDX-License-Identifier: Apache-2.0
#include "node/workers/supervisor_impl.h"

#include "core/log.h"

#include <filesystem>

namespace hearth::node {

using core::Code;
using core::fail;
using core::Nanoseconds;

/// The worker crashed, hung or talked nonsense.
void Supervisor::Impl::broke(const std::string& what) {
    if (device_fault) return lose_device();
    const bool greeted = phase == Phase::loading || phase == Phase::ready;
    const Nanoseconds pause = plan.crashed();
    core::log::warning("worker", "worker lost", {{"reason", what}, {"in_a_row", plan.crashes()}});
    const auto old = leave(WorkerState::backing_off, what, pause);
    const core::Error lost = fail(Code::unavailable, what, "The worker is being restarted; send the request again.");
    if (greeted && plan.too_often())
        disable(lost);
    else
        fail_active(lost, &WorkerJob::on_lost);
    if (!options.waits) fail_waiting(nullptr, lost);
    if (old) old->end(0);
    if (!greeted) never_greeted(fail(Code::unavailable, what, "Run hearthctl doctor."));
}

/// The model is not to blame: the program does not run, or its device does not open.
void Supervisor::Impl::never_greeted(const core::Error& error) {
    // What makes a driver crash must not do so for ever.
    std::error_code ignored;
    if (!options.kernel_cache.empty()) std::filesystem::remove(options.kernel_cache, ignored);
    if (!options.waits) {
        {
            const std::lock_guard lock(mutex);
            resident.reset();
        }
        if (options.on_load_failed) options.on_load_failed(*target, error);
    }
    fail_waiting(nullptr, error);
}

/// The worker gave its device up; neither it nor the model is to blame.
void Supervisor::Impl::lose_device() {
    const core::Error fault = *device_fault;
    if (fault.code == Code::out_of_memory) return give_way(fault.message);
    core::log::warning("worker", "device lost", {{"device", options.device}, {"reason", fault.message}});
    const auto old = leave(WorkerState::backing_off, fault.message, options.first_backoff);
    fail_active(fault);
    fail_waiting(nullptr, fault);
    if (old) old->end(0);
}

/// The model can wait for its memory; whoever plays or draws on this GPU cannot.
void Supervisor::Impl::give_way(const std::string& what) {
    const WorkerTarget loaded = *target;
    const Nanoseconds pause = pressure.stay_away(now());
    core::log::info("worker", "device left to other programs",
                    {{"device", options.device}, {"seconds", pause / 1'000'000'000}});
    plan.gave_up(device_bytes, now());
    const auto old = leave(WorkerState::yielding, what, pause);
    if (options.on_yield) options.on_yield(loaded);
    const core::Error moved = fail(Code::unavailable, what, "Another device goes on.");
    fail_active(moved);
    fail_waiting(nullptr, moved);
    if (old) old->end(0);
}

/// Lets go of the process, which the caller ends: its jobs shall not wait until a driver has let it go.
std::shared_ptr<WorkerProcess> Supervisor::Impl::leave(WorkerState state, const core::Sentence& reason,
                                                       Nanoseconds pause) {
    std::shared_ptr<WorkerProcess> old;
    {
        const std::lock_guard lock(mutex);
        old = std::exchange(process, nullptr);
        retry_at = now() + pause;
        if (state == WorkerState::backing_off) ++shown.restarts;
    }
    phase = Phase::stopped;
    set_state(state, reason);
    return old;
}

void Supervisor::Impl::load_failed(const core::Error& error) {
    core::log::warning("worker", "load failed", {{"model", target->model.hex()}, {"reason", error.message}});
    // Memory may come free; a damaged file or a machine that computes otherwise stays what it is.
    const bool for_good = phase == Phase::loading && (error.code == Code::unsupported || error.code == Code::corrupt);
    stop_process();
    {
        const std::lock_guard lock(mutex);
        if (resident && *resident == *target) resident.reset();
    }
    set_state(for_good ? WorkerState::disabled : WorkerState::failed, error.message);
    const WorkerTarget loaded = *target;
    if (options.on_load_failed) options.on_load_failed(loaded, error);
    if (for_good && options.on_disabled) options.on_disabled(loaded, error.message);
    fail_waiting(&loaded, error);
}

/// The jobs hear of it last, so that none of them asks for this model here again.
void Supervisor::Impl::disable(const core::Error& lost) {
    const core::Sentence sentence = core::say("brought_down", {core::figure(plan.crashes()), lost.message});
    const std::string hint = "Try it again: hearthctl node resume, or import it anew: hearthctl model import PATH";
    {
        const std::lock_guard lock(mutex);
        if (resident && resident->model == target->model) resident.reset();
    }
    plan.forget_crashes();
    set_state(WorkerState::disabled, sentence);
    const WorkerTarget of_model{target->model, {}, {}};
    if (options.on_disabled) options.on_disabled(*target, sentence);
    fail_active(
        fail(Code::unavailable, lost.message, options.waits ? "The model is disabled now. " + hint : lost.hint));
    fail_waiting(&of_model, fail(Code::unavailable, "The model is disabled. " + sentence, hint));
}

void Supervisor::Impl::stop_process() {
    std::shared_ptr<WorkerProcess> old;
    {
        const std::lock_guard lock(mutex);
        old = std::exchange(process, nullptr);
    }
    phase = Phase::stopped;
    if (!old) return;
    old->end(polite_end_ms);
    set_state(WorkerState::stopped, core::say(idle_reason));
}

void Supervisor::Impl::fail_active(const core::Error& error, void (WorkerJob::*how)(const core::Error&)) {
    std::vector<JobBoard::Job> jobs;
    {
        const std::lock_guard lock(mutex);
        jobs = board.take_active();
    }
    for (const JobBoard::Job& job : jobs)
        (job.get()->*how)(error);
}

void Supervisor::Impl::fail_waiting(const WorkerTarget* only, const core::Error& error) {
    std::vector<JobBoard::Job> failed;
    {
        const std::lock_guard lock(mutex);
        failed = board.take_waiting(only);
    }
    for (const JobBoard::Job& job : failed)
        job->on_failed(error);
}

void Supervisor::Impl::set_state(WorkerState state, const core::Sentence& reason) {
    {
        const std::lock_guard lock(mutex);
        shown.state = state;
        shown.reason = reason;
        const bool has_model =
            phase != Phase::stopped || state == WorkerState::starting || state == WorkerState::disabled;
        shown.model_id = has_model && target ? target->model.hex() : "";
        shown.profile = has_model && target ? target->profile : "";
        if (phase != Phase::ready) {
            shown.placement.clear();
            shown.device_memory_total_bytes.reset();
            shown.device_memory_free_bytes.reset();
        }
    }
    if (options.on_change) options.on_change();
}

} // namespace hearth::node
