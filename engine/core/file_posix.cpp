// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/fs.h>
#include <sys/ioctl.h>
#endif

namespace hearth::core {
namespace fs = std::filesystem;
namespace {

class Descriptor {
public:
    explicit Descriptor(int fd) : m_fd(fd) {}
    ~Descriptor() {
        if (m_fd >= 0) ::close(m_fd);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return m_fd; }
    bool valid() const { return m_fd >= 0; }

private:
    int m_fd;
};

/// `what`: the id of the sentence that says what could not be done.
Error io_error(const char* what, const fs::path& file) {
    const int number = errno;
    const std::string reason = std::generic_category().message(number);
    if (number == ENOENT) return fail(Code::not_found, say("file_does_not_exist", {file.string()}));
    if (number == ENOSPC || number == EDQUOT)
        return fail(Code::io, say("disk_full_could_not", {file.string()}), say("free_some_space_try"));
    return fail(Code::io, say(what, {file.string(), reason}));
}

/// A pipe would block until somebody writes to it.
Descriptor open_to_read(const fs::path& file) {
    return Descriptor(::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
}

/// Nothing but a regular file has a size and an end.
Status inspect(const Descriptor& fd, const fs::path& file, struct stat& info) {
    if (::fstat(fd.get(), &info) != 0) return io_error("could_not_inspect", file);
    if (S_ISDIR(info.st_mode))
        return fail(Code::invalid_argument, say("folder_not_file", {file.string()}), say("name_file"));
    if (!S_ISREG(info.st_mode))
        return fail(Code::invalid_argument, say("not_regular_file", {file.string()}), say("name_regular_file"));
    return {};
}

Error misplaced(const Sentence& sentence, const fs::path& place) {
    return fail(Code::invalid_argument, sentence, say("move_away_mv_old", {place.string(), place.string()}));
}

Status write_all(int fd, ByteView content, const fs::path& file) {
    while (!content.empty()) {
        const ssize_t written = ::write(fd, content.data(), content.size());
        if (written < 0) {
            if (errno == EINTR) continue;
            return io_error("could_not_write", file);
        }
        content = content.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

/// Until the content is on the disk itself.
int flush(int fd) {
#ifdef F_FULLFSYNC // what fsync() means elsewhere
    if (::fcntl(fd, F_FULLFSYNC) == 0) return 0;
#endif
    return ::fsync(fd);
}

/// The content of one file as the other's, by reference.
bool clone_content([[maybe_unused]] int source, [[maybe_unused]] int target) {
#ifdef FICLONE
    return ::ioctl(target, FICLONE, source) == 0;
#else
    return false;
#endif
}

void sync_folder(const fs::path& folder) {
    const Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.valid()) ::fsync(fd.get());
}

} // namespace

Status check_no_folder(const fs::path& file) {
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) return {};
    return misplaced(say("folder_stands_where_file", {file.string()}), file);
}

Status check_no_file(const fs::path& folder) {
    struct stat info {};
    fs::path place = folder;
    while (::stat(place.c_str(), &info) != 0) { // a file above it is in the way as well
        if (errno != ENOTDIR || !place.has_relative_path()) return {};
        place = place.parent_path();
    }
    if (S_ISDIR(info.st_mode)) return {};
    return misplaced(say("file_stands_where_folder", {place.string()}), place);
}

Result<Bytes> read_file(const fs::path& file, std::size_t max_bytes) {
    const Descriptor fd = open_to_read(file);
    if (!fd.valid()) return io_error("could_not_open", file);
    struct stat info {};
    HEARTH_CHECK(inspect(fd, file, info));
    if (static_cast<std::uint64_t>(info.st_size) > max_bytes)
        return fail(Code::too_large, say("file_bytes_most_accepted",
                                         {file.string(), std::to_string(info.st_size), std::to_string(max_bytes)}));
    Bytes content(static_cast<std::size_t>(info.st_size));
    std::size_t done = 0;
    while (done < content.size()) {
        const ssize_t got = ::read(fd.get(), content.data() + done, content.size() - done);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return io_error("could_not_read", file);
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    content.resize(done);
    return content;
}

Status write_file_atomic(const fs::path& file, ByteView content, unsigned mode) {
    // A name that nobody else has: two threads may write the same file at once.
    std::string temporary = file.string() + ".tmpXXXXXX";
    std::error_code unknown;
    const fs::path folder = file.parent_path();
    if (!folder.empty() && !fs::exists(folder, unknown) && !unknown)
        return fail(Code::not_found, say("no_folder", {folder.string()}), say("make_first_name_another"));
    HEARTH_CHECK(check_no_folder(file));
    Status result;
    {
        const Descriptor fd(::mkostemp(temporary.data(), O_CLOEXEC));
        if (!fd.valid()) return io_error("could_not_create", temporary);
        result = write_all(fd.get(), content, file);
        if (result && ::fchmod(fd.get(), mode) != 0) result = io_error("could_not_permit", temporary);
        if (result && flush(fd.get()) != 0) result = io_error("could_not_flush", temporary);
    }
    if (result && ::rename(temporary.c_str(), file.c_str()) != 0) result = io_error("could_not_replace", file);
    if (!result) {
        ::unlink(temporary.c_str());
        return result;
    }
    sync_folder(file.parent_path().empty() ? fs::path(".") : file.parent_path());
    return {};
}

bool open_to_others(const fs::path& place) {
    struct stat info {};
    return ::stat(place.c_str(), &info) == 0 && (info.st_mode & 077) != 0;
}

std::error_code make_private(const fs::path& folder) {
    std::error_code problem;
    fs::permissions(folder, fs::perms::owner_all, problem);
    return problem;
}

Result<MappedFile> MappedFile::open(const fs::path& file) {
    HEARTH_CHECK(check_no_folder(file));
    const Descriptor fd = open_to_read(file);
    if (!fd.valid()) return io_error("could_not_open", file);
    struct stat info {};
    HEARTH_CHECK(inspect(fd, file, info));
    MappedFile mapped;
    mapped.m_size = static_cast<std::size_t>(info.st_size);
    if (mapped.m_size == 0) return mapped;
    void* data = ::mmap(nullptr, mapped.m_size, PROT_READ, MAP_PRIVATE, fd.get(), 0);
    if (data == MAP_FAILED) return io_error("could_not_map", file);
    mapped.m_data = static_cast<const std::uint8_t*>(data);
    return mapped;
}

MappedFile::~MappedFile() {
    if (m_data != nullptr) ::munmap(const_cast<std::uint8_t*>(m_data), m_size);
}

void MappedFile::drop_pages(std::size_t offset, std::size_t length) const {
    if (m_data == nullptr || offset >= m_size) return;
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t begin = (offset + page - 1) / page * page;
    const std::size_t end = std::min(m_size, offset + length) / page * page;
    if (begin < end) ::madvise(const_cast<std::uint8_t*>(m_data) + begin, end - begin, MADV_DONTNEED);
}

Result<FileLock> FileLock::acquire(const fs::path& file) {
    HEARTH_CHECK(check_no_folder(file));
    const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return io_error("could_not_open", file);
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        ::close(fd);
        return fail(Code::conflict, say("another_process_holds_lock", {file.string()}));
    }
    return FileLock(fd);
}

FileLock::~FileLock() {
    if (m_handle >= 0) ::close(static_cast<int>(m_handle));
}

Status copy_file(const fs::path& from, const fs::path& to,
                 const std::function<bool(std::uint64_t, std::uint64_t)>& progress) {
    constexpr std::size_t step = std::size_t{16} << 20;
    const Descriptor source = open_to_read(from);
    if (!source.valid()) return io_error("could_not_open", from);
    struct stat info {};
    HEARTH_CHECK(inspect(source, from, info));
    const auto total = static_cast<std::uint64_t>(info.st_size);
    const Descriptor target(::open(to.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (!target.valid()) return io_error("could_not_create", to);

    Status result;
    if (!clone_content(source.get(), target.get())) {
        Bytes buffer(step);
        std::uint64_t done = 0;
        while (result && done < total) {
            const ssize_t got = ::read(source.get(), buffer.data(), buffer.size());
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) result = io_error("could_not_read", from);
            if (got == 0) result = fail(Code::io, say("file_became_shorter_while", {from.string()}));
            if (!result) break;
            result = write_all(target.get(), ByteView(buffer).first(static_cast<std::size_t>(got)), to);
            done += static_cast<std::uint64_t>(got);
            if (result && progress && !progress(done, total)) result = fail(Code::cancelled, say("copy_cancelled"));
        }
    }
    if (result && flush(target.get()) != 0) result = io_error("could_not_flush", to);
    if (!result) ::unlink(to.c_str());
    return result;
}

} // namespace hearth::core
