// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "core/units.h"

#include <cstdint>

namespace hearth::node {

/// A file with old receipts (archive.h).
struct ArchiveRecord {
    std::uint64_t number = 0;
    core::Epoch first_epoch = 0, last_epoch = 0;
    std::uint32_t receipts = 0;
    std::uint64_t bytes = 0;
    core::Hash hash; ///< SHA-256 of the whole
};

/// A receipt whose money has come to rest, and its place: in node.sqlite, or where an archive holds it.
struct OldReceipt {
    std::int64_t number = 0; ///< in the order of signing
    core::Epoch epoch = 0;
    core::Bytes file;
    std::uint64_t offset = 0; ///< in the archive
};

} // namespace hearth::node
