// SPDX-License-Identifier: Apache-2.0
#include "node/jobs/executor.h"

#include "node/jobs/execution.h"

#include <algorithm>
#include <chrono>

namespace hearth::node {

using core::Code;
using core::fail;

Executor::Executor(ExecutorRooms rooms, std::string default_profile)
    : m_rooms(std::move(rooms)), m_default_profile(std::move(default_profile)),
      m_queue(std::make_unique<core::TaskQueue>("jobs")) {
    m_rooms.settlement.on_block([this] { tick(); });
}

Executor::~Executor() {
    m_rooms.settlement.on_block({});
    m_queue.reset();
}

link::OfferedModel Executor::offered(const StoredModel& model) const {
    link::OfferedModel offer;
    offer.model_id = model.manifest->id();
    offer.name = model.record.name;
    offer.created_s = model.record.imported_at / 1'000'000'000;
    offer.context = model.manifest->config.context;
    offer.tools = model.manifest->chat_template_hash != core::sha256({});
    const model::ModelConfig& config = model.manifest->config;
    offer.dimensions = config.encoder ? config.hidden : 0;
    if (config.encoder) offer.shorter = config.encoder->shorter;
    offer.unit_vectors = config.encoder && config.encoder->normalised;
    offer.runs = config.script.has_value();
    offer.profiles = model.manifest->profiles;
    offer.usual_profile = model.profile_or_own(m_default_profile);
    return offer;
}

std::vector<link::OfferedModel> Executor::models() {
    std::vector<link::OfferedModel> offers;
    for (const StoredModel& model : m_rooms.models.all())
        if (model.record.disabled.empty()) offers.push_back(offered(model));
    return offers;
}

core::Result<link::OfferedModel> Executor::find(const std::string& wanted) {
    HEARTH_CHECK(m_rooms.may_work());
    HEARTH_TRY(const StoredModel model, m_rooms.models.usable(wanted));
    return offered(model);
}

core::Result<link::OpenedJob> Executor::open(const std::string& job_id, link::Ask ask,
                                             std::shared_ptr<link::JobEnd> caller, const link::Terms& terms) {
    HEARTH_CHECK(m_rooms.may_work());
    if (terms.asker) HEARTH_CHECK(m_rooms.settlement.certified(*terms.asker));
    const core::PublicKey key = m_rooms.identity.node_key()->public_key();
    if (terms.avoid.contains(key)) return fail(Code::unavailable, core::say("node_asked_already"));
    HEARTH_TRY(StoredModel model, m_rooms.models.usable(ask.model_id.hex()));
    if ((ask.embed || ask.run) && m_rooms.settlement.rules() < ledger::answering_rules)
        return fail(Code::unsupported, core::say("ledger_rules_know_no_values"), core::say("wait_for_newer_rules"));
    HEARTH_TRY(ExecutionPlan plan, plan_execution(job_id, std::move(ask), std::move(model)));
    plan.peer = terms.asker;
    const auto run = std::make_shared<Execution>(*this, std::move(plan), std::move(caller));
    {
        const std::lock_guard lock(m_mutex);
        if (!m_jobs.try_emplace(job_id, run).second)
            return fail(Code::conflict, core::say("job_id_under_way", {job_id}), core::say("ask_under_another_id"));
    }
    if (const core::Status started = run->start(); !started) {
        leave(job_id);
        return started.error();
    }
    m_rooms.events.publish("status");
    return link::OpenedJob{run, key, {}};
}

core::Status Executor::take_voucher(core::ByteView voucher) {
    if (m_rooms.channels == nullptr) return fail(Code::unsupported, core::say("node_takes_no_vouchers"));
    return m_rooms.channels->take(voucher);
}

std::uint32_t Executor::running() const {
    const std::lock_guard lock(m_mutex);
    return static_cast<std::uint32_t>(m_jobs.size());
}

std::map<std::string, std::shared_ptr<Execution>> Executor::jobs() const {
    const std::lock_guard lock(m_mutex);
    return m_jobs;
}

std::map<std::string, std::string> Executor::jobs_by_device() const {
    std::map<std::string, std::pair<core::Nanoseconds, std::string>> oldest;
    for (const auto& [id, run] : jobs()) {
        const std::pair candidate{run->created_at(), id};
        const auto [known, is_first] = oldest.try_emplace(run->device(), candidate);
        if (!is_first) known->second = std::min(known->second, candidate);
    }
    oldest.erase("");
    std::map<std::string, std::string> jobs;
    for (const auto& [device, job] : oldest)
        jobs[device] = job.second;
    return jobs;
}

void Executor::cancel_all() {
    for (const auto& [id, run] : jobs())
        run->stop();
}

void Executor::tick() {
    for (const auto& [id, run] : jobs())
        run->look_again();
}

bool Executor::wait_idle(core::Nanoseconds patience) {
    std::unique_lock lock(m_mutex);
    return m_left.wait_for(lock, std::chrono::nanoseconds(patience), [this] { return m_jobs.empty(); });
}

bool Executor::take_once(const core::Hash& request, core::Nanoseconds expires_at) {
    const core::Nanoseconds now = m_rooms.clock.now();
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_taken, [&](const auto& taken) { return taken.second <= now; });
    return expires_at > now && m_taken.try_emplace(request, expires_at).second;
}

void Executor::let_go(const core::Hash& request) {
    const std::lock_guard lock(m_mutex);
    m_taken.erase(request);
}

void Executor::leave(const std::string& job_id) {
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.erase(job_id);
    }
    m_left.notify_all();
    m_rooms.events.publish("status");
}

} // namespace hearth::node
