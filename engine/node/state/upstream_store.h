// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/state/evidence_records.h"
#include "node/state/store.h"

namespace hearth::node {

/// What node.sqlite keeps of networks behind this home's address: which there are, and evidence of what they answered.
/// As Store; borrows it.
class UpstreamStore {
public:
    explicit UpstreamStore(Store& store) : m_store(store) {}

    /// In the order in which they were added.
    core::Result<std::vector<UpstreamRecord>> all() const;
    /// Errors: conflict.
    core::Status add(const UpstreamRecord& upstream);
    core::Status remove(const std::string& name);
    /// The files of answers that they gave (evidence.cddl) and their places in the log, all or none. One that is here
    /// already is kept; errors: internal, where it was another one. `charges`: with them, each answer once.
    core::Status put_evidence(const std::vector<EvidenceRecord>& records,
                              const std::vector<ForeignCharge>& charges = {});
    /// None: it was not counted.
    core::Result<std::optional<core::Amount>> charged(const std::string& evidence_id) const;
    /// `caller`: the API key that reads, which finds what it asked for alone; empty: this home, which finds all.
    core::Result<core::Bytes> evidence(const std::string& evidence_id, const std::string& caller = {}) const;
    /// Files, newest first; `before`: an evidence id, or empty.
    core::Result<std::vector<core::Bytes>> evidence_files(std::uint32_t limit, const std::string& before) const;
    /// Files from before `at` go, a bounded number at once, and their entries stay in the log. Gives how many went.
    core::Result<std::uint64_t> prune_evidence(core::Nanoseconds at);

    core::Result<std::uint64_t> log_size() const;
    /// Hashes of the log's leaves in [first, end).
    core::Result<std::vector<core::Hash>> log_leaves(std::uint64_t first, std::uint64_t end) const;
    /// The whole id of evidence in the log that begins with `text`; what can be no beginning is given back. Errors: as
    /// only_one().
    core::Result<std::string> logged_id(const std::string& text) const;
    core::Result<LogPlace> log_place(const std::string& evidence_id) const;
    /// The newest one that was given out; none yet: empty.
    core::Result<std::optional<gateway::evidence::TreeHead>> tree_head() const;
    core::Status put_tree_head(const gateway::evidence::TreeHead& head);

private:
    Store& m_store;
};

} // namespace hearth::node
