// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hearth::hub {

struct RepositoryFile {
    std::string path;
    std::uint64_t bytes = 0;
    std::optional<core::Hash> sha256; ///< the hub says it of large files only
    std::string blob;                 ///< of the others git's name for the content, forty hex digits; may be empty

    /// Whether the hub says what its bytes must be.
    bool is_pinned() const { return sha256.has_value() || !blob.empty(); }
};

/// What a hub says of a repository at one commit.
struct Repository {
    std::string name;     ///< "ORG/NAME"
    std::string revision; ///< the commit
    std::string license;  ///< as the hub has it; empty: it says none
    bool gated = false;   ///< its files need a token of somebody who has agreed to its terms
    std::vector<RepositoryFile> files;

    /// Null: it has none of that path.
    const RepositoryFile* find(const std::string& path) const;
};

struct FoundRepository {
    std::string name, license;
    std::uint64_t downloads = 0;
    bool gated = false;
    bool gguf = false, safetensors = false;
};

/// The hub's answers, bounded. Errors: corrupt.
core::Result<Repository> read_repository(std::string_view json);
core::Result<std::vector<FoundRepository>> read_search(std::string_view json);

/// What a model needs: the one file, or of a folder its settings, vocabulary and safetensors. Errors: not_found,
/// unsupported (what cannot be imported), conflict (several GGUF files, one must be named).
core::Result<std::vector<RepositoryFile>> needed_files(const Repository& repository, const std::string& file);

} // namespace hearth::hub
