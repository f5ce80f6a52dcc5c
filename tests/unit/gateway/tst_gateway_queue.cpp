// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/evidence_queue.h"

#include <QTest>

#include <atomic>
#include <future>
#include <set>
#include <stdexcept>

using namespace hearth;
using gateway::EvidenceQueue;
using gateway::evidence::Envelope;

namespace {

constexpr core::Nanoseconds millisecond = 1'000'000;

Envelope named(const std::string& id) {
    Envelope e;
    e.evidence_id = id;
    return e;
}

/// A disk that can be slow, full or broken, and a queue in front of it.
struct Desk {
    explicit Desk(EvidenceQueue::Limits limits = {}) {
        queue = std::make_unique<EvidenceQueue>([this](std::vector<Envelope>& envelopes) { return keep(envelopes); },
                                                [this](const std::string& id) {
                                                    const std::lock_guard lock(mutex);
                                                    settled.push_back(id);
                                                    if (settling_throws) throw std::runtime_error("a defect");
                                                },
                                                limits);
    }
    core::Status keep(const std::vector<Envelope>& envelopes) {
        ++entered;
        if (gate.valid()) gate.wait();
        const std::lock_guard lock(mutex);
        ++writes;
        if (throws) throw std::runtime_error("a defect");
        if (full) return core::fail(core::Code::io, "The disk is full.");
        for (const Envelope& one : envelopes)
            if (unfit.contains(one.evidence_id)) return core::fail(unfit_code, "This one does not fit.");
        for (const Envelope& one : envelopes)
            kept.push_back(one.evidence_id);
        return {};
    }
    /// What its caller hears, once it does.
    std::shared_ptr<std::promise<core::Status>> put(const std::string& id) {
        auto heard = std::make_shared<std::promise<core::Status>>();
        queue->put(named(id), [heard](const core::Status& status) { heard->set_value(status); });
        return heard;
    }
    std::vector<std::string> all_kept() {
        const std::lock_guard lock(mutex);
        return kept;
    }
    std::size_t count_settled() {
        const std::lock_guard lock(mutex);
        return settled.size();
    }
    void change(bool& what, bool to) {
        const std::lock_guard lock(mutex);
        what = to;
    }

    std::mutex mutex;
    std::vector<std::string> kept, settled;
    std::set<std::string> unfit;
    core::Code unfit_code = core::Code::corrupt;
    std::atomic<int> entered{0};
    int writes = 0;
    bool full = false, throws = false, settling_throws = false;
    std::shared_future<void> gate;
    std::unique_ptr<EvidenceQueue> queue; ///< last: it writes until it is gone
};

bool has_heard(std::future<core::Status>& future, int ms) {
    return future.wait_for(std::chrono::milliseconds(ms)) == std::future_status::ready;
}

} // namespace

