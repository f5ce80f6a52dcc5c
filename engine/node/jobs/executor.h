// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/event_fan.h"
#include "core/clock.h"
#include "core/task_queue.h"
#include "gateway/backend.h"
#include "node/models/model_store.h"
#include "node/money/settlement.h"
#include "node/state/api_key_book.h"
#include "node/state/identity.h"
#include "node/state/store.h"
#include "node/workers/worker_pool.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace hearth::node {

class JobRun;

/// Rooms that a job passes through on its way; everything outlives the executor.
struct ExecutorRooms {
    Store& store;
    ModelStore& models;
    Settlement& settlement;
    Identity& identity;
    ApiKeyBook& api_keys;
    WorkerPool& workers;
    control::EventFan& events;
    /// unavailable with the reason while the node must not work (paused, snoozed, disk full, stopping).
    std::function<core::Status()> may_work;
    /// A step could not be made durable: the node must stop taking work until that is mended.
    std::function<void(const core::Error&)> on_problem;
    /// Called after each durable step with its name; tests end the process there.
    std::function<void(const char*)> on_step;
};

/// Turns requests into answers with a receipt: escrow → worker → receipt → settlement, each step durable
/// before the next. Thread-safe; the steps of all jobs run in order on one thread of its own, tokens pass on
/// the supervisor's thread.
class Executor final : public gateway::Backend {
public:
    Executor(ExecutorRooms rooms, std::string default_profile);
    /// Every job has ended before (stop()).
    ~Executor() override;

    std::vector<gateway::ModelCard> models() override;
    core::Result<std::unique_ptr<gateway::Generation>> start(const gateway::GenerationRequest& request,
                                                             std::shared_ptr<gateway::GenerationSink> sink) override;
    core::Result<std::string> evidence(const std::string& evidence_id) override;

    std::uint32_t running() const;
    /// The oldest job that is being computed on each device.
    std::map<std::string, std::string> jobs_by_device() const;
    /// Stops every job at its next token; each still gets its receipt.
    void cancel_all();
    /// Returns when no job runs any more, or after `patience`; true = none runs.
    bool wait_idle(core::Nanoseconds patience);
    /// Called (on any thread) when the number of running jobs reaches zero.
    void on_idle(std::function<void()> listener);

private:
    friend class JobRun;
    core::Status enter(const std::shared_ptr<JobRun>& run);
    void leave(const std::string& job_id);

    ExecutorRooms m_rooms;
    std::string m_default_profile;
    mutable std::mutex m_mutex;
    std::condition_variable m_left;
    std::map<std::string, std::shared_ptr<JobRun>> m_jobs;
    std::function<void()> m_on_idle;
    std::unique_ptr<core::TaskQueue> m_queue;
};

} // namespace hearth::node
