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

double Gate::share() const {
    if (at_least) return bound / value;
    if (bound == 0) return value > 0 ? 1 + value : 0;
    return value / bound;
}

void Report::at_most(const std::string& gate, double value, double bound) {
    gates[gate] = {value, bound, false};
    ratios["gate_" + gate] = gates[gate].share();
}

void Report::at_least(const std::string& gate, double value, double bound) {
    gates[gate] = {value, bound, true};
    ratios["gate_" + gate] = gates[gate].share();
}

void Report::print(bool json) const {
    const Machine machine = this_machine();
    nlohmann::json all = metrics_json.empty() ? nlohmann::json::object() : nlohmann::json::parse(metrics_json);
    all.update(nlohmann::json(metrics));
    if (json) {
        nlohmann::json wanted = nlohmann::json::object();
        for (const auto& [key, gate] : gates)
            wanted[key] = {
                {"value", gate.value}, {gate.at_least ? "at_least" : "at_most", gate.bound}, {"share", gate.share()}};
        const nlohmann::json report{{"name", name},
                                    {"machine",
                                     {{"cpu", machine.cpu},
                                      {"processors", machine.processors},
                                      {"memory_mb", machine.memory_mb},
                                      {"threads", threads},
                                      {"isa", isa}}},
                                    {"runs", runs},
                                    {"metrics", all},
                                    {"ratios", ratios},
                                    {"gates", wanted}};
        std::printf("%s\n", report.dump().c_str());
        return;
    }
    std::printf("%s: %s, %u threads, %s, %d runs\n", name.c_str(), machine.cpu.c_str(), threads, isa.c_str(), runs);
    for (const auto& [key, value] : all.items())
        std::printf("  %-28s %s\n", key.c_str(), value.dump().c_str());
    for (const auto& [key, value] : ratios)
        if (!gates.contains(key.starts_with("gate_") ? key.substr(5) : std::string()))
            std::printf("  ratio %-22s %.3f\n", key.c_str(), value);
    for (const auto& [key, gate] : gates)
        std::printf("  gate %-28s %10.4g of at %s %-8.4g share %.2f%s\n", key.c_str(), gate.value,
                    gate.at_least ? "least" : "most", gate.bound, gate.share(), gate.share() > 1 ? "  missed" : "");
}

} // namespace hearth::app
