// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "node/workers/failure_policy.h"
#include "node/workers/wake_signal.h"
#include "node/workers/watchdog.h"
#include "node/workers/worker_orders.h"
#include "node/workers/worker_view.h"
#include "support.h"

#include <thread>

using namespace hearth;
using namespace hearth::test;
using control::WorkerState;
using node::WorkerPhase;
using Kind = node::WorkerFrame::Kind;

namespace {

struct Job final : node::WorkerJob {
    void on_ready(std::shared_ptr<node::Lease>) override {}
    void on_message(worker::Message) override {}
    void on_failed(const core::Error&) override {}
};

node::WorkerTarget target(const char* model, const char* profile = "ci8.1") {
    return {core::id_cast<core::ModelId>(core::sha256(core::as_bytes(model))), profile, {}};
}

const node::WorkerTarget m = target("m");

node::WorkerFrame read(const worker::Message& message, WorkerPhase phase) {
    return node::read_frame(message, phase, m.model);
}

worker::Hello hello(const std::string& problem = {}) {
    worker::Hello hello;
    hello.version = worker::protocol_version;
    hello.problem = problem;
    return hello;
}

worker::Failed failed(std::uint64_t job, core::Code code) {
    worker::Failed failed;
    failed.job = job;
    failed.error = core::fail(code, "It broke.");
    return failed;
}

/// A device beside others, or the only one.
node::FailurePolicy policy(bool waits) {
    return node::FailurePolicy({waits, 10, 40, 100, 3});
}

} // namespace

/// The rules by which a supervisor goes, each without a process, a thread or a clock.
class NodeWorkerRules : public QObject {
    Q_OBJECT
private slots:
    void aMessageMeansSomethingOnlyWhereItBelongs() {
        QCOMPARE(read(hello(), WorkerPhase::greeting).kind, Kind::hello);
        QCOMPARE(read(hello(), WorkerPhase::loading).kind, Kind::nonsense);
        QCOMPARE(read(hello(), WorkerPhase::ready).kind, Kind::nonsense);
        worker::Hello other = hello();
        ++other.version;
        QCOMPARE(read(other, WorkerPhase::greeting).error.code, core::Code::unsupported);
        QCOMPARE(read(hello("no device"), WorkerPhase::greeting).kind, Kind::load_failed);

        worker::Loaded loaded;
        loaded.model_id = m.model;
        QCOMPARE(read(loaded, WorkerPhase::greeting).kind, Kind::nonsense);
        QCOMPARE(read(loaded, WorkerPhase::loading).kind, Kind::loaded);
        loaded.model_id = target("other").model;
        QVERIFY(read(loaded, WorkerPhase::loading).for_good);

        QCOMPARE(read(worker::KernelCache{}, WorkerPhase::loading).kind, Kind::kernels);
        QCOMPARE(read(worker::KernelCache{}, WorkerPhase::ready).kind, Kind::kernels);
        QCOMPARE(read(worker::DeviceMemory{}, WorkerPhase::loading).kind, Kind::nonsense);
        QCOMPARE(read(worker::DeviceMemory{}, WorkerPhase::ready).kind, Kind::memory);
        QCOMPARE(read(worker::Cancel{7}, WorkerPhase::ready).kind, Kind::nonsense); // only the service sends that
        QCOMPARE(read(worker::ProgressReport{}, WorkerPhase::loading).kind, Kind::nothing);
    }

    void aLoadFailsForGoodOnlyWhereTryingAgainCannotHelp() {
        QVERIFY(read(failed(0, core::Code::corrupt), WorkerPhase::loading).for_good);
        QVERIFY(read(failed(0, core::Code::unsupported), WorkerPhase::loading).for_good);
        QVERIFY(!read(failed(0, core::Code::out_of_memory), WorkerPhase::loading).for_good);
        QVERIFY(!read(failed(0, core::Code::corrupt), WorkerPhase::greeting).for_good); // nothing was loaded yet
    }

