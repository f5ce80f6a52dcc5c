// SPDX-License-Identifier: Apache-2.0
#include "scenario.h"

#include "fake/story.h"

#include <QAccessible>
#include <QDropEvent>
#include <QMimeData>
#include <QQuickWindow>

namespace hearth::desktop::testing {
namespace {

void collect(const QQuickItem* item, QStringList& nameless) {
    if (!item->isVisible()) return;
    if (item->activeFocusOnTab() && item->isEnabled()) {
        QAccessibleInterface* face = QAccessible::queryAccessibleInterface(const_cast<QQuickItem*>(item));
        const bool named = face != nullptr && !face->text(QAccessible::Name).isEmpty();
        const bool has_role =
            face != nullptr && face->role() != QAccessible::NoRole && face->role() != QAccessible::Client;
        if (!named || !has_role)
            nameless << QString::fromLatin1(item->metaObject()->className()) + QLatin1Char(' ') + item->objectName();
    }
    for (const QQuickItem* child : item->childItems())
        collect(child, nameless);
}

} // namespace

Scenario::Scenario(QObject* parent) : QObject(parent) {}

Scenario::~Scenario() {
    m_connection.reset();
    m_executor.shutdown(std::chrono::seconds(2));
}

void Scenario::setName(const QString& name) {
    if (name == m_name) return;
    m_name = name;
    m_door = fake::ScriptedDoor::make(name.toStdString(), core::system_clock(), false);
    Q_ASSERT(m_door != nullptr);
    m_door->node()->setPace(std::chrono::milliseconds(1));
    m_connection = std::make_unique<NodeConnection>(m_executor, m_door);
    m_connection->begin();
    emit nameChanged();
}

QStringList Scenario::names() const {
    QStringList names;
    for (const std::string& name : fake::story_names())
        names << QString::fromStdString(name);
    return names;
}

void Scenario::tick(int times) {
    for (int i = 0; i < times; ++i)
        m_door->node()->tick();
}

void Scenario::setPace(int ms) {
    m_door->node()->setPace(std::chrono::milliseconds(ms));
}
void Scenario::stopService() {
    m_door->strike(control::Condition::stopped);
}

bool Scenario::letGo(QQuickItem* onto, const QStringList& urls) {
    QMimeData files;
    files.setUrls(QUrl::fromStringList(urls));
    const QPointF at = onto->mapToScene({onto->width() / 2, onto->height() / 2});
    QDragEnterEvent enters(at.toPoint(), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(onto->window(), &enters);
    if (!enters.isAccepted()) {
        QDragLeaveEvent leaves;
        QCoreApplication::sendEvent(onto->window(), &leaves);
        return false;
    }
    QDropEvent drops(at, Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(onto->window(), &drops);
    return drops.isAccepted();
}

QStringList Scenario::namelessControls(QQuickItem* root) const {
    QStringList nameless;
    if (root != nullptr) collect(root, nameless);
    return nameless;
}

} // namespace hearth::desktop::testing
