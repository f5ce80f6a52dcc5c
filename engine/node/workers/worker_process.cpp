// SPDX-License-Identifier: Apache-2.0
#include "node/workers/worker_process.h"

#include "core/clock.h"
#include "telemetry/device.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;

constexpr std::uint64_t memory_reserve = std::uint64_t{512} << 20;
constexpr std::uint64_t least_memory = std::uint64_t{1} << 30;
constexpr std::size_t read_piece = std::size_t{64} << 10;
constexpr int import_silence_ms = 120'000, import_step_ms = 200;

std::uint64_t memory_cap(std::uint64_t wanted) {
    if (wanted != 0) return wanted;
    const auto available = telemetry::available_memory_bytes();
    if (!available) return 0;
    return std::max(least_memory, *available > memory_reserve ? *available - memory_reserve : 0);
}

} // namespace

WorkerProcess::WorkerProcess(int socket, std::unique_ptr<Subprocess> process)
    : m_socket(socket), m_process(std::move(process)) {}

WorkerProcess::~WorkerProcess() {
    m_process.reset();
    ::close(m_socket);
}

core::Result<std::unique_ptr<WorkerProcess>> WorkerProcess::start(const WorkerLaunch& launch, const Sandbox& sandbox) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return fail(Code::io, core::say("no_socket_pair"), std::strerror(errno));
    std::vector<std::string> arguments{"--fd", std::to_string(ends[1])};
    if (const std::uint64_t cap = memory_cap(launch.memory_bytes); cap != 0) {
        arguments.push_back("--memory-limit");
        arguments.push_back(std::to_string(cap));
    }
    std::vector<ReadOnlyView> views = launch.views;
    const bool gpu = launch.device != "cpu";
    if (gpu) {
        std::error_code error;
        arguments.insert(arguments.end(),
                         {"--device", launch.device, "--device-memory", std::to_string(launch.device_memory_bytes),
                          "--device-least", std::to_string(launch.device_least_bytes), "--device-reserve",
                          std::to_string(launch.device_reserve_bytes)});
        if (launch.device_pci) arguments.insert(arguments.end(), {"--device-pci", *launch.device_pci});
        if (std::filesystem::exists(launch.kernel_cache, error)) {
            const ReadOnlyView kernels{launch.kernel_cache, "/kernels"};
            arguments.insert(arguments.end(), {"--kernel-cache", sandbox.visible(kernels).string()});
            views.push_back(kernels);
        }
    }
    auto words = sandbox.command(launch.program, arguments, views, gpu);
    auto process = words ? Subprocess::start(*words, ends[1], launch.stderr_file)
                         : core::Result<std::unique_ptr<Subprocess>>(words.error());
    ::close(ends[1]);
    if (!process) {
        ::close(ends[0]);
        return process.error();
    }
    const timeval patience{5, 0};
    ::setsockopt(ends[0], SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    return std::unique_ptr<WorkerProcess>(new WorkerProcess(ends[0], std::move(*process)));
}

core::Status WorkerProcess::send(const worker::Message& message) {
    const std::lock_guard lock(m_send);
    return worker::send_frame(m_socket, message);
}

core::Status WorkerProcess::receive(std::vector<worker::Message>& out) {
    while (true) {
        const std::size_t before = m_received.size();
        m_received.resize(before + read_piece);
        const ssize_t got = ::recv(m_socket, m_received.data() + before, read_piece, MSG_DONTWAIT);
        m_received.resize(before + (got > 0 ? static_cast<std::size_t>(got) : 0));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return {};
        HEARTH_CHECK(take_frames(out));
        if (got <= 0) return fail(Code::unavailable, core::say("worker_closed_connection"));
        if (static_cast<std::size_t>(got) < read_piece) return {};
    }
}

core::Status WorkerProcess::take_frames(std::vector<worker::Message>& out) {
    std::size_t at = 0;
    while (m_received.size() - at >= 4) {
        std::uint32_t length = 0;
        for (unsigned i = 0; i < 4; ++i)
            length |= std::uint32_t{m_received[at + i]} << (8 * i);
        if (length > worker::max_frame_bytes)
            return fail(Code::corrupt, core::say("worker_announced_frame_bytes", {std::to_string(length)}));
        if (m_received.size() - at - 4 < length) break;
        HEARTH_TRY(auto message, worker::decode(core::ByteView(m_received).subspan(at + 4, length)));
        out.push_back(std::move(message));
        at += 4 + length;
    }
    m_received.erase(m_received.begin(), m_received.begin() + static_cast<std::ptrdiff_t>(at));
    return {};
}

core::Sentence WorkerProcess::end(unsigned patience_ms) {
    ::shutdown(m_socket, SHUT_RDWR);
    return m_process->end(patience_ms);
}

core::Status hear(WorkerProcess& process, const HearWords& words,
                  const std::function<bool(const worker::ProgressReport&)>& progress,
                  const std::function<core::Result<bool>(worker::Message&)>& take) {
    std::vector<worker::Message> messages;
    worker::ProgressReport last{core::say("stage_starting"), 0, 0};
    for (int silence_ms = 0;;) {
        // Whoever wants to stop need not wait for the worker's next word.
        if (progress && !progress(last)) return fail(Code::cancelled, core::say("import_cancelled"));
        pollfd waiting{process.socket(), POLLIN, 0};
        if (::poll(&waiting, 1, import_step_ms) == 0) {
            silence_ms += import_step_ms;
            if (silence_ms < import_silence_ms) continue;
            return fail(Code::timed_out, core::say(words.silent), core::say("check_disk_holds_model"));
        }
        silence_ms = 0;
        messages.clear();
        if (const auto received = process.receive(messages); !received) {
            if (received.error().code != Code::unavailable) return received.error();
            return fail(Code::corrupt, core::say(words.stopped, {process.end(1000)}),
                        core::say("model_file_probably_damaged"));
        }
        for (worker::Message& message : messages) {
            if (auto* failed = std::get_if<worker::Failed>(&message)) return failed->error;
            HEARTH_TRY(const bool done, take(message));
            if (done) return {};
            if (auto* report = std::get_if<worker::ProgressReport>(&message)) last = std::move(*report);
        }
    }
}

core::Result<core::Bytes> run_import(const std::filesystem::path& source, const std::string& profile,
                                     WorkerLaunch launch, const Sandbox& sandbox,
                                     const std::function<core::Status(const worker::FileData&)>& keep,
                                     const std::function<bool(const worker::ProgressReport&)>& progress) {
    HEARTH_TRY(launch.views, import_views(source));
    const ReadOnlyView whole{source, std::filesystem::path("/import") / source.filename()};
    const std::string visible = sandbox.visible(whole).string();
    HEARTH_TRY(auto process, WorkerProcess::start(launch, sandbox));
    HEARTH_CHECK(process->send(worker::Import{visible, profile}));
    core::Bytes manifest;
    const auto take = [&](worker::Message& message) -> core::Result<bool> {
        if (const auto* piece = std::get_if<worker::FileData>(&message)) HEARTH_CHECK(keep(*piece));
        auto* const imported = std::get_if<worker::Imported>(&message);
        if (imported == nullptr) return false;
        manifest = std::move(imported->manifest);
        return true;
    };
    HEARTH_CHECK(hear(*process, {"silent_while_read", "stopped_while_read"}, progress, take));
    return manifest;
}

} // namespace hearth::node
