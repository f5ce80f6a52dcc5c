// SPDX-License-Identifier: Apache-2.0
#include "benches.h"
#include "churn.h"

namespace hearth::app {

void measure_churn(Report& report) {
    Churn::Settings settings;
    settings.calls = 20'000;
    settings.mean_life_s = 1e8; // nobody goes
    const double calm_s = quantile(Churn(settings).run().first_token_s, 0.99);
    const auto measure_one = [&](const std::string& name, double life_s, double stalls, double flapping, double lost) {
        settings.mean_life_s = life_s;
        settings.stalls = stalls;
        settings.flapping = flapping;
        const Churn::Found found = Churn(settings).run();
        report.metrics[name + "_whole_percent"] = 100 * found.whole_share();
        report.metrics[name + "_recalled_percent"] =
            100 * static_cast<double>(found.recalled) / static_cast<double>(found.conversations);
        report.metrics[name + "_moves"] = static_cast<double>(found.moves);
        report.metrics[name + "_tokens_wrong"] = static_cast<double>(found.tokens_wrong);
        report.metrics[name + "_resume_gap_p95_s"] = quantile(found.resume_gap_s, 0.95);
        report.metrics[name + "_first_token_p99_s"] = quantile(found.first_token_s, 0.99);
        report.at_most(name, 1 - found.whole_share(), lost);
        report.at_most(name + "_resume_gap", quantile(found.resume_gap_s, 0.95), 1.5);
        report.at_most(name + "_first_token", quantile(found.first_token_s, 0.99) / calm_s, 1.5);
        report.at_most(name + "_hedged", found.hedged_share(), 0.05);
    };
    measure_one("churn_hour", 3600, 0, 0, 0.0005);
    measure_one("churn_ten_minutes", 600, 0.1, 0.05, 0.005);
}

} // namespace hearth::app
