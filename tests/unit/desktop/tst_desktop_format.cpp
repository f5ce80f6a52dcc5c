// SPDX-License-Identifier: Apache-2.0
#include "backend/format.h"
#include "core/size_text.h"

#include <QDateTime>
#include <QLocale>
#include <QTest>
#include <QTranslator>

#include <cmath>

using namespace hearth::desktop;

class DesktopFormat : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void moneyHasThreeDigitsAndNeverRoundsUp_data() {
        QTest::addColumn<QString>("units");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << "0"
                                 << "0";
        QTest::newRow("one unit") << "1"
                                  << "0.000000001";
        QTest::newRow("two digits") << "12"
                                    << "0.000000012";
        QTest::newRow("one answer") << "12874"
                                    << "0.0000128";
        QTest::newRow("small") << "8214567"
                               << "0.00821";
        QTest::newRow("almost one") << "999999999"
                                    << "0.999";
        QTest::newRow("one") << "1000000000"
                             << "1.00";
        QTest::newRow("some") << "3482199999"
                              << "3.48";
        QTest::newRow("tens") << "34829000000"
                              << "34.8";
        QTest::newRow("hundreds") << "348290000000"
                                  << "348";
        QTest::newRow("thousands") << "1284209999999"
                                   << "1,284";
        QTest::newRow("largest") << "18446744073709551615"
                                 << "18,446,744,073";
        QTest::newRow("empty") << ""
                               << "—";
        QTest::newRow("negative") << "-5"
                                  << "—";
        QTest::newRow("not a number") << "NaN"
                                      << "—";
        QTest::newRow("too large") << "99999999999999999999999"
                                   << "—";
    }
    void moneyHasThreeDigitsAndNeverRoundsUp() {
        QFETCH(QString, units);
        QFETCH(QString, text);
        QCOMPARE(format::money(units.toStdString()), text);
    }

    void exactMoneyKeepsEveryDigit() {
        QCOMPARE(format::moneyExact("1234567891"), QStringLiteral("1.234567891 EMB"));
        QCOMPARE(format::moneyExact("5"), QStringLiteral("0.000000005 EMB"));
        QVERIFY(std::isnan(format::moneyNumber("x")));
    }

    void unknownIsNeverZero() {
        QCOMPARE(format::bytes(std::nullopt), QStringLiteral("—"));
        QCOMPARE(format::percent(std::nullopt), QStringLiteral("—"));
        QCOMPARE(format::temperature(std::nullopt), QStringLiteral("—"));
        QCOMPARE(format::power(std::nullopt), QStringLiteral("—"));
        QCOMPARE(format::milliseconds(std::nullopt), QStringLiteral("—"));
        QCOMPARE(format::duration(-1), QStringLiteral("—"));
        QCOMPARE(format::time(std::optional<hearth::core::Nanoseconds>()), QStringLiteral("—"));
    }

    void quantitiesCarryTheirUnit() {
        QCOMPARE(format::bytes(0), QStringLiteral("0 B"));
        QCOMPARE(format::bytes(91'727'360), QStringLiteral("87.5 MiB"));
        QCOMPARE(format::bytes(34'359'738'368), QStringLiteral("32.0 GiB"));
        QCOMPARE(format::bytes(1'047'527'424), QStringLiteral("999 MiB"));
        QCOMPARE(format::bytes(1'048'576'000), QStringLiteral("1.0 GiB"));
        QCOMPARE(format::bytesOf(std::nullopt, 4'294'967'296), QStringLiteral("— / 4.0 GiB"));
        QCOMPARE(format::bytesOf(1'048'576, std::nullopt), QStringLiteral("1.0 MiB"));
        QCOMPARE(format::percent(425'000), QStringLiteral("43 %"));
        QCOMPARE(format::temperature(64'400), QStringLiteral("64 °C"));
        QCOMPARE(format::power(71'000), QStringLiteral("71 W"));
        QCOMPARE(format::countShort(134'515'008), QStringLiteral("135 M"));
        QCOMPARE(format::countShort(1'100'048'384), QStringLiteral("1.1 B"));
        QCOMPARE(format::milliseconds(840), QStringLiteral("840 ms"));
        QCOMPARE(format::milliseconds(2100), QStringLiteral("2.1 s"));
        QCOMPARE(format::duration(42), QStringLiteral("42 s"));
        QCOMPARE(format::duration(7200), QStringLiteral("2 h"));
        QCOMPARE(format::duration(6 * 86'400), QStringLiteral("6 d"));
    }

    /// The window draws nothing while only the clock goes on, so no second is counted there.
    void roughDurationsHaveNoSeconds() {
        QCOMPARE(format::roughDuration(-1), QStringLiteral("—"));
        QCOMPARE(format::roughDuration(0), QStringLiteral("under a minute"));
        QCOMPARE(format::roughDuration(59), QStringLiteral("under a minute"));
        QCOMPARE(format::roughDuration(60), QStringLiteral("1 min"));
        QCOMPARE(format::roughDuration(120), QStringLiteral("2 min"));
        QCOMPARE(format::roughDuration(7200), QStringLiteral("2 h"));
    }

    /// What a column of a chart stands for is told as it is: three hours and a half are not three.
    void spansAreToldInTwoUnits() {
        QCOMPARE(format::span(-1), QStringLiteral("—"));
        QCOMPARE(format::span(0), QStringLiteral("0 s"));
        QCOMPARE(format::span(1800), QStringLiteral("30 min"));
        QCOMPARE(format::span(12'600), QStringLiteral("3 h 30 min"));
        QCOMPARE(format::span(54'000), QStringLiteral("15 h"));
        QCOMPARE(format::span(86'400 + 60), QStringLiteral("1 d"));
        QCOMPARE(format::span(100'000), QStringLiteral("1 d 3 h"));
    }

    void sizesAreTheSameInTheWindowAndInTheNodesWords() {
        for (const std::uint64_t bytes : {0ull, 1023ull, 91'727'360ull, 1'048'576'000ull, 34'359'738'368ull, ~0ull}) {
            QString window = format::bytes(bytes);
            window.remove(QLatin1Char(','));
            QCOMPARE(window, QString::fromStdString(hearth::core::size_text(bytes)));
        }
    }

    void otherLanguagesHaveTheirOwnPoint() {
        QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
        QCOMPARE(format::money("1284200000000"), QStringLiteral("1.284"));
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    }

    void timeIsShortToday() {
        const auto at = QDateTime(QDate(2025, 3, 4), QTime(5, 6, 7)).toMSecsSinceEpoch() * 1'000'000;
        const auto later = QDateTime(QDate(2025, 3, 4), QTime(9, 0)).toMSecsSinceEpoch() * 1'000'000;
        const auto next_month = QDateTime(QDate(2025, 4, 4), QTime(9, 0)).toMSecsSinceEpoch() * 1'000'000;
        const auto next_year = QDateTime(QDate(2026, 4, 4), QTime(9, 0)).toMSecsSinceEpoch() * 1'000'000;
        QCOMPARE(format::time(at, later), QStringLiteral("05:06:07"));
        QCOMPARE(format::time(at, next_month), QStringLiteral("4 Mar 05:06"));
        QCOMPARE(format::time(at, next_year), QStringLiteral("4 Mar 2025 05:06"));
    }

    void datesAndFractionsAreWrittenAsInTheLanguage() {
        class German : public QTranslator {
            QString translate(const char*, const char* source, const char*, int) const override {
                return qstrcmp(source, "d MMM") == 0 ? QStringLiteral("d. MMM") : QString();
            }
            bool isEmpty() const override { return false; }
        } german;
        const QLocale before;
        QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
        QVERIFY(QCoreApplication::installTranslator(&german));
        const QString day = format::day(QDateTime({2025, 3, 4}, {5, 6}), true);
        const QString figure = format::plainNumber("32.31"), words = format::plainNumber("Q4_1"),
                      version = format::plainNumber("1.2.3");
        QCoreApplication::removeTranslator(&german);
        QLocale::setDefault(before);
        QVERIFY2(day.startsWith(QStringLiteral("4. M")) && day.endsWith(QStringLiteral(" 2025")), qPrintable(day));
        QCOMPARE(QStringList({figure, words, version}), QStringList({"32,31", "Q4_1", "1.2.3"}));
    }

    void figuresInSentencesAreWrittenAsInTheLanguage() {
        using hearth::core::say;
        const hearth::core::Sentence fits = say("fits_if_free", {hearth::core::size_text(8'700'000'000), "6.2 GiB"});
        const hearth::core::Sentence room = say("disk_needs", {"/mnt/2.5 TiB/a", "8,123.4 MiB", "12 B"});
        const auto others = say("update_not_drawn", {"1.5"}); // a version
        const QString english = format::worded(room);
        QVERIFY2(english.contains(QStringLiteral("8,123.4 MiB")), qPrintable(english));
        const QLocale before;
        QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
        const QString told = format::worded(fits), disk = format::worded(room), version = format::worded(others);
        const QStringList each{format::measured("2.5 EMB"), format::measured("1,234.5 MiB"), format::measured("2.5"),
                               format::measured("1,5 GiB is much"), format::measured("12,34 GiB")};
        QLocale::setDefault(before);
        QVERIFY2(told.contains(QStringLiteral("8,1 GiB")) && told.contains(QStringLiteral("6,2 GiB")),
                 qPrintable(told));
        QVERIFY2(disk.contains(QStringLiteral("8.123,4 MiB")) && disk.contains(QStringLiteral("/mnt/2.5 TiB/a")),
                 qPrintable(disk));
        QVERIFY2(version.contains(QStringLiteral("1.5")), qPrintable(version));
        QCOMPARE(each, QStringList({"2,5 EMB", "1.234,5 MiB", "2.5", "1,5 GiB is much", "12,34 GiB"}));
    }

    void whatTheNodeSaysIsWordedHere() {
        const std::string hash(64, 'a');
        using hearth::core::say;
        QCOMPARE(format::worded(say("serving", {"2", "tiny"})), QStringLiteral("Serving 2 answers with tiny."));
        QCOMPARE(format::worded(say("signed_by", {hash})), QStringLiteral("Signed by aaaaaaaa…aaaa."));
        QCOMPARE(format::worded("as it came"), QStringLiteral("as it came"));
        QCOMPARE(format::sentence("as it came"), QStringLiteral("As it came."));
        QCOMPARE(format::sentence(say("already_here", {"tiny"})),
                 QStringLiteral("Already here as tiny; nothing was done."));
        QCOMPARE(format::sentence(""), QString());
    }

    void idsAreElidedInTheMiddle() {
        QCOMPARE(format::shortId("short"), QStringLiteral("short"));
        QCOMPARE(format::shortId("0123456789abcdef0123456789abcdef"), QStringLiteral("01234567…cdef"));
    }
};

QTEST_GUILESS_MAIN(DesktopFormat)
#include "tst_desktop_format.moc"
