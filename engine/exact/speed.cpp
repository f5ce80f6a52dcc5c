// SPDX-License-Identifier: Apache-2.0
#include "exact/speed.h"

#include "exact/memory.h"
#include "exact/synthetic_model.h"

#include <algorithm>
#include <chrono>
#include <numeric>

namespace hearth::exact {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint32_t chunk = 128;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Sequences side by side, each with pages of its own.
class Streams {
public:
    Streams(Runner& runner, std::uint32_t count, std::uint32_t pages_each, std::uint32_t vocab)
        : m_runner(runner), m_vocab(vocab), m_pages(count) {
        std::uint32_t next = 0;
        for (auto& pages : m_pages)
            for (std::uint32_t i = 0; i < pages_each; ++i)
                pages.push_back(next++);
    }

    /// The first sequence reads `tokens` tokens.
    core::Status read(std::uint32_t tokens) {
        for (std::uint32_t first = 0; first < tokens; first += chunk) {
            std::vector<Row> rows;
            for (std::uint32_t at = first; at < std::min(first + chunk, tokens); ++at)
                rows.push_back({token(at), at, &m_pages[0]});
            HEARTH_CHECK(m_runner.forward(rows));
        }
        return {};
    }
    /// Each of the first `count` sequences gets a token at `position`.
    core::Status step(std::uint32_t count, std::uint32_t position) {
        std::vector<Row> rows;
        for (std::uint32_t i = 0; i < count; ++i)
            rows.push_back({token(position + i), position, &m_pages[i]});
        std::vector<std::uint32_t> outputs(count);
        std::iota(outputs.begin(), outputs.end(), 0U);
        HEARTH_CHECK(m_runner.forward(rows));
        const auto logits = m_runner.project(outputs);
        return logits ? core::Status{} : core::Status(logits.error());
    }

private:
    std::uint32_t token(std::uint32_t at) const { return (at * 2654435761U >> 7) % m_vocab; }

    Runner& m_runner;
    std::uint32_t m_vocab;
    std::vector<std::vector<std::uint32_t>> m_pages;
};

/// Steps a second, of up to `most` steps or as many as fit into the time; the first one is not counted.
core::Result<double> rate(std::uint32_t most, double seconds, const std::function<core::Status(std::uint32_t)>& step) {
    HEARTH_CHECK(step(0));
    const auto start = Clock::now();
    std::uint32_t done = 0;
    do {
        HEARTH_CHECK(step(++done));
    } while (done < most && seconds_since(start) < seconds);
    return done / seconds_since(start);
}

} // namespace

core::Result<SpeedReport> measure_speed(Device& device, const ModelView& model, const SpeedOptions& options,
                                        const std::function<bool(const char*)>& stage) {
    const auto begin = [&](const char* what) -> core::Status {
        if (!stage || stage(what)) return {};
        return core::fail(core::Code::cancelled, "The measurement was cancelled.");
    };
    const std::uint32_t streams = std::clamp<std::uint32_t>(options.streams, 1, max_outputs);
    const std::uint32_t pages_each = (options.prompt + options.decode + 1) / page_tokens + 1;
    const Footprint footprint = device.footprint(model);
    const std::uint64_t free = device.memory_free().value_or(device.info().memory_total);
    const std::uint64_t room = options.memory_bytes == 0 ? free : std::min(free, options.memory_bytes);
    if (const std::uint64_t needed = footprint.total(std::uint64_t{streams} * pages_each); room != 0 && needed > room)
        return core::fail(core::Code::out_of_memory,
                          "The model needs " + bytes_text(needed) + " on " + device.info().id + ", and " + bytes_text(room) +
                              " are free there.",
                          "Measure a smaller one.");
    SpeedReport report;
    // A token reads one row of the embedding, and everything else whole.
    report.token_bytes = footprint.weights - std::uint64_t{model.embed.rows} * model.embed.columns;
    HEARTH_CHECK(begin("Measuring the memory's bandwidth"));
    HEARTH_TRY(report.read_bytes_per_s, device.read_bandwidth());
    HEARTH_CHECK(begin("Loading the model"));
    const auto start = Clock::now();
    HEARTH_TRY(const auto runner, device.load(model, streams * pages_each, {}));
    report.load_s = seconds_since(start);
    Streams sequences(*runner, streams, pages_each, model.shape.vocab);
    HEARTH_CHECK(begin("Reading prompts"));
    HEARTH_TRY(const double prompts, rate(8, options.seconds, [&](std::uint32_t) { return sequences.read(options.prompt); }));
    report.prefill_tokens_per_s = prompts * options.prompt;
    HEARTH_CHECK(begin("Decoding one answer"));
    HEARTH_TRY(report.decode_tokens_per_s, rate(options.decode, options.seconds, [&](std::uint32_t i) {
                   return sequences.step(1, options.prompt + i);
               }));
    HEARTH_CHECK(begin("Decoding many answers"));
    HEARTH_TRY(const double steps, rate(options.decode, options.seconds, [&](std::uint32_t i) {
                   return sequences.step(streams, options.prompt + i);
               }));
    report.streams_tokens_per_s = steps * streams;
    return report;
}

std::optional<Advice> advise(std::uint64_t memory_bytes, const std::map<Profile, SpeedReport>& measured, double least) {
    const auto classes = model_classes();
    for (auto one = classes.rbegin(); one != classes.rend(); ++one)
        for (const auto& [profile, report] : measured) {
            const std::uint64_t weights = one->token_bytes(profile);
            const std::uint64_t needed = weights + one->embedding_bytes() + weights / 8; // an eighth for the cache and the batch
            const double rate = report.decode_over_bandwidth() * report.read_bytes_per_s / static_cast<double>(weights);
            if (needed <= memory_bytes && rate >= least) return Advice{one->name, profile, rate};
        }
    return std::nullopt;
}

} // namespace hearth::exact
