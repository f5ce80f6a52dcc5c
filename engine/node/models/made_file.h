// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/hash.h"
#include "model/manifest.h"
#include "worker/reports.h"

#include <filesystem>
#include <fstream>
#include <string>

namespace hearth::node {

/// Whether a path of a manifest stays in its model's folder.
bool stays_inside(const std::string& relative);

/// The one file that an import makes, hashed as it arrives. Its folder is whoever's to remove.
class MadeFile {
public:
    explicit MadeFile(std::filesystem::path folder) : m_folder(std::move(folder)) {}
    core::Status append(const worker::FileData& piece);
    core::Status close();
    /// Where the manifest wants it; it is on the disk then. Errors: corrupt if it is not what the manifest names, io.
    core::Status move_to(const std::filesystem::path& place, const model::ManifestFile& wanted) const;

private:
    core::Error not_written() const;

    std::filesystem::path m_folder;
    std::string m_name;
    std::ofstream m_stream;
    core::Sha256 m_hash;
    core::Hash m_content;
};

} // namespace hearth::node
