// SPDX-License-Identifier: Apache-2.0
#include "compute/logprobs.h"

#include "core/pinned_math.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace hearth::compute {

namespace {

constexpr double lowest = INT32_MIN; // what a receipt can hold

} // namespace

Logprobs::Logprobs(std::span<const float> logits) : m_logits(logits) {
    const double highest = *std::max_element(logits.begin(), logits.end());
    double total = 0.0;
    for (const float logit : logits)
        total += core::pinned_exp(static_cast<double>(logit) - highest);
    m_log_total = highest + core::pinned_log(total);
}

Logprob Logprobs::of(std::uint32_t id) const {
    const double micronats = (static_cast<double>(m_logits[id]) - m_log_total) * 1e6;
    return {id, std::llround(std::max(micronats, lowest))};
}

std::vector<Logprob> Logprobs::top(std::uint32_t count) const {
    std::vector<std::uint32_t> ids(m_logits.size());
    std::iota(ids.begin(), ids.end(), 0U);
    const auto end = ids.begin() + std::min<std::ptrdiff_t>(count, std::ssize(ids));
    std::partial_sort(ids.begin(), end, ids.end(), [this](std::uint32_t a, std::uint32_t b) {
        return m_logits[a] > m_logits[b] || (m_logits[a] == m_logits[b] && a < b);
    });
    std::vector<Logprob> result;
    for (auto id = ids.begin(); id != end; ++id)
        result.push_back(of(*id));
    return result;
}

} // namespace hearth::compute
