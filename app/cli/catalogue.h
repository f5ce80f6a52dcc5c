// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace hearth::cli {

/// A model that is known by name and by the hash of its file.
struct CatalogueEntry {
    std::string name, file, sha256, license;
    std::uint64_t bytes = 0;
};

/// From models/catalogue.json of the installation. Errors: not_found with the names that there are; corrupt.
core::Result<CatalogueEntry> find_in_catalogue(const std::string& name);
/// The entry's file in the local cache, its hash checked. Errors: unavailable if it is not there, corrupt.
core::Result<std::filesystem::path> cached_file(const CatalogueEntry& entry);

} // namespace hearth::cli
