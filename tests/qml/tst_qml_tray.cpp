// SPDX-License-Identifier: Apache-2.0
#include "screen_reader.h"

#include <QDBusMessage>
#include <QDBusReply>
#include <QDBusVariant>
#include <QTest>

using namespace hearth::test;

/// A panel's list of icons, as far as an icon asks of it.
class TrayPlace : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.kde.StatusNotifierWatcher")
    Q_PROPERTY(bool IsStatusNotifierHostRegistered READ isThere)
    Q_PROPERTY(int ProtocolVersion READ version)
    Q_PROPERTY(QStringList RegisteredStatusNotifierItems READ items)
public:
    bool isThere() const { return true; }
    int version() const { return 0; }
    QStringList items() const { return m_items; }

public slots:
    void RegisterStatusNotifierItem(const QString& service) { m_items << service; }
    void RegisterStatusNotifierHost(const QString&) {}

signals:
    void StatusNotifierItemRegistered(const QString& service);
    void StatusNotifierItemUnregistered(const QString& service);
    void StatusNotifierHostRegistered();

private:
    QStringList m_items;
};

namespace {

constexpr int answer_ms = 10'000;

struct MenuEntry {
    int id = 0;
    QString label;
    bool enabled = true, visible = true;
};

/// (ia{sv}av): an entry with its properties and the entries below it.
void collect(const QDBusArgument& from, QList<MenuEntry>& found) {
    MenuEntry entry;
    QVariantMap properties;
    from.beginStructure();
    from >> entry.id >> properties;
    entry.label = properties.value(QStringLiteral("label")).toString();
    entry.enabled = properties.value(QStringLiteral("enabled"), true).toBool();
    entry.visible = properties.value(QStringLiteral("visible"), true).toBool();
    if (!entry.label.isEmpty()) found << entry;
    from.beginArray();
    while (!from.atEnd()) {
        QDBusVariant below;
        from >> below;
        collect(below.variant().value<QDBusArgument>(), found);
    }
    from.endArray();
    from.endStructure();
}

} // namespace

/// The program in a session of its own whose panel shows icons by StatusNotifierItem: what the panel is told of the
/// icon and of its menu, and what its verbs do.
class QmlTray : public QObject {
    Q_OBJECT

    std::unique_ptr<ScreenReader> m_session;
    std::optional<QDBusConnection> m_bus;
    TrayPlace m_place;

