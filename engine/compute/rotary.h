// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/config.h"

#include <cstdint>
#include <vector>

namespace hearth::compute {

/// Rotary position embedding (Su et al., arXiv 2104.09864) in half-split order, with the scalings of
/// model::RopeScaling. Frequencies are computed in IEEE double with +, −, ×, ÷ and √ alone, the same on every
/// machine; tables hold fp32. Immutable.
class Rotary {
public:
    explicit Rotary(const model::ModelConfig& config);

    std::size_t half() const { return m_frequencies.size(); }
    const std::vector<double>& frequencies() const { return m_frequencies; }
    double magnitude() const { return m_magnitude; } ///< factor of cosine and sine
    /// cos and sin of one position, half() values each.
    void angles(std::uint32_t position, float* cosine, float* sine) const;

private:
    std::vector<double> m_frequencies; ///< radians per position
    double m_magnitude = 1.0;
};

} // namespace hearth::compute
