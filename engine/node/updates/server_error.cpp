// SPDX-License-Identifier: Apache-2.0
#include "node/updates/server_error.h"

#include "core/file.h"
#include "core/hash.h"

#include <algorithm>
#include <sys/stat.h>
#include <sys/utsname.h>

namespace hearth::node {

using core::Code;
using core::fail;

core::Error of_server(const core::Error& error) {
    switch (error.code) {
    case Code::cancelled:
        return fail(Code::cancelled, core::say("update_stopped"), core::say("update_nothing_changed"));
    case Code::corrupt:
        return fail(Code::corrupt, core::say("update_wrong_bytes"), core::say("update_try_again"));
    case Code::not_found:
        return fail(Code::not_found, core::say("update_server_has_not"), core::say("update_tell_packager"));
    case Code::refused:
    case Code::unavailable:
    case Code::timed_out:
    case Code::busy:
        return fail(error.code, core::say("update_server_failed", {error.message}), core::say("update_look_at_url"));
    default:
        return error; // of this machine
    }
}

std::string this_machine() {
    utsname name{};
    return ::uname(&name) == 0 ? name.machine : "";
}

std::optional<FileState> FileState::of(const std::filesystem::path& place) {
    struct stat found {};
    if (::lstat(place.c_str(), &found) != 0) return std::nullopt;
    return FileState{found.st_dev, found.st_ino, static_cast<std::uint64_t>(found.st_size), found.st_mtim.tv_sec,
                     found.st_mtim.tv_nsec};
}

core::Status compare(const std::filesystem::path& place, const ReleaseFile& file,
                     const std::function<bool()>& goes_on) {
    constexpr std::size_t at_once = std::size_t{16} << 20;
    core::Sha256 hash;
    {
        HEARTH_TRY(const core::MappedFile mapped, core::MappedFile::open(place));
        const core::ByteView all = mapped.bytes();
        for (std::size_t at = 0; at < all.size(); at += at_once) {
            if (goes_on && !goes_on())
                return fail(Code::cancelled, core::say("update_stopped"), core::say("update_nothing_changed"));
            const std::size_t length = std::min(at_once, all.size() - at);
            hash.update(all.subspan(at, length));
            mapped.drop_pages(at, length);
        }
    }
    if (hash.finish() == file.sha256) return {};
    std::error_code ignored;
    std::filesystem::remove(place, ignored);
    return fail(Code::corrupt, core::say("update_wrong_bytes"), core::say("update_try_again"));
}

} // namespace hearth::node