    QDBusMessage ask(const QString& path, const QString& face, const QString& method, const QVariantList& arguments) {
        QDBusMessage call = QDBusMessage::createMethodCall(m_place.items().value(0), path, face, method);
        call.setArguments(arguments);
        return m_bus->call(call, QDBus::Block, answer_ms);
    }
    QVariant property(const char* name) {
        const QDBusReply<QDBusVariant> reply =
            ask(QStringLiteral("/StatusNotifierItem"), QStringLiteral("org.freedesktop.DBus.Properties"),
                QStringLiteral("Get"), {QStringLiteral("org.kde.StatusNotifierItem"), QString::fromLatin1(name)});
        return reply.isValid() ? reply.value().variant() : QVariant();
    }
    /// (sa(iiay)ss): icon, pictures, title, text.
    QString tip() {
        const QVariant value = property("ToolTip");
        if (!value.canConvert<QDBusArgument>()) return {};
        const auto from = value.value<QDBusArgument>();
        QString icon, title;
        from.beginStructure();
        from >> icon;
        from.beginArray();
        while (!from.atEnd()) {
            int width = 0, height = 0;
            QByteArray pixels;
            from.beginStructure();
            from >> width >> height >> pixels;
            from.endStructure();
        }
        from.endArray();
        from >> title;
        return title;
    }
    QString menu_path() { return property("Menu").value<QDBusObjectPath>().path(); }
    QList<MenuEntry> menu() {
        const QDBusMessage reply = ask(menu_path(), QStringLiteral("com.canonical.dbusmenu"),
                                       QStringLiteral("GetLayout"), {0, -1, QStringList()});
        QList<MenuEntry> found;
        if (reply.type() == QDBusMessage::ReplyMessage && reply.arguments().size() == 2)
            collect(reply.arguments().at(1).value<QDBusArgument>(), found);
        return found;
    }
    /// Shown in the menu; nothing where no such entry is.
    std::optional<MenuEntry> entry(const QString& begins) {
        for (const MenuEntry& each : menu())
            if (each.visible && each.label.startsWith(begins)) return each;
        return std::nullopt;
    }
    void choose(const QString& begins) {
        const auto found = entry(begins);
        QVERIFY2(found && found->enabled, qPrintable(begins));
        ask(menu_path(), QStringLiteral("com.canonical.dbusmenu"), QStringLiteral("Event"),
            {found->id, QStringLiteral("clicked"), QVariant::fromValue(QDBusVariant(0)), 0U});
    }

private slots:
    void initTestCase() {
        const QString missing = ScreenReader::missing();
        if (!missing.isEmpty()) QSKIP(qPrintable(missing));
        m_session = std::make_unique<ScreenReader>();
        const auto fault = m_session->begin();
        QVERIFY2(!fault, qPrintable(fault.value_or(QString())));
        m_bus = QDBusConnection::connectToBus(m_session->bus(), QStringLiteral("hearth-panel"));
        QVERIFY(m_bus->registerObject(QStringLiteral("/StatusNotifierWatcher"), &m_place,
                                      QDBusConnection::ExportAllContents));
        QVERIFY(m_bus->registerService(QStringLiteral("org.kde.StatusNotifierWatcher")));
        QVERIFY(m_session->start(QStringLiteral(HEARTH_BINARY_DIR "/hearth"),
                                 {QStringLiteral("--scenario"), QStringLiteral("working"), QStringLiteral("--language"),
                                  QStringLiteral("en")}));
        QTRY_VERIFY2_WITH_TIMEOUT(m_place.items().size() == 1, m_session->said().constData(), 30'000);
    }
    void cleanupTestCase() {
        m_session.reset();
        if (m_bus) QDBusConnection::disconnectFromBus(m_bus->name());
    }

    void theIconTellsTheSentenceOfTheNode() {
        QTRY_VERIFY2_WITH_TIMEOUT(tip().startsWith(QStringLiteral("Hearth: Serving 1 answer")), qPrintable(tip()),
                                  20'000);
        const QList<MenuEntry> all = menu();
        QVERIFY(!all.isEmpty());
        QVERIFY2(all.first().label.startsWith(QStringLiteral("Serving 1 answer")), qPrintable(all.first().label));
        QVERIFY(!all.first().enabled); // it is told, not chosen
    }

    void theMenuHasEachVerbAndTwoWordsForTwoEnds() {
        for (const char* verb : {"Open Hearth", "Finish, then pause", "Pause now", "Snooze for 1 hour",
                                 "Snooze for 4 hours", "Quit the window", "Stop the node"})
            QVERIFY2(entry(QString::fromLatin1(verb)).has_value(), verb);
        QVERIFY(!entry(QStringLiteral("Resume")).has_value());
    }

    void aVerbIsDoneAndTheMenuFollows() {
        choose(QStringLiteral("Pause now"));
        QTRY_VERIFY2_WITH_TIMEOUT(tip().contains(QStringLiteral("Paused by you")), qPrintable(tip()), 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(entry(QStringLiteral("Resume")).has_value(), 20'000);
        QVERIFY(!entry(QStringLiteral("Pause now")).has_value());
        choose(QStringLiteral("Resume"));
        QTRY_VERIFY_WITH_TIMEOUT(entry(QStringLiteral("Pause now")).has_value(), 20'000);
        QVERIFY2(!tip().contains(QStringLiteral("Paused by you")), qPrintable(tip()));
    }

    void theWindowIsQuitFromThere() {
        QVERIFY(m_session->runs());
        choose(QStringLiteral("Quit the window"));
        QTRY_VERIFY_WITH_TIMEOUT(!m_session->runs(), 20'000);
    }
};

QTEST_GUILESS_MAIN(QmlTray)
#include "tst_qml_tray.moc"
