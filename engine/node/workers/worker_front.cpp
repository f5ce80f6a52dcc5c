// SPDX-License-Identifier: Apache-2.0
#include "node/workers/worker_front.h"

#include "core/expect.h"
#include "node/workers/worker_process.h"

namespace hearth::node {

using core::Code;
using core::fail;

class WorkerFront::JobLease final : public Lease {
public:
    JobLease(std::shared_ptr<WorkerFront> front, std::uint64_t number, std::uint32_t longest_request)
        : m_front(std::move(front)), m_number(number), m_longest_request(longest_request) {}
    ~JobLease() override { m_front->release(m_number); }

    std::uint64_t number() const override { return m_number; }
    std::uint32_t longest_request() const override { return m_longest_request; }
    core::Status send(const worker::Message& message, core::Nanoseconds patience) override {
        return m_front->send(m_number, message, patience);
    }
    void cancel() override { (void)m_front->send(m_number, worker::Cancel{m_number}, 0); }

private:
    const std::shared_ptr<WorkerFront> m_front;
    const std::uint64_t m_number;
    const std::uint32_t m_longest_request;
};

WorkerFront::WorkerFront(Rules rules, Watchdog::Limits patience, WorkerView view, const core::Clock& clock)
    : m_clock(clock), m_rules(rules), m_watchdog(patience), m_view(std::move(view)) {}

core::Status WorkerFront::submit(const WorkerTarget& target, std::shared_ptr<WorkerJob> job, bool resumes) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_orders.stopping()) return fail(Code::unavailable, core::say("service_stops"));
        if (!m_rules.waits && away()) return fail(Code::unavailable, m_view.reason(), core::say("another_device_goes"));
        if (!resumes && !m_board.has_room(job->asker(), m_rules.max_waiting))
            return fail(Code::busy, core::say("node_busy_requests_wait", {std::to_string(m_board.waiting())}),
                        core::say("try_again_few_seconds"));
        m_board.add(target, std::move(job), resumes);
        m_orders.job_came();
    }
    m_signal.wake();
    return {};
}

void WorkerFront::order(const std::function<void(WorkerOrders&)>& what) {
    {
        const std::lock_guard lock(m_mutex);
        what(m_orders);
    }
    m_signal.wake();
}

void WorkerFront::forgive() {
    order([this](WorkerOrders& orders) {
        orders.forgive();
        m_retry_at = 0;
    });
}

void WorkerFront::change_limits(const WorkerLimits& limits) {
    {
        const std::lock_guard lock(m_mutex);
        m_rules.max_jobs = limits.max_jobs;
        m_rules.max_waiting = limits.max_waiting;
        m_limits = limits;
    }
    m_signal.wake();
}

control::WorkerStatus WorkerFront::brief_status() const {
    const std::lock_guard lock(m_mutex);
    return m_view.status(m_board.active() > 0, away());
}

control::WorkerStatus WorkerFront::status() const {
    const std::lock_guard lock(m_mutex);
    control::WorkerStatus status = m_view.status(m_board.active() > 0, away());
    if (m_process) status.pid = m_process->pid();
    return status;
}

std::uint32_t WorkerFront::jobs() const {
    const std::lock_guard lock(m_mutex);
    return static_cast<std::uint32_t>(m_board.active() + m_board.waiting());
}

core::Status WorkerFront::send(std::uint64_t number, const worker::Message& message, core::Nanoseconds patience) {
    std::shared_ptr<WorkerProcess> to;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_board.find(number) || !m_process)
            return fail(Code::unavailable, core::say("the_worker_has_stopped"), core::say("try_again"));
        if (!std::holds_alternative<worker::Cancel>(message)) {
            m_board.ask(number, patience);
            m_watchdog.heard(now());
        }
        to = m_process;
    }
    m_signal.wake(); // the supervisor has a new deadline to watch
    return to->send(message);
}

void WorkerFront::release(std::uint64_t number) {
    std::shared_ptr<WorkerProcess> to;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_board.find(number)) return;
        if (m_board.release(number)) to = m_process;
    }
    if (to) (void)to->send(worker::Cancel{number});
    m_signal.wake();
}

void WorkerFront::unload(const core::ModelId& model, const core::Sentence& reason) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_orders.stopping()) return; // all jobs hear of that
        const WorkerTarget of_model{model, {}, {}};
        m_orders.unload({model, reason, m_board.take_waiting(&of_model)});
    }
    m_signal.wake();
}

