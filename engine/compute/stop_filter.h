// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hearth::compute {

/// Cuts running text at the first stop string, wherever the borders between pieces lie, and holds back only
/// the longest end that may still become one.
class StopFilter {
public:
    explicit StopFilter(std::vector<std::string> stops) : m_stops(std::move(stops)) {}

    struct Outcome {
        std::string text; ///< what may be shown now
        bool stopped = false;
    };
    Outcome push(std::string_view piece);
    /// What was held back, when no more text comes.
    std::string finish();

private:
    std::vector<std::string> m_stops;
    std::string m_held;
};

} // namespace hearth::compute
