// SPDX-License-Identifier: Apache-2.0
#include "backend/executor.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

using namespace hearth;
using hearth::desktop::BackendExecutor;
using namespace std::chrono_literals;

namespace {

/// Holds work back until it is opened.
class Gate {
public:
    void pass() {
        std::unique_lock lock(m_mutex);
        m_inside = true;
        m_changed.notify_all();
        m_changed.wait(lock, [this] { return m_open; });
    }
    void waitInside() {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_inside; });
    }
    void open() {
        const std::lock_guard lock(m_mutex);
        m_open = true;
        m_changed.notify_all();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_open = false, m_inside = false;
};

} // namespace

class DesktopExecutor : public QObject {
    Q_OBJECT
private slots:
    void workRunsElsewhereAndTheOutcomeComesBackHere() {
        BackendExecutor executor;
        QThread* worker = nullptr;
        QThread* receiver = nullptr;
        int value = 0;
        executor.run(
            this,
            [&]() -> core::Result<int> {
                worker = QThread::currentThread();
                return 42;
            },
            [&](int got) {
                receiver = QThread::currentThread();
                value = got;
            },
            [](const core::Error&) { QFAIL("failed was called"); });
        QTRY_COMPARE(value, 42);
        QCOMPARE(receiver, QThread::currentThread());
        QVERIFY(worker != QThread::currentThread());
        QCOMPARE(executor.pending(), std::size_t{0});
    }

    void errorsReachFailed() {
        BackendExecutor executor;
        std::string message;
        executor.run(
            this, []() -> core::Status { return core::fail(core::Code::busy, "Later."); },
            [] { QFAIL("done was called"); }, [&](const core::Error& error) { message = error.message; });
        QTRY_COMPARE(message, std::string("Later."));
    }

    void anExceptionBecomesAnError() {
        BackendExecutor executor;
        std::optional<core::Code> code;
        executor.run(
            this, []() -> core::Result<int> { throw std::runtime_error("oh"); }, [](int) { QFAIL("done was called"); },
            [&](const core::Error& error) { code = error.code; });
        QTRY_VERIFY(code.has_value());
        QCOMPARE(*code, core::Code::internal);
    }

    void nothingIsDeliveredToADeadReceiver() {
        BackendExecutor executor;
        QSignalSpy idle(&executor, &BackendExecutor::idle);
        auto gate = std::make_shared<Gate>();
        auto receiver = std::make_unique<QObject>();
        bool delivered = false;
        executor.run(
            receiver.get(),
            [gate]() -> core::Status {
                gate->pass();
                return {};
            },
            [&] { delivered = true; }, [&](const core::Error&) { delivered = true; });
        gate->waitInside();
        receiver.reset();
        gate->open();
        QVERIFY(idle.wait(2000));
        QVERIFY(!delivered);
    }

    void slowWorkDoesNotHoldOtherWorkUp() {
        BackendExecutor executor;
        auto gate = std::make_shared<Gate>();
        executor.run(
            this,
            [gate]() -> core::Status {
                gate->pass();
                return {};
            },
            [] {}, [](const core::Error&) {});
        gate->waitInside();
        int quick = 0;
        for (int i = 0; i < 50; ++i)
            executor.run(
                this, []() -> core::Status { return {}; }, [&] { ++quick; }, [](const core::Error&) {});
        QTRY_COMPARE(quick, 50);
        gate->open();
        QTRY_COMPARE(executor.pending(), std::size_t{0});
    }

    void shutdownWaitsForWhatRunsAndDropsTheRest() {
        BackendExecutor executor(1);
        auto gate = std::make_shared<Gate>();
        auto ran = std::make_shared<std::atomic<int>>(0);
        bool delivered = false;
        const auto work = [gate, ran]() -> core::Status {
            ++*ran;
            gate->pass();
            return {};
        };
        for (int i = 0; i < 3; ++i)
            executor.run(
                this, work, [&] { delivered = true; }, [&](const core::Error&) { delivered = true; });
        gate->waitInside();
        QVERIFY(!*executor.stopFlag());
        std::thread opener([gate] {
            std::this_thread::sleep_for(50ms);
            gate->open();
        });
        QVERIFY(executor.shutdown(5s));
        opener.join();
        QVERIFY(*executor.stopFlag());
        QCOMPARE(ran->load(), 1);
        QCoreApplication::processEvents();
        QVERIFY(!delivered);
    }

    void shutdownDoesNotWaitForeverForACallThatHangs() {
        auto gate = std::make_shared<Gate>();
        auto finished = std::make_shared<std::atomic<bool>>(false);
        QElapsedTimer timer;
        {
            BackendExecutor executor;
            executor.run(
                this,
                [gate, finished]() -> core::Status {
                    gate->pass();
                    *finished = true;
                    return {};
                },
                [] { QFAIL("delivered"); }, [](const core::Error&) { QFAIL("delivered"); });
            gate->waitInside();
            timer.start();
            QVERIFY(!executor.shutdown(100ms));
            QVERIFY(timer.elapsed() < 1500);
            gate->open();
        }
        QTRY_VERIFY(finished->load());
    }
};

QTEST_GUILESS_MAIN(DesktopExecutor)
#include "tst_desktop_executor.moc"
