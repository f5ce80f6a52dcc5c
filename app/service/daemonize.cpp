// SPDX-License-Identifier: Apache-2.0
#include "daemonize.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

namespace hearth::app {
namespace {

[[noreturn]] void wait_for_child(int pipe) {
    std::string report;
    char buffer[512];
    while (true) {
        const ssize_t got = ::read(pipe, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        report.append(buffer, static_cast<std::size_t>(got));
    }
    if (report.empty()) {
        std::fputs("hearthd ended before it served. Start it with --foreground to see why.\n", stderr);
        std::_Exit(1);
    }
    const int code = report.front();
    std::fputs(report.c_str() + 1, code == 0 ? stdout : stderr);
    std::fflush(nullptr);
    std::_Exit(code);
}

} // namespace

Background Background::enter() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) {
        std::perror("hearthd: pipe");
        std::_Exit(1);
    }
    const pid_t child = ::fork();
    if (child < 0) {
        std::perror("hearthd: fork");
        std::_Exit(1);
    }
    if (child > 0) {
        ::close(ends[1]);
        wait_for_child(ends[0]);
    }
    ::close(ends[0]);
    ::setsid();
    const int null = ::open("/dev/null", O_RDWR);
    for (int fd = 0; fd < 3 && null >= 0; ++fd)
        ::dup2(null, fd);
    if (null > 2) ::close(null);
    Background background;
    background.m_pipe = ends[1];
    return background;
}

void Background::report(int exit_code, const std::string& message) {
    if (m_pipe < 0) {
        if (!message.empty()) std::fputs(message.c_str(), exit_code == 0 ? stdout : stderr);
        return;
    }
    const std::string report = static_cast<char>(exit_code) + message;
    // A parent that went away needs no report.
    [[maybe_unused]] const ssize_t written = ::write(m_pipe, report.data(), report.size());
    ::close(m_pipe);
    m_pipe = -1;
}

} // namespace hearth::app
