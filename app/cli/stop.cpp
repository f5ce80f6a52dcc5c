// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"
#include "output.h"
#include "verbs.h"
#include "waiting.h"

#include <nlohmann/json.hpp>

#include <iostream>

namespace hearth::cli {
namespace {

/// A service holds the lock of its home until its very end.
bool is_gone(const core::Home& home) {
    std::error_code problem;
    return !std::filesystem::exists(home.lock_file(), problem) || core::FileLock::acquire(home.lock_file()).ok();
}

/// Until nobody holds the home any more; the last sentence that was heard stays in `last`.
core::Status see_it_go(Context& context, control::SocketNode& node, std::string& last) {
    HEARTH_TRY(const core::Home home, context.home());
    Waiting waiting(context);
    while (node.connected() || !is_gone(home)) {
        if (const auto status = node.connected() ? node.status() : core::fail(core::Code::unavailable, ""); status)
            last = status->sentence;
        HEARTH_CHECK(waiting.again(last));
    }
    return {};
}

} // namespace

int stop(Context& context) {
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const auto answered = node->shutdown();
    if (!answered) return context.fail(answered.error());
    std::string last = answered->sentence;
    if (auto gone = see_it_go(context, *node, last); !gone) {
        core::Error error = gone.error();
        error.message = "The service was asked to stop and has not ended yet. " + last;
        error.hint = "It goes on ending by itself; see: hearthctl status";
        return context.fail(error, error.code == core::Code::timed_out ? exit_unreachable : exit_failed);
    }
    if (context.json)
        print_json(nlohmann::ordered_json{{"state", "stopped"}, {"sentence", last}});
    else
        std::cout << "The service has stopped.\n";
    return exit_done;
}

} // namespace hearth::cli
