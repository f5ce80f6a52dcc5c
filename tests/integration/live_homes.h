// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "node_process.h"

#include <QCoreApplication>
#include <QFile>

namespace hearth::test {

/// Homes of a network that lives, by what each of them does there, for the program live_windows.
struct LiveHomes {
    QString executor; ///< computed `receipt`, which `auditor` has checked
    QString auditor, validator, gateway;
    QString receipt; ///< its id; its reward is paid

    /// As live_windows reads it.
    static LiveHomes given() {
        const auto told = [](const char* what) {
            return qEnvironmentVariable(qPrintable(QStringLiteral("HEARTH_LIVE_") + what));
        };
        return {told("EXECUTOR"), told("AUDITOR"), told("VALIDATOR"), told("GATEWAY"), told("RECEIPT")};
    }
    bool whole() const {
        for (const QString& each : {executor, auditor, validator, gateway, receipt})
            if (each.isEmpty()) return false;
        return true;
    }
    /// Runs it; nullopt: it was not built, as the window was not.
    std::optional<CommandResult> look(int timeout_ms) const {
        const QString program = QCoreApplication::applicationDirPath() + "/live_windows";
        if (!QFile::exists(program)) return std::nullopt;
        qputenv("HEARTH_LIVE_EXECUTOR", executor.toUtf8());
        qputenv("HEARTH_LIVE_AUDITOR", auditor.toUtf8());
        qputenv("HEARTH_LIVE_VALIDATOR", validator.toUtf8());
        qputenv("HEARTH_LIVE_GATEWAY", gateway.toUtf8());
        qputenv("HEARTH_LIVE_RECEIPT", receipt.toUtf8());
        return run_program(program, {}, timeout_ms);
    }
};

/// Of what a test program said: each failure with the lines that tell it.
inline QByteArray what_failed(const QByteArray& out) {
    QByteArray told;
    int lines = 0;
    for (const QByteArray& line : out.split('\n')) {
        if (line.startsWith("FAIL!") || line.startsWith("QFATAL")) lines = 4;
        if (lines-- > 0) told += line + '\n';
    }
    return told.isEmpty() ? out.right(500) : told;
}

} // namespace hearth::test
