// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace hearth::app {

/// The middle value; of an even number, the lower one of the two in the middle.
double median(std::vector<double> values);

/// What is wanted of a figure.
struct Gate {
    double value = 0, bound = 0;
    bool at_least = false; ///< the value may not be below the bound; else not above it
    /// Of what is allowed, how much was used: above 1 it is missed. Where nothing is, every one is 1 more.
    double share() const;
};

/// What one bench found: {"name","machine","runs","metrics","ratios","gates"}. Units are in the names of the metrics.
struct Report {
    std::string name, isa;
    unsigned threads = 0;
    int runs = 1;
    std::map<std::string, double> metrics, ratios;
    std::map<std::string, Gate> gates;
    std::string metrics_json; ///< an object with metrics that are not single numbers; empty = none

    /// Gates; the share of each is a ratio, too, as gate_NAME.
    void at_most(const std::string& gate, double value, double bound);
    void at_least(const std::string& gate, double value, double bound);
    void print(bool json) const;
};

} // namespace hearth::app
