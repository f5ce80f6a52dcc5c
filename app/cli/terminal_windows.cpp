// SPDX-License-Identifier: Apache-2.0
#include "terminal.h"

#include <windows.h>

namespace hearth::cli {
namespace {

std::string utf8(const std::wstring& text) {
    const int length = static_cast<int>(text.size());
    const int size = ::WideCharToMultiByte(CP_UTF8, 0, text.data(), length, nullptr, 0, nullptr, nullptr);
    std::string out(static_cast<std::size_t>(size), '\0');
    ::WideCharToMultiByte(CP_UTF8, 0, text.data(), length, out.data(), size, nullptr, nullptr);
    return out;
}

HANDLE console(const wchar_t* name) {
    return ::CreateFileW(name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_EXISTING,
                         0, nullptr);
}

} // namespace

struct Terminal::Impl {
    explicit Impl(Echo echo)
        : keys(console(L"CONIN$")), screen(console(L"CONOUT$")),
          usable(screen != INVALID_HANDLE_VALUE && ::GetConsoleMode(keys, &before) != 0), quiet(echo == Echo::off) {}
    ~Impl() {
        restore();
        for (const HANDLE handle : {keys, screen})
            if (handle != INVALID_HANDLE_VALUE) ::CloseHandle(handle);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void restore() const {
        if (usable && quiet) ::SetConsoleMode(keys, before);
    }

    DWORD before = 0;
    const HANDLE keys, screen;
    const bool usable, quiet;
};

Terminal::Terminal(Interrupt& interrupt, Echo echo)
    : m_impl(std::make_unique<Impl>(echo)), m_scope(interrupt, [this] {
          m_impl->restore();
          ::ExitProcess(1);
      }) {
    if (!m_impl->usable || !m_impl->quiet) return;
    ::SetConsoleMode(m_impl->keys, m_impl->before & ~static_cast<DWORD>(ENABLE_ECHO_INPUT));
}

Terminal::~Terminal() {
    m_impl->restore();
}

bool Terminal::usable() const {
    return m_impl->usable;
}

std::string Terminal::ask(std::string_view question) const {
    constexpr std::size_t most_bytes = 1024;
    say(question);
    std::wstring line;
    wchar_t c = 0;
    for (DWORD got = 0; line.size() <= most_bytes;) {
        if (::ReadConsoleW(m_impl->keys, &c, 1, &got, nullptr) == 0 || got == 0 || c == L'\n') break;
        if (c != L'\r') line.push_back(c);
    }
    if (m_impl->quiet) say("\n");
    return utf8(line).substr(0, most_bytes + 1);
}

void Terminal::say(std::string_view text) const {
    const int length = static_cast<int>(text.size());
    const int size = ::MultiByteToWideChar(CP_UTF8, 0, text.data(), length, nullptr, 0);
    std::wstring wide(static_cast<std::size_t>(size), L'\0');
    ::MultiByteToWideChar(CP_UTF8, 0, text.data(), length, wide.data(), size);
    DWORD written = 0;
    ::WriteConsoleW(m_impl->screen, wide.data(), static_cast<DWORD>(size), &written, nullptr);
}

} // namespace hearth::cli
