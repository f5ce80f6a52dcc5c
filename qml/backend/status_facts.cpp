// SPDX-License-Identifier: Apache-2.0
#include "backend/status_facts.h"

#include <algorithm>
#include <tuple>

namespace hearth::desktop {
namespace {

auto facts(const control::Lamp& lamp) {
    return std::tie(lamp.state, lamp.cause, lamp.reason);
}

auto facts(const control::ModelInfo& model) {
    return std::tie(model.model_id, model.name, model.state, model.reason, model.is_default, model.profiles);
}

auto facts(const control::WorkerStatus& worker) {
    return std::tie(worker.device, worker.placement, worker.state, worker.reason, worker.model_id, worker.profile,
                    worker.sandbox, worker.pid, worker.restarts);
}

auto facts(const control::DeviceStatus& device) {
    return std::tie(device.id, device.name, device.state, device.reason, device.driver, device.limits,
                    device.limits_revert_at, device.current_job);
}

auto facts(const control::NodeStatus& status) {
    return std::tie(status.state, status.sentence, status.action, status.mode, status.epoch, status.epoch_ends_at,
                    status.snoozed_until, status.node_key, status.payout_account, status.home, status.api,
                    status.version, status.started_at, status.jobs_running, status.jobs_done, status.jobs_failed,
                    status.jobs_cancelled);
}

template <typename Row>
bool same(const std::vector<Row>& a, const std::vector<Row>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Row& x, const Row& y) { return facts(x) == facts(y); });
}

bool same(const control::Lamps& a, const control::Lamps& b) {
    return facts(a.service) == facts(b.service) && facts(a.gpu) == facts(b.gpu) &&
           facts(a.eligible) == facts(b.eligible) && facts(a.earning) == facts(b.earning);
}

} // namespace

bool sameFacts(const control::NodeStatus& a, const control::NodeStatus& b) {
    return facts(a) == facts(b) && same(a.lamps, b.lamps) && same(a.models, b.models) && same(a.workers, b.workers) &&
           same(a.devices, b.devices);
}

} // namespace hearth::desktop
