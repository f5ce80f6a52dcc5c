// SPDX-License-Identifier: Apache-2.0
#include "node/workers/job_board.h"

#include "core/expect.h"

#include <algorithm>

namespace hearth::node {

void JobBoard::add(const WorkerTarget& target, Job job, bool goes_first) {
    HEARTH_EXPECT(job != nullptr, "A job without anybody to hear of it was handed to a worker.");
    Waiting added{target, std::move(job), {}, m_round};
    added.asker = added.job->asker();
    if (goes_first) {
        m_waiting.push_front(std::move(added));
        return;
    }
    for (const Waiting& one : m_waiting)
        if (one.asker == added.asker) added.round = std::max(added.round, one.round + 1);
    const auto place =
        std::find_if(m_waiting.begin(), m_waiting.end(), [&](const Waiting& one) { return one.round > added.round; });
    m_waiting.insert(place, std::move(added));
}

bool JobBoard::has_room(const core::Hash& asker, std::size_t most) const {
    if (m_waiting.size() < most) return true;
    return m_waiting.size() < most + most / 4 + 1 &&
           std::none_of(m_waiting.begin(), m_waiting.end(), [&](const Waiting& one) { return one.asker == asker; });
}

std::optional<JobBoard::Admitted> JobBoard::admit(const WorkerTarget& loaded, std::size_t places) {
    if (m_waiting.empty() || m_waiting.front().target != loaded || m_active.size() >= places) return std::nullopt;
    m_round = std::max(m_round, m_waiting.front().round);
    const Admitted admitted{m_next_number++, std::move(m_waiting.front().job)};
    m_waiting.pop_front();
    m_active[admitted.number].job = admitted.job;
    return admitted;
}

JobBoard::Job JobBoard::find(std::uint64_t number) const {
    const auto found = m_active.find(number);
    return found == m_active.end() ? nullptr : found->second.job;
}

bool JobBoard::ask(std::uint64_t number, core::Nanoseconds patience) {
    const auto found = m_active.find(number);
    if (found == m_active.end()) return false;
    found->second.outstanding = true;
    found->second.patience = patience;
    return true;
}

void JobBoard::answered(std::uint64_t number) {
    if (const auto found = m_active.find(number); found != m_active.end()) found->second.outstanding = false;
}

bool JobBoard::release(std::uint64_t number) {
    const auto found = m_active.find(number);
    if (found == m_active.end()) return false;
    const bool outstanding = found->second.outstanding;
    m_active.erase(found);
    return outstanding;
}

std::optional<core::Nanoseconds> JobBoard::patience(core::Nanoseconds least) const {
    std::optional<core::Nanoseconds> longest;
    for (const auto& [number, job] : m_active)
        if (job.outstanding) longest = std::max({longest.value_or(0), job.patience, least});
    return longest;
}

std::vector<JobBoard::Job> JobBoard::take_active() {
    std::vector<Job> jobs;
    for (auto& [number, active] : m_active)
        jobs.push_back(std::move(active.job));
    m_active.clear();
    return jobs;
}

std::vector<JobBoard::Job> JobBoard::take_waiting(const WorkerTarget* only) {
    std::vector<Job> taken;
    std::deque<Waiting> kept;
    for (Waiting& entry : m_waiting) {
        if (only == nullptr || only->names(entry.target))
            taken.push_back(std::move(entry.job));
        else
            kept.push_back(std::move(entry));
    }
    m_waiting.swap(kept);
    return taken;
}

} // namespace hearth::node
