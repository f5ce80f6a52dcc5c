// SPDX-License-Identifier: Apache-2.0
#include "gateway/schedule/observed.h"

#include <algorithm>
#include <cmath>

namespace hearth::gateway::schedule {
namespace {

constexpr double fade = 0.95;                           // of a call with every later one: some 20 calls are remembered
constexpr double prior_calls = 4, prior_failures = 0.2; // of a beginner: one of twenty

constexpr double ages = 10; // times the memory, after which 1/e of a value is left that nothing confirms

} // namespace

std::optional<double> PeakEwma::value(core::Nanoseconds now) const {
    if (!m_value) return std::nullopt;
    const auto age = static_cast<double>(std::max<core::Nanoseconds>(now - m_at, 0));
    return *m_value * std::exp(-age / (ages * static_cast<double>(m_memory)));
}

void PeakEwma::observe(double value, core::Nanoseconds now) {
    if (!m_value || value >= *m_value) {
        m_value = value;
    } else {
        const auto passed = static_cast<double>(std::max<core::Nanoseconds>(now - m_at, 0));
        const double kept = std::exp(-passed / static_cast<double>(m_memory));
        m_value = *m_value * kept + value * (1 - kept);
    }
    m_at = now;
}

void Observed::first_token(double seconds, core::Nanoseconds now) {
    m_first_token.observe(seconds, now);
}

void Observed::token_gap(double seconds, core::Nanoseconds now) {
    m_token_gap.observe(seconds, now);
}

void Observed::answered() {
    m_calls = m_calls * fade + 1;
    m_failures *= fade;
}

void Observed::failed() {
    m_calls = m_calls * fade + 1;
    m_failures = m_failures * fade + 1;
}

double Observed::failure_share() const {
    return (m_failures + prior_failures) / (m_calls + prior_calls);
}

} // namespace hearth::gateway::schedule
