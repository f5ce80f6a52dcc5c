// SPDX-License-Identifier: Apache-2.0
#include "churn.h"

#include <QTest>

using namespace hearth;
using app::Churn;

/// What becomes of answers where homes come and go, by the gateway's own code in virtual time.
class NodeChurn : public QObject {
    Q_OBJECT

private slots:
    void answersStayWhole_data() {
        QTest::addColumn<double>("life");
        QTest::addColumn<double>("stalls");
        QTest::addColumn<double>("flapping");
        QTest::addColumn<double>("least");
        QTest::addColumn<double>("recalled");
        QTest::newRow("each home goes once an hour") << 3600.0 << 0.0 << 0.0 << 0.9995 << 0.77;
        QTest::newRow("homes live for ten minutes, a tenth falls silent, links break")
            << 600.0 << 0.1 << 0.05 << 0.995 << 0.55;
    }
    void answersStayWhole() {
        QFETCH(const double, life);
        QFETCH(const double, stalls);
        QFETCH(const double, flapping);
        QFETCH(const double, least);
        QFETCH(const double, recalled);
        Churn::Settings settings;
        settings.mean_life_s = life;
        settings.stalls = stalls;
        settings.flapping = flapping;
        const Churn::Found found = Churn(settings).run();
        QCOMPARE(found.ended, settings.calls);
        qInfo("%zu of %zu whole (%.4f %%), %zu moves, %llu hedged", found.whole, found.ended, 100 * found.whole_share(),
              found.moves, static_cast<unsigned long long>(found.hedged));
        QVERIFY2(found.whole_share() >= least, qPrintable(QString::number(found.whole_share(), 'f', 5)));
        QVERIFY(found.moves > 0 && !found.resume_gap_s.empty());
        QVERIFY(found.most_moves <= gateway::schedule::failover::max_moves);
        // Of fewer, one answer that lost two homes would be the quantile.
        const double gap_s = found.resume_gap_s.size() < 20 ? 0 : app::quantile(found.resume_gap_s, 0.95);
        QVERIFY2(gap_s <= 1.5, qPrintable(QString::number(gap_s)));
        QCOMPARE(found.tokens_wrong, std::size_t{0});
        QVERIFY(found.stood_in > 0 || flapping == 0);
        // Where beginnings are not looked at, 0.7 and 0.5 of them meet a home that has read them by chance.
        const double share = static_cast<double>(found.recalled) / static_cast<double>(found.conversations);
        QVERIFY2(share >= recalled, qPrintable(QString::number(share)));
        QVERIFY(found.hedged_share() <= gateway::schedule::Hedge::most_of_calls);
    }

    /// Homes that fall silent on standing links take no questions for long.
    void firstTokensComeNearlyAsSoonAsInACalmNetwork() {
        Churn::Settings settings;
        settings.calls = 12'000;
        settings.mean_life_s = 1e8;
        const double calm_s = app::quantile(Churn(settings).run().first_token_s, 0.99);
        settings.mean_life_s = 600;
        settings.stalls = 0.1;
        settings.flapping = 0.05;
        const double found_s = app::quantile(Churn(settings).run().first_token_s, 0.99);
        QVERIFY2(found_s <= 1.5 * calm_s, qPrintable(QString("%1 and %2").arg(found_s).arg(calm_s)));
    }

    void whereNobodyGoesNothingMoves() {
        Churn::Settings settings;
        settings.calls = 1000;
        settings.mean_life_s = 1e8;
        const Churn::Found found = Churn(settings).run();
        QCOMPARE(found.whole, settings.calls);
        QCOMPARE(found.moves, std::size_t{0});
        QCOMPARE(found.asked, settings.calls + found.hedged);
    }
};

QTEST_APPLESS_MAIN(NodeChurn)
#include "tst_node_churn.moc"
