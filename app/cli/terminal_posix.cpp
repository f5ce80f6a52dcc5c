// SPDX-License-Identifier: Apache-2.0
#include "terminal.h"

#include <cerrno>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace hearth::cli {

struct Terminal::Impl {
    explicit Impl(Echo echo)
        : fd(::open("/dev/tty", O_RDWR | O_CLOEXEC)), usable(fd >= 0 && ::tcgetattr(fd, &before) == 0),
          quiet(echo == Echo::off) {}
    ~Impl() {
        restore();
        if (fd >= 0) ::close(fd);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void restore() const {
        if (usable && quiet) ::tcsetattr(fd, TCSAFLUSH, &before);
    }

    termios before{};
    const int fd;
    const bool usable, quiet;
};

Terminal::Terminal(Interrupt& interrupt, Echo echo)
    : m_impl(std::make_unique<Impl>(echo)), m_scope(interrupt, [this] {
          m_impl->restore();
          ::_exit(1);
      }) {
    if (!m_impl->usable || !m_impl->quiet) return;
    termios silent = m_impl->before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(m_impl->fd, TCSAFLUSH, &silent);
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
    std::string line;
    char c = 0;
    while (line.size() <= most_bytes) {
        const ssize_t got = ::read(m_impl->fd, &c, 1);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0 || c == '\n') break;
        line.push_back(c);
    }
    if (m_impl->quiet) say("\n");
    return line;
}

void Terminal::say(std::string_view text) const {
    while (!text.empty()) {
        const ssize_t written = ::write(m_impl->fd, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

} // namespace hearth::cli
