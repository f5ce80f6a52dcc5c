// SPDX-License-Identifier: Apache-2.0
#include "backend/node_reader.h"

#include "backend/format.h"

#include <algorithm>

namespace hearth::desktop {

NodeReader::NodeReader(QStringList topics, QObject* parent, int interval_ms)
    : QObject(parent), m_topics(std::move(topics)), m_interval_ms(interval_ms) {
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &NodeReader::tryRead);
}

void NodeReader::setConnection(NodeConnection* connection) {
    if (connection == m_connection || connection == nullptr) return;
    if (m_connection != nullptr) m_connection->disconnect(this);
    m_connection = connection;
    connect(connection, &NodeConnection::changed, this, [this](const QString& topic, const QString&) {
        if (topic.isEmpty() || m_topics.contains(topic)) request();
    });
    connect(connection, &QObject::destroyed, this, [this] { m_connection = nullptr; });
    connected();
    emit connectionSet();
    if (connection->online()) request();
}

void NodeReader::setActive(bool active) {
    if (active == m_active) return;
    m_active = active;
    emit activeChanged();
    if (m_active && m_wanted) tryRead();
}

void NodeReader::request() {
    if (m_topics.isEmpty()) return;
    m_wanted = true;
    tryRead();
}

void NodeReader::tryRead() {
    if (!m_wanted || m_reading || !m_active || m_connection == nullptr || !m_connection->online()) return;
    if (m_since_last.isValid() && m_since_last.elapsed() < m_interval_ms) {
        if (!m_timer.isActive()) m_timer.start(m_interval_ms - static_cast<int>(m_since_last.elapsed()));
        return;
    }
    m_wanted = false;
    m_reading = true;
    m_since_last.start();
    read();
}

void NodeReader::finished(bool ok) {
    m_reading = false;
    if (ok && !m_loaded) {
        m_loaded = true;
        emit loadedChanged();
    }
    tryRead();
}

void NodeReader::forgetErrors() {
    tell(m_read_error, {});
    tell(m_error, {});
}

void NodeReader::tell(QString& which, const QString& error) {
    const QString before = this->error();
    which = error;
    if (this->error() != before) emit errorChanged();
}

QString NodeReader::explain(const core::Error& error) {
    return format::worded(core::both(error.message, error.hint));
}

} // namespace hearth::desktop
