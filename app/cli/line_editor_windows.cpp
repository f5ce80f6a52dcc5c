// SPDX-License-Identifier: Apache-2.0
#include "line_editor.h"

#include <windows.h>

namespace hearth::cli {

/// The console edits lines by itself and keeps those before for the arrow keys.
struct LineEditor::Impl {
    Interrupt& interrupt;
    HANDLE keys = ::GetStdHandle(STD_INPUT_HANDLE);
    std::atomic<bool> interrupted{false};
};

LineEditor::LineEditor(Interrupt& interrupt) : m_impl(new Impl{interrupt}) {}

LineEditor::~LineEditor() = default;

LineEditor::Outcome LineEditor::read(const std::string& question, std::string& line) {
    m_impl->interrupted = false;
    const Interrupt::Scope scope(
        m_impl->interrupt, [this] { m_impl->interrupted = true; }, Interrupt::Again::calls);
    ::WriteConsoleA(::GetStdHandle(STD_OUTPUT_HANDLE), question.data(), static_cast<DWORD>(question.size()), nullptr,
                    nullptr);
    wchar_t typed[4096];
    DWORD got = 0;
    const bool read = ::ReadConsoleW(m_impl->keys, typed, 4096, &got, nullptr) != 0;
    if (got == 0) { // Ctrl-C ends the reading; the handler may be called a moment later
        for (int glance = 0; read && !m_impl->interrupted && glance < 20; ++glance)
            ::Sleep(10);
        return m_impl->interrupted ? Outcome::interrupted : Outcome::end;
    }
    const int size = ::WideCharToMultiByte(CP_UTF8, 0, typed, static_cast<int>(got), nullptr, 0, nullptr, nullptr);
    line.assign(static_cast<std::size_t>(size), '\0');
    ::WideCharToMultiByte(CP_UTF8, 0, typed, static_cast<int>(got), line.data(), size, nullptr, nullptr);
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r'))
        line.pop_back();
    if (line == "\x1a") return Outcome::end; // Ctrl-Z, as Ctrl-D elsewhere
    return Outcome::line;
}

} // namespace hearth::cli
