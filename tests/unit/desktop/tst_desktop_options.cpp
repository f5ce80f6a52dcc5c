// SPDX-License-Identifier: Apache-2.0
#include "desktop/options.h"

#include "fake/story.h"

#include <QProcess>
#include <QTest>

using namespace hearth::desktop;

class DesktopOptions : public QObject {
    Q_OBJECT
private slots:
    void wordsAreUnderstood() {
        const auto options =
            parseOptions({"hearth", "--home", "/a b", "--scenario=working", "--page", "jobs", "--screenshots", "out"});
        QVERIFY(options.ok());
        QCOMPARE(options->home, std::string("/a b"));
        QCOMPARE(options->scenario, QStringLiteral("working"));
        QCOMPARE(options->page, QStringLiteral("jobs"));
        QCOMPARE(options->screenshots, QStringLiteral("out"));
    }

    void aNotificationLeadsToOneProposal() {
        const auto options = parseOptions({"hearth", "--proposal", "14"});
        QVERIFY(options.ok());
        QCOMPARE(options->proposal, 14);
    }

    void wrongWordsAreNamed_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("named");
        QTest::newRow("unknown") << QStringList{"--fast"} << "--fast";
        QTest::newRow("no value") << QStringList{"--home"} << "--home";
        QTest::newRow("empty value") << QStringList{"--home="} << "--home";
        QTest::newRow("page") << QStringList{"--page", "nowhere"} << "nowhere";
        QTest::newRow("proposal") << QStringList{"--proposal", "fourteen"} << "fourteen";
        QTest::newRow("scenario") << QStringList{"--scenario", "rosy"} << "rosy";
    }
    void wrongWordsAreNamed() {
        QFETCH(QStringList, words);
        QFETCH(QString, named);
        const auto options = parseOptions(QStringList{"hearth"} + words);
        QVERIFY(!options.ok());
        QVERIFY(QString::fromStdString(options.error().message).contains(named));
        QVERIFY(!options.error().hint.empty());
    }

    void wordsOfQtAreLeftToIt() {
        const auto options = parseOptions(
            {"hearth", "-platform", "offscreen", "--qwindowgeometry", "9x9", "-reverse", "--page", "jobs"});
        QVERIFY(options.ok());
        QCOMPARE(options->page, QStringLiteral("jobs"));
    }

    // The real program, with nothing to show a window on.
    void helpAndWrongWordsNeedNoDisplay_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("exit");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("help") << QStringList{"--help"} << 0 << QByteArray("--scenario NAME");
        QTest::newRow("version") << QStringList{"--version"} << 0 << QByteArray("hearth ");
        QTest::newRow("wrong") << QStringList{"--fast"} << 2 << QByteArray("--fast");
        QTest::newRow("page") << QStringList{"--page", "nowhere"} << 2 << QByteArray("nowhere");
        QTest::newRow("window") << QStringList{"--scenario", "working"} << 1 << QByteArray("no display");
    }
    void helpAndWrongWordsNeedNoDisplay() {
        QFETCH(QStringList, words);
        QFETCH(int, exit);
        QFETCH(QByteArray, says);
        QProcess program;
        QProcessEnvironment bare = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
            bare.remove(name);
        program.setProcessEnvironment(bare);
        program.setProcessChannelMode(QProcess::MergedChannels);
        program.start(HEARTH_BINARY_DIR "/hearth", words);
        QVERIFY(program.waitForFinished(30'000));
        const QByteArray shown = program.readAll();
        QVERIFY2(program.exitStatus() == QProcess::NormalExit, shown.constData());
        QCOMPARE(program.exitCode(), exit);
        QVERIFY2(shown.contains(says), shown.constData());
    }

    void everyScenarioCanBeTold() {
        for (const std::string& name : fake::story_names()) {
            const auto story = fake::tell(name, 1'763'700'000'000'000'000);
            QVERIFY2(story.has_value(), name.c_str());
            QVERIFY2(!story->status.sentence.empty(), name.c_str());
        }
        QVERIFY(!fake::tell("rosy", 0));
    }
};

QTEST_GUILESS_MAIN(DesktopOptions)
#include "tst_desktop_options.moc"
