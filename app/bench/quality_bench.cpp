// SPDX-License-Identifier: Apache-2.0
#include "benches.h"
#include "core/file.h"
#include "text/tokenizer.h"

#include <algorithm>
#include <cmath>

namespace hearth::app {

namespace {

constexpr std::size_t max_text = std::size_t{64} << 20;

/// log softmax of one row, in double.
class LogSoftmax {
public:
    explicit LogSoftmax(std::span<const float> logits) : m_logits(logits) {
        const float top = *std::max_element(logits.begin(), logits.end());
        double sum = 0.0;
        for (const float v : logits)
            sum += std::exp(static_cast<double>(v) - static_cast<double>(top));
        m_shift = static_cast<double>(top) + std::log(sum);
    }
    double operator[](std::size_t id) const { return static_cast<double>(m_logits[id]) - m_shift; }

private:
    std::span<const float> m_logits;
    double m_shift;
};

std::size_t argmax(std::span<const float> logits) {
    return static_cast<std::size_t>(std::max_element(logits.begin(), logits.end()) - logits.begin());
}

struct Tally {
    double ours = 0.0, theirs = 0.0, divergence = 0.0;
    std::uint64_t tokens = 0, same = 0;

    void compare(std::span<const float> mine, std::span<const float> reference, std::uint32_t next) {
        const LogSoftmax p(reference), q(mine);
        ours -= q[next];
        theirs -= p[next];
        for (std::size_t id = 0; id < reference.size(); ++id)
            divergence += std::exp(p[id]) * (p[id] - q[id]);
        same += argmax(mine) == argmax(reference) ? 1 : 0;
        ++tokens;
    }
};

} // namespace

core::Result<Report> quality_bench(const BenchOptions& options, const QualityOptions& quality) {
    HEARTH_TRY(const core::Bytes raw, core::read_file(quality.text, max_text));
    HEARTH_TRY(const auto engine, load_engine(options, quality.window));
    BenchOptions plain = options;
    plain.profile = "fp32";
    plain.isa.clear();
    plain.device = "cpu";
    HEARTH_TRY(const auto reference, load_engine(plain, quality.window));
    const std::string text(raw.begin(), raw.end());
    HEARTH_TRY(std::vector<std::uint32_t> ids, engine->tokenizer().encode(text, true, false));
    ids.resize(std::min<std::size_t>(ids.size(), quality.tokens));
    const std::size_t window = std::min<std::size_t>(quality.window, engine->config().context);
    const std::size_t vocab = engine->config().vocab;
    Tally tally;
    std::vector<float> theirs;
    for (std::size_t first = 0; first + 1 < ids.size(); first += window) {
        const std::vector<std::uint32_t> part(ids.begin() + static_cast<std::ptrdiff_t>(first),
                                              ids.begin() +
                                                  static_cast<std::ptrdiff_t>(std::min(first + window, ids.size())));
        theirs.resize(part.size() * vocab);
        HEARTH_CHECK(reference->read(part, [&](std::size_t position, std::span<const float> logits) {
            std::copy(logits.begin(), logits.end(), theirs.begin() + static_cast<std::ptrdiff_t>(position * vocab));
        }));
        HEARTH_CHECK(engine->read(part, [&](std::size_t position, std::span<const float> logits) {
            if (position + 1 < part.size())
                tally.compare(logits, std::span(theirs).subspan(position * vocab, vocab), part[position + 1]);
        }));
    }
    const auto count = static_cast<double>(tally.tokens);
    const double ours = std::exp(tally.ours / count), fp32 = std::exp(tally.theirs / count);
    Report report = report_of("quality", *engine, 1);
    report.metrics = {{"tokens", count},
                      {"perplexity", ours},
                      {"perplexity_fp32", fp32},
                      {"perplexity_change_percent", (ours / fp32 - 1.0) * 100.0},
                      {"kl_nats", tally.divergence / count},
                      {"greedy_agreement_percent", 100.0 * static_cast<double>(tally.same) / count}};
    report.ratios = {{"perplexity_over_fp32", ours / fp32}};
    return report;
}

} // namespace hearth::app
