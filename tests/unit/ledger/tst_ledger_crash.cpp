// SPDX-License-Identifier: Apache-2.0
#include "ledger_folder.h"

#include <csignal>
#include <QtTest>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace hearth;
using namespace hearth::ledger;
using world::balance;
using world::LedgerFolder;
using world::submit;

namespace {

Transfer gift(const LedgerFolder& f) {
    return {f.world.owner.public_key(), core::Amount::from_units(1)};
}

/// Submits gifts of one unit in a child until it dies, writing one byte to `acknowledged` after each.
[[noreturn]] void submit_until_death(const LedgerFolder& f, int acknowledged) {
    auto s = f.open();
    if (!s) ::_exit(3);
    for (int i = 0; i < 100'000; ++i) {
        if (!submit(**s, f.world.caller, gift(f))) ::_exit(4);
        const char byte = 'a';
        if (::write(acknowledged, &byte, 1) != 1) ::_exit(5);
    }
    ::_exit(6);
}

std::uint64_t count_bytes(int fd) {
    std::uint64_t count = 0;
    char buffer[4096];
    for (ssize_t got = 0; (got = ::read(fd, buffer, sizeof buffer)) > 0;)
        count += static_cast<std::uint64_t>(got);
    return count;
}

} // namespace

class TestCrash : public QObject {
    Q_OBJECT
private slots:
    void dyingAtAnyPointLosesNothingAcknowledged_data();
    void dyingAtAnyPointLosesNothingAcknowledged();
    void killingAtRandomLosesNothingAcknowledged();
    void aFullDiskIsAnErrorAndLosesNothing();
};

void TestCrash::dyingAtAnyPointLosesNothingAcknowledged_data() {
    QTest::addColumn<QString>("point");
    QTest::addColumn<int>("at");
    for (const char* point : {"applied", "stored", "committed", "snapshot"})
        for (const int at : {1, 2, 5})
            QTest::addRow("%s %d", point, at) << QString(point) << at;
}

void TestCrash::dyingAtAnyPointLosesNothingAcknowledged() {
    QFETCH(QString, point);
    QFETCH(int, at);
    LedgerFolder f;
    f.options.snapshot_every = 2;
    int pipe_ends[2];
    QCOMPARE(::pipe(pipe_ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(pipe_ends[0]);
        int seen = 0;
        f.options.probe = [&](std::string_view now) {
            if (now == point.toStdString() && ++seen == at) ::_exit(42);
        };
        submit_until_death(f, pipe_ends[1]);
    }
    ::close(pipe_ends[1]);
    const std::uint64_t acknowledged = count_bytes(pipe_ends[0]);
    ::close(pipe_ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 42);

    auto s = f.open();
    QVERIFY2(s.ok(), s ? "" : s.error().message.c_str());
    const std::uint64_t stored = balance(**s, f.world.owner.public_key());
    QVERIFY(stored == acknowledged || stored == acknowledged + 1);
    const bool committed = point == "committed" || point == "snapshot";
    QCOMPARE(stored, committed ? acknowledged + 1 : acknowledged);
    QCOMPARE((*s)->head().height, core::Height{stored});
    // It goes on as if nothing had happened, and once more gives the same hash.
    QVERIFY(submit(**s, f.world.caller, gift(f)));
    const core::Hash app_hash = (*s)->head().app_hash;
    s->reset();
    QCOMPARE(f.open().value()->head().app_hash, app_hash);
}

void TestCrash::killingAtRandomLosesNothingAcknowledged() {
    LedgerFolder f;
    f.options.snapshot_every = 10;
    std::uint64_t acknowledged = 0;
    for (int round = 0; round < 12; ++round) {
        int pipe_ends[2];
        QCOMPARE(::pipe(pipe_ends), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            ::close(pipe_ends[0]);
            submit_until_death(f, pipe_ends[1]);
        }
        ::close(pipe_ends[1]);
        std::this_thread::sleep_for(std::chrono::milliseconds(20 + 17 * round));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        acknowledged += count_bytes(pipe_ends[0]);
        ::close(pipe_ends[0]);
        auto s = f.open();
        QVERIFY2(s.ok(), s ? "" : s.error().message.c_str());
        const std::uint64_t stored = balance(**s, f.world.owner.public_key());
        QVERIFY(stored >= acknowledged && stored <= acknowledged + 1);
        acknowledged = stored;
    }
    QVERIFY(acknowledged > 12);
}

void TestCrash::aFullDiskIsAnErrorAndLosesNothing() {
    LedgerFolder f;
    // A cap on the size of files stands for the full disk; in a child, since it holds for the whole process.
    const pid_t child = ::fork();
    if (child == 0) {
        ::signal(SIGXFSZ, SIG_IGN);
        auto s = f.open();
        if (!s) ::_exit(1);
        for (int i = 0; i < 5; ++i)
            if (!submit(**s, f.world.caller, gift(f))) ::_exit(2);
        const Head before = (*s)->head();
        rlimit small{};
        ::getrlimit(RLIMIT_FSIZE, &small);
        const rlim_t usual = small.rlim_cur;
        small.rlim_cur = 4096;
        ::setrlimit(RLIMIT_FSIZE, &small);
        for (int i = 0; i < 3; ++i) {
            const auto refused = submit(**s, f.world.caller, gift(f));
            if (refused || refused.error().code != core::Code::io || refused.error().hint.empty()) ::_exit(3);
        }
        if ((*s)->head().app_hash != before.app_hash || (*s)->head().height != before.height) ::_exit(4);
        if (balance(**s, f.world.owner.public_key()) != 5) ::_exit(5);
        small.rlim_cur = usual;
        ::setrlimit(RLIMIT_FSIZE, &small);
        if (!submit(**s, f.world.caller, gift(f))) ::_exit(6);
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 0);
    QCOMPARE(balance(*f.open().value(), f.world.owner.public_key()), std::uint64_t{6});
}

QTEST_GUILESS_MAIN(TestCrash)
#include "tst_ledger_crash.moc"
