// SPDX-License-Identifier: Apache-2.0
#include "proof/merkle.h"
#include "proof/receipt.h"

#include "core/hash.h"

#include <algorithm>

namespace hearth::proof {
namespace {

void append_ids(core::Bytes& out, std::span<const std::uint32_t> ids) {
    out.reserve(out.size() + 4 * ids.size());
    for (const std::uint32_t id : ids)
        core::append_u32(out, id);
}

} // namespace

core::Hash input_commitment(const core::Hash& salt, std::span<const std::uint32_t> ids) {
    core::Bytes counted;
    core::append_u32(counted, static_cast<std::uint32_t>(ids.size()));
    append_ids(counted, ids);
    return core::tagged_hash("in/1", {salt.view(), counted});
}

core::Hash output_root(const core::Hash& salt, std::span<const std::uint32_t> ids) {
    std::vector<core::Hash> leaves;
    std::size_t first = 0;
    do {
        core::Bytes chunk;
        core::append_u32(chunk, static_cast<std::uint32_t>(leaves.size()));
        append_ids(chunk, ids.subspan(first, std::min<std::size_t>(chunk_tokens, ids.size() - first)));
        leaves.push_back(merkle_leaf(core::tagged_hash("oc/1", {salt.view(), chunk}).view()));
        first += chunk_tokens;
    } while (first < ids.size());
    return merkle_root(leaves);
}

core::Hash seed_commitment(const Request& request, const core::Hash& beacon) {
    if (request.begun) return request.begun->key;
    if (request.seed) {
        core::Bytes seed;
        core::append_u64(seed, *request.seed);
        return core::tagged_hash("seed/u", {request.model_id.view(), seed});
    }
    return core::tagged_hash("seed/1", {request.client_nonce.view(), request.hash().view(), beacon.view()});
}

} // namespace hearth::proof
