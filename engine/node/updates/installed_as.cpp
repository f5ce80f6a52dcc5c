// SPDX-License-Identifier: Apache-2.0
#include "node/updates/installed_as.h"

#include "core/file.h"
#include "node/updates/server_error.h"
#include "node/workers/subprocess.h"

#include <cstdlib>
#include <fcntl.h>
#include <optional>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hearth::node {
namespace {

namespace fs = std::filesystem;
using core::Code;
using core::fail;
using core::Status;

constexpr unsigned unpack_patience_s = 300, start_patience_s = 20;

constexpr const char* lock_name = ".hearth-update.lock";
constexpr const char* unpacking_prefix = ".hearth-unpacking-";

std::string folder_name(const Version& version) {
    return "hearth-" + version.text() + "-linux-" + this_machine();
}

/// What folder_name() gives for some version, and no path.
bool is_folder_name(const std::string& text) {
    const std::string before = "hearth-", after = "-linux-" + this_machine();
    if (!text.starts_with(before) || !text.ends_with(after) || text.size() < before.size() + after.size()) return false;
    return Version::parse(text.substr(before.size(), text.size() - before.size() - after.size())).ok();
}

/// Everything below is on the disk when this returns.
void flush_folder(const fs::path& folder) {
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    ::syncfs(fd);
    ::close(fd);
}

core::Error not_placed(const fs::path& place, const std::error_code& error) {
    return fail(Code::io, core::say("update_not_placed", {place.string(), error.message()}),
                core::say("update_look_at_folder"));
}

core::Error stopped() {
    return fail(Code::cancelled, core::say("update_stopped"), core::say("update_nothing_changed"));
}

/// One at a time below one folder, whichever home and process it is of.
class PlaceLock {
public:
    explicit PlaceLock(const fs::path& folder)
        : m_fd(::open((folder / lock_name).c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)) {}
    ~PlaceLock() {
        if (m_fd >= 0) ::close(m_fd);
    }
    PlaceLock(const PlaceLock&) = delete;
    PlaceLock& operator=(const PlaceLock&) = delete;

