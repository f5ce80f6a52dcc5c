// SPDX-License-Identifier: Apache-2.0
#include "core/units.h"
#include "proof/noise.h"
#include "proof/sampler.h"

#include <algorithm>
#include <numeric>

namespace hearth::proof {
namespace {

constexpr std::uint32_t one_q16 = 65536;
constexpr std::int64_t log2e_q30 = 1549082005;
constexpr std::int64_t lowest_difference = -(std::int64_t{1} << 31);

std::int64_t clamp_logit(core::Int128 value) {
    const core::Int128 limit = gms::max_logit_q16;
    return static_cast<std::int64_t>(std::clamp(value, -limit, limit));
}

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
    const std::int64_t quotient = a / b;
    return a % b != 0 && a < 0 ? quotient - 1 : quotient;
}

/// Weight of a token whose logit lies `difference` ≤ 0 above the highest one, Q15.
std::uint32_t weight_of(std::int64_t difference, std::int64_t temperature) {
    const std::int64_t d = std::max(difference, lowest_difference);
    return exp2q(floor_divide(d * log2e_q30, temperature) >> 14);
}

/// A difference below which weight_of() is certainly zero: 17 octaves and a little more.
std::int64_t hopeless_difference(std::int64_t temperature) {
    return -((std::int64_t{18} * temperature * 3) / 4) - one_q16;
}

} // namespace

// Repetition penalty as in CTRL over prompt and answer; frequency and presence penalties over the answer.
void Sampler::apply_penalties(std::span<const std::uint32_t> history, std::uint32_t position) {
    const auto frequency = static_cast<std::int32_t>(m_params.frequency_penalty_q16);
    const auto presence = static_cast<std::int32_t>(m_params.presence_penalty_q16);
    const std::uint32_t repetition = m_params.repetition_penalty_q16;
    const auto distinct = [&](std::span<const std::uint32_t> ids) {
        m_seen.clear();
        for (const std::uint32_t id : ids)
            if (id < m_scores.size()) m_seen.push_back(id);
        std::sort(m_seen.begin(), m_seen.end());
    };
    if (repetition != one_q16 && repetition != 0) {
        distinct(history);
        m_seen.erase(std::unique(m_seen.begin(), m_seen.end()), m_seen.end());
        for (const std::uint32_t id : m_seen) {
            const core::Int128 l = m_scores[id];
            m_scores[id] = clamp_logit(l > 0 ? l * one_q16 / repetition : (l * repetition) >> 16);
        }
    }
    if (frequency == 0 && presence == 0) return;
    distinct(history.last(std::min<std::size_t>(position, history.size())));
    for (std::size_t i = 0; i < m_seen.size();) {
        std::size_t end = i;
        while (end < m_seen.size() && m_seen[end] == m_seen[i])
            ++end;
        const core::Int128 cost = core::Int128{frequency} * static_cast<std::int64_t>(end - i) + presence;
        m_scores[m_seen[i]] = clamp_logit(m_scores[m_seen[i]] - cost);
        i = end;
    }
}

bool Sampler::penalising() const {
    return (m_params.repetition_penalty_q16 != one_q16 && m_params.repetition_penalty_q16 != 0) ||
           m_params.frequency_penalty_q16 != 0 || m_params.presence_penalty_q16 != 0;
}

bool Sampler::filtering() const {
    if (m_params.temperature_q16 == 0) return false;
    return (m_params.top_k != 0 && m_params.top_k < m_scores.size()) || m_params.top_p_q16 < one_q16 ||
           m_params.min_p_q16 != 0;
}

void Sampler::prepare(std::span<const float> logits, std::span<const std::uint32_t> history, std::uint32_t position) {
    m_scores.resize(logits.size());
    gms::quantise_row(logits, m_scores);
    if (penalising()) apply_penalties(history, position);
    if (filtering()) filter();
}

void Sampler::filter() {
    const auto before = [&](std::uint32_t a, std::uint32_t b) {
        return m_scores[a] != m_scores[b] ? m_scores[a] > m_scores[b] : a < b;
    };
    const std::int64_t highest = *std::max_element(m_scores.begin(), m_scores.end());
    const bool weighted = m_params.top_p_q16 < one_q16 || m_params.min_p_q16 != 0;
    // Without a count limit, tokens of weight zero can be left out at once: neither rule ever keeps one.
    std::int64_t floor = -gms::max_logit_q16;
    const std::int64_t hopeless = hopeless_difference(m_params.temperature_q16);
    if (weighted && hopeless > lowest_difference) floor = std::max(floor, highest + hopeless);

    m_kept.clear();
    for (std::uint32_t v = 0; v < m_scores.size(); ++v)
        if (m_scores[v] >= floor) m_kept.push_back(v);
    if (m_params.top_k != 0 && m_params.top_k < m_kept.size()) {
        std::nth_element(m_kept.begin(), m_kept.begin() + (m_params.top_k - 1), m_kept.end(), before);
        m_kept.resize(m_params.top_k);
    }
    if (weighted) keep_nucleus(highest);
}

// Finds the shortest prefix of the order (l descending, id ascending) without sorting: halves the range by
// selection and goes on in the half where the running sum crosses the bound.
void Sampler::keep_nucleus(std::int64_t highest) {
    const auto before = [&](std::uint32_t a, std::uint32_t b) {
        return m_scores[a] != m_scores[b] ? m_scores[a] > m_scores[b] : a < b;
    };
    const std::int64_t temperature = m_params.temperature_q16;
    const auto weight = [&](std::uint32_t v) { return std::uint64_t{weight_of(m_scores[v] - highest, temperature)}; };
    const auto sum = [&](std::size_t from, std::size_t to) {
        std::uint64_t total = 0;
        for (std::size_t i = from; i < to; ++i)
            total += m_weights[m_kept[i]];
        return total;
    };
    m_weights.resize(m_scores.size());
    for (const std::uint32_t v : m_kept)
        m_weights[v] = static_cast<std::uint32_t>(weight(v));

    if (m_params.top_p_q16 < one_q16) {
        const std::uint64_t wanted = sum(0, m_kept.size()) * m_params.top_p_q16;
        std::size_t low = 0, high = m_kept.size();
        std::uint64_t before_low = 0;
        while (high - low > 1) {
            const std::size_t middle = low + (high - low) / 2;
            const auto at = [&](std::size_t i) { return m_kept.begin() + static_cast<std::ptrdiff_t>(i); };
            std::nth_element(at(low), at(middle), at(high), before);
            const std::uint64_t through_middle = before_low + sum(low, middle);
            if (through_middle * one_q16 >= wanted) {
                high = middle;
            } else {
                before_low = through_middle;
                low = middle;
            }
        }
        m_kept.resize(high);
    }
    if (m_params.min_p_q16 != 0) {
        const std::uint64_t least = std::uint64_t{std::min(m_params.min_p_q16, one_q16)} * exp2q(0);
        std::erase_if(m_kept, [&](std::uint32_t v) { return std::uint64_t{m_weights[v]} * one_q16 < least; });
    }
}

} // namespace hearth::proof
