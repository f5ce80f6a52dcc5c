// SPDX-License-Identifier: Apache-2.0
#include "line_editor.h"

#include <cerrno>
#include <climits>
#include <clocale>
#include <cstdio>
#include <cstring>
#include <cwchar>
#include <histedit.h>
#include <langinfo.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace hearth::cli {
namespace {

constexpr int remembered_lines = 500;
constexpr wchar_t replacement = 0xFFFD;

/// What is typed and shown is UTF-8, also where the system's language says nothing about it.
void choose_characters() {
    std::setlocale(LC_CTYPE, ""); // NOLINT(concurrency-mt-unsafe): nothing else here asks for it
    if (std::strcmp(::nl_langinfo(CODESET), "UTF-8") != 0)
        std::setlocale(LC_CTYPE, "C.UTF-8"); // NOLINT(concurrency-mt-unsafe)
}

std::string utf8(const wchar_t* text) {
    std::string out;
    for (; *text != L'\0'; ++text) {
        char bytes[MB_LEN_MAX];
        std::mbstate_t state{};
        const std::size_t length = std::wcrtomb(bytes, *text, &state);
        if (length != static_cast<std::size_t>(-1)) out.append(bytes, length);
    }
    return out;
}

} // namespace

struct LineEditor::Impl {
    explicit Impl(Interrupt& on) : interrupt(on) {}

    /// Waits for a key or for Ctrl-C; false at Ctrl-C and at the end of the input.
    bool read_byte(char& byte) {
        while (true) {
            pollfd waits[] = {{STDIN_FILENO, POLLIN, 0}, {wake, POLLIN, 0}};
            if (::poll(waits, 2, -1) < 0 && errno != EINTR) return false;
            if (waits[1].revents != 0) {
                interrupted = true;
                return false;
            }
            if (waits[0].revents == 0) continue;
            const ssize_t got = ::read(STDIN_FILENO, &byte, 1);
            if (got < 0 && errno == EINTR) continue;
            // A Ctrl-D from just before the terminal was ours reads as a zero once it is.
            if (got == 1 && byte == '\0') byte = '\x04';
            return got == 1;
        }
    }

    /// As libedit asks: 1 = a character, 0 = the end, -1 = give up.
    int read_character(wchar_t& character) {
        std::mbstate_t state{};
        while (true) {
            char byte = 0;
            if (!read_byte(byte)) return interrupted ? -1 : 0;
            const std::size_t used = std::mbrtowc(&character, &byte, 1, &state);
            if (used == static_cast<std::size_t>(-2)) continue;
            if (used == static_cast<std::size_t>(-1)) character = replacement;
            return 1;
        }
    }

    static Impl& of(EditLine* line) {
        void* self = nullptr;
        el_wget(line, EL_CLIENTDATA, &self);
        return *static_cast<Impl*>(self);
    }
    static int next_character(EditLine* line, wchar_t* character) { return of(line).read_character(*character); }
    static wchar_t* show_question(EditLine* line) { return of(line).question.data(); }

    Interrupt& interrupt;
    std::wstring question;
    EditLine* editor = nullptr;
    HistoryW* history = nullptr;
    int wake = -1;
    bool interrupted = false;
};

LineEditor::LineEditor(Interrupt& interrupt) : m_impl(std::make_unique<Impl>(interrupt)) {
    choose_characters();
    m_impl->wake = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    m_impl->editor = el_init("hearthctl", stdin, stdout, stderr);
    m_impl->history = history_winit();
    HistEventW event{};
    history_w(m_impl->history, &event, H_SETSIZE, remembered_lines);
    history_w(m_impl->history, &event, H_SETUNIQUE, 1);
    el_wset(m_impl->editor, EL_CLIENTDATA, m_impl.get());
    el_wset(m_impl->editor, EL_PROMPT, &Impl::show_question);
    el_wset(m_impl->editor, EL_EDITOR, L"emacs");
    el_wset(m_impl->editor, EL_HIST, history_w, m_impl->history);
    el_wset(m_impl->editor, EL_GETCFN, &Impl::next_character);
}

LineEditor::~LineEditor() {
    el_end(m_impl->editor);
    history_wend(m_impl->history);
    ::close(m_impl->wake);
}

LineEditor::Outcome LineEditor::read(const std::string& question, std::string& line) {
    m_impl->question.assign(question.begin(), question.end());
    m_impl->interrupted = false;
    std::uint64_t ignored = 0;
    [[maybe_unused]] const ssize_t drained = ::read(m_impl->wake, &ignored, sizeof ignored);
    // The terminal is not as it was while a line is edited, so that no signal may end the program here.
    const Interrupt::Scope scope(
        m_impl->interrupt, [wake = m_impl->wake] { ::eventfd_write(wake, 1); }, Interrupt::Again::calls);
    int length = 0;
    const wchar_t* const typed = el_wgets(m_impl->editor, &length);
    if (m_impl->interrupted) return Outcome::interrupted;
    if (typed == nullptr || length <= 0) return Outcome::end;
    line = utf8(typed);
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r'))
        line.pop_back();
    HistEventW event{};
    if (!line.empty()) history_w(m_impl->history, &event, H_ENTER, typed);
    return Outcome::line;
}

} // namespace hearth::cli
