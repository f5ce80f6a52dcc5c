// SPDX-License-Identifier: Apache-2.0
#include "node/workers/subprocess.h"

#include "core/clock.h"

#include <boost/process/args.hpp>
#include <boost/process/child.hpp>
#include <boost/process/env.hpp>
#include <boost/process/error.hpp>
#include <boost/process/exe.hpp>
#include <boost/process/extend.hpp>
#include <boost/process/io.hpp>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace hearth::node {
namespace {

namespace bp = boost::process;
using core::Code;
using core::fail;

constexpr std::size_t max_output = std::size_t{1} << 20;
constexpr unsigned kill_patience_ms = 3000;
constexpr std::int64_t ask_again_ms = 200;

/// Runs in the child between fork and exec: async-signal-safe calls only.
struct Confine {
    int inherited;
    template <typename Executor>
    void operator()(Executor&) const {
        // Libraries above us open descriptors without close-on-exec; none of them may reach the child.
        if (::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) != 0)
            for (int fd = 3; fd < 4096; ++fd)
                ::fcntl(fd, F_SETFD, FD_CLOEXEC);
        if (inherited >= 0) ::fcntl(inherited, F_SETFD, 0);
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        const rlimit no_core{0, 0};
        ::setrlimit(RLIMIT_CORE, &no_core);
        sigset_t none;
        sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        ::setpgid(0, 0); // Ctrl-C in a terminal is for the service alone
    }
};

bp::environment environment_of(const std::vector<std::string>& pairs) {
    bp::environment environment;
    for (const std::string& pair : pairs) {
        const std::size_t equal = pair.find('=');
        environment[pair.substr(0, equal)] = pair.substr(equal + 1);
    }
    return environment;
}

core::Error not_started(const std::vector<std::string>& words, const std::error_code& error) {
    return fail(error == std::errc::no_such_file_or_directory ? Code::not_found : Code::unavailable,
                core::say("program_cannot_started", {words.front(), error.message()}),
                core::say("check_installed_executable"));
}

core::Sentence how_ended(int status) {
    if (WIFSIGNALED(status)) {
        const int number = WTERMSIG(status);
        return core::say("by_signal", {std::to_string(number), strsignal(number)});
    }
    const int code = WEXITSTATUS(status);
    // bubblewrap reports a signal of its child as a shell does.
    if (code > 128 && code < 128 + 65)
        return core::say("by_signal", {std::to_string(code - 128), strsignal(code - 128)});
    return core::say("exit_code", {std::to_string(code)});
}

std::int64_t milliseconds() {
    return core::monotonic() / 1'000'000;
}

} // namespace

core::Result<Captured> run_and_capture(const std::vector<std::string>& words,
                                       const std::vector<std::string>& environment, unsigned timeout_s,
                                       const std::function<bool()>& goes_on,
                                       const std::function<void(std::string_view)>& heard) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return fail(Code::io, core::say("no_pipe"), std::strerror(errno));
    std::FILE* const out = ::fdopen(ends[1], "w");
    std::error_code error;
    bp::child child(bp::exe = words.front(), bp::args = std::vector<std::string>(words.begin() + 1, words.end()),
                    environment_of(environment), bp::std_in<bp::null, bp::std_out> out, bp::std_err > bp::null,
                    bp::extend::on_exec_setup = Confine{-1}, error);
    std::fclose(out);
    Captured captured;
    if (error) {
        ::close(ends[0]);
        return not_started(words, error);
    }
    const std::int64_t deadline = milliseconds() + std::int64_t{timeout_s} * 1000;
    bool in_time = true, wanted = true;
    while (captured.output.size() < max_output) {
        pollfd waiting{ends[0], POLLIN, 0};
        const std::int64_t left = deadline - milliseconds();
        in_time = left > 0;
        wanted = !goes_on || goes_on();
        if (!in_time || !wanted) break;
        const int ready = ::poll(&waiting, 1, static_cast<int>(std::min(left, ask_again_ms)));
        if (ready == 0 || (ready < 0 && errno == EINTR)) continue;
        char buffer[4096];
        const ssize_t got = ::read(ends[0], buffer, sizeof buffer);
        if (got <= 0) break;
        captured.output.append(buffer, static_cast<std::size_t>(got));
        if (heard) heard({buffer, static_cast<std::size_t>(got)});
    }
    ::close(ends[0]);
    if (!in_time || !wanted) {
        child.terminate(error);
        if (!wanted) return fail(Code::cancelled, core::say("program_was_ended", {words.front()}));
        return fail(Code::timed_out, core::say("program_did_not_end", {words.front()}));
    }
    child.wait(error);
    captured.exit_code = child.exit_code();
    return captured;
}

