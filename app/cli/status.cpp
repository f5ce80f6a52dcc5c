// SPDX-License-Identifier: Apache-2.0
#include "control/json.h"
#include "devices.h"
#include "output.h"
#include "verbs.h"
#include "waiting.h"

#include <iostream>

namespace hearth::cli {
namespace {

std::string with_reason(const std::string& state, const std::string& reason) {
    return reason.empty() ? printable(state) : printable(state) + " – " + printable(reason);
}

std::string model_line(const control::ModelInfo& model) {
    return "makes " + made_by(model) + ", " + joined(model.profiles) + ", " + bytes_text(model.bytes) +
           (model.is_default ? ", default, " : ", ") + with_reason(name_of(model.state), model.reason) +
           "; a million tokens: " + price_text(model);
}

std::string worker_line(const control::WorkerStatus& worker) {
    std::string line = with_reason(name_of(worker.state), worker.reason);
    if (worker.resident_bytes) line += ", " + bytes_text(*worker.resident_bytes);
    return worker.sandbox.empty() ? line : line + ", " + printable(worker.sandbox);
}

void print_lamps(const control::Lamps& lamps) {
    Table table;
    const std::pair<const char*, const control::Lamp*> rows[] = {
        {"service", &lamps.service}, {"gpu", &lamps.gpu}, {"eligible", &lamps.eligible}, {"earning", &lamps.earning}};
    for (const auto& [name, lamp] : rows)
        table.row({name, coloured(name_of(lamp->state)), printable(lamp->reason)});
    table.print("  ");
}

void print_status(const control::NodeStatus& status) {
    std::cout << printable(status.sentence) << "\n\n";
    print_lamps(status.lamps);
    Table table;
    table.row({"api", status.api.empty() ? "does not serve" : printable(status.api)});
    if (!status.api.empty())
        table.row({"", "bound to " + printable(status.api_bound) + ": " + printable(status.api_access)});
    table.row({"home", printable(status.home)});
    table.row({"ledger", printable(status.mode) + ", height " + std::to_string(status.height) + ", epoch " +
                             std::to_string(status.epoch)});
    table.row({"jobs", std::to_string(status.jobs_running) + " running, " + std::to_string(status.jobs_done) +
                           " done, " + std::to_string(status.jobs_failed) + " failed, " +
                           std::to_string(status.jobs_cancelled) + " cancelled"});
    for (const auto& model : status.models)
        table.row({"model", printable(model.name) + ": " + model_line(model)});
    for (const auto& worker : status.workers)
        table.row({"worker", printable(worker.device) + ": " + worker_line(worker)});
    for (const auto& device : status.devices)
        add_device(table, "device", device);
    table.row({"version", printable(status.version)});
    std::cout << "\n";
    table.print("  ");
}

int show_change(Context& context, const core::Result<control::NodeStatus>& status) {
    if (!status) return context.fail(status.error());
    if (context.json)
        print_json_line(control::to_json(*status));
    else
        std::cout << printable(status->sentence) << "\n";
    return exit_done;
}

} // namespace

int status(Context& context, bool wait) {
    if (!wait && context.node() == nullptr) return context.connect_exit();
    const auto status = wait ? wait_for_status(context, takes_work) : context.node()->status();
    if (!status) return context.fail(status.error());
    if (context.json)
        print_json_line(control::to_json(*status));
    else
        print_status(*status);
    return exit_done;
}

int pause(Context& context, bool now, bool wait) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto status = node->pause(now);
    if (!status || !wait) return show_change(context, status);
    return show_change(context,
                       wait_for_status(context, [](const auto& s) { return s.state != control::NodeState::draining; }));
}

int resume(Context& context, bool wait) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto status = node->resume();
    if (!status || !wait) return show_change(context, status);
    return show_change(context, wait_for_status(context, takes_work));
}

int snooze(Context& context, std::uint32_t minutes) {
    control::SocketNode* node = context.node();
    return node == nullptr ? context.connect_exit() : show_change(context, node->snooze(minutes));
}

} // namespace hearth::cli
