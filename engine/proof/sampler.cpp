// SPDX-License-Identifier: Apache-2.0
#include "proof/sampler.h"

#include "core/hash.h"
#include "proof/noise.h"

#include <algorithm>
#include <limits>

namespace hearth::proof {
namespace {

constexpr std::int64_t excluded = std::numeric_limits<std::int64_t>::max();

/// a - b for a ≥ b, kept below the value that means "excluded".
std::int64_t distance(std::int64_t a, std::int64_t b) {
    const std::uint64_t exact = static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b);
    return static_cast<std::int64_t>(std::min(exact, static_cast<std::uint64_t>(excluded - 1)));
}

} // namespace

core::Hash stop_list_hash(const std::vector<std::string>& strings, const std::vector<std::uint32_t>& ids) {
    core::Bytes list;
    core::append_u32(list, static_cast<std::uint32_t>(strings.size()));
    for (const std::string& text : strings) {
        core::append_u32(list, static_cast<std::uint32_t>(text.size()));
        core::append(list, core::as_bytes(text));
    }
    core::append_u32(list, static_cast<std::uint32_t>(ids.size()));
    for (const std::uint32_t id : ids)
        core::append_u32(list, id);
    return core::tagged_hash("stop/1", {list});
}

/// The two best scores so far.
struct Sampler::Contest {
    std::uint32_t token = 0;
    std::int64_t best = std::numeric_limits<std::int64_t>::min();
    std::int64_t second = std::numeric_limits<std::int64_t>::min();
    std::size_t offered = 0;

    void offer(std::uint32_t id, std::int64_t value) {
        if (++offered == 1 || value > best || (value == best && id < token)) {
            second = best;
            best = value;
            token = id;
        } else if (value > second) {
            second = value;
        }
    }
};

Sampler::Sampler(const DecodeParams& params, const core::Hash& key) : m_params(params) {
    const core::Hash derived = core::tagged_hash("gms/1", {key.view()});
    for (std::size_t word = 0; word < 2; ++word) {
        m_philox_key[word] = 0;
        for (std::size_t byte = 0; byte < 4; ++byte)
            m_philox_key[word] |= std::uint32_t{derived.bytes[4 * word + byte]} << (8 * byte);
    }
}

std::int64_t Sampler::score(std::uint32_t token, std::uint32_t position) const {
    const std::int64_t base = m_scores[token] * 65536;
    if (m_params.temperature_q16 == 0) return base;
    const auto words = philox4x32({position, token >> 2, 0, 0}, m_philox_key);
    return base + std::int64_t{m_params.temperature_q16} * gms::gumbel_q16(words[token & 3]);
}

// Noise costs two logarithms; most tokens cannot reach the second best score even with the largest noise that
// their random word allows, and are passed over on a bound.
void Sampler::contest_all(Contest& contest, std::uint32_t position, std::uint32_t likeliest) const {
    const auto size = static_cast<std::uint32_t>(m_scores.size());
    const std::int64_t temperature = m_params.temperature_q16;
    std::array<std::uint32_t, gms::tokens_per_batch> words;
    for (std::uint32_t first = 0; first < size; first += gms::tokens_per_batch) {
        const std::uint32_t end = std::min(size, first + static_cast<std::uint32_t>(gms::tokens_per_batch));
        const std::int64_t highest = *std::max_element(m_scores.begin() + first, m_scores.begin() + end);
        if (highest * 65536 + temperature * gms::max_gumbel_q16 < contest.second) continue;
        gms::philox_batch(m_philox_key, position, first / 4, words);
        for (std::uint32_t v = first; v < end; ++v) {
            const std::int64_t base = m_scores[v] * 65536;
            const std::uint32_t word = words[v - first];
            if (base + temperature * gms::gumbel_bound_q16(word) < contest.second || v == likeliest) continue;
            contest.offer(v, base + temperature * gms::gumbel_q16(word));
        }
    }
}

void Sampler::contest_kept(Contest& contest, std::uint32_t position) const {
    const std::int64_t temperature = m_params.temperature_q16;
    for (const std::uint32_t v : m_kept) {
        const std::int64_t base = m_scores[v] * 65536;
        if (base + temperature * gms::max_gumbel_q16 < contest.second) continue;
        const std::uint32_t word = philox4x32({position, v >> 2, 0, 0}, m_philox_key)[v & 3];
        if (base + temperature * gms::gumbel_bound_q16(word) < contest.second) continue;
        contest.offer(v, base + temperature * gms::gumbel_q16(word));
    }
}

Sampler::Draw Sampler::contest(std::uint32_t position) {
    Contest contest;
    if (filtering()) {
        contest_kept(contest, position);
    } else if (m_params.temperature_q16 == 0) {
        for (std::uint32_t v = 0; v < m_scores.size(); ++v)
            contest.offer(v, m_scores[v] * 65536);
    } else {
        const auto top = std::max_element(m_scores.begin(), m_scores.end());
        const auto likeliest = static_cast<std::uint32_t>(top - m_scores.begin());
        contest.offer(likeliest, score(likeliest, position));
        contest_all(contest, position, likeliest);
    }
    return {contest.token, contest.offered < 2 ? excluded : distance(contest.best, contest.second)};
}

// Rounding keeps the order, so that a logit not above the second best one so far changes nothing.
Sampler::Draw Sampler::draw_greedy(std::span<const float> logits) {
    Contest contest;
    float gate = -std::numeric_limits<float>::infinity();
    for (std::size_t v = 0; v < logits.size(); ++v) {
        if (v >= 2 && !(logits[v] > gate)) continue;
        const std::int64_t second = contest.second;
        const float loser = contest.offered > 0 ? logits[contest.token] : gate;
        contest.offer(static_cast<std::uint32_t>(v), gms::quantise(logits[v]) * 65536);
        if (contest.second == second) continue;
        gate = contest.token == v ? loser : logits[v];
        if (gate != gate) gate = -std::numeric_limits<float>::infinity();
    }
    return {contest.token, contest.offered < 2 ? excluded : distance(contest.best, contest.second)};
}

Sampler::Draw Sampler::draw(std::span<const float> logits, std::span<const std::uint32_t> history,
                            std::uint32_t position) {
    if (m_params.temperature_q16 == 0 && !penalising()) return draw_greedy(logits);
    prepare(logits, history, position);
    return contest(position);
}

std::int64_t Sampler::deficit(std::span<const float> logits, std::span<const std::uint32_t> history,
                              std::uint32_t position, std::uint32_t token) {
    if (token >= logits.size()) return excluded;
    prepare(logits, history, position);
    const Draw drawn = contest(position);
    if (token == drawn.token) return 0;
    if (filtering() && std::find(m_kept.begin(), m_kept.end(), token) == m_kept.end()) return excluded;
    return distance(score(drawn.token, position), score(token, position));
}

} // namespace hearth::proof
