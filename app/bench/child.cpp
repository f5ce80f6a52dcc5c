// SPDX-License-Identifier: Apache-2.0
#include "child.h"

#include "core/file.h"

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <time.h>
#include <unistd.h>

namespace hearth::app {
Child::~Child() {
    if (m_pid <= 0) return;
    ::kill(m_pid, SIGTERM);
    ::waitpid(m_pid, nullptr, 0);
}

bool Child::lives() const {
    return ::waitpid(m_pid, nullptr, WNOHANG) == 0;
}

core::Result<Child> Child::of(const std::function<void()>& work) {
    const pid_t pid = ::fork();
    if (pid < 0) return core::fail(core::Code::io, "No process can be made.");
    if (pid > 0) return Child(pid);
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    work();
    ::_exit(1);
}

core::Result<Child> Child::program(std::vector<std::string> words) {
    return of([&] {
        const int nowhere = ::open("/dev/null", O_RDWR);
        ::dup2(nowhere, 1);
        ::dup2(nowhere, 2);
        std::vector<char*> arguments;
        for (std::string& word : words)
            arguments.push_back(word.data());
        arguments.push_back(nullptr);
        ::execv(arguments[0], arguments.data());
    });
}

core::Status wait_until(const std::function<bool()>& there, const Child& child, const char* what,
                        std::chrono::seconds patience) {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (!there()) {
        if (!child.lives() || std::chrono::steady_clock::now() > until)
            return core::fail(core::Code::unavailable, std::string(what) + " does not start.");
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return {};
}

core::Result<std::uint16_t> port_of(const std::filesystem::path& api_file) {
    HEARTH_TRY(const core::Bytes bytes, core::read_file(api_file, 4096));
    const std::string text(bytes.begin(), bytes.end());
    const std::size_t at = text.find("\"port\":");
    if (at == std::string::npos) return core::fail(core::Code::corrupt, "The service does not tell its port.");
    return static_cast<std::uint16_t>(std::stoul(text.substr(at + 7)));
}

double resident_mb(pid_t pid, const std::string& what) {
    std::ifstream status("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(what)) return std::stod(line.substr(what.size())) / 1024;
    return 0;
}

double processor_seconds(pid_t pid) {
    clockid_t clock{};
    timespec used{};
    if (pid <= 0 || ::clock_getcpuclockid(pid, &clock) != 0 || ::clock_gettime(clock, &used) != 0) return 0;
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

} // namespace hearth::app
