// SPDX-License-Identifier: Apache-2.0
#include "first_run.h"

#include "child.h"
#include "control/client.h"
#include "core/clock.h"
#include "core/file.h"
#include "core/home.h"
#include "node/workers/subprocess.h"

#include <cstdio>
#include <set>

namespace hearth::app {
namespace {

namespace fs = std::filesystem;
using core::Status;

constexpr unsigned unpack_patience_s = 120;
constexpr std::uint32_t first_tokens = 16;

bool go_on(const control::Progress&) {
    return true;
}

double seconds_since(core::Nanoseconds start) {
    return static_cast<double>(core::monotonic() - start) * 1e-9;
}

void say_first_step(const std::string& name, const char* step, double at) {
    std::fprintf(stderr, "%s: %s after %.1f s\n", name.c_str(), step, at);
}

/// As the window's page of devices does as soon as it is opened.
Status test_devices(control::SocketNode& node) {
    HEARTH_TRY(const control::NodeStatus status, node.status());
    std::set<std::string> devices{"cpu"};
    for (const control::WorkerStatus& worker : status.workers)
        devices.insert(worker.device);
    for (const std::string& device : devices) {
        HEARTH_TRY(const std::vector<control::Check> checks, node.test_device(device, go_on));
        for (const control::Check& check : checks)
            if (check.result == "failed")
                return core::fail(core::Code::corrupt, device + " does not compute " + check.name + " to the bit.");
    }
    return {};
}

Status ask_first(control::SocketNode& node, core::Nanoseconds& first_text_at) {
    control::ChatRequest request;
    request.prompt = "Why is the sky blue?";
    request.max_tokens = first_tokens;
    HEARTH_TRY(const control::ChatResult result, node.chat(request, [&](const std::string& text) {
        if (first_text_at == 0 && !text.empty()) first_text_at = core::monotonic();
        return true;
    }));
    if (first_text_at != 0 && !result.receipt_id.empty()) return {};
    return core::fail(core::Code::corrupt, "The first answer is empty, or has no receipt.");
}

Status set_up_home(control::SocketNode& node, const std::string& name, core::Nanoseconds start, Report& report) {
    const auto note = [&](const char* metric, const char* step, double at) {
        report.metrics[name + metric] = at;
        say_first_step(name, step, at);
    };
    HEARTH_TRY(const control::FirstRun view, node.first_run());
    if (!view.model || view.model->path.empty())
        return core::fail(core::Code::not_found, "The first model is not on this machine.",
                          "installers/bootstrap run fetches it.");
    HEARTH_CHECK(node.move_first_run("devices"));
    HEARTH_CHECK(test_devices(node));
    note("tested_s", "devices tested", seconds_since(start));
    HEARTH_CHECK(node.move_first_run("benchmark"));
    HEARTH_CHECK(node.import_model(view.model->path, view.model->name, {}, go_on));
    note("imported_s", "model imported", seconds_since(start));
    for (const char* step : {"identity", "work", "done"})
        HEARTH_CHECK(node.move_first_run(step));
    core::Nanoseconds first_text_at = 0;
    HEARTH_CHECK(ask_first(node, first_text_at));
    note("first_answer_s", "first words of an answer", static_cast<double>(first_text_at - start) * 1e-9);
    return {};
}

} // namespace

Status measure_first_run(const fs::path& programs, const fs::path& root, const std::string& name, Report& report) {
    const core::Home home{root, false};
    std::error_code ignored;
    fs::create_directories(root, ignored);
    HEARTH_CHECK(
        core::write_file_atomic(home.config_file(), core::as_bytes("[api]\nlisten = \"127.0.0.1:0\"\n"), 0600));
    const core::Nanoseconds start = core::monotonic();
    HEARTH_TRY(const Child service,
               Child::program({(programs / "hearthd").string(), "--home", root.string(), "--foreground"}));
    HEARTH_CHECK(wait_until([&] { return fs::exists(home.api_file(), ignored); }, service, "The service"));
    HEARTH_TRY(const auto node, control::connect(home.control_socket(), {}));
    return set_up_home(*node, name, start, report);
}

Status measure_package(const fs::path& package, const fs::path& root, Report& report) {
    const std::string name = "package_";
    const fs::path tree = root / "tree";
    const core::Nanoseconds start = core::monotonic();
    HEARTH_TRY(const node::Captured unpacked,
               node::run_and_capture({"/usr/bin/dpkg-deb", "--extract", package.string(), tree.string()},
                                     {"PATH=/usr/bin:/bin", "LANG=C.UTF-8"}, unpack_patience_s));
    if (unpacked.exit_code != 0)
        return core::fail(core::Code::corrupt, "The package " + package.string() + " cannot be unpacked.");
    const double unpacked_s = seconds_since(start);
    HEARTH_CHECK(measure_first_run(tree / "usr" / "bin", root / "home", name, report));
    report.metrics[name + "unpacked_s"] = unpacked_s;
    report.metrics["installed_and_serving_s"] = unpacked_s + report.metrics[name + "imported_s"];
    return {};
}

} // namespace hearth::app
