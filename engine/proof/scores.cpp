// SPDX-License-Identifier: Apache-2.0
#include "proof/scores.h"

#include "proof/merkle.h"
#include "proof/receipt.h"

#include <algorithm>

namespace hearth::proof {
namespace {

void append_score(core::Bytes& out, const PromptScore& score) {
    core::append_u32(out, static_cast<std::uint32_t>(score.micronats));
    for (const PromptScore::Other& other : score.top) {
        core::append_u32(out, other.id);
        core::append_u32(out, static_cast<std::uint32_t>(other.micronats));
    }
}

std::uint32_t take_u32(core::ByteView& bytes) {
    std::uint32_t value = 0;
    for (unsigned i = 0; i < 4; ++i)
        value |= std::uint32_t{bytes[i]} << (8 * i);
    bytes = bytes.subspan(4);
    return value;
}

} // namespace

core::Bytes pack_scores(std::span<const PromptScore> scores) {
    core::Bytes out;
    for (const PromptScore& score : scores)
        append_score(out, score);
    return out;
}

core::Result<std::vector<PromptScore>> unpack_scores(core::ByteView bytes, std::uint32_t alternatives) {
    const std::size_t each = scores_bytes(1, alternatives);
    if (alternatives > max_score_alternatives || bytes.size() > max_scores_bytes || bytes.size() % each != 0)
        return core::fail(core::Code::corrupt, "The field \"scores\" must hold whole scores with " +
                                                   std::to_string(alternatives) + " alternatives each.");
    std::vector<PromptScore> scores(bytes.size() / each);
    for (PromptScore& score : scores) {
        score.micronats = static_cast<std::int32_t>(take_u32(bytes));
        score.top.resize(alternatives);
        for (PromptScore::Other& other : score.top) {
            other.id = take_u32(bytes);
            other.micronats = static_cast<std::int32_t>(take_u32(bytes));
        }
    }
    return scores;
}

core::Hash scores_root(const core::Hash& salt, std::span<const PromptScore> scores) {
    std::vector<core::Hash> leaves;
    std::size_t first = 0;
    do {
        core::Bytes chunk;
        core::append_u32(chunk, static_cast<std::uint32_t>(leaves.size()));
        const std::size_t end = std::min<std::size_t>(first + chunk_tokens, scores.size());
        for (std::size_t i = first; i < end; ++i)
            append_score(chunk, scores[i]);
        leaves.push_back(merkle_leaf(core::tagged_hash("sc/1", {salt.view(), chunk}).view()));
        first += chunk_tokens;
    } while (first < scores.size());
    return merkle_root(leaves);
}

} // namespace hearth::proof
