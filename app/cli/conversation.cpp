// SPDX-License-Identifier: Apache-2.0
#include "answer.h"
#include "core/nearest.h"
#include "line_editor.h"
#include "output.h"

#include <iostream>

namespace hearth::cli {
namespace {

constexpr const char* commands = "/reset    forget what was said so far\n"
                                 "/help     show these lines\n"
                                 "/quit     end; so does Ctrl-D\n"
                                 "Ctrl-C    give up the line, or stop the answer\n";

void print_unknown(const std::string& word) {
    const std::string near = core::nearest(word, {"/reset", "/help", "/quit"});
    std::cout << "There is no command " << printable(word) << ". "
              << (near.empty() ? "See /help." : "Did you mean " + near + "?") << "\n";
}

/// One question and its answer; false if the service cannot be reached any more.
bool exchange(Context& context, control::ChatRequest& request) {
    const auto node = context.reach();
    if (!node) {
        context.fail(node.error(), exit_unreachable);
        return false;
    }
    std::string said;
    const auto result = answer(context, **node, request, said);
    const bool cancelled = !result && result.error().code == core::Code::cancelled;
    if (cancelled)
        std::cerr << "(stopped)\n";
    else if (!result)
        context.fail(result.error());
    if (result || (cancelled && !said.empty())) request.history.push_back({request.prompt, said});
    return (*node)->connected();
}

/// Does what a line beginning with "/" says; false at the end of the conversation.
bool command(const std::string& line, control::ChatRequest& request) {
    const std::string word = line.substr(0, line.find_last_not_of(" \t") + 1);
    if (word == "/quit" || word == "/exit") return false;
    if (word == "/help") {
        std::cout << commands;
    } else if (word == "/reset") {
        request.history.clear();
        std::cout << "A new conversation begins.\n";
    } else {
        print_unknown(word);
    }
    return true;
}

} // namespace

int converse(Context& context, control::ChatRequest request) {
    if (context.node() == nullptr) return context.connect_exit();
    LineEditor editor(context.interrupt());
    std::cout << "Ask something. /help shows what else there is, /quit ends.\n" << std::flush;
    while (true) {
        std::string line;
        const auto outcome = editor.read("> ", line);
        if (context.interrupt().terminated()) return exit_failed;
        if (outcome == LineEditor::Outcome::end) break;
        if (outcome == LineEditor::Outcome::interrupted) {
            std::cout << "\n(/quit or Ctrl-D ends)\n" << std::flush;
            continue;
        }
        if (control::is_blank(line)) continue;
        if (line.front() == '/') {
            if (!command(line, request)) return exit_done;
            std::cout << std::flush;
            continue;
        }
        request.prompt = line;
        if (!exchange(context, request)) return exit_unreachable;
        if (context.interrupt().terminated()) return exit_failed;
    }
    std::cout << "\n";
    return exit_done;
}

} // namespace hearth::cli
