// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/evidence/tree_head.h"

namespace hearth::node {

/// Evidence of an answer that another network gave: its file (evidence.cddl) and what the log says of it.
struct EvidenceRecord {
    std::string evidence_id;
    core::Nanoseconds at = 0;
    core::Bytes file, entry;
    std::string caller = {}; ///< id of the API key that asked, or empty
};

/// What such an answer cost whoever asked.
struct ForeignCharge {
    std::string evidence_id, caller; ///< id of an API key; empty = somebody on this machine
    core::Nanoseconds at = 0;
    core::Amount charged;
};

/// Where it stands in the log.
struct LogPlace {
    std::uint64_t leaf = 0;
    core::Bytes entry;
};

} // namespace hearth::node
