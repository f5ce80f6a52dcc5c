// SPDX-License-Identifier: Apache-2.0
#include "node/upstreams/evidence_log.h"

#include <algorithm>

namespace hearth::node {

using core::Code;
using core::fail;
using gateway::evidence::ConsistencyProof;
using gateway::evidence::InclusionProof;
using gateway::evidence::TreeHead;

namespace {

constexpr std::uint64_t read_at_once = 65'536;

core::Error not_the_signed_one() {
    return fail(Code::corrupt, core::say("log_not_signed_one"), core::say("restore_node_for_log"));
}

} // namespace

EvidenceLog::EvidenceLog(Store& store, const Identity& identity, const core::Clock& clock)
    : m_store(store), m_identity(identity), m_clock(clock) {}

/// Reads what is new, and compares with the newest head on the way.
core::Status EvidenceLog::catch_up(std::uint64_t size, const std::optional<TreeHead>& kept) {
    if (!kept) m_fits = true;
    const auto compare = [&] {
        if (kept && m_range.size() == kept->size) m_fits = m_range.root() == kept->root;
    };
    compare();
    while (m_range.size() < size) {
        const std::uint64_t end = std::min(size, m_range.size() + read_at_once);
        HEARTH_TRY(const std::vector<core::Hash> leaves, m_store.log_leaves(m_range.size(), end));
        for (const core::Hash& leaf : leaves) {
            m_range.add(leaf);
            compare();
        }
    }
    return m_fits && (!kept || kept->size <= size) ? core::Status() : core::Status(not_the_signed_one());
}

core::Result<TreeHead> EvidenceLog::head_now() {
    HEARTH_TRY(const std::uint64_t size, m_store.log_size());
    HEARTH_TRY(const std::optional<TreeHead> kept, m_store.tree_head());
    HEARTH_CHECK(catch_up(size, kept));
    if (kept && kept->size == size) return *kept;
    const auto key = m_identity.node_key();
    const TreeHead head = TreeHead::sign(size, m_range.root(), m_clock.now(), *key);
    HEARTH_CHECK(m_store.put_tree_head(head));
    return head;
}

core::Result<TreeHead> EvidenceLog::head() {
    const std::lock_guard lock(m_mutex);
    return head_now();
}

void EvidenceLog::set_anchored(Anchored anchored) {
    const std::lock_guard lock(m_mutex);
    m_anchored = std::move(anchored);
}

core::Result<InclusionProof> EvidenceLog::inclusion(const std::string& evidence_id) {
    HEARTH_TRY(LogPlace place, m_store.log_place(evidence_id));
    HEARTH_TRY(const TreeHead signed_head, head());
    HEARTH_TRY(const std::vector<core::Hash> leaves, m_store.log_leaves(0, signed_head.size));
    Anchored anchored;
    {
        const std::lock_guard lock(m_mutex);
        anchored = m_anchored;
    }
    auto anchor = anchored ? anchored() : std::nullopt;
    if (anchor && anchor->size > leaves.size()) anchor.reset();
    if (anchor) anchor->path = proof::merkle_consistency(leaves, anchor->size);
    return InclusionProof{place.leaf, std::move(place.entry), proof::merkle_path(leaves, place.leaf), signed_head,
                          std::move(anchor)};
}

core::Result<ConsistencyProof> EvidenceLog::consistency(std::uint64_t first) {
    HEARTH_TRY(const TreeHead signed_head, head());
    if (first == 0 || first > signed_head.size)
        return fail(Code::invalid_argument,
                    core::say("log_never_so_long", {core::figure(signed_head.size), core::figure(first)}),
                    core::say("give_kept_head"));
    HEARTH_TRY(const std::vector<core::Hash> leaves, m_store.log_leaves(0, signed_head.size));
    return ConsistencyProof{first, proof::merkle_consistency(leaves, first), signed_head};
}

} // namespace hearth::node
