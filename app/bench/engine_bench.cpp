// SPDX-License-Identifier: Apache-2.0
#include "benches.h"
#include "exact/memory.h"
#include "core/clock.h"
#include "probe.h"

#include <algorithm>

namespace hearth::app {

namespace {

constexpr std::size_t streams = 16;
constexpr std::uint32_t short_prompt = 16;

double seconds(core::Nanoseconds duration) {
    return static_cast<double>(duration) * 1e-9;
}

/// Bytes of weights that one decoded token has to read: all but an untied embedding table.
double bytes_per_token(const compute::Engine& engine, const std::string& profile) {
    const model::ModelConfig& config = engine.config();
    const double element = profile == "fp32" ? 4.0 : profile == "bf16" ? 2.0 : 1.0;
    // An exact profile keeps the output matrix apart from the embedding, whose rows are only looked up.
    const bool shared = config.tied_embeddings && element > 1.0;
    const double table = shared ? 0.0 : element * config.vocab * config.hidden;
    return static_cast<double>(engine.weight_bytes()) - table;
}

/// The rounds of one run, with what each of them measured.
class Rounds {
public:
    Rounds(compute::Engine& engine) : m_engine(engine), m_context(engine.config().context) {
        prompt = std::min(512U, m_context - 1);
        answer = std::min(64U, m_context - short_prompt - 1);
        batch_answer = std::min(32U, answer);
    }

    core::Status prefill() {
        HEARTH_TRY(const Generations done, generate(1, prompt, 1));
        prefills.push_back(prompt / seconds(done.ended - done.started));
        return {};
    }
    core::Status decode() {
        HEARTH_TRY(const Generations done, generate(1, short_prompt, answer + 1));
        decodes.push_back(static_cast<double>(done.tokens_after_first) /
                          seconds(done.ended - done.first_token));
        return {};
    }
    core::Status batch() {
        HEARTH_TRY(const Generations done, generate(streams, short_prompt, batch_answer + 1));
        batches.push_back(static_cast<double>(done.tokens_after_first) /
                          seconds(done.ended - done.first_token));
        return {};
    }
    core::Status first() {
        HEARTH_TRY(const Generations done, generate(1, std::min(128U, prompt), 1));
        firsts.push_back(seconds(done.first_token - done.started) * 1e3);
        return {};
    }

    std::uint32_t prompt, answer, batch_answer;
    std::vector<double> prefills, decodes, batches, firsts, probes;

private:
    core::Result<Generations> generate(std::size_t count, std::uint32_t ids, std::uint32_t tokens) {
        Generations generations(m_engine);
        proof::DecodeParams greedy;
        greedy.temperature_q16 = 0;
        greedy.max_tokens = tokens;
        for (std::size_t i = 0; i < count; ++i)
            HEARTH_CHECK(generations.add(filler_ids(ids, m_engine.config().vocab, ++m_seed), greedy));
        HEARTH_CHECK(generations.run());
        return generations;
    }

    compute::Engine& m_engine;
    std::uint32_t m_context, m_seed = 0;
};

} // namespace

core::Result<Report> engine_bench(const BenchOptions& options) {
    const core::Nanoseconds start = core::system_clock().monotonic();
    HEARTH_TRY(const auto engine, load_engine(options, streams * 64));
    const double load_s = seconds(core::system_clock().monotonic() - start);
    const auto resident_after_load = exact::resident_bytes();
    Rounds rounds(*engine);
    HEARTH_CHECK(rounds.decode()); // warms up caches and threads; not counted
    rounds.decodes.clear();
    for (int run = 0; run < options.runs; ++run) {
        {
            BandwidthProbe probe(engine->threads());
            rounds.probes.push_back(probe.measure());
        }
        HEARTH_CHECK(rounds.decode());
        HEARTH_CHECK(rounds.prefill());
        HEARTH_CHECK(rounds.batch());
        HEARTH_CHECK(rounds.first());
    }
    const double decode_gb_s = median(rounds.decodes) * bytes_per_token(*engine, options.profile) * 1e-9;
    Report report{.name = "engine",
                  .isa = engine->isa(),
                  .threads = engine->threads(),
                  .runs = options.runs,
                  .metrics = {},
                  .ratios = {},
                  .metrics_json = {}};
    report.metrics = {{"load_s", load_s},
                      {"weight_mb", static_cast<double>(engine->weight_bytes()) * 1e-6},
                      {"probe_gb_s", median(rounds.probes)},
                      {"prefill_tokens", rounds.prompt},
                      {"prefill_tok_s", median(rounds.prefills)},
                      {"decode_tok_s", median(rounds.decodes)},
                      {"decode_gb_s", decode_gb_s},
                      {"batch16_tok_s", median(rounds.batches)},
                      {"ttft_ms", median(rounds.firsts)}};
    if (resident_after_load)
        report.metrics["load_resident_mb"] = static_cast<double>(*resident_after_load) * 1e-6;
    if (const auto resident = exact::resident_bytes())
        report.metrics["resident_mb"] = static_cast<double>(*resident) * 1e-6;
    // Probe and decode stand side by side in every round, so that both saw the same machine.
    std::vector<double> ratios;
    for (std::size_t i = 0; i < rounds.probes.size(); ++i)
        ratios.push_back(rounds.decodes[i] * bytes_per_token(*engine, options.profile) * 1e-9 /
                         rounds.probes[i]);
    report.ratios = {{"decode_over_probe", median(ratios)},
                     {"batch16_over_decode", median(rounds.batches) / median(rounds.decodes)}};
    return report;
}

} // namespace hearth::app
