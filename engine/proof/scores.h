// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/hash.h"
#include "core/result.h"

#include <cstdint>
#include <span>
#include <vector>

/// What a model says about a prompt's own tokens: evidence of an answer that scores its prompt.
namespace hearth::proof {

inline constexpr std::uint32_t max_score_alternatives = 20;
inline constexpr std::size_t max_scores_bytes = std::size_t{10} << 20; ///< of one receipt

/// Log-probability of one token given those before it, and the likeliest tokens there, likeliest first; all in
/// 10⁻⁶ nats.
struct PromptScore {
    struct Other {
        std::uint32_t id = 0;
        std::int32_t micronats = 0;
        bool operator==(const Other&) const = default;
    };
    std::int32_t micronats = 0;
    std::vector<Other> top;
    bool operator==(const PromptScore&) const = default;
};

/// Bytes that scores with so many alternatives take.
constexpr std::size_t scores_bytes(std::size_t count, std::uint32_t alternatives) {
    return count * (4 + std::size_t{8} * alternatives);
}
/// i32 micronats, then u32 id and i32 micronats of each alternative; position after position.
core::Bytes pack_scores(std::span<const PromptScore> scores);
/// Errors: corrupt, unless the bytes are whole scores with `alternatives` each.
core::Result<std::vector<PromptScore>> unpack_scores(core::ByteView bytes, std::uint32_t alternatives);

/// Merkle root over chunks of 32 scores, leaf data H("sc/1" ‖ salt ‖ u32 chunk ‖ packed scores). No score at all is
/// one empty chunk.
core::Hash scores_root(const core::Hash& salt, std::span<const PromptScore> scores);

} // namespace hearth::proof
