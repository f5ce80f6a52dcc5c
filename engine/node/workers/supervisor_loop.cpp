// SPDX-License-Identifier: Apache-2.0
#include "node/workers/supervisor_impl.h"

#include "core/log.h"
#include "core/size_text.h"

#include <algorithm>
#include <poll.h>
#include <unistd.h>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using core::Nanoseconds;

std::string seconds(Nanoseconds time) {
    return std::to_string((time + 999'999'999) / 1'000'000'000) + " s";
}

template <typename T>
constexpr bool is_answer =
    std::is_same_v<T, worker::Finished> || std::is_same_v<T, worker::Replayed> || std::is_same_v<T, worker::Tokenized>;

} // namespace

void Supervisor::Impl::run() {
    while (obey()) {
        const auto next = wanted();
        if (phase == Phase::stopped && next && may_start()) start_process(*next);
        admit();
        wait();
        receive();
        check_deadline();
    }
    const core::Error stopped = fail(Code::unavailable, "The service is stopping.");
    fail_active(stopped);
    fail_waiting(nullptr, stopped);
    stop_process();
}

/// Does what callers asked for; false = end.
bool Supervisor::Impl::obey() {
    std::vector<std::pair<core::ModelId, std::string>> unloads;
    bool end_process = false, forgotten = false;
    {
        const std::lock_guard lock(mutex);
        if (stopping) return false;
        if (std::exchange(forgiven, false)) {
            plan.forget_crashes();
            plan.forget_claim();
            pressure = MemoryPressure(options.first_yield);
            forgotten = phase == Phase::stopped;
        }
        unloads.swap(unloading);
        for (const auto& [model, reason] : unloads)
            if (resident && resident->model == model) resident.reset();
        if (phase == Phase::ready && board.active() == 0)
            end_process = board.next() == nullptr ? resting : *board.next() != *target;
    }
    if (forgotten) set_state(WorkerState::stopped, core::say(idle_reason));
    for (const auto& [model, reason] : unloads) {
        const core::Error gone = fail(Code::not_found, reason);
        if (target && target->model == model && phase != Phase::stopped) {
            fail_active(gone);
            stop_process();
        }
        const WorkerTarget of_model{model, {}, {}};
        fail_waiting(&of_model, gone);
    }
    if (end_process) stop_process();
    return true;
}

std::optional<WorkerTarget> Supervisor::Impl::wanted() const {
    const std::lock_guard lock(mutex);
    if (board.next() != nullptr) return *board.next();
    return resident;
}

bool Supervisor::Impl::may_start() const {
    const std::lock_guard lock(mutex);
    return !away();
}

void Supervisor::Impl::start_process(const WorkerTarget& next) {
    if (!target || *target != next) {
        plan.forget_crashes();
        plan.forget_claim();
    }
    target = next;
    last_words.clear();
    device_fault.reset();
    set_state(WorkerState::starting, core::say("worker_starts"));
    WorkerLaunch launch{options.program, {{next.folder, "/model"}}, options.memory_bytes, options.stderr_file};
    launch.device = options.device;
    launch.device_pci = options.pci_address;
    launch.device_memory_bytes = options.device_memory_bytes;
    launch.device_least_bytes = plan.claim(now());
    launch.device_reserve_bytes = options.device_reserve_bytes ? options.device_reserve_bytes() : 0;
    launch.kernel_cache = options.kernel_cache;
    auto started = WorkerProcess::start(launch, *sandbox);
    if (!started) return broke(started.error().message);
    const std::lock_guard lock(mutex);
    process = std::move(*started);
    phase = Phase::greeting;
    phase_since = last_sign = now();
}

void Supervisor::Impl::load() {
    phase = Phase::loading;
    set_state(WorkerState::starting, core::say("model_loading"));
    const ReadOnlyView view{target->folder, "/model"};
    const worker::Load message{sandbox->visible(view).string(), target->profile, options.threads,
                               options.kv_cache_bytes};
    if (const auto sent = process->send(message); !sent) broke(sent.error().message);
}

std::optional<Nanoseconds> Supervisor::Impl::deadline() const {
    if (phase == Phase::greeting) return phase_since + options.hello_time;
    const bool asked = phase == Phase::stopped && wanted();
    const std::lock_guard lock(mutex);
    if (phase == Phase::stopped) return asked ? std::optional(retry_at) : std::nullopt;
    if (phase == Phase::loading) return last_sign + options.load_silence;
    if (const auto patience = board.patience(options.silence)) return last_sign + *patience;
    if (options.idle_exit != 0 && board.active() == 0 && board.waiting() == 0) return last_sign + options.idle_exit;
    return std::nullopt;
}

void Supervisor::Impl::wait() {
    int timeout_ms = -1;
    if (const auto until = deadline())
        timeout_ms = static_cast<int>(std::clamp<Nanoseconds>((*until - now()) / 1'000'000 + 1, 0, 3'600'000));
    pollfd waits[2] = {{wake_fd, POLLIN, 0}, {process ? process->socket() : -1, POLLIN, 0}};
    ::poll(waits, 2, timeout_ms);
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t got = ::read(wake_fd, &count, sizeof count);
}

