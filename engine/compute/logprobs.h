// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compute/engine.h"

#include <span>

namespace hearth::compute {

/// Log-probabilities over one row of raw logits: temperature, penalties and filters play no part.
/// Summed in double, with the same bits on every machine. Borrowed: the row must outlive it.
class Logprobs {
public:
    explicit Logprobs(std::span<const float> logits);

    Logprob of(std::uint32_t id) const;
    /// The `count` likeliest, likeliest first, equal ones by id.
    std::vector<Logprob> top(std::uint32_t count) const;

private:
    std::span<const float> m_logits;
    double m_log_total;
};

} // namespace hearth::compute
