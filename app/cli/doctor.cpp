// SPDX-License-Identifier: Apache-2.0
#include "control/bundle.h"
#include "control/diagnose.h"
#include "control/json.h"
#include "core/clock.h"
#include "core/file.h"
#include "core/subprocess.h"
#include "hub/catalogue.h"
#include "output.h"
#include "verbs.h"

#include <algorithm>
#include <filesystem>
#include <iostream>

namespace hearth::cli {
namespace fs = std::filesystem;
namespace {

using control::DoctorCheck;

struct Checkup {
    std::string condition;
    std::vector<DoctorCheck> checks;
    std::unique_ptr<control::SocketNode> node; ///< null: the service is away
};

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

/// What `model search` and `model pull NAME` read.
DoctorCheck check_catalogue() {
    const auto entries = hub::read_catalogue();
    if (!entries) return {"catalogue", "warning", entries.error().message, "Install Hearth again."};
    return {"catalogue", "passed", std::to_string(entries->size()) + " models can be pulled by name.", {}};
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
Exit examine_alone(const core::Home& home, const core::Error& error, Checkup& content) {
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
Exit ask_service(Context& context, const core::Home& home, Checkup& content) {
    auto node = control::connect(home.control_socket(), context.connect_options());
    if (!node) return examine_alone(home, node.error(), content);
    content.condition = control::condition_name(control::Condition::running);
    content.checks.push_back({"service", "passed", "It answers; version " + node.value()->service_version() + ".", {}});
    content.node = std::move(*node);
    const auto checks = content.node->doctor();
    if (!checks) {
        content.checks.push_back({"service checks", "failed", checks.error().message, checks.error().hint});
        return checks.error().code == core::Code::timed_out ? exit_unreachable : exit_check_failed;
    }
    content.checks.insert(content.checks.end(), checks->begin(), checks->end());
    return exit_done;
}

/// The names of API keys, as a service's program finds them in its files.
core::Result<std::vector<std::string>> key_names_in(const core::Home& home) {
    std::error_code ignored;
    if (!fs::exists(home.database(), ignored)) return std::vector<std::string>();
    const std::string program = control::find_service_program().string();
    if (program.empty())
        return core::fail(core::Code::not_found, "hearthd was not found beside hearthctl or on the PATH.");
    std::vector<std::string> words{program, "--key-names"};
    if (!home.is_default) words.insert(words.end(), {"--home", home.root.string()});
    HEARTH_TRY(const std::string printed, core::output_of(words));
    std::vector<std::string> names;
    for (std::size_t at = 0; at < printed.size();) {
        const std::size_t end = std::min(printed.find('\n', at), printed.size());
        names.push_back(printed.substr(at, end - at));
        at = end + 1;
    }
    return names;
}

void tell(const std::string& sentence) {
    std::cerr << printable(sentence) << "\n";
}

/// Of what lies in the home, and of what the service still says.
control::Bundle bundle_of_files(const core::Home& home, const Checkup& found) {
    std::optional<control::NodeStatus> status;
    if (found.node)
        if (auto now = found.node->status()) status = std::move(*now);
    auto names = key_names_in(home);
    if (!names) {
        tell("The names of API keys are not known and are not taken out of the bundle. " + names.error().message);
        names = std::vector<std::string>();
    }
    return control::make_bundle({home, HEARTH_VERSION, found.condition, found.checks, std::move(status), *names},
                                core::system_clock().now());
}

/// By the service, or without it where there is none, where it cannot, or where it is too old to.
control::Bundle bundle_of(const core::Home& home, const Checkup& found) {
    if (!found.node) return bundle_of_files(home, found);
    auto made = found.node->bundle();
    if (made) return std::move(*made);
    tell("The service made no bundle; it is made of the files. " + made.error().message);
    return bundle_of_files(home, found);
}

void print_bundle(const control::Bundle& bundle, const std::string& file) {
    std::cout << "\n";
    Table table({"FILE", "SIZE", "TAKEN OUT"});
    for (const control::BundleFile& one : bundle.files) {
        std::vector<std::string> taken;
        for (const control::Redaction& redaction : one.redacted)
            taken.push_back(std::to_string(redaction.count) + " × " + redaction.kind);
        table.row(
            {printable(one.name), bytes_text(one.text.size()), taken.empty() ? "–" : printable(joined(taken, ", "))});
    }
    table.print();
    std::cout << "\nThe bundle is in " << printable(file) << ": read it before you pass it on.\n";
}

} // namespace

int doctor(Context& context, const std::string& bundle) {
    Checkup content;
    // What only this machine's user can see; the rest is asked from the service.
    const auto home = context.home();
    if (!home) return context.fail(home.error());
    content.checks = {check_program(), check_catalogue(), check_home(*home)};
    Exit exit = ask_service(context, *home, content);
    if (any_failed(content.checks) && exit == exit_done) exit = exit_check_failed;
    if (context.json)
        print_json_line("{\"condition\":" + control::to_json(content.condition) +
                        ",\"checks\":" + control::to_json(content.checks) + "}");
    else
        print_doctor(content.checks);
    if (bundle.empty()) return exit;
    std::cout.flush(); // whatever becomes of the bundle
    const control::Bundle made = bundle_of(*home, content);
    const std::string text = control::bundle_document(made, HEARTH_VERSION);
    if (const auto written = core::write_file_atomic(bundle, core::as_bytes(text), 0600); !written)
        return context.fail(written.error());
    if (!context.json) print_bundle(made, bundle);
    return exit;
}

} // namespace hearth::cli
