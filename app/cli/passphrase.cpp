// SPDX-License-Identifier: Apache-2.0
#include "passphrase.h"

#include "core/backup.h"
#include "core/bytes.h"
#include "core/file.h"

#include <cerrno>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

namespace hearth::cli {
namespace {

using core::Code;

constexpr std::size_t max_passphrase_bytes = 1024;

/// The controlling terminal with its echo off while this lives, even if Ctrl-C ends the program.
class QuietTerminal {
public:
    explicit QuietTerminal(Interrupt& interrupt)
        : m_fd(::open("/dev/tty", O_RDWR | O_CLOEXEC)), m_usable(m_fd >= 0 && ::tcgetattr(m_fd, &m_before) == 0),
          m_scope(interrupt, [this] {
              restore();
              ::_exit(1);
          }) {
        if (!m_usable) return;
        termios quiet = m_before;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(m_fd, TCSAFLUSH, &quiet);
    }
    ~QuietTerminal() {
        restore();
        if (m_fd >= 0) ::close(m_fd);
    }
    QuietTerminal(const QuietTerminal&) = delete;
    QuietTerminal& operator=(const QuietTerminal&) = delete;

    bool usable() const { return m_usable; }

    std::string ask(std::string_view question) const {
        say(question);
        std::string line;
        char c = 0;
        while (line.size() <= max_passphrase_bytes) {
            const ssize_t got = ::read(m_fd, &c, 1);
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0 || c == '\n') break;
            line.push_back(c);
        }
        say("\n");
        return line;
    }

private:
    void restore() const {
        if (m_usable) ::tcsetattr(m_fd, TCSAFLUSH, &m_before);
    }
    void say(std::string_view text) const {
        [[maybe_unused]] const ssize_t written = ::write(m_fd, text.data(), text.size());
    }

    int m_fd;
    termios m_before{};
    bool m_usable;
    Interrupt::Scope m_scope;
};

core::Result<std::string> from_file(const std::string& file) {
    struct stat info {};
    if (::stat(file.c_str(), &info) == 0 && (info.st_mode & 077U) != 0)
        return core::fail(Code::refused, "The passphrase file " + file + " may be read by other users.",
                          "Run: chmod 600 " + file);
    HEARTH_TRY(const core::Bytes raw, core::read_file(file, max_passphrase_bytes + 2));
    std::string text(raw.begin(), raw.end());
    text = text.substr(0, text.find('\n'));
    if (!text.empty() && text.back() == '\r') text.pop_back();
    return text;
}

core::Result<std::string> from_terminal(Interrupt& interrupt, bool is_new) {
    const QuietTerminal terminal(interrupt);
    if (!terminal.usable())
        return core::fail(Code::invalid_argument, "There is no terminal to ask for the passphrase on.",
                          "Put it into a file with mode 0600 and give --passphrase-file FILE.");
    const std::string first = terminal.ask("Passphrase: ");
    if (is_new) HEARTH_CHECK(core::check_new_passphrase(first));
    if (is_new && terminal.ask("Once more: ") != first)
        return core::fail(Code::invalid_argument, "The two passphrases differ.", "Try again.");
    return first;
}

} // namespace

core::Result<std::string> read_passphrase(Interrupt& interrupt, const std::string& file, bool is_new) {
    HEARTH_TRY(const std::string passphrase, file.empty() ? from_terminal(interrupt, is_new) : from_file(file));
    if (passphrase.empty())
        return core::fail(Code::invalid_argument, "The passphrase is empty.",
                          "A backup without one would give the keys to whoever finds it.");
    if (passphrase.size() > max_passphrase_bytes)
        return core::fail(Code::invalid_argument,
                          "The passphrase is longer than " + std::to_string(max_passphrase_bytes) + " bytes.");
    if (!core::is_utf8(passphrase))
        return core::fail(Code::invalid_argument, "The passphrase is not valid UTF-8 text.");
    if (is_new) HEARTH_CHECK(core::check_new_passphrase(passphrase));
    return passphrase;
}

} // namespace hearth::cli
