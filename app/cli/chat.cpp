// SPDX-License-Identifier: Apache-2.0
#include "control/json.h"
#include "core/bytes.h"
#include "long_call.h"
#include "output.h"
#include "verbs.h"

#include <iostream>
#include <iterator>

namespace hearth::cli {
namespace {

using core::Code;

constexpr std::size_t max_prompt_bytes = std::size_t{8} << 20;

core::Result<std::string> read_prompt() {
    std::string text(max_prompt_bytes + 1, '\0');
    std::cin.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::cin.gcount()));
    if (text.size() > max_prompt_bytes)
        return core::fail(Code::too_large, "The prompt on standard input is longer than " +
                                               bytes_text(max_prompt_bytes) + ".");
    return text;
}

void print_summary(const control::ChatResult& answer) {
    std::string line = "[" + printable(answer.level) + "] " + std::to_string(answer.usage.prompt_tokens) +
                       " tokens in, " + std::to_string(answer.usage.completion_tokens) + " out";
    if (answer.total_ms) {
        char seconds[32];
        std::snprintf(seconds, sizeof seconds, ", %.1f s", *answer.total_ms / 1000.0);
        line += seconds;
    }
    if (!answer.receipt_id.empty()) line += ", receipt " + printable(answer.receipt_id);
    std::cerr << line << "\n";
}

} // namespace

int chat(Context& context, control::ChatRequest request) {
    if (request.prompt == "-") {
        auto prompt = read_prompt();
        if (!prompt) return context.fail(prompt.error());
        request.prompt = std::move(prompt).value();
    }
    if (!core::is_utf8(request.prompt) || !core::is_utf8(request.system))
        return context.fail(core::fail(Code::invalid_argument, "The prompt is not valid UTF-8 text.",
                                       "Convert it first, for example with iconv."),
                            exit_usage);
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    const bool plain = !stdout_is_terminal();
    const auto on_text = [&](const std::string& piece) {
        if (context.json)
            print_json_line("{\"delta\":" + control::to_json(piece) + "}");
        else
            std::cout << (plain ? piece : printable(piece, true));
        std::cout.flush();
        return std::cout.good();
    };
    const LongCall call(context, *node);
    const auto answer = node->chat(request, on_text);
    if (!context.json) std::cout << "\n" << std::flush;
    if (!answer) return context.fail(answer.error());
    if (context.json)
        print_json_line(control::to_json(*answer));
    else
        print_summary(*answer);
    return context.interrupt().happened() ? exit_failed : exit_done;
}

} // namespace hearth::cli
