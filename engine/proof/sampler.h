// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

/// Sampler GMS-1: the next token as a pure function of (logits, parameters, key, position). After the logits
/// are rounded to Q16 everything is integer or IEEE double without FMA and without libm, so that every machine
/// draws the same token. Definition and vectors: resources/profiles/gms-1.md, tests/vectors/proof/gms1.json.
namespace hearth::proof {

/// Decoding parameters in fixed point, as a receipt carries them.
struct DecodeParams {
    std::uint32_t temperature_q16 = 65536;        ///< 0 = greedy
    std::uint32_t top_k = 0;                      ///< 0 = all
    std::uint32_t top_p_q16 = 65536;              ///< 65536 = off
    std::uint32_t min_p_q16 = 0;                  ///< 0 = off
    std::uint32_t repetition_penalty_q16 = 65536; ///< 65536 = off
    std::uint32_t frequency_penalty_q16 = 0;      ///< two's complement of a signed Q16 in [-2, 2]
    std::uint32_t presence_penalty_q16 = 0;
    std::uint32_t max_tokens = 0;
    core::Hash stop_hash; ///< hash of the stop strings and stop ids, see stop_list_hash()

    bool operator==(const DecodeParams&) const = default;
};

core::Hash stop_list_hash(const std::vector<std::string>& strings, const std::vector<std::uint32_t>& ids);

/// Philox4x32-10 (Salmon et al., SC'11).
std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

/// 2^(x/65536) for x ≤ 0 in Q16.16, as Q15 in [0, 32768]. CI8.1 has another function of this name.
std::uint32_t exp2q(std::int64_t x_q16);

class Sampler {
public:
    /// `key` is the receipt's seed commitment.
    Sampler(const DecodeParams& params, const core::Hash& key);

    struct Draw {
        std::uint32_t token = 0;
        /// Highest minus second highest score, in units of 2⁻³² of a logit: how near the draw was to another.
        /// INT64_MAX if no other token was left.
        std::int64_t margin = 0;
    };
    /// `logits`: one row, length = vocabulary ≥ 1. `history`: prompt and output ids so far, for the penalties.
    /// `position`: index of the token to draw among the output tokens, from 0.
    Draw draw(std::span<const float> logits, std::span<const std::uint32_t> history, std::uint32_t position);

    /// Score gap by which `token` loses to the drawn one at this position (0 if it is the drawn one);
    /// INT64_MAX if the filters exclude it.
    std::int64_t deficit(std::span<const float> logits, std::span<const std::uint32_t> history, std::uint32_t position,
                         std::uint32_t token);

private:
    struct Contest;
    /// Fills m_scores with the penalised logits in Q16 and, where a filter is on, m_kept.
    void prepare(std::span<const float> logits, std::span<const std::uint32_t> history, std::uint32_t position);
    void apply_penalties(std::span<const std::uint32_t> history, std::uint32_t position);
    bool filtering() const;
    bool penalising() const;
    void filter();
    void keep_nucleus(std::int64_t highest);
    static Draw draw_greedy(std::span<const float> logits);
    Draw contest(std::uint32_t position);
    void contest_kept(Contest& contest, std::uint32_t position) const;
    void contest_all(Contest& contest, std::uint32_t position, std::uint32_t likeliest) const;
    std::int64_t score(std::uint32_t token, std::uint32_t position) const;

    DecodeParams m_params;
    std::array<std::uint32_t, 2> m_philox_key;
    std::vector<std::int64_t> m_scores; ///< scratch, reused between draws
    std::vector<std::uint32_t> m_kept;
    std::vector<std::uint32_t> m_seen, m_weights;
};

} // namespace hearth::proof