WorkerFront::Orders WorkerFront::take_orders(const WorkerTarget* ready) {
    const std::lock_guard lock(m_mutex);
    Orders taken;
    taken.unloads = m_orders.take_unloads();
    taken.stop = m_orders.stopping();
    if (taken.stop) return taken;
    taken.forgiven = m_orders.take_forgiveness();
    taken.limits = std::exchange(m_limits, std::nullopt);
    taken.idle = m_board.active() == 0;
    taken.ends = ready != nullptr && m_orders.ends(*ready, m_board);
    return taken;
}

std::optional<WorkerTarget> WorkerFront::wanted() const {
    const std::lock_guard lock(m_mutex);
    if (away()) return std::nullopt;
    return m_orders.wanted(m_board);
}

void WorkerFront::opened(std::shared_ptr<WorkerProcess> process) {
    const std::lock_guard lock(m_mutex);
    HEARTH_EXPECT(m_process == nullptr, "A second process was started for one worker.");
    m_process = std::move(process);
    m_watchdog.started(now());
}

void WorkerFront::closed() {
    const std::lock_guard lock(m_mutex);
    m_process.reset();
}

void WorkerFront::loaded(const WorkerTarget& target, bool stays, const std::string& placement) {
    const std::lock_guard lock(m_mutex);
    if (stays) m_orders.loaded(target);
    m_view.placed(placement);
}

void WorkerFront::wait(int socket, WorkerPhase phase) const {
    std::optional<core::Nanoseconds> until;
    {
        const std::lock_guard lock(m_mutex);
        until = m_watchdog.deadline(phase, m_board);
        if (phase == WorkerPhase::stopped && m_orders.wanted(m_board)) until = m_retry_at;
    }
    m_signal.wait(socket, until ? std::optional(*until - now()) : std::nullopt);
}

void WorkerFront::heard() {
    const std::lock_guard lock(m_mutex);
    m_watchdog.heard(now());
}

std::optional<Watchdog::Expired> WorkerFront::expired(WorkerPhase phase) const {
    const std::lock_guard lock(m_mutex);
    return m_watchdog.check(phase, m_board, now());
}

void WorkerFront::admit(const WorkerTarget& loaded, std::uint32_t longest_request) {
    while (true) {
        std::optional<JobBoard::Admitted> next;
        {
            const std::lock_guard lock(m_mutex);
            if (m_orders.unloading(loaded.model)) return;
            next = m_board.admit(loaded, m_rules.max_jobs);
        }
        if (!next) return;
        next->job->on_ready(std::make_shared<JobLease>(shared_from_this(), next->number, longest_request));
    }
}

std::shared_ptr<WorkerJob> WorkerFront::job_of(const WorkerFrame& frame) {
    const std::lock_guard lock(m_mutex);
    std::shared_ptr<WorkerJob> job = m_board.find(frame.job);
    if (job && frame.answers) m_board.answered(frame.job);
    if (job && frame.failed) m_board.release(frame.job);
    return job;
}

void WorkerFront::stay_away(const Aftermath& after) {
    const std::lock_guard lock(m_mutex);
    m_retry_at = now() + after.pause;
    if (after.counts) m_view.lost();
    if (after.rests) m_orders.forget(nullptr);
    if (after.not_ready) m_orders.forget(&*after.not_ready);
}

void WorkerFront::fail_active(const Aftermath::ForActive& how) {
    std::vector<JobBoard::Job> jobs;
    {
        const std::lock_guard lock(m_mutex);
        jobs = m_board.take_active();
    }
    for (const JobBoard::Job& job : jobs)
        how.lost ? job->on_lost(how.error) : job->on_failed(how.error);
}

void WorkerFront::fail_waiting(const Aftermath::ForWaiting& which) {
    std::vector<JobBoard::Job> jobs;
    {
        const std::lock_guard lock(m_mutex);
        jobs = m_board.take_waiting(which.target ? &*which.target : nullptr);
    }
    for (const JobBoard::Job& job : jobs)
        job->on_failed(which.error);
}

void WorkerFront::change(const std::function<void(WorkerView&)>& how) {
    const std::lock_guard lock(m_mutex);
    how(m_view);
}

} // namespace hearth::node
