// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/bytes.h"

#include <filesystem>
#include <functional>
#include <system_error>

namespace hearth::core {

/// A folder in the place of a file, or a file in the place of a folder or above it, is refused with its repair; nothing
/// there is fine. The one sentence for it, wherever something of a home is opened.
Status check_no_folder(const std::filesystem::path& file);
Status check_no_file(const std::filesystem::path& folder);

/// Reads a whole regular file. Errors: not_found, too_large, io, invalid_argument (it is something else).
Result<Bytes> read_file(const std::filesystem::path& file, std::size_t max_bytes);

/// Writes to a temporary neighbour, fsyncs file and folder, renames: after a crash, and with several writers
/// at once, one whole content is there, never a mixture.
Status write_file_atomic(const std::filesystem::path& file, ByteView content, unsigned mode = 0644);

/// Whether the system lets somebody else than its owner, and those who may do anything, read or change what is there;
/// false where nothing is. Windows: what its access list says to others.
bool open_to_others(const std::filesystem::path& place);
/// Makes a folder that is there its owner's alone, which everything made in it then is, too.
std::error_code make_private(const std::filesystem::path& folder);

/// A file mapped read-only into memory. Movable; unmapped on destruction.
class MappedFile {
public:
    static Result<MappedFile> open(const std::filesystem::path& file);
    ~MappedFile();
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;

    ByteView bytes() const { return {m_data, m_size}; }
    /// Tells the kernel that the pages of [offset, offset + length) are not needed any more.
    void drop_pages(std::size_t offset, std::size_t length) const;

private:
    MappedFile() = default;
    const std::uint8_t* m_data = nullptr;
    std::size_t m_size = 0;
};

/// An advisory lock that dies with the process. Errors: conflict when another process holds it.
class FileLock {
public:
    static Result<FileLock> acquire(const std::filesystem::path& file);
    ~FileLock();
    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;

private:
    explicit FileLock(std::intptr_t handle) : m_handle(handle) {}
    std::intptr_t m_handle; ///< a descriptor, or a HANDLE of Windows; -1: none
};

/// Copies a file (by reflink where the file system can), calling `progress(done, total)` about every
/// 16 MiB; returning false from it cancels and removes the partial copy.
Status copy_file(const std::filesystem::path& from, const std::filesystem::path& to,
                 const std::function<bool(std::uint64_t, std::uint64_t)>& progress = {});

} // namespace hearth::core
