// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace hearth::test {

/// What a finished command left.
struct CommandResult {
    int exit_code = -1;
    QByteArray out, err;
    QJsonObject json() const; ///< the last line of `out` as an object; empty if it is none
};

/// One answer of the HTTP edge.
struct HttpAnswer {
    int status = 0;                 ///< 0: no answer came
    QMap<QString, QString> headers; ///< names in lower case
    QByteArray body;
    QJsonObject json() const;
};

/// A real hearthd on a home of its own, with the port, epoch and other settings of its hearth.toml chosen by
/// the test. Everything it started is gone when it is destroyed.
class NodeProcess {
public:
    /// `settings`: the whole of hearth.toml, in place of a free port and short epochs.
    explicit NodeProcess(const QString& settings = {});
    ~NodeProcess();

    QString home() const { return m_home.path(); }
    /// Starts and waits until the control socket answers. False: it ended or stayed silent; see log().
    bool start(const QStringList& extra = {});
    void kill9();
    /// SIGTERM, then the exit code.
    int terminate();
    bool running() const;
    qint64 pid() const { return m_process ? m_process->processId() : 0; }
    QByteArray log() const; ///< standard error so far

    CommandResult ctl(const QStringList& arguments, int timeout_ms = 120'000) const;
    QJsonObject status() const { return ctl({"--json", "status"}).json(); }
    QJsonArray receipts() const { return ctl({"--json", "receipt", "list"}).json()["receipts"].toArray(); }
    QString base_url() const; ///< from run/api.json
    HttpAnswer post(const QString& path, const QJsonObject& body, int timeout_ms = 120'000) const;
    HttpAnswer get(const QString& path) const;
    /// Imports a model and returns its id; empty on failure.
    QString import(const QString& path, const QString& name) const;

private:
    QString log_file() const;

    QTemporaryDir m_home;
    std::unique_ptr<QProcess> m_process;
};

/// The first of as many ports of this machine in a row as are free now; 0: none are.
int free_ports(int count);
/// The text of an answer that is streamed; `seen` hears how many pieces of it have come.
QString streamed(const QString& base_url, QJsonObject body, const std::function<void(int)>& seen = {});
/// One question, by OpenAI's own client for Python where the bootstrap has fetched it, else over plain HTTP. The id of
/// the answer's evidence; empty: no answer came.
QString ask_endpoint(const QString& base_url, const QString& model, const QString& prompt, int max_tokens);
CommandResult run_program(const QString& program, const QStringList& arguments, int timeout_ms = 120'000);
/// In $HEARTH_TEST_PROGRAMS, which a test may set to a folder of its own, else in the build tree.
QString program_path(const QString& name);
/// The default model's file, or empty where it was not fetched.
QString default_model();
/// Folder of a generated tiny model.
QString tiny_model(const QString& name);
/// A tiny model with a context of 32768 tokens, written into `folder`: its answers last. Empty on failure.
QString roomy_model(const QString& folder);
/// The same, and its chat template teaches calls of tools.
QString taught_model(const QString& folder);
QJsonObject chat_body(const QString& model, const QString& prompt, int max_tokens = 24);

} // namespace hearth::test
