// SPDX-License-Identifier: Apache-2.0
#include "node/devices/gpu_inventory.h"
#include "node/workers/memory_pressure.h"
#include "node/workers/worker_pool.h"
#include "scripted_job.h"
#include "support.h"

#include "core/file.h"

using namespace hearth;
using namespace hearth::test;

namespace {

constexpr core::Nanoseconds ms = 1'000'000, patience = 3'000 * ms;
using Job = std::shared_ptr<ScriptedJob>;

} // namespace

/// Which devices work, and who gets a job when one cannot.
class NodeWorkers : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::shared_ptr<const node::Sandbox> m_plain;

    node::WorkerTarget target(const std::string& name, const std::string& behaviour = {},
                              const std::string& profile = "ci8.1") {
        return fake_target(path_of(m_folder), name, behaviour, profile);
    }
    std::unique_ptr<node::WorkerPool> pool(const std::vector<std::string>& devices,
                                           core::Nanoseconds first_backoff = 60'000 * ms) {
        auto made = std::make_unique<node::WorkerPool>(m_plain, core::system_clock(), patience);
        for (const std::string& device : devices) {
            node::SupervisorOptions options;
            options.program = fake_worker();
            options.stderr_file = path_of(m_folder) / "stderr";
            options.device = device;
            if (device != "cpu") options.profiles = {"ci8.1"};
            if (device != "cpu") options.pci_address = "card of " + device;
            options.kernel_cache = path_of(m_folder) / ("kernels-" + device);
            options.silence = 400 * ms;
            options.first_backoff = first_backoff;
            options.first_yield = patience;
            made->add(std::move(options));
        }
        return made;
    }
    /// The device that took a job, once it is over.
    static std::string device_of(node::WorkerPool& pool, const node::WorkerTarget& target, Job job = {},
                                 const std::set<std::string>& avoid = {}) {
        if (!job) job = std::make_shared<ScriptedJob>("hello");
        const auto device = pool.submit(target, job, avoid);
        if (!device) return "refused: " + device.error().message;
        if (!job->ended()) return "never ended";
        return *device + (job->error ? ", failed" : "");
    }

