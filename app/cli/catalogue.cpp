// SPDX-License-Identifier: Apache-2.0
#include "catalogue.h"

#include "core/file.h"
#include "core/hash.h"
#include "core/user_folders.h"
#include "output.h"

#include <nlohmann/json.hpp>

#include <vector>

namespace hearth::cli {
namespace fs = std::filesystem;
namespace {

using core::Code;
using nlohmann::json;

/// Beside an installed program, else in the source tree that it was built in.
core::Result<fs::path> catalogue_file() {
    std::error_code problem;
    const fs::path folder = fs::read_symlink("/proc/self/exe", problem).parent_path();
    for (const char* place : {"../share/hearth/models", "../../resources/models", "../../../resources/models"})
        if (fs::is_regular_file(folder / place / "catalogue.json", problem)) return folder / place / "catalogue.json";
    return core::fail(Code::not_found, "The model catalogue of this installation was not found.",
                      "Import a model file instead: hearthctl model import PATH");
}

core::Error damaged(const fs::path& file) {
    return core::fail(Code::corrupt, "The model catalogue " + file.string() + " cannot be read.",
                      "Install Hearth again.");
}

bool read_entry(const json& from, CatalogueEntry& entry) {
    const auto text = [&](const char* name, std::string& to) {
        const auto found = from.find(name);
        if (found == from.end() || !found->is_string()) return false;
        to = found->get<std::string>();
        return true;
    };
    if (!from.is_object() || !from.contains("bytes") || !from["bytes"].is_number_unsigned()) return false;
    entry.bytes = from["bytes"].get<std::uint64_t>();
    const bool complete = text("name", entry.name) && text("file", entry.file) && text("sha256", entry.sha256) &&
                          text("license", entry.license);
    return complete && fs::path(entry.file).filename() == entry.file;
}

core::Result<std::vector<CatalogueEntry>> read_catalogue() {
    HEARTH_TRY(const fs::path file, catalogue_file());
    HEARTH_TRY(const core::Bytes raw, core::read_file(file, std::size_t{1} << 20));
    const json tree = json::parse(raw, nullptr, false);
    if (!tree.is_object() || !tree.contains("models") || !tree["models"].is_array()) return damaged(file);
    std::vector<CatalogueEntry> entries;
    for (const json& item : tree["models"])
        if (!read_entry(item, entries.emplace_back())) return damaged(file);
    return entries;
}

} // namespace

core::Result<CatalogueEntry> find_in_catalogue(const std::string& name) {
    HEARTH_TRY(const std::vector<CatalogueEntry> entries, read_catalogue());
    std::vector<std::string> names;
    for (const auto& entry : entries) {
        if (entry.name == name) return entry;
        names.push_back(entry.name);
    }
    return core::fail(Code::not_found, "The catalogue has no model '" + name + "'.",
                      "It has: " + joined(names, ", ") + ".");
}

core::Result<fs::path> cached_file(const CatalogueEntry& entry) {
    HEARTH_TRY(const fs::path cache, core::user_folders::cache());
    const fs::path file = cache / "hearth/build/models" / entry.file;
    std::error_code problem;
    if (!fs::is_regular_file(file, problem))
        return core::fail(Code::unavailable,
                          "The file of model " + entry.name + " is not on this machine: " + file.string() + ".",
                          "Fetch it with installers/bootstrap, or import a file with: hearthctl model import PATH");
    HEARTH_TRY(const core::MappedFile mapped, core::MappedFile::open(file));
    if (mapped.bytes().size() != entry.bytes || core::sha256(mapped.bytes()).hex() != entry.sha256)
        return core::fail(Code::corrupt, "The file " + file.string() + " is not what the catalogue describes.",
                          "Delete it and fetch it again with installers/bootstrap.");
    return file;
}

} // namespace hearth::cli
