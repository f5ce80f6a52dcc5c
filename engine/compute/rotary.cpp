// SPDX-License-Identifier: Apache-2.0
#include "compute/rotary.h"

#include "core/pinned_math.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hearth::compute {

namespace {

constexpr double two_pi = 2.0 * std::numbers::pi;

/// base^exponent for 0 ≤ exponent < 1: repeated square roots, one for each bit of the exponent.
double power(double base, double exponent) {
    double result = 1.0;
    for (int bit = 0; bit < 53 && exponent > 0.0; ++bit) {
        base = std::sqrt(base);
        exponent *= 2.0;
        if (exponent < 1.0) continue;
        result *= base;
        exponent -= 1.0;
    }
    return result;
}

/// Llama 3: long waves are slowed down by the factor, short ones stay, those between are blended.
double llama3(double frequency, const model::Rope& rope) {
    const double wavelength = two_pi / frequency;
    const double context = rope.original_context;
    if (wavelength < context / rope.high_freq_factor) return frequency;
    if (wavelength > context / rope.low_freq_factor) return frequency / rope.factor;
    const double smooth =
        (context / wavelength - rope.low_freq_factor) / (rope.high_freq_factor - rope.low_freq_factor);
    return (1.0 - smooth) * frequency / rope.factor + smooth * frequency;
}

/// YaRN (Peng et al., arXiv 2309.00071): the pair that makes `rotations` turns over the original context.
double yarn_pair(double rotations, const model::Rope& rope, double dimensions) {
    return dimensions * core::pinned_log(rope.original_context / (rotations * two_pi)) /
           (2.0 * core::pinned_log(rope.theta));
}

double yarn(double frequency, std::size_t pair, const model::Rope& rope, double dimensions) {
    const double low = std::max(std::floor(yarn_pair(rope.beta_fast, rope, dimensions)), 0.0);
    double high = std::min(std::ceil(yarn_pair(rope.beta_slow, rope, dimensions)), dimensions - 1.0);
    if (low == high) high += 0.001;
    const double ramp = std::clamp((static_cast<double>(pair) - low) / (high - low), 0.0, 1.0);
    return frequency / rope.factor * ramp + frequency * (1.0 - ramp);
}

} // namespace

Rotary::Rotary(const model::ModelConfig& config) : m_frequencies(config.head_dim / 2) {
    const model::Rope& rope = config.rope;
    const double dimensions = config.head_dim;
    for (std::size_t i = 0; i < m_frequencies.size(); ++i) {
        double frequency = 1.0 / power(rope.theta, 2.0 * static_cast<double>(i) / dimensions);
        switch (rope.scaling) {
        case model::RopeScaling::none:
            break;
        case model::RopeScaling::linear:
            frequency /= rope.factor;
            break;
        case model::RopeScaling::llama3:
            frequency = llama3(frequency, rope);
            break;
        case model::RopeScaling::yarn:
            frequency = yarn(frequency, i, rope, dimensions);
            break;
        }
        if (i < rope.freq_factors.size()) frequency /= static_cast<double>(rope.freq_factors[i]);
        m_frequencies[i] = frequency;
    }
    if (rope.scaling == model::RopeScaling::yarn) m_magnitude = rope.attention_factor;
}

void Rotary::angles(std::uint32_t position, float* cosine, float* sine) const {
    for (std::size_t i = 0; i < m_frequencies.size(); ++i) {
        const double angle = static_cast<double>(position) * m_frequencies[i];
        cosine[i] = static_cast<float>(std::cos(angle) * m_magnitude);
        sine[i] = static_cast<float>(std::sin(angle) * m_magnitude);
    }
}

} // namespace hearth::compute
