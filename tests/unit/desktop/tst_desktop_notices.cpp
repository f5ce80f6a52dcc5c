// SPDX-License-Identifier: Apache-2.0
#include "desktop/notifier.h"
#include "desktop/tray.h"
#include "stage.h"

#include <QApplication>
#include <QDBusConnection>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QVariantMap>

#include <csignal>
#include <memory>
#include <sys/prctl.h>

using namespace hearth::desktop;
using hearth::desktop::testing::Stage;

/// A desktop's service, as far as notices ask of it.
class NoticesService : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    struct Shown {
        uint replaces = 0;
        QString title, text;
        int urgency = -1;
    };
    QList<Shown> shown;
    QStringList abilities;

public slots:
    QStringList GetCapabilities() { return abilities; }
    uint Notify(const QString&, uint replaces, const QString&, const QString& title, const QString& text,
                const QStringList& actions, const QVariantMap& hints, int) {
        if (actions.value(0) != QLatin1String("default")) return 0;
        shown << Shown{replaces, title, text, hints.value(QStringLiteral("urgency")).value<uchar>()};
        return replaces != 0 ? replaces : static_cast<uint>(40 + shown.size());
    }

signals:
    void ActionInvoked(uint id, const QString& action);
    void NotificationClosed(uint id, uint reason);
};

class DesktopNotices : public QObject {
    Q_OBJECT

