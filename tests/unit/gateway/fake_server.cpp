// SPDX-License-Identifier: Apache-2.0
#include "bench.h"
#include "fake_till.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>

/// A gateway whose model says seeded nonsense, for client suites and load tests. Prints the base URL and
/// serves until SIGTERM. Argument "instant": every answer is one token, given inside start(). "paid": whoever asks
/// pays, and nothing is settled.

using namespace hearth;
using namespace hearth::test;

namespace {

constexpr std::size_t context = 2048;

/// Words drawn from what determines an answer, so that a repeated request repeats its answer.
std::vector<std::string> words(const gateway::GenerationRequest& request, std::size_t count) {
    static const char* const list[] = {" the", " fire", " is", " warm", " and",
                                       " we",  " sit",  " by", " it",   " tonight"};
    std::size_t state = std::hash<std::string>{}(request.messages_json + request.prompt.value_or("")) + request.choice;
    if (request.temperature > 0) state += request.seed ? *request.seed : static_cast<std::size_t>(std::rand());
    std::vector<std::string> out;
    for (std::size_t i = 0; i < count; ++i) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        out.emplace_back(list[(state >> 33) % std::size(list)]);
    }
    return out;
}

Script plausible(const gateway::GenerationRequest& request) {
    const std::size_t prompt = (request.messages_json.size() + request.prompt.value_or("").size()) / 4;
    if (prompt > context)
        return {.refuse = core::fail(core::Code::too_large, "The prompt has " + std::to_string(prompt) +
                                                                " tokens, the context of this model holds " +
                                                                std::to_string(context) + ".")};
    if (!request.constraint.empty()) return {.pieces = {R"({"colour": )", R"("red", )", R"("warm": true})"}};
    const std::size_t limit = request.max_tokens.value_or(24);
    Script script{.pieces = words(request, limit), .between = Millis(limit > 200 ? 5 : 0)};
    script.finish_reason = request.max_tokens ? "length" : "stop";
    for (std::size_t i = 0; i < script.pieces.size(); ++i) {
        for (const std::string& stop : request.stop) {
            if (script.pieces[i].find(stop) == std::string::npos) continue;
            script.pieces.resize(i);
            script.finish_reason = "stop";
        }
    }
    return script;
}

gateway::ServerOptions options_of(const std::string& kind) {
    gateway::ServerOptions options;
    if (kind != "paid") return options;
    options.key_rule = gateway::KeyRule::always;
    options.till = std::make_shared<gateway::pay::Till>(test_terms(), std::make_shared<MemoryBook>(),
                                                        std::make_shared<gateway::pay::LocalFacilitator>());
    return options;
}

} // namespace

int main(int argc, char** argv) {
    sigset_t stop_signals;
    sigemptyset(&stop_signals);
    sigaddset(&stop_signals, SIGTERM);
    sigaddset(&stop_signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &stop_signals, nullptr);
    const std::string kind = argc > 1 ? argv[1] : "";
    const bool instant = kind == "instant";
    const Bench bench(
        instant ? FakeBackend::Writer([](const auto&) { return Script{.pieces = {"ok"}, .synchronous = true}; })
                : FakeBackend::Writer(plausible),
        options_of(kind));
    std::printf("%s\n", bench.server->base_url().c_str());
    std::fflush(stdout);
    int received = 0;
    sigwait(&stop_signals, &received);
    return 0;
}
