// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli_service.h"

#include <QDeadlineTimer>

#include <csignal>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace hearth::test {

/// hearthctl on a pseudo-terminal of its own.
class CliTerminal {
public:
    explicit CliTerminal(const QStringList& arguments) {
        std::vector<QByteArray> texts{CliService::program().toUtf8()};
        for (const QString& argument : arguments)
            texts.push_back(argument.toUtf8());
        std::vector<char*> argv;
        for (QByteArray& text : texts)
            argv.push_back(text.data());
        argv.push_back(nullptr);
        m_child = ::forkpty(&m_terminal, nullptr, nullptr, nullptr);
        if (m_child == 0) {
            ::setenv("TERM", "xterm", 1);
            ::execv(argv[0], argv.data());
            ::_exit(127);
        }
    }
    ~CliTerminal() {
        if (!m_ended) ::kill(m_child, SIGKILL);
        finish();
        ::close(m_terminal);
    }
    CliTerminal(const CliTerminal&) = delete;
    CliTerminal& operator=(const CliTerminal&) = delete;

    const QByteArray& shown() const { return m_shown; }
    void type(const QByteArray& text) const {
        [[maybe_unused]] const ssize_t written =
            ::write(m_terminal, text.data(), static_cast<std::size_t>(text.size()));
    }
    /// Until `text` was shown after what was awaited before.
    bool await(const QByteArray& text) {
        const QDeadlineTimer patience(20'000);
        qsizetype at = -1;
        while ((at = m_shown.indexOf(text, m_awaited)) < 0)
            if (patience.hasExpired() || !read_some()) return false;
        m_awaited = at + text.size();
        return true;
    }
    /// Reads to the end and gives the exit code; -1 if it was silent for too long and had to be ended.
    int finish() {
        if (m_ended) return m_exit;
        while (read_some()) {
        }
        pollfd open{m_terminal, POLLIN, 0};
        if (::poll(&open, 1, 0) == 0) ::kill(m_child, SIGKILL);
        int status = 0;
        ::waitpid(m_child, &status, 0);
        m_ended = true;
        m_exit = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        return m_exit;
    }

private:
    bool read_some() {
        pollfd wait{m_terminal, POLLIN, 0};
        if (::poll(&wait, 1, 20'000) <= 0) return false;
        char buffer[1024];
        const ssize_t got = ::read(m_terminal, buffer, sizeof buffer);
        if (got > 0) m_shown.append(buffer, got);
        return got > 0;
    }

    QByteArray m_shown;
    qsizetype m_awaited = 0;
    int m_terminal = -1, m_exit = -1;
    pid_t m_child = -1;
    bool m_ended = false;
};

/// Runs hearthctl to its end, answers each question with `line` and gives all that it showed.
inline QByteArray on_terminal(const QStringList& arguments, const QByteArray& line, int questions, int& exit) {
    CliTerminal terminal(arguments);
    for (int i = 0; i < questions && terminal.await(": "); ++i)
        terminal.type(line);
    exit = terminal.finish();
    return terminal.shown();
}

} // namespace hearth::test
