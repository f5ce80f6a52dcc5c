// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

namespace hearth::test {

struct Ran {
    int exit = -1;
    QByteArray out, err;
    QJsonObject json() const { return QJsonDocument::fromJson(out.trimmed().split('\n').last()).object(); }
    QJsonObject error() const {
        return QJsonDocument::fromJson(err.trimmed().split('\n').last()).object()["error"].toObject();
    }
};

/// A scripted service in a process of its own and the real hearthctl beside it.
class CliService {
public:
    CliService() : m_home(m_folder.path() + "/home") {}
    ~CliService() { stop(); }

    QString home() const { return m_home; }
    QString file(const QString& name) const { return m_folder.path() + "/" + name; }

    bool start() {
        m_service.start(FAKE_SERVICE, {m_home});
        return m_service.waitForStarted() && m_service.waitForReadyRead(10'000) && m_service.readLine() == "ready\n";
    }
    void stop() {
        if (m_service.state() == QProcess::NotRunning) return;
        m_service.terminate();
        if (!m_service.waitForFinished(10'000)) m_service.kill();
        m_service.waitForFinished();
    }
    qint64 pid() const { return m_service.processId(); }

    static QString program() { return QStringLiteral(HEARTH_BINARY_DIR "/hearthctl"); }
    /// With this home; `extra` is added to the environment as NAME=VALUE.
    Ran ctl(QStringList arguments, const QByteArray& input = {}, const QStringList& extra = {}) const {
        arguments.prepend(m_home);
        arguments.prepend("--home");
        return run(arguments, input, extra);
    }
    static Ran run(const QStringList& arguments, const QByteArray& input = {}, const QStringList& extra = {}) {
        QProcess process;
        process.setEnvironment(QProcess::systemEnvironment() + extra);
        process.start(program(), arguments);
        process.write(input);
        process.closeWriteChannel();
        if (!process.waitForFinished(60'000)) process.kill();
        process.waitForFinished();
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
                process.readAllStandardError()};
    }

private:
    QTemporaryDir m_folder;
    QString m_home;
    QProcess m_service;
};

} // namespace hearth::test
