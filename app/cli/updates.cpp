// SPDX-License-Identifier: Apache-2.0
#include "control/json.h"
#include "long_call.h"
#include "output.h"
#include "update_arguments.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace hearth::cli {
namespace {

using control::UpdateView;
using Call = core::Result<UpdateView> (*)(control::SocketNode&, const control::OnProgress&);

void print_line(const core::Sentence& sentence) {
    if (!sentence.empty()) std::cout << printable(sentence) << "\n";
}

void print(const UpdateView& view) {
    print_line(view.sentence);
    print_line(view.problem);
    std::cout << "Running: " << printable(view.version) << "\n";
    if (!view.offered.empty()) {
        std::cout << "Offered: " << printable(view.offered);
        if (view.bytes > 0)
            std::cout << ", " << bytes_text(view.done) << " of " << bytes_text(view.bytes) << " are here";
        std::cout << "\n";
    }
    if (view.checked_at) std::cout << "The server was asked: " << time_text(*view.checked_at) << "\n";
    if (!view.notes.empty()) std::cout << "What is new:\n" << printable(view.notes, true) << "\n";
    print_line(view.applying);
}

int run(Context& context, Call call) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    core::Result<UpdateView> view = core::fail(core::Code::internal, "");
    {
        LongCall running(context, *node);
        view = call(*node, running.progress());
    }
    if (!view) return context.fail(view.error());
    if (context.json)
        print_json_line(control::to_json(*view));
    else
        print(*view);
    return exit_done;
}

} // namespace

void add_update_verbs(CLI::App& app, Command& command) {
    CLI::App* group = app.add_subcommand("update", "New versions of Hearth");
    group->require_subcommand(1);
    group->fallthrough();
    const auto verb = [&](const char* name, const char* what, Call call) {
        CLI::App* sub = group->add_subcommand(name, what);
        sub->fallthrough();
        sub->callback([&command, call] { command.run = [call](Context& context) { return run(context, call); }; });
    };
    verb("status", "Whether there is a newer version, and what of it is here",
         [](control::SocketNode& node, const control::OnProgress&) { return node.update_status(); });
    verb("check", "Ask the update server now",
         [](control::SocketNode& node, const control::OnProgress& progress) { return node.check_update(progress); });
    verb("download", "Fetch the newer version; goes on where it was stopped",
         [](control::SocketNode& node, const control::OnProgress& progress) { return node.download_update(progress); });
    verb("apply", "Put the downloaded version in place, or say which command does it",
         [](control::SocketNode& node, const control::OnProgress& progress) { return node.apply_update(progress); });
}

} // namespace hearth::cli
