// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/hash.h"
#include "core/units.h"

#include <cstdint>
#include <vector>

/// Evidence D: a hash chain over an exact profile's answer, in chunks of 32 tokens. Whoever computes the same
/// answer gets the same bytes; one other bit in weights, cache, prompt or sampler gives other ones. Where the prompt is
/// scored, its tokens but the first come before the answer's.
namespace hearth::proof {

/// What the chain begins with: H("d0/1" ‖ request_hash ‖ in_commit ‖ model_id ‖ K).
core::Hash exact_chain_start(const core::Hash& request_hash, const core::Hash& in_commit, const core::ModelId& model,
                             const core::Hash& key);

/// Link j = H("dc/1" ‖ link j−1 ‖ u32 count ‖ ids u32[count] ‖ H(final rows)), one for every chunk; the last may
/// be shorter. A final row is what the profile says the token was drawn from.
class ExactChain {
public:
    explicit ExactChain(const core::Hash& start) : m_last(start) {}

    void push(std::uint32_t id, core::ByteView final_row);
    /// Merkle root over all links, the unfinished chunk included; an empty answer has one empty chunk. The chain
    /// may go on afterwards.
    core::Hash root() const;
    /// Finished links.
    const std::vector<core::Hash>& links() const { return m_links; }

private:
    core::Hash link() const;

    core::Hash m_last;
    core::Bytes m_rows; ///< of the unfinished chunk, like its ids
    std::vector<std::uint32_t> m_ids;
    std::vector<core::Hash> m_links;
};

} // namespace hearth::proof
