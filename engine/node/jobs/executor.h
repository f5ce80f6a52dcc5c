// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/event_fan.h"
#include "core/clock.h"
#include "core/task_queue.h"
#include "link/job_route.h"
#include "node/models/model_store.h"
#include "node/money/earning_channels.h"
#include "node/state/identity.h"
#include "node/state/store.h"
#include "node/workers/worker_pool.h"

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace hearth::node {

class Execution;

/// Rooms that a job passes through on its way; everything outlives the executor.
struct ExecutorRooms {
    Store& store;
    ModelStore& models;
    Settlement& settlement;
    Identity& identity;
    WorkerPool& workers;
    control::EventFan& events;
    /// unavailable with the reason while the node must not work (paused, snoozed, disk full, stopping).
    std::function<core::Status()> may_work;
    /// A step could not be made durable: the node must stop taking work until that is mended.
    std::function<void(const core::Error&)> on_problem;
    /// Called after each durable step with its name; tests end the process there.
    std::function<void(const char*)> on_step;
    const core::Clock& clock = core::system_clock();
    std::shared_ptr<EarningChannels> channels = {}; ///< null: only escrows pay
};

/// Answers questions with a receipt, this home's and, over links, other people's: worker -> quote -> escrow -> answer
/// -> receipt -> settlement, each step durable before the next. Thread-safe; the steps of all jobs run in order on one
/// thread of its own, tokens pass on the supervisor's thread.
class Executor final : public link::JobRoute {
public:
    Executor(ExecutorRooms rooms, std::string default_profile);
    /// Every job has ended before (stop()).
    ~Executor() override;

    std::vector<link::OfferedModel> models() override;
    core::Result<link::OfferedModel> find(const std::string& wanted) override;
    core::Result<link::OpenedJob> open(const std::string& job_id, link::Ask ask, std::shared_ptr<link::JobEnd> caller,
                                       const link::Terms& terms) override;

    /// Keeps a voucher with which somebody pays what was computed. Errors: unsupported, EarningChannels::take().
    core::Status take_voucher(core::ByteView voucher);
    std::uint32_t running() const;
    /// The oldest job that is being computed on each device.
    std::map<std::string, std::string> jobs_by_device() const;
    /// Stops every job at its next token; each still gets its receipt, unless another node can go on with it.
    void cancel_all();
    /// Returns when no job runs any more, or after `patience`; true = none runs.
    bool wait_idle(core::Nanoseconds patience);
    /// Once a second.
    void tick();

private:
    friend class Execution;
    link::OfferedModel offered(const StoredModel& model) const;
    std::map<std::string, std::shared_ptr<Execution>> jobs() const;
    void leave(const std::string& job_id);
    /// Whether nobody gave this node the request before, and it has not expired: one payment is for one answer, however
    /// often somebody on the way repeats what was said. Remembered until then, if anybody pays for it.
    bool take_once(const core::Hash& request, core::Nanoseconds expires_at);
    void let_go(const core::Hash& request); ///< nothing pays for it, and nothing was computed

    ExecutorRooms m_rooms;
    std::string m_default_profile;
    mutable std::mutex m_mutex;
    std::condition_variable m_left;
    std::map<std::string, std::shared_ptr<Execution>> m_jobs;
    std::map<core::Hash, core::Nanoseconds> m_taken; ///< requests, until they expire
    std::unique_ptr<core::TaskQueue> m_queue;
};

} // namespace hearth::node
