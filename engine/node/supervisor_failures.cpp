// SPDX-License-Identifier: Apache-2.0
#include "node/supervisor_impl.h"

#include "core/clock.h"
#include "core/log.h"

#include <algorithm>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using core::Nanoseconds;

Nanoseconds now() {
    return core::system_clock().monotonic();
}

} // namespace

/// The worker crashed, hung or talked nonsense.
void Supervisor::Impl::broke(const std::string& what) {
    const bool greeted = phase == Phase::loading || phase == Phase::ready;
    core::log::warning("worker", "worker lost", {{"reason", what}, {"in_a_row", crashes + 1}});
    stop_process("backing off");
    ++crashes;
    Nanoseconds pause = options.first_backoff;
    for (std::uint32_t i = 1; i < crashes && pause < options.longest_backoff; ++i)
        pause *= 2;
    pause = std::min(pause, options.longest_backoff);
    retry_at = now() + pause;
    {
        const std::lock_guard lock(mutex);
        ++shown.restarts;
    }
    set_state("backing off", what);
    fail_active(fail(Code::unavailable, what, "The worker is being restarted; send the request again."));
    if (greeted && crashes >= options.crash_limit) return disable(what);
    // Without a hello the model is not to blame: the program itself does not run.
    if (!greeted) fail_waiting(nullptr, fail(Code::unavailable, what, "Run hearthctl doctor."));
}

/// The model can wait for its memory; whoever plays or draws on this GPU cannot.
void Supervisor::Impl::give_way(const worker::DeviceMemory& memory) {
    const std::string what = "Another program needs the memory of this GPU: " + std::to_string(memory.free_bytes >> 20) +
                             " of " + std::to_string(memory.total_bytes >> 20) + " MiB were left.";
    const WorkerTarget loaded = *target;
    stop_process("yielding");
    const Nanoseconds pause = pressure.stay_away(now());
    retry_at = now() + pause;
    core::log::info("worker", "device left to other programs", {{"device", options.device}, {"seconds", pause / 1'000'000'000}});
    set_state("yielding", what);
    if (options.on_yield) options.on_yield(loaded);
    const core::Error moved = fail(Code::unavailable, what, "Another device goes on.");
    fail_active(moved);
    fail_waiting(nullptr, moved);
}

void Supervisor::Impl::load_failed(const core::Error& error) {
    core::log::warning("worker", "load failed", {{"model", target->model.hex()}, {"reason", error.message}});
    // Memory may come free; a damaged file or a machine that computes otherwise stays what it is.
    const bool for_good =
        phase == Phase::loading && (error.code == Code::unsupported || error.code == Code::corrupt);
    stop_process("stopped");
    {
        const std::lock_guard lock(mutex);
        if (resident && *resident == *target) resident.reset();
    }
    set_state(for_good ? "disabled" : "stopped", error.message);
    const WorkerTarget loaded = *target;
    if (options.on_load_failed) options.on_load_failed(loaded, error);
    if (for_good && options.on_disabled) options.on_disabled(loaded, error.message);
    fail_waiting(&loaded, error);
}

void Supervisor::Impl::disable(const std::string& reason) {
    const std::string sentence =
        "It brought the worker down " + std::to_string(crashes) + " times in a row. The last time: " + reason;
    {
        const std::lock_guard lock(mutex);
        if (resident && resident->model == target->model) resident.reset();
    }
    crashes = 0;
    set_state("disabled", sentence);
    const WorkerTarget of_model{target->model, {}, {}};
    if (options.on_disabled) options.on_disabled(*target, sentence);
    fail_waiting(&of_model, fail(Code::unavailable, "The model is disabled. " + sentence,
                                 "Resume the node to try it again, or import the model anew."));
}

void Supervisor::Impl::stop_process(const std::string& new_state) {
    std::shared_ptr<WorkerProcess> old;
    {
        const std::lock_guard lock(mutex);
        old = std::exchange(process, nullptr);
    }
    phase = Phase::stopped;
    if (!old) return;
    old->end(new_state == "stopped" ? polite_end_ms : 0);
    if (new_state == "stopped") set_state(new_state, "no model is loaded");
}

void Supervisor::Impl::fail_active(const core::Error& error) {
    std::map<std::uint64_t, Active> jobs;
    {
        const std::lock_guard lock(mutex);
        jobs.swap(active);
    }
    for (const auto& [number, job] : jobs)
        job.job->on_failed(error);
}

/// `only` without a profile means every profile of the model; null means all.
void Supervisor::Impl::fail_waiting(const WorkerTarget* only, const core::Error& error) {
    std::deque<Waiting> failed;
    {
        const std::lock_guard lock(mutex);
        std::deque<Waiting> kept;
        for (Waiting& entry : waiting) {
            const bool hit =
                only == nullptr || (entry.target.model == only->model &&
                                    (only->profile.empty() || entry.target.profile == only->profile));
            (hit ? failed : kept).push_back(std::move(entry));
        }
        waiting.swap(kept);
    }
    for (const Waiting& entry : failed)
        entry.job->on_failed(error);
}

void Supervisor::Impl::set_state(const std::string& state, const std::string& reason) {
    {
        const std::lock_guard lock(mutex);
        shown.state = state;
        shown.reason = reason;
        const bool has_model = phase != Phase::stopped || state == "starting" || state == "disabled";
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
