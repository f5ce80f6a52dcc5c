// SPDX-License-Identifier: Apache-2.0
#include "compute/stop_filter.h"

#include <algorithm>
#include <utility>

namespace hearth::compute {

StopFilter::Outcome StopFilter::push(std::string_view piece) {
    m_held += piece;
    std::size_t cut = std::string::npos;
    for (const std::string& stop : m_stops)
        cut = std::min(cut, m_held.find(stop));
    if (cut != std::string::npos) {
        m_held.resize(cut);
        return {std::exchange(m_held, {}), true};
    }
    std::size_t keep = 0;
    for (const std::string& stop : m_stops)
        for (std::size_t length = std::min(stop.size() - 1, m_held.size()); length > keep; --length)
            if (m_held.compare(m_held.size() - length, length, stop, 0, length) == 0) keep = length;
    Outcome outcome{m_held.substr(0, m_held.size() - keep), false};
    m_held.erase(0, m_held.size() - keep);
    return outcome;
}

std::string StopFilter::finish() {
    return std::exchange(m_held, {});
}

} // namespace hearth::compute
