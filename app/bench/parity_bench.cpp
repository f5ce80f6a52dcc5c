// SPDX-License-Identifier: Apache-2.0
#include "benches.h"

#include <algorithm>
#include <random>

namespace hearth::app {

namespace {

using core::Code;
using core::fail;

struct Question {
    std::vector<std::uint32_t> prompt;
    proof::DecodeParams params;
    core::Hash key, start;
    core::Hash root; ///< of the chain when it was answered alone
};

/// Runs some questions together and keeps their chains.
class Company final : public compute::EngineSink {
public:
    explicit Company(compute::Engine& engine) : m_engine(engine) {}

    core::Status ask(const Question& question) {
        compute::SequenceRequest request;
        request.job = m_roots.size();
        request.prompt_ids = question.prompt;
        request.params = question.params;
        request.key = question.key;
        request.ignore_eos = true;
        request.chain_start = question.start;
        m_roots.emplace_back();
        return m_engine.submit(std::move(request), *this);
    }
    bool step() { return m_engine.step(); }
    const std::vector<std::optional<core::Hash>>& roots() const { return m_roots; }
    const std::optional<core::Error>& error() const { return m_error; }

    void on_token(const compute::TokenOut&) override {}
    void on_end(const compute::SequenceEnd& end) override { m_roots[end.job] = end.chain_root; }
    void on_failed(std::uint64_t, const core::Error& error) override { m_error = error; }

private:
    compute::Engine& m_engine;
    std::vector<std::optional<core::Hash>> m_roots;
    std::optional<core::Error> m_error;
};

Question make_question(std::mt19937& random, std::uint32_t number, const model::ModelConfig& config) {
    const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
    Question q;
    // Half of them share a beginning, so that pages are shared, too.
    const std::uint32_t seed = number % 2 == 0 ? 7 : number;
    q.prompt = filler_ids(1 + below(std::min(150U, config.context / 2)), config.vocab, seed);
    q.params.max_tokens = 1 + below(std::min(96U, config.context / 4));
    q.params.temperature_q16 = below(3) == 0 ? 0 : 52429;
    q.key = core::sha256(core::as_bytes("parity " + std::to_string(number)));
    q.start = core::sha256(core::as_bytes("start " + std::to_string(number)));
    return q;
}

} // namespace

core::Result<Report> parity_bench(const BenchOptions& options, const ParityOptions& parity) {
    constexpr std::uint32_t crowd = 64;
    BenchOptions guessing = options;
    guessing.prompt_lookup = true;
    HEARTH_TRY(const auto engine, load_engine(guessing, 16 * 256));
    std::mt19937 random(1);
    std::vector<Question> questions;
    std::uint64_t compared = 0, chains = 0, different = 0;
    for (std::uint32_t number = 0; number < crowd; ++number) {
        Question q = make_question(random, number, engine->config());
        Company alone(*engine);
        HEARTH_CHECK(alone.ask(q));
        while (alone.step()) {
        }
        if (alone.error()) return *alone.error();
        if (!alone.roots().front())
            return fail(Code::unsupported, "The profile \"" + options.profile + "\" has no exact chain.",
                        "Use an exact profile such as \"ci8.1\".");
        q.root = *alone.roots().front();
        questions.push_back(std::move(q));
    }
    while (compared < parity.tokens) {
        std::shuffle(questions.begin(), questions.end(), random);
        const std::size_t count = 1 + random() % crowd;
        Company together(*engine);
        for (std::size_t i = 0; i < count; ++i) {
            HEARTH_CHECK(together.ask(questions[i]));
            // They come one after the other, so that prefill and decode meet in every mixture.
            for (std::uint32_t steps = random() % 4; steps > 0; --steps)
                together.step();
        }
        while (together.step()) {
        }
        if (together.error()) return *together.error();
        for (std::size_t i = 0; i < count; ++i) {
            different += together.roots()[i] == questions[i].root ? 0 : 1;
            compared += questions[i].params.max_tokens;
        }
        chains += count;
    }
    Report report = report_of("parity", *engine, 1);
    report.metrics = {{"tokens_compared", static_cast<double>(compared)},
                      {"chains_compared", static_cast<double>(chains)},
                      {"chains_different", static_cast<double>(different)}};
    report.ratios = {{"different_over_compared", static_cast<double>(different) / static_cast<double>(chains)}};
    return report;
}

} // namespace hearth::app
