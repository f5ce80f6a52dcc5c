// SPDX-License-Identifier: Apache-2.0
#include "fake/scripted_node.h"
#include "fake/story_parts.h"

#include <algorithm>

namespace hearth::desktop::fake {

using core::say;
namespace {

constexpr std::uint64_t ticks_per_job = 12;
constexpr std::size_t jobs_under_way = 8, most_jobs = 10'000;
constexpr core::Nanoseconds epoch_length = 60 * second;

/// The stage that a job was in, from its own record; 7 = all are behind it.
int stage_of(const control::JobRow& job) {
    for (std::size_t i = 0; i < job.stages.size(); ++i)
        if (job.stages[i].state == control::StageState::current) return static_cast<int>(i);
    return 7;
}

} // namespace

void ScriptedNode::play() {
    std::unique_lock lock(m_mutex);
    while (!m_wake.wait_for(lock, std::chrono::seconds(1), [this] { return m_end; })) {
        lock.unlock();
        tick();
        lock.lock();
    }
}

void ScriptedNode::tick() {
    bool jobs_moved = false;
    {
        const std::lock_guard lock(m_mutex);
        if (m_death) return;
        ++m_ticks;
        const core::Nanoseconds now = m_clock.now();
        control::NodeStatus& status = m_story.status;
        if (status.epoch_ends_at && now >= *status.epoch_ends_at) {
            status.epoch_ends_at = *status.epoch_ends_at + epoch_length;
            ++status.epoch;
        }
        status.height += m_ticks % 2;
        if (!status.devices.empty() && status.devices[0].load_ppm) {
            const std::uint32_t wave = static_cast<std::uint32_t>(m_ticks * 37 % 11) * 35'000;
            status.devices[0].load_ppm = (status.state == control::NodeState::serving ? 480'000 : 40'000) + wave;
        }
        if (status.state == control::NodeState::serving && m_ticks % ticks_per_job == 0) {
            advance_jobs(now);
            jobs_moved = true;
        }
        if (status.state == control::NodeState::draining && m_ticks % ticks_per_job == 0) {
            status.state = control::NodeState::paused;
            status.sentence = say("paused");
            status.jobs_running = 0;
        }
    }
    publish("status");
    if (!jobs_moved) return;
    publish("jobs");
    publish("earnings");
}

void ScriptedNode::advance_jobs(core::Nanoseconds now) {
    auto& jobs = m_story.jobs;
    for (std::size_t i = 0; i < std::min(jobs.size(), jobs_under_way); ++i) {
        const int stage = stage_of(jobs[i]);
        const bool drawn = stage >= 3 ? jobs[i].stages[3].state != control::StageState::skipped : (m_made + i) % 3 == 0;
        if (stage >= 7) continue;
        bring_to(jobs[i], stage == 2 && !drawn ? 6 : stage + 1, epoch_length, drawn);
    }
    control::JobRow job = new_job(500'000 + ++m_made, now, smollm());
    bring_to(job, 1, epoch_length, false);
    if (!m_story.status.devices.empty()) m_story.status.devices[0].current_job = job.job_id;
    jobs.insert(jobs.begin(), std::move(job));
    if (jobs.size() > most_jobs) jobs.pop_back();
    ++m_story.status.jobs_done;
}

} // namespace hearth::desktop::fake
