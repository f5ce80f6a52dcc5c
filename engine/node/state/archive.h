// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node/state/store.h"

namespace hearth::node {

/// Moves receipts that nobody will ask for any more from node.sqlite into files beside it, some epochs to a file
/// (resources/schema/archive.cddl); Store finds them there. A file ends where an epoch does, unless that one alone is
/// larger than a file. A file is whole on the disk before node.sqlite lets go of what it holds, so that a crash at any
/// point loses nothing and at most leaves a file behind that nothing refers to.
/// Not thread-safe.
class Archive {
public:
    struct Options {
        std::size_t receipts = 1000; ///< at most of one file, which is not written before there are so many …
        std::size_t bytes = std::size_t{32} << 20; ///< … or so much
        /// For tests: called after each step with its name.
        std::function<void(const char*)> on_step;
    };
    Archive(Store& store, Options options);

    /// Writes at most one file with receipts that were settled before `epoch` and are at rest; how many it holds. One
    /// that comes to rest later than its epoch's others stands in a later file.
    /// Errors: io.
    core::Result<std::uint32_t> move(core::Epoch epoch);

    static std::filesystem::path file_of(const std::filesystem::path& database, std::uint64_t number);
    /// The bytes of a file, and where each receipt begins in it. Pure.
    static core::Bytes compose(ArchiveRecord& record, std::vector<OldReceipt>& receipts);
    /// Every file that node.sqlite names, byte by byte. Errors: as the first that is not whole.
    static std::vector<core::Error> examine(const Store& store);

private:
    core::Status prepare_folder() const;

    Store& m_store;
    Options m_options;
};

} // namespace hearth::node
