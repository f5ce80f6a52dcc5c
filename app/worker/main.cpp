// SPDX-License-Identifier: Apache-2.0
#include "confinement.h"
#include "session.h"
#include "telemetry/device.h"

#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string_view>
#include <sys/prctl.h>

namespace {

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

int usage() {
    std::fputs("hearth-worker is started by hearthd: hearth-worker --fd N [--memory-limit BYTES]\n", stderr);
    return 2;
}

} // namespace

int main(int argc, char** argv) {
    std::optional<std::uint64_t> socket;
    std::uint64_t memory_limit = 0;
    for (int i = 1; i < argc; i += 2) {
        const std::string_view name = argv[i];
        if (name == "--version") {
            std::puts("hearth-worker " HEARTH_VERSION);
            return 0;
        }
        const auto value = i + 1 < argc ? number(argv[i + 1]) : std::nullopt;
        if (!value) return usage();
        if (name == "--fd") {
            socket = *value;
        } else if (name == "--memory-limit") {
            memory_limit = *value;
        } else {
            return usage();
        }
    }
    if (!socket || *socket > 1 << 20) return usage();

    // A worker without its service has no purpose; the service's death must not leave it computing.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    std::signal(SIGINT, SIG_IGN); // Ctrl-C in a terminal reaches the whole group; the service decides
    if (const auto limited = hearth::app::limit_memory(memory_limit); !limited) {
        std::fprintf(stderr, "%s\n", limited.error().message.c_str());
        return 1;
    }
    const auto confined = hearth::app::confine();
    hearth::worker::Hello hello;
    hello.build = HEARTH_VERSION;
    hello.isa = hearth::telemetry::find_devices().front()->info().isa;
    hello.sandbox = confined ? *confined : "none: " + confined.error().message;
    return hearth::app::Session(static_cast<int>(*socket), std::move(hello)).run();
}