/// Evidence between an answer's end and the disk.
class TestGatewayQueue : public QObject {
    Q_OBJECT

private slots:
    void callersHearAtOnceAndOneWriteKeepsAll() {
        Desk desk({.gathers = 3'600 * core::second});
        for (int i = 0; i < 100; ++i)
            QVERIFY(desk.put(std::to_string(i))->get_future().get());
        QVERIFY(desk.all_kept().empty());
        desk.queue->settle();
        QCOMPARE(desk.all_kept().size(), std::size_t{100});
        QCOMPARE(desk.all_kept().front(), std::string("0"));
        QCOMPARE(desk.writes, 1);
        QCOMPARE(desk.settled, desk.all_kept());
        desk.queue->settle(); // nothing waits
        QCOMPARE(desk.writes, 1);
    }

    void nothingWaitsLongerThanItGathers() {
        Desk desk({.gathers = 20 * millisecond});
        static_cast<void>(desk.put("a"));
        QTRY_COMPARE_WITH_TIMEOUT(desk.all_kept().size(), std::size_t{1}, 5000);
    }

    void enoughForOneWriteWaitsForNothing() {
        Desk desk({.gathers = 3'600 * core::second, .at_once = 10});
        for (int i = 0; i < 25; ++i)
            static_cast<void>(desk.put(std::to_string(i)));
        QTRY_COMPARE_WITH_TIMEOUT(desk.all_kept().size(), std::size_t{20}, 5000);
    }

    void whoeverEndsWhileTheQueueIsFullWaitsForTheDisk() {
        std::promise<void> open;
        Desk desk({.gathers = millisecond, .most = 4});
        desk.gate = open.get_future().share();
        std::vector<std::shared_ptr<std::promise<core::Status>>> heard;
        std::vector<std::future<core::Status>> futures;
        static_cast<void>(desk.put("first"));
        QTRY_COMPARE_WITH_TIMEOUT(desk.entered.load(), 1, 5000);
        for (int i = 0; i < 12; ++i) {
            heard.push_back(desk.put(std::to_string(i)));
            futures.push_back(heard.back()->get_future());
        }
        for (int i = 0; i < 4; ++i)
            QVERIFY(has_heard(futures[static_cast<std::size_t>(i)], 0));
        QVERIFY(!has_heard(futures[4], 100));
        open.set_value();
        for (auto& future : futures)
            QVERIFY(future.get());
        desk.queue->settle();
        QCOMPARE(desk.all_kept().size(), std::size_t{13});
    }

    void largeProofsFillTheQueueToo() {
        Desk desk({.gathers = 3'600 * core::second, .most_bytes = 10'000});
        Envelope large = named("large");
        large.proof.emplace();
        large.proof->document.resize(50'000);
        std::promise<core::Status> heard;
        desk.queue->put(std::move(large), [&](const core::Status& status) { heard.set_value(status); });
        QVERIFY(heard.get_future().get());
        QCOMPARE(desk.all_kept().size(), std::size_t{1});
    }

    void onAFullDiskCallersAreToldAndWhatWasPromisedIsKeptLater() {
        Desk desk({.gathers = millisecond, .rests = 10 * millisecond});
        desk.change(desk.full, true);
        QVERIFY(desk.put("promised")->get_future().get());
        desk.queue->settle();
        const core::Status refused = desk.put("refused")->get_future().get();
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, core::Code::io);
        desk.queue->settle(); // does not wait for ever
        QVERIFY(desk.all_kept().empty());
        desk.change(desk.full, false);
        QTRY_COMPARE_WITH_TIMEOUT(desk.all_kept(), std::vector<std::string>{"promised"}, 5000);
        QVERIFY(desk.put("after")->get_future().get());
        desk.queue->settle();
        QCOMPARE(desk.all_kept().size(), std::size_t{2});
        QCOMPARE(desk.settled.size(), std::size_t{3}); // the refused one, too
    }

    void oneThatCannotBeKeptTakesNoOtherWithIt() {
        Desk desk({.gathers = 3'600 * core::second});
        desk.unfit = {"2"};
        for (int i = 0; i < 5; ++i)
            static_cast<void>(desk.put(std::to_string(i)));
        desk.queue->settle();
        QCOMPARE(desk.all_kept(), (std::vector<std::string>{"0", "1", "3", "4"}));
        QCOMPARE(desk.settled.size(), std::size_t{5});
        QVERIFY(desk.put("2")->get_future().wait_for(std::chrono::seconds(5)) == std::future_status::ready);
    }

    void whatCanNeverBeKeptHoldsNobodyUp() {
        Desk desk({.gathers = 3'600 * core::second});
        desk.unfit = {"2"};
        desk.unfit_code = core::Code::io; // as if the disk were at fault
        for (int i = 0; i < 5; ++i)
            static_cast<void>(desk.put(std::to_string(i)));
        desk.queue->settle();
        QCOMPARE(desk.all_kept(), (std::vector<std::string>{"0", "1", "3", "4"}));
        QCOMPARE(desk.count_settled(), std::size_t{5}); // given up
        auto next = desk.put("5")->get_future();
        QVERIFY(has_heard(next, 0)); // before it is kept
        QCOMPARE(desk.all_kept().size(), std::size_t{4});
    }

    void whatCanNeverBeKeptIsGivenUpOnceAnotherOneIsKept() {
        Desk desk({.gathers = millisecond, .rests = 10 * millisecond});
        desk.unfit = {"0"};
        desk.unfit_code = core::Code::io;
        static_cast<void>(desk.put("0"));
        desk.queue->settle();
        QCOMPARE(desk.count_settled(), std::size_t{0}); // the disk may be full
        QVERIFY(desk.put("1")->get_future().get());
        QTRY_COMPARE_WITH_TIMEOUT(desk.count_settled(), std::size_t{2}, 5000);
        QCOMPARE(desk.all_kept(), std::vector<std::string>{"1"});
    }

    void manyThatCanNeverBeKeptKeepNoOtherOut() {
        for (const core::Code code : {core::Code::io, core::Code::corrupt}) {
            Desk desk({.gathers = 3'600 * core::second, .rests = 10 * millisecond});
            desk.unfit = {"a", "b", "c", "d", "e"};
            desk.unfit_code = code;
            for (const char* id : {"a", "b", "c", "d", "e", "0", "1", "2"})
                static_cast<void>(desk.put(id));
            desk.queue->settle();
            QTRY_COMPARE_WITH_TIMEOUT(desk.all_kept().size(), std::size_t{3}, 5000);
            QTRY_COMPARE_WITH_TIMEOUT(desk.count_settled(), std::size_t{8}, 5000);
        }
    }

    void whatIsBusyNowIsKeptLater() {
        Desk desk({.gathers = 3'600 * core::second});
        desk.unfit = {"0"};
        desk.unfit_code = core::Code::busy;
        static_cast<void>(desk.put("0"));
        static_cast<void>(desk.put("1"));
        desk.queue->settle();
        {
            const std::lock_guard lock(desk.mutex);
            desk.unfit.clear();
        }
        desk.queue.reset();
        QCOMPARE(desk.all_kept(), (std::vector<std::string>{"1", "0"}));
    }

    void whoeverWaitsForAllWaitsNoLongerThanItSays() {
        std::promise<void> open;
        Desk desk({.gathers = millisecond});
        desk.gate = open.get_future().share();
        static_cast<void>(desk.put("slow"));
        QVERIFY(!desk.queue->settle(20 * millisecond));
        open.set_value();
        QVERIFY(desk.queue->settle(5 * core::second));
        QCOMPARE(desk.all_kept().size(), std::size_t{1});
    }

    void aDefectInKeepingIsToldAndTheQueueGoesOn() {
        Desk desk({.gathers = millisecond});
        desk.change(desk.throws, true);
        QVERIFY(desk.put("a")->get_future().get());
        desk.queue->settle();
        const core::Status told = desk.put("b")->get_future().get();
        QVERIFY(!told);
        QCOMPARE(told.error().code, core::Code::internal);
        desk.change(desk.throws, false);
        QVERIFY(desk.put("c")->get_future().get());
        desk.queue->settle();
        QCOMPARE(desk.all_kept(), std::vector<std::string>{"c"});
    }

    void aDefectAtTheEndOfOneTakesNoOtherWithIt() {
        Desk desk({.gathers = millisecond, .most = 1});
        desk.settling_throws = true;
        desk.queue->put(named("a"), [](const core::Status&) { throw 7; });
        const auto heard = {desk.put("b"), desk.put("c")}; // the queue is full: they wait for the disk
        for (const auto& one : heard)
            QVERIFY(one->get_future().get());
        QVERIFY(desk.queue->settle(60 * core::second));
        QCOMPARE(desk.count_settled(), std::size_t{3});
    }

    void theEndKeepsWhatWaits() {
        Desk desk({.gathers = 3'600 * core::second, .at_once = 3});
        for (int i = 0; i < 7; ++i)
            static_cast<void>(desk.put(std::to_string(i)));
        desk.queue.reset();
        QCOMPARE(desk.all_kept().size(), std::size_t{7});
    }

    void theEndComesOnAFullDiskToo() {
        Desk desk({.gathers = 3'600 * core::second, .rests = 3'600 * core::second});
        desk.change(desk.full, true);
        for (int i = 0; i < 7; ++i)
            static_cast<void>(desk.put(std::to_string(i)));
        desk.queue->settle();
        desk.queue.reset();
        QCOMPARE(desk.settled.size(), std::size_t{7});
    }
};

QTEST_GUILESS_MAIN(TestGatewayQueue)
#include "tst_gateway_queue.moc"
