// SPDX-License-Identifier: Apache-2.0
#include "node/workers/worker_pool.h"

#include "core/log.h"

#include <algorithm>
#include <thread>

namespace hearth::node {

namespace {

using core::Code;
using core::Nanoseconds;

constexpr const char* processor = "cpu";
constexpr Nanoseconds for_good = INT64_MAX / 2; // until forgive()
constexpr Nanoseconds longest_patience = 1'800'000'000'000;
constexpr auto lend_poll = std::chrono::milliseconds(20);

bool runs(const control::WorkerStatus& worker, const WorkerTarget& target) {
    return control::serves(worker.state) && worker.model_id == target.model.hex() && worker.profile == target.profile;
}

} // namespace

WorkerPool::~WorkerPool() {
    stop();
}

void WorkerPool::add(SupervisorOptions options) {
    const std::string device = options.device, address = options.pci_address;
    options.waits = device == processor;
    options.on_loaded = [this, device](const WorkerTarget& target) { loaded(device, target); };
    options.on_yield = [this](const WorkerTarget& target) { preload_elsewhere(target); };
    options.on_load_failed = [this, device](const WorkerTarget& target, const core::Error& error) {
        set_aside(device, target, error.code == Code::unsupported || error.code == Code::corrupt);
        if (device != processor) preload_elsewhere(target);
    };
    // The model is to blame only where nothing else could run it.
    if (device != processor)
        options.on_disabled = [this, device](const WorkerTarget& target, const std::string&) {
            set_aside(device, target, true);
        };
    auto made = std::make_shared<Supervisor>(std::move(options), m_sandbox);
    const std::lock_guard lock(m_mutex);
    if (!address.empty()) m_cards[device] = address;
    const bool behind = device == processor || m_workers.empty() || m_workers.back()->device() != processor;
    m_workers.insert(behind ? m_workers.end() : m_workers.end() - 1, std::move(made));
}

std::vector<WorkerPool::Worker> WorkerPool::workers() const {
    const std::lock_guard lock(m_mutex);
    return m_workers;
}

bool WorkerPool::has(const std::string& device) const {
    const auto all = workers();
    return std::any_of(all.begin(), all.end(), [&](const Worker& worker) { return worker->device() == device; });
}

void WorkerPool::stop() {
    for (const Worker& worker : workers())
        worker->stop();
}

void WorkerPool::loaded(const std::string& device, const WorkerTarget& target) {
    {
        const std::lock_guard lock(m_mutex);
        std::erase_if(m_aside, [&](const Aside& one) { return one.device == device && one.target == target; });
    }
    if (device == processor || !is_resident(target)) return;
    // The processor's memory is for other programs again.
    for (const Worker& worker : workers())
        if (worker->device() == processor) worker->rest();
}

/// What is to be ready at any time is ready on the next device soon.
void WorkerPool::preload_elsewhere(const WorkerTarget& target) {
    if (is_resident(target)) preload(target);
}

bool WorkerPool::is_resident(const WorkerTarget& target) const {
    const std::lock_guard lock(m_mutex);
    return m_resident && *m_resident == target;
}

void WorkerPool::set_aside(const std::string& device, const WorkerTarget& target, bool lasting) {
    if (device == processor) return; // there is nothing behind it
    core::log::warning("worker", "device passed over", {{"device", device}, {"model", target.model.hex()}});
    const std::lock_guard lock(m_mutex);
    const auto known = std::find_if(m_aside.begin(), m_aside.end(),
                                    [&](const Aside& one) { return one.device == device && one.target == target; });
    Aside& one = known == m_aside.end() ? m_aside.emplace_back(Aside{device, target, 0, 0}) : *known;
    one.pause = one.pause == 0 ? m_patience : std::min(2 * one.pause, std::max(m_patience, longest_patience));
    if (lasting) one.pause = for_good;
    one.until = now() + one.pause;
}

bool WorkerPool::is_off(const std::string& device) const {
    const std::lock_guard lock(m_mutex);
    const auto card = m_cards.find(device);
    return card != m_cards.end() && m_off.contains(card->second);
}

bool WorkerPool::is_aside(const std::string& device, const WorkerTarget& target) const {
    const std::lock_guard lock(m_mutex);
    return m_lent.contains(device) || std::any_of(m_aside.begin(), m_aside.end(), [&](const Aside& one) {
               return one.device == device && one.target == target && one.until > now();
           });
}

/// GPUs share the work. One that has to load first does so behind the processor's back, if that is ready.
WorkerPool::Choice WorkerPool::choose(const WorkerTarget* target, const std::set<std::string>& avoid) const {
    Choice choice;
    std::uint32_t least = 0;
    bool warm = false;
    for (const Worker& worker : workers()) {
        if (avoid.contains(worker->device()) || is_off(worker->device()) ||
            (target != nullptr && is_aside(worker->device(), *target)))
            continue;
        const control::WorkerStatus status = worker->brief_status();
        if (worker->device() == processor) {
            if (choice.now == nullptr) return {worker, nullptr};
            const bool loads = !warm && target != nullptr && control::serves(status.state);
            return loads && runs(status, *target) ? Choice{worker, choice.now} : choice;
        }
        if (target != nullptr && !worker->runs(target->profile)) continue;
        if (status.state == control::WorkerState::backing_off || status.state == control::WorkerState::yielding)
            continue;
        // One that has another model loaded changes it only for a job.
        warm = warm || control::serves(status.state);
        const std::uint32_t jobs = worker->jobs();
        if (choice.now == nullptr || jobs < least) {
            choice.now = worker;
            least = jobs;
        }
    }
    return choice;
}

core::Result<std::string> WorkerPool::submit(const WorkerTarget& target, std::shared_ptr<WorkerJob> job,
                                             const std::set<std::string>& avoid, bool resumes) {
    std::set<std::string> passed = avoid;
    core::Error refusal =
        core::fail(Code::unavailable, core::say("no_device_left_job"), core::say("try_again_while_device"));
    while (true) {
        const Choice chosen = choose(&target, passed);
        if (chosen.now == nullptr) return refusal;
        if (chosen.later != nullptr) chosen.later->preload(target);
        const core::Status taken = chosen.now->submit(target, job, resumes);
        if (taken && is_off(chosen.now->device())) chosen.now->rest(); // it was switched off meanwhile
        if (taken) return chosen.now->device();
        refusal = taken.error();
        passed.insert(chosen.now->device());
    }
}

void WorkerPool::preload(const WorkerTarget& target) {
    {
        const std::lock_guard lock(m_mutex);
        m_resident = target;
    }
    const Choice chosen = choose(&target, {});
    if (chosen.later != nullptr) chosen.later->preload(target);
    if (chosen.now != nullptr) chosen.now->preload(target);
}

void WorkerPool::forgive() {
    {
        const std::lock_guard lock(m_mutex);
        m_aside.clear();
    }
    for (const Worker& worker : workers())
        worker->forgive();
}

void WorkerPool::unload(const core::ModelId& model, const core::Sentence& reason) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_resident && m_resident->model == model) m_resident.reset();
    }
    for (const Worker& worker : workers())
        worker->unload(model, reason);
}

