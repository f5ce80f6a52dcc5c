// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generation.h"
#include "report.h"

namespace hearth::app {

/// Prefill, decode, 16 streams and time to first token, alternating with the bandwidth probe.
core::Result<Report> engine_bench(const BenchOptions& options);

/// Time to replay an answer over the time it took to generate it.
core::Result<Report> replay_bench(const BenchOptions& options);

struct ParityOptions {
    std::uint64_t tokens = 1'000'000;
};
/// Answers of an exact profile, each alone and then in random company, chunks and with shared beginnings: counts
/// chains that differ. The ratio must be 0.
core::Result<Report> parity_bench(const BenchOptions& options, const ParityOptions& parity);

struct PeersOptions {
    std::filesystem::path llama;               ///< folder with llama-bench and llama-batched-bench
    std::vector<std::filesystem::path> models; ///< GGUF files that they run
};
/// Our engine and llama.cpp's own benches in turn, same threads: prefill of 512 tokens, decode, 16 streams.
core::Result<Report> peers_bench(const BenchOptions& options, const PeersOptions& peers);

struct QualityOptions {
    std::string text;            ///< file, UTF-8
    std::uint32_t tokens = 8192; ///< from its beginning
    std::uint32_t window = 1024; ///< ids that see each other
};
/// Perplexity, divergence and greedy agreement of a profile against fp32 of the same model, on a text.
core::Result<Report> quality_bench(const BenchOptions& options, const QualityOptions& quality);

/// Hash of everything that an exact profile computes over a fixed sequence of ids: equal on every machine.
core::Result<Report> digest_bench(const BenchOptions& options);

struct LedgerOptions {
    std::uint32_t nodes = 10'000; ///< one an operator
    std::uint32_t receipts = 100; ///< drawn at once, each by a look at every node
    int runs = 3;
    std::uint32_t keys = 1'000'000, dirty = 2000; ///< of the map under the app hash; that change in a block
    std::uint32_t blocks = 10'000;                ///< that are replayed
    std::filesystem::path folder;                 ///< for them; empty: the system's folder for temporary files
};
/// Draws of auditors, and what a node asks once a second, in a network in memory; the map under the app hash, a step of
/// the light client, and a solo ledger that reads its blocks again.
core::Result<Report> ledger_bench(const LedgerOptions& options);
/// Time of importing a source, in all and by stage; nothing is written.
core::Result<Report> import_bench(const BenchOptions& options);

struct TransferOptions {
    std::filesystem::path folder; ///< on the disk to measure; empty: the system's folder for temporary files
    std::size_t transfers = 20'000, senders = 64;
    std::size_t validators = 0; ///< of a local network with CometBFT; 0: none
    std::size_t network_transfers = 6'400;
};
/// Transfers a second of the solo ledger and of the network's application beside the disk's own commits and the
/// processor's signature checks; with validators also those of a network over loopback.
core::Result<Report> transfer_bench(const TransferOptions& options);

struct LogitsOptions {
    std::vector<std::uint32_t> ids;
    std::uint32_t steps = 1, top = 5;
};
/// Greedy continuation of token ids, with the highest logits of every step.
core::Result<Report> logits_bench(const BenchOptions& options, const LogitsOptions& logits);

struct LinkOptions {
    std::uint32_t links = 1000;
    int runs = 5;                 ///< of tokens in turn, and of nodes that are killed
    std::filesystem::path model;  ///< source that two homes compute with; empty: the catalogue's first
    std::filesystem::path folder; ///< for their homes; empty: the system's folder for temporary files
};
/// Memory of a gateway with idle links, what a token costs over one beside a local socket, and, where network mode and
/// a model are here, how long a caller waits when the home that answers is killed in mid-answer.
core::Result<Report> link_bench(const LinkOptions& options);
/// The last of these. What it lacks here is said, and leaves its figures out.
core::Status measure_resume(const LinkOptions& options, Report& report);

struct HomeOptions {
    std::filesystem::path folder; ///< on the disk to measure; empty: the system's folder for temporary files
    std::uint64_t receipts = 1'000'000;
    int runs = 3; ///< starts
};
/// Start, status, pages of jobs, receipts and earnings of a home with a long history, beside the same home when it was
/// new. Needs no model.
core::Result<Report> home_bench(const HomeOptions& options);

struct DesktopOptions {
    std::uint32_t deltas = 86'400; ///< seconds that a scripted node plays, some thousand times as fast
    int runs = 3;                  ///< cold starts
    std::filesystem::path package; ///< Debian package whose programs are tried, too; empty: none
};
/// The window and the service at rest: first frame, a list of 10,000 rows scrolled, a day's deltas, longest wait of the
/// window, memory and processor of both; then a new home until its first answer, where the first model's file is on
/// this machine. Ratios named gate_… say how much of what is allowed was used. Needs no display.
core::Result<Report> desktop_bench(const DesktopOptions& options);

struct GatewayOptions {
    std::filesystem::path folder;         ///< on the disk to measure; empty: the system's folder for temporary files
    std::filesystem::path nginx, litellm; ///< programs
    std::uint32_t requests = 8000;        ///< of each measurement
    int runs = 5;
};
/// The service in front of another network that answers at once: latency and rate with 1, 10 and 64 callers, memory and
/// cold start, and what becomes of the events of a stream; beside the network itself, the same door without evidence,
/// and nginx as a plain proxy and LiteLLM's where they are; then a network that comes and goes, in virtual time. Ratios
/// named gate_… say how much of what is allowed was used. Needs no model.
core::Result<Report> gateway_bench(const GatewayOptions& options);

/// Whether answers stay whole where homes come and go, and what that costs those who wait: in virtual time.
void measure_churn(Report& report);

} // namespace hearth::app