struct Subprocess::Impl {
    bp::child child;
    std::optional<int> status;

    bool reap() {
        if (status) return true;
        int raw = 0;
        pid_t got = 0;
        do {
            got = ::waitpid(child.id(), &raw, WNOHANG);
        } while (got < 0 && errno == EINTR);
        if (got == 0) return false;
        status = got < 0 ? 0 : raw;
        child.detach(); // reaped here, since Boost would forget the signal
        return true;
    }
};

Subprocess::Subprocess(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Subprocess::~Subprocess() {
    end(0);
}

core::Result<std::unique_ptr<Subprocess>> Subprocess::start(const std::vector<std::string>& words, int inherited_fd,
                                                            const std::filesystem::path& stderr_file) {
    const int log = ::open(stderr_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    std::FILE* const err = log >= 0 ? ::fdopen(log, "w") : std::fopen("/dev/null", "we");
    if (err == nullptr) return fail(Code::io, core::say("file_cannot_written", {stderr_file.string()}));
    auto impl = std::make_unique<Impl>();
    std::error_code error;
    impl->child =
        bp::child(bp::exe = words.front(), bp::args = std::vector<std::string>(words.begin() + 1, words.end()),
                  environment_of({"LANG=C.UTF-8", "PATH=/usr/bin"}), bp::std_in<bp::null, bp::std_out> bp::null,
                  bp::std_err > err, bp::extend::on_exec_setup = Confine{inherited_fd}, error);
    std::fclose(err);
    if (error) return not_started(words, error);
    return std::unique_ptr<Subprocess>(new Subprocess(std::move(impl)));
}

std::int64_t Subprocess::pid() const {
    return m_impl->child.id();
}

std::int64_t Subprocess::leaf_pid() const {
    std::int64_t pid = m_impl->child.id();
    for (int depth = 0; depth < 4; ++depth) {
        const std::string number = std::to_string(pid);
        std::ifstream children("/proc/" + number + "/task/" + number + "/children");
        std::int64_t child = 0;
        if (!(children >> child)) break;
        pid = child;
    }
    return pid;
}

core::Sentence Subprocess::end(unsigned patience_ms) {
    for (const std::int64_t deadline = milliseconds() + patience_ms; !m_impl->reap();) {
        if (milliseconds() >= deadline) {
            if (auto how = kill(kill_patience_ms)) return *how;
            abandon();
            return core::say("driver_keeps_it");
        }
        ::poll(nullptr, 0, 5);
    }
    return how_ended(*m_impl->status);
}

std::optional<core::Sentence> Subprocess::kill(unsigned patience_ms) {
    if (!m_impl->status) ::kill(m_impl->child.id(), SIGKILL);
    for (const std::int64_t deadline = milliseconds() + patience_ms; !m_impl->reap();) {
        if (milliseconds() >= deadline) return std::nullopt;
        ::poll(nullptr, 0, 5);
    }
    return how_ended(*m_impl->status);
}

void Subprocess::abandon() {
    if (m_impl->status) return;
    m_impl->status = SIGKILL;
    m_impl->child.detach();
}

} // namespace hearth::node
