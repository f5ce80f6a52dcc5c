// SPDX-License-Identifier: Apache-2.0
#include "screen_reader.h"

#include <QSet>
#include <QTest>

using namespace hearth::test;

/// The program in a session of its own, with nothing of it known but what a screen reader is told over the bus.
class QmlScreenReader : public QObject {
    Q_OBJECT

    std::unique_ptr<ScreenReader> m_reader;

    static std::function<bool(const SpiObject&)> is(const char* role, const QString& name) {
        return [role, name](const SpiObject& object) {
            return object.role == QLatin1String(role) && object.name.startsWith(name);
        };
    }
    bool sees(const char* role, const QString& name) const { return m_reader->find(is(role, name)).has_value(); }
    void press(const char* role, const QString& name) const {
        const auto object = m_reader->find(is(role, name));
        QVERIFY2(object.has_value(), qPrintable(name));
        QVERIFY2(m_reader->act(*object, QStringLiteral("Press")),
                 qPrintable(name + QStringLiteral(": ") + m_reader->actions(*object).join(QLatin1Char(' '))));
    }

private slots:
    void initTestCase() {
        const QString missing = ScreenReader::missing();
        if (!missing.isEmpty()) QSKIP(qPrintable(missing));
        m_reader = std::make_unique<ScreenReader>();
        const auto fault = m_reader->begin();
        QVERIFY2(!fault, qPrintable(fault.value_or(QString())));
        QVERIFY(m_reader->start(QStringLiteral(HEARTH_BINARY_DIR "/hearth"),
                                {QStringLiteral("--scenario"), QStringLiteral("working"), QStringLiteral("--language"),
                                 QStringLiteral("en")}));
        QTRY_VERIFY2_WITH_TIMEOUT(sees("heading", QStringLiteral("Serving 1 answer with smollm2-135m-instruct.")),
                                  m_reader->said().constData(), 30'000);
    }

    void theWindowItsPagesAndItsLampsHaveNamesAndRoles() {
        QVERIFY(sees("frame", QStringLiteral("Hearth")));
        QVERIFY(sees("page tab list", QStringLiteral("Pages")));
        for (const char* page : {"Overview", "Jobs & proofs", "Earnings", "Playground", "Models", "Devices",
                                 "When to work", "Governance", "Network", "Gateway", "Settings"})
            QVERIFY2(sees("push button", QString::fromLatin1(page)), page);
        for (const char* lamp : {"Service: running", "GPU: ", "Eligible: ", "Earning: "})
            QVERIFY2(sees("indicator", QString::fromLatin1(lamp)), lamp);
        for (const char* money : {"Pending: ", "Confirmed: ", "Paid: ", "Estimate: "})
            QVERIFY2(sees("label", QString::fromLatin1(money)), money);
    }

    void whatTakesTheFocusHasANameAndARole() {
        const QList<SpiObject> shown = m_reader->shown();
        QVERIFY2(shown.size() > 50, "a window without a tree would have no fault");
        const QSet<QString> wordless{QString(), QStringLiteral("unknown"), QStringLiteral("invalid"),
                                     QStringLiteral("filler")};
        int stops = 0;
        for (const SpiObject& object : shown) {
            if (!object.focusable) continue;
            ++stops;
            QVERIFY2(!object.name.trimmed().isEmpty(), qPrintable(object.place.path.path() + object.role));
            QVERIFY2(!wordless.contains(object.role), qPrintable(object.name));
        }
        QVERIFY(stops > 10);
    }

    void aMenuOfVerbsIsOpenedAndAVerbChosen() {
        press("push button", QStringLiteral("Pause"));
        // Qt 6.4 tells the bus that an item of type AbstractButton is a push button, whatever role it has been given.
        const QString entry = QStringLiteral("Pause now");
        QTRY_VERIFY_WITH_TIMEOUT(sees("menu item", entry) || sees("push button", entry), 10'000);
        press(sees("menu item", entry) ? "menu item" : "push button", entry);
        QTRY_VERIFY_WITH_TIMEOUT(sees("heading", QStringLiteral("Paused by you")), 10'000);
        press("push button", QStringLiteral("Resume"));
        QTRY_VERIFY_WITH_TIMEOUT(!sees("heading", QStringLiteral("Paused by you")), 10'000);
    }

    void aPageIsOpened() {
        press("push button", QStringLiteral("Network"));
        QTRY_VERIFY_WITH_TIMEOUT(sees("heading", QStringLiteral("What this home trusts")), 10'000);
        press("push button", QStringLiteral("Overview"));
        QTRY_VERIFY_WITH_TIMEOUT(sees("indicator", QStringLiteral("Service: ")), 10'000);
    }
};

QTEST_GUILESS_MAIN(QmlScreenReader)
#include "tst_qml_screen_reader.moc"
