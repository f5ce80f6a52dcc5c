// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/comet_process.h"

#include "core/clock.h"
#include "core/json_guard.h"
#include "core/log.h"
#include "core/thread.h"

#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace hearth::ledger {
namespace {

using nlohmann::json;

using core::second;
constexpr core::Nanoseconds longest_pause = 60 * second;
constexpr core::Nanoseconds good_run = 60 * second; ///< after which the pauses begin anew
constexpr core::Nanoseconds probe_every = 5 * second;
constexpr core::Nanoseconds room_every = second;
constexpr std::uintmax_t least_room = std::uintmax_t{32} << 20;
constexpr int poll_ms = 200;
constexpr std::size_t longest_line = std::size_t{16} << 10;

/// The engine writes one JSON object a line.
void fold_into_log(const std::string& line) {
    const json entry = core::json_or_discarded<json>(line);
    const auto text = [&](const char* name) {
        const auto at = entry.find(name);
        return at != entry.end() && at->is_string() ? at->get<std::string>() : std::string();
    };
    if (!entry.is_object()) {
        core::log::warning("comet", "said", {{"line", line}});
        return;
    }
    std::string reason = text("err");
    if (reason.empty()) reason = text("error");
    if (text("level") == "error")
        core::log::warning("comet", text("_msg"), {{"module", text("module")}, {"reason", reason}});
    else
        core::log::debug("comet", text("_msg"), {{"module", text("module")}});
}

/// Whether the engine says that a block which more than two thirds of the votes stand behind names another app hash
/// than our application computed. A mere proposal, which one liar can make, is not meant.
bool says_state_differs(const std::string& line) {
    const auto has = [&](std::string_view text) { return line.find(text) != std::string::npos; };
    const bool decided = has(R"("_msg":"CONSENSUS FAILURE!!!")") || has(R"("_msg":"Error in validation")");
    return (decided && has("wrong Block.Header.AppHash")) ||
           line.starts_with("panic: state.AppHash does not match AppHash after replay") ||
           line.starts_with("panic: block.AppHash does not match AppHash after replay");
}

/// Then it signs nothing any more, whatever room there is later: what writes its log keeps the failure.
bool says_disk_is_full(const std::string& line) {
    return line.find(": no space left on device") != std::string::npos ||
           line.find(": disk quota exceeded") != std::string::npos;
}

std::string how_it_ended(int status) {
    if (WIFSIGNALED(status)) return "signal " + std::to_string(WTERMSIG(status));
    return "status " + std::to_string(WEXITSTATUS(status));
}

} // namespace

struct CometProcess::Impl {
    explicit Impl(Options given) : options(std::move(given)) {}

    const Options options;
    const core::Clock& clock = core::system_clock();
    mutable std::mutex mutex;
    std::condition_variable wake;
    bool stopping = false;
    Health health;
    core::Thread thread;
    std::string partial; ///< a line that is not whole yet

    // Of the thread alone.
    core::Height last_progress = 0;
    core::Nanoseconds progressed = 0, probed = 0;

    void run();
    bool has_room() const;
    /// True: it had to wait. Ends early when this process stops it.
    bool wait_for_room();
    bool start(int& output);
    /// Until the child has ended; the status that it left.
    int watch(int output);
    bool stalled();
    void read_output(int output);
    /// A whole line of the engine's output.
    void take(const std::string& line) {
        fold_into_log(line);
        const bool differs = says_state_differs(line);
        if (differs) core::log::error("comet", "another app hash than the network's: stopped", {});
        const std::lock_guard lock(mutex);
        if (differs) health.differs = true;
        if (says_disk_is_full(line)) health.full = true;
    }
    bool is_stopping() const {
        const std::lock_guard lock(mutex);
        return stopping || health.differs;
    }
};

CometProcess::CometProcess(Options options) : m_impl(std::make_unique<Impl>(std::move(options))) {
    // The kernel ends the child when the thread that began it ends: it is this one.
    // Where it throws, an engine would run on that nobody watches.
    m_impl->thread =
        core::run_thread("engine process", core::Thrown::ends_process, [impl = m_impl.get()] { impl->run(); });
}

CometProcess::~CometProcess() {
    {
        const std::lock_guard lock(m_impl->mutex);
        m_impl->stopping = true;
    }
    m_impl->wake.notify_all();
    m_impl->thread.join();
}

CometProcess::Health CometProcess::health() const {
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->health;
}

