// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/file.h"
#include "fake_engine.h"
#include "ledger/consensus/comet_ledger.h"

#include <csignal>
#include <QProcess>

/// Validators as processes of their own: the test's program started again with "--validator".
namespace hearth::world {

/// Reads commands from standard input until it ends: "tx N HEX", "head", "account KEY", "engine", "state". The answers
/// come as lines that begin with "ok N", "fail N", or the question.
int run_validator(int argc, char** argv);

/// One of them as the test sees it.
class ValidatorProcess {
public:
    std::filesystem::path folder;
    QStringList arguments;
    std::map<std::uint64_t, QString> answers; ///< to transactions: "ok" or a reason

    void start();
    bool running() const { return m_process != nullptr && m_process->state() == QProcess::Running; }
    void kill();
    /// As a service is asked to end.
    bool end();
    void signal(int number, pid_t engine) const;
    void say(const QByteArray& line);
    /// Takes what was said about transactions.
    void listen(int wait_ms = 0);
    /// The words of the answer; none if it does not come.
    QStringList ask(const QByteArray& question);

private:
    void note(const QStringList& words);
    std::unique_ptr<QProcess> m_process;
    QStringList m_reply;
};

} // namespace hearth::world
