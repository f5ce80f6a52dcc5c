// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/left_ledgers.h"

#include "core/file.h"
#include "core/hash.h"
#include "ledger/consensus/network_place.h"
#include "ledger/consensus/returning_validator.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sstream>
#include <unistd.h>

namespace hearth::ledger {
namespace {

using core::Code;
using core::fail;
using core::Result;
using core::Status;
namespace fs = std::filesystem;
using Names = std::vector<std::string_view>;

constexpr std::size_t max_record_bytes = 200;

core::Error unreadable(const fs::path& place, const std::error_code& why) {
    return fail(Code::io, core::say("cannot_be_read", {place.string(), why.message()}));
}

core::Error unmade(const fs::path& place, const std::error_code& why) {
    return fail(Code::io, core::say("cannot_made", {place.string(), why.message()}),
                core::say("check_folder_writable"));
}

Result<bool> is_in(const fs::path& place) {
    std::error_code failed;
    const bool there = fs::exists(place, failed);
    if (failed) return unreadable(place, failed);
    return there;
}

/// A rename is the system's to lose until its folder is written.
Status sync_left(const fs::path& folder) {
    const int opened = ::open(folder.c_str(), O_RDONLY | O_CLOEXEC);
    const bool written = opened >= 0 && (::fsync(opened) == 0 || errno == EINVAL); // where folders are not written so
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
    if (failed && failed != std::errc::no_such_file_or_directory) return unreadable(folder, failed);
    std::sort(found.begin(), found.end());
    return found;
}

fs::path record_in(const fs::path& folder) {
    return folder / "parting";
}

fs::path removal_in(const fs::path& folder) {
    return folder / "removing";
}

/// What is recorded of a ledger that is about to be left, so that it is known again while it is in its place: "ledger",
/// or a network's genesis, whole or not.
Result<std::string> source_of(const core::Home& home, bool solo) {
    const fs::path file = solo ? home.ledger() / "ledger.sqlite" : NetworkPlace::genesis_file(home);
    HEARTH_TRY(const bool there, is_in(file));
    if (!there) return std::string();
    if (solo) return std::string("ledger");
    HEARTH_TRY(const core::Bytes genesis, core::read_file(file, max_genesis_file_bytes));
    return core::sha256(genesis).hex();
}

struct Record {
    Parting parting;
    std::string source;
};

/// "ORDER ID SOURCE". Nothing where there is none.
Result<std::optional<Record>> read_record(const fs::path& folder) {
    HEARTH_TRY(const bool there, is_in(record_in(folder)));
    if (!there) return std::optional<Record>();
    HEARTH_TRY(const core::Bytes bytes, core::read_file(record_in(folder), max_record_bytes));
    Record record{{folder, 0, {}}, {}};
    std::istringstream text(std::string(bytes.begin(), bytes.end()));
    text >> record.parting.order >> record.parting.id >> record.source;
    if (text && record.parting.id.size() == 64) return std::optional(std::move(record));
    return fail(Code::corrupt, core::say("ledger_unusable", {record_in(folder).string()}));
}

Result<bool> has_moved(const fs::path& folder) {
    HEARTH_TRY(const bool network, is_in(folder / "network"));
    HEARTH_TRY(const bool solo, is_in(folder / "ledger"));
    return network || solo;
}

/// A home that was killed before the ledger moved has left nothing. One whose owner deleted what had moved has.
Result<bool> is_due(const core::Home& home, const Record& record) {
    HEARTH_TRY(const bool moved, has_moved(record.parting.folder));
    if (moved) return true;
    HEARTH_TRY(const std::string present, source_of(home, record.source == "ledger"));
    return present != record.source;
}

/// Whether a ledger that was left has its place there.
Result<bool> is_taken(const core::Home& home, const fs::path& folder) {
    HEARTH_TRY(const bool moved, has_moved(folder));
    HEARTH_TRY(const bool kept, is_in(folder / "node.sqlite"));
    HEARTH_TRY(const std::optional<Record> record, read_record(folder));
    if (moved || kept || !record) return moved || kept;
    return is_due(home, *record);
}

/// The first such name under which nothing is kept yet. `numbered`: already the first one has a number.
Result<fs::path> free_folder(const core::Home& home, const std::string& name, bool numbered) {
    for (unsigned number = 1;; ++number) {
        const fs::path folder =
            home.root / "left" / (number == 1 && !numbered ? name : name + "-" + std::to_string(number));
        HEARTH_TRY(const bool taken, is_taken(home, folder));
        if (!taken) return folder;
    }
}

Status write_record(const fs::path& folder, const Record& record) {
    const std::string text = std::to_string(record.parting.order) + " " + record.parting.id + " " + record.source;
    return core::write_file_atomic(record_in(folder), core::as_bytes(text), 0600);
}

/// Says in `folder` that a ledger is about to move there.
Result<Record> record_parting(const core::Home& home, const fs::path& folder, bool solo, bool remove) {
    HEARTH_TRY(const auto due, partings_due(home));
    Record record{{folder, due.empty() ? 1 : due.back().order + 1, core::random_hash().hex()}, {}};
    HEARTH_TRY(record.source, source_of(home, solo));
    std::error_code failed;
    fs::create_directories(folder, failed);
    // What was asked and answered comes here.
    if (!failed) fs::permissions(home.root / "left", fs::perms::owner_all, failed);
    if (failed) return unmade(folder, failed);
    fs::remove(removal_in(folder), failed); // of one who was killed and thinks otherwise now
    if (failed)
        return fail(Code::io, core::say("file_cannot_removed", {removal_in(folder).string(), failed.message()}));
    if (remove) HEARTH_CHECK(core::write_file_atomic(removal_in(folder), {}, 0600));
    HEARTH_CHECK(write_record(folder, record));
    HEARTH_CHECK(sync_left(home.root / "left"));
    return record;
}

Status set_aside(const core::Home& home, bool solo, const fs::path& folder, bool remove, const LeavingSteps& step) {
    const fs::path what = solo ? home.ledger() : NetworkPlace::folder(home);
    HEARTH_TRY(Record record, record_parting(home, folder, solo, remove));
    if (step) step("recorded");
    std::error_code failed;
    fs::rename(what, folder / what.filename(), failed);
    if (failed) return unmade(folder / what.filename(), failed);
    HEARTH_CHECK(sync_left(folder));
    HEARTH_CHECK(sync_left(home.root));
    if (step) step("moved");
    record.source = "moved"; // so that it was left also where its owner deletes it and joins the same chain again
    return write_record(folder, record);
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

Status remove_chain(const fs::path& folder, const LeavingSteps& step) {
    const fs::path network = folder / "network", comet = network / "comet";
    HEARTH_CHECK(remove_but(network, {"genesis.cbor", "network.toml", "comet"}));
    HEARTH_CHECK(remove_but(comet, {"config", "data"}));
    HEARTH_CHECK(remove_but(comet / "config", Names(engine_keys.begin(), engine_keys.end())));
    HEARTH_CHECK(remove_but(comet / "data", {last_votes_file}));
    if (step) step("removed");
    std::error_code failed;
    fs::remove(removal_in(folder), failed);
    return failed ? fail(Code::io, core::say("file_cannot_removed", {removal_in(folder).string(), failed.message()}))
                  : Status();
}

/// A name that says no more than is known.
std::string name_of_place(const core::Home& home) {
    const auto genesis = read_genesis(NetworkPlace::genesis_file(home));
    if (!genesis) return "unreadable";
    return check_chain_name(genesis->chain_id).ok() ? genesis->chain_id
                                                    : "chain-" + genesis->hash().hex().substr(0, 16);
}

} // namespace

Status check_chain_name(const std::string& id) {
    const bool plain = std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
               c == '-';
    });
    if (plain && !id.empty() && id.front() != '.') return {};
    return fail(Code::invalid_argument, core::say("chain_id_no_name", {id}), core::say("chain_id_letters"));
}

