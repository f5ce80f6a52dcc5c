// SPDX-License-Identifier: Apache-2.0
#include "benches.h"
#include "core/clock.h"

#include <algorithm>
#include <map>

namespace hearth::app {

core::Result<Report> replay_bench(const BenchOptions& options) {
    HEARTH_TRY(const auto engine, load_engine(options, 0));
    const std::uint32_t context = engine->config().context;
    const std::uint32_t prompt = std::min(32U, context / 2), answer = std::min(512U, context - prompt);
    proof::DecodeParams params;
    params.temperature_q16 = 52429; // 0.8
    params.max_tokens = answer;
    std::vector<double> generations, replays, ratios;
    compute::ReplayOutcome total;
    for (int run = 0; run < options.runs; ++run) {
        const auto ids = filler_ids(prompt, engine->config().vocab, static_cast<std::uint32_t>(run));
        const core::Hash key = core::sha256(core::as_bytes("bench " + std::to_string(run)));
        Generations generation(*engine);
        HEARTH_CHECK(generation.add(ids, params, key));
        HEARTH_CHECK(generation.run());
        const core::Nanoseconds start = core::monotonic();
        HEARTH_TRY(const auto outcome, engine->replay(ids, generation.output_ids, params, key, {}));
        const auto replay_ms = static_cast<double>(core::monotonic() - start) * 1e-6;
        const auto generation_ms = static_cast<double>(generation.ended - generation.started) * 1e-6;
        generations.push_back(generation_ms);
        replays.push_back(replay_ms);
        ratios.push_back(replay_ms / generation_ms);
        total.compared += outcome.compared;
        total.equal += outcome.equal;
    }
    Report report = report_of("replay", *engine, options.runs);
    report.metrics = {{"answer_tokens", answer},
                      {"generation_ms", median(generations)},
                      {"replay_ms", median(replays)},
                      {"tokens_compared", total.compared},
                      {"tokens_equal", total.equal}};
    report.ratios = {{"replay_over_generation", median(ratios)}};
    return report;
}

} // namespace hearth::app
