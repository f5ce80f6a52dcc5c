// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "test_node.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpSocket>
#include <QUrl>

namespace hearth::test {

inline std::string result_of(const std::vector<control::Check>& checks, const std::string& name) {
    for (const control::Check& check : checks)
        if (check.name == name) return check.result;
    return "missing";
}

/// A service for each test, on a home of its own; the class that derives from it has the slots.
class ServiceTest : public QObject {
protected:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<TestNode> m_node;

    void make_node() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_node = std::make_unique<TestNode>(home());
    }
    std::filesystem::path home() const { return path_of(*m_folder) / "home"; }
    void serve() {
        m_node->start();
        m_node->import();
    }
    control::JobRow newest() { return must(m_node->node().jobs(1, "")).front(); }
    /// What the edge answers, head and body.
    QByteArray http(const QByteArray& method, const QByteArray& path, const QByteArray& body = {}) {
        const QUrl url(QString::fromStdString(must(m_node->node().status()).api));
        QTcpSocket socket;
        socket.connectToHost(url.host(), static_cast<quint16>(url.port()));
        socket.write(method + " " + url.path().toUtf8() + path + " HTTP/1.1\r\nHost: " + url.authority().toUtf8() +
                     "\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: " +
                     QByteArray::number(body.size()) + "\r\n\r\n" + body);
        while (socket.waitForReadyRead(5000)) {
        }
        return socket.readAll();
    }
    /// The one choice of a completion whose prompt is scored; empty if it was refused.
    QJsonObject score(const QByteArray& members) {
        const QByteArray answer = http("POST", "/completions", R"({"echo":true,)" + members + "}");
        const QByteArray body = answer.mid(answer.indexOf("\r\n\r\n") + 4);
        return QJsonDocument::fromJson(body).object()["choices"].toArray().first().toObject();
    }
    QByteArray offered() { return http("GET", "/models"); }
    std::string pool(const std::string& name) { return must(m_node->node().ledger_head()).pools[name]; }
};

} // namespace hearth::test
