// SPDX-License-Identifier: Apache-2.0
#include "confinement.h"
#include "gpu.h"
#include "session.h"
#include "telemetry/device.h"

#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
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
    std::fputs(
        "hearth-worker is started by hearthd: hearth-worker --fd N [--memory-limit BYTES]\n"
        "              [--device vulkan:0 [--device-pci ADDRESS] [--device-memory BYTES] [--device-least BYTES]\n"
        "                                  [--device-reserve BYTES] [--kernel-cache FILE]]\n"
        "hearth-worker --list-devices [vulkan|cuda] shows what GPUs can be used\n",
        stderr);
    return 2;
}

struct Arguments {
    std::optional<std::uint64_t> socket;
    std::uint64_t memory_limit = 0, device_memory = 0, device_least = 0, device_reserve = 0;
    std::string device = "cpu", kernel_cache;
    std::optional<std::string> device_pci;
};

std::optional<Arguments> parse(int argc, char** argv) {
    Arguments found;
    for (int i = 1; i < argc; i += 2) {
        const std::string_view name = argv[i];
        if (i + 1 == argc) return std::nullopt;
        const auto value = number(argv[i + 1]);
        if (name == "--device") {
            found.device = argv[i + 1];
        } else if (name == "--device-pci") {
            found.device_pci = argv[i + 1];
        } else if (name == "--kernel-cache") {
            found.kernel_cache = argv[i + 1];
        } else if (!value) {
            return std::nullopt;
        } else if (name == "--fd" && *value <= 1 << 20) {
            found.socket = *value;
        } else if (name == "--memory-limit") {
            found.memory_limit = *value;
        } else if (name == "--device-memory") {
            found.device_memory = *value;
        } else if (name == "--device-least") {
            found.device_least = *value;
        } else if (name == "--device-reserve") {
            found.device_reserve = *value;
        } else {
            return std::nullopt;
        }
    }
    if (!found.socket) return std::nullopt;
    return found;
}

} // namespace

int main(int argc, char** argv) {
    if (argc == 2 && std::string_view(argv[1]) == "--version") {
        std::puts("hearth-worker " HEARTH_VERSION);
        return 0;
    }
    // A worker without its service has no purpose; the service's death must not leave it computing.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if ((argc == 2 || argc == 3) && std::string_view(argv[1]) == "--list-devices")
        return hearth::app::list_devices(argc == 3 ? argv[2] : "");
    const auto arguments = parse(argc, argv);
    if (!arguments) return usage();
    std::signal(SIGINT, SIG_IGN); // Ctrl-C in a terminal reaches the whole group; the service decides
    if (const auto limited = hearth::app::limit_memory(arguments->memory_limit); !limited) {
        std::fprintf(stderr, "%s\n", limited.error().message.c_str());
        return 1;
    }
    auto gpu = hearth::app::open_gpu(arguments->device, arguments->device_pci, arguments->kernel_cache);
    if (gpu) {
        gpu->memory_bytes = arguments->device_memory;
        gpu->least_bytes = arguments->device_least;
        gpu->reserve_bytes = arguments->device_reserve;
    }
    const auto confined = hearth::app::confine(arguments->device != "cpu");
    hearth::worker::Hello hello;
    hello.build = HEARTH_VERSION;
    hello.isa = hearth::telemetry::find_devices().front()->info().isa;
    hello.sandbox = confined ? *confined : hearth::core::say("no_filter", {confined.error().message});
    hello.device = arguments->device;
    if (!gpu)
        hello.problem = hearth::core::both(gpu.error().message, gpu.error().hint);
    else if (gpu->device != nullptr)
        hello.device_name = gpu->device->info().name;
    return hearth::app::Session(static_cast<int>(*arguments->socket), std::move(hello),
                                gpu ? std::move(*gpu) : hearth::app::Gpu{})
        .run();
}
