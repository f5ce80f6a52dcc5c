// SPDX-License-Identifier: Apache-2.0
#include "core/backup.h"
#include "core/log.h"
#include "node/door/control_node.h"

namespace hearth::node {
namespace {

using core::Code;
using core::fail;

constexpr core::Nanoseconds minute = 60'000'000'000;
constexpr std::uint32_t longest_snooze = 60 * 24 * 30;

} // namespace

core::Result<control::NodeStatus> ControlNode::status() {
    control::NodeStatus status;
    // Before the judgement: the lamp must not know less than the list beside it.
    status.workers = m_rooms.worker->all();
    status.devices = m_rooms.devices->all(status.workers, m_rooms.gpu_reach());
    const auto jobs = m_rooms.executor->jobs_by_device();
    for (control::DeviceStatus& device : status.devices) {
        const control::WorkerStatus* const worker = worker_of(device, status.workers);
        const auto job = jobs.find(worker != nullptr ? worker->device : device.id);
        if (job != jobs.end()) device.current_job = job->second;
    }
    const Judgement judgement = judge(m_rooms.facts(true));
    status.state = judgement.state;
    status.sentence = judgement.sentence;
    status.action = judgement.action;
    status.lamps = judgement.lamps;
    status.mode = m_rooms.place ? "network" : "solo";
    const ledger::Head head = m_rooms.settlement->head();
    status.height = head.height;
    status.epoch = head.epoch;
    status.epoch_ends_at = m_rooms.settlement->epoch_ends_at();
    status.snoozed_until = m_rooms.work_switch->snoozed_until();
    status.node_key = m_rooms.identity->node_key()->public_key().hex();
    status.payout_account = m_rooms.identity->payout().hex();
    status.home = m_rooms.home.root.string();
    const ApiPlace api = m_rooms.api_place();
    status.api = api.url;
    status.api_bound = api.bound;
    status.api_access = api.access;
    status.version = m_rooms.version;
    status.started_at = m_rooms.started_at;
    HEARTH_TRY(const control::JobTotals totals, m_rooms.store->count_jobs());
    status.jobs_running = totals.running;
    status.jobs_done = totals.done;
    status.jobs_failed = totals.failed;
    status.jobs_cancelled = totals.cancelled;
    HEARTH_TRY(status.models, models());
    control::WorkerStatus replayer = m_rooms.replayer->status();
    replayer.device += " (replay)";
    if (replayer.state != control::WorkerState::stopped) status.workers.push_back(std::move(replayer));
    return status;
}

core::Result<std::unique_ptr<control::Subscription>>
ControlNode::subscribe(std::function<void(const control::Event&)> on_event) {
    return m_rooms.events.subscribe(std::move(on_event));
}

core::Result<control::NodeStatus> ControlNode::pause(bool now) {
    HEARTH_CHECK(m_rooms.work_switch->pause());
    if (now) {
        m_rooms.executor->cancel_all();
        m_rooms.executor->wait_idle(5'000'000'000);
    }
    core::log::info("node", "paused", {{"now", now ? 1 : 0}});
    m_rooms.events.publish("status");
    return status();
}

core::Result<control::NodeStatus> ControlNode::resume() {
    HEARTH_CHECK(m_rooms.work_switch->resume());
    HEARTH_CHECK(m_rooms.models->enable_all());
    m_rooms.worker->forgive();
    m_rooms.replayer->forgive();
    m_rooms.preload();
    core::log::info("node", "resumed");
    m_rooms.events.publish("status");
    return status();
}

core::Result<control::NodeStatus> ControlNode::snooze(std::uint32_t minutes) {
    if (minutes == 0 || minutes > longest_snooze)
        return fail(Code::invalid_argument, "A snooze lasts between 1 minute and 30 days.");
    HEARTH_CHECK(m_rooms.work_switch->snooze_until(m_rooms.clock->now() + minutes * minute));
    core::log::info("node", "snoozed", {{"minutes", minutes}});
    m_rooms.events.publish("status");
    return status();
}

core::Result<control::NodeStatus> ControlNode::shutdown() {
    core::log::info("node", "stop requested");
    m_rooms.work_switch->set_stopping(); // so that the answer tells it already
    HEARTH_TRY(control::NodeStatus last, status());
    m_rooms.request_stop();
    return last;
}

core::Result<control::LedgerHead> ControlNode::ledger_head() {
    control::LedgerHead shown;
    const ledger::Head head = m_rooms.settlement->head();
    shown.height = head.height;
    shown.app_hash = head.app_hash.hex();
    shown.epoch = head.epoch;
    m_rooms.settlement->read([&](const ledger::State& state) {
        for (const auto& [name, amount] : state.pools())
            shown.pools[name] = amount.units_text();
        shown.supply = state.supply().units_text();
    });
    return shown;
}

core::Result<std::vector<control::KeyInfo>> ControlNode::keys() {
    std::vector<control::KeyInfo> infos;
    for (const KeyDescription& key : m_rooms.identity->describe())
        infos.push_back({key.role, key.public_key.hex(), false, key.file.string()});
    return infos;
}

core::Result<std::vector<control::ApiKeyInfo>> ControlNode::api_keys() {
    return m_rooms.api_keys->list();
}

core::Result<control::NewApiKey> ControlNode::create_api_key(const control::ApiKeyWish& wish) {
    return m_rooms.api_keys->create(wish);
}

core::Result<control::ApiKeyInfo> ControlNode::revoke_api_key(const std::string& name_or_id) {
    return m_rooms.api_keys->revoke(name_or_id);
}

core::Result<std::vector<control::UpstreamInfo>> ControlNode::upstreams() {
    return m_rooms.upstreams->list();
}

core::Result<control::UpstreamInfo> ControlNode::add_upstream(const control::UpstreamWish& wish) {
    return m_rooms.upstreams->add(wish);
}

core::Result<control::UpstreamInfo> ControlNode::test_upstream(const std::string& name) {
    return m_rooms.upstreams->test(name);
}

core::Status ControlNode::remove_upstream(const std::string& name) {
    return m_rooms.upstreams->remove(name);
}

core::Status ControlNode::backup_keys(const std::filesystem::path& file, const std::string& passphrase) {
    const auto names = core::backup_keys(m_rooms.home.keys(), file, passphrase);
    if (!names) return names.error();
    core::log::info("node", "keys backed up", {{"keys", names->size()}});
    return {};
}

core::Result<std::vector<control::KeyInfo>> ControlNode::rotate_node_key() {
    HEARTH_CHECK(m_rooms.settlement->rotate_node_key());
    m_rooms.refresh_offers();
    core::log::info("node", "node key rotated", {{"key", m_rooms.identity->node_key()->public_key().hex()}});
    m_rooms.events.publish("status");
    return keys();
}

} // namespace hearth::node
