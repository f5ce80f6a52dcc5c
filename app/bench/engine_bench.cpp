// SPDX-License-Identifier: Apache-2.0
#include "benches.h"
#include "core/clock.h"
#include "exact/memory.h"
#include "probe.h"
#include "rounds.h"

namespace hearth::app {

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
