// SPDX-License-Identifier: Apache-2.0
#include "core/log.h"
#include "core/task_queue.h"
#include "core/thread.h"

#include <atomic>
#include <csignal>
#include <fstream>
#include <future>
#include <QTemporaryDir>
#include <QtTest>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

using namespace hearth::core;

namespace {

std::string text_of(const std::filesystem::path& file) {
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace

/// A library that throws costs what was being done, never the process.
class CoreThread : public QObject {
    Q_OBJECT
private slots:
    void cleanup() { log::close(); }

    void whatIsThrownIsLoggedWithTheThreadsName() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        QVERIFY(log::open(path, "node", log::Level::debug, false).ok());
        QVERIFY(!guarded("one", [] { throw std::runtime_error("no luck"); }));
        QVERIFY(!guarded("two", [] { throw 7; }));
        QVERIFY(guarded("three", [] {}));
        log::close();
        const std::string lines = text_of(path / "node.log");
        QVERIFY(lines.find("\"one\"") != std::string::npos && lines.find("no luck") != std::string::npos);
        QVERIFY(lines.find("\"two\"") != std::string::npos && lines.find("\"three\"") == std::string::npos);
    }

    void aLoopThatThrowsGoesOn() {
        std::atomic<int> rounds = 0;
        Thread thread = run_thread("loop", Thrown::begins_again, [&] {
            if (++rounds < 4) throw std::runtime_error("not yet");
        });
        thread.join();
        QCOMPARE(rounds.load(), 4);
        QVERIFY(!thread.joinable());
        thread.join(); // nothing is left to wait for
    }

    void whoWaitsForWorkThatThrewIsTold() {
        std::promise<void> told;
        std::atomic<bool> unneeded = false;
        {
            const Thread threw = run_thread(
                "work", [] { throw std::runtime_error("half done"); }, [&] { told.set_value(); });
            const Thread ends = run_thread(
                "other work", [] {}, [&] { unneeded = true; });
        } // joined
        QCOMPARE(told.get_future().wait_for(std::chrono::seconds(0)), std::future_status::ready);
        QVERIFY(!unneeded);
    }

    void aThreadThatOthersWaitForEndsTheProcess() {
        const pid_t child = ::fork();
        if (child == 0) {
            (void)std::freopen("/dev/null", "w", stderr);
            run_thread("team", Thrown::ends_process, [] { throw std::runtime_error("lost"); }).join();
            ::_exit(0);
        }
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    }

    void aTaskThatThrowsTakesNoOtherWithIt() {
        std::vector<int> ran;
        TaskQueue queue("tasks");
        queue.post([&] { ran.push_back(1); });
        queue.post([] { throw std::runtime_error("bad task"); });
        queue.post([&] { ran.push_back(2); });
        queue.drain();
        QCOMPARE(ran, (std::vector<int>{1, 2}));
    }

    void whoWaitsForATaskThatThrewIsTold() {
        std::vector<int> told;
        TaskQueue queue("tasks");
        queue.door().post([] { throw std::runtime_error("bad task"); }, [&] { told.push_back(1); });
        queue.door().post([] {}, [&] { told.push_back(2); });
        queue.drain();
        QCOMPARE(told, std::vector<int>{1});
    }

    /// In a process that has room for a few more threads and no more.
    void aQueueThatGetsTooFewThreadsSaysSoAndLeavesNone() {
#ifdef HEARTH_SANITIZED
        QSKIP("a sanitizer reserves more address space than is left");
#endif
        const pid_t child = ::fork();
        if (child == 0) {
            ::alarm(30); // it hangs
            std::size_t pages = 0;
            std::ifstream("/proc/self/statm") >> pages;
            const rlim_t room = rlim_t{pages} * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE)) + (rlim_t{64} << 20);
            const rlimit few{room, room};
            if (::setrlimit(RLIMIT_AS, &few) != 0) ::_exit(1);
            try {
                const TaskQueue queue("tasks", TaskQueue::bounded_elsewhere, 10'000);
            } catch (const std::system_error&) {
                ::_exit(0);
            }
            ::_exit(2);
        }
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 0);
    }

    void aFullQueueTakesNoMoreUntilThereIsRoom() {
        std::promise<void> begun, open;
        std::atomic<int> ran = 0;
        TaskQueue queue("tasks", 2);
        QVERIFY(queue.post([&, opened = open.get_future().share()] {
            begun.set_value();
            opened.wait();
        }));
        begun.get_future().wait(); // it runs: it does not wait any more
        QVERIFY(queue.post([&] { ++ran; }) && queue.post([&] { ++ran; }));
        QVERIFY(!queue.post([&] { ++ran; }));
        open.set_value();
        queue.drain();
        QCOMPARE(ran.load(), 2);
        QVERIFY(queue.post([&] { ++ran; }));
        queue.drain();
        QCOMPARE(ran.load(), 3);
    }
};

QTEST_GUILESS_MAIN(CoreThread)
#include "tst_core_thread.moc"
