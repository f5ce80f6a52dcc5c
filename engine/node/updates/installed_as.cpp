// SPDX-License-Identifier: Apache-2.0
#include "node/updates/installed_as.h"

#include "node/workers/subprocess.h"

#include <fcntl.h>
#include <unistd.h>

namespace hearth::node {
namespace {

namespace fs = std::filesystem;
using core::Code;
using core::fail;
using core::Status;

constexpr unsigned unpack_patience_s = 300, start_patience_s = 20;

std::string folder_name(const Version& version) {
    return "hearth-" + version.text() + "-linux-x86_64";
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

/// A program that cannot even say its version must not take the place of one that runs.
Status check_it_runs(const fs::path& folder, const Version& version) {
    const auto said =
        run_and_capture({(folder / "bin" / "hearthd").string(), "--version"}, {"LC_ALL=C"}, start_patience_s);
    if (said && said->exit_code == 0 && said->output == "hearthd " + version.text() + "\n") return {};
    return fail(Code::refused, core::say("update_does_not_run", {version.text()}), core::say("update_old_stays"));
}

Status unpack(const fs::path& archive, const fs::path& into, const Version& version) {
    std::error_code error;
    fs::remove_all(into, error);
    if (!error) fs::create_directories(into, error);
    if (error) return not_placed(into, error);
    const auto tar = run_and_capture({"/usr/bin/tar", "-xzf", archive.string(), "-C", into.string(), "--no-same-owner"},
                                     {"LC_ALL=C", "PATH=/usr/bin:/bin"}, unpack_patience_s);
    if (!tar || tar->exit_code != 0)
        return fail(Code::io, core::say("update_not_unpacked", {archive.string()}), core::say("update_look_at_folder"));
    return check_it_runs(into / folder_name(version), version);
}

/// A link is replaced by renaming another one over it: there is never a moment without.
Status lead_to(const fs::path& link, const std::string& target, const OnStep& on_step) {
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

} // namespace

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

Status put_beside(const InstalledAs& installed, const fs::path& archive, const Version& version,
                  const OnStep& on_step) {
    const fs::path parent = installed.top.parent_path(), place = parent / folder_name(version);
    const fs::path unpacked = parent / (".hearth-" + version.text() + ".unpacking");
    std::error_code error;
    const auto link = fs::symlink_status(installed.link(), error);
    if (fs::exists(link) && !fs::is_symlink(link))
        return fail(Code::conflict, core::say("update_link_taken", {installed.link().string()}),
                    core::say("update_look_at_folder"));
    // It comes there as a whole, so what a call before this one left is whole, too.
    if (!fs::exists(place, error)) {
        HEARTH_CHECK(unpack(archive, unpacked, version));
        flush_folder(unpacked);
        on_step("update unpacked");
        fs::rename(unpacked / folder_name(version), place, error);
        if (error) return not_placed(place, error);
        flush_folder(parent);
        on_step("update placed");
    } else {
        HEARTH_CHECK(check_it_runs(place, version));
    }
    HEARTH_CHECK(lead_to(installed.link(), folder_name(version), on_step));
    on_step("update shown");
    fs::remove_all(unpacked, error);
    return {};
}

bool is_put_beside(const InstalledAs& installed, const Version& version) {
    if (installed.form != InstalledAs::Form::archive) return false;
    std::error_code error;
    return fs::read_symlink(installed.link(), error) == fs::path(folder_name(version)) && !error;
}

} // namespace hearth::node
