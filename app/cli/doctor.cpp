// SPDX-License-Identifier: Apache-2.0
#include "bundle.h"
#include "control/diagnose.h"
#include "control/json.h"
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
        return {"program", "warning", "hearthd was not found beside hearthctl or on the PATH.",
                "Install Hearth."};
    return {"program", "passed", program.string(), {}};
}

DoctorCheck check_home(const core::Home& home) {
    std::error_code problem;
    if (!fs::is_directory(home.root, problem))
        return {"home", "failed", home.root.string() + " does not exist.",
                "Set it up with: hearthd --home " + home.root.string()};
    const fs::perms keys = fs::status(home.keys(), problem).permissions();
    if (!problem && (keys & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none)
        return {"home", "failed", home.keys().string() + " is open to other users.",
                "Run: chmod 700 " + home.keys().string()};
    return {"home", "passed", home.root.string(), {}};
}

void print_doctor(const std::vector<DoctorCheck>& checks) {
    Table table;
    for (const auto& check : checks) {
        table.row({printable(check.name), coloured(check.result), printable(check.detail)});
        if (check.result != "passed" && !check.repair.empty())
            table.row({"", "", "→ " + printable(check.repair)});
    }
    table.print();
}

/// The service's own checks; a service that cannot be asked is one failed check.
Exit ask_service(Context& context, BundleContent& content) {
    auto node = control::connect(context.home().control_socket(), context.connect_options());
    if (!node) {
        const auto found = control::diagnose(node.error(), context.home(), control::find_service_program());
        content.condition = control::condition_name(found.condition);
        content.checks.push_back({"service", "failed", found.sentence, found.hint});
        content.checks.push_back(control::check_disk(context.home().root));
        return exit_unreachable;
    }
    content.condition = control::condition_name(control::Condition::running);
    content.checks.push_back(
        {"service", "passed", "It answers; version " + node.value()->service_version() + ".", {}});
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
    content.checks = {check_program(), check_home(context.home())};
    Exit exit = ask_service(context, content);
    const auto failed = std::count_if(content.checks.begin(), content.checks.end(),
                                      [](const auto& check) { return check.result == "failed"; });
    if (failed > 0 && exit == exit_done) exit = exit_check_failed;
    if (!bundle.empty())
        if (const auto written = write_bundle(bundle, context.home(), content); !written)
            return context.fail(written.error());
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

int ledger_head(Context& context) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto head = node->ledger_head();
    if (!head) return context.fail(head.error());
    if (context.json) {
        print_json_line(control::to_json(*head));
        return exit_done;
    }
    Table table;
    table.row({"height", std::to_string(head->height)});
    table.row({"epoch", std::to_string(head->epoch)});
    table.row({"app hash", printable(head->app_hash)});
    table.row({"supply", money_text(head->supply)});
    for (const auto& [name, amount] : head->pools)
        table.row({"pool " + printable(name), money_text(amount)});
    table.print();
    return exit_done;
}

} // namespace hearth::cli
