// SPDX-License-Identifier: Apache-2.0
#include "control/event_fan.h"

#include <QTest>

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

using namespace hearth::control;

/// Events reach their readers once, in order, and never after the end.
class tst_control_events : public QObject {
    Q_OBJECT
private slots:
    void anEndedSubscriptionIsNeverCalledAgain() {
        EventFan fan;
        std::atomic<int> calls = 0;
        std::atomic<bool> gone = false, late = false;
        auto subscription = fan.subscribe([&](const Event&) {
            ++calls;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
            if (gone) late = true;
        });
        for (int i = 0; i < 20; ++i)
            fan.publish("jobs", std::to_string(i));
        QTRY_VERIFY(calls > 0);
        subscription.reset();
        gone = true;
        const int after = calls;
        fan.publish("jobs", "more");
        QTest::qWait(30);
        QCOMPARE(calls.load(), after);
        QVERIFY(!late);
    }

    void aSubscriberMayEndItselfFromItsCallback() {
        EventFan fan;
        std::unique_ptr<Subscription> subscription;
        std::atomic<int> calls = 0;
        std::mutex mutex;
        {
            const std::lock_guard lock(mutex);
            subscription = fan.subscribe([&](const Event&) {
                const std::lock_guard inner(mutex);
                ++calls;
                subscription.reset();
            });
        }
        fan.publish("status");
        QTRY_COMPARE(calls.load(), 1);
        const std::lock_guard lock(mutex);
        QVERIFY(!subscription);
    }

    void aSlowReaderHearsOfAChangeOnce() {
        EventFan fan;
        std::mutex mutex, gate;
        std::vector<Event> seen;
        gate.lock();
        const auto subscription = fan.subscribe([&](const Event& event) {
            { const std::lock_guard wait(gate); }
            const std::lock_guard lock(mutex);
            seen.push_back(event);
        });
        const auto count = [&] {
            const std::lock_guard lock(mutex);
            return seen.size();
        };
        fan.publish("status");
        for (int i = 0; i < 5; ++i)
            fan.publish("jobs", "a");
        fan.publish("jobs", "b");
        gate.unlock();
        QTRY_VERIFY(count() > 0 && seen.back().id == "b");
        QCOMPARE(count(), std::size_t{3});
        for (std::size_t i = 0; i < 3; ++i)
            QCOMPARE(seen[i].number, std::uint64_t{i + 1});
    }
};

QTEST_GUILESS_MAIN(tst_control_events)
#include "tst_control_events.moc"
