// SPDX-License-Identifier: Apache-2.0
#include "control/time_left.h"

#include <QTest>

using namespace hearth::control;

/// What people are told about how long it will still take.
class ControlTimeLeft : public QObject {
    Q_OBJECT

    static constexpr hearth::core::Nanoseconds second = 1'000'000'000;
    using Seconds = std::optional<std::uint64_t>;

private slots:
    void thePaceSoFarGivesTheRest() {
        TimeLeft left;
        QCOMPARE(left.after({"a", 10, 100}, 5 * second), Seconds());
        QCOMPARE(left.after({"a", 20, 100}, 7 * second), Seconds(16));
        QCOMPARE(left.after({"b", 60, 100}, 15 * second), Seconds(8));
        QCOMPARE(left.after({"b", 100, 100}, 23 * second), Seconds(0));
    }
    void nothingIsSaidBeforeThereIsSomethingToJudgeBy() {
        TimeLeft left;
        QCOMPARE(left.after({"a", 0, 0}, 0), Seconds());
        QCOMPARE(left.after({"a", 5, 0}, 9 * second), Seconds());
        QCOMPARE(left.after({"a", 0, 1000}, 10 * second), Seconds());
        QCOMPARE(left.after({"a", 900, 1000}, 10 * second + second / 2), Seconds());
        TimeLeft slow;
        QCOMPARE(slow.after({"a", 0, 1000}, 0), Seconds());
        QCOMPARE(slow.after({"a", 1, 1000}, 60 * second), Seconds());
        QCOMPARE(slow.after({"a", 2000, 1000}, 70 * second), Seconds());
    }
    void anotherTotalIsAnotherPieceOfWork() {
        TimeLeft left;
        QCOMPARE(left.after({"reading", 0, 100}, 0), Seconds());
        QCOMPARE(left.after({"reading", 50, 100}, 100 * second), Seconds(100));
        QCOMPARE(left.after({"copying", 0, 500}, 101 * second), Seconds());
        QCOMPARE(left.after({"copying", 250, 500}, 103 * second), Seconds(2));
    }
};

QTEST_GUILESS_MAIN(ControlTimeLeft)
#include "tst_control_time_left.moc"
