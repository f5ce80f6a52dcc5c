// SPDX-License-Identifier: Apache-2.0
#include "node/workers/supervisor.h"

#include "core/expect.h"
#include "core/file.h"
#include "core/log.h"
#include "core/thread.h"
#include "node/workers/worker_front.h"
#include "node/workers/worker_process.h"
#include "telemetry/device.h"

#include <algorithm>
#include <filesystem>
#include <optional>

namespace hearth::node {
namespace {

using control::WorkerState;
using core::Code;
using core::fail;

constexpr unsigned polite_end_ms = 2000;

WorkerLaunch launch_of(const SupervisorOptions& options, const WorkerLimits& limits, const WorkerTarget& target,
                       std::uint64_t claim) {
    WorkerLaunch launch{options.program, {{target.folder, "/model"}}, limits.memory_bytes, options.stderr_file};
    launch.device = options.device;
    launch.device_pci = options.pci_address;
    launch.device_memory_bytes = options.device_memory_bytes;
    launch.device_least_bytes = claim;
    launch.device_reserve_bytes = options.device_reserve_bytes ? options.device_reserve_bytes() : 0;
    launch.kernel_cache = options.kernel_cache;
    return launch;
}

std::shared_ptr<WorkerFront> front_of(const SupervisorOptions& options, const Sandbox& sandbox) {
    return std::make_shared<WorkerFront>(
        WorkerFront::Rules{options.waits, options.max_jobs, options.max_waiting},
        Watchdog::Limits{options.hello_time, options.load_silence, options.silence, options.idle_exit},
        WorkerView(options.device, options.pci_address, sandbox.description({})), *options.clock);
}

} // namespace

/// The supervisor's thread and what belongs to it alone.
struct Supervisor::Impl {
    Impl(SupervisorOptions o, std::shared_ptr<const Sandbox> s)
        : options(std::move(o)), sandbox(std::move(s)), limits(options.limits()), front(front_of(options, *sandbox)),
          failures({options.waits, options.first_backoff, options.longest_backoff, options.first_yield,
                    options.crash_limit}) {}

    void run();
    bool obey();
    void unload(const WorkerOrders::Unload& unload);
    void start_process();
    void load();
    void receive();
    void handle(worker::Message message);
    void handle_loaded(const worker::Loaded& loaded);
    void handle_memory(const worker::DeviceMemory& memory);
    void hand_over(const WorkerFrame& frame, worker::Message message);
    void keep_kernels(const worker::KernelCache& kernels) const;
    void check_deadline();
    void broke(const core::Sentence& what);
    void suffer(const Aftermath& after, unsigned end_patience_ms);
    void stop_process();
    std::shared_ptr<WorkerProcess> let_go();
    void show(WorkerState state, const core::Sentence& reason);
    core::Nanoseconds now() const { return options.clock->monotonic(); }

