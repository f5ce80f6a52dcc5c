// SPDX-License-Identifier: Apache-2.0
#include "exact/cpu/thread_team.h"
#include "exact/memory.h"

#include <array>
#include <QTest>
#include <sched.h>

#include <numeric>

using namespace hearth;
using namespace hearth::exact;

/// The threads and the memory that every runner stands on.
class TestTeam : public QObject {
    Q_OBJECT

private slots:
    void teamsEndWhateverTheirThreadsDid();
    void teamDoesEveryItemOnce();
    void aTeamThatChangesItsSizeDoesEveryItemOnce();
    void teamWaitsAtBarriers();
    void pinnedThreadsHaveOneProcessor();
    void memoryIsZeroedAndLimited();
};

void TestTeam::teamDoesEveryItemOnce() {
    for (const unsigned threads : {1U, 2U, 5U}) {
        ThreadTeam team(threads);
        for (int run = 0; run < 50; ++run) {
            std::vector<std::atomic<int>> done(200);
            team.run([&](ThreadTeam::Member& me) {
                for (std::uint32_t phase = 0; phase < 10; ++phase)
                    me.share(20, [&](std::uint32_t item) { ++done[phase * 20 + item]; });
            });
            for (const auto& count : done)
                QCOMPARE(count.load(), 1);
        }
    }
}

// The caller may choose another size as soon as run() returns, while the others still leave its last barrier.
void TestTeam::aTeamThatChangesItsSizeDoesEveryItemOnce() {
    ThreadTeam team(4);
    for (unsigned run = 0; run < 3000; ++run) {
        const unsigned used = 1 + run * 7 % 4;
        team.use(used);
        std::atomic<unsigned> members = 0, items = 0;
        team.run([&](ThreadTeam::Member& me) {
            ++members;
            me.share(8, [&](std::uint32_t) { ++items; });
        });
        QCOMPARE(members.load(), used);
        QCOMPARE(items.load(), 8U);
    }
}

void TestTeam::teamWaitsAtBarriers() {
    ThreadTeam team(4);
    std::atomic<int> arrived = 0, early = 0;
    team.run([&](ThreadTeam::Member& me) {
        for (int round = 1; round <= 200; ++round) {
            ++arrived;
            me.barrier();
            if (arrived != 4 * round) ++early;
            me.barrier();
        }
    });
    QCOMPARE(early.load(), 0);
    QVERIFY(usable_processors() >= 1);
}

void TestTeam::pinnedThreadsHaveOneProcessor() {
    cpu_set_t mine;
    QCOMPARE(sched_getaffinity(0, sizeof mine, &mine), 0);
    const int processors = CPU_COUNT(&mine);
    if (processors < 2) QSKIP("one processor");
    ThreadTeam team(2);
    const auto allowed = [&team] {
        std::array<int, 2> counts{};
        team.run([&](ThreadTeam::Member& me) {
            cpu_set_t set;
            if (sched_getaffinity(0, sizeof set, &set) == 0) counts[me.index()] = CPU_COUNT(&set);
        });
        return counts;
    };
    QCOMPARE(allowed(), (std::array{processors, processors}));
    team.pin(true);
    QCOMPARE(allowed(), (std::array{processors, 1}));
    team.pin(false);
    QCOMPARE(allowed(), (std::array{processors, processors}));
    ThreadTeam crowd(static_cast<unsigned>(processors) + 1);
    crowd.pin(true); // more threads than processors: none is tied
    std::atomic<int> tied = 0;
    crowd.run([&](ThreadTeam::Member&) {
        cpu_set_t set;
        if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) != processors) ++tied;
    });
    QCOMPARE(tied.load(), 0);
    QVERIFY(alone_with(100000));
}

void TestTeam::memoryIsZeroedAndLimited() {
    auto buffer = PageBuffer::allocate(1 << 20);
    QVERIFY(buffer.ok());
    QCOMPARE(std::accumulate(buffer->data(), buffer->data() + buffer->size(), std::uint64_t{0}), std::uint64_t{0});
    const auto impossible = PageBuffer::allocate(std::size_t{1} << 62);
    QVERIFY(!impossible);
    QCOMPARE(impossible.error().code, core::Code::out_of_memory);
    const auto limit = available_memory();
    QVERIFY(limit && limit->bytes > 0 && !limit->source.empty());
    QVERIFY(resident_bytes().value_or(0) > 1 << 20);
}

// A thread that wakes for a run without it, while the team already ends, must hear of the end.
void TestTeam::teamsEndWhateverTheirThreadsDid() {
    int done = 0;
    volatile unsigned busy = 0;
    for (unsigned round = 0; round < 1'000; ++round) {
        ThreadTeam team(2);
        team.run([](ThreadTeam::Member&) {});
        team.use(1);
        team.run([&](ThreadTeam::Member&) {
            ++done;
            for (unsigned i = 0; i < round * 7 % 997; ++i)
                busy = i;
        });
    }
    QCOMPARE(done, 1'000);
}

QTEST_GUILESS_MAIN(TestTeam)
#include "tst_exact_team.moc"
