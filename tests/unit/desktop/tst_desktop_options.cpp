// SPDX-License-Identifier: Apache-2.0
#include "desktop/options.h"

#include "fake/story.h"

#include <QTest>

using namespace hearth::desktop;

class DesktopOptions : public QObject {
    Q_OBJECT
private slots:
    void wordsAreUnderstood() {
        const auto options = parseOptions(
            {"hearth", "--home", "/a b", "--scenario=working", "--page", "jobs", "--screenshots", "out"});
        QVERIFY(options.ok());
        QCOMPARE(options->home, std::string("/a b"));
        QCOMPARE(options->scenario, QStringLiteral("working"));
        QCOMPARE(options->page, QStringLiteral("jobs"));
        QCOMPARE(options->screenshots, QStringLiteral("out"));
    }

    void wrongWordsAreNamed_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("named");
        QTest::newRow("unknown") << QStringList{"--fast"} << "--fast";
        QTest::newRow("no value") << QStringList{"--home"} << "--home";
        QTest::newRow("empty value") << QStringList{"--home="} << "--home";
        QTest::newRow("page") << QStringList{"--page", "nowhere"} << "nowhere";
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
