// SPDX-License-Identifier: Apache-2.0
#include "backend/format.h"

#include <QDateTime>
#include <QLocale>
#include <QTest>

#include <cmath>

using namespace hearth::desktop;

class DesktopFormat : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void moneyHasSensibleDigitsAndNeverRoundsUp_data() {
        QTest::addColumn<QString>("units");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << "0"
                                 << "0.00";
        QTest::newRow("one unit") << "1"
                                  << "0.000000001";
        QTest::newRow("one answer") << "12874" << "0.000012874";
        QTest::newRow("small") << "8214567"
                               << "0.008214";
        QTest::newRow("almost one") << "999999999"
                                    << "0.999999";
        QTest::newRow("one") << "1000000000"
                             << "1.0000";
        QTest::newRow("some") << "3482199999"
                              << "3.4821";
        QTest::newRow("thousands") << "1284209999999"
                                   << "1,284.20";
        QTest::newRow("largest") << "18446744073709551615"
                                 << "18,446,744,073.70";
        QTest::newRow("empty") << ""
                               << "—";
        QTest::newRow("negative") << "-5"
                                  << "—";
        QTest::newRow("not a number") << "NaN"
                                      << "—";
        QTest::newRow("too large") << "99999999999999999999999"
                                   << "—";
    }
    void moneyHasSensibleDigitsAndNeverRoundsUp() {
        QFETCH(QString, units);
        QFETCH(QString, text);
        QCOMPARE(format::money(units.toStdString()), text);
    }

    void exactMoneyKeepsEveryDigit() {
        QCOMPARE(format::moneyExact("1234567891"), QStringLiteral("1.234567891 EMB"));
        QCOMPARE(format::moneyColumn("5"), QStringLiteral("0.000000005"));
        QCOMPARE(format::moneyColumn("1500000000"), QStringLiteral("1.500000000"));
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

    void otherLanguagesHaveTheirOwnPoint() {
        QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
        QCOMPARE(format::money("1284200000000"), QStringLiteral("1.284,20"));
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

    void idsAreElidedInTheMiddle() {
        QCOMPARE(format::shortId("short"), QStringLiteral("short"));
        QCOMPARE(format::shortId("0123456789abcdef0123456789abcdef"), QStringLiteral("01234567…cdef"));
    }
};

QTEST_GUILESS_MAIN(DesktopFormat)
#include "tst_desktop_format.moc"
