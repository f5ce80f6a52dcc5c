// SPDX-License-Identifier: Apache-2.0
#include "answer.h"
#include "control/json.h"
#include "core/amount_text.h"
#include "core/bytes.h"
#include "long_call.h"
#include "output.h"
#include "silence.h"
#include "verbs.h"

#include <iostream>
#include <optional>
#include <unistd.h>

namespace hearth::cli {
namespace {

using core::Code;

constexpr std::size_t max_prompt_bytes = std::size_t{8} << 20;

core::Result<std::string> read_prompt() {
    std::string text(max_prompt_bytes + 1, '\0');
    std::cin.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::cin.gcount()));
    if (text.size() > max_prompt_bytes)
        return core::fail(Code::too_large,
                          "The prompt on standard input is longer than " + bytes_text(max_prompt_bytes) + ".");
    return text;
}

std::string checks_with(const control::ChatResult& answer, const char* result) {
    std::string names;
    for (const control::Check& check : answer.checks)
        if (check.result == result) names += (names.empty() ? "" : ", ") + printable(check.name);
    return names;
}

/// Who answered, what was checked of it and what was not.
std::string provenance(const control::ChatResult& answer) {
    const bool own = answer.network.empty() || answer.network == "home";
    const std::string who =
        answer.node.empty() ? "this home" : "node " + printable(answer.node.substr(0, 12)) + " of the network";
    std::string line = own ? "answered by " + who : "answered by the network " + printable(answer.network);
    if (!own && !answer.evidence_id.empty()) line += ", evidence " + printable(answer.evidence_id);
    const std::string passed = checks_with(answer, "passed"), failed = checks_with(answer, "failed"),
                      open = checks_with(answer, "not checked");
    line += passed.empty() ? "; nothing was checked" : "; checked: " + passed;
    if (!failed.empty()) line += "; failed: " + failed;
    if (!open.empty()) line += "; not checked: " + open;
    return answer.tier.empty() ? line : line + "; privacy " + printable(answer.tier);
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
    std::cerr << line << "\n" << provenance(answer) << "\n";
}

/// What was asked, from wherever it comes. Errors: invalid_argument (blank, not UTF-8), too_large.
core::Result<std::string> whole_prompt(const std::optional<std::string>& given) {
    std::string prompt = given.value_or("-");
    if (prompt == "-") {
        HEARTH_TRY(prompt, read_prompt());
    }
    if (!core::is_utf8(prompt))
        return core::fail(Code::invalid_argument, "The prompt is not valid UTF-8 text.",
                          "Convert it first, for example with iconv.");
    if (control::is_blank(prompt))
        return core::fail(Code::invalid_argument, "The prompt is empty; nothing was sent.",
                          "Give it in quotes, or - and text on standard input: hearthctl chat PROMPT");
    return prompt;
}

} // namespace

core::Result<control::ChatResult> answer(Context& context, control::SocketNode& node,
                                         const control::ChatRequest& request, std::string& said) {
    const bool plain = !stdout_is_terminal();
    Silence silence(!context.json);
    const auto on_text = [&](const std::string& piece) {
        if (!piece.empty()) silence.broken();
        said += piece;
        if (context.json)
            print_json_line("{\"delta\":" + control::to_json(piece) + "}");
        else
            std::cout << (plain ? piece : printable(piece, true));
        std::cout.flush();
        return std::cout.good();
    };
    const LongCall call(context, node);
    auto result = node.chat(request, on_text);
    const bool stopped = !plain && !result && result.error().code == Code::cancelled; // behind the ^C
    if (!context.json && (result || !said.empty() || stopped)) std::cout << "\n" << std::flush;
    if (result && context.json) print_json_line(control::to_json(*result));
    if (result && !context.json) print_summary(*result);
    return result;
}

int chat(Context& context, control::ChatRequest request, const std::string& max_price,
         const std::optional<std::string>& prompt) {
    if (!max_price.empty()) {
        const auto most = core::parse_emb(max_price);
        if (!most) return context.fail(most.error(), exit_usage);
        request.max_price = most->units_text();
    }
    if (!core::is_utf8(request.system))
        return context.fail(core::fail(Code::invalid_argument, "The system message is not valid UTF-8 text."),
                            exit_usage);
    if (!prompt && !context.json && ::isatty(STDIN_FILENO) == 1 && stdout_is_terminal())
        return converse(context, std::move(request));
    auto whole = whole_prompt(prompt);
    if (!whole)
        return whole.error().code == Code::invalid_argument ? context.fail(whole.error(), exit_usage)
                                                            : context.fail(whole.error());
    request.prompt = std::move(whole).value();
    control::SocketNode* node = context.node();
    if (node == nullptr) return context.connect_exit();
    std::string said;
    const auto result = answer(context, *node, request, said);
    if (!result) return context.fail(result.error());
    return context.interrupt().happened() ? exit_failed : exit_done;
}

} // namespace hearth::cli
