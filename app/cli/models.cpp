// SPDX-License-Identifier: Apache-2.0
#include "control/json.h"
#include "long_call.h"
#include "output.h"
#include "verbs.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <unistd.h>

namespace hearth::cli {
namespace {

using control::ModelInfo;

std::string receipts_text(std::uint64_t count) {
    return std::to_string(count) + (count == 1 ? " receipt" : " receipts");
}

void print_model(const ModelInfo& model) {
    Table table;
    table.row({"name", printable(model.name) + (model.is_default ? " (default)" : "")});
    table.row({"id", printable(model.model_id)});
    table.row({"architecture", printable(model.arch)});
    table.row({"makes", made_by(model)});
    table.row({"profiles", joined(model.profiles)});
    table.row({"size", bytes_text(model.bytes)});
    if (model.source_bytes > 0) table.row({"source kept", bytes_text(model.source_bytes)});
    table.row({"parameters", std::to_string(model.parameters)});
    table.row({"context", std::to_string(model.context_length) + " tokens"});
    table.row({"a million tokens", price_text(model)});
    if (model.receipts_in_window > 0)
        table.row({"needed by", receipts_text(model.receipts_in_window) + " that may still be audited"});
    table.row({"license", model.license.empty() ? "–" : printable(model.license)});
    for (const auto& [name, value] : model.quality)
        table.row({"quality", printable(name) + " " + printable(value)});
    table.row(
        {"state", coloured(name_of(model.state)) + (model.reason.empty() ? "" : " – " + printable(model.reason))});
    table.print();
}

int show(Context& context, const core::Result<ModelInfo>& model) {
    if (!model) return context.fail(model.error());
    if (context.json)
        print_json_line(control::to_json(*model));
    else
        print_model(*model);
    return exit_done;
}

core::Status ask_to_remove(const Context& context, const ModelInfo& model) {
    const std::string what = receipts_text(model.receipts_in_window) + " of " + model.name +
                             " may still be audited, and without the model an audit fails to replay the answer.";
    if (!context.json && ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1) {
        std::cerr << printable(what) << "\nRemove it all the same? [y/N] " << std::flush;
        std::string answer;
        std::getline(std::cin, answer);
        if (answer == "y" || answer == "Y" || answer == "yes") return {};
    }
    return core::fail(core::Code::refused, what + " Nothing was removed.",
                      "Wait until their rewards are paid, or run: hearthctl model remove " + model.name + " --yes");
}

/// `object` with more members at its end.
std::string extended(std::string object, const std::string& members) {
    object.pop_back();
    return object + "," + members + "}";
}

} // namespace

int import_failed(const Context& context, const core::Error& error) {
    if (error.code == core::Code::corrupt) return context.fail(error, exit_failed);
    if (error.code == core::Code::invalid_argument) return context.fail(error, exit_usage);
    return context.fail(error);
}

int show_imported(Context& context, const core::Result<ModelInfo>& model) {
    if (!model) return import_failed(context, model.error());
    if (context.json || model->note.empty()) return show(context, model);
    std::cout << printable(model->note) << "\n";
    return exit_done;
}

int import_model(Context& context, const std::string& path, const std::string& name, const std::string& profile,
                 bool keep_source) {
    std::error_code problem;
    // The service has another working folder.
    const auto file = std::filesystem::absolute(path, problem).lexically_normal();
    if (problem || !std::filesystem::exists(file, problem))
        return context.fail(core::fail(core::Code::not_found, "There is no file or folder " + path + "."));
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    core::Result<ModelInfo> model = core::fail(core::Code::internal, "");
    {
        LongCall call(context, *node);
        model = node->import_model(file, name, profile, call.progress(), keep_source);
    }
    return show_imported(context, model);
}

int list_models(Context& context) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto models = node->models();
    if (!models) return context.fail(models.error());
    if (context.json) {
        print_json_line("{\"models\":" + control::to_json(*models) + "}");
        return exit_done;
    }
    if (models->empty()) {
        std::cout << "No model is here yet. Get one with: hearthctl model pull NAME, or hearthctl model import PATH\n";
        return exit_done;
    }
    Table table({"NAME", "ID", "MAKES", "ARCH", "PROFILES", "SIZE", "STATE", "LICENSE", "A MILLION TOKENS"});
    for (const auto& model : *models)
        table.row({printable(model.name) + (model.is_default ? " *" : ""), short_id(model.model_id), made_by(model),
                   printable(model.arch), joined(model.profiles), bytes_text(model.bytes),
                   coloured(name_of(model.state)), printable(model.license), price_text(model)});
    table.print();
    return exit_done;
}

int show_model(Context& context, const std::string& model) {
    control::SocketNode* node = context.node();
    return node == nullptr ? context.connect_exit() : show(context, node->model(model));
}

int check_model(Context& context, const std::string& name) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto model = node->model(name);
    if (!model) return context.fail(model.error());
    core::Result<std::vector<control::Check>> checks = core::fail(core::Code::internal, "");
    {
        LongCall call(context, *node);
        checks = node->check_model(name, call.progress());
    }
    if (!checks) return context.fail(checks.error());
    const auto failed =
        std::find_if(checks->begin(), checks->end(), [](const auto& c) { return c.result == "failed"; });
    const bool valid = failed == checks->end();
    if (context.json)
        print_json_line(extended(control::to_json(*model), std::string("\"valid\":") + (valid ? "true" : "false") +
                                                               ",\"checks\":" + control::to_json(*checks)));
    else
        print_checks(*checks);
    if (valid) return exit_done;
    return context.fail(
        core::fail(core::Code::corrupt,
                   "The model " + name + " does not verify: " + failed->name + ": " + failed->detail,
                   "Get it anew: hearthctl model remove " + name + ", then hearthctl model import PATH"),
        exit_check_failed);
}

int remove_model(Context& context, const std::string& name, bool sure) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    auto model = node->model(name);
    if (!model) return context.fail(model.error());
    if (!sure && model->receipts_in_window > 0)
        if (const auto agreed = ask_to_remove(context, *model); !agreed) return context.fail(agreed.error());
    if (const auto removed = node->remove_model(model->model_id); !removed) return context.fail(removed.error());
    model->state = control::ModelState::removed;
    if (context.json)
        print_json_line(control::to_json(*model));
    else
        std::cout << "Removed " << printable(model->name) << " (" << short_id(model->model_id) << ").\n";
    return exit_done;
}

} // namespace hearth::cli
