// SPDX-License-Identifier: Apache-2.0
#include "node/models/pull_record.h"

#include "core/file.h"
#include "core/json_guard.h"
#include "hub/reference.h"

#include <nlohmann/json.hpp>

namespace hearth::node {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t most_record_bytes = std::size_t{4} << 20;
constexpr const char* record_name = "pull.json";

core::Error unreadable(const fs::path& folder) {
    return core::fail(core::Code::corrupt, core::say("pull_record_damaged", {(folder / record_name).string()}));
}

std::optional<hub::RepositoryFile> file_of(const json& from) {
    if (!from.is_object() || !from.contains("bytes") || !from["bytes"].is_number_unsigned()) return std::nullopt;
    hub::RepositoryFile file{
        core::text_member(from, "path"), from["bytes"].get<std::uint64_t>(), {}, core::text_member(from, "blob")};
    if (!hub::Reference::parse("hf:a/b/" + file.path)) return std::nullopt;
    const std::string sha256 = core::text_member(from, "sha256");
    if (sha256.empty()) return file;
    const auto hash = core::Hash::parse(sha256);
    if (!hash) return std::nullopt;
    file.sha256 = *hash;
    return file;
}

std::string last_step(const std::string& path) {
    return path.substr(path.rfind('/') + 1);
}

} // namespace

std::uint64_t PullRecord::bytes() const {
    std::uint64_t all = 0;
    for (const hub::RepositoryFile& file : files)
        all += file.bytes;
    return all;
}

std::string PullRecord::title() const {
    if (!name.empty()) return name;
    return last_step(files.size() == 1 ? files.front().path : repository);
}

fs::path PullRecord::place(const fs::path& folder) const {
    return folder / last_step(repository);
}

fs::path PullRecord::imported_from(const fs::path& folder) const {
    const bool one = files.size() == 1 && files.front().path.ends_with(".gguf");
    return one ? place(folder) / files.front().path : place(folder);
}

core::Result<PullRecord> PullRecord::read(const fs::path& folder) {
    HEARTH_TRY(const core::Bytes raw, core::read_file(folder / record_name, most_record_bytes));
    const auto parsed = core::parse_json<json>({reinterpret_cast<const char*>(raw.data()), raw.size()}, {});
    const json* const tree = std::get_if<json>(&parsed);
    if (tree == nullptr || !tree->is_object() || !tree->contains("files") || !(*tree)["files"].is_array())
        return unreadable(folder);
    PullRecord record{core::text_member(*tree, "reference"),
                      core::text_member(*tree, "name"),
                      core::text_member(*tree, "repository"),
                      core::text_member(*tree, "revision"),
                      {}};
    if (!hub::Reference::parse("hf:" + record.repository + "@" + record.revision)) return unreadable(folder);
    for (const json& entry : (*tree)["files"]) {
        auto file = file_of(entry);
        if (!file) return unreadable(folder);
        record.files.push_back(std::move(*file));
    }
    if (record.files.empty()) return unreadable(folder);
    return record;
}

core::Status PullRecord::write(const fs::path& folder) const {
    json list = json::array();
    for (const hub::RepositoryFile& file : files)
        list.push_back({{"path", file.path},
                        {"bytes", file.bytes},
                        {"sha256", file.sha256 ? file.sha256->hex() : std::string()},
                        {"blob", file.blob}});
    const json tree{{"reference", reference},
                    {"name", name},
                    {"repository", repository},
                    {"revision", revision},
                    {"files", std::move(list)}};
    return core::write_file_atomic(folder / record_name, core::as_bytes(tree.dump()));
}

} // namespace hearth::node
