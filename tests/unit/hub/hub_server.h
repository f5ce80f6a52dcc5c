// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "hub/client.h"

#include <filesystem>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace hearth::test {

/// The hub of hub_server.py, alive as long as this.
class HubServer {
public:
    bool start() {
        m_process.start(QStringLiteral("python3"),
                        {QStringLiteral(HEARTH_SOURCE_DIR "/tests/unit/hub/hub_server.py"), m_folder.path()});
        if (!m_process.waitForStarted()) return false;
        while (!m_process.canReadLine())
            if (!m_process.waitForReadyRead(20'000)) return false;
        const QList<QByteArray> words = m_process.readLine().trimmed().split(' ');
        if (words.size() != 3 || words[0] != "ready") return false;
        m_hub = words[1].toInt();
        return true;
    }
    ~HubServer() {
        m_process.closeWriteChannel();
        if (!m_process.waitForFinished(5'000)) m_process.kill();
        m_process.waitForFinished(1'000);
    }

    std::string endpoint() const { return "https://127.0.0.1:" + std::to_string(m_hub); }
    std::filesystem::path certificate() const { return m_folder.filePath("cert.pem").toStdString(); }
    hub::Options options() const {
        hub::Options made;
        made.endpoint = endpoint();
        made.ca_file = certificate();
        made.wait = std::chrono::milliseconds(1);
        made.tries = 4;
        return made;
    }

    /// Requests so far to "hub" or "store" whose path holds `part`.
    QList<QJsonObject> requests(const QString& place, const QString& part) const {
        QFile file(m_folder.filePath("requests.jsonl"));
        QList<QJsonObject> found;
        if (!file.open(QIODevice::ReadOnly)) return found;
        for (const QByteArray& line : file.readAll().split('\n')) {
            const QJsonObject request = QJsonDocument::fromJson(line).object();
            if (request["place"] == place && request["path"].toString().contains(part)) found << request;
        }
        return found;
    }

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    int m_hub = 0;
};

inline constexpr const char* hub_token = "hf_planted_canary_token";
inline constexpr std::uint64_t hub_file_bytes = 400'000;

} // namespace hearth::test
