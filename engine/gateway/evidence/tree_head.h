// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/keys.h"
#include "core/units.h"
#include "gateway/evidence/check.h"
#include "proof/profile.h"

#include <optional>
#include <string>
#include <vector>

/// The append-only log of a gateway's evidence: a tree of RFC 6962 over entries that hold hashes and metadata only, and
/// its signed heads. Pure; format: resources/schema/evidence-log.cddl.
namespace hearth::gateway::evidence {

/// What the log says of one envelope. Nobody learns from it what was asked: an envelope holds a random id.
struct LogEntry {
    core::Hash envelope_hash; ///< SHA-256 of the signed envelope's file
    core::Nanoseconds at = 0; ///< when the answer ended
    proof::Level level = proof::Level::none;

    core::Bytes encode() const;
    /// Errors: corrupt.
    static core::Result<LogEntry> decode(core::ByteView bytes);
};

/// Signed by the gateway: the log has these entries, and none of them will ever change.
struct TreeHead {
    std::uint64_t size = 0;
    core::Hash root;
    core::Nanoseconds at = 0;
    core::PublicKey log_key;
    core::Signature signature{};

    static TreeHead sign(std::uint64_t size, const core::Hash& root, core::Nanoseconds at, const core::SigningKey& key);
    bool signature_fits() const;
    std::string to_json() const;
};

/// An earlier head, as a ledger holds it: with the root of an epoch that the gateway's node key posted.
struct LedgerAnchor {
    std::string chain_id;
    core::Epoch epoch = 0;
    core::Height height = 0; ///< of the block that took it
    core::PublicKey node_key;
    std::uint64_t size = 0;
    core::Hash root;
    std::vector<core::Hash> path; ///< of consistency, from there to the head at hand

    std::string record_name() const; ///< under which the ledger shows it: "root:EPOCH/KEY"
};
/// That one envelope stands in the log.
struct InclusionProof {
    std::uint64_t index = 0;
    core::Bytes entry;
    std::vector<core::Hash> path;
    TreeHead head;
    std::optional<LedgerAnchor> anchor = {}; ///< none: no ledger holds a head yet
    std::string to_json() const;
};
/// That an earlier log is the beginning of this one.
struct ConsistencyProof {
    std::uint64_t first = 0;
    std::vector<core::Hash> path;
    TreeHead head;
    std::string to_json() const;
};

/// What the HTTP paths under /v1/log answer, read again. Errors: corrupt.
core::Result<TreeHead> read_tree_head(const std::string& json);
core::Result<InclusionProof> read_inclusion(const std::string& json);
core::Result<ConsistencyProof> read_consistency(const std::string& json);

/// `envelope_hash`: of the file that somebody holds, where one is. That the ledger holds the anchor is for its reader
/// to find out there.
std::vector<proof::CheckRow> examine_inclusion(const InclusionProof& proof,
                                               const std::optional<core::Hash>& envelope_hash);
/// `earlier`: a head that somebody kept.
std::vector<proof::CheckRow> examine_consistency(const ConsistencyProof& proof, const TreeHead& earlier);

} // namespace hearth::gateway::evidence
