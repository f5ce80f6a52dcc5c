// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace hearth::exact::vulkan {

/// How many layers go to the device in one submission. A slow device that is busy for long freezes the desktop that it
/// draws, and drivers end submissions of seconds; a fast one takes a whole step at once. Learns from the time that
/// submissions take.
class Pace {
public:
    using Time = std::chrono::nanoseconds;
    static constexpr Time aim = std::chrono::milliseconds(100);

    /// `careful`: begins with single layers.
    Pace(std::uint32_t layers, bool careful) : m_layers(std::max(layers, 1U)), m_group(careful ? 1 : m_layers) {}

    std::uint32_t group() const { return m_group; }
    /// Hears of a step: its longest submission of group() layers.
    void took(Time longest) {
        const auto fitting =
            static_cast<std::uint64_t>(m_group * aim.count() / std::max<Time::rep>(longest.count(), 1));
        // Between half and double the aim nothing changes, so that commands are not recorded anew after every step.
        if (longest > 2 * aim)
            m_group = static_cast<std::uint32_t>(std::max<std::uint64_t>(fitting, 1));
        else if (2 * longest < aim) // one fast step is no proof: attention takes longer from token to token
            m_group = static_cast<std::uint32_t>(std::min<std::uint64_t>({fitting, 4ULL * m_group, m_layers}));
    }

private:
    std::uint32_t m_layers, m_group;
};

} // namespace hearth::exact::vulkan
