// SPDX-License-Identifier: Apache-2.0
#include "machine.h"
#include "telemetry/gpu_prober.h"

using namespace hearth;
using hearth::test::FakeNvml;
using hearth::test::Machine;
using telemetry::GpuProber;

namespace {

const std::string geforce = "0000:01:00.0";
const QString new_library = HEARTH_FAKE_NVML "new.so", old_library = HEARTH_FAKE_NVML "old.so";

control::DeviceStatus read(GpuProber& prober) {
    auto status = prober.read(geforce);
    if (!status) qFatal("%s", status.error().message.c_str());
    return *status;
}

} // namespace

class TelemetryNvml : public QObject {
    Q_OBJECT
    Machine m_machine{"nvidia-desktop"};

private slots:
    void aNewDriverTellsEverything() {
        FakeNvml nvml(new_library, "ok");
        GpuProber prober(m_machine.places(nvml.file()));
        const auto gpu = read(prober);
        QCOMPARE(gpu.state, control::DeviceState::idle);
        QCOMPARE(gpu.name, std::string("NVIDIA GeForce RTX 3060"));
        QCOMPARE(gpu.driver.value(), std::string("nvidia 550.54.14"));
        QCOMPARE(gpu.integrated.value(), false);
        QCOMPARE(gpu.load_ppm.value(), 420'000u);
        QCOMPARE(gpu.memory_total_bytes.value(), std::uint64_t{12'884'901'888});
        QCOMPARE(gpu.memory_used_bytes.value(), std::uint64_t{2'284'901'888});
        QCOMPARE(gpu.temperature_millicelsius.value(), std::int64_t{61'000});
        QCOMPARE(gpu.power_milliwatts.value(), std::uint64_t{95'500});
        QCOMPARE(gpu.power_limit_milliwatts.value(), std::uint64_t{170'000});
        QCOMPARE(gpu.power_limit_max_milliwatts.value(), std::uint64_t{212'000});
        QCOMPARE(gpu.core_clock_mhz.value(), 1777u);
        QCOMPARE(gpu.memory_clock_mhz.value(), 7301u);
        QCOMPARE(gpu.fan_ppm.value(), 550'000u);
        QCOMPARE(gpu.throttle.value(), std::string("power, temperature"));
        QCOMPARE(gpu.processes->size(), std::size_t{2});
        QCOMPARE(gpu.processes->at(0).name, std::string("Xorg"));
        QVERIFY(!gpu.processes->at(0).memory_bytes);
        QCOMPARE(gpu.processes->at(1).use, std::string("compute"));
    }

    void anOldDriverTellsWhatItHas() {
        FakeNvml nvml(old_library, "ok");
        GpuProber prober(m_machine.places(nvml.file()));
        const auto gpu = read(prober);
        QCOMPARE(gpu.state, control::DeviceState::idle);
        QCOMPARE(gpu.memory_used_bytes.value(), std::uint64_t{2'884'901'888});
        QCOMPARE(gpu.processes->size(), std::size_t{1});
        QVERIFY(!gpu.power_milliwatts && !gpu.power_limit_milliwatts && !gpu.core_clock_mhz && !gpu.throttle &&
                !gpu.fan_ppm);
        QCOMPARE(prober.set_power_limit(geforce, 150'000).error().code, core::Code::unsupported);
    }

    void notSupportedIsUnknownAndNoProblem() {
        FakeNvml nvml(new_library, "not supported");
        GpuProber prober(m_machine.places(nvml.file()));
        const auto gpu = read(prober);
        QCOMPARE(gpu.state, control::DeviceState::idle);
        QVERIFY(!gpu.load_ppm && !gpu.memory_total_bytes && !gpu.temperature_millicelsius && !gpu.power_milliwatts &&
                !gpu.throttle && !gpu.processes);
        QVERIFY(gpu.driver);
    }

    void aLostCardHasNoFiguresAndComesBack() {
        FakeNvml nvml(new_library, "lost");
        GpuProber prober(m_machine.places(nvml.file()));
        const auto gpu = read(prober);
        QCOMPARE(gpu.state, control::DeviceState::driver_busy);
        QVERIFY(!gpu.load_ppm && !gpu.temperature_millicelsius);
        QCOMPARE(gpu.name, std::string("NVIDIA GeForce RTX 3060"));
        nvml.behave("ok");
        QCOMPARE(read(prober).state, control::DeviceState::idle);
    }

    void whatDoesNotStartSaysWhy_data() {
        QTest::addColumn<QString>("library");
        QTest::addColumn<QByteArray>("behaviour");
        QTest::addColumn<QByteArray>("state");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("no module") << new_library << QByteArray("no driver") << QByteArray("driver missing")
                                   << QByteArray("not loaded");
        QTest::newRow("updated") << new_library << QByteArray("mismatch") << QByteArray("driver busy")
                                 << QByteArray("updated");
        QTest::newRow("no rights") << new_library << QByteArray("no permission") << QByteArray("driver busy")
                                   << QByteArray("/dev/nvidiactl");
        QTest::newRow("no library") << QString() << QByteArray() << QByteArray("driver missing")
                                    << QByteArray("not installed");
        QTest::newRow("another library") << QStringLiteral("libc.so.6") << QByteArray() << QByteArray("driver missing")
                                         << QByteArray("lacks");
    }
    void whatDoesNotStartSaysWhy() {
        QFETCH(QString, library);
        QFETCH(QByteArray, behaviour);
        QFETCH(QByteArray, state);
        QFETCH(QByteArray, words);
        std::optional<FakeNvml> nvml;
        if (!behaviour.isEmpty()) nvml.emplace(library, behaviour);
        GpuProber prober(m_machine.places(nvml                ? nvml->file()
                                          : library.isEmpty() ? QStringLiteral("/nonexistent/x.so")
                                                              : library));
        const auto gpu = read(prober);
        QCOMPARE(QByteArray(control::name_of(gpu.state)), state);
        QVERIFY2(gpu.reason.find(words.toStdString()) != std::string::npos, gpu.reason.c_str());
        QVERIFY(!gpu.load_ppm);
    }

    void aPowerLimitIsSetOrRefusedWithTheCommandThatMay() {
        FakeNvml nvml(new_library, "ok");
        GpuProber prober(m_machine.places(nvml.file()));
        QVERIFY(prober.set_power_limit(geforce, 120'000));
        QCOMPARE(nvml.limit(), QByteArray("120000"));
        QCOMPARE(read(prober).power_limit_milliwatts.value(), std::uint64_t{120'000});
        nvml.behave("root");
        const auto refused = prober.set_power_limit(geforce, 130'000);
        QCOMPARE(refused.error().code, core::Code::refused);
        QVERIFY2(refused.error().hint.find("nvidia-smi -i 0000:01:00.0 -pl 130") != std::string::npos,
                 refused.error().hint.c_str());
        QCOMPARE(nvml.limit(), QByteArray("120000"));
    }
};

QTEST_GUILESS_MAIN(TelemetryNvml)
#include "tst_telemetry_nvml.moc"
