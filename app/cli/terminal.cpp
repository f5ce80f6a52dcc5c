// SPDX-License-Identifier: Apache-2.0
#include "terminal.h"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace hearth::cli {

Terminal::Terminal(Interrupt& interrupt, Echo echo)
    : m_fd(::open("/dev/tty", O_RDWR | O_CLOEXEC)), m_usable(m_fd >= 0 && ::tcgetattr(m_fd, &m_before) == 0),
      m_quiet(echo == Echo::off), m_scope(interrupt, [this] {
          restore();
          ::_exit(1);
      }) {
    if (!m_usable || !m_quiet) return;
    termios quiet = m_before;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(m_fd, TCSAFLUSH, &quiet);
}

Terminal::~Terminal() {
    restore();
    if (m_fd >= 0) ::close(m_fd);
}

std::string Terminal::ask(std::string_view question) const {
    constexpr std::size_t most_bytes = 1024;
    say(question);
    std::string line;
    char c = 0;
    while (line.size() <= most_bytes) {
        const ssize_t got = ::read(m_fd, &c, 1);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0 || c == '\n') break;
        line.push_back(c);
    }
    if (m_quiet) say("\n");
    return line;
}

void Terminal::say(std::string_view text) const {
    while (!text.empty()) {
        const ssize_t written = ::write(m_fd, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

void Terminal::restore() const {
    if (m_usable && m_quiet) ::tcsetattr(m_fd, TCSAFLUSH, &m_before);
}

} // namespace hearth::cli
