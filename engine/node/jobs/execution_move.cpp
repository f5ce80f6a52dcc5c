// SPDX-License-Identifier: Apache-2.0
#include "audit/verdict.h"
#include "core/log.h"
#include "node/jobs/execution.h"

namespace hearth::node {
namespace {

using core::Code;
using core::Status;

constexpr std::uint32_t max_deaths = 2; // at one place of an answer; fewer than disable a model

} // namespace

void Execution::on_failed(const core::Error& error) {
    post([this, error] {
        if (!move_on(error, false)) end(error);
    });
}

void Execution::on_lost(const core::Error& error) {
    post([this, error] {
        if (!move_on(error, true)) end(error);
    });
}

/// A worker that died under a message is reported by itself, and the job may go on.
void Execution::end_unless_lost(const Status& sent) {
    if (!sent && sent.error().code != Code::unavailable) end(sent.error());
}

/// An exact profile draws the same tokens anywhere. In floating point another device may draw another token than one
/// that the caller has read already, and the answer would contradict itself.
bool Execution::may_move(const core::Error& error) const {
    const bool elsewhere =
        error.code == Code::unavailable || error.code == Code::out_of_memory || error.code == Code::unsupported;
    if (!elsewhere || m_phase == Phase::over || m_cancelled) return false;
    const std::lock_guard lock(m_mutex);
    return (m_ids.empty() && m_prompt_seen == 0) || proof::is_exact(m_plan.ask.profile);
}

/// What kills every worker at the same place must not do so for ever.
bool Execution::dies_again() {
    const std::lock_guard lock(m_mutex);
    const std::size_t passed_on = m_prompt_seen + m_ids.size();
    if (passed_on > m_ids_at_death) m_deaths = 0;
    m_ids_at_death = passed_on;
    return ++m_deaths >= max_deaths;
}

/// The device is gone, or cannot run this model: another one goes on where it stopped. Where there is none, the device
/// itself goes on, if only its worker was `lost`.
bool Execution::move_on(const core::Error& error, bool lost) {
    if (!may_move(error) || (lost && dies_again())) return false;
    m_generating = false;
    std::shared_ptr<Lease> gone; // let go of without the mutex
    std::string from;
    {
        const std::lock_guard lock(m_mutex);
        gone = std::exchange(m_lease, nullptr);
        from = m_device;
        m_failed_on.insert(from);
    }
    gone.reset();
    Status taken = submit(true);
    if (!taken && lost) {
        {
            const std::lock_guard lock(m_mutex);
            m_failed_on.erase(from);
        }
        taken = submit(true);
    }
    if (!taken) return false;
    core::log::info("executor", "job moves on", {{"job", m_plan.job_id}, {"from", from}, {"reason", error.message}});
    return true;
}

} // namespace hearth::node
