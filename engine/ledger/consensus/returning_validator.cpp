// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/returning_validator.h"

#include "core/file.h"
#include "ledger/consensus/left_ledgers.h"
#include "ledger/consensus/network_place.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

namespace hearth::ledger {
namespace {

using core::Code;
using core::fail;
using core::Result;
using core::Status;
namespace fs = std::filesystem;

constexpr std::size_t max_engine_file_bytes = 4096;

/// Nothing where there is none.
Result<std::optional<core::Bytes>> engine_file(const fs::path& file) {
    auto content = core::read_file(file, max_engine_file_bytes);
    if (content) return std::optional(std::move(*content));
    if (content.error().code == Code::not_found) return std::optional<core::Bytes>();
    return content.error();
}

/// The height of the last vote; 0: none was cast.
Result<std::uint64_t> signed_height(const fs::path& comet, const std::optional<core::Bytes>& votes) {
    if (!votes) return std::uint64_t{0};
    const auto document = nlohmann::json::parse(votes->begin(), votes->end(), nullptr, false);
    const std::string text = document.is_object() && document.contains("height") && document["height"].is_string()
                                 ? document["height"].get<std::string>()
                                 : std::string();
    std::uint64_t height = 0;
    const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), height);
    if (!text.empty() && problem == std::errc() && stop == text.data() + text.size()) return height;
    return fail(Code::corrupt, core::say("key_file_not_read", {(comet / "data" / last_votes_file).string()}),
                core::say("restore_it"));
}

struct EngineFiles {
    std::optional<core::Bytes> key, votes;
    bool any() const { return key || votes; }
    /// Whole or in part: the votes are copied first.
    bool is_copy_of(const EngineFiles& other) const {
        return any() && (!key || key == other.key) && votes == other.votes;
    }
};

Result<EngineFiles> engine_files(const fs::path& comet) {
    EngineFiles files;
    HEARTH_TRY(files.key, engine_file(comet / "config" / engine_keys.front()));
    HEARTH_TRY(files.votes, engine_file(comet / "data" / last_votes_file));
    return files;
}

Status copy_engine_file(const fs::path& from, const fs::path& to) {
    HEARTH_TRY(const std::optional<core::Bytes> content, engine_file(from));
    if (!content) return {};
    std::error_code failed;
    fs::create_directories(to.parent_path(), failed);
    if (failed) return fail(Code::io, core::say("cannot_made", {to.parent_path().string(), failed.message()}));
    return core::write_file_atomic(to, *content, 0600);
}

} // namespace

Status bring_validator_back(const core::Home& home, const ChainGenesis& genesis) {
    const fs::path here = NetworkPlace::folder(home) / "comet";
    HEARTH_TRY(const EngineFiles present, engine_files(here));
    HEARTH_TRY(const auto folders, left_folders(home));
    std::optional<fs::path> newest;
    std::uint64_t highest = 0;
    bool copied = false; // by a join that was killed before it was one
    for (const fs::path& folder : folders) {
        const fs::path network = folder / "network";
        HEARTH_TRY(const EngineFiles left, engine_files(network / "comet"));
        if (!left.key) continue;
        copied = copied || present.is_copy_of(left);
        const auto begun = read_genesis(network / "genesis.cbor");
        if (!begun || begun->hash() != genesis.hash()) continue;
        HEARTH_TRY(const std::uint64_t height, signed_height(network / "comet", left.votes));
        if (!newest || height >= highest) newest = network / "comet";
        highest = std::max(highest, height);
    }
    if (present.any() && !copied) return {}; // a validator's that may have signed more than any that was left
    std::error_code failed;
    if (copied) fs::remove_all(here, failed);
    if (failed) return fail(Code::io, core::say("file_cannot_removed", {here.string(), failed.message()}));
    if (!newest) return {};
    // No key is there without what it signed.
    HEARTH_CHECK(copy_engine_file(*newest / "data" / last_votes_file, here / "data" / last_votes_file));
    for (const std::string_view name : engine_keys)
        HEARTH_CHECK(copy_engine_file(*newest / "config" / name, here / "config" / name));
    return {};
}

} // namespace hearth::ledger