    void anAnswerIsKnownFromAMessageOnTheWay() {
        worker::Finished finished;
        finished.job = 7;
        const auto end = read(finished, WorkerPhase::ready);
        QVERIFY(end.kind == Kind::of_job && end.job == 7 && end.answers && end.computed && !end.failed);
        worker::Tokenized tokenized;
        QVERIFY(read(tokenized, WorkerPhase::ready).answers && !read(tokenized, WorkerPhase::ready).computed);
        QVERIFY(!read(worker::Token{}, WorkerPhase::ready).answers);
        const auto ended = read(failed(7, core::Code::corrupt), WorkerPhase::ready);
        QVERIFY(ended.kind == Kind::of_job && ended.failed && ended.error.code == core::Code::corrupt);
        QCOMPARE(read(failed(0, core::Code::corrupt), WorkerPhase::ready).kind, Kind::last_words);
    }

    void eachPhaseHasItsPatience() {
        node::Watchdog dog({20, 50, 30, 0});
        node::JobBoard board;
        dog.started(100);
        dog.heard(110);
        QVERIFY(!dog.deadline(WorkerPhase::stopped, board));
        QCOMPARE(dog.deadline(WorkerPhase::greeting, board), std::optional<core::Nanoseconds>(120)); // however it talks
        QCOMPARE(dog.deadline(WorkerPhase::loading, board), std::optional<core::Nanoseconds>(160));
        QVERIFY(!dog.deadline(WorkerPhase::ready, board)); // it owes nothing, and stays
        QVERIFY(!dog.check(WorkerPhase::greeting, board, 119));
        QVERIFY(dog.check(WorkerPhase::greeting, board, 120)->fault.find("hello") != std::string::npos);
        QVERIFY(dog.check(WorkerPhase::loading, board, 160)->fault.find("loaded") != std::string::npos);
        board.add(m, std::make_shared<Job>(), false);
        const auto number = board.admit(m, 1)->number;
        QVERIFY(!dog.deadline(WorkerPhase::ready, board));
        board.ask(number, 70);
        QCOMPARE(dog.deadline(WorkerPhase::ready, board), std::optional<core::Nanoseconds>(180));
        QVERIFY(!dog.check(WorkerPhase::ready, board, 180)->idle);
    }

    void whoHasNothingToDoMayGoWhereItDoesNotStay() {
        node::Watchdog dog({20, 50, 30, 40});
        node::JobBoard board;
        dog.started(100);
        QVERIFY(!dog.check(WorkerPhase::ready, board, 139));
        QVERIFY(dog.check(WorkerPhase::ready, board, 140)->idle);
        board.add(m, std::make_shared<Job>(), false);
        QVERIFY(!dog.check(WorkerPhase::ready, board, 140)); // it is about to have something
    }

    void aJobGoesBeforeWhatIsToStayReady() {
        node::WorkerOrders orders;
        node::JobBoard board;
        QVERIFY(!orders.wanted(board));
        orders.preload(m);
        QCOMPARE(*orders.wanted(board), m);
        QVERIFY(!orders.ends(m, board));
        board.add(target("other"), std::make_shared<Job>(), false);
        QCOMPARE(*orders.wanted(board), target("other"));
        QVERIFY(orders.ends(m, board));
        QVERIFY(!orders.ends(target("other"), board));
        QVERIFY(board.admit(target("other"), 1));
        QVERIFY(!orders.ends(m, board)); // not under a job
    }

    void whoRestsStaysReadyForNothingUntilSomebodyComes() {
        node::WorkerOrders orders;
        node::JobBoard board;
        orders.preload(m);
        orders.rest();
        orders.loaded(m);
        QVERIFY(!orders.wanted(board));
        QVERIFY(orders.ends(m, board));
        orders.job_came();
        orders.loaded(m);
        QVERIFY(!orders.ends(m, board));
        QCOMPARE(*orders.wanted(board), m);
    }

