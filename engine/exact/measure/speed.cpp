// SPDX-License-Identifier: Apache-2.0
#include "exact/measure/speed.h"

#include "core/size_text.h"
#include "exact/measure/synthetic_model.h"
#include "exact/memory.h"

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

core::Status report(const Stage& stage, const core::Sentence& what) {
    if (!stage || stage(what)) return {};
    return core::fail(core::Code::cancelled, core::say("measurement_cancelled"));
}

/// Sequences side by side, each with pages of its own.
class Streams {
public:
    Streams(inference::ModelRunner& runner, std::uint32_t count, std::uint32_t pages_each, std::uint32_t vocab)
        : m_runner(runner), m_vocab(vocab), m_pages(count) {
        std::uint32_t next = 0;
        for (auto& pages : m_pages)
            for (std::uint32_t i = 0; i < pages_each; ++i)
                pages.push_back(next++);
    }

    /// The first sequence reads `tokens` tokens from `first` on, one batch.
    core::Status read(std::uint32_t first, std::uint32_t tokens) {
        std::vector<Row> rows;
        for (std::uint32_t at = first; at < first + tokens; ++at)
            rows.push_back({token(at), at, &m_pages[0]});
        return m_runner.forward(rows);
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

    inference::ModelRunner& m_runner;
    std::uint32_t m_vocab;
    std::vector<std::vector<std::uint32_t>> m_pages;
};

/// One measurement of one runner.
class Measurement {
public:
    Measurement(Streams& sequences, const SpeedOptions& options, const Stage& stage)
        : m_sequences(sequences), m_options(options), m_stage(stage) {}

    /// Tokens a second. The first few tokens are not counted; they tell how many fit into the time, and where a whole
    /// prompt does, one is read before the clock runs.
    core::Result<double> prefill() {
        const core::Sentence what = core::say("reading_prompts");
        constexpr std::uint32_t first = 16, most_prompts = 8;
        const std::uint32_t prompt = m_options.prompt;
        HEARTH_CHECK(go_on(what));
        auto start = Clock::now();
        HEARTH_CHECK(m_sequences.read(0, std::min(first, prompt)));
        const double estimate = seconds_since(start) / first; // of a token, at most
        const double piece_s = m_options.seconds / 4;
        const auto fitting = static_cast<std::uint32_t>(std::min(piece_s / std::max(estimate, 1e-9), double{chunk}));
        const std::uint32_t piece =
            std::clamp(fitting / first * first, std::min(first, prompt), std::min(chunk, prompt));
        const auto read_one = [&]() -> core::Result<std::uint32_t> {
            for (std::uint32_t at = 0; at < prompt; at += piece) {
                HEARTH_CHECK(go_on(what));
                HEARTH_CHECK(m_sequences.read(at, std::min(piece, prompt - at)));
                if (seconds_since(start) >= m_options.seconds) return std::min(at + piece, prompt);
            }
            return prompt;
        };
        if (estimate * prompt < m_options.seconds / 2) HEARTH_CHECK(read_one());
        start = Clock::now();
        std::uint64_t tokens = 0;
        std::uint32_t prompts = 0;
        do {
            HEARTH_TRY(const std::uint32_t read, read_one());
            tokens += read;
        } while (++prompts < most_prompts && seconds_since(start) < m_options.seconds);
        return static_cast<double>(tokens) / seconds_since(start);
    }

    /// Steps a second with `count` answers, as many as fit into the time; the first one is not counted, unless it took
    /// so long that what comes once does not show in it.
    core::Result<double> decode(const core::Sentence& what, std::uint32_t count) {
        constexpr double long_s = 1.0;
        auto start = Clock::now();
        std::uint32_t done = 0, position = m_options.prompt;
        do {
            HEARTH_CHECK(go_on(what));
            HEARTH_CHECK(m_sequences.step(count, position));
            if (position++ == m_options.prompt && seconds_since(start) < long_s)
                start = Clock::now();
            else
                ++done;
        } while (done == 0 || (done < m_options.decode && seconds_since(start) < m_options.seconds));
        return done / seconds_since(start);
    }

private:
    core::Status go_on(const core::Sentence& what) const { return report(m_stage, what); }

    Streams& m_sequences;
    const SpeedOptions& m_options;
    const Stage& m_stage;
};

core::Status check_room(Device& device, std::uint64_t needed, const SpeedOptions& options) {
    const std::uint64_t free = device.memory_free().value_or(device.info().memory_total);
    const std::uint64_t room = std::min(free, options.memory_bytes.value_or(free));
    const bool known = free != 0 || options.memory_bytes;
    if (!known || needed <= room) return {};
    return core::fail(
        core::Code::out_of_memory,
        core::say("model_needs_may_taken", {core::needed_text(needed), device.info().id, core::room_text(room)}),
        core::say("measure_smaller_one"));
}

} // namespace

core::Result<SpeedReport> measure_speed(Device& device, const ModelView& model, const SpeedOptions& options,
                                        const Stage& stage) {
    const std::uint32_t streams = std::clamp<std::uint32_t>(options.streams, 1, max_outputs);
    const std::uint32_t pages_each = (options.prompt + options.decode + 1) / page_tokens + 1;
    const Footprint footprint = device.footprint(model);
    HEARTH_CHECK(check_room(device, footprint.total(std::uint64_t{streams} * pages_each), options));
    SpeedReport measured;
    // A token reads one row of the embedding, and everything else whole.
    measured.token_bytes = footprint.weights - std::uint64_t{model.embed.rows} * model.embed.columns;
    HEARTH_CHECK(report(stage, core::say("measuring_bandwidth")));
    HEARTH_TRY(measured.read_bytes_per_s, device.read_bandwidth());
    const core::Sentence loading = core::say("stage_loading_model");
    HEARTH_CHECK(report(stage, loading));
    const auto start = Clock::now();
    HEARTH_TRY(const auto runner, device.load(model, streams * pages_each, [&](std::uint64_t, std::uint64_t) {
        return report(stage, loading).ok();
    }));
    measured.load_s = seconds_since(start);
    Streams sequences(*runner, streams, pages_each, model.shape.vocab);
    Measurement measurement(sequences, options, stage);
    HEARTH_TRY(measured.prefill_tokens_per_s, measurement.prefill());
    HEARTH_TRY(measured.decode_tokens_per_s, measurement.decode(core::say("decoding_one"), 1));
    HEARTH_TRY(const double steps, measurement.decode(core::say("decoding_many"), streams));
    measured.streams_tokens_per_s = steps * streams;
    return measured;
}

std::optional<Advice> advise(std::uint64_t memory_bytes, const std::map<Profile, SpeedReport>& measured, double least) {
    const auto classes = model_classes();
    for (auto one = classes.rbegin(); one != classes.rend(); ++one)
        for (const auto& [profile, report] : measured) {
            const std::uint64_t weights = one->token_bytes(profile);
            const std::uint64_t needed =
                weights + one->embedding_bytes() + weights / 8; // an eighth for the cache and the batch
            const double rate = report.decode_over_bandwidth() * report.read_bytes_per_s / static_cast<double>(weights);
            if (needed <= memory_bytes && rate >= least) return Advice{one->name, profile, rate};
        }
    return std::nullopt;
}

} // namespace hearth::exact
