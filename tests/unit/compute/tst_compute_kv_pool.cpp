// SPDX-License-Identifier: Apache-2.0
#include "compute/kernels.h"
#include "compute/kv_layout.h"
#include "compute/kv_pool.h"

#include <QTest>

#include <algorithm>
#include <map>
#include <set>

using namespace hearth;
using namespace hearth::compute;

/// Who holds which page of the cache, and which one goes first.
class TestKvPool : public QObject {
    Q_OBJECT

private slots:
    void poolGivesEveryPageOnce();
    void publishedPagesAreShared();
    void aKeyStaysWithItsFirstPage();
    void theLeastRecentlyHeldPageIsReusedFirst();
    void thePoolCountsItsHolders();

private:
    static core::Hash key(std::uint32_t number) { return core::sha256(core::as_bytes(std::to_string(number))); }
};

void TestKvPool::poolGivesEveryPageOnce() {
    model::ModelConfig config;
    config.layers = 3;
    config.kv_heads = 2;
    config.head_dim = 8;
    QCOMPARE(KvLayout(config, Precision::bf16).page_bytes, std::size_t{3 * 2 * 2 * 8 * 2} * page_tokens);
    KvPool pool(5);
    QCOMPARE(pool.capacity(), 5U);
    auto first = pool.take(3), second = pool.take(2);
    QVERIFY(pool.take(1).empty());
    std::set<std::uint32_t> pages(first.begin(), first.end());
    pages.insert(second.begin(), second.end());
    QCOMPARE(pages, (std::set<std::uint32_t>{0, 1, 2, 3, 4}));
    pool.give_back(std::move(first));
    QCOMPARE(pool.available(), 3U);
    QVERIFY(pool.take(4).empty());
    QCOMPARE(pool.take(3).size(), std::size_t{3});
    QCOMPARE(KvPool::pages_for(page_tokens), 1U);
    QCOMPARE(KvPool::pages_for(page_tokens + 1), 2U);
}

void TestKvPool::publishedPagesAreShared() {
    KvPool pool(4);
    const core::Hash one = key(1), two = key(2);
    QVERIFY(!pool.find(one));
    const auto owner = pool.take(3);
    pool.publish(owner[0], one);
    pool.publish(owner[1], two);
    QCOMPARE(pool.find(one).value_or(99), owner[0]);
    QCOMPARE(pool.find(two).value_or(99), owner[1]);
    QVERIFY(!pool.find(key(3)));
    // The owner goes; what others hold stays theirs, and only the page without a key becomes free.
    pool.give_back(owner);
    QCOMPARE(pool.available(), 2U);
    QVERIFY(pool.take(3).empty());
    pool.give_back({owner[0]});
    QCOMPARE(pool.available(), 3U);
    // Held by nobody, it still can be found.
    QCOMPARE(pool.find(one).value_or(99), owner[0]);
    QCOMPARE(pool.available(), 2U);
    QCOMPARE(pool.find(one).value_or(99), owner[0]);
    pool.give_back({owner[0]});
    QCOMPARE(pool.available(), 2U); // the other holder is still there
    pool.give_back({owner[0], owner[1]});
    QCOMPARE(pool.available(), 4U);
}

void TestKvPool::aKeyStaysWithItsFirstPage() {
    KvPool pool(3);
    const auto pages = pool.take(3);
    pool.publish(pages[0], key(1));
    pool.publish(pages[1], key(1)); // computed twice at the same time
    pool.publish(pages[0], key(2)); // has a name already
    QCOMPARE(pool.find(key(1)).value_or(99), pages[0]);
    QVERIFY(!pool.find(key(2)));
    pool.give_back({pages[0]});
    pool.give_back(pages);
    QCOMPARE(pool.available(), 3U);
    // The unnamed ones go first; the named one is given up last.
    const auto again = pool.take(2);
    QVERIFY(std::find(again.begin(), again.end(), pages[0]) == again.end());
    QVERIFY(pool.find(key(1)).has_value());
}

void TestKvPool::theLeastRecentlyHeldPageIsReusedFirst() {
    KvPool pool(4);
    const auto pages = pool.take(4);
    for (std::uint32_t i = 0; i < 4; ++i)
        pool.publish(pages[i], key(i));
    pool.give_back({pages[2]});
    pool.give_back({pages[0], pages[1]}); // of one beginning: its end is given up first
    pool.give_back({pages[3]});
    QVERIFY(pool.find(key(2)).has_value()); // held again, so the newest once given back
    pool.give_back({pages[2]});
    for (const std::uint32_t expected : {1U, 0U, 3U, 2U}) {
        const auto taken = pool.take(1);
        QCOMPARE(taken.front(), pages[expected]);
        QVERIFY(!pool.find(key(expected)));
    }
    QCOMPARE(pool.available(), 0U);
}

void TestKvPool::thePoolCountsItsHolders() {
    constexpr std::uint32_t capacity = 9, keys = 12;
    KvPool pool(capacity);
    std::vector<std::vector<std::uint32_t>> hands;
    std::map<std::uint32_t, std::uint32_t> names; // page, key
    std::uint32_t state = 3;
    const auto random = [&](std::uint32_t n) { return (state = state * 1664525U + 1013904223U) / 65536U % n; };
    const auto holders = [&](std::uint32_t page) {
        std::ptrdiff_t count = 0;
        for (const auto& hand : hands)
            count += std::count(hand.begin(), hand.end(), page);
        return count;
    };
    for (int step = 0; step < 20000; ++step) {
        switch (random(4)) {
        case 0: {
            const std::uint32_t wanted = 1 + random(3), before = pool.available();
            const auto taken = pool.take(wanted);
            QCOMPARE(taken.size(), std::size_t{before < wanted ? 0 : wanted});
            for (const std::uint32_t page : taken) {
                QVERIFY(page < capacity && holders(page) == 0);
                names.erase(page);
            }
            if (!taken.empty()) hands.push_back(taken);
            break;
        }
        case 1:
            if (hands.empty()) break;
            std::swap(hands[random(static_cast<std::uint32_t>(hands.size()))], hands.back());
            pool.give_back(hands.back());
            hands.pop_back();
            break;
        case 2: {
            if (hands.empty()) break;
            const std::uint32_t page = hands.back().front(), name = random(keys);
            pool.publish(page, key(name));
            const bool used = std::any_of(names.begin(), names.end(), [&](const auto& n) { return n.second == name; });
            if (!used) names.try_emplace(page, name);
            break;
        }
        default: {
            const std::uint32_t name = random(keys);
            const auto found = pool.find(key(name));
            const auto known =
                std::find_if(names.begin(), names.end(), [&](const auto& n) { return n.second == name; });
            QCOMPARE(found.has_value(), known != names.end());
            if (!found) break;
            QCOMPARE(*found, known->first);
            hands.push_back({*found});
        }
        }
        std::uint32_t unheld = 0;
        for (std::uint32_t page = 0; page < capacity; ++page)
            unheld += holders(page) == 0 ? 1 : 0;
        QCOMPARE(pool.available(), unheld);
    }
}

QTEST_GUILESS_MAIN(TestKvPool)
#include "tst_compute_kv_pool.moc"
