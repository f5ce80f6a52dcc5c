// SPDX-License-Identifier: Apache-2.0
#include "node/models/first_model.h"

#include "core/file.h"
#include "core/hash.h"
#include "core/json_guard.h"
#include "core/log.h"

#include <nlohmann/json.hpp>

namespace hearth::node {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t longest_catalogue = std::size_t{1} << 20;

std::optional<fs::path> catalogue_folder(const fs::path& program_folder) {
    if (program_folder.empty()) return std::nullopt; // nothing depends on the current folder
    std::error_code ignored;
    for (const char* place : {"../share/hearth/models", "../../resources/models", "../../../resources/models"})
        if (fs::is_regular_file(program_folder / place / "catalogue.json", ignored)) return program_folder / place;
    return std::nullopt;
}

bool is_as_described(const fs::path& file, std::uint64_t bytes, const std::string& sha256) {
    std::error_code ignored;
    if (fs::file_size(file, ignored) != bytes || ignored) return false;
    const auto mapped = core::MappedFile::open(file);
    return mapped && core::sha256(mapped->bytes()).hex() == sha256;
}

} // namespace

std::optional<control::ModelAtHand> first_model(const fs::path& program_folder, const fs::path& cache) {
    const auto folder = catalogue_folder(program_folder);
    if (!folder) return std::nullopt;
    const auto raw = core::read_file(*folder / "catalogue.json", longest_catalogue);
    const json tree = raw ? json::parse(*raw, nullptr, false) : json();
    const json entry = tree.is_object() && tree.contains("models") && tree["models"].is_array() &&
                               !tree["models"].empty() && tree["models"].front().is_object()
                           ? tree["models"].front()
                           : json();
    const std::string file = core::text_member(entry, "file"), sha256 = core::text_member(entry, "sha256");
    if (file.empty() || fs::path(file).filename() != file || !entry.contains("bytes") ||
        !entry["bytes"].is_number_unsigned()) {
        core::log::warning("models", "catalogue cannot be read", {{"folder", folder->string()}});
        return std::nullopt;
    }
    control::ModelAtHand model{core::text_member(entry, "name"),
                               core::text_member(entry, "title"),
                               core::text_member(entry, "license"),
                               entry["bytes"].get<std::uint64_t>(),
                               {}};
    for (const fs::path& place : {*folder / file, cache / file})
        if (model.path.empty() && is_as_described(place, model.bytes, sha256)) model.path = place.string();
    return model;
}

} // namespace hearth::node
