// SPDX-License-Identifier: Apache-2.0
#include "new_file.h"

#include "core/file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace hearth::cli {
namespace fs = std::filesystem;
namespace {

using core::Code;

core::Error taken(const fs::path& file) {
    return core::fail(Code::conflict, file.string() + " is there already; nothing was written.",
                      "Choose another name, or add --force to replace it.");
}

/// File systems that cannot rename without replacing can link; both refuse a name that is taken.
int name_once(const fs::path& from, const fs::path& file) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, file.c_str(), RENAME_NOREPLACE) == 0) return 0;
    if (errno != EINVAL && errno != ENOSYS) return errno;
    if (::link(from.c_str(), file.c_str()) != 0) return errno;
    return ::unlink(from.c_str()) == 0 ? 0 : errno;
}

void sync_folder_of(const fs::path& file) {
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    ::fsync(fd);
    ::close(fd);
}

} // namespace

core::Status check_new_file(const fs::path& file, bool force) {
    std::error_code problem;
    if (fs::is_directory(file, problem))
        return core::fail(Code::invalid_argument, file.string() + " is a folder.", "Give the name of a file.");
    if (!force && fs::exists(fs::symlink_status(file, problem))) return taken(file);
    return {};
}

fs::path unfinished(const fs::path& file) {
    return file.string() + ".new-" + std::to_string(::getpid());
}

core::Error told_of(const fs::path& file, core::Error error) {
    const std::string beside = unfinished(file).string();
    for (std::string* text : {&error.message, &error.hint})
        if (const auto at = text->find(beside); at != std::string::npos)
            text->replace(at, beside.size(), file.string());
    return error;
}

core::Status give_name(const fs::path& from, const fs::path& file, bool force) {
    const int problem = force ? (::rename(from.c_str(), file.c_str()) == 0 ? 0 : errno) : name_once(from, file);
    if (problem == 0) {
        sync_folder_of(file);
        return {};
    }
    ::unlink(from.c_str());
    if (problem == EEXIST && !force) return taken(file);
    return core::fail(Code::io, "The file " + file.string() + " cannot be written: " + std::strerror(problem) + ".",
                      "Choose another name or folder.");
}

core::Status write_new_file(const fs::path& file, core::ByteView content, bool force) {
    if (force) return core::write_file_atomic(file, content);
    HEARTH_CHECK(check_new_file(file, force));
    const fs::path beside = unfinished(file);
    if (const auto written = core::write_file_atomic(beside, content); !written) return told_of(file, written.error());
    return give_name(beside, file, force);
}

} // namespace hearth::cli