private slots:
    void initTestCase() {
        m_plain = std::make_shared<const node::Sandbox>(node::Sandbox::probe(node::SandboxMode::off));
    }

    void theGpuComesBeforeTheProcessor() {
        const auto workers = pool({"vulkan:0", "cpu"});
        QCOMPARE(device_of(*workers, target("m")), std::string("vulkan:0"));
        QCOMPARE(workers->status().device, std::string("vulkan:0"));
        QCOMPARE(workers->status().placement, std::string("vulkan:0"));
        QCOMPARE(workers->all().size(), std::size_t{2});
        QCOMPARE(workers->all()[1].state, control::WorkerState::stopped);
    }

    void itsKernelsAreKept() {
        const auto workers = pool({"vulkan:1", "cpu"});
        QCOMPARE(device_of(*workers, target("m")), std::string("vulkan:1"));
        const auto file = path_of(m_folder) / "kernels-vulkan:1";
        QTRY_VERIFY(std::filesystem::exists(file));
        const auto kept = must(core::read_file(file, 100));
        QCOMPARE(std::string(kept.begin(), kept.end()), std::string("kernels of vulkan:1"));
        QVERIFY(!std::filesystem::exists(path_of(m_folder) / "kernels-cpu"));
    }

    void twoCardsShareTheWork() {
        const auto workers = pool({"vulkan:0", "vulkan:1", "cpu"});
        std::vector<Job> jobs;
        std::map<std::string, int> count;
        for (int i = 0; i < 6; ++i) {
            jobs.push_back(std::make_shared<ScriptedJob>("slow"));
            ++count[must(workers->submit(target("m"), jobs.back()))];
        }
        for (const Job& job : jobs)
            QVERIFY(job->ended() && job->finished);
        QCOMPARE(count["vulkan:0"], 3);
        QCOMPARE(count["vulkan:1"], 3);
    }

    void aModelThatDoesNotFitGoesToTheNextDevice() {
        const auto workers = pool({"vulkan:0", "cpu"});
        const auto large = target("large", "refuse@vulkan:0");
        QCOMPARE(device_of(*workers, large), std::string("vulkan:0, failed"));
        QCOMPARE(device_of(*workers, large), std::string("cpu"));
        QCOMPARE(device_of(*workers, target("m")), std::string("vulkan:0"));
        workers->forgive();
        QCOMPARE(device_of(*workers, large), std::string("vulkan:0, failed"));
    }

    void aPreloadGoesOnToo() {
        const auto workers = pool({"vulkan:0", "cpu"});
        workers->preload(target("preloaded", "refuse@vulkan:0"));
        QTRY_COMPARE_WITH_TIMEOUT(workers->all()[1].state, control::WorkerState::ready, 10'000);
        QCOMPARE(workers->status().device, std::string("cpu"));
    }

    void aDeviceThatComputesOtherwiseServesNothingAndTheModelStays() {
        bool disabled = false;
        auto workers = std::make_unique<node::WorkerPool>(m_plain);
        for (const char* const device : {"vulkan:0", "cpu"}) {
            node::SupervisorOptions options;
            options.program = fake_worker();
            options.stderr_file = path_of(m_folder) / "stderr";
            options.device = device;
            options.on_disabled = [&](const node::WorkerTarget&, const std::string&) { disabled = true; };
            workers->add(std::move(options));
        }
        const auto model = target("other", "nonconforming@vulkan:0");
        QCOMPARE(device_of(*workers, model), std::string("vulkan:0, failed"));
        QTRY_COMPARE(workers->all()[0].state, control::WorkerState::disabled);
        QVERIFY(workers->all()[0].reason.find("does not reproduce") != std::string::npos);
        QCOMPARE(device_of(*workers, model), std::string("cpu"));
        QVERIFY(!disabled);
        workers->forgive();
        QTRY_COMPARE(workers->all()[0].state, control::WorkerState::stopped);
        QCOMPARE(device_of(*workers, model), std::string("cpu")); // which has it ready, while the GPU is tried again
        QTRY_COMPARE(workers->all()[0].state, control::WorkerState::disabled);
        QCOMPARE(device_of(*workers, target("m")), std::string("vulkan:0")); // one model's trouble is not another's
        workers.reset();
    }

    void aDeviceThatCannotBeOpenedSaysWhy() {
        const auto workers = pool({"vulkan:7", "cpu"});
        const auto job = std::make_shared<ScriptedJob>("hello");
        QCOMPARE(device_of(*workers, target("m"), job), std::string("vulkan:7, failed"));
        QCOMPARE(job->error->message, std::string("The driver of vulkan:7 does not answer."));
        QCOMPARE(workers->all()[0].reason, job->error->message);
        QCOMPARE(device_of(*workers, target("m")), std::string("cpu"));
    }

    void aDeviceThatComesBackWorksAgain() {
        const auto workers = pool({"vulkan:0", "cpu"});
        QCOMPARE(device_of(*workers, target("m")), std::string("vulkan:0"));
        const auto gone = path_of(m_folder) / "kernels-vulkan:0.gone";
        must(core::write_file_atomic(gone, core::as_bytes("suspended")));
        workers->unload(target("m").model, "asleep");
        QTRY_COMPARE(workers->all()[0].state, control::WorkerState::stopped);
        QCOMPARE(device_of(*workers, target("m")), std::string("vulkan:0, failed"));
        QCOMPARE(device_of(*workers, target("m")), std::string("cpu"));
        std::filesystem::remove(gone);
        QTRY_COMPARE_WITH_TIMEOUT(device_of(*workers, target("m")), std::string("vulkan:0"), 10'000);
    }

    void otherProgramsGetTheMemoryThatTheyNeed() {
        const auto workers = pool({"vulkan:0", "cpu"});
        workers->preload(target("m"));
        QTRY_COMPARE(workers->all()[0].state, control::WorkerState::ready);
        QTRY_COMPARE(workers->all()[0].device_memory_free_bytes.value_or(0), std::uint64_t{2} << 30);
        const auto job = std::make_shared<ScriptedJob>("game@vulkan:0");
        QCOMPARE(device_of(*workers, target("m"), job), std::string("vulkan:0, failed"));
        QCOMPARE(job->error->code, core::Code::unavailable);
        QVERIFY2(job->error->message.find("64.0 MiB of 8,192.0 MiB were left") != std::string::npos,
                 job->error->message.c_str());
        const control::WorkerStatus away = workers->all()[0];
        QCOMPARE(away.state, control::WorkerState::yielding);
        QCOMPARE(away.reason, job->error->message);
        QVERIFY(!away.pid && !away.device_memory_free_bytes);
        QCOMPARE(device_of(*workers, target("m"), std::make_shared<ScriptedJob>("game@vulkan:0")), std::string("cpu"));
        QTRY_COMPARE(workers->all()[1].state, control::WorkerState::ready);
        QTRY_COMPARE_WITH_TIMEOUT(workers->all()[0].state, control::WorkerState::ready, 10'000);
        QCOMPARE(device_of(*workers, target("m")), std::string("vulkan:0"));
        QTRY_COMPARE(workers->all()[1].state, control::WorkerState::stopped);
    }

    void aModelComesBackToAGpuWhenAllItsMemoryIsThere() {
        const auto workers = pool({"vulkan:0", "cpu"});
        const auto crowded = path_of(m_folder) / "kernels-vulkan:0.crowded";
        must(core::write_file_atomic(crowded, core::as_bytes("")));
        workers->preload(target("m"));
        QTRY_COMPARE(workers->all()[0].state, control::WorkerState::ready); // nothing was given up yet
        QCOMPARE(device_of(*workers, target("m"), std::make_shared<ScriptedJob>("game@vulkan:0")),
                 std::string("vulkan:0, failed"));
        QTRY_COMPARE_WITH_TIMEOUT(workers->all()[0].reason, std::string("The model had 1073741824 bytes."), 10'000);
        QCOMPARE(workers->status().device, std::string("cpu"));
        QCOMPARE(workers->status().state, control::WorkerState::ready);
        std::filesystem::remove(crowded);
        QTRY_COMPARE_WITH_TIMEOUT(device_of(*workers, target("m")), std::string("vulkan:0"), 10'000);
    }

    void aDriverWithoutMemoryForAStepIsLeftAlone() {
        const auto workers = pool({"vulkan:0", "cpu"});
        const auto job = std::make_shared<ScriptedJob>("full@vulkan:0");
        QCOMPARE(device_of(*workers, target("m"), job), std::string("vulkan:0, failed"));
        QTRY_COMPARE(workers->all()[0].state, control::WorkerState::yielding);
        QCOMPARE(workers->all()[0].restarts, 0U);
        QCOMPARE(device_of(*workers, target("m")), std::string("cpu"));
    }

    void aLostDeviceIsNotTheModelsFault() {
        const auto workers = pool({"vulkan:0", "cpu"}, 100 * ms);
        for (std::uint32_t i = 0; i < 5; ++i) {
            const auto job = std::make_shared<ScriptedJob>("lost@vulkan:0");
            QCOMPARE(device_of(*workers, target("m"), job), std::string("vulkan:0, failed"));
            QCOMPARE(job->error->code, core::Code::unavailable);
            QTRY_COMPARE(workers->all()[0].restarts, i + 1);
            QTRY_COMPARE(workers->all()[0].state, control::WorkerState::ready);
        }
    }

    void aDriverThatCrashesIsNotAskedForEver() {
        const auto workers = pool({"vulkan:8", "cpu"}, 100 * ms);
        const auto kernels = path_of(m_folder) / "kernels-vulkan:8";
        must(core::write_file_atomic(kernels, core::as_bytes("what makes it crash")));
        workers->preload(target("m"));
        QTRY_COMPARE(workers->status().device, std::string("cpu"));
        QTRY_COMPARE(workers->status().state, control::WorkerState::ready);
        QVERIFY(!std::filesystem::exists(kernels));
        const std::uint32_t restarts = workers->all()[0].restarts;
        QTest::qWait(500);
        QCOMPARE(workers->all()[0].restarts, restarts);
        QCOMPARE(workers->all()[0].state, control::WorkerState::stopped);
    }

    void theProcessorServesWhileAGpuLoads() {
        const auto workers = pool({"vulkan:0", "cpu"});
        const auto model = target("late", "refuse@vulkan:0");
        workers->preload(model);
        QTRY_COMPARE(workers->all()[1].state, control::WorkerState::ready);
        must(core::write_file_atomic(model.folder / "behaviour", {}));
        QTest::qWait(static_cast<int>(patience / ms) + 100);
        QCOMPARE(workers->status().device, std::string("cpu")); // it serves, whatever the GPU could not do
        QCOMPARE(device_of(*workers, model), std::string("cpu"));
        QTRY_COMPARE(workers->all()[0].state, control::WorkerState::ready);
        QCOMPARE(device_of(*workers, model), std::string("vulkan:0"));
    }

    void aLentDeviceGetsNoWorkUntilItComesBack() {
        const auto workers = pool({"vulkan:0", "cpu"});
        workers->preload(target("m"));
        QTRY_COMPARE(workers->all()[0].state, control::WorkerState::ready);
        auto lent = workers->lend("vulkan:0");
        QVERIFY(lent && !workers->all()[0].pid);
        QCOMPARE(device_of(*workers, target("m")), std::string("cpu"));
        lent.reset();
        QTRY_COMPARE(workers->all()[0].state, control::WorkerState::ready);
        QCOMPARE(device_of(*workers, target("m")), std::string("vulkan:0"));
        const auto job = std::make_shared<ScriptedJob>("slow", 60);
        QCOMPARE(must(workers->submit(target("m"), job)), std::string("vulkan:0"));
        QVERIFY(job->wait([&] { return job->ready; }));
        QVERIFY(!workers->lend("vulkan:0", 100 * ms));
        QVERIFY(job->ended() && job->finished);
    }

    void aCardThatIsSwitchedOffEndsWhatItComputesAndGetsNoMore() {
        const auto workers = pool({"vulkan:0", "cpu"});
        workers->preload(target("m"));
        QTRY_COMPARE(workers->all()[0].state, control::WorkerState::ready);
        const auto job = std::make_shared<ScriptedJob>("slow", 60);
        QCOMPARE(must(workers->submit(target("m"), job)), std::string("vulkan:0"));
        QVERIFY(job->wait([&] { return job->ready; }));
        workers->switch_off({"card of vulkan:0"});
        QCOMPARE(device_of(*workers, target("m")), std::string("cpu"));
        QVERIFY(job->ended() && job->finished);
        QTRY_VERIFY(!workers->all()[0].pid);
        QTRY_COMPARE(workers->status().device, std::string("cpu"));
        workers->switch_off({"another card"});
        QTRY_COMPARE(workers->all()[0].state, control::WorkerState::ready);
        QCOMPARE(device_of(*workers, target("m")), std::string("vulkan:0"));
    }

    void newLimitsHoldAsSoonAsAWorkerIsIdle() {
        const auto workers = pool({"cpu"});
        workers->preload(target("m"));
        QTRY_COMPARE(workers->all()[0].state, control::WorkerState::ready);
        const auto first = workers->all()[0].pid;
        node::WorkerLimits limits = node::SupervisorOptions().limits();
        limits.max_jobs = 1; // nothing of the process
        workers->change(limits);
        const auto job = std::make_shared<ScriptedJob>("slow", 60), next = std::make_shared<ScriptedJob>("hello");
        must(workers->submit(target("m"), job));
        QVERIFY(job->wait([&] { return job->ready; }));
        QCOMPARE(workers->all()[0].pid, first);
        limits.threads = 3;
        limits.max_jobs = 4;
        workers->change(limits);
        must(workers->submit(target("m"), next)); // waits for the new process
        QVERIFY(job->ended() && job->finished);
        QVERIFY(next->ended() && next->finished);
        QVERIFY(workers->all()[0].pid && workers->all()[0].pid != first);
        QCOMPARE(workers->all()[0].restarts, 0u);
    }

    void aGpuIsAddedBeforeTheProcessor() {
        const auto workers = pool({"cpu", "vulkan:1"});
        QVERIFY(workers->has("vulkan:1") && !workers->has("vulkan:0"));
        QCOMPARE(workers->all()[1].device, std::string("cpu"));
        QCOMPARE(device_of(*workers, target("m")), std::string("vulkan:1"));
    }

    void aGpuGivesWayBeforeItsMemoryIsGoneAndStaysAwayEverLonger() {
        constexpr std::uint64_t mib = 1 << 20;
        const auto reading = [](std::uint64_t free) { return worker::DeviceMemory{8192 * mib, free * mib, 256 * mib}; };
        node::MemoryPressure pressure(60'000 * ms);
        pressure.loaded();
        for (const std::uint64_t free : {300, 200, 128, 127, 128, 90})
            QVERIFY(!pressure.too_high(reading(free))); // a desktop comes and goes
        QVERIFY(pressure.too_high(reading(100)));
        pressure.loaded();
        for (int i = 0; i < 5; ++i)
            QVERIFY(!pressure.too_high(reading(100))); // the model itself left no more
        QVERIFY(!pressure.too_high(reading(40)));
        QVERIFY(pressure.too_high(reading(40)));
        core::Nanoseconds now = 0;
        for (const int seconds : {60, 120, 240, 480, 960, 1800, 1800}) {
            QCOMPARE(pressure.stay_away(now), seconds * 1000 * ms);
            now += (seconds + 30) * 1000 * ms;
        }
        QCOMPARE(pressure.stay_away(now + 700'000 * ms), 60'000 * ms);
    }

    void aCrashedDeviceIsPassedOver() {
        const auto workers = pool({"vulkan:0", "cpu"});
        QCOMPARE(device_of(*workers, target("m"), std::make_shared<ScriptedJob>("crash@vulkan:0")),
                 std::string("vulkan:0, failed"));
        QTRY_COMPARE(workers->all()[0].state, control::WorkerState::backing_off);
        QCOMPARE(device_of(*workers, target("m"), std::make_shared<ScriptedJob>("crash@vulkan:0")), std::string("cpu"));
    }

    void whereNothingIsLeftAJobIsRefused() {
        const auto workers = pool({"vulkan:0", "cpu"});
        const std::string refused = device_of(*workers, target("m"), {}, {"vulkan:0", "cpu"});
        QVERIFY2(refused.starts_with("refused: No device is left"), refused.c_str());
        QCOMPARE(device_of(*workers, target("m"), {}, {"vulkan:0"}), std::string("cpu"));
    }
};

QTEST_GUILESS_MAIN(NodeWorkers)
#include "tst_node_workers.moc"
