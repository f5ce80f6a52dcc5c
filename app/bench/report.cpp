// SPDX-License-Identifier: Apache-2.0
#include "report.h"

#include "machine.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace hearth::app {

double median(std::vector<double> values) {
    const auto middle = values.begin() + std::ssize(values) / 2 - (values.size() % 2 == 0 ? 1 : 0);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

void Report::print(bool json) const {
    const Machine machine = this_machine();
    nlohmann::json all = metrics_json.empty() ? nlohmann::json::object() : nlohmann::json::parse(metrics_json);
    all.update(nlohmann::json(metrics));
    if (json) {
        const nlohmann::json report{{"name", name},
                                    {"machine",
                                     {{"cpu", machine.cpu},
                                      {"processors", machine.processors},
                                      {"memory_mb", machine.memory_mb},
                                      {"threads", threads},
                                      {"isa", isa}}},
                                    {"runs", runs},
                                    {"metrics", all},
                                    {"ratios", ratios}};
        std::printf("%s\n", report.dump().c_str());
        return;
    }
    std::printf("%s: %s, %u threads, %s, %d runs\n", name.c_str(), machine.cpu.c_str(), threads, isa.c_str(), runs);
    for (const auto& [key, value] : all.items())
        std::printf("  %-28s %s\n", key.c_str(), value.dump().c_str());
    for (const auto& [key, value] : ratios)
        std::printf("  ratio %-22s %.3f\n", key.c_str(), value);
}

} // namespace hearth::app
