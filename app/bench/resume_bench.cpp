// SPDX-License-Identifier: Apache-2.0
#include "benches.h"
#include "core/clock.h"
#include "gateway_peers.h"
#include "http_load.h"
#include "local_network.h"
#include "temporary_folder.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <nlohmann/json.hpp>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace hearth::app {
namespace {

using Json = nlohmann::json;

constexpr std::size_t struck_after = 96; ///< pieces of an answer
constexpr std::uint32_t tokens_of_an_answer = 256;
constexpr int words_to_read = 150;
constexpr double most_gap_s = 1.5; ///< beside reading again what was there
constexpr time_t longest_silence_s = 60;

/// An answer as its caller saw it.
struct Heard {
    std::vector<double> at_s; ///< of each piece, from the question on
    std::string text;
    std::size_t prompt_tokens = 0;
};
using OnPiece = std::function<core::Status(std::size_t pieces)>;

Json question_of(const std::string& prompt, std::uint32_t tokens) {
    return {{"model", "asked"},
            {"stream", true},
            {"stream_options", {{"include_usage", true}}},
            {"max_tokens", tokens},
            {"ignore_eos", true},
            {"seed", 7},
            {"messages", Json::array({{{"role", "user"}, {"content", prompt}}})}};
}

core::Error cut_short(const std::string& why) {
    return core::fail(core::Code::corrupt, "An answer over a link was not whole: " + why.substr(0, 300));
}

/// One event of the stream.
core::Status take_event(const std::string& line, double now_s, Heard& heard, const OnPiece& on_piece) {
    const Json event = Json::parse(line, nullptr, false);
    if (!event.is_object() || event.contains("error")) return cut_short(line);
    if (const auto usage = event.find("usage"); usage != event.end() && usage->is_object())
        heard.prompt_tokens = usage->value("prompt_tokens", std::size_t{0});
    for (const Json& choice : event.value("choices", Json::array())) {
        const Json content = choice.value("delta", Json::object()).value("content", Json());
        if (!content.is_string() || content.get_ref<const std::string&>().empty()) continue;
        heard.text += content.get_ref<const std::string&>();
        heard.at_s.push_back(now_s);
        if (on_piece) HEARTH_CHECK(on_piece(heard.at_s.size()));
    }
    return {};
}

core::Result<Heard> hear(std::uint16_t port, const Json& question, const OnPiece& on_piece = {}) {
    HEARTH_TRY(const int socket, dial(port));
    struct Hanging {
        int socket;
        ~Hanging() { ::close(socket); }
    } const hanging{socket};
    const timeval silence{longest_silence_s, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &silence, sizeof silence);
    const core::Nanoseconds begin = core::monotonic();
    if (!send_all(socket, post_of(port, chat_path, question.dump()))) return cut_short("it was not asked");
    Heard heard;
    std::string text;
    std::array<char, 16 * 1024> chunk;
    bool answered = false;
    while (true) {
        const ssize_t got = ::recv(socket, chunk.data(), chunk.size(), 0);
        if (got <= 0) return cut_short("the connection ended");
        const double now_s = static_cast<double>(core::monotonic() - begin) * 1e-9;
        text.append(chunk.data(), static_cast<std::size_t>(got));
        for (std::size_t end = 0; (end = text.find('\n')) != std::string::npos; text.erase(0, end + 1)) {
            const std::string line = text.substr(0, end);
            if (!answered && !line.starts_with("HTTP/1.1 200")) return cut_short(line + text);
            answered = true;
            if (line.starts_with("data: [DONE]")) return heard;
            if (line.starts_with("data: ")) HEARTH_CHECK(take_event(line.substr(6), now_s, heard, on_piece));
        }
    }
}

/// Seconds for the first token of a question that nobody has read before, and its length.
struct FirstToken {
    double after_s = 0;
    std::size_t prompt_tokens = 0;
};

core::Result<FirstToken> first_token(std::uint16_t port, int run, int words) {
    std::string prompt = "Run " + std::to_string(run) + " with " + std::to_string(words) + ":";
    for (int i = 0; i < words; ++i)
        prompt += " " + std::to_string((run + 3) * 7919 + i * 31);
    HEARTH_TRY(const Heard heard, hear(port, question_of(prompt, 2)));
    if (heard.at_s.empty() || heard.prompt_tokens == 0) return cut_short("it has no token, or no usage");
    return FirstToken{heard.at_s.front(), heard.prompt_tokens};
}

/// By the home that is left: what each token takes that it has to read.
core::Result<double> reading_s_per_token(std::uint16_t port, int run) {
    HEARTH_TRY(const FirstToken few, first_token(port, run, 1));
    HEARTH_TRY(const FirstToken many, first_token(port, run, words_to_read));
    return std::max(0.0, many.after_s - few.after_s) / static_cast<double>(many.prompt_tokens - few.prompt_tokens);
}

struct Moved {
    double gap_s = 0, reading_s = 0, rhythm_s = 0; ///< longest wait since the kill; usual one before
};

core::Result<Moved> move_once(LocalNetwork& network, std::uint16_t port, int run) {
    const Json question = question_of("Question " + std::to_string(run) + ": go on.", tokens_of_an_answer);
    std::size_t victim = 0;
    HEARTH_TRY(const Heard heard, hear(port, question, [&](std::size_t pieces) -> core::Status {
                   if (pieces != struck_after) return {};
                   HEARTH_TRY(victim, network.busy());
                   network.kill(victim);
                   return {};
               }));
    std::vector<double> before;
    Moved moved;
    for (std::size_t i = 1; i < heard.at_s.size(); ++i) {
        const double wait_s = heard.at_s[i] - heard.at_s[i - 1];
        if (i < struck_after)
            before.push_back(wait_s);
        else
            moved.gap_s = std::max(moved.gap_s, wait_s);
    }
    if (heard.at_s.size() <= struck_after) return cut_short("it ended before its home was killed");
    moved.rhythm_s = median(before);
    HEARTH_TRY(const double each_s, reading_s_per_token(port, run));
    moved.reading_s = each_s * static_cast<double>(heard.prompt_tokens + struck_after);
    HEARTH_CHECK(network.revive(victim));
    HEARTH_TRY(const Heard calm, hear(port, question));
    if (calm.text != heard.text) return cut_short("its bytes are others than without the kill");
    return moved;
}

core::Status measure_moves(const LinkOptions& options, LocalNetwork& network, Report& report) {
    HEARTH_TRY(const std::uint16_t port, network.door());
    std::vector<double> gaps, readings, rhythms, beside;
    for (int run = 0; run < options.runs; ++run) {
        HEARTH_TRY(const Moved moved, move_once(network, port, run));
        gaps.push_back(moved.gap_s);
        readings.push_back(moved.reading_s);
        rhythms.push_back(moved.rhythm_s);
        beside.push_back(moved.gap_s - moved.reading_s);
        std::fprintf(stderr, "link: home %d of %d was killed; the next token came after %.2f s\n", run + 1,
                     options.runs, moved.gap_s);
    }
    report.metrics["resume_gap_s"] = median(gaps);
    report.metrics["resume_gap_worst_s"] = *std::max_element(gaps.begin(), gaps.end());
    report.metrics["resume_reading_s"] = median(readings);
    report.metrics["token_rhythm_ms"] = median(rhythms) * 1000;
    report.at_most("resume_gap_beside_reading_s", median(beside), most_gap_s);
    return {};
}

} // namespace

core::Status measure_resume(const LinkOptions& options, Report& report) {
    HEARTH_TRY(const TemporaryFolder folder, TemporaryFolder::make(options.folder));
    auto network = LocalNetwork::start(folder.path(), options.model);
    if (network) return measure_moves(options, *network, report);
    const core::Code code = network.error().code;
    if (code != core::Code::unsupported && code != core::Code::not_found) return network.error();
    std::fprintf(stderr, "link: no home is killed in mid-answer. %s %s\n", network.error().message.c_str(),
                 network.error().hint.c_str());
    return {};
}

} // namespace hearth::app