std::shared_ptr<void> WorkerPool::lend(const std::string& device, Nanoseconds patience) {
    const auto give_back = [this, device](void*) {
        std::optional<WorkerTarget> resident;
        {
            const std::lock_guard lock(m_mutex);
            m_lent.erase(m_lent.find(device));
            resident = m_resident;
        }
        if (resident) preload(*resident);
    };
    {
        const std::lock_guard lock(m_mutex);
        m_lent.insert(device);
    }
    std::shared_ptr<void> lent(this, give_back);
    for (const Worker& worker : workers()) {
        if (worker->device() != device) continue;
        worker->rest();
        for (const Nanoseconds until = now() + patience; worker->status().pid;) {
            if (now() >= until) return nullptr;
            std::this_thread::sleep_for(lend_poll);
        }
    }
    return lent;
}

void WorkerPool::switch_off(std::set<std::string> addresses) {
    std::optional<WorkerTarget> resident;
    {
        const std::lock_guard lock(m_mutex);
        if (m_off == addresses) return;
        m_off = std::move(addresses);
        resident = m_resident;
    }
    for (const Worker& worker : workers())
        if (is_off(worker->device())) worker->rest();
    if (resident) preload(*resident);
}

void WorkerPool::change(const WorkerLimits& limits) {
    for (const Worker& worker : workers())
        worker->change(limits);
}

control::WorkerStatus WorkerPool::status() const {
    std::optional<WorkerTarget> resident;
    {
        const std::lock_guard lock(m_mutex);
        resident = m_resident;
    }
    const std::vector<control::WorkerStatus> each = all();
    for (const control::WorkerStatus& one : each)
        if (resident && runs(one, *resident)) return one;
    for (const control::WorkerStatus& one : each)
        if (resident && one.state == control::WorkerState::starting) return one;
    const Choice chosen = choose(resident ? &*resident : nullptr, {});
    return chosen.now == nullptr ? each.back() : chosen.now->status();
}

std::vector<control::WorkerStatus> WorkerPool::all() const {
    std::vector<control::WorkerStatus> all;
    for (const Worker& worker : workers())
        all.push_back(worker->status());
    return all;
}

} // namespace hearth::node