void CometProcess::Impl::run() {
    core::Nanoseconds pause = second;
    while (!is_stopping()) {
        if (wait_for_room()) {
            pause = second;
            continue;
        }
        const core::Nanoseconds began = clock.monotonic();
        int output = -1;
        std::string ended = "it could not be started";
        if (options.prepare) options.prepare(health.starts); // only this thread writes it
        if (start(output)) {
            ended = how_it_ended(watch(output));
            ::close(output);
        }
        std::unique_lock lock(mutex);
        health.running = false;
        health.pid = 0;
        if (stopping) return;
        health.last_end = ended;
        if (health.differs) return; // the same blocks would give the same hash again
        core::log::warning("comet", "ended", {{"how", ended}, {"pause_ms", pause / 1'000'000}});
        if (clock.monotonic() - began > good_run) pause = second;
        wake.wait_for(lock, std::chrono::nanoseconds(pause), [&] { return stopping; });
        pause = std::min(2 * pause, longest_pause);
    }
}

bool CometProcess::Impl::has_room() const {
    if (options.has_room) return options.has_room();
    std::error_code unknown;
    const auto space = std::filesystem::space(options.home, unknown);
    return unknown || space.available >= least_room;
}

bool CometProcess::Impl::wait_for_room() {
    bool waited = false;
    for (; !has_room(); waited = true) {
        if (!waited) core::log::warning("comet", "not started: the disk is full", {{"home", options.home.string()}});
        std::unique_lock lock(mutex);
        health.full = true;
        if (wake.wait_for(lock, std::chrono::nanoseconds(room_every), [&] { return stopping; })) return true;
    }
    return waited;
}

bool CometProcess::Impl::start(int& output) {
    ::unlink(options.rpc_socket.c_str()); // of an engine that was killed
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return false;
    const std::string program = options.program.string(), home = options.home.string();
    const char* const words[] = {program.c_str(), "start", "--home", home.c_str(), nullptr};
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child == 0) { // only calls that are safe after fork()
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent) ::_exit(127);
        ::setsid();
        sigset_t none;
        sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        ::dup2(ends[1], STDOUT_FILENO);
        ::dup2(ends[1], STDERR_FILENO);
        const int nothing = ::open("/dev/null", O_RDONLY);
        if (nothing >= 0) ::dup2(nothing, STDIN_FILENO);
        ::execv(words[0], const_cast<char* const*>(words));
        ::_exit(127);
    }
    ::close(ends[1]);
    if (child < 0) {
        ::close(ends[0]);
        return false;
    }
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    output = ends[0];
    progressed = probed = clock.monotonic();
    const std::lock_guard lock(mutex);
    health.running = true;
    health.full = false;
    health.pid = child;
    ++health.starts;
    return true;
}

int CometProcess::Impl::watch(int output) {
    const pid_t child = health.pid; // only this thread writes it
    core::Nanoseconds asked = 0;
    bool killed = false;
    for (;;) {
        pollfd waiting{output, POLLIN, 0};
        // After its end the pipe reads as closed at once; the child is waited for then.
        if (::poll(&waiting, 1, poll_ms) > 0 && (waiting.revents & POLLIN) == 0)
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        read_output(output);
        int status = 0;
        if (::waitpid(child, &status, WNOHANG) == child) {
            read_output(output);
            return status;
        }
        const core::Nanoseconds now = clock.monotonic();
        if (asked == 0 && is_stopping()) {
            asked = now;
            ::kill(child, SIGTERM);
        } else if (asked == 0 && health.full) { // only this thread writes it
            core::log::warning("comet", "the disk is full: stopped", {});
            asked = now;
            ::kill(child, SIGTERM);
        } else if (asked == 0 && stalled()) {
            core::log::warning("comet", "stands still", {{"progress", last_progress}});
            asked = now;
            ::kill(child, SIGTERM);
        } else if (asked != 0 && !killed && now - asked > options.stop_within) {
            killed = true;
            ::kill(child, SIGKILL);
        }
    }
}

/// No new block for long although other validators are connected, or the engine does not even answer.
bool CometProcess::Impl::stalled() {
    const core::Nanoseconds now = clock.monotonic();
    if (now - probed < std::min(probe_every, options.stall_after)) return false;
    probed = now;
    const core::Height progress = options.progress ? options.progress() : 0;
    if (progress != last_progress) {
        last_progress = progress;
        progressed = now;
    }
    if (now - progressed < options.stall_after) return false;
    const auto status = CometRpc(options.rpc_socket).status();
    return !status || status->peers > 0;
}

void CometProcess::Impl::read_output(int output) {
    char piece[4096];
    for (ssize_t got = 0; (got = ::read(output, piece, sizeof piece)) > 0;) {
        partial.append(piece, static_cast<std::size_t>(got));
        for (std::size_t end = 0; (end = partial.find('\n')) != std::string::npos; partial.erase(0, end + 1))
            take(partial.substr(0, std::min(end, longest_line)));
        if (partial.size() > longest_line) partial.clear();
    }
}

} // namespace hearth::ledger
