// SPDX-License-Identifier: Apache-2.0
#include "node/jobs/executor.h"

#include "node/jobs/evidence.h"
#include "node/jobs/job_run.h"
#include "node/jobs/receipt_book.h"

#include <algorithm>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;

/// Destroying it cancels.
class RunningGeneration final : public gateway::Generation {
public:
    explicit RunningGeneration(std::weak_ptr<JobRun> run) : m_run(std::move(run)) {}
    ~RunningGeneration() override {
        if (const auto run = m_run.lock()) run->cancel();
    }

private:
    std::weak_ptr<JobRun> m_run;
};

} // namespace

Executor::Executor(ExecutorRooms rooms, std::string default_profile)
    : m_rooms(std::move(rooms)), m_default_profile(std::move(default_profile)),
      m_queue(std::make_unique<core::TaskQueue>()) {}

Executor::~Executor() {
    m_queue.reset();
}

std::vector<gateway::ModelCard> Executor::models() {
    std::vector<gateway::ModelCard> cards;
    for (const StoredModel& model : m_rooms.models.all()) {
        if (!model.record.disabled.empty()) continue;
        gateway::ModelCard card;
        card.id = model.record.name;
        card.model_id = model.id();
        card.created_s = model.record.imported_at / 1'000'000'000;
        card.context = model.manifest->config.context;
        card.owned_by = "hearth";
        cards.push_back(std::move(card));
    }
    return cards;
}

core::Result<std::unique_ptr<gateway::Generation>> Executor::start(const gateway::GenerationRequest& request,
                                                                   std::shared_ptr<gateway::GenerationSink> sink) {
    HEARTH_CHECK(m_rooms.may_work());
    HEARTH_TRY(StoredModel model, m_rooms.models.usable(request.model));
    HEARTH_TRY(JobPlan plan, make_plan(request, std::move(model), m_default_profile));
    const auto run = std::make_shared<JobRun>(*this, std::move(plan), std::move(sink));
    const std::string id = run->plan().job_id;
    HEARTH_CHECK(enter(run));
    if (const core::Status submitted = run->start(); !submitted) {
        leave(id);
        return submitted.error();
    }
    m_rooms.events.publish("status");
    return std::unique_ptr<gateway::Generation>(std::make_unique<RunningGeneration>(run));
}

/// Counted and entered in one step, so that two requests at once cannot both be the last one.
core::Status Executor::enter(const std::shared_ptr<JobRun>& run) {
    const std::string& caller = run->plan().request.caller;
    const auto most = m_rooms.api_keys.concurrency(caller);
    const std::lock_guard lock(m_mutex);
    const auto running = std::count_if(m_jobs.begin(), m_jobs.end(),
                                       [&](const auto& job) { return job.second->plan().request.caller == caller; });
    if (most && running >= static_cast<std::ptrdiff_t>(*most))
        return fail(Code::busy,
                    "This API key may ask for " + std::to_string(*most) +
                        " answers at the same time, and they are under way.",
                    "Wait for one to end; 'n' and several prompts count as that many answers.");
    m_jobs[run->plan().job_id] = run;
    return {};
}

core::Result<std::string> Executor::evidence(const std::string& evidence_id) {
    const bool is_job = evidence_id.size() == 32;
    HEARTH_TRY(const JobRecord job,
               is_job ? m_rooms.store.job(evidence_id) : m_rooms.store.job_of_receipt(evidence_id.substr(0, 64)));
    HEARTH_TRY(const control::ReceiptView view, ReceiptBook(m_rooms.store, m_rooms.settlement).view_job(job));
    return evidence_json(view);
}

std::uint32_t Executor::running() const {
    const std::lock_guard lock(m_mutex);
    return static_cast<std::uint32_t>(m_jobs.size());
}

std::map<std::string, std::string> Executor::jobs_by_device() const {
    std::map<std::string, std::shared_ptr<JobRun>> running;
    {
        const std::lock_guard lock(m_mutex);
        running = m_jobs;
    }
    std::map<std::string, std::pair<core::Nanoseconds, std::string>> oldest;
    for (const auto& [id, run] : running) {
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
    std::map<std::string, std::shared_ptr<JobRun>> jobs;
    {
        const std::lock_guard lock(m_mutex);
        jobs = m_jobs;
    }
    for (const auto& [id, run] : jobs)
        run->cancel();
}

bool Executor::wait_idle(core::Nanoseconds patience) {
    std::unique_lock lock(m_mutex);
    return m_left.wait_for(lock, std::chrono::nanoseconds(patience), [this] { return m_jobs.empty(); });
}

void Executor::on_idle(std::function<void()> listener) {
    const std::lock_guard lock(m_mutex);
    m_on_idle = std::move(listener);
}

void Executor::leave(const std::string& job_id) {
    std::function<void()> idle;
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.erase(job_id);
        if (m_jobs.empty()) idle = m_on_idle;
    }
    m_left.notify_all();
    if (idle) idle();
    m_rooms.events.publish("status");
}

} // namespace hearth::node
