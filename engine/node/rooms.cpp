// SPDX-License-Identifier: Apache-2.0
#include "node/rooms.h"

#include "core/log.h"

#include <algorithm>

namespace hearth::node {

std::string ApiPlace::text() const {
    return url + ", bound to " + bound + " (" + access + ")";
}

ApiPlace Rooms::api_place() {
    const std::lock_guard lock(api_mutex);
    return api;
}

void Rooms::set_api_place(ApiPlace bound) {
    const std::lock_guard lock(api_mutex);
    api = std::move(bound);
}

std::filesystem::path Rooms::kernel_cache(const std::string& device) const {
    std::string file = device;
    std::replace(file.begin(), file.end(), ':', '-');
    return home.cache() / ("kernels-" + file);
}

WorkerLaunch Rooms::launch_on(const FoundGpu* gpu) const {
    WorkerLaunch launch;
    launch.program = worker_program;
    launch.memory_bytes = settings.worker_memory_bytes;
    if (gpu == nullptr) return launch;
    launch.device = gpu->id;
    launch.device_pci = gpu->pci;
    launch.device_reserve_bytes = devices->memory_reserve_bytes(gpu->pci);
    launch.kernel_cache = kernel_cache(gpu->id);
    for (const DeviceChoice& choice : settings.devices)
        if (choice.device == gpu->id) launch.device_memory_bytes = choice.memory_bytes;
    return launch;
}

Facts Rooms::facts(bool with_money) {
    Facts facts;
    work_switch->fill(facts);
    facts.now = clock->now();
    facts.executor_role = settings.executor;
    const std::vector<StoredModel> all = models->all();
    facts.models = static_cast<std::uint32_t>(all.size());
    if (const auto chosen = models->find(models->default_id())) {
        facts.default_model = chosen->record.name;
        facts.default_disabled = chosen->record.disabled;
    }
    if (worker) {
        const control::WorkerStatus status = worker->status();
        facts.worker_state = status.state;
        facts.worker_reason = status.reason;
        devices->fill(facts, worker->all(), gpu_reach());
    }
    if (executor) facts.jobs_running = executor->running();
    if (auto trouble = ledger_trouble()) {
        facts.ledger_trouble = std::move(trouble->what);
        facts.ledger_repair = std::move(trouble->repair);
    }
    facts.needs_key = serves();
    facts.registered = settlement->registered();
    facts.serves_api = !api_place().url.empty();
    if (!with_money) return facts;
    if (const auto totals = store->totals()) {
        facts.pending = totals->pending;
        facts.confirmed = totals->confirmed;
        facts.paid = totals->paid;
    }
    if (const auto times = store->earning_times()) facts.last_earned_at = times->last;
    return facts;
}

std::optional<ChainTrouble> Rooms::ledger_trouble() {
    if (chain == nullptr) return std::nullopt;
    const std::lock_guard lock(chain_mutex);
    return chain_watch.look(chain->engine(), chain->head(), clock->now(), clock->monotonic());
}

core::Status Rooms::may_work() {
    return node::may_work(facts(false));
}

void Rooms::refresh_offers() {
    if (const core::Status done = settlement->refresh_offers(); !done)
        core::log::warning("settlement", "offers not refreshed", {{"reason", done.error().message}});
}

void Rooms::preload() {
    if (!settings.preload || !settings.executor || !may_work()) return;
    const auto chosen = models->usable({});
    if (!chosen) return;
    worker->preload({chosen->manifest->id(), chosen->profile_or_own(settings.default_profile), chosen->folder});
}

} // namespace hearth::node
