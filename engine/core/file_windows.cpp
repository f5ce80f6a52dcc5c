// SPDX-License-Identifier: Apache-2.0
#include "core/account_windows.h"
#include "core/file.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <string_view>
#include <windows.h>

#include <aclapi.h>
#include <sddl.h>

namespace hearth::core {
namespace fs = std::filesystem;
namespace {

constexpr DWORD disk_quota_exceeded = 1295; // ERROR_DISK_QUOTA_EXCEEDED, which not all headers name
constexpr std::size_t most_at_once = std::size_t{16} << 20;

class Opened {
public:
    explicit Opened(HANDLE handle) : m_handle(handle) {}
    ~Opened() {
        if (valid()) ::CloseHandle(m_handle);
    }
    Opened(const Opened&) = delete;
    Opened& operator=(const Opened&) = delete;
    HANDLE get() const { return m_handle; }
    bool valid() const { return m_handle != INVALID_HANDLE_VALUE && m_handle != nullptr; }

private:
    HANDLE m_handle;
};

/// `what`: the id of the sentence that says what could not be done.
Error io_error(const char* what, const fs::path& file) {
    const DWORD number = ::GetLastError();
    const std::string reason = std::system_category().message(static_cast<int>(number));
    if (number == ERROR_FILE_NOT_FOUND || number == ERROR_PATH_NOT_FOUND)
        return fail(Code::not_found, say("file_does_not_exist", {file.string()}));
    if (number == ERROR_DISK_FULL || number == ERROR_HANDLE_DISK_FULL || number == disk_quota_exceeded)
        return fail(Code::io, say("disk_full_could_not", {file.string()}), say("free_some_space_try"));
    return fail(Code::io, say(what, {file.string(), reason}));
}

Error misplaced(const Sentence& sentence, const fs::path& place) {
    return fail(Code::invalid_argument, sentence, say("move_away_mv_old", {place.string(), place.string()}));
}

/// Others may rename or remove it meanwhile, as elsewhere. Backup semantics: a folder opens, and is refused in words.
HANDLE open_to_read(const fs::path& file) {
    return ::CreateFileW(file.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                         OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr);
}

/// Nothing but a regular file has a size and an end.
Status inspect(const Opened& opened, const fs::path& file, std::uint64_t& size) {
    if (::GetFileType(opened.get()) != FILE_TYPE_DISK)
        return fail(Code::invalid_argument, say("not_regular_file", {file.string()}), say("name_regular_file"));
    BY_HANDLE_FILE_INFORMATION info{};
    if (::GetFileInformationByHandle(opened.get(), &info) == 0) return io_error("could_not_inspect", file);
    if ((info.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0)
        return fail(Code::invalid_argument, say("folder_not_file", {file.string()}), say("name_file"));
    size = std::uint64_t{info.nFileSizeHigh} << 32 | info.nFileSizeLow;
    return {};
}

Status write_all(HANDLE handle, ByteView content, const fs::path& file) {
    while (!content.empty()) {
        DWORD written = 0;
        const auto now = static_cast<DWORD>(std::min(content.size(), most_at_once));
        if (::WriteFile(handle, content.data(), now, &written, nullptr) == 0) return io_error("could_not_write", file);
        content = content.subspan(written);
    }
    return {};
}

/// An access list for its owner, the system and administrators alone, which what is made below inherits.
PSECURITY_DESCRIPTOR private_access() {
    const std::wstring list = L"D:P(A;OICI;FA;;;" + account::own() + L")(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)";
    PSECURITY_DESCRIPTOR access = nullptr;
    ::ConvertStringSecurityDescriptorToSecurityDescriptorW(list.c_str(), SDDL_REVISION_1, &access, nullptr);
    return access;
}

bool is_ours(PSID whose) {
    // The system, administrators, the owner's rights and whoever creates below.
    static constexpr std::array<std::wstring_view, 4> usual{L"S-1-5-18", L"S-1-5-32-544", L"S-1-3-4", L"S-1-3-0"};
    wchar_t* text = nullptr;
    if (::ConvertSidToStringSidW(whose, &text) == 0) return false;
    const std::wstring_view sid(text);
    const bool ours = sid == account::own() || std::find(usual.begin(), usual.end(), sid) != usual.end();
    ::LocalFree(text);
    return ours;
}

} // namespace

Status check_no_folder(const fs::path& file) {
    std::error_code problem;
    if (!fs::is_directory(file, problem)) return {};
    return misplaced(say("folder_stands_where_file", {file.string()}), file);
}

Status check_no_file(const fs::path& folder) {
    std::error_code problem;
    fs::path place = folder;
    while (!fs::exists(place, problem)) { // a file above it is in the way as well
        if (!place.has_relative_path()) return {};
        place = place.parent_path();
    }
    if (fs::is_directory(place, problem)) return {};
    return misplaced(say("file_stands_where_folder", {place.string()}), place);
}

Result<Bytes> read_file(const fs::path& file, std::size_t max_bytes) {
    const Opened opened(open_to_read(file));
    if (!opened.valid()) return io_error("could_not_open", file);
    std::uint64_t size = 0;
    HEARTH_CHECK(inspect(opened, file, size));
    if (size > max_bytes)
        return fail(Code::too_large,
                    say("file_bytes_most_accepted", {file.string(), std::to_string(size), std::to_string(max_bytes)}));
    Bytes content(static_cast<std::size_t>(size));
    std::size_t done = 0;
    while (done < content.size()) {
        DWORD got = 0;
        const auto wanted = static_cast<DWORD>(std::min(content.size() - done, most_at_once));
        if (::ReadFile(opened.get(), content.data() + done, wanted, &got, nullptr) == 0)
            return io_error("could_not_read", file);
        if (got == 0) break;
        done += got;
    }
    content.resize(done);
    return content;
}

Status write_file_atomic(const fs::path& file, ByteView content, unsigned mode) {
    // A name that nobody else has: two threads may write the same file at once.
    static std::atomic<unsigned> number{0};
    const fs::path temporary = file.wstring() + L".tmp" + std::to_wstring(::GetCurrentProcessId()) + L"-" +
                               std::to_wstring(number.fetch_add(1));
    std::error_code unknown;
    const fs::path folder = file.parent_path();
    if (!folder.empty() && !fs::exists(folder, unknown) && !unknown)
        return fail(Code::not_found, say("no_folder", {folder.string()}), say("make_first_name_another"));
    HEARTH_CHECK(check_no_folder(file));
    SECURITY_ATTRIBUTES access{sizeof(SECURITY_ATTRIBUTES), nullptr, FALSE};
    const bool is_private = (mode & 077) == 0;
    if (is_private && (access.lpSecurityDescriptor = private_access()) == nullptr)
        return io_error("could_not_permit", temporary);
    Status result;
    {
        const Opened opened(::CreateFileW(temporary.c_str(), GENERIC_WRITE, 0, is_private ? &access : nullptr,
                                          CREATE_NEW, FILE_ATTRIBUTE_NORMAL, nullptr));
        if (!opened.valid()) result = io_error("could_not_create", temporary);
        if (is_private) ::LocalFree(access.lpSecurityDescriptor);
        if (!result) return result;
        result = write_all(opened.get(), content, file);
        if (result && ::FlushFileBuffers(opened.get()) == 0) result = io_error("could_not_flush", temporary);
    }
    if (result &&
        ::MoveFileExW(temporary.c_str(), file.c_str(), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH) == 0)
        result = io_error("could_not_replace", file);
    if (!result) ::DeleteFileW(temporary.c_str());
    return result;
}

bool open_to_others(const fs::path& place) {
    PACL list = nullptr;
    PSECURITY_DESCRIPTOR access = nullptr;
    const DWORD told = ::GetNamedSecurityInfoW(place.c_str(), SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, nullptr,
                                               nullptr, &list, nullptr, &access);
    if (told == ERROR_FILE_NOT_FOUND || told == ERROR_PATH_NOT_FOUND) return false;
    if (told != ERROR_SUCCESS) return true; // what cannot be asked is not known to be private
    bool open = list == nullptr;            // no list: everybody may
    for (DWORD index = 0; !open && index < list->AceCount; ++index) {
        void* entry = nullptr;
        if (::GetAce(list, index, &entry) == 0) continue;
        const auto* const allowed = static_cast<ACCESS_ALLOWED_ACE*>(entry);
        if (allowed->Header.AceType != ACCESS_ALLOWED_ACE_TYPE) continue;
        open = !is_ours(const_cast<DWORD*>(&allowed->SidStart));
    }
    ::LocalFree(access);
    return open;
}

std::error_code make_private(const fs::path& folder) {
    const PSECURITY_DESCRIPTOR access = private_access();
    BOOL there = FALSE, usual = FALSE;
    PACL list = nullptr;
    DWORD problem = ERROR_INVALID_ACL;
    if (access != nullptr && ::GetSecurityDescriptorDacl(access, &there, &list, &usual) != 0 && there != FALSE) {
        std::wstring name = folder.wstring();
        problem = ::SetNamedSecurityInfoW(name.data(), SE_FILE_OBJECT,
                                          DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION, nullptr,
                                          nullptr, list, nullptr);
    }
    ::LocalFree(access);
    return {static_cast<int>(problem), std::system_category()};
}

Result<MappedFile> MappedFile::open(const fs::path& file) {
    HEARTH_CHECK(check_no_folder(file));
    const Opened opened(open_to_read(file));
    if (!opened.valid()) return io_error("could_not_open", file);
    std::uint64_t size = 0;
    HEARTH_CHECK(inspect(opened, file, size));
    MappedFile mapped;
    mapped.m_size = static_cast<std::size_t>(size);
    if (size == 0) return mapped;
    const Opened section(::CreateFileMappingW(opened.get(), nullptr, PAGE_READONLY, 0, 0, nullptr));
    if (!section.valid()) return io_error("could_not_map", file);
    // The view keeps the section, and the section the file.
    const void* const data = ::MapViewOfFile(section.get(), FILE_MAP_READ, 0, 0, 0);
    if (data == nullptr) return io_error("could_not_map", file);
    mapped.m_data = static_cast<const std::uint8_t*>(data);
    return mapped;
}

MappedFile::~MappedFile() {
    if (m_data != nullptr) ::UnmapViewOfFile(m_data);
}

void MappedFile::drop_pages(std::size_t offset, std::size_t length) const {
    if (m_data == nullptr || offset >= m_size) return;
    // Of pages that were never locked it fails, and takes them out of the working set: what is asked for here.
    ::VirtualUnlock(const_cast<std::uint8_t*>(m_data) + offset, std::min(length, m_size - offset));
}

Result<FileLock> FileLock::acquire(const fs::path& file) {
    HEARTH_CHECK(check_no_folder(file));
    const HANDLE handle = ::CreateFileW(file.c_str(), GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
                                        nullptr, OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (handle == INVALID_HANDLE_VALUE) return io_error("could_not_open", file);
    OVERLAPPED at{};
    at.OffsetHigh = 0x4000'0000; // far behind what the file may hold: it stays readable
    if (::LockFileEx(handle, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at) == 0) {
        ::CloseHandle(handle);
        return fail(Code::conflict, say("another_process_holds_lock", {file.string()}));
    }
    return FileLock(reinterpret_cast<std::intptr_t>(handle));
}

FileLock::~FileLock() {
    if (m_handle != -1) ::CloseHandle(reinterpret_cast<HANDLE>(m_handle));
}

Status copy_file(const fs::path& from, const fs::path& to,
                 const std::function<bool(std::uint64_t, std::uint64_t)>& progress) {
    const Opened source(open_to_read(from));
    if (!source.valid()) return io_error("could_not_open", from);
    std::uint64_t total = 0;
    HEARTH_CHECK(inspect(source, from, total));
    Status result;
    {
        const Opened target(
            ::CreateFileW(to.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr));
        if (!target.valid()) return io_error("could_not_create", to);
        Bytes buffer(most_at_once);
        for (std::uint64_t done = 0; result && done < total;) {
            DWORD got = 0;
            if (::ReadFile(source.get(), buffer.data(), static_cast<DWORD>(buffer.size()), &got, nullptr) == 0)
                result = io_error("could_not_read", from);
            else if (got == 0)
                result = fail(Code::io, say("file_became_shorter_while", {from.string()}));
            if (!result) break;
            result = write_all(target.get(), ByteView(buffer).first(got), to);
            done += got;
            if (result && progress && !progress(done, total)) result = fail(Code::cancelled, say("copy_cancelled"));
        }
        if (result && ::FlushFileBuffers(target.get()) == 0) result = io_error("could_not_flush", to);
    }
    if (!result) ::DeleteFileW(to.c_str());
    return result;
}

} // namespace hearth::core
