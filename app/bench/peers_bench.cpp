// SPDX-License-Identifier: Apache-2.0
#include "benches.h"
#include "core/subprocess.h"
#include "rounds.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace hearth::app {

namespace {

using core::Code;
using core::fail;

/// What llama.cpp reached with one file, round by round.
struct Peer {
    std::filesystem::path file;
    std::vector<double> prefills, decodes, batches;
};

core::Error unreadable(const std::string& program) {
    return fail(Code::corrupt, "The output of " + program + " cannot be read.",
                "Use the version that tests/bench/README.md names.");
}

core::Status single(const std::filesystem::path& folder, unsigned threads, Peer& peer) {
    const std::string program = (folder / "llama-bench").string();
    HEARTH_TRY(const std::string output,
               core::output_of({program, "-m", peer.file.string(), "-t", std::to_string(threads), "-p", "512", "-n",
                                "64", "-r", "1", "-o", "json"}));
    const auto rows = nlohmann::json::parse(output, nullptr, false);
    if (!rows.is_array()) return unreadable(program);
    for (const auto& row : rows) {
        if (!row.contains("avg_ts") || !row.contains("n_gen")) return unreadable(program);
        (row["n_gen"] == 0 ? peer.prefills : peer.decodes).push_back(row["avg_ts"].get<double>());
    }
    return {};
}

core::Status batched(const std::filesystem::path& folder, unsigned threads, Peer& peer) {
    const std::string program = (folder / "llama-batched-bench").string();
    HEARTH_TRY(const std::string output,
               core::output_of({program, "-m", peer.file.string(), "-t", std::to_string(threads), "-tb",
                                std::to_string(threads), "-c", "2048", "-npp", "16", "-ntg", "32", "-npl",
                                std::to_string(streams), "--output-format", "jsonl"}));
    const auto start = output.find("{\"n_kv");
    const auto at = start == std::string::npos ? output.find('{') : start;
    if (at == std::string::npos) return unreadable(program);
    const auto row = nlohmann::json::parse(output.substr(at, output.find('\n', at) - at), nullptr, false);
    if (!row.is_object() || !row.contains("speed_tg")) return unreadable(program);
    peer.batches.push_back(row["speed_tg"].get<double>());
    return {};
}

double best(const std::vector<Peer>& peers, std::vector<double> Peer::*what) {
    double most = 0.0;
    for (const Peer& peer : peers)
        most = std::max(most, median(peer.*what));
    return most;
}

} // namespace

core::Result<Report> peers_bench(const BenchOptions& options, const PeersOptions& wanted) {
    HEARTH_TRY(const Bench bench, load_bench(options, streams * 64));
    const auto& engine = bench.engine;
    Rounds ours(*engine);
    HEARTH_CHECK(ours.decode()); // warms up caches and threads; not counted
    ours.decodes.clear();
    std::vector<Peer> peers;
    for (const auto& file : wanted.models)
        peers.push_back({file, {}, {}, {}});
    for (int run = 0; run < options.runs; ++run) {
        HEARTH_TRY(const double probe, bench.probe());
        ours.probes.push_back(probe);
        HEARTH_CHECK(ours.decode());
        HEARTH_CHECK(ours.prefill());
        HEARTH_CHECK(ours.batch());
        for (Peer& peer : peers) {
            HEARTH_CHECK(single(wanted.llama, engine->threads(), peer));
            HEARTH_CHECK(batched(wanted.llama, engine->threads(), peer));
        }
    }
    Report report = report_of("peers", *engine, options.runs);
    const double decode = median(ours.decodes), prefill = median(ours.prefills), batch = median(ours.batches);
    report.metrics = {{"probe_gb_s", median(ours.probes)},
                      {"decode_tok_s", decode},
                      {"prefill_tok_s", prefill},
                      {"batch16_tok_s", batch}};
    report.ratios = {
        {"decode_over_probe", decode * bytes_per_token(*engine, options.profile) * 1e-9 / median(ours.probes)},
        {"prefill_over_best_peer", prefill / best(peers, &Peer::prefills)},
        {"batch16_over_best_peer", batch / best(peers, &Peer::batches)}};
    for (const Peer& peer : peers) {
        const std::string name = peer.file.stem().string();
        report.metrics[name + ".prefill_tok_s"] = median(peer.prefills);
        report.metrics[name + ".decode_tok_s"] = median(peer.decodes);
        report.metrics[name + ".batch16_tok_s"] = median(peer.batches);
        report.ratios["decode_over." + name] = decode / median(peer.decodes);
    }
    return report;
}

} // namespace hearth::app