    /// Disabled and at once enabled: what is wished for afterwards stands, though the old worker is still there.
    void whatIsWishedForAfterAnUnloadStands() {
        node::WorkerOrders orders;
        const node::JobBoard board;
        orders.preload(m);
        orders.unload({m.model, "gone"});
        QVERIFY(orders.unloading(m.model) && !orders.unloading(target("other").model));
        orders.loaded(m); // the old one became ready meanwhile
        QVERIFY(!orders.wanted(board));
        orders.preload(m);
        QCOMPARE(orders.take_unloads().size(), std::size_t{1});
        QVERIFY(!orders.unloading(m.model));
        QCOMPARE(*orders.wanted(board), m);
    }

    void whatIsUnloadedDoesNotComeBackByItself() {
        node::WorkerOrders orders;
        const node::JobBoard board;
        orders.preload(m);
        orders.unload({target("other").model, "gone"});
        QCOMPARE(orders.take_unloads().size(), std::size_t{1});
        QVERIFY(orders.wanted(board));
        orders.unload({m.model, "gone"});
        QCOMPARE(orders.take_unloads().front().reason, std::string("gone"));
        QVERIFY(!orders.wanted(board));
        QVERIFY(orders.take_unloads().empty());
        orders.preload(m);
        const auto in_another_profile = target("m", "ci4.1");
        orders.forget(&in_another_profile);
        QVERIFY(orders.wanted(board));
        orders.forgive();
        QVERIFY(orders.take_forgiveness());
        QVERIFY(!orders.take_forgiveness());
    }

    void aWorkerIsShownWithItsModelWhileItHasOne() {
        node::WorkerView view("cpu", "", "none");
        QCOMPARE(view.status(false, false).reason, std::string("no model is loaded"));
        view.show(WorkerState::ready, {}, WorkerPhase::ready, &m);
        view.placed("cpu");
        view.measured({});
        QCOMPARE(view.status(true, false).state, WorkerState::busy);
        QCOMPARE(view.status(false, false).model_id, m.model.hex());
        view.show(WorkerState::backing_off, std::string("It crashed."), WorkerPhase::stopped, &m);
        QVERIFY(view.status(false, true).model_id.empty() && view.status(false, true).placement.empty());
        QVERIFY(!view.status(false, true).device_memory_free_bytes);
        QCOMPARE(view.status(false, true).reason, std::string("It crashed."));
        QCOMPARE(view.status(false, false).state, WorkerState::stopped); // it may come back: nothing is in its way
        view.show(WorkerState::disabled, std::string("Damaged."), WorkerPhase::stopped, &m);
        QCOMPARE(view.status(false, false).model_id, m.model.hex()); // people want to know which
    }

    void aModelIsToBlameOnlyAfterEnoughCrashesInARow() {
        node::FailurePolicy crashes = policy(true);
        const auto first = crashes.broke("It crashed.", true, m, 0);
        QCOMPARE(first.state, WorkerState::backing_off);
        QVERIFY(first.active->lost && first.waiting.empty() && first.counts);
        QCOMPARE(first.pause, core::Nanoseconds{10});
        QCOMPARE(crashes.broke("It crashed.", true, m, 0).pause, core::Nanoseconds{20});
        const auto third = crashes.broke("It crashed.", true, m, 0);
        QCOMPARE(third.state, WorkerState::disabled);
        QVERIFY(third.disabled && !third.active->lost);
        QCOMPARE(third.waiting.size(), std::size_t{1});
        QVERIFY(third.waiting.front().target->names(target("m", "ci4.1")));
        QVERIFY(third.not_ready->names(m));
        QCOMPARE(crashes.broke("It crashed.", true, m, 0).state, WorkerState::backing_off); // counted anew
    }

