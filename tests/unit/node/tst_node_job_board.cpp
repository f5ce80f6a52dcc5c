// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "node/workers/job_board.h"
#include "node/workers/restart_plan.h"
#include "node/workers/worker_front.h"
#include "node/workers/worker_process.h"
#include "support.h"

using namespace hearth;
using namespace hearth::test;

namespace {

struct Job final : node::WorkerJob {
    void on_ready(std::shared_ptr<node::Lease> given) override { lease = std::move(given); }
    void on_message(worker::Message) override {}
    void on_failed(const core::Error& why) override { error = why; }
    void on_lost(const core::Error& why) override {
        lost = true;
        error = why;
    }

    core::Hash asker() const override { return who; }

    core::Hash who;
    std::shared_ptr<node::Lease> lease;
    std::optional<core::Error> error;
    bool lost = false;
};

node::WorkerTarget target(const char* model, const char* profile = "ci8.1") {
    return {core::id_cast<core::ModelId>(core::sha256(core::as_bytes(model))), profile, {}};
}

} // namespace

/// What the supervisor decides without a process: whose turn it is, and when a worker may come back.
class NodeJobBoard : public QObject {
    Q_OBJECT
private slots:
    void jobsComeInOrderAndNeverMoreThanThereArePlaces() {
        node::JobBoard board;
        const auto a = std::make_shared<Job>(), b = std::make_shared<Job>(), moved = std::make_shared<Job>();
        board.add(target("m"), a, false);
        board.add(target("m"), b, false);
        board.add(target("m"), moved, true); // it was taken before
        QVERIFY(!board.admit(target("other"), 2));
        const auto first = board.admit(target("m"), 2), second = board.admit(target("m"), 2);
        QCOMPARE(first->job, std::static_pointer_cast<node::WorkerJob>(moved));
        QCOMPARE(second->job, std::static_pointer_cast<node::WorkerJob>(a));
        QVERIFY(first->number != second->number);
        QVERIFY(!board.admit(target("m"), 2));
        QCOMPARE(board.active(), std::size_t{2});
        QVERIFY(!board.release(first->number)); // the worker owed it nothing
        QCOMPARE(board.admit(target("m"), 2)->job, std::static_pointer_cast<node::WorkerJob>(b));
        QVERIFY(board.next() == nullptr);
    }

    void callersTakeTurnsHoweverManyJobsOneBrings() {
        node::JobBoard board;
        std::vector<std::pair<std::string, node::JobBoard::Job>> added;
        const auto add = [&](const std::string& who, int count) {
            for (int i = 0; i < count; ++i) {
                const auto job = std::make_shared<Job>();
                job->who = core::sha256(core::as_bytes(who));
                added.emplace_back(who + std::to_string(i), job);
                board.add(target("m"), job, false);
            }
        };
        std::string order;
        const auto take = [&](int count) {
            for (int i = 0; i < count; ++i) {
                const auto job = board.admit(target("m"), 99)->job;
                order +=
                    std::find_if(added.begin(), added.end(), [&](const auto& one) { return one.second == job; })->first;
            }
        };
        add("a", 4);
        add("b", 2);
        take(3);
        add("c", 1); // late, and not behind all of a
        take(4);
        QCOMPARE(order, std::string("a0b0a1b1c0a2a3"));
        const core::Hash a = core::sha256(core::as_bytes(std::string("a")));
        add("a", 4);
        QVERIFY(board.has_room(a, 5));
        QVERIFY(!board.has_room(a, 4));
        QVERIFY(board.has_room(core::sha256(core::as_bytes(std::string("b"))), 4)); // who has none waits for a place
    }

    void onlyWhatIsOwedAnAnswerIsWaitedFor() {
        node::JobBoard board;
        for (int i = 0; i < 2; ++i)
            board.add(target("m"), std::make_shared<Job>(), false);
        const auto one = board.admit(target("m"), 9)->number, two = board.admit(target("m"), 9)->number;
        QVERIFY(!board.patience(30));
        QVERIFY(board.ask(one, 5));
        QCOMPARE(board.patience(30), std::optional<core::Nanoseconds>(30));
        QVERIFY(board.ask(two, 90));
        QCOMPARE(board.patience(30), std::optional<core::Nanoseconds>(90));
        board.answered(two);
        QCOMPARE(board.patience(30), std::optional<core::Nanoseconds>(30));
        QVERIFY(board.release(one));
        QVERIFY(!board.ask(one, 5));
        QVERIFY(!board.find(one));
        QVERIFY(!board.patience(30));
        QCOMPARE(board.take_active().size(), std::size_t{1});
        QCOMPARE(board.active(), std::size_t{0});
    }

