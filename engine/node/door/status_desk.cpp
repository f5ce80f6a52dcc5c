// SPDX-License-Identifier: Apache-2.0
#include "node/door/status_desk.h"

#include "node/devices/gpu_policy.h"

namespace hearth::node {

core::Result<control::NodeStatus> StatusDesk::status() const {
    control::NodeStatus status;
    // Before the judgement: the lamp must not know less than the list beside it.
    status.workers = m_parts.workers.all();
    status.devices = m_parts.devices.all(status.workers, m_parts.gpus.reach());
    const auto jobs = m_parts.executor.jobs_by_device();
    for (control::DeviceStatus& device : status.devices) {
        const control::WorkerStatus* const worker = worker_of(device, status.workers);
        const auto job = jobs.find(worker != nullptr ? worker->device : device.id);
        if (job != jobs.end()) device.current_job = job->second;
    }
    const Judgement judgement = judge(m_parts.facts.facts_with_money());
    status.state = judgement.state;
    status.sentence = judgement.sentence;
    status.action = judgement.action;
    status.lamps = judgement.lamps;
    status.mode = m_parts.mode;
    const ledger::Head head = m_parts.ledger.head();
    status.height = head.height;
    status.epoch = head.epoch;
    status.epoch_ends_at = m_parts.ledger.epoch_ends_at();
    status.snoozed_until = m_parts.work_switch.snoozed_until();
    status.node_key = m_parts.identity.node_key()->public_key().hex();
    status.payout_account = m_parts.identity.payout().hex();
    status.home = m_parts.home;
    const ApiPlace api = m_parts.api.place();
    status.api = api.url;
    status.api_bound = api.bound;
    status.api_access = api.access;
    status.version = m_parts.version;
    status.started_at = m_parts.started_at;
    HEARTH_TRY(const control::JobTotals totals, m_parts.store.count_jobs());
    status.jobs_running = totals.running;
    status.jobs_done = totals.done;
    status.jobs_failed = totals.failed;
    status.jobs_cancelled = totals.cancelled;
    control::WorkerStatus replayer = m_parts.replayer.status();
    replayer.device += " (replay)";
    if (replayer.state != control::WorkerState::stopped) status.workers.push_back(std::move(replayer));
    return status;
}

} // namespace hearth::node
