// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/units.h"

#include <cstdint>
#include <optional>

/// Which of several nodes answers a call, as pure functions of their arguments: a gateway decides with them, and a
/// simulator drives the very same code through churn in virtual time. Times are monotonic and never read here.
namespace hearth::gateway::schedule {

/// An average that believes bad news at once and good news slowly (Peak-EWMA, as in Finagle): a higher value replaces
/// it, a lower one draws it down by the time that passed.
class PeakEwma {
public:
    explicit PeakEwma(core::Nanoseconds memory) : m_memory(memory) {}
    void observe(double value, core::Nanoseconds now);
    std::optional<double> value() const { return m_value; }
    /// What is still believed of it by then: bad news of somebody who is asked no more never gets better otherwise.
    std::optional<double> value(core::Nanoseconds now) const;

private:
    core::Nanoseconds m_memory; ///< after which a lower value counts for 1 − 1/e
    std::optional<double> m_value;
    core::Nanoseconds m_at = 0;
};

/// What was seen of one model at one node. Not thread-safe.
class Observed {
public:
    /// Seconds from the payment to the first token.
    void first_token(double seconds, core::Nanoseconds now);
    /// Seconds from one token to the next, averaged over an answer.
    void token_gap(double seconds, core::Nanoseconds now);
    void answered();
    void failed();

    std::optional<double> first_token() const { return m_first_token.value(); }
    std::optional<double> first_token(core::Nanoseconds now) const { return m_first_token.value(now); }
    std::optional<double> token_gap() const { return m_token_gap.value(); }
    /// Expected share of calls that fail here, from 0 to 1. One that was never asked has the share of a beginner.
    double failure_share() const;

private:
    PeakEwma m_first_token{30 * core::second}, m_token_gap{30 * core::second};
    double m_calls = 0, m_failures = 0; ///< both fade, so that a repaired node is believed again
};

} // namespace hearth::gateway::schedule