    const QString m_client = QStringLiteral("notices-client"), m_desktop = QStringLiteral("notices-desktop"),
                  m_name = QStringLiteral("org.freedesktop.Notifications"),
                  m_path = QStringLiteral("/org/freedesktop/Notifications");
    QProcess m_bus;

private slots:
    void initTestCase() {
        const QString daemon = QStringLiteral("dbus-daemon");
        if (QStandardPaths::findExecutable(daemon).isEmpty())
            QSKIP("There is no session bus here: apt-get install dbus-daemon.");
        m_bus.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
        m_bus.start(daemon,
                    {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address=1")});
        while (!m_bus.canReadLine())
            QVERIFY(m_bus.waitForReadyRead(20'000));
        const QString address = QString::fromUtf8(m_bus.readLine()).trimmed();
        QVERIFY(QDBusConnection::connectToBus(address, m_client).isConnected());
        QVERIFY(QDBusConnection::connectToBus(address, m_desktop).isConnected());
    }
    void cleanupTestCase() {
        QDBusConnection::disconnectFromBus(m_client);
        QDBusConnection::disconnectFromBus(m_desktop);
        m_bus.terminate();
        m_bus.waitForFinished(20'000);
    }

    void withoutADesktopNothingIsShownAndNothingWaits() {
        Notifier notifier(m_client);
        notifier.show(QStringLiteral("gpu"), QStringLiteral("title"), QStringLiteral("text"), true);
        QTest::qWait(100);
        QVERIFY(!notifier.there());
        const Notifier nowhere(QStringLiteral("no such bus"));
        QVERIFY(!nowhere.there());
    }

    void anIncidentIsOneNoticeAndItsEndTakesItsPlace() {
        NoticesService service;
        QDBusConnection desktop(m_desktop);
        QVERIFY(desktop.registerObject(m_path, &service,
                                       QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
        Notifier notifier(m_client);
        QSignalSpy there(&notifier, &Notifier::thereChanged), open(&notifier, &Notifier::followed);
        QVERIFY(desktop.registerService(m_name)); // a desktop may come later than the window
        QTRY_VERIFY(notifier.there());

        notifier.show(QStringLiteral("gpu"), QStringLiteral("The card"), QStringLiteral("why"), true);
        QTRY_COMPARE(service.shown.size(), 1);
        QCOMPARE(service.shown[0].replaces, 0U);
        QCOMPARE(service.shown[0].urgency, 2);
        emit service.ActionInvoked(7, QStringLiteral("default")); // somebody else's notice
        QTest::qWait(50);
        notifier.show(QStringLiteral("disk"), QStringLiteral("The disk"), QStringLiteral("full"), true);
        notifier.show(QStringLiteral("gpu"), QStringLiteral("Resolved"), QStringLiteral("well"), false);
        QTRY_COMPARE(service.shown.size(), 3);
        QCOMPARE(service.shown[1].replaces, 0U);
        QCOMPARE(service.shown[2].replaces, 41U);
        QCOMPARE(service.shown[2].urgency, 1);
        QCOMPARE(open.count(), 0);
        emit service.ActionInvoked(41, QStringLiteral("default"));
        QTRY_COMPARE(open.count(), 1);

        emit service.NotificationClosed(41, 2);
        QTest::qWait(50);
        notifier.show(QStringLiteral("gpu"), QStringLiteral("Again"), QString(), true);
        QTRY_COMPARE(service.shown.size(), 4);
        QCOMPARE(service.shown[3].replaces, 0U);

        QVERIFY(desktop.unregisterService(m_name));
        QTRY_VERIFY(!notifier.there());
        QCOMPARE(there.count(), 2);
        desktop.unregisterObject(m_path);
    }

    /// With the two clicks of tst_frame (card, choice) it is three to a vote.
    void aVoteIsToldOnceSomebodyShowsItAndItsNoticeLeadsToItsCard() {
        Stage stage("network");
        Preferences preferences(false);
        preferences.setQuietTo(preferences.quietFrom()); // no hour is quiet
        Notifier notifier(m_client);
        Tray tray(stage.connection, preferences, &notifier);
        if (tray.shown()) QSKIP("This desktop has a tray.");
        QSignalSpy told(&tray, &Tray::told), card(&tray, &Tray::proposalWanted), window(&tray, &Tray::openWanted);
        QVERIFY(stage.open());
        QTRY_VERIFY(tray.ballots().loaded());
        tray.look();
        QCOMPARE(told.count(), 0);
        NoticesService service;
        QDBusConnection desktop(m_desktop);
        QVERIFY(desktop.registerObject(m_path, &service,
                                       QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
        QVERIFY(desktop.registerService(m_name));
        QTRY_VERIFY(notifier.there());
        tray.look();
        tray.look();
        QTRY_COMPARE(service.shown.size(), 1);
        QCOMPARE(told.count(), 1);
        QCOMPARE(told[0][0].value<Incidents::Notice>().proposal, 17);
        QCOMPARE(preferences.proposalsTold().size(), 2);
        emit service.ActionInvoked(41, QStringLiteral("default"));
        QTRY_COMPARE(card.count(), 1);
        QCOMPARE(card[0][0].toInt(), 17);
        QCOMPARE(window.count(), 0);
        desktop.unregisterService(m_name);
        desktop.unregisterObject(m_path);
    }

    void whatADesktopWouldReadAsMarkupIsTextAllTheSame_data() {
        QTest::addColumn<QStringList>("abilities");
        QTest::addColumn<QString>("text");
        QTest::newRow("markup") << QStringList{QStringLiteral("body-markup")} << QStringLiteral("a &lt;b&gt; &amp; c");
        QTest::newRow("plain") << QStringList{} << QStringLiteral("a <b> & c");
    }
    void whatADesktopWouldReadAsMarkupIsTextAllTheSame() {
        QFETCH(QStringList, abilities);
        QFETCH(QString, text);
        NoticesService service;
        service.abilities = abilities;
        QDBusConnection desktop(m_desktop);
        QVERIFY(desktop.registerObject(m_path, &service, QDBusConnection::ExportAllSlots));
        QVERIFY(desktop.registerService(m_name));
        Notifier notifier(m_client);
        QTRY_VERIFY(notifier.there());
        notifier.show(QStringLiteral("gpu"), QStringLiteral("title"), QStringLiteral("a <b> & c"), false);
        QTRY_COMPARE(service.shown.size(), 1);
        QCOMPARE(service.shown[0].text, text);
        desktop.unregisterService(m_name);
        desktop.unregisterObject(m_path);
    }
};

QTEST_MAIN(DesktopNotices)
#include "tst_desktop_notices.moc"
