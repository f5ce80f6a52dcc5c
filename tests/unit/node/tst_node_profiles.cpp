// SPDX-License-Identifier: Apache-2.0
#include "node/workers/worker_pool.h"
#include "scripted_job.h"
#include "test_node.h"

using namespace hearth;
using namespace hearth::test;

/// Who computes a profile, and what becomes of an answer whose device goes away.
class NodeProfiles : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    /// The device that took a job for a model of this profile, once it is over.
    std::string device_of(node::WorkerPool& pool, const std::string& profile, const std::set<std::string>& avoid = {}) {
        const auto job = std::make_shared<ScriptedJob>("hello");
        const auto device = pool.submit(fake_target(path_of(m_folder), "m", {}, profile), job, avoid);
        if (!device) return "refused: " + device.error().message;
        return job->ended() && !job->error ? *device : *device + ", failed";
    }

private slots:
    void aDeviceGetsOnlyTheProfilesThatItRuns() {
        node::WorkerPool pool(std::make_shared<const node::Sandbox>(node::Sandbox::probe(node::SandboxMode::off)));
        const std::vector<std::pair<std::string, std::vector<std::string>>> devices{
            {"vulkan:0", {"ci8.1", "ci4.1"}}, {"cuda:0", {"ci8.1", "ci4.1", "bf16"}}, {"cpu", {}}};
        for (const auto& [device, profiles] : devices) {
            node::SupervisorOptions options;
            options.program = fake_worker();
            options.stderr_file = path_of(m_folder) / "stderr";
            options.device = device;
            options.profiles = profiles;
            pool.add(std::move(options));
        }
        QCOMPARE(device_of(pool, "ci4.1"), std::string("vulkan:0"));
        QCOMPARE(device_of(pool, "bf16"), std::string("cuda:0"));
        QCOMPARE(device_of(pool, "bf16", {"cuda:0"}), std::string("cpu"));
        QCOMPARE(device_of(pool, "fp32"), std::string("cpu"));
    }

    void aFloatingPointAnswerMovesOnOnlyBeforeItsFirstToken() {
        TestNode node(path_of(m_folder) / "home");
        node.devices = {{"cuda:1", 0}};
        node.start();
        node.import();
        QVERIFY(node.ask("early crash@cuda:1", 10));
        QTRY_COMPARE(must(node.node().status()).workers.at(1).state, control::WorkerState::ready);
        QCOMPARE(must(node.node().status()).workers.at(0).restarts, 1U);
        node.stop();
        node.start();
        const auto failed = node.ask("crash@cuda:1", 10);
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, core::Code::unavailable);
        const control::NodeStatus status = must(node.node().status());
        QCOMPARE(status.workers.at(0).device, std::string("cuda:1"));
        QCOMPARE(must(node.node().jobs(1, "")).front().money_state, control::MoneyState::refunded);
    }
};

QTEST_GUILESS_MAIN(NodeProfiles)
#include "tst_node_profiles.moc"
