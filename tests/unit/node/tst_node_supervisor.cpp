// SPDX-License-Identifier: Apache-2.0
#include "node/workers/supervisor.h"
#include "scripted_job.h"
#include "support.h"

#include <csignal>

using namespace hearth;
using namespace hearth::test;

namespace {

constexpr core::Nanoseconds ms = 1'000'000;

using Job = std::shared_ptr<ScriptedJob>;

} // namespace

class NodeSupervisor : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::shared_ptr<const node::Sandbox> m_plain, m_bubble;

    node::WorkerTarget target(const std::string& name, const std::string& behaviour = {}) {
        return fake_target(path_of(m_folder), name, behaviour, "fp32");
    }
    node::SupervisorOptions options() {
        node::SupervisorOptions made;
        made.program = fake_worker();
        made.stderr_file = path_of(m_folder) / "stderr";
        made.silence = 400 * ms;
        made.first_backoff = 10 * ms;
        made.longest_backoff = 80 * ms;
        return made;
    }
    static Job submit(node::Supervisor& supervisor, const node::WorkerTarget& target, const std::string& prompt,
                      std::uint32_t max_tokens = 8) {
        auto job = std::make_shared<ScriptedJob>(prompt, max_tokens);
        must(supervisor.submit(target, job));
        return job;
    }

