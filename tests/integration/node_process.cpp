// SPDX-License-Identifier: Apache-2.0
#include "node_process.h"

#include <csignal>
#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <QUrl>

namespace hearth::test {
namespace {

constexpr int stream_patience_ms = 90'000;

HttpAnswer parse_answer(const QByteArray& raw) {
    HttpAnswer answer;
    const qsizetype split = raw.indexOf("\r\n\r\n");
    if (split < 0) return answer;
    const QList<QByteArray> lines = raw.left(split).split('\n');
    answer.status = lines.first().split(' ').value(1).toInt();
    for (const QByteArray& line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0)
            answer.headers[QString::fromUtf8(line.left(colon)).toLower()] =
                QString::fromUtf8(line.mid(colon + 1)).trimmed();
    }
    answer.body = raw.mid(split + 4);
    if (answer.headers.value("transfer-encoding") != "chunked") return answer;
    QByteArray joined;
    for (qsizetype at = 0; at < answer.body.size();) {
        const qsizetype end = answer.body.indexOf("\r\n", at);
        if (end < 0) break;
        const qsizetype length = answer.body.mid(at, end - at).toLongLong(nullptr, 16);
        if (length == 0) break;
        joined += answer.body.mid(end + 2, length);
        at = end + 2 + length + 2;
    }
    answer.body = joined;
    return answer;
}

HttpAnswer exchange(const QString& base_url, const QByteArray& method, const QString& path, const QByteArray& body,
                    int timeout_ms) {
    const QUrl url(base_url);
    QTcpSocket socket;
    socket.connectToHost(url.host(), static_cast<quint16>(url.port()));
    if (!socket.waitForConnected(5000)) return {};
    QByteArray head = method + " " + (url.path() + path).toUtf8() + " HTTP/1.1\r\nHost: " + url.authority().toUtf8() +
                      "\r\nConnection: close\r\n";
    if (!body.isEmpty())
        head += "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
    socket.write(head + "\r\n" + body);
    QByteArray raw;
    const QDeadlineTimer deadline(timeout_ms);
    while (!deadline.hasExpired()) {
        if (!socket.waitForReadyRead(static_cast<int>(qMin<qint64>(deadline.remainingTime(), 1000))) &&
            socket.state() != QAbstractSocket::ConnectedState)
            break;
        raw += socket.readAll();
    }
    return parse_answer(raw + socket.readAll());
}

QJsonObject last_object(const QByteArray& text) {
    const QList<QByteArray> lines = text.trimmed().split('\n');
    const auto whole = QJsonDocument::fromJson(text);
    return whole.isObject() ? whole.object() : QJsonDocument::fromJson(lines.last()).object();
}

} // namespace

QJsonObject CommandResult::json() const {
    return last_object(out);
}
QJsonObject HttpAnswer::json() const {
    return QJsonDocument::fromJson(body).object();
}

QString program_path(const QString& name) {
    return qEnvironmentVariable("HEARTH_TEST_PROGRAMS", HEARTH_BINARY_DIR) + "/" + name;
}

QString default_model() {
    const QString file = QStringLiteral(HEARTH_CACHE_DIR "/models/SmolLM2-135M-Instruct.Q4_1.gguf");
    return QFile::exists(file) ? file : QString();
}

QString tiny_model(const QString& name) {
    return QStringLiteral(HEARTH_TINY_DIR "/") + name;
}

QString roomy_model(const QString& folder) {
    const QDir from(tiny_model("llama-tied")), to(folder + "/roomy");
    if (!QDir().mkpath(to.path())) return {};
    for (const QString& name : from.entryList(QDir::Files))
        if (name != "config.json" && !QFile::copy(from.filePath(name), to.filePath(name))) return {};
    QFile before(from.filePath("config.json")), after(to.filePath("config.json"));
    if (!before.open(QIODevice::ReadOnly) || !after.open(QIODevice::WriteOnly)) return {};
    QJsonObject config = QJsonDocument::fromJson(before.readAll()).object();
    config["max_position_embeddings"] = 32768;
    after.write(QJsonDocument(config).toJson());
    return to.path();
}

