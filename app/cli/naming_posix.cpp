// SPDX-License-Identifier: Apache-2.0
#include "naming.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

namespace hearth::cli {
namespace fs = std::filesystem;
namespace {

std::error_code last_error() {
    return {errno, std::generic_category()};
}

/// 0, or -1 with errno: not all file systems can rename without replacing.
int rename_once(const fs::path& from, const fs::path& file) {
#ifdef __APPLE__
    return ::renamex_np(from.c_str(), file.c_str(), RENAME_EXCL);
#else
    return ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, file.c_str(), RENAME_NOREPLACE);
#endif
}

void sync_folder_of(const fs::path& file) {
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    ::fsync(fd);
    ::close(fd);
}

} // namespace

/// File systems that cannot rename without replacing can link; both refuse a name that is taken.
std::error_code name_once(const fs::path& from, const fs::path& file) {
    if (rename_once(from, file) != 0) {
        if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP) return last_error();
        if (::link(from.c_str(), file.c_str()) != 0 || ::unlink(from.c_str()) != 0) return last_error();
    }
    sync_folder_of(file);
    return {};
}

std::error_code name_over(const fs::path& from, const fs::path& file) {
    if (::rename(from.c_str(), file.c_str()) != 0) return last_error();
    sync_folder_of(file);
    return {};
}

std::string process_tag() {
    return std::to_string(::getpid());
}

} // namespace hearth::cli
