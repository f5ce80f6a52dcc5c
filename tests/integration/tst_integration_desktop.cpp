// SPDX-License-Identifier: Apache-2.0
#include "looks.h"
#include "real_window.h"

#include <QFile>
#include <QScopeGuard>

using namespace hearth;
using namespace hearth::test;

/// The window on a real node asks, shows and checks through it.
class IntegrationDesktop : public RealWindow {
    Q_OBJECT

private slots:
    void init() { fail_on_complaints(); }
    void initTestCase() { begin(); }
    void cleanupTestCase() { end(); }

    void theWindowIsWhereItWasLeft() {
        const QRect left(70, 50, 900, 650), away(90'000, 90'000, 950, 660);
        m_window->setGeometry(left);
        QTRY_COMPARE(m_window->geometry(), left);
        QVERIFY(m_application->close());
        open_window();
        QCOMPARE(m_window->geometry(), left);
        m_window->setGeometry(away); // a screen that is gone the next time
        QTRY_COMPARE(m_window->geometry(), away);
        QVERIFY(m_application->close());
        open_window();
        QCOMPARE(m_window->size(), away.size());
        QVERIFY(m_window->geometry().topLeft() != away.topLeft());
        m_window->resize(1280, 900); // in which a receipt stands beside the list
    }

    void anAnswerStreamsWithItsEvidenceBesideIt() {
        open_page("playground");
        QTRY_VERIFY(named("prompt") != nullptr);
        named("prompt")->setProperty("text", QStringLiteral("hello"));
        QTRY_VERIFY(named("send") != nullptr && named("send")->isEnabled());
        click("send");
        QTRY_VERIFY(!text_of("answer").isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(reads(QStringLiteral("Show the receipt")), 30'000);
        QVERIFY(reads(QStringLiteral("Evidence")) && reads(QStringLiteral("E1: signed by a known key")));
        QVERIFY(reads(QStringLiteral("Signature")) && reads(QStringLiteral("Computed again")));
    }

    void verifyNowReplaysTheReceipt() {
        open_page("jobs");
        QTRY_VERIFY(named("verifyNow") != nullptr && named("verifyNow")->isEnabled());
        click("verifyNow");
        QTRY_VERIFY_WITH_TIMEOUT(reads(QStringLiteral("Verified: everything that was checked agrees.")), 60'000);
        QVERIFY(reads(QStringLiteral("E4: computed again, equal to the last bit, or proved.")));
    }

    /// From the page into the service, its sentence and hearth.toml, and back.
    void theHoursOfTheWeekAreTheNodes() {
        const auto choose = [this](int hours) {
            QVariantList days;
            for (int day = 0; day < 7; ++day)
                days << hours;
            QVERIFY(QMetaObject::invokeMethod(named("weekGrid"), "edited", Q_ARG(QVariant, QVariant(days))));
        };
        const auto settings = [this] {
            QFile file(m_node->home() + QStringLiteral("/hearth.toml"));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        open_page("work");
        QTRY_COMPARE(text_of("workSentence"), QStringLiteral("It may work now."));
        choose(0);
        QTRY_COMPARE(text_of("sentence"), QStringLiteral("Resting, because no hour of the week is chosen."));
        QTRY_COMPARE(text_of("workSentence"), text_of("sentence"));
        QVERIFY2(settings().contains("\nhours = [ 'never' ]\n"), settings().constData());
        choose(0xffffff);
        QTRY_VERIFY(serves());
        QVERIFY2(settings().contains("\nhours = []\n"), settings().constData());
    }

    /// Killed in the midst of it, with a device under test: the home knows the step, and the window goes on there.
    void theSetUpGoesOnWhereTheNodeWasKilled() {
        core::Home home;
        home.root = m_node->home().toStdString();
        const auto step = [&]() -> QString {
            const auto node = control::connect(home.control_socket(), {});
            const auto view = node ? node.value()->first_run() : core::Result<control::FirstRun>(node.error());
            return view ? QString::fromStdString(view->step) : QString();
        };
        const auto ready = [this](const char* name) { return named(name) != nullptr && named(name)->isEnabled(); };
        QCOMPARE(step(), QStringLiteral("done")); // it has a model
        QVERIFY(named("next") == nullptr);
        QVERIFY(control::connect(home.control_socket(), {}).value()->move_first_run("place").ok());
        QTRY_VERIFY(ready("next") && text_of("disk").endsWith(QLatin1String("are free there.")));
        click("next");
        QTRY_COMPARE(step(), QStringLiteral("devices"));
        QTRY_VERIFY(named("found-cpu") != nullptr);
        m_node->kill9();
        QTRY_VERIFY_WITH_TIMEOUT(!ready("next"), within_ms);
        QVERIFY2(m_node->start(), m_node->log().constData());
        QCOMPARE(step(), QStringLiteral("devices"));
        QTRY_VERIFY_WITH_TIMEOUT(ready("next") && named("found-cpu") != nullptr, 30'000);
        for (const char* next : {"benchmark", "identity", "work", "done"}) {
            QTRY_VERIFY(ready("next"));
            click("next");
            QTRY_COMPARE(step(), QString::fromLatin1(next));
        }
        QTRY_VERIFY(named("next") == nullptr && named("page-overview") != nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(serves(), 60'000);
    }

    void everyPageIsShownWithoutAComplaint() {
        for (const QString& page : desktop::pageKeys()) {
            m_window->setProperty("page", page);
            QTest::qWait(150);
        }
        open_page("overview");
    }

    /// What a node says of itself, its answer, its receipt and a replay on its way is worded by the window, and so is
    /// why it refuses a model, be it the service that does or its worker.
    void aGermanWindowSaysNothingInEnglish() {
        desktop::Options options;
        options.home = m_node->home().toStdString();
        options.language = QStringLiteral("de");
        desktop::Application german(options, QElapsedTimer());
        QVERIFY(german.open().ok());
        const auto back = qScopeGuard([&] {
            QVERIFY(german.close());
            desktop::speak(QStringLiteral("en"));
        });
        if (QCoreApplication::translate("Frame", "Overview") == QLatin1String("Overview"))
            QSKIP("There are no translations in this build.");
        auto* const window = qobject_cast<QQuickWindow*>(QGuiApplication::topLevelWindows().constLast());
        QVERIFY(window != nullptr && window != m_window);
        window->resize(1280, 900); // in which a receipt stands beside the list
        static const QRegularExpression english(
            QStringLiteral("\\b(the|is|are|were|and|not|its|this|that|of|with|has|have|from|it|to|by|no|you)\\b"),
            QRegularExpression::CaseInsensitiveOption);
        const QString junk = m_node->home() + QStringLiteral("/junk.gguf");
        QFile file(junk);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(64, 'x')) == 64);
        file.close();
        const auto shows = [&](const QString& beginning) {
            return find(window->contentItem(), [&](const QQuickItem& one) {
                       return one.property("text").toString().startsWith(beginning);
                   }) != nullptr;
        };
        for (const QString& page : desktop::pageKeys()) {
            window->setProperty("page", page);
            auto* item = window->property("pageItem").value<QQuickItem*>();
            QTRY_VERIFY(find(window->contentItem(), [](const QQuickItem& one) {
                            return one.property("text").toString().startsWith(QLatin1String("Bereit mit tiny"));
                        }) != nullptr);
            if (auto* doctor = item->findChild<QQuickItem*>(QStringLiteral("doctor"))) {
                QMetaObject::invokeMethod(doctor, "examine");
                QTRY_VERIFY_WITH_TIMEOUT(find(window->contentItem(),
                                              [](const QQuickItem& one) {
                                                  return one.property("text").toString() == QLatin1String("Hauptbuch");
                                              }) != nullptr,
                                         30'000);
            }
            QTest::qWait(400);
            QStringList texts;
            gather(window->contentItem(), texts);
            if (page == QLatin1String("jobs")) {
                const auto verifies = [](const QQuickItem& one) {
                    return one.objectName() == QLatin1String("verifyNow") && one.isEnabled();
                };
                QTRY_VERIFY(find(window->contentItem(), verifies) != nullptr);
                press(window, *find(window->contentItem(), verifies));
                const auto verified = [&] { // how far it is stands there until it is done
                    gather(window->contentItem(), texts);
                    return shows(QStringLiteral("Geprüft: Alles, was geprüft wurde"));
                };
                QVERIFY(QTest::qWaitFor(verified, 60'000));
            }
            for (QObject* reader : item->findChildren<QObject*>()) {
                if (reader->metaObject()->className() != QByteArray("hearth::desktop::ModelsReader")) continue;
                const auto refuses = [&](const QString& place, const QString& said) {
                    QMetaObject::invokeMethod(reader, "importModel", Q_ARG(QString, place), Q_ARG(QString, QString()),
                                              Q_ARG(QString, QString()));
                    const bool shown = QTest::qWaitFor([&] { return shows(said); }, 30'000);
                    gather(window->contentItem(), texts);
                    return shown;
                };
                QVERIFY(
                    refuses(QStringLiteral("/nirgendwo/modell"), QStringLiteral("Bei /nirgendwo/modell gibt es kein")));
                QVERIFY(refuses(junk, QStringLiteral("Die Datei beginnt nicht mit „GGUF“")));
            }
            for (const QString& text : texts)
                QVERIFY2(!english.match(text).hasMatch(), qPrintable(page + QStringLiteral(": ") + text));
        }
    }
};

int main(int argc, char** argv) {
    return run_window<IntegrationDesktop>(argc, argv);
}

#include "tst_integration_desktop.moc"
