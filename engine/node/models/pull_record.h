// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "hub/repository.h"

#include <filesystem>

namespace hearth::node {

/// What somebody asked for and what the hub listed then: pull.json in the download's folder.
struct PullRecord {
    std::string reference, name; ///< as asked
    std::string repository, revision;
    std::vector<hub::RepositoryFile> files;

    std::uint64_t bytes() const;
    /// What people call it: its name, else the file's or the repository's.
    std::string title() const;
    /// Where its files go; called like the model, for an import that takes its name from there.
    std::filesystem::path place(const std::filesystem::path& folder) const;
    std::filesystem::path imported_from(const std::filesystem::path& folder) const;

    /// Errors: not_found, corrupt: as if it had not been asked for.
    static core::Result<PullRecord> read(const std::filesystem::path& folder);
    core::Status write(const std::filesystem::path& folder) const;
};

} // namespace hearth::node