void Supervisor::Impl::receive() {
    if (!process) return;
    std::vector<worker::Message> messages;
    const auto received = process->receive(messages);
    if (!messages.empty()) {
        const std::lock_guard lock(mutex);
        last_sign = now();
    }
    for (worker::Message& message : messages) {
        if (phase == Phase::stopped) return;
        handle(std::move(message));
    }
    if (received || phase == Phase::stopped) return;
    if (device_fault) return lose_device();
    if (received.error().code == Code::unavailable)
        broke("The worker stopped unexpectedly (" + process->end(polite_end_ms) + ")." +
              (last_words.empty() ? "" : " It said: " + last_words));
    else
        broke("The worker sent something that is not a message: " + received.error().message);
}

void Supervisor::Impl::handle(worker::Message message) {
    if (phase == Phase::ready) return handle_ready(std::move(message));
    if (const auto* failed = std::get_if<worker::Failed>(&message)) return load_failed(failed->error);
    if (std::holds_alternative<worker::ProgressReport>(message)) return;
    if (const auto* kernels = std::get_if<worker::KernelCache>(&message)) return keep_kernels(*kernels);
    const auto* hello = std::get_if<worker::Hello>(&message);
    if (hello != nullptr && phase == Phase::greeting) {
        if (hello->version != worker::protocol_version)
            return load_failed(fail(Code::unsupported,
                                    "The worker program speaks version " + std::to_string(hello->version) +
                                        " of the protocol, not " + std::to_string(worker::protocol_version) + ".",
                                    "Install service and worker together."));
        {
            const std::lock_guard lock(mutex);
            shown.sandbox = sandbox->description(hello->sandbox);
        }
        if (!hello->problem.empty()) {
            phase = Phase::loading; // the program is in order; it is the device that is not
            return load_failed(fail(Code::unavailable, hello->problem));
        }
        return load();
    }
    const auto* loaded = std::get_if<worker::Loaded>(&message);
    if (loaded == nullptr || phase != Phase::loading) return broke("The worker sent a message out of order.");
    if (loaded->model_id != target->model)
        return load_failed(fail(Code::corrupt, "The worker loaded another model than it was told to.",
                                "Check its files: hearthctl model check " + target->model.hex()));
    core::log::info("worker", "model loaded", {{"model", target->model.hex()}, {"ms", loaded->load_ms}});
    phase = Phase::ready;
    longest_request = loaded->longest_request;
    device_bytes = loaded->device_bytes;
    {
        const std::lock_guard lock(mutex);
        if (options.idle_exit == 0 && !resting) resident = *target;
        shown.placement = loaded->placement;
    }
    pressure.loaded();
    set_state(WorkerState::ready, {});
    if (options.on_loaded) options.on_loaded(*target);
}

void Supervisor::Impl::watch_memory(const worker::DeviceMemory& memory) {
    {
        const std::lock_guard lock(mutex);
        shown.device_memory_total_bytes = memory.total_bytes;
        shown.device_memory_free_bytes = memory.free_bytes;
    }
    if (!pressure.too_high(memory)) return;
    give_way("Another program needs the memory of this GPU: " + core::room_text(memory.free_bytes) + " of " +
             core::room_text(memory.total_bytes) + " were left, " + core::needed_text(pressure.least_free(memory)) +
             " must be.");
}

void Supervisor::Impl::handle_ready(worker::Message message) {
    if (const auto* kernels = std::get_if<worker::KernelCache>(&message)) return keep_kernels(*kernels);
    if (const auto* memory = std::get_if<worker::DeviceMemory>(&message)) return watch_memory(*memory);
    std::uint64_t number = 0;
    bool answers = false, belongs_here = true;
    std::visit(
        [&](const auto& m) {
            using M = std::decay_t<decltype(m)>;
            if constexpr (requires { m.job; }) number = m.job;
            answers = is_answer<M>;
            belongs_here = is_answer<M> || std::is_same_v<M, worker::Token> || std::is_same_v<M, worker::Started> ||
                           std::is_same_v<M, worker::Failed> || std::is_same_v<M, worker::ProgressReport>;
        },
        message);
    if (!belongs_here) return broke("The worker sent a message that only the service sends.");
    const auto* failed = std::get_if<worker::Failed>(&message);
    if (failed != nullptr && number == 0) {
        last_words = failed->error.message;
        return;
    }
    if (failed != nullptr && !options.waits &&
        (failed->error.code == Code::unavailable || failed->error.code == Code::out_of_memory))
        device_fault = failed->error;
    std::shared_ptr<WorkerJob> job;
    {
        const std::lock_guard lock(mutex);
        job = board.find(number);
        if (!job) return; // of a job that was given up
        if (answers) board.answered(number);
        if (failed != nullptr) board.release(number);
    }
    if (failed != nullptr) return job->on_failed(failed->error);
    if (answers && !std::holds_alternative<worker::Tokenized>(message)) {
        plan.forget_crashes();
        device_fault.reset();
    }
    job->on_message(std::move(message));
}

void Supervisor::Impl::check_deadline() {
    if (phase == Phase::stopped) return;
    const auto until = deadline();
    if (!until || now() < *until) return;
    if (phase == Phase::greeting)
        return broke("The worker did not say hello within " + seconds(options.hello_time) + ".");
    if (phase == Phase::loading)
        return broke("The worker gave no sign of life for " + seconds(options.load_silence) +
                     " while it loaded the model.");
    std::optional<Nanoseconds> silent; // with jobs
    {
        const std::lock_guard lock(mutex);
        if (board.active() > 0 || board.waiting() > 0) silent = now() - last_sign;
    }
    if (silent) return broke("The worker gave no sign of life for " + seconds(*silent) + " and was stopped.");
    stop_process();
}

} // namespace hearth::node