Result<std::vector<fs::path>> left_folders(const core::Home& home) {
    HEARTH_TRY(const std::vector<fs::path> all, entries_of(home.root / "left"));
    std::vector<fs::path> folders;
    for (const fs::path& each : all) {
        std::error_code failed;
        if (fs::is_directory(each, failed)) folders.push_back(each);
        if (failed && failed != std::errc::no_such_file_or_directory) return unreadable(each, failed);
    }
    return folders;
}

Result<std::vector<Parting>> partings_due(const core::Home& home) {
    HEARTH_TRY(const auto folders, left_folders(home));
    std::vector<Parting> due;
    for (const fs::path& folder : folders) {
        HEARTH_TRY(std::optional<Record> record, read_record(folder));
        if (!record) continue;
        HEARTH_TRY(const bool is, is_due(home, *record));
        if (is) due.push_back(std::move(record->parting));
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
    if (!NetworkPlace::is_there(home))
        return fail(Code::not_found, core::say("file_does_not_exist", {NetworkPlace::genesis_file(home).string()}));
    HEARTH_TRY(const fs::path folder, free_folder(home, name_of_place(home), false));
    HEARTH_CHECK(set_aside(home, false, folder, remove, step));
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
        HEARTH_TRY(const bool taken, is_taken(home, folder)); // an own ledger as well: it came after a network's
        if (taken) return true;
    }
    return false;
}

Result<fs::path> leave_solo(const core::Home& home, const LeavingSteps& step) {
    HEARTH_TRY(const fs::path folder, free_folder(home, "solo", true));
    HEARTH_CHECK(set_aside(home, true, folder, false, step));
    return folder;
}

Status take_solo_back(const core::Home& home, const fs::path& folder) {
    HEARTH_TRY(std::optional<Record> record, read_record(folder));
    if (!record) return fail(Code::not_found, core::say("file_does_not_exist", {record_in(folder).string()}));
    // So that a record that a kill leaves counts no longer than the ledger is away. On a full disk, which takes no
    // record, the ledger comes back all the same: that needs no room.
    record->source = "ledger";
    static_cast<void>(write_record(folder, *record));
    std::error_code failed;
    fs::rename(folder / "ledger", home.ledger(), failed);
    if (failed) return unmade(home.ledger(), failed);
    HEARTH_CHECK(sync_left(home.root));
    HEARTH_CHECK(end_parting(record->parting));
    fs::remove(folder, failed); // unless something else is kept there
    return {};
}

} // namespace hearth::ledger