    void aCrashBeforeTheGreetingIsNoModelsFault() {
        node::FailurePolicy alone = policy(true), beside_others = policy(false);
        for (int i = 0; i < 4; ++i)
            QVERIFY(!alone.broke("It does not start.", false, m, 0).disabled);
        const auto kept = alone.broke("It does not start.", false, m, 0);
        QVERIFY(kept.drop_kernels && !kept.rests && !kept.load_failed);
        const auto left = beside_others.broke("It does not start.", false, m, 0);
        QVERIFY(left.rests && left.load_failed); // others go on
        QVERIFY(!left.waiting.front().target);
        QVERIFY(left.waiting.front().error.hint.find("doctor") != std::string::npos);
    }

    void aDeviceThatIsGoneTakesNobodysBlame() {
        node::FailurePolicy device = policy(false);
        device.starts(true);
        device.job_failed(core::fail(core::Code::unavailable, "The card is gone."));
        QVERIFY(device.device_is_lost());
        const auto after = device.broke("whatever", true, m, 0);
        QCOMPARE(after.reason, std::string("The card is gone."));
        QVERIFY(!after.disabled && !after.active->lost);
        QCOMPARE(after.waiting.size(), std::size_t{1});
        device.starts(false);
        QVERIFY(!device.device_is_lost());
        device.job_failed(core::fail(core::Code::unavailable, "The card is gone."));
        device.answered();
        QVERIFY(!device.device_is_lost());
        node::FailurePolicy only = policy(true);
        only.job_failed(core::fail(core::Code::unavailable, "The card is gone."));
        QVERIFY(!only.device_is_lost());
    }

    void whoGivesWayComesBackForItsMemoryOnly() {
        node::FailurePolicy device = policy(false);
        device.loaded(7'000);
        worker::DeviceMemory memory;
        memory.total_bytes = 10'000;
        memory.reserve_bytes = 2'000;
        memory.free_bytes = 3'000;
        QVERIFY(!device.measured(memory, 5));
        memory.free_bytes = 100;
        QVERIFY(!device.measured(memory, 6)); // once is a moment
        const auto after = device.measured(memory, 7);
        QVERIFY(after && after->yielded && after->active && !after->active->lost);
        QCOMPARE(after->state, WorkerState::yielding);
        QCOMPARE(after->pause, core::Nanoseconds{100});
        QCOMPARE(device.claim(8), std::uint64_t{7'000});
        device.starts(false);
        QCOMPARE(device.claim(8), std::uint64_t{7'000});
        device.starts(true);
        QCOMPARE(device.claim(8), std::uint64_t{0});
        device.job_failed(core::fail(core::Code::out_of_memory, "Full."));
        QVERIFY(device.broke("whatever", true, m, 9).yielded);
    }

    void aRefusedLoadIsForThoseWhoWaitForThatModel() {
        const node::FailurePolicy one = policy(true);
        const auto error = core::fail(core::Code::out_of_memory, "9 GiB are missing.");
        const auto again = one.load_failed(error, false, m), never = one.load_failed(error, true, m);
        QCOMPARE(again.state, WorkerState::failed);
        QVERIFY(again.load_failed && !again.disabled && !again.counts);
        QCOMPARE(never.state, WorkerState::disabled);
        QVERIFY(never.disabled);
        QCOMPARE(*never.waiting.front().target, m);
    }

    void lastWordsAreToldOnce() {
        node::FailurePolicy one = policy(true);
        one.said("out of paper");
        QVERIFY(one.ended("exit code 1").find("out of paper") != std::string::npos);
        one.starts(false);
        QVERIFY(one.ended("exit code 1").find("out of paper") == std::string::npos);
    }

    void whoIsWokenBeforeItWaitsDoesNotWait() {
        const node::WakeSignal signal;
        signal.wake();
        signal.wake();
        signal.wait(-1, std::nullopt); // would last for ever
        std::thread other([&] { signal.wake(); });
        signal.wait(-1, std::nullopt);
        other.join();
        signal.wait(-1, -5);
    }
};

QTEST_GUILESS_MAIN(NodeWorkerRules)
#include "tst_node_worker_rules.moc"
