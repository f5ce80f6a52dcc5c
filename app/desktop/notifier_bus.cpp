// SPDX-License-Identifier: Apache-2.0
#include "notifier.h"

#include "core/log.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>
#include <QVariantMap>

namespace hearth::desktop {
namespace {

const QString notices_name = QStringLiteral("org.freedesktop.Notifications");
const QString notices_path = QStringLiteral("/org/freedesktop/Notifications");
constexpr uchar urgency_normal = 1, urgency_critical = 2;
constexpr int service_decides = -1;

QDBusMessage call(const char* method) {
    return QDBusMessage::createMethodCall(notices_name, notices_path, notices_name, QString::fromLatin1(method));
}

} // namespace

struct Notifier::Bus {
    explicit Bus(const QDBusConnection& to) : connection(to) {}

    QDBusConnection connection;
    QDBusServiceWatcher watcher;
    bool markup = false; ///< the service reads texts as markup
};

Notifier::Notifier(const QString& bus)
    : m_bus(new Bus(bus.isEmpty() ? QDBusConnection::sessionBus() : QDBusConnection(bus))) {
    QDBusConnection& connection = m_bus->connection;
    if (!connection.isConnected()) return;
    m_bus->watcher.setConnection(connection);
    m_bus->watcher.addWatchedService(notices_name);
    connect(&m_bus->watcher, &QDBusServiceWatcher::serviceOwnerChanged, this,
            [this](const QString&, const QString&, const QString& owner) {
                if (owner.isEmpty())
                    follow(false);
                else
                    ask();
            });
    connection.connect(notices_name, notices_path, notices_name, QStringLiteral("ActionInvoked"), this,
                       SLOT(onAction(uint, QString)));
    connection.connect(notices_name, notices_path, notices_name, QStringLiteral("NotificationClosed"), this,
                       SLOT(onClosed(uint)));
    ask();
}

/// Starts a service that the bus can start, too.
void Notifier::ask() {
    auto* asked = new QDBusPendingCallWatcher(m_bus->connection.asyncCall(call("GetCapabilities")), this);
    connect(asked, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* answer) {
        const QDBusPendingReply<QStringList> abilities = *answer;
        answer->deleteLater();
        if (abilities.isError()) return; // nobody shows notices here
        m_bus->markup = abilities.value().contains(QStringLiteral("body-markup"));
        follow(true);
    });
}

Notifier::~Notifier() = default;

void Notifier::follow(bool there) {
    if (!there) m_shown.clear();
    if (there == m_there) return;
    m_there = there;
    emit thereChanged();
}

void Notifier::show(const QString& incident, const QString& title, const QString& text, bool grave) {
    if (!m_there) return;
    QDBusMessage message = call("Notify");
    message << QStringLiteral("Hearth") << m_shown.value(incident) << QStringLiteral("org.hearth.Hearth") << title
            << (m_bus->markup ? text.toHtmlEscaped() : text)
            << QStringList{QStringLiteral("default"), tr("Open Hearth")}
            << QVariantMap{{QStringLiteral("urgency"), QVariant::fromValue(grave ? urgency_critical : urgency_normal)},
                           {QStringLiteral("desktop-entry"), QStringLiteral("org.hearth.Hearth")}}
            << service_decides;
    auto* asked = new QDBusPendingCallWatcher(m_bus->connection.asyncCall(message), this);
    connect(asked, &QDBusPendingCallWatcher::finished, this, [this, incident](QDBusPendingCallWatcher* answer) {
        const QDBusPendingReply<uint> id = *answer;
        answer->deleteLater();
        if (id.isError())
            core::log::warning("desktop", "the desktop does not show a notice",
                               {{"error", id.error().message().toStdString()}});
        else
            m_shown[incident] = id.value();
    });
}

void Notifier::onAction(uint id, const QString& action) {
    // Everybody on the bus hears of everybody's notices.
    const QString incident = m_shown.key(id);
    if (action == QLatin1String("default") && !incident.isEmpty()) emit followed(incident);
}

void Notifier::onClosed(uint id) {
    m_shown.remove(m_shown.key(id));
}

} // namespace hearth::desktop
