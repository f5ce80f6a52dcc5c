// SPDX-License-Identifier: Apache-2.0
#include "proof/exact_chain.h"

#include "proof/merkle.h"
#include "proof/receipt.h"

namespace hearth::proof {

core::Hash exact_chain_start(const core::Hash& request_hash, const core::Hash& in_commit, const core::ModelId& model,
                             const core::Hash& key) {
    return core::tagged_hash("d0/1", {request_hash.view(), in_commit.view(), model.view(), key.view()});
}

void ExactChain::push(std::uint32_t id, core::ByteView final_row) {
    m_ids.push_back(id);
    m_rows.insert(m_rows.end(), final_row.begin(), final_row.end());
    if (m_ids.size() < chunk_tokens) return;
    m_last = link();
    m_links.push_back(m_last);
    m_ids.clear();
    m_rows.clear();
}

core::Hash ExactChain::link() const {
    core::Bytes ids;
    core::append_u32(ids, static_cast<std::uint32_t>(m_ids.size()));
    for (const std::uint32_t id : m_ids)
        core::append_u32(ids, id);
    return core::tagged_hash("dc/1", {m_last.view(), ids, core::sha256(m_rows).view()});
}

core::Hash ExactChain::root() const {
    std::vector<core::Hash> leaves;
    for (const core::Hash& done : m_links)
        leaves.push_back(merkle_leaf(done.view()));
    if (!m_ids.empty() || m_links.empty()) leaves.push_back(merkle_leaf(link().view()));
    return merkle_root(leaves);
}

} // namespace hearth::proof
