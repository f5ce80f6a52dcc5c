// SPDX-License-Identifier: Apache-2.0
#include "check.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <fstream>

namespace {

int run(int argc, char** argv) {
    CLI::App app(
        "Checks that the GPUs of this machine give the exact profiles' bytes, and how fast. Needs the plug-ins "
        "libhearth-*.so beside it.");
    hearth::app::CheckOptions options;
    std::string json_file;
    app.add_option("--device", options.devices, "vulkan:0, cuda:0 …; every one if not given");
    app.add_option("--tokens", options.parity_tokens, "tokens to compare with the processor, per profile")
        ->capture_default_str();
    app.add_option("--class", options.speed_class, "model size whose speed is measured: 135m, 1b, 3b, 7b, 13b, or none")
        ->capture_default_str()
        ->check(CLI::IsMember({"135m", "1b", "3b", "7b", "13b", "none"}));
    app.add_option("--seconds", options.seconds, "most time for each measurement")->capture_default_str();
    app.add_flag("--software", options.software, "measures devices that compute on the processor, too");
    app.add_option("--json", json_file, "writes the figures into this file");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    bool passed = true;
    const auto report = hearth::app::check_devices(options, passed);
    if (!json_file.empty()) {
        std::ofstream file(json_file);
        file << report.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
        if (!file.flush()) {
            std::fprintf(stderr, "%s cannot be written.\n", json_file.c_str());
            return 1;
        }
    }
    return passed ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "The check failed: %s\n", error.what());
        return 1;
    }
}
