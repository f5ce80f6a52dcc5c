// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/left_ledgers.h"

#include "core/file.h"
#include "ledger/consensus/network_place.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace hearth::ledger {
namespace {

using core::Code;
using core::fail;
using core::Result;
using core::Status;
namespace fs = std::filesystem;
using Names = std::vector<std::string_view>;

constexpr std::size_t max_record_bytes = 200, max_engine_file_bytes = 4096;
constexpr std::size_t max_left_genesis_bytes = std::size_t{64} << 20;

Status unreadable(const fs::path& place, const std::error_code& why) {
    return fail(Code::io, core::say("cannot_be_read", {place.string(), why.message()}));
}

core::Error unmade(const fs::path& place, const std::error_code& why) {
    return fail(Code::io, core::say("cannot_made", {place.string(), why.message()}),
                core::say("check_folder_writable"));
}

Result<bool> is_in(const fs::path& place) {
    std::error_code failed;
    const bool there = fs::exists(place, failed);
    if (failed) return unreadable(place, failed).error();
    return there;
}

/// A rename is the system's to lose until its folder is written.
Status sync_left(const fs::path& folder) {
    const int opened = ::open(folder.c_str(), O_RDONLY | O_CLOEXEC);
    const bool written = opened >= 0 && ::fsync(opened) == 0;
    const std::error_code why(written ? 0 : errno, std::generic_category());
    if (opened >= 0) ::close(opened);
    return written ? Status() : Status(unmade(folder, why));
}

/// What lies in a folder; nothing where there is none.
Result<std::vector<fs::path>> entries_of(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code failed;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
        found.push_back(at->path());
    if (failed && failed != std::errc::no_such_file_or_directory) return unreadable(folder, failed).error();
    std::sort(found.begin(), found.end());
    return found;
}

Result<std::vector<fs::path>> left_folders(const core::Home& home) {
    HEARTH_TRY(const std::vector<fs::path> all, entries_of(home.root / "left"));
    std::vector<fs::path> folders;
    for (const fs::path& each : all) {
        std::error_code failed;
        if (fs::is_directory(each, failed)) folders.push_back(each);
        if (failed) return unreadable(each, failed).error();
    }
    return folders;
}

fs::path record_in(const fs::path& folder) {
    return folder / "parting";
}

fs::path removal_in(const fs::path& folder) {
    return folder / "removing";
}

/// "ORDER ID".
Result<Parting> read_parting(const fs::path& folder) {
    HEARTH_TRY(const core::Bytes bytes, core::read_file(record_in(folder), max_record_bytes));
    const std::string text(bytes.begin(), bytes.end());
    Parting parting{folder, 0, {}};
    const char* const end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data(), end, parting.order);
    if (problem == std::errc() && stop != end && *stop == ' ') parting.id.assign(stop + 1, end);
    if (parting.id.size() == 64) return parting;
    return fail(Code::corrupt, core::say("ledger_unusable", {record_in(folder).string()}));
}

/// A home that was killed before the ledger moved has left nothing.
Result<bool> has_moved(const fs::path& folder) {
    HEARTH_TRY(const bool network, is_in(folder / "network"));
    HEARTH_TRY(const bool solo, is_in(folder / "ledger"));
    return network || solo;
}

/// The first such name under which nothing is kept yet. `numbered`: already the first one has a number.
Result<fs::path> free_folder(const core::Home& home, const std::string& name, bool numbered) {
    for (unsigned number = 1;; ++number) {
        const fs::path folder =
            home.root / "left" / (number == 1 && !numbered ? name : name + "-" + std::to_string(number));
        HEARTH_TRY(const bool moved, has_moved(folder));
        HEARTH_TRY(const bool kept, is_in(folder / "node.sqlite"));
        if (!moved && !kept) return folder;
    }
}