    void whoWaitsForAModelIsToldAndNobodyElse() {
        node::JobBoard board;
        board.add(target("m", "ci8.1"), std::make_shared<Job>(), false);
        board.add(target("m", "ci4.1"), std::make_shared<Job>(), false);
        board.add(target("other"), std::make_shared<Job>(), false);
        const auto exactly = target("m", "ci4.1"), any_profile = target("m", "");
        QCOMPARE(board.take_waiting(&exactly).size(), std::size_t{1});
        QCOMPARE(board.take_waiting(&any_profile).size(), std::size_t{1});
        QCOMPARE(board.waiting(), std::size_t{1});
        QCOMPARE(board.take_waiting(nullptr).size(), std::size_t{1});
    }

    void aWorkerStaysAwayLongerEachTimeUpToALimit() {
        node::RestartPlan plan(10, 35, 3);
        std::vector<core::Nanoseconds> pauses;
        for (int i = 0; i < 4; ++i) {
            QCOMPARE(plan.too_often(), i >= 3);
            pauses.push_back(plan.crashed());
        }
        QCOMPARE(pauses, (std::vector<core::Nanoseconds>{10, 20, 35, 35}));
        plan.forget_crashes();
        QVERIFY(!plan.too_often());
        QCOMPARE(plan.crashed(), core::Nanoseconds{10});
    }

    void memoryThatWasGivenUpIsClaimedForAWhile() {
        node::RestartPlan plan(10, 35, 3);
        QCOMPARE(plan.claim(0), std::uint64_t{0});
        plan.gave_up(7'000, 100);
        QCOMPARE(plan.claim(100), std::uint64_t{7'000});
        QCOMPARE(plan.claim(100 + 3'600'000'000'000), std::uint64_t{0});
        plan.gave_up(7'000, 100);
        plan.forget_claim();
        QCOMPARE(plan.claim(100), std::uint64_t{0});
    }

    void moreThanMayWaitAreRefusedUnlessTheyWereTakenBefore() {
        const core::ManualClock clock{0};
        const auto front = front_of(clock, true);
        QVERIFY(front->submit(target("m"), std::make_shared<Job>(), false));
        QCOMPARE(front->submit(target("m"), std::make_shared<Job>(), false).error().code, core::Code::busy);
        QVERIFY(front->submit(target("m"), std::make_shared<Job>(), true));
        QCOMPARE(front->jobs(), 2u);
        front->order([](node::WorkerOrders& orders) { orders.stop(); });
        QCOMPARE(front->submit(target("m"), std::make_shared<Job>(), true).error().code, core::Code::unavailable);
        QVERIFY(front->take_orders(nullptr).stop);
    }

    void whoStaysAwayTakesNoJobThatAnotherDeviceCanTakeAndStartsNothing() {
        core::ManualClock clock{0};
        const auto only = front_of(clock, true), beside = front_of(clock, false);
        node::Aftermath after;
        after.pause = 100;
        after.counts = true;
        for (const auto& front : {only, beside})
            front->stay_away(after);
        QCOMPARE(beside->submit(target("m"), std::make_shared<Job>(), false).error().code, core::Code::unavailable);
        QVERIFY(only->submit(target("m"), std::make_shared<Job>(), false));
        QVERIFY(!only->wanted());
        only->forgive();
        QCOMPARE(*only->wanted(), target("m"));
        QCOMPARE(only->brief_status().restarts, 1u);
    }

    void jobsHearWhatBecameOfThemAndTheirLeasesOutliveTheWorker() {
        const core::ManualClock clock{0};
        auto front = front_of(clock, true);
        const auto runs = std::make_shared<Job>(), waits = std::make_shared<Job>();
        QVERIFY(front->submit(target("m"), runs, false));
        QVERIFY(front->submit(target("m"), waits, true));
        front->admit(target("other"), 99);
        QVERIFY(!runs->lease && !waits->lease);
        front->admit(target("m"), 99); // one place
        QVERIFY(waits->lease && !runs->lease);
        QCOMPARE(waits->lease->longest_request(), 99u);
        QCOMPARE(waits->lease->send(worker::Cancel{}, 0).error().code, core::Code::unavailable); // no process
        front->fail_active({core::fail(core::Code::unavailable, "It crashed."), true});
        QVERIFY(waits->lost && !runs->error);
        front->fail_waiting({target("other"), core::fail(core::Code::corrupt, "Damaged.")});
        QVERIFY(!runs->error);
        front->fail_waiting({std::nullopt, core::fail(core::Code::unavailable, "The end.")});
        QVERIFY(runs->error && !runs->lost);
        QCOMPARE(front->jobs(), 0u);
        front.reset();
        waits->lease->cancel();
        waits->lease.reset();
    }

private:
    static std::shared_ptr<node::WorkerFront> front_of(const core::Clock& clock, bool waits) {
        return std::make_shared<node::WorkerFront>(node::WorkerFront::Rules{waits, 1, 1},
                                                   node::Watchdog::Limits{10, 10, 10, 0},
                                                   node::WorkerView("cpu", "", "none"), clock);
    }
};

QTEST_GUILESS_MAIN(NodeJobBoard)
#include "tst_node_job_board.moc"