    Status take(const fs::path& folder) const {
        if (m_fd < 0) return not_placed(folder / lock_name, {errno, std::generic_category()});
        if (::flock(m_fd, LOCK_EX | LOCK_NB) == 0) return {};
        return fail(Code::busy, core::say("update_at_work"), core::say("wait_until_done"));
    }

private:
    const int m_fd;
};

/// Whoever else may write there could have put any program into it.
Status check_own(const fs::path& folder) {
    struct stat found {};
    if (::lstat(folder.c_str(), &found) != 0) return not_placed(folder, {errno, std::generic_category()});
    if (S_ISDIR(found.st_mode) && found.st_uid == ::geteuid() && (found.st_mode & (S_IWGRP | S_IWOTH)) == 0) return {};
    return fail(Code::refused, core::say("update_folder_shared", {folder.string()}),
                core::say("update_own_folder", {folder.string()}));
}

/// Names this very folder, and not another one of its name: it stays the same when the folder is renamed.
core::Result<std::string> mark_of(const fs::path& folder, const core::Hash& archive) {
    struct stat found {};
    if (::lstat(folder.c_str(), &found) != 0) return not_placed(folder, {errno, std::generic_category()});
    return archive.hex() + " " + std::to_string(found.st_dev) + " " + std::to_string(found.st_ino);
}

std::string remembered_as(const Version& version) {
    return "updates.placed." + version.text();
}

/// What a call that was killed left.
void sweep(const fs::path& parent) {
    std::error_code error, ignored;
    for (fs::directory_iterator it(parent, error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        const bool left =
            name.starts_with(unpacking_prefix) || (name.starts_with(".hearth-") && name.ends_with(".unpacking"));
        if (left && it->is_directory(ignored) && !it->is_symlink(ignored)) fs::remove_all(it->path(), ignored);
    }
}

/// A program that cannot even say its version must not take the place of one that runs.
Status check_it_runs(const fs::path& folder, const Version& version, const GoesOn& goes_on) {
    const auto said =
        run_and_capture({(folder / "bin" / "hearthd").string(), "--version"}, {"LC_ALL=C"}, start_patience_s, goes_on);
    if (said && said->exit_code == 0 && said->output == "hearthd " + version.text() + "\n") return {};
    if (!said && said.error().code == Code::cancelled) return stopped();
    return fail(Code::refused, core::say("update_does_not_run", {version.text()}), core::say("update_old_stays"));
}

/// An archive may say that everybody may write to what is in it.
Status keep_others_out(const fs::path& folder) {
    constexpr fs::perms of_others = fs::perms::group_write | fs::perms::others_write;
    std::error_code error;
    fs::permissions(folder, of_others, fs::perm_options::remove, error);
    for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
        if (!it->is_symlink(error) && !error) fs::permissions(it->path(), of_others, fs::perm_options::remove, error);
    return error ? Status(not_placed(folder, error)) : Status();
}

Status unpack(const ArchiveFile& archive, const fs::path& into, const GoesOn& goes_on) {
    const auto tar =
        run_and_capture({"/usr/bin/tar", "-xzf", archive.place.string(), "-C", into.string(), "--no-same-owner"},
                        {"LC_ALL=C", "PATH=/usr/bin:/bin"}, unpack_patience_s, goes_on);
    if (!tar && tar.error().code == Code::cancelled) return stopped();
    if (!tar || tar->exit_code != 0)
        return fail(Code::io, core::say("update_not_unpacked", {archive.place.string()}),
                    core::say("update_look_at_folder"));
    return check_it_runs(into / folder_name(archive.version), archive.version, goes_on);
}

/// What it is remembered by is written before it gets its name, so that a kill leaves no folder that nobody knows.
Status place_new(const fs::path& place, const ArchiveFile& archive, Store& store, const GoesOn& goes_on,
                 const OnStep& on_step) {
    std::string unpacked = (place.parent_path() / (unpacking_prefix + std::string("XXXXXX"))).string();
    if (::mkdtemp(unpacked.data()) == nullptr) return not_placed(unpacked, {errno, std::generic_category()});
    const fs::path fresh = fs::path(unpacked) / folder_name(archive.version);
    HEARTH_CHECK(unpack(archive, unpacked, goes_on));
    HEARTH_CHECK(keep_others_out(fresh));
    flush_folder(unpacked);
    on_step("update unpacked");
    if (goes_on && !goes_on()) return stopped();
    HEARTH_TRY(const std::string mark, mark_of(fresh, archive.sha256));
    HEARTH_CHECK(store.set_setting(remembered_as(archive.version), mark));
    std::error_code error;
    fs::rename(fresh, place, error);
    if (error) return not_placed(place, error);
    flush_folder(place.parent_path());
    on_step("update placed");
    return {};
}

/// It came there as a whole, so what a call before this one left is whole, too.
Status check_known(const fs::path& place, const ArchiveFile& archive, const Store& store, const GoesOn& goes_on) {
    HEARTH_CHECK(check_own(place));
    HEARTH_TRY(const std::string remembered, store.setting(remembered_as(archive.version)));
    HEARTH_TRY(const std::string mark, mark_of(place, archive.sha256));
    if (remembered != mark)
        return fail(Code::conflict, core::say("update_place_taken", {place.string()}),
                    core::say("update_move_folder", {place.string()}));
    return check_it_runs(place, archive.version, goes_on);
}

core::Error link_taken(const fs::path& link) {
    return fail(Code::conflict, core::say("update_link_taken", {link.string()}), core::say("update_look_at_folder"));
}

/// A link that a person made to somewhere else is theirs.
Status check_link(const fs::path& link) {
    std::error_code error;
    const auto found = fs::symlink_status(link, error);
    if (!fs::exists(found)) return {};
    if (!fs::is_symlink(found)) return link_taken(link);
    const fs::path target = fs::read_symlink(link, error);
    return !error && is_folder_name(target.string()) ? Status() : Status(link_taken(link));
}

/// A link is replaced by renaming another one over it: there is never a moment without.
Status lead_to(const fs::path& link, const std::string& target, const OnStep& on_step) {
    HEARTH_CHECK(check_link(link));
    std::error_code error;
    const fs::path next = link.parent_path() / ".hearth-next";
    fs::remove(next, error);
    fs::create_symlink(target, next, error);
    if (error) return not_placed(next, error);
    on_step("update link made");
    fs::rename(next, link, error);
    if (error) return not_placed(link, error);
    flush_folder(link.parent_path());
    return {};
}

/// What runs has served, and is what the new one gives way to; what the link shows may never have been started.
Status put_on_trial(const InstalledAs& installed, const std::string& name) {
    const std::string before = installed.top.filename().string();
    return before == name ? Status() : write_trial_note(installed.link(), {before, name, false});
}

} // namespace

bool is_version_folder(const std::string& name) {
    return is_folder_name(name);
}

bool is_own_folder(const fs::path& folder) {
    return check_own(folder).ok();
}

Status write_trial_note(const fs::path& link, const TrialNote& note) {
    return core::write_file_atomic(link.parent_path() / trial_note,
                                   core::as_bytes(note.before + " " + note.name + (note.tried ? " tried\n" : "\n")),
                                   0600);
}

Status lead_back(const fs::path& link, const std::string& before) {
    const PlaceLock lock(link.parent_path());
    HEARTH_CHECK(lock.take(link.parent_path()));
    return lead_to(link, before, [](const char*) {});
}

InstalledAs InstalledAs::look(const fs::path& program_folder) {
    std::error_code ignored;
    if (program_folder == "/usr/bin") return {Form::package, {}};
    const fs::path top = program_folder.parent_path();
    if (program_folder.filename() == "bin" && fs::is_directory(top / "lib" / "hearth" / "bundled", ignored))
        return {Form::archive, top};
    return {};
}

std::string InstalledAs::kind() const {
    return form == Form::package ? "deb" : form == Form::archive ? "tar.gz" : "";
}

Status put_beside(const InstalledAs& installed, const ArchiveFile& archive, Store& store, const GoesOn& goes_on,
                  const OnStep& on_step) {
    const fs::path parent = installed.top.parent_path(), place = parent / folder_name(archive.version);
    HEARTH_CHECK(check_own(parent));
    const PlaceLock lock(parent);
    HEARTH_CHECK(lock.take(parent));
    HEARTH_CHECK(check_link(installed.link()));
    sweep(parent);
    std::error_code error;
    const bool is_there = fs::exists(fs::symlink_status(place, error));
    const Status placed =
        is_there ? check_known(place, archive, store, goes_on) : place_new(place, archive, store, goes_on, on_step);
    if (placed && goes_on && !goes_on()) return stopped();
    if (placed) HEARTH_CHECK(put_on_trial(installed, folder_name(archive.version)));
    if (placed) HEARTH_CHECK(lead_to(installed.link(), folder_name(archive.version), on_step));
    if (placed) on_step("update shown");
    sweep(parent);
    return placed;
}

bool is_put_beside(const InstalledAs& installed, const Version& version) {
    if (installed.form != InstalledAs::Form::archive) return false;
    std::error_code error;
    return fs::read_symlink(installed.link(), error) == fs::path(folder_name(version)) && !error;
}

} // namespace hearth::node
