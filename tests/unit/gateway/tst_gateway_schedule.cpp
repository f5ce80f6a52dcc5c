// SPDX-License-Identifier: Apache-2.0
#include "gateway/schedule/choice.h"
#include "gateway/schedule/hedge.h"

#include <QTest>

#include <map>
#include <random>

using namespace hearth::gateway::schedule;
using hearth::core::Nanoseconds;

namespace {

using hearth::core::second;

Candidate good(std::uint64_t key) {
    Candidate candidate;
    candidate.key = key;
    candidate.level = 4;
    candidate.price = 1000;
    candidate.free_places = 2;
    candidate.first_token_s = 0.4;
    candidate.token_gap_s = 0.03;
    return candidate;
}

} // namespace

class GatewaySchedule : public QObject {
    Q_OBJECT

private slots:
    void badNewsIsBelievedAtOnceAndGoodNewsSlowly() {
        PeakEwma average(10 * second);
        average.observe(1.0, 0);
        average.observe(5.0, second);
        QCOMPARE(*average.value(), 5.0);
        average.observe(1.0, 2 * second);
        QVERIFY(*average.value() > 4.5);
        average.observe(1.0, 60 * second);
        QVERIFY(*average.value() < 1.1);
        average.observe(2.0, 30 * second); // a clock that goes back harms nothing
        QCOMPARE(*average.value(), 2.0);
    }
    void aNodeThatFailsIsRememberedForAWhile() {
        Observed seen;
        const double beginner = seen.failure_share();
        for (int i = 0; i < 5; ++i)
            seen.failed();
        const double bad = seen.failure_share();
        QVERIFY(bad > 0.5);
        for (int i = 0; i < 100; ++i)
            seen.answered();
        QVERIFY(seen.failure_share() < beginner);
        QVERIFY(seen.failure_share() >= 0);
    }
    void everyReasonExcludes_data() {
        QTest::addColumn<int>("reason");
        for (int i = 1; i <= static_cast<int>(Refusal::shut); ++i)
            QTest::addRow("%d", i) << i;
    }
    void everyReasonExcludes() {
        QFETCH(const int, reason);
        Candidate candidate = good(1);
        Wish wish;
        wish.min_level = 4;
        QCOMPARE(refusal_of(candidate, wish), Refusal::none);
        switch (static_cast<Refusal>(reason)) {
        case Refusal::draining:
            candidate.draining = true;
            break;
        case Refusal::silent:
            candidate.silent = 3600 * second;
            break;
        case Refusal::shut:
            candidate.shut = true;
            break;
        case Refusal::evidence:
            candidate.level = 3;
            break;
        case Refusal::privacy:
            wish.min_tier = 1;
            break;
        case Refusal::none:
            break;
        }
        QCOMPARE(static_cast<int>(refusal_of(candidate, wish)), reason);
        const std::vector<Candidate> all(3, candidate);
        QVERIFY(!choose(all, wish, {}));
        QVERIFY(!choose({}, wish, {}));
    }
    void whereNobodyElseIsLeftTheSilentAndTheRestingAreTried() {
        std::vector<Candidate> all(3, good(1));
        all[0].silent = 3600 * second;
        all[1].shut = true;
        all[2].draining = true;
        try_all_the_same(all, {});
        QVERIFY(refusal_of(all[0], {}) == Refusal::none && refusal_of(all[1], {}) == Refusal::none);
        QVERIFY(refusal_of(all[2], {}) == Refusal::draining && is_for_good(Refusal::draining));
        all[1].shut = true;
        try_all_the_same(all, {}); // the first is left
        QVERIFY(refusal_of(all[1], {}) == Refusal::shut && !is_for_good(Refusal::shut));
    }
    void whatIsSlowerDearerOrLessSureCostsMore() {
        const Wish wish;
        const double usual = cost(good(1), wish);
        const std::map<QByteArray, std::function<void(Candidate&)>> worse{
            {"price", [](Candidate& c) { c.price *= 50; }},
            {"first token", [](Candidate& c) { c.first_token_s = 3; }},
            {"token gap", [](Candidate& c) { c.token_gap_s = 0.2; }},
            {"failures", [](Candidate& c) { c.failure_share = 0.4; }},
            {"no place", [](Candidate& c) { c.free_places = 0, c.jobs = 2; }}};
        for (const auto& [name, spoil] : worse) {
            Candidate candidate = good(1);
            spoil(candidate);
            QVERIFY2(cost(candidate, wish) > usual, name.constData());
        }
        Candidate dead = good(1);
        dead.failure_share = 1;
        QVERIFY(std::isfinite(cost(dead, wish)));
    }
    void theBetterOfTwoIsTakenAndNobodyTakesAll() {
        std::vector<Candidate> candidates;
        for (std::uint64_t i = 0; i < 20; ++i) {
            candidates.push_back(good(i));
            candidates.back().price = 1000 * (i + 1);
        }
        std::mt19937_64 random(7);
        std::map<std::size_t, int> taken;
        for (int i = 0; i < 4000; ++i)
            ++taken[*choose(candidates, {}, {random(), random(), 1})];
        QCOMPARE(taken.size(), std::size_t{8}); // the cheapest ones
        QVERIFY(taken[0] > taken[7]);
        QVERIFY(taken[0] < 2000);
    }
    void aConversationGoesOnWhereItBegan() {
        std::vector<Candidate> candidates;
        for (std::uint64_t i = 0; i < 10; ++i)
            candidates.push_back(good(i * 77 + 5));
        std::mt19937_64 random(11);
        std::map<std::uint64_t, std::uint64_t> keeper;
        std::map<std::uint64_t, int> share;
        for (std::uint64_t beginning = 0; beginning < 1000; ++beginning) {
            Wish wish;
            wish.beginning = random();
            const auto first = choose(candidates, wish, {random(), random(), 1});
            const auto again = choose(candidates, wish, {random(), random(), 1});
            QCOMPARE(first, again);
            keeper[*wish.beginning] = candidates[*first].key;
            ++share[candidates[*first].key];
        }
        for (const auto& [key, count] : share)
            QVERIFY2(count > 50 && count < 150, qPrintable(QString::number(count)));
        // When one goes, only its own conversations move.
        const std::uint64_t gone = candidates[3].key;
        candidates.erase(candidates.begin() + 3);
        for (const auto& [beginning, key] : keeper) {
            Wish wish;
            wish.beginning = beginning;
            const auto now = choose(candidates, wish, {random(), random(), 1});
            if (key != gone) QCOMPARE(candidates[*now].key, key);
        }
    }
    void aBeginningDoesNotOverloadItsNode() {
        std::vector<Candidate> candidates{good(1), good(2), good(3), good(4)};
        Wish wish;
        wish.beginning = 42;
        const auto keeper = *choose(candidates, wish, {1, 2, 1});
        candidates[keeper].jobs = 1; // less than its share would be if there were anything to share
        QCOMPARE(*choose(candidates, wish, {1, 2, 1}), keeper);
        candidates[keeper].jobs = 5;
        QVERIFY(*choose(candidates, wish, {1, 2, 1}) != keeper);
        candidates[keeper].jobs = 0;
        candidates[keeper].free_places = 0;
        QVERIFY(*choose(candidates, wish, {1, 2, 1}) != keeper);
        candidates[keeper] = good(candidates[keeper].key);
        candidates[keeper].token_gap_s = 1; // twenty times the others' cost for what it remembers
        QVERIFY(*choose(candidates, wish, {1, 2, 1}) != keeper);
    }
    void whoStandsInIsGoodOpenAndHardlyDearer() {
        std::vector<Candidate> candidates{good(0), good(1), good(2), good(3), good(4)};
        candidates[0].token_gap_s = 0.3; // slow
        candidates[2].shut = true;
        candidates[3].price = candidates[1].price * 5 / 4;
        candidates[4].price = candidates[1].price * 5 / 4 + 1;
        using Indices = std::vector<std::size_t>;
        QCOMPARE(stand_ins(candidates, {}, 1, {}), (Indices{3, 0}));
        QCOMPARE(stand_ins(candidates, {}, 1, candidates[1].price), Indices{0});
        QCOMPARE(stand_ins(candidates, {}, 3, {}), (Indices{1, 4, 0}));
        QVERIFY(stand_ins(candidates, {}, 1, 0).empty());
    }
    void newNodesAreTriedNowAndThenByShortCalls() {
        std::vector<Candidate> candidates{good(1), good(2), good(3)};
        for (Candidate& candidate : candidates)
            candidate.price = 1;
        candidates.push_back(good(4));
        candidates.back().first_token_s.reset();
        candidates.back().token_gap_s.reset();
        candidates.back().price = 1'000'000;
        Wish wish;
        QCOMPARE(*choose(candidates, wish, {1, 2, 0}), std::size_t{3});
        wish.tokens = 4000;
        QVERIFY(*choose(candidates, wish, {1, 2, 0}) != std::size_t{3});
    }
    void hedgingWaitsForTheSlowestTwentiethAndKeepsToItsBudget() {
        Hedge hedge;
        hedge.called();
        QVERIFY(!hedge.ask_another(3600 * second)); // nothing is known yet
        for (int i = 1; i <= 100; ++i) {
            hedge.called();
            hedge.first_token(i * second / 100);
        }
        QVERIFY(*hedge.patience() >= 95 * second / 100 && *hedge.patience() <= second);
        QVERIFY(!hedge.ask_another(second / 2));
        int asked = 0;
        for (int i = 0; i < 50; ++i)
            asked += hedge.ask_another(2 * second) ? 1 : 0;
        QCOMPARE(asked, 5);
        QCOMPARE(hedge.hedged(), std::uint64_t{5});
        hedge.nobody(); // who found no second node may ask another time
        QVERIFY(hedge.ask_another(2 * second) && !hedge.ask_another(2 * second));
    }
};

QTEST_APPLESS_MAIN(GatewaySchedule)
#include "tst_gateway_schedule.moc"
