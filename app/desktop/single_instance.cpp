// SPDX-License-Identifier: Apache-2.0
#include "single_instance.h"

#include "core/hash.h"
#include "links.h"
#include "options.h"

#include <QFileInfo>
#include <QLocalSocket>
#include <QStandardPaths>

#include <filesystem>

namespace hearth::desktop {
namespace {

constexpr int patience_ms = 1000;
constexpr qint64 longest_word = longest_link + 1;

/// Short, since a socket's path is; in a folder of the user's.
QString place_of(const core::Home& home) {
    std::error_code problem;
    const auto whole = std::filesystem::weakly_canonical(home.root, problem);
    const std::string name = core::sha256(core::as_bytes(problem ? home.root.string() : whole.string())).hex();
    QString folder = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    if (folder.isEmpty()) folder = QStandardPaths::writableLocation(QStandardPaths::TempLocation);
    return folder + QStringLiteral("/hearth-window-") + QString::fromStdString(name.substr(0, 16));
}

} // namespace

SingleInstance::SingleInstance(const core::Home& home) : m_name(place_of(home)) {
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::hear);
}

bool SingleInstance::tellTheFirst(const QString& word) const {
    QLocalSocket first;
    first.connectToServer(m_name);
    if (!first.waitForConnected(patience_ms)) return false;
    first.write(word.toUtf8() + '\n');
    // One that hangs does not come to the front either: the user gets a window then.
    return first.waitForBytesWritten(patience_ms) && first.waitForReadyRead(patience_ms);
}

bool SingleInstance::listen() {
    if (m_server.listen(m_name)) return true;
    QLocalServer::removeServer(m_name); // of a window that was killed
    return m_server.listen(m_name);
}

void SingleInstance::hear() {
    while (QLocalSocket* caller = m_server.nextPendingConnection()) {
        connect(caller, &QLocalSocket::disconnected, caller, &QObject::deleteLater);
        connect(caller, &QLocalSocket::readyRead, this, [this, caller] {
            if (!caller->canReadLine()) {
                if (caller->bytesAvailable() > longest_word) caller->abort();
                return;
            }
            const QString word = QString::fromUtf8(caller->readLine(longest_word)).trimmed();
            caller->write("ok\n");
            caller->flush();
            emit raised(pageKeys().contains(word) ? word : QString());
            if (isLink(word)) emit linked(word);
        });
    }
}

} // namespace hearth::desktop