    const SupervisorOptions options;
    const std::shared_ptr<const Sandbox> sandbox;
    WorkerLimits limits;
    bool outdated = false; ///< the process keeps to earlier limits
    const std::shared_ptr<WorkerFront> front;
    WorkerPhase phase = WorkerPhase::stopped;
    std::shared_ptr<WorkerProcess> process;
    std::optional<WorkerTarget> target; ///< of the process, or of the last one
    FailurePolicy failures;
    std::uint32_t longest_request = 0; ///< of the loaded model
    core::Thread thread;
};

void Supervisor::Impl::run() {
    while (obey()) {
        start_process();
        if (phase == WorkerPhase::ready && !outdated) front->admit(*target, longest_request);
        front->wait(process ? process->socket() : -1, phase);
        receive();
        check_deadline();
    }
    const core::Error stopped = fail(Code::unavailable, core::say("service_stops"));
    front->fail_active({stopped});
    front->fail_waiting({std::nullopt, stopped});
    stop_process();
}

/// Does what callers asked for; false = end.
bool Supervisor::Impl::obey() {
    const WorkerFront::Orders orders = front->take_orders(phase == WorkerPhase::ready ? &*target : nullptr);
    for (const WorkerOrders::Unload& one : orders.unloads)
        unload(one);
    if (orders.stop) return false;
    if (orders.forgiven) failures.forgive();
    if (orders.forgiven && phase == WorkerPhase::stopped) show(WorkerState::stopped, {});
    if (orders.limits) {
        outdated = outdated || (phase != WorkerPhase::stopped && !orders.limits->same_process(limits));
        limits = *orders.limits;
    }
    if (orders.ends || (outdated && orders.idle && phase == WorkerPhase::ready)) stop_process();
    return true;
}

void Supervisor::Impl::unload(const WorkerOrders::Unload& unload) {
    const core::Error gone = fail(Code::not_found, unload.reason);
    if (target && target->model == unload.model && phase != WorkerPhase::stopped) {
        front->fail_active({gone});
        stop_process();
    }
    for (const JobBoard::Job& job : unload.waiting)
        job->on_failed(gone);
}

/// If one is wanted and there is none.
void Supervisor::Impl::start_process() {
    if (phase != WorkerPhase::stopped) return;
    std::optional<WorkerTarget> next = front->wanted();
    if (!next) return;
    failures.starts(!target || *target != *next);
    target = std::move(next);
    show(WorkerState::starting, core::say("worker_starts"));
    auto started = WorkerProcess::start(launch_of(options, limits, *target, failures.claim(now())), *sandbox);
    if (!started) return broke(started.error().message);
    process = std::move(*started);
    phase = WorkerPhase::greeting;
    front->opened(process);
}

void Supervisor::Impl::load() {
    phase = WorkerPhase::loading;
    show(WorkerState::starting, core::say("model_loading"));
    const ReadOnlyView model{target->folder, "/model"};
    const worker::Load message{sandbox->visible(model).string(), target->profile, limits.threads,
                               limits.kv_cache_bytes};
    if (const auto sent = process->send(message); !sent) broke(sent.error().message);
}

void Supervisor::Impl::receive() {
    if (!process) return;
    std::vector<worker::Message> messages;
    const auto received = process->receive(messages);
    if (!messages.empty()) front->heard();
    for (worker::Message& message : messages) {
        if (phase == WorkerPhase::stopped) return;
        handle(std::move(message));
    }
    if (received || phase == WorkerPhase::stopped) return;
    if (failures.device_is_lost()) return broke({});
    if (received.error().code == Code::unavailable) return broke(failures.ended(process->end(polite_end_ms)));
    broke(core::say("worker_sent_something_not", {received.error().message}));
}

void Supervisor::Impl::handle(worker::Message message) {
    HEARTH_EXPECT(target.has_value(), "A worker runs without a model that it was started for.");
    using Kind = WorkerFrame::Kind;
    const WorkerFrame frame = read_frame(message, phase, target->model);
    if (const auto* hello = std::get_if<worker::Hello>(&message); hello != nullptr && frame.kind != Kind::nonsense)
        front->change([&](WorkerView& view) { view.confined(sandbox->description(hello->sandbox)); });
    switch (frame.kind) {
    case Kind::nothing:
        return;
    case Kind::hello:
        return load();
    case Kind::loaded:
        return handle_loaded(std::get<worker::Loaded>(message));
    case Kind::load_failed:
        return suffer(failures.load_failed(frame.error, frame.for_good, *target), polite_end_ms);
    case Kind::kernels:
        return keep_kernels(std::get<worker::KernelCache>(message));
    case Kind::memory:
        return handle_memory(std::get<worker::DeviceMemory>(message));
    case Kind::last_words:
        return failures.said(frame.error.message);
    case Kind::of_job:
        return hand_over(frame, std::move(message));
    case Kind::nonsense:
        return broke(frame.error.message);
    }
}

void Supervisor::Impl::handle_loaded(const worker::Loaded& loaded) {
    core::log::info("worker", "model loaded", {{"model", target->model.hex()}, {"ms", loaded.load_ms}});
    phase = WorkerPhase::ready;
    longest_request = loaded.longest_request;
    failures.loaded(loaded.device_bytes);
    front->loaded(*target, options.idle_exit == 0, loaded.placement);
    show(WorkerState::ready, {});
    if (options.on_loaded) options.on_loaded(*target);
}

void Supervisor::Impl::handle_memory(const worker::DeviceMemory& memory) {
    front->change([&](WorkerView& view) { view.measured(memory); });
    if (const auto after = failures.measured(memory, now())) suffer(*after, 0);
}

void Supervisor::Impl::hand_over(const WorkerFrame& frame, worker::Message message) {
    if (frame.failed) failures.job_failed(frame.error);
    const std::shared_ptr<WorkerJob> job = front->job_of(frame);
    if (!job) return;
    if (frame.failed) return job->on_failed(frame.error);
    if (frame.computed) failures.answered();
    job->on_message(std::move(message));
}

/// Without them the next worker takes a little longer to start; nothing else depends on them.
void Supervisor::Impl::keep_kernels(const worker::KernelCache& kernels) const {
    if (options.kernel_cache.empty()) return;
    if (const auto kept = core::write_file_atomic(options.kernel_cache, kernels.data); !kept)
        core::log::warning("worker", "kernels not kept", {{"reason", kept.error().message}});
}

void Supervisor::Impl::check_deadline() {
    const auto expired = front->expired(phase);
    if (!expired) return;
    if (expired->idle) return stop_process();
    broke(expired->fault);
}

void Supervisor::Impl::broke(const core::Sentence& what) {
    const bool greeted = phase == WorkerPhase::loading || phase == WorkerPhase::ready;
    suffer(failures.broke(what, greeted, *target, now()), 0);
}

/// The process ends last: its jobs shall not wait until a driver has let it go.
void Supervisor::Impl::suffer(const Aftermath& after, unsigned end_patience_ms) {
    const WorkerTarget of = *target;
    core::log::warning("worker", "worker gone",
                       {{"device", options.device},
                        {"model", of.model.hex()},
                        {"reason", std::string(after.reason)},
                        {"seconds_away", after.pause / 1'000'000'000}});
    const std::shared_ptr<WorkerProcess> old = let_go();
    front->stay_away(after);
    show(after.state, after.reason);
    std::error_code ignored;
    if (after.drop_kernels && !options.kernel_cache.empty()) std::filesystem::remove(options.kernel_cache, ignored);
    if (after.load_failed && options.on_load_failed) options.on_load_failed(of, *after.load_failed);
    if (after.disabled && options.on_disabled) options.on_disabled(of, *after.disabled);
    if (after.yielded && options.on_yield) options.on_yield(of);
    if (after.active) front->fail_active(*after.active);
    for (const Aftermath::ForWaiting& which : after.waiting)
        front->fail_waiting(which);
    if (old) old->end(end_patience_ms);
}

void Supervisor::Impl::stop_process() {
    const std::shared_ptr<WorkerProcess> old = let_go();
    if (!old) return;
    old->end(polite_end_ms);
    show(WorkerState::stopped, {});
}

/// From now on it is nobody's; the caller ends it.
std::shared_ptr<WorkerProcess> Supervisor::Impl::let_go() {
    phase = WorkerPhase::stopped;
    outdated = false;
    front->closed();
    return std::exchange(process, nullptr);
}

void Supervisor::Impl::show(WorkerState state, const core::Sentence& reason) {
    front->change([&](WorkerView& view) { view.show(state, reason, phase, target ? &*target : nullptr); });
    if (options.on_change) options.on_change();
}

Supervisor::Supervisor(SupervisorOptions options, std::shared_ptr<const Sandbox> sandbox)
    : m_impl(std::make_unique<Impl>(std::move(options), std::move(sandbox))) {
    m_impl->thread = core::run_thread("supervisor", core::Thrown::begins_again, [impl = m_impl.get()] { impl->run(); });
}

Supervisor::~Supervisor() {
    stop();
}

void Supervisor::stop() {
    m_impl->front->order([](WorkerOrders& orders) { orders.stop(); });
    m_impl->thread.join();
}

core::Status Supervisor::submit(const WorkerTarget& target, std::shared_ptr<WorkerJob> job, bool resumes) {
    return m_impl->front->submit(target, std::move(job), resumes);
}

void Supervisor::preload(const WorkerTarget& target) {
    m_impl->front->order([&](WorkerOrders& orders) { orders.preload(target); });
}

void Supervisor::forgive() {
    m_impl->front->forgive();
}

void Supervisor::rest() {
    m_impl->front->order([](WorkerOrders& orders) { orders.rest(); });
}

void Supervisor::change(const WorkerLimits& limits) {
    m_impl->front->change_limits(limits);
}

void Supervisor::unload(const core::ModelId& model, const core::Sentence& reason) {
    m_impl->front->unload(model, reason);
}

control::WorkerStatus Supervisor::brief_status() const {
    return m_impl->front->brief_status();
}

control::WorkerStatus Supervisor::status() const {
    control::WorkerStatus status = m_impl->front->status();
    if (status.pid) status.resident_bytes = telemetry::resident_bytes(*status.pid);
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
    return m_impl->front->jobs();
}

} // namespace hearth::node
