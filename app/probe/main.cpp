// SPDX-License-Identifier: Apache-2.0
#include "telemetry/gpu_prober.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

/// Reads GPUs for hearthd, in a process of its own: what a vendor's driver does to it, it does not do to the
/// service. One line comes, one line goes; see telemetry::GpuProber::answer.
namespace {

constexpr std::size_t longest_line = 4096;

int usage() {
    std::fputs("hearth-probe is started by hearthd: hearth-probe --fd N [--proc DIR] [--sys DIR] [--nvml FILE]\n",
               stderr);
    return 2;
}

bool send_all(int fd, const std::string& text) {
    for (std::size_t sent = 0; sent < text.size();) {
        const ssize_t wrote = ::write(fd, text.data() + sent, text.size() - sent);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return false;
        sent += static_cast<std::size_t>(wrote);
    }
    return true;
}

int serve(int fd, hearth::telemetry::GpuProber& prober) {
    std::string waiting;
    char buffer[512];
    while (true) {
        const ssize_t got = ::read(fd, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return got == 0 ? 0 : 1;
        waiting.append(buffer, static_cast<std::size_t>(got));
        for (std::size_t end; (end = waiting.find('\n')) != std::string::npos; waiting.erase(0, end + 1))
            if (!send_all(fd, prober.answer(waiting.substr(0, end)) + "\n")) return 0;
        if (waiting.size() > longest_line) return 1;
    }
}

} // namespace

int main(int argc, char** argv) {
    hearth::telemetry::Places places;
    int fd = -1;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--version") {
            std::puts("hearth-probe " HEARTH_VERSION);
            return 0;
        }
        if (i + 1 >= argc) return usage();
        const char* const value = argv[++i];
        if (word == "--fd")
            fd = std::atoi(value);
        else if (word == "--proc")
            places.proc = value;
        else if (word == "--sys")
            places.sys = value;
        else if (word == "--nvml")
            places.nvml = value;
        else
            return usage();
    }
    if (fd < 0) return usage();
    hearth::telemetry::GpuProber prober(places);
    return serve(fd, prober);
}
