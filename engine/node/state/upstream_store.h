// SPDX-License-Identifier: Apache-2.0
#pragma once

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
    /// Evidence of an answer that one of them gave (evidence.cddl).
    core::Status put_evidence(const std::string& evidence_id, core::Nanoseconds at, core::ByteView file);
    core::Result<core::Bytes> evidence(const std::string& evidence_id) const;

private:
    Store& m_store;
};

} // namespace hearth::node