/// Says in `folder` that a ledger is about to move there.
Status record_parting(const core::Home& home, const fs::path& folder, bool remove) {
    HEARTH_TRY(const auto due, partings_due(home));
    const std::uint64_t order = due.empty() ? 1 : due.back().order + 1;
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (!failed) fs::permissions(home.root / "left", fs::perms::owner_all, failed); // what was asked and answered comes
    if (failed) return unmade(folder, failed);
    fs::remove(removal_in(folder), failed); // of one who was killed and thinks otherwise now
    if (failed)
        return fail(Code::io, core::say("file_cannot_removed", {removal_in(folder).string(), failed.message()}));
    if (remove) HEARTH_CHECK(core::write_file_atomic(removal_in(folder), {}, 0600));
    const std::string text = std::to_string(order) + " " + core::random_hash().hex();
    HEARTH_CHECK(core::write_file_atomic(record_in(folder), core::as_bytes(text), 0600));
    return sync_left(home.root / "left");
}

Status set_aside(const core::Home& home, const fs::path& what, const fs::path& folder, bool remove,
                 const LeavingSteps& step) {
    HEARTH_CHECK(record_parting(home, folder, remove));
    if (step) step("recorded");
    std::error_code failed;
    fs::rename(what, folder / what.filename(), failed);
    if (failed) return unmade(folder / what.filename(), failed);
    HEARTH_CHECK(sync_left(folder));
    HEARTH_CHECK(sync_left(home.root));
    if (step) step("moved");
    return {};
}

Status remove_but(const fs::path& folder, const Names& kept) {
    HEARTH_TRY(const auto entries, entries_of(folder));
    for (const fs::path& each : entries) {
        if (std::find(kept.begin(), kept.end(), each.filename().string()) != kept.end()) continue;
        std::error_code failed;
        fs::remove_all(each, failed);
        if (failed) return fail(Code::io, core::say("file_cannot_removed", {each.string(), failed.message()}));
    }
    return {};
}

constexpr const char *validator_key = "priv_validator_key.json", *votes = "priv_validator_state.json";
const Names engine_keys{validator_key, "node_key.json", "beacon.key"};

Status remove_chain(const fs::path& folder, const LeavingSteps& step) {
    const fs::path network = folder / "network", comet = network / "comet";
    HEARTH_CHECK(remove_but(network, {"genesis.cbor", "network.toml", "comet"}));
    HEARTH_CHECK(remove_but(comet, {"config", "data"}));
    HEARTH_CHECK(remove_but(comet / "config", engine_keys));
    HEARTH_CHECK(remove_but(comet / "data", {votes}));
    if (step) step("removed");
    std::error_code failed;
    fs::remove(removal_in(folder), failed);
    return failed ? fail(Code::io, core::say("file_cannot_removed", {removal_in(folder).string(), failed.message()}))
                  : Status();
}

/// A name that says no more than is known.
std::string name_of_place(const core::Home& home) {
    const auto bytes = core::read_file(NetworkPlace::genesis_file(home), max_left_genesis_bytes);
    const auto genesis = bytes ? ChainGenesis::decode(*bytes) : Result<ChainGenesis>(bytes.error());
    if (!genesis) return "unreadable";
    return is_plain_chain_id(genesis->chain_id) ? genesis->chain_id : "chain-" + genesis->hash().hex().substr(0, 16);
}

/// The height of the last vote; 0: none was cast.
Result<std::uint64_t> signed_height(const fs::path& network) {
    const fs::path file = network / "comet" / "data" / votes;
    HEARTH_TRY(const bool there, is_in(file));
    if (!there) return std::uint64_t{0};
    HEARTH_TRY(const core::Bytes bytes, core::read_file(file, max_engine_file_bytes));
    const auto document = nlohmann::json::parse(bytes.begin(), bytes.end(), nullptr, false);
    const std::string text = document.is_object() && document.contains("height") && document["height"].is_string()
                                 ? document["height"].get<std::string>()
                                 : std::string();
    std::uint64_t height = 0;
    const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), height);
    if (!text.empty() && problem == std::errc() && stop == text.data() + text.size()) return height;
    return fail(Code::corrupt, core::say("key_file_not_read", {file.string()}), core::say("restore_it"));
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
    for (const auto& [place, content] :
         {std::pair(comet / "config" / validator_key, &files.key), std::pair(comet / "data" / votes, &files.votes)}) {
        HEARTH_TRY(const bool there, is_in(place));
        if (!there) continue;
        HEARTH_TRY(*content, core::read_file(place, max_engine_file_bytes));
    }
    return files;
}

