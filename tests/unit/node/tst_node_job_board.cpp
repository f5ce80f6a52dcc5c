// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "node/workers/job_board.h"
#include "node/workers/restart_plan.h"
#include "support.h"

using namespace hearth;
using namespace hearth::test;

namespace {

struct Job final : node::WorkerJob {
    void on_ready(std::shared_ptr<node::Lease>) override {}
    void on_message(worker::Message) override {}
    void on_failed(const core::Error&) override {}
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
};

QTEST_GUILESS_MAIN(NodeJobBoard)
#include "tst_node_job_board.moc"