QString taught_model(const QString& folder) {
    static constexpr const char* conversation =
        "{% if tools %}{% for tool in tools %}{{ tool | tojson }}\n{% endfor %}{% endif %}"
        "{% for m in messages %}{% if m.tool_calls %}{% for c in m.tool_calls %}"
        "<tool_call>\n{\"name\": \"{{ c.function.name }}\", \"arguments\": {{ c.function.arguments | tojson }}}\n"
        "</tool_call>{% endfor %}{% else %}{{ m.role }}: {{ m.content }}\n{% endif %}{% endfor %}assistant: ";
    const QString path = roomy_model(folder);
    QFile file(path + "/chat_template.jinja");
    if (path.isEmpty() || !file.open(QIODevice::WriteOnly | QIODevice::Truncate)) return {};
    return file.write(conversation) > 0 ? path : QString();
}

QJsonObject chat_body(const QString& model, const QString& prompt, int max_tokens) {
    return {{"model", model},
            {"max_tokens", max_tokens},
            {"messages", QJsonArray{QJsonObject{{"role", "user"}, {"content", prompt}}}}};
}

CommandResult run_program(const QString& program, const QStringList& arguments, int timeout_ms) {
    QProcess process;
    process.start(program, arguments);
    CommandResult result;
    if (!process.waitForFinished(timeout_ms)) {
        process.kill();
        process.waitForFinished(5000);
        result.err = process.readAllStandardError() + "\n(timed out: " + process.errorString().toUtf8() + ")";
        return result;
    }
    result.exit_code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    result.out = process.readAllStandardOutput();
    result.err = process.readAllStandardError();
    return result;
}

NodeProcess::NodeProcess(const QString& settings) {
    QFile file(m_home.filePath("hearth.toml"));
    if (!file.open(QIODevice::WriteOnly)) qFatal("The test's home cannot be written.");
    file.write(settings.isEmpty() ? "[api]\nlisten = \"127.0.0.1:0\"\n[solo]\nepoch_seconds = 2\n" : settings.toUtf8());
}

NodeProcess::~NodeProcess() {
    if (running()) kill9();
}

bool NodeProcess::running() const {
    return m_process && m_process->state() != QProcess::NotRunning;
}

