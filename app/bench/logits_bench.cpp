// SPDX-License-Identifier: Apache-2.0
#include "benches.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

namespace hearth::app {

core::Result<Report> logits_bench(const BenchOptions& options, const LogitsOptions& logits_options) {
    HEARTH_TRY(const auto engine, load_engine(options, logits_options.ids.size() + logits_options.steps));
    std::vector<std::uint32_t> ids = logits_options.ids;
    nlohmann::json drawn = nlohmann::json::array(), tops = nlohmann::json::array();
    for (std::uint32_t step = 0; step < logits_options.steps; ++step) {
        HEARTH_TRY(const auto logits, engine->logits(ids));
        std::vector<std::uint32_t> order(logits.size());
        std::iota(order.begin(), order.end(), 0U);
        const auto count = std::min<std::size_t>(std::max(logits_options.top, 1U), order.size());
        std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
                          [&](std::uint32_t a, std::uint32_t b) {
                              return logits[a] > logits[b] || (logits[a] == logits[b] && a < b);
                          });
        nlohmann::json top = nlohmann::json::array();
        for (std::size_t i = 0; i < std::min<std::size_t>(count, logits_options.top); ++i)
            top.push_back({order[i], logits[order[i]]});
        drawn.push_back(order.front());
        tops.push_back(std::move(top));
        ids.push_back(order.front());
    }
    Report report = report_of("logits", *engine, 1);
    report.metrics_json = nlohmann::json{{"ids", drawn}, {"top", tops}}.dump();
    return report;
}

} // namespace hearth::app
