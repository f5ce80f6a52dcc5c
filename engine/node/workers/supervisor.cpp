// SPDX-License-Identifier: Apache-2.0
#include "node/workers/supervisor.h"

#include "core/file.h"
#include "core/log.h"
#include "node/workers/supervisor_impl.h"
#include "telemetry/device.h"

#include <algorithm>
#include <sys/eventfd.h>
#include <unistd.h>

namespace hearth::node {

using core::Code;
using core::fail;

class Supervisor::Impl::JobLease final : public Lease {
public:
    JobLease(std::shared_ptr<Impl> impl, std::uint64_t number)
        : m_impl(std::move(impl)), m_number(number), m_longest_request(m_impl->longest_request) {}
    ~JobLease() override { m_impl->release(m_number); }

    std::uint64_t number() const override { return m_number; }
    std::uint32_t longest_request() const override { return m_longest_request; }
    core::Status send(const worker::Message& message, core::Nanoseconds patience) override {
        return m_impl->send(m_number, message, patience);
    }
    void cancel() override { (void)m_impl->send(m_number, worker::Cancel{m_number}, 0); }

private:
    std::shared_ptr<Impl> m_impl;
    std::uint64_t m_number;
    std::uint32_t m_longest_request;
};

Supervisor::Impl::Impl(SupervisorOptions o, std::shared_ptr<const Sandbox> s)
    : options(std::move(o)), sandbox(std::move(s)), wake_fd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      plan(options.first_backoff, options.longest_backoff, options.crash_limit), pressure(options.first_yield) {
    shown.device = options.device;
    shown.pci_address = options.pci_address;
    shown.reason = core::say(idle_reason);
    shown.sandbox = sandbox->description({});
}

Supervisor::Impl::~Impl() {
    ::close(wake_fd);
}

bool Supervisor::Impl::away() const {
    return now() < retry_at;
}

void Supervisor::Impl::wake() const {
    const std::uint64_t one = 1;
    // A full counter wakes as well as one more would.
    [[maybe_unused]] const ssize_t written = ::write(wake_fd, &one, sizeof one);
}

core::Status Supervisor::Impl::send(std::uint64_t number, const worker::Message& message, core::Nanoseconds patience) {
    std::shared_ptr<WorkerProcess> to;
    {
        const std::lock_guard lock(mutex);
        if (!board.find(number) || !process) return fail(Code::unavailable, "The worker has stopped.", "Try again.");
        if (!std::holds_alternative<worker::Cancel>(message)) {
            board.ask(number, patience);
            last_sign = now();
        }
        to = process;
    }
    wake(); // the loop has a new deadline to watch
    return to->send(message);
}

void Supervisor::Impl::release(std::uint64_t number) {
    std::shared_ptr<WorkerProcess> to;
    {
        const std::lock_guard lock(mutex);
        if (!board.find(number)) return;
        if (board.release(number)) to = process;
    }
    if (to) (void)to->send(worker::Cancel{number});
    wake();
}

void Supervisor::Impl::admit() {
    while (phase == Phase::ready) {
        std::optional<JobBoard::Admitted> next;
        {
            const std::lock_guard lock(mutex);
            next = board.admit(*target, options.max_jobs);
        }
        if (!next) return;
        next->job->on_ready(std::make_shared<JobLease>(shared_from_this(), next->number));
    }
}

/// Without them the next worker takes a little longer to start; nothing else depends on them.
void Supervisor::Impl::keep_kernels(const worker::KernelCache& kernels) const {
    if (options.kernel_cache.empty()) return;
    if (const auto kept = core::write_file_atomic(options.kernel_cache, kernels.data); !kept)
        core::log::warning("worker", "kernels not kept", {{"reason", kept.error().message}});
}

Supervisor::Supervisor(SupervisorOptions options, std::shared_ptr<const Sandbox> sandbox)
    : m_impl(std::make_shared<Impl>(std::move(options), std::move(sandbox))) {
    m_impl->thread = std::thread([impl = m_impl.get()] { impl->run(); });
}

Supervisor::~Supervisor() {
    stop();
}

void Supervisor::stop() {
    {
        const std::lock_guard lock(m_impl->mutex);
        m_impl->stopping = true;
    }
    m_impl->wake();
    if (m_impl->thread.joinable()) m_impl->thread.join();
}

core::Status Supervisor::submit(const WorkerTarget& target, std::shared_ptr<WorkerJob> job, bool resumes) {
    {
        const std::lock_guard lock(m_impl->mutex);
        if (m_impl->stopping) return fail(Code::unavailable, "The service is stopping.");
        if (!m_impl->options.waits && m_impl->away())
            return fail(Code::unavailable, m_impl->shown.reason, "Another device goes on.");
        if (!resumes && m_impl->board.waiting() >= m_impl->options.max_waiting)
            return fail(Code::busy,
                        "The node is busy: " + std::to_string(m_impl->board.waiting()) + " requests wait already.",
                        "Try again in a few seconds.");
        m_impl->board.add(target, std::move(job), resumes);
        m_impl->resting = false;
    }
    m_impl->wake();
    return {};
}

void Supervisor::preload(const WorkerTarget& target) {
    {
        const std::lock_guard lock(m_impl->mutex);
        m_impl->resident = target;
        m_impl->resting = false;
    }
    m_impl->wake();
}

void Supervisor::forgive() {
    {
        const std::lock_guard lock(m_impl->mutex);
        m_impl->forgiven = true;
        m_impl->retry_at = 0;
    }
    m_impl->wake();
}

void Supervisor::rest() {
    {
        const std::lock_guard lock(m_impl->mutex);
        m_impl->resident.reset();
        m_impl->resting = true;
    }
    m_impl->wake();
}

void Supervisor::unload(const core::ModelId& model, const std::string& reason) {
    {
        const std::lock_guard lock(m_impl->mutex);
        m_impl->unloading.emplace_back(model, reason);
    }
    m_impl->wake();
}

control::WorkerStatus Supervisor::Impl::brief() const {
    control::WorkerStatus status = shown;
    if (status.state == WorkerState::ready && board.active() > 0) status.state = WorkerState::busy;
    const bool left = status.state == WorkerState::backing_off || status.state == WorkerState::yielding;
    if (left && !away()) {
        status.state = WorkerState::stopped;
        status.reason = core::say(idle_reason);
    }
    return status;
}

control::WorkerStatus Supervisor::brief_status() const {
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->brief();
}

control::WorkerStatus Supervisor::status() const {
    const std::lock_guard lock(m_impl->mutex);
    control::WorkerStatus status = m_impl->brief();
    if (m_impl->process) {
        status.pid = m_impl->process->pid();
        status.resident_bytes = telemetry::resident_bytes(*status.pid);
    }
    return status;
}

const std::string& Supervisor::device() const {
    return m_impl->options.device;
}

bool Supervisor::runs(const std::string& profile) const {
    const auto& profiles = m_impl->options.profiles;
    return profiles.empty() || std::find(profiles.begin(), profiles.end(), profile) != profiles.end();
}

std::uint32_t Supervisor::jobs() const {
    const std::lock_guard lock(m_impl->mutex);
    return static_cast<std::uint32_t>(m_impl->board.active() + m_impl->board.waiting());
}

} // namespace hearth::node