bool NodeProcess::start(const QStringList& extra) {
    m_process = std::make_unique<QProcess>();
    // Into a file: nobody empties a pipe while a test waits, and a full one would stop the service.
    m_process->setStandardErrorFile(log_file(), QIODevice::Append);
    m_process->setStandardOutputFile(QProcess::nullDevice());
    m_process->start(program_path("hearthd"), QStringList{"--home", home(), "--foreground"} + extra);
    if (!m_process->waitForStarted(5000)) return false;
    const QDeadlineTimer deadline(30'000);
    while (!deadline.hasExpired()) {
        m_process->waitForFinished(20);
        if (!running()) return false;
        if (QFile::exists(home() + "/run/api.json") && ctl({"--json", "status"}, 5000).exit_code == 0) return true;
        QThread::msleep(50);
    }
    return false;
}

void NodeProcess::kill9() {
    ::kill(static_cast<pid_t>(m_process->processId()), SIGKILL);
    m_process->waitForFinished(5000);
}

int NodeProcess::terminate() {
    m_process->terminate();
    if (!m_process->waitForFinished(30'000)) return -1;
    return m_process->exitStatus() == QProcess::NormalExit ? m_process->exitCode() : -1;
}

QString NodeProcess::log_file() const {
    return m_home.filePath("stderr.log");
}

QByteArray NodeProcess::log() const {
    QFile file(log_file());
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

CommandResult NodeProcess::ctl(const QStringList& arguments, int timeout_ms) const {
    return run_program(program_path("hearthctl"), QStringList{"--home", home()} + arguments, timeout_ms);
}

QString NodeProcess::base_url() const {
    QFile file(home() + "/run/api.json");
    if (!file.open(QIODevice::ReadOnly)) return {};
    return QJsonDocument::fromJson(file.readAll()).object().value("base_url").toString();
}

HttpAnswer NodeProcess::post(const QString& path, const QJsonObject& body, int timeout_ms) const {
    return exchange(base_url(), "POST", path, QJsonDocument(body).toJson(QJsonDocument::Compact), timeout_ms);
}

HttpAnswer NodeProcess::get(const QString& path) const {
    return exchange(base_url(), "GET", path, {}, 10'000);
}

QString NodeProcess::import(const QString& path, const QString& name) const {
    const CommandResult result = ctl({"--json", "model", "import", path, "--name", name});
    if (result.exit_code != 0) qWarning("%s", result.err.constData());
    return result.json().value("model_id").toString();
}

QString streamed(const QString& base_url, QJsonObject body, const std::function<void(int)>& seen) {
    body["stream"] = true;
    const QByteArray text = QJsonDocument(body).toJson(QJsonDocument::Compact);
    const QUrl url(base_url);
    QTcpSocket socket;
    socket.connectToHost(url.host(), static_cast<quint16>(url.port()));
    if (!socket.waitForConnected(5000)) return {};
    socket.write("POST " + url.path().toUtf8() + "/chat/completions HTTP/1.1\r\nHost: " + url.authority().toUtf8() +
                 "\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: " +
                 QByteArray::number(text.size()) + "\r\n\r\n" + text);
    QString answer;
    int pieces = 0;
    const QDeadlineTimer deadline(stream_patience_ms);
    while (!deadline.hasExpired()) {
        if (!socket.canReadLine() && !socket.waitForReadyRead(1000) &&
            socket.state() != QAbstractSocket::ConnectedState)
            break;
        while (socket.canReadLine()) {
            const QByteArray line = socket.readLine().trimmed();
            if (!line.startsWith("data: ")) continue;
            const QJsonObject event = QJsonDocument::fromJson(line.mid(6)).object();
            if (event.contains("error")) return "error: " + event["error"]["message"].toString();
            answer += event["choices"][0]["delta"]["content"].toString();
            if (seen) seen(++pieces);
        }
    }
    return answer;
}

QString ask_endpoint(const QString& base_url, const QString& model, const QString& prompt, int max_tokens) {
    const QString python = QStringLiteral(HEARTH_CACHE_DIR "/venv-e2e/bin/python");
    if (!QFile::exists(python)) {
        const QByteArray body = QJsonDocument(chat_body(model, prompt, max_tokens)).toJson(QJsonDocument::Compact);
        const HttpAnswer answer = exchange(base_url, "POST", "/chat/completions", body, stream_patience_ms);
        return answer.status == 200 ? answer.headers["x-evidence-id"] : QString();
    }
    const QString client = R"py(
import openai, sys
url, model, prompt, most = sys.argv[1:]
with openai.OpenAI(base_url=url, api_key="local", max_retries=0) as client:
    answer = client.chat.completions.with_raw_response.create(
        model=model, messages=[{"role": "user", "content": prompt}], max_tokens=int(most))
assert answer.parse().choices[0].finish_reason in ("stop", "length")
print(answer.headers["x-evidence-id"])
)py";
    const CommandResult asked =
        run_program(python, {"-c", client, base_url, model, prompt, QString::number(max_tokens)}, stream_patience_ms);
    return asked.exit_code == 0 ? QString::fromUtf8(asked.out).trimmed() : QString();
}

int free_ports(int count) {
    for (int first = 20000 + static_cast<int>(QCoreApplication::applicationPid() % 200) * 100; first < 60000;
         first += 100) {
        bool free = true;
        for (int i = 0; i < count && free; ++i) {
            QTcpServer server;
            free = server.listen(QHostAddress::LocalHost, static_cast<quint16>(first + i));
        }
        if (free) return first;
    }
    return 0;
}

} // namespace hearth::test