private slots:
    void initTestCase() {
        m_plain = std::make_shared<const node::Sandbox>(node::Sandbox::probe(node::SandboxMode::off));
        m_bubble = std::make_shared<const node::Sandbox>(node::Sandbox::probe(node::SandboxMode::automatic));
        QVERIFY(!m_plain->active());
    }

    void aJobGetsItsTokensAndItsEnd() {
        node::Supervisor supervisor(options(), m_plain);
        QCOMPARE(supervisor.status().state, control::WorkerState::stopped);
        const Job job = submit(supervisor, target("m"), "hello", 5);
        QVERIFY(job->ended());
        QVERIFY(job->finished);
        QCOMPARE(job->tokens, 5);
        QCOMPARE(job->finished->output_ids.size(), std::size_t{5});
        const auto status = supervisor.status();
        QCOMPARE(status.state, control::WorkerState::ready);
        QVERIFY(status.pid && status.resident_bytes);
        QVERIFY(status.sandbox.find("fake") != std::string::npos);
    }

    void aCrashFailsItsJobsHonestlyAndTheNextRequestIsServed() {
        node::Supervisor supervisor(options(), m_plain);
        const Job crashed = submit(supervisor, target("m"), "please crash");
        QVERIFY(crashed->ended());
        QVERIFY(crashed->error);
        QVERIFY2(crashed->error->message.find("signal 6") != std::string::npos, crashed->error->message.c_str());
        QCOMPARE(crashed->error->code, core::Code::unavailable);
        const Job next = submit(supervisor, target("m"), "hello");
        QVERIFY(next->ended());
        QVERIFY(next->finished);
        QCOMPARE(supervisor.status().restarts, 1u);
    }

    void aHangIsEndedAfterItsPatience() {
        node::Supervisor supervisor(options(), m_plain);
        const Job hung = submit(supervisor, target("m"), "please hang");
        QVERIFY(hung->ended());
        QVERIFY(hung->error);
        QVERIFY2(hung->error->message.find("no sign of life") != std::string::npos, hung->error->message.c_str());
    }

    void garbageOnTheSocketEndsTheWorker() {
        node::Supervisor supervisor(options(), m_plain);
        const Job job = submit(supervisor, target("m"), "garbage please");
        QVERIFY(job->ended());
        QVERIFY(job->error);
        QVERIFY2(job->error->message.find("not a message") != std::string::npos, job->error->message.c_str());
        QVERIFY(submit(supervisor, target("m"), "hello")->ended());
    }

    void threeCrashesInARowDisableTheModel() {
        auto made = options();
        std::mutex mutex;
        std::string reason;
        made.on_disabled = [&](const node::WorkerTarget&, const std::string& why) {
            const std::lock_guard lock(mutex);
            reason = why;
        };
        node::Supervisor supervisor(made, m_plain);
        for (int i = 0; i < 3; ++i)
            QVERIFY(submit(supervisor, target("m"), "crash")->ended());
        QTRY_COMPARE(supervisor.status().state, control::WorkerState::disabled);
        const std::lock_guard lock(mutex);
        QVERIFY2(reason.find("3 times in a row") != std::string::npos, reason.c_str());
    }

    void aGoodAnswerBetweenCrashesKeepsTheModel() {
        auto made = options();
        std::atomic<bool> disabled = false;
        made.on_disabled = [&](const node::WorkerTarget&, const std::string&) { disabled = true; };
        node::Supervisor supervisor(made, m_plain);
        for (int i = 0; i < 4; ++i) {
            QVERIFY(submit(supervisor, target("m"), "crash")->ended());
            const Job good = submit(supervisor, target("m"), "hello");
            QVERIFY(good->ended());
            QVERIFY(good->finished);
        }
        QVERIFY(!disabled);
    }

    void aModelThatCrashesTheLoaderIsDisabledToo() {
        auto made = options();
        std::atomic<bool> disabled = false;
        made.on_disabled = [&](const node::WorkerTarget&, const std::string&) { disabled = true; };
        node::Supervisor supervisor(made, m_plain);
        const Job job = submit(supervisor, target("bad", "crash"), "hello");
        QVERIFY(job->ended());
        QVERIFY(job->error);
        QVERIFY(disabled);
    }

    void aRefusedLoadGivesItsReasonAndDoesNotRetry() {
        node::Supervisor supervisor(options(), m_plain);
        const Job job = submit(supervisor, target("big", "refuse"), "hello");
        QVERIFY(job->ended());
        QVERIFY(job->error);
        QCOMPARE(job->error->code, core::Code::out_of_memory);
        QCOMPARE(supervisor.status().state, control::WorkerState::failed);
        QVERIFY(supervisor.status().reason.find("9 GiB") != std::string::npos);
        QCOMPARE(supervisor.status().restarts, 0u);
    }

    void aDeviceThatFailsTheSelfTestIsDisabledWithItsReason() {
        auto made = options();
        std::atomic<int> disabled = 0;
        made.on_disabled = [&](const node::WorkerTarget&, const std::string& why) {
            disabled += why.find("CI8.1") != std::string::npos ? 1 : 100;
        };
        node::Supervisor supervisor(made, m_plain);
        const Job job = submit(supervisor, target("exact", "nonconforming"), "hello");
        QVERIFY(job->ended());
        QVERIFY(job->error);
        QCOMPARE(job->error->code, core::Code::unsupported);
        QCOMPARE(disabled.load(), 1);
        QCOMPARE(supervisor.status().state, control::WorkerState::disabled);
        QCOMPARE(supervisor.status().reason, job->error->message);
        QCOMPARE(supervisor.status().restarts, 0u);
        const Job other = submit(supervisor, target("m"), "hello");
        QVERIFY(other->ended());
        QVERIFY(other->finished);
    }

    void aMissingProgramIsSaidAtOnce() {
        auto made = options();
        made.program = "/nonexistent/hearth-worker";
        node::Supervisor supervisor(made, m_plain);
        const Job job = submit(supervisor, target("m"), "hello");
        QVERIFY(job->ended());
        QVERIFY(job->error);
        QVERIFY2(job->error->message.find("/nonexistent/hearth-worker") != std::string::npos,
                 job->error->message.c_str());
    }

    void aJobThatResumesGoesBeforeThoseThatWaitHoweverManyTheyAre() {
        auto made = options();
        made.max_jobs = 1;
        made.max_waiting = 1;
        node::Supervisor supervisor(made, m_plain);
        const Job running = submit(supervisor, target("m"), "slow", 100'000);
        QVERIFY(running->wait([&] { return running->ready; }));
        const Job waiting = submit(supervisor, target("m"), "slow", 100'000);
        const auto resumed = std::make_shared<ScriptedJob>("hello");
        must(supervisor.submit(target("m"), resumed, true));
        running->cancel();
        QVERIFY(resumed->ended() && resumed->finished);
        QVERIFY(!waiting->finished);
    }

    void aKilledWorkerComesBackByItself() {
        node::Supervisor supervisor(options(), m_plain);
        supervisor.preload(target("m"));
        QTRY_COMPARE(supervisor.status().state, control::WorkerState::ready);
        const auto first = supervisor.status().pid;
        ::kill(static_cast<pid_t>(*first), SIGKILL);
        QTRY_VERIFY(supervisor.status().restarts == 1 && supervisor.status().state == control::WorkerState::ready);
        QVERIFY(supervisor.status().pid != first);
    }

    void cancelEndsWithinATokenAndGivingUpFreesThePlace() {
        auto made = options();
        made.max_jobs = 1;
        node::Supervisor supervisor(made, m_plain);
        const Job slow = submit(supervisor, target("m"), "slow", 100'000);
        QVERIFY(slow->wait([&] { return slow->tokens >= 2; }));
        slow->cancel();
        QVERIFY(slow->ended());
        QCOMPARE(slow->finished->stop_reason, std::uint8_t{3});
        const Job abandoned = submit(supervisor, target("m"), "slow", 100'000);
        QVERIFY(abandoned->wait([&] { return abandoned->tokens >= 1; }));
        abandoned->give_up();
        const Job next = submit(supervisor, target("m"), "hello");
        QVERIFY(next->ended());
        QVERIFY(next->finished);
    }

    void moreThanMayWaitIsBusy() {
        auto made = options();
        made.max_jobs = 1;
        made.max_waiting = 1;
        node::Supervisor supervisor(made, m_plain);
        const Job running = submit(supervisor, target("m"), "slow", 100'000);
        QVERIFY(running->wait([&] { return running->ready; }));
        const Job waiting = submit(supervisor, target("m"), "hello");
        const auto refused = supervisor.submit(target("m"), std::make_shared<ScriptedJob>("hello"));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, core::Code::busy);
        running->cancel();
        QVERIFY(waiting->ended());
    }

    void anotherModelWaitsForTheRunningAnswer() {
        node::Supervisor supervisor(options(), m_plain);
        const Job first = submit(supervisor, target("a"), "slow", 20);
        const Job second = submit(supervisor, target("b"), "hello");
        QVERIFY(second->ended());
        QVERIFY(first->finished && second->finished);
        QCOMPARE(first->tokens, 20);
        QCOMPARE(supervisor.status().model_id, target("b").model.hex());
    }

    void anIdleWorkerOfOneUseEnds() {
        auto made = options();
        made.idle_exit = 50 * ms;
        node::Supervisor supervisor(made, m_plain);
        QVERIFY(submit(supervisor, target("m"), "hello")->ended());
        QTRY_COMPARE(supervisor.status().state, control::WorkerState::stopped);
        QCOMPARE(supervisor.status().restarts, 0u);
    }

    void unloadEndsTheWorkerOfAModel() {
        node::Supervisor supervisor(options(), m_plain);
        const Job job = submit(supervisor, target("m"), "slow", 100'000);
        QVERIFY(job->wait([&] { return job->tokens > 0; }));
        supervisor.unload(target("m").model, "The model was removed.");
        QVERIFY(job->ended());
        QCOMPARE(job->error->message, std::string("The model was removed."));
        QTRY_COMPARE(supervisor.status().state, control::WorkerState::stopped);
    }

    /// A model that is switched off and on again refuses nobody who asks afterwards.
    void whoAsksAfterAnUnloadIsAnswered() {
        node::Supervisor supervisor(options(), m_plain);
        QVERIFY(submit(supervisor, target("m"), "hello")->ended());
        for (int round = 0; round < 20; ++round) {
            supervisor.unload(target("m").model, "disabled");
            supervisor.forgive();
            const Job job = submit(supervisor, target("m"), "hello");
            QVERIFY(job->ended());
            QVERIFY2(!job->error, job->error ? job->error->message.c_str() : "");
        }
        QCOMPARE(supervisor.status().restarts, 0u);
    }

    void theEndOfTheSupervisorFailsWhatRuns() {
        Job job;
        {
            node::Supervisor supervisor(options(), m_plain);
            job = submit(supervisor, target("m"), "slow", 100'000);
            QVERIFY(job->wait([&] { return job->tokens > 0; }));
        }
        QVERIFY(job->error);
    }

    void theSandboxHidesKeysAndShowsTheModel() {
        if (!m_bubble->active()) QSKIP("The kernel forbids the namespaces that bubblewrap needs.");
        const auto secret = path_of(m_folder) / "operator.key";
        must(core::write_file_atomic(secret, core::as_bytes("secret"), 0600));
        const auto sees = [&](const std::shared_ptr<const node::Sandbox>& sandbox, const std::string& path) {
            node::Supervisor supervisor(options(), sandbox);
            const Job job = submit(supervisor, target("m"), "probe:" + path, 1);
            return job->ended() && job->finished && job->finished->output_ids.front() == 1;
        };
        QVERIFY(sees(m_plain, secret.string()));
        QVERIFY(!sees(m_bubble, secret.string()));
        QVERIFY(!sees(m_bubble, "/etc/passwd"));
        QVERIFY(!sees(m_bubble, "/root"));
        QVERIFY(sees(m_bubble, "/model/manifest.cbor"));
        QVERIFY(sees(m_bubble, "/usr/lib"));
    }

    void aCrashInsideTheSandboxIsStillNamed() {
        if (!m_bubble->active()) QSKIP("The kernel forbids the namespaces that bubblewrap needs.");
        node::Supervisor supervisor(options(), m_bubble);
        const Job job = submit(supervisor, target("m"), "crash");
        QVERIFY(job->ended());
        QVERIFY2(job->error->message.find("signal 6") != std::string::npos, job->error->message.c_str());
    }

    void aRequiredSandboxIsNotGivenUp() {
        const std::vector<std::filesystem::path> nowhere{"/nonexistent/bwrap"}, refusing{"/usr/bin/false"};
        for (const auto& places : {nowhere, refusing}) {
            const auto required = node::Sandbox::probe(node::SandboxMode::require, places);
            QVERIFY(!required.active());
            const auto refused = required.command(fake_worker(), {}, {});
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, core::Code::refused);
            const auto automatic = node::Sandbox::probe(node::SandboxMode::automatic, places);
            QVERIFY(automatic.command(fake_worker(), {}, {}));
            QVERIFY(automatic.description("seccomp").find("no bubblewrap: ") != std::string::npos);
        }
    }
};

QTEST_GUILESS_MAIN(NodeSupervisor)
#include "tst_node_supervisor.moc"