Status copy_engine_file(const fs::path& from, const fs::path& to) {
    HEARTH_TRY(const bool there, is_in(from));
    if (!there) return {};
    HEARTH_TRY(const core::Bytes content, core::read_file(from, max_engine_file_bytes));
    std::error_code failed;
    fs::create_directories(to.parent_path(), failed);
    if (failed) return unmade(to.parent_path(), failed);
    return core::write_file_atomic(to, content, 0600);
}

} // namespace

bool is_plain_chain_id(std::string_view id) {
    return !id.empty() && id.front() != '.' && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
               c == '-';
    });
}

Result<std::vector<Parting>> partings_due(const core::Home& home) {
    HEARTH_TRY(const auto folders, left_folders(home));
    std::vector<Parting> due;
    for (const fs::path& folder : folders) {
        HEARTH_TRY(const bool recorded, is_in(record_in(folder)));
        HEARTH_TRY(const bool moved, has_moved(folder));
        if (!recorded || !moved) continue;
        HEARTH_TRY(Parting parting, read_parting(folder));
        due.push_back(std::move(parting));
    }
    std::sort(due.begin(), due.end(), [](const Parting& a, const Parting& b) { return a.order < b.order; });
    return due;
}

Status end_parting(const Parting& parting) {
    std::error_code failed;
    fs::remove(record_in(parting.folder), failed);
    return failed ? fail(Code::io,
                         core::say("file_cannot_removed", {record_in(parting.folder).string(), failed.message()}))
                  : Status();
}

Result<fs::path> leave_network(const core::Home& home, bool remove, const LeavingSteps& step) {
    if (!NetworkPlace::is_there(home)) return fail(Code::not_found, "This home stands in no network.");
    HEARTH_TRY(const fs::path folder, free_folder(home, name_of_place(home), false));
    HEARTH_CHECK(set_aside(home, NetworkPlace::folder(home), folder, remove, step));
    if (remove) HEARTH_CHECK(remove_chain(folder, step));
    return folder;
}

Result<std::optional<fs::path>> finish_removals(const core::Home& home, const LeavingSteps& step) {
    HEARTH_TRY(const auto folders, left_folders(home));
    std::optional<fs::path> finished;
    for (const fs::path& folder : folders) {
        HEARTH_TRY(const bool marked, is_in(removal_in(folder)));
        HEARTH_TRY(const bool moved, is_in(folder / "network"));
        if (!marked || !moved) continue;
        HEARTH_CHECK(remove_chain(folder, step));
        finished = folder;
    }
    return finished;
}

Result<bool> has_left_network(const core::Home& home) {
    HEARTH_TRY(const auto folders, left_folders(home));
    for (const fs::path& folder : folders) {
        HEARTH_TRY(const bool moved, is_in(folder / "network"));
        if (moved) return true;
    }
    return false;
}

Result<fs::path> leave_solo(const core::Home& home, const LeavingSteps& step) {
    HEARTH_TRY(const fs::path folder, free_folder(home, "solo", true));
    HEARTH_CHECK(set_aside(home, home.ledger(), folder, false, step));
    return folder;
}

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
        const auto bytes = core::read_file(network / "genesis.cbor", max_left_genesis_bytes);
        const auto begun = bytes ? ChainGenesis::decode(*bytes) : Result<ChainGenesis>(bytes.error());
        if (!begun || begun->hash() != genesis.hash()) continue;
        HEARTH_TRY(const std::uint64_t height, signed_height(network));
        if (!newest || height >= highest) newest = network / "comet";
        highest = std::max(highest, height);
    }
    if (present.any() && !copied) return {}; // a validator's that may have signed more than any that was left
    std::error_code failed;
    if (copied) fs::remove_all(here, failed);
    if (failed) return fail(Code::io, core::say("file_cannot_removed", {here.string(), failed.message()}));
    if (!newest) return {};
    HEARTH_CHECK(copy_engine_file(*newest / "data" / votes, here / "data" / votes)); // no key is there without it
    for (const std::string_view name : engine_keys)
        HEARTH_CHECK(copy_engine_file(*newest / "config" / name, here / "config" / name));
    return {};
}

} // namespace hearth::ledger
