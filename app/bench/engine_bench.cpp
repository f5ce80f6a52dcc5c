// SPDX-License-Identifier: Apache-2.0
#include "benches.h"
#include "compute/exact_file.h"
#include "core/clock.h"
#include "exact/memory.h"
#include "proof/exact_chain.h"
#include "rounds.h"

namespace hearth::app {

namespace {

/// Milliseconds that the exact chain takes for one token, hashing the final row included.
double evidence_ms(std::uint32_t hidden) {
    constexpr std::uint32_t tokens = 4096;
    core::Bytes row(hidden + 4);
    proof::ExactChain chain({});
    const core::Nanoseconds start = core::monotonic();
    for (std::uint32_t id = 0; id < tokens; ++id) {
        row[id % row.size()] ^= 1;
        chain.push(id, row);
    }
    static_cast<void>(chain.root());
    return seconds(core::monotonic() - start) * 1e3 / tokens;
}

/// Bytes of the exact weights in a model's folder; 0 for other models.
double weights_file_bytes(const BenchOptions& options) {
    std::error_code error;
    const auto size = std::filesystem::file_size(options.model / "exact" / (options.profile + ".weights"), error);
    return error ? 0.0 : static_cast<double>(size);
}

} // namespace

core::Result<Report> engine_bench(const BenchOptions& options) {
    const core::Nanoseconds start = core::monotonic();
    HEARTH_TRY(const Bench bench, load_bench(options, streams * 64));
    const auto& engine = bench.engine;
    const double load_s = seconds(core::monotonic() - start);
    const auto resident_after_load = exact::resident_bytes();
    Rounds rounds(*engine);
    HEARTH_CHECK(rounds.decode()); // warms up caches and threads; not counted
    rounds.decodes.clear();
    for (int run = 0; run < options.runs; ++run) {
        HEARTH_TRY(const double probe, bench.probe());
        rounds.probes.push_back(probe);
        HEARTH_CHECK(rounds.decode());
        HEARTH_CHECK(rounds.prefill());
        HEARTH_CHECK(rounds.batch());
        HEARTH_CHECK(rounds.drawn());
        HEARTH_CHECK(rounds.first());
        HEARTH_CHECK(rounds.prefix());
    }
    const double decode_gb_s = median(rounds.decodes) * bytes_per_token(*engine, options.profile) * 1e-9;
    Report report = report_of("engine", *engine, options.runs);
    report.metrics = {{"load_s", load_s},
                      {"weight_mb", static_cast<double>(engine->weight_bytes()) * 1e-6},
                      {"probe_gb_s", median(rounds.probes)},
                      {"prefill_tokens", rounds.prompt},
                      {"prefill_tok_s", median(rounds.prefills)},
                      {"decode_tok_s", median(rounds.decodes)},
                      {"decode_gb_s", decode_gb_s},
                      {"batch16_tok_s", median(rounds.batches)},
                      {"ttft_ms", median(rounds.firsts)}};
    if (resident_after_load) report.metrics["load_resident_mb"] = static_cast<double>(*resident_after_load) * 1e-6;
    if (const auto resident = exact::resident_bytes())
        report.metrics["resident_mb"] = static_cast<double>(*resident) * 1e-6;
    // Probe and decode stand side by side in every round, so that both saw the same machine.
    std::vector<double> ratios;
    for (std::size_t i = 0; i < rounds.probes.size(); ++i)
        ratios.push_back(rounds.decodes[i] * bytes_per_token(*engine, options.profile) * 1e-9 / rounds.probes[i]);
    report.ratios = {{"decode_over_probe", median(ratios)},
                     {"batch16_drawn_over_greedy", median(rounds.drawns) / median(rounds.batches)},
                     {"batch16_over_decode", median(rounds.batches) / median(rounds.decodes)},
                     {"prefix_ttft_over_cold", median(rounds.prefixes)}};
    if (compute::exact_profile(options.profile)) {
        const double evidence = evidence_ms(engine->config().hidden);
        report.metrics["evidence_ms_per_token"] = evidence;
        report.ratios["evidence_over_decode"] = evidence * 1e-3 * median(rounds.decodes);
    }
    if (const double bytes = weights_file_bytes(options); bytes > 0.0 && bench.gpu == nullptr)
        report.ratios["load_over_reading_file"] = load_s * median(rounds.probes) * 1e9 / bytes;
    return report;
}

} // namespace hearth::app
