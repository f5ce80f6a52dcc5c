// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/clock.h"
#include "node/state/identity.h"
#include "node/state/upstream_store.h"
#include "proof/merkle.h"

#include <functional>

namespace hearth::node {

/// The log of this gateway's evidence: its signed heads and the proofs under them. A head is kept before anybody sees
/// it, and nothing is signed any more once the log does not fit the newest one. Thread-safe; proofs read all leaves.
class EvidenceLog {
public:
    EvidenceLog(Store& store, const Identity& identity, const core::Clock& clock);

    /// Of all that is kept. Errors: corrupt (the log is not the one that was signed), io.
    core::Result<gateway::evidence::TreeHead> head();
    /// Where a ledger holds an earlier head; without the path to this one. From now on proofs of inclusion bring it.
    using Anchored = std::function<std::optional<gateway::evidence::LedgerAnchor>()>;
    void set_anchored(Anchored anchored);

    /// Errors: not_found, and those of head().
    core::Result<gateway::evidence::InclusionProof> inclusion(const std::string& evidence_id);
    /// Errors: invalid_argument, where the log never had that size, and those of head().
    core::Result<gateway::evidence::ConsistencyProof> consistency(std::uint64_t first);

private:
    core::Result<gateway::evidence::TreeHead> head_now();
    core::Status catch_up(std::uint64_t size, const std::optional<gateway::evidence::TreeHead>& kept);

    UpstreamStore m_store;
    const Identity& m_identity;
    const core::Clock& m_clock;
    std::mutex m_mutex;
    Anchored m_anchored;
    proof::MerkleRange m_range; ///< what was read so far
    bool m_fits = false;        ///< the newest head that was kept
};

} // namespace hearth::node
