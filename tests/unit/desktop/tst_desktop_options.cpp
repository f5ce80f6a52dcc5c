// SPDX-License-Identifier: Apache-2.0
#include "desktop/links.h"
#include "desktop/options.h"

#include "fake/story.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
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

    void aLinkIsTakenAsItIsAndOnlyOne() {
        const auto options = parseOptions({"hearth", "--home", "/a", "HEARTH://receipt/../../etc"});
        QVERIFY(options.ok());
        QCOMPARE(options->link, QStringLiteral("HEARTH://receipt/../../etc"));
        QVERIFY(!parseOptions({"hearth", "hearth://receipt/ab12", "hearth://receipt/ab13"}).ok());
        QVERIFY(!parseOptions({"hearth", "http://receipt/ab12"}).ok());
    }

    void linksNameWhatIsLookedAtAndNothingElse_data() {
        QTest::addColumn<QString>("link");
        QTest::addColumn<QString>("word"); // empty: it is refused
        const QString invitation = QStringLiteral("hearth-network-1.aGk+/w==");
        QTest::newRow("receipt") << "hearth://receipt/ab12cd34"
                                 << "ab12cd34";
        QTest::newRow("as a browser writes it") << "HEARTH://Receipt/ab12cd34"
                                                << "ab12cd34";
        QTest::newRow("invitation") << "hearth://invitation/" + invitation << invitation;
        QTest::newRow("escaped letters of base64")
            << "hearth://invitation/hearth-network-1.aGk%2B%2fw%3D%3d" << invitation;
        for (const char* hostile : {"hearth:",
                                    "hearth://",
                                    "hearth://receipt/",
                                    "hearth://receipt/../../x",
                                    "hearth://receipt/ab12%00cd",
                                    "hearth://receipt/ab12 cd34",
                                    "hearth://receipt/ab12cd34?verb=stop",
                                    "hearth://receipt/ab12cd34#x",
                                    "hearth://receipt@evil/ab12cd34",
                                    "hearth://receipt:80/ab12cd34",
                                    "hearth://receipt/ab12cd34\n--home=/x",
                                    "hearth://invitation/$(reboot)",
                                    "hearth://invitation/hearth-network-1.'; rm -rf ~; '",
                                    "hearth://invitation/hearth-network-1.%3Cscript%3E",
                                    "hearth://invitation/../receipt/ab12cd34",
                                    "hearth://pause/now",
                                    "hearth://settings/api.host=0.0.0.0",
                                    "hearth:receipt/ab12cd34",
                                    " hearth://receipt/ab12cd34",
                                    "http://receipt/ab12cd34"})
            QTest::newRow(hostile) << QString::fromUtf8(hostile) << QString();
        QTest::newRow("too long") << "hearth://receipt/" + QString(longest_link, QLatin1Char('a')) << QString();
        QTest::newRow("other letters") << QStringLiteral("hearth://receipt/ab12\u202Ecd34") << QString();
    }
    void linksNameWhatIsLookedAtAndNothingElse() {
        QFETCH(QString, link);
        QFETCH(QString, word);
        const auto parsed = parseLink(link);
        QCOMPARE(parsed.ok(), !word.isEmpty());
        if (parsed) QCOMPARE(parsed->word, word);
        if (!parsed) QVERIFY(!parsed.error().message.empty() && !parsed.error().hint.empty());
    }

    void theDesktopEntryHandsLinksOver() {
        QFile entry(QStringLiteral(HEARTH_SOURCE_DIR "/resources/linux/org.hearth.Hearth.desktop"));
        QVERIFY(entry.open(QIODevice::ReadOnly));
        const QByteArray text = entry.readAll();
        QVERIFY(text.contains("\nExec=hearth %u\n") && text.contains("\nMimeType=x-scheme-handler/hearth;\n"));
    }

    void wrongWordsAreNamed_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("named");
        QTest::newRow("unknown") << QStringList{"--fast"} << "--fast";
        QTest::newRow("no value") << QStringList{"--home"} << "--home";
        QTest::newRow("empty value") << QStringList{"--home="} << "--home";
        QTest::newRow("page") << QStringList{"--page", "nowhere"} << "nowhere";
        QTest::newRow("proposal") << QStringList{"--proposal", "fourteen"} << "fourteen";
        QTest::newRow("rehearsal") << QStringList{"--rehearse", "many"} << "--rehearse";
        QTest::newRow("rehearsal of a node") << QStringList{"--rehearse", "10"} << "--rehearse";
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

    /// A short one; what it costs is the bench's to say.
    void aRehearsalSaysWhatTheWindowCosts() {
        QProcess program;
        QProcessEnvironment bare = QProcessEnvironment::systemEnvironment();
        bare.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        bare.insert(QStringLiteral("QT_QUICK_BACKEND"), QStringLiteral("software"));
        program.setProcessEnvironment(bare);
        program.start(HEARTH_BINARY_DIR "/hearth", {"--scenario", "many", "--rehearse", "100"});
        QVERIFY(program.waitForFinished(60'000));
        QCOMPARE(program.exitCode(), 0);
        const QByteArrayList lines = program.readAllStandardOutput().trimmed().split('\n');
        QVERIFY2(lines.size() > 1, "no stage was said");
        const QJsonObject said = QJsonDocument::fromJson(lines.last()).object();
        QVERIFY(said["rows"].toInt() >= 300 && said["deltas"].toInt() == 100);
        for (const char* figure : {"scroll_p50_ms", "scroll_p99_ms", "rss_mb", "deltas_a_second"})
            QVERIFY2(said[QLatin1String(figure)].toDouble() > 0, figure);
        for (const char* figure : {"longest_block_ms", "rss_growth_mb", "idle_cpu_percent", "hidden_cpu_percent"})
            QVERIFY2(said.contains(QLatin1String(figure)), figure);
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
