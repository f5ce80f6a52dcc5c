// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace hearth::app {

/// The middle value; of an even number, the lower one of the two in the middle.
double median(std::vector<double> values);

/// What one bench found: {"name","machine","runs","metrics","ratios"}. Units are in the names of the metrics.
struct Report {
    std::string name, isa;
    unsigned threads = 0;
    int runs = 1;
    std::map<std::string, double> metrics, ratios;
    std::string metrics_json; ///< an object with metrics that are not single numbers; empty = none

    void print(bool json) const;
};

} // namespace hearth::app
