// SPDX-License-Identifier: Apache-2.0
#include "bundle.h"
#include "control/diagnose.h"
#include "control/json.h"
#include "core/file.h"
#include "core/subprocess.h"
#include "output.h"
#include "verbs.h"

#include <algorithm>
#include <filesystem>
#include <iostream>

namespace hearth::cli {
namespace fs = std::filesystem;
namespace {

using control::DoctorCheck;

DoctorCheck check_program() {
    const fs::path program = control::find_service_program();
    if (program.empty())
        return {"program", "warning", "hearthd was not found beside hearthctl or on the PATH.", "Install Hearth."};
    return {"program", "passed", program.string(), {}};
}

DoctorCheck check_home(const core::Home& home) {
    if (const core::Status place = core::check_no_file(home.root); !place)
        return {"home", "failed", place.error().message, place.error().hint};
    std::error_code problem;
    if (!fs::is_directory(home.root, problem))
        return {"home", "failed", home.root.string() + " does not exist.",
                "Set it up with: hearthd --home " + home.root.string()};
    return {"home", "passed", home.root.string(), {}};
}

void print_doctor(const std::vector<DoctorCheck>& checks) {
    Table table;
    for (const auto& check : checks) {
        table.row({printable(check.name), coloured(check.result), printable(check.detail)});
        if (check.result != "passed" && !check.repair.empty()) table.row({"", "", "→ " + printable(check.repair)});
    }
    table.print();
}

/// The files of the home, examined by the service's program: it holds the code that a start reads them with, and
/// hearthctl neither SQLite nor ledger.
std::vector<DoctorCheck> examine_files(const core::Home& home) {
    std::error_code ignored;
    const std::string program = control::find_service_program().string();
    if (program.empty() || !fs::is_directory(home.root, ignored)) return {}; // told by the checks before
    std::vector<std::string> words{program, "--check-home"};
    if (!home.is_default) words.insert(words.end(), {"--home", home.root.string()});
    const auto printed = core::output_of(words);
    auto checks = printed ? control::from_json<std::vector<DoctorCheck>>(*printed, "checks")
                          : core::Result<std::vector<DoctorCheck>>(printed.error());
    if (checks) return std::move(*checks);
    return {{"files", "failed", "The files of the home could not be examined. " + checks.error().message,
             "Run: " + program + " --check-home --home " + home.root.string()}};
}

bool any_failed(const std::vector<DoctorCheck>& checks) {
    return std::any_of(checks.begin(), checks.end(), [](const DoctorCheck& check) { return check.result == "failed"; });
}

/// Without a service its files are examined; starting it is no advice while they do not let it.
Exit examine_alone(const core::Home& home, const core::Error& error, BundleContent& content) {
    const auto found = control::diagnose(error, home, control::find_service_program());
    content.condition = control::condition_name(found.condition);
    const std::vector<DoctorCheck> files =
        found.condition == control::Condition::stopped ? examine_files(home) : std::vector<DoctorCheck>();
    content.checks.insert(content.checks.end(), files.begin(), files.end());
    content.checks.push_back(control::check_disk(home.root));
    const bool faulty = any_failed(files);
    content.checks.push_back(
        {"service", "failed", found.sentence, core::both(faulty ? "Repair what failed above first." : "", found.hint)});
    return faulty ? exit_check_failed : exit_unreachable;
}

/// The service's own checks; a service that cannot be asked is one failed check.
Exit ask_service(Context& context, const core::Home& home, BundleContent& content) {
    auto node = control::connect(home.control_socket(), context.connect_options());
    if (!node) return examine_alone(home, node.error(), content);
    content.condition = control::condition_name(control::Condition::running);
    content.checks.push_back({"service", "passed", "It answers; version " + node.value()->service_version() + ".", {}});
    if (const auto status = node.value()->status()) content.status = *status;
    const auto checks = node.value()->doctor();
    if (!checks) {
        content.checks.push_back({"service checks", "failed", checks.error().message, checks.error().hint});
        return checks.error().code == core::Code::timed_out ? exit_unreachable : exit_check_failed;
    }
    content.checks.insert(content.checks.end(), checks->begin(), checks->end());
    return exit_done;
}

} // namespace

int doctor(Context& context, const std::string& bundle) {
    BundleContent content;
    // What only this machine's user can see; the rest is asked from the service.
    const auto home = context.home();
    if (!home) return context.fail(home.error());
    content.checks = {check_program(), check_home(*home)};
    Exit exit = ask_service(context, *home, content);
    if (any_failed(content.checks) && exit == exit_done) exit = exit_check_failed;
    if (!bundle.empty())
        if (const auto written = write_bundle(bundle, *home, content); !written) return context.fail(written.error());
    if (context.json) {
        print_json_line("{\"condition\":" + control::to_json(content.condition) +
                        ",\"checks\":" + control::to_json(content.checks) + "}");
    } else {
        print_doctor(content.checks);
        if (!bundle.empty())
            std::cout << "\nThe bundle is in " << printable(bundle) << ": read it before you pass it on.\n";
    }
    return exit;
}

} // namespace hearth::cli
