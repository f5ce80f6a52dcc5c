// SPDX-License-Identifier: Apache-2.0
#include "../telemetry/machine.h"
#include "node/devices/gpu_readings.h"
#include "support.h"

#include <atomic>
#include <thread>

using namespace hearth;
using node::GpuReadings;
using test::FakeNvml;
using test::Machine;

namespace {

constexpr core::Nanoseconds millisecond = 1'000'000;

node::GpuReadingsOptions options(const Machine& machine, const QString& nvml) {
    node::GpuReadingsOptions made;
    made.probe.program = HEARTH_PROBE;
    made.probe.arguments = {"--proc", machine.path("proc").toStdString(),
                            "--sys",  machine.path("sys").toStdString(),
                            "--nvml", nvml.toStdString()};
    made.probe.stderr_file = "/dev/null";
    made.probe.deadline = 400 * millisecond;
    made.watched_interval = 10 * millisecond;
    made.idle_interval = 10 * millisecond;
    made.first_backoff = 20 * millisecond;
    return made;
}

/// Waits until it is so; the test ends with the caller's line if that does not come.
template <typename Condition>
void await(Condition&& condition, int line = __builtin_LINE()) {
    if (!QTest::qWaitFor(condition, 120'000)) qFatal("%s:%d: what was waited for did not come", __FILE__, line);
}
/// The first view of which it is so.
template <typename Condition>
GpuReadings::View until(GpuReadings& watch, Condition&& condition, int line = __builtin_LINE()) {
    GpuReadings::View view;
    await([&] { return condition(view = watch.view()); }, line);
    return view;
}

auto all_in(control::DeviceState state) {
    return [state](const GpuReadings::View& view) {
        return !view.gpus.empty() && view.rounds > 0 &&
               std::all_of(view.gpus.begin(), view.gpus.end(), [&](const auto& gpu) { return gpu.state == state; });
    };
}

} // namespace

/// The real hearth-probe with a driver that misbehaves.
class NodeGpus : public QObject {
    Q_OBJECT
    Machine m_desktop{"nvidia-desktop"};

private slots:
    void figuresComeFromTheProbe() {
        FakeNvml nvml(HEARTH_FAKE_NVML, "ok");
        GpuReadings watch(options(m_desktop, nvml.file()));
        const auto view = until(watch, [](const auto& v) { return !v.gpus.empty() && v.gpus[0].load_ppm; });
        QCOMPARE(view.gpus[0].load_ppm.value(), 420'000u);
        QCOMPARE(view.gpus[0].id, std::string("gpu:0"));
        QVERIFY(view.problem.empty());
    }

    void aDriverThatHangsIsNamedAndComesBack() {
        FakeNvml nvml(HEARTH_FAKE_NVML, "hang");
        GpuReadings watch(options(m_desktop, nvml.file()));
        const auto hung = until(watch, all_in(control::DeviceState::driver_busy));
        QCOMPARE(hung.gpus[0].pci_address, std::string("0000:01:00.0"));
        QVERIFY2(hung.gpus[0].reason.find("did not answer in time") != std::string::npos, hung.gpus[0].reason.c_str());
        QVERIFY(!hung.gpus[0].load_ppm && !hung.gpus[0].temperature_millicelsius);
        nvml.behave("ok");
        until(watch, all_in(control::DeviceState::idle));
    }

    void aDriverThatCrashesIsNamedWithItsSignalAndComesBack() {
        FakeNvml nvml(HEARTH_FAKE_NVML, "ok");
        GpuReadings watch(options(m_desktop, nvml.file()));
        until(watch, all_in(control::DeviceState::idle));
        nvml.behave("crash");
        const auto crashed = until(watch, all_in(control::DeviceState::probe_crashed));
        QVERIFY2(crashed.gpus[0].reason.find("signal 6") != std::string::npos, crashed.gpus[0].reason.c_str());
        QCOMPARE(crashed.gpus[0].name, std::string("NVIDIA GeForce RTX 3060"));
        QVERIFY(!crashed.gpus[0].load_ppm);
        nvml.behave("ok");
        until(watch, all_in(control::DeviceState::idle));
    }

    void oneBadCardDoesNotTakeTheOthersWithIt() {
        Machine laptop("laptop-asleep");
        laptop.put("sys/bus/pci/devices/0000:01:00.0/power/runtime_status", "active\n");
        FakeNvml nvml(HEARTH_FAKE_NVML, "crash");
        GpuReadings watch(options(laptop, nvml.file()));
        const auto view = until(watch, [](const auto& v) {
            return v.gpus.size() == 2 && v.gpus[1].state == control::DeviceState::probe_crashed && v.gpus[0].load_ppm;
        });
        QCOMPARE(view.gpus[0].vendor, std::string("intel"));
        QCOMPARE(view.gpus[0].state, control::DeviceState::idle);
    }

    void theEndDoesNotWaitForADriverThatHangs() {
        FakeNvml nvml(HEARTH_FAKE_NVML, "hang");
        auto made = options(m_desktop, nvml.file());
        made.probe.deadline = 3'600'000 * millisecond; // would outlast the test's limit
        auto watch = std::make_unique<GpuReadings>(made);
        await([&] { return nvml.hangs(); });
        std::atomic<bool> ended = false;
        std::thread end([&] {
            watch.reset();
            ended = true;
        });
        await([&] { return ended.load(); });
        end.join();
        QVERIFY(ended.load());
    }

    void aPowerLimitGoesThroughTheProbe() {
        FakeNvml nvml(HEARTH_FAKE_NVML, "ok");
        GpuReadings watch(options(m_desktop, nvml.file()));
        test::must(watch.set_power_limit("0000:01:00.0", 130'000));
        QCOMPARE(nvml.limit(), QByteArray("130000"));
        until(watch, [](const auto& v) { return !v.gpus.empty() && v.gpus[0].power_limit_milliwatts == 130'000; });
        nvml.behave("root");
        QCOMPARE(watch.set_power_limit("0000:01:00.0", 120'000).error().code, core::Code::refused);
        nvml.behave("hang");
        QCOMPARE(watch.set_power_limit("0000:01:00.0", 120'000).error().code, core::Code::timed_out);
    }

    void aPowerLimitThatNobodyWaitsForIsNotSetLater() {
        FakeNvml nvml(HEARTH_FAKE_NVML, "ok");
        GpuReadings watch(options(m_desktop, nvml.file()));
        until(watch, all_in(control::DeviceState::idle));
        nvml.behave("hang");
        watch.order_power_limit("0000:01:00.0", 140'000);
        watch.order_power_limit("0000:01:00.0", 150'000);
        QCOMPARE(watch.set_power_limit("0000:01:00.0", 160'000).error().code, core::Code::timed_out);
        nvml.behave("ok");
        const auto view = until(watch, [](const auto& v) { return v.settled && v.gpus[0].power_limit_milliwatts; });
        QVERIFY2(nvml.limit() != "160000", "set although its caller was told that it was not");
        QVERIFY(view.gpus[0].power_limit_milliwatts != 160'000);
    }

    void aViewIsSettledOnceItIsYoungerThanTheLastPowerLimit() {
        FakeNvml nvml(HEARTH_FAKE_NVML, "ok");
        GpuReadings watch(options(m_desktop, nvml.file()));
        until(watch, all_in(control::DeviceState::idle));
        for (const std::uint64_t wanted : {130'000, 140'000, 150'000}) {
            watch.order_power_limit("0000:01:00.0", wanted);
            const auto view = until(watch, [](const auto& v) { return v.settled; });
            QCOMPARE(view.gpus[0].power_limit_milliwatts.value(), wanted);
        }
    }

    void withoutTheProgramNothingIsKnownAndItSaysSo() {
        FakeNvml nvml(HEARTH_FAKE_NVML, "ok");
        auto made = options(m_desktop, nvml.file());
        made.probe.program = "/nonexistent/hearth-probe";
        GpuReadings watch(made);
        const auto view = until(watch, [](const auto& v) { return !v.problem.empty(); });
        QVERIFY(view.gpus.empty());
        QVERIFY2(view.problem.find("/nonexistent/hearth-probe") != std::string::npos, view.problem.c_str());
        QVERIFY2(view.hint.find("Install hearth-probe") == 0, view.hint.c_str());
    }

    void aProbeThatDoesNotAnswerIsNotOneThatIsMissing() {
        QTemporaryDir folder;
        QFile silent(folder.filePath("silent"));
        QVERIFY(silent.open(QIODevice::WriteOnly) && silent.write("#!/bin/sh\nexec sleep 600\n") > 0);
        silent.close();
        QVERIFY(silent.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
        for (const QString& program : {QStringLiteral("/bin/false"), silent.fileName()}) {
            auto made = options(m_desktop, "none");
            made.probe.program = program.toStdString();
            GpuReadings watch(made);
            const auto view = until(watch, [](const auto& v) { return !v.problem.empty(); });
            QVERIFY2(view.hint.find("It is tried again by itself") == 0, view.hint.c_str());
        }
    }

    void changesAreAnnouncedOnce() {
        FakeNvml nvml(HEARTH_FAKE_NVML, "ok");
        auto made = options(m_desktop, nvml.file());
        std::atomic<int> changes{0};
        made.on_change = [&] { ++changes; };
        GpuReadings watch(made);
        until(watch, [](const auto& v) { return v.rounds > 5; });
        QCOMPARE(changes.load(), 1);
    }
};

QTEST_GUILESS_MAIN(NodeGpus)
#include "tst_node_gpus.moc"
