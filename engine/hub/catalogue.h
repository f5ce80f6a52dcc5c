// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"
#include "hub/reference.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hearth::hub {

/// A model that is known by a short name.
struct CatalogueEntry {
    std::string name, title, license;
    Reference place;              ///< one GGUF file of the hub; its revision is a commit, or empty where none is known
    std::uint64_t parameters = 0; ///< as its makers say
    std::optional<core::Hash> sha256;   ///< none: whatever the hub has under that name is taken
    std::optional<std::uint64_t> bytes; ///< none: the hub says it

    std::string file_name() const { return place.file.substr(place.file.rfind('/') + 1); }
};

/// models/names.json of the installation: which names mean one model. Errors: not_found.
core::Result<std::string> model_names();
/// models/catalogue.json of the installation. Errors: not_found, corrupt.
core::Result<std::vector<CatalogueEntry>> read_catalogue();
/// Errors: as read_catalogue(); not_found with the names that there are.
core::Result<CatalogueEntry> find_in_catalogue(const std::string& name);
/// The entry's file where installers/bootstrap put it, its hash checked; nullopt: it is not there. Errors: corrupt.
core::Result<std::optional<std::filesystem::path>> cached_file(const CatalogueEntry& entry);

} // namespace hearth::hub
