// SPDX-License-Identifier: Apache-2.0
#include "hub/catalogue.h"

#include "core/file.h"
#include "core/hash.h"
#include "core/json_guard.h"
#include "core/user_folders.h"

#include <nlohmann/json.hpp>

namespace hearth::hub {
namespace {

namespace fs = std::filesystem;
using core::Code;
using nlohmann::json;

/// Beside an installed program, else in the source tree that it was built in.
core::Result<fs::path> installed_file(const char* name) {
    std::error_code problem;
    const fs::path folder = fs::read_symlink("/proc/self/exe", problem).parent_path();
    for (const char* place : {"../share/hearth/models", "../../resources/models", "../../../resources/models"})
        if (fs::is_regular_file(folder / place / name, problem)) return folder / place / name;
    const fs::path place = (folder / "../share/hearth/models" / name).lexically_normal();
    return core::fail(Code::not_found, core::say("no_catalogue", {place.string()}), core::say("import_file_instead"));
}

core::Error damaged(const fs::path& file) {
    return core::fail(Code::corrupt, core::say("catalogue_damaged", {file.string()}), core::say("install_again"));
}

std::optional<std::uint64_t> number_of(const json& from, const char* name) {
    const auto found = from.find(name);
    if (found == from.end() || !found->is_number_unsigned()) return std::nullopt;
    return found->get<std::uint64_t>();
}

std::optional<CatalogueEntry> read_entry(const json& from) {
    if (!from.is_object()) return std::nullopt;
    const std::string revision = core::text_member(from, "revision"), sha256 = core::text_member(from, "sha256");
    const auto place = Reference::parse("hf:" + core::text_member(from, "repository") + "/" +
                                        core::text_member(from, "file") + (revision.empty() ? "" : "@" + revision));
    const auto parameters = number_of(from, "parameters");
    CatalogueEntry entry{core::text_member(from, "name"),
                         core::text_member(from, "title"),
                         core::text_member(from, "license"),
                         {},
                         0,
                         {},
                         {}};
    if (!place || place->file.empty() || !parameters || entry.name.empty() || entry.license.empty())
        return std::nullopt;
    entry.place = *place;
    entry.parameters = *parameters;
    entry.bytes = number_of(from, "bytes");
    if (sha256.empty()) return entry;
    const auto hash = core::Hash::parse(sha256);
    if (!hash) return std::nullopt;
    entry.sha256 = *hash;
    return entry;
}

} // namespace

core::Result<std::string> model_names() {
    HEARTH_TRY(const fs::path file, installed_file("names.json"));
    HEARTH_TRY(const core::Bytes raw, core::read_file(file, std::size_t{1} << 20));
    return std::string(raw.begin(), raw.end());
}

core::Result<std::vector<CatalogueEntry>> read_catalogue() {
    HEARTH_TRY(const fs::path file, installed_file("catalogue.json"));
    HEARTH_TRY(const core::Bytes raw, core::read_file(file, std::size_t{1} << 20));
    const json tree = json::parse(raw, nullptr, false);
    if (!tree.is_object() || !tree.contains("models") || !tree["models"].is_array()) return damaged(file);
    std::vector<CatalogueEntry> entries;
    for (const json& item : tree["models"]) {
        auto entry = read_entry(item);
        if (!entry) return damaged(file);
        entries.push_back(std::move(*entry));
    }
    return entries;
}

core::Result<CatalogueEntry> find_in_catalogue(const std::string& name) {
    HEARTH_TRY(const std::vector<CatalogueEntry> entries, read_catalogue());
    std::string names;
    for (const auto& entry : entries) {
        if (entry.name == name) return entry;
        names += (names.empty() ? "" : ", ") + entry.name;
    }
    return core::fail(Code::not_found, core::say("not_in_catalogue", {name.substr(0, 128)}),
                      core::say("catalogue_has", {names}));
}

core::Result<std::optional<fs::path>> cached_file(const CatalogueEntry& entry) {
    HEARTH_TRY(const fs::path cache, core::user_folders::cache());
    const fs::path file = cache / "hearth/build/models" / entry.file_name();
    std::error_code problem;
    if (!entry.sha256 || !fs::is_regular_file(file, problem)) return std::optional<fs::path>();
    HEARTH_TRY(const core::MappedFile mapped, core::MappedFile::open(file));
    if (core::sha256(mapped.bytes()) == *entry.sha256) return std::optional(file);
    return core::fail(Code::corrupt, core::say("cached_file_differs", {file.string()}),
                      core::say("delete_cached_file"));
}

} // namespace hearth::hub
