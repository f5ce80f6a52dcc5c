// SPDX-License-Identifier: Apache-2.0
#include "node/worker_pool.h"

#include "audit/verdict.h"
#include "core/clock.h"
#include "core/log.h"

#include <algorithm>

namespace hearth::node {

namespace {

using core::Code;
using core::Nanoseconds;

constexpr Nanoseconds for_good = INT64_MAX / 2; // until forgive()

Nanoseconds now() {
    return core::system_clock().monotonic();
}

} // namespace

WorkerPool::~WorkerPool() {
    stop();
}

void WorkerPool::add(SupervisorOptions options) {
    const std::string device = options.device;
    options.on_load_failed = [this, device](const WorkerTarget& target, const core::Error& error) {
        load_failed(device, target, error);
    };
    options.on_disabled = [this, device, last = std::move(options.on_disabled)](const WorkerTarget& target,
                                                                                const std::string& reason) {
        // The model is to blame only where nothing else could run it.
        if (device == m_workers.back().device) {
            if (last) last(target, reason);
            return;
        }
        set_aside(device, target, for_good);
    };
    options.on_loaded = [this, device](const WorkerTarget& target) {
        // The processor's memory is for other programs again.
        if (device != m_workers.back().device && is_resident(target)) m_workers.back().supervisor->rest();
    };
    options.on_yield = [this](const WorkerTarget& target) { preload_elsewhere(target); };
    m_workers.push_back({device, std::make_unique<Supervisor>(std::move(options), m_sandbox)});
}

void WorkerPool::stop() {
    for (const Worker& worker : m_workers)
        worker.supervisor->stop();
}

void WorkerPool::load_failed(const std::string& device, const WorkerTarget& target, const core::Error& error) {
    const bool lasting = error.code == Code::unsupported || error.code == Code::corrupt;
    set_aside(device, target, lasting ? for_good : m_patience);
    if (device != m_workers.back().device) preload_elsewhere(target);
}

/// What is to be ready at any time is ready on the next device soon.
void WorkerPool::preload_elsewhere(const WorkerTarget& target) {
    if (is_resident(target)) preload(target);
}

bool WorkerPool::is_resident(const WorkerTarget& target) const {
    const std::lock_guard lock(m_mutex);
    return m_resident && *m_resident == target;
}

void WorkerPool::set_aside(const std::string& device, const WorkerTarget& target, Nanoseconds how_long) {
    if (device == m_workers.back().device) return; // there is nothing behind it
    core::log::warning("worker", "device passed over", {{"device", device}, {"model", target.model.hex()}});
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_aside, [&](const Aside& one) { return one.device == device && one.target == target; });
    m_aside.push_back({device, target, now() + how_long});
}

bool WorkerPool::is_aside(const std::string& device, const WorkerTarget& target) const {
    const std::lock_guard lock(m_mutex);
    return std::any_of(m_aside.begin(), m_aside.end(), [&](const Aside& one) {
        return one.device == device && one.target == target && one.until > now();
    });
}

/// Devices of one kind share the work; the processor, which comes last, gets what nobody else can take.
Supervisor* WorkerPool::choose(const WorkerTarget* target, const std::set<std::string>& avoid) const {
    Supervisor* best = nullptr;
    std::uint32_t least = 0;
    for (const Worker& worker : m_workers) {
        if (avoid.contains(worker.device) || (target != nullptr && is_aside(worker.device, *target))) continue;
        const bool last = &worker == &m_workers.back();
        if (!last && target != nullptr && !audit::is_exact(target->profile)) continue; // GPUs run the exact profiles only
        const std::string state = worker.supervisor->status().state;
        if (!last && (state == "backing off" || state == "yielding" || state == "disabled")) continue;
        if (last && best != nullptr) break;
        const std::uint32_t jobs = worker.supervisor->jobs();
        if (best == nullptr || jobs < least) {
            best = worker.supervisor.get();
            least = jobs;
        }
    }
    return best;
}

core::Result<std::string> WorkerPool::submit(const WorkerTarget& target, std::shared_ptr<WorkerJob> job,
                                             const std::set<std::string>& avoid) {
    Supervisor* const chosen = choose(&target, avoid);
    if (chosen == nullptr) return core::fail(Code::unavailable, "No device is left for this job.", "Try again.");
    HEARTH_CHECK(chosen->submit(target, std::move(job)));
    return chosen->device();
}

void WorkerPool::preload(const WorkerTarget& target) {
    {
        const std::lock_guard lock(m_mutex);
        m_resident = target;
    }
    if (Supervisor* const chosen = choose(&target, {})) chosen->preload(target);
}

void WorkerPool::forgive() {
    {
        const std::lock_guard lock(m_mutex);
        m_aside.clear();
    }
    for (const Worker& worker : m_workers)
        worker.supervisor->forgive();
}

void WorkerPool::unload(const core::ModelId& model, const std::string& reason) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_resident && m_resident->model == model) m_resident.reset();
    }
    for (const Worker& worker : m_workers)
        worker.supervisor->unload(model, reason);
}

control::WorkerStatus WorkerPool::status() const {
    std::optional<WorkerTarget> resident;
    {
        const std::lock_guard lock(m_mutex);
        resident = m_resident;
    }
    const Supervisor* const chosen = choose(resident ? &*resident : nullptr, {});
    return chosen == nullptr ? m_workers.back().supervisor->status() : chosen->status();
}

std::vector<control::WorkerStatus> WorkerPool::all() const {
    std::vector<control::WorkerStatus> all;
    for (const Worker& worker : m_workers)
        all.push_back(worker.supervisor->status());
    return all;
}

} // namespace hearth::node
