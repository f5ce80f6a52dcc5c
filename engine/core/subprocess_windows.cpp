// SPDX-License-Identifier: Apache-2.0
#include "core/subprocess.h"

#include <array>
#include <filesystem>
#include <windows.h>

namespace hearth::core {
namespace {

/// A word as the C runtime of the other program takes it apart again: backslashes count only before a quote.
std::wstring quoted_word(const std::wstring& word) {
    if (!word.empty() && word.find_first_of(L" \t\"") == std::wstring::npos) return word;
    std::wstring out = L"\"";
    std::size_t backslashes = 0;
    for (const wchar_t c : word) {
        if (c == L'"') out.append(backslashes + 1, L'\\');
        backslashes = c == L'\\' ? backslashes + 1 : 0;
        out.push_back(c);
    }
    out.append(backslashes, L'\\');
    out.push_back(L'"');
    return out;
}

std::wstring command_line(const std::vector<std::string>& words) {
    std::wstring line;
    for (const std::string& word : words)
        line += (line.empty() ? L"" : L" ") + quoted_word(std::filesystem::path(word).wstring());
    return line;
}

struct Handle {
    HANDLE value = INVALID_HANDLE_VALUE;
    Handle() = default;
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() { close(); }
    void close() {
        if (value != INVALID_HANDLE_VALUE) ::CloseHandle(value);
        value = INVALID_HANDLE_VALUE;
    }
};

/// Only the two handles that it is meant to have go to the child, whatever other threads open meanwhile.
bool start(const std::vector<std::string>& words, std::array<HANDLE, 2> given, PROCESS_INFORMATION& child) {
    SIZE_T size = 0;
    ::InitializeProcThreadAttributeList(nullptr, 1, 0, &size);
    std::vector<unsigned char> room(size);
    const auto attributes = reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(room.data());
    if (::InitializeProcThreadAttributeList(attributes, 1, 0, &size) == 0) return false;
    STARTUPINFOEXW how{};
    how.StartupInfo.cb = sizeof how;
    how.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
    how.StartupInfo.hStdInput = nullptr;
    how.StartupInfo.hStdOutput = given[0];
    how.StartupInfo.hStdError = given[1];
    how.lpAttributeList = attributes;
    const std::wstring program = std::filesystem::path(words.front()).wstring();
    std::wstring line = command_line(words);
    const bool started = ::UpdateProcThreadAttribute(attributes, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, given.data(),
                                                     sizeof given, nullptr, nullptr) != 0 &&
                         ::CreateProcessW(program.c_str(), line.data(), nullptr, nullptr, TRUE,
                                          CREATE_NO_WINDOW | EXTENDED_STARTUPINFO_PRESENT, nullptr, nullptr,
                                          &how.StartupInfo, &child) != 0;
    ::DeleteProcThreadAttributeList(attributes);
    return started;
}

} // namespace

Result<std::string> output_of(const std::vector<std::string>& words) {
    SECURITY_ATTRIBUTES inherited{sizeof(SECURITY_ATTRIBUTES), nullptr, TRUE};
    Handle mine, theirs, nothing;
    if (::CreatePipe(&mine.value, &theirs.value, &inherited, 0) == 0) return fail(Code::io, "A pipe cannot be made.");
    nothing.value = ::CreateFileW(L"NUL", GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherited, OPEN_EXISTING,
                                  FILE_ATTRIBUTE_NORMAL, nullptr);
    PROCESS_INFORMATION child{};
    const bool started = start(words, {theirs.value, nothing.value}, child);
    theirs.close();
    if (!started) return fail(Code::not_found, "The program " + words.front() + " cannot be started.");
    Handle process, thread;
    process.value = child.hProcess;
    thread.value = child.hThread;
    std::string output;
    std::array<char, 4096> piece;
    for (DWORD got = 0; ::ReadFile(mine.value, piece.data(), static_cast<DWORD>(piece.size()), &got, nullptr) != 0;)
        output.append(piece.data(), got);
    ::WaitForSingleObject(process.value, INFINITE);
    DWORD status = 1;
    ::GetExitCodeProcess(process.value, &status);
    if (status == 0) return output;
    return fail(Code::internal, "The program " + words.front() + " ended with status " + std::to_string(status) + ".");
}

} // namespace hearth::core
