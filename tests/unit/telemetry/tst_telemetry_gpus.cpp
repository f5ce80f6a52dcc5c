// SPDX-License-Identifier: Apache-2.0
#include "machine.h"
#include "telemetry/gpu_prober.h"

using namespace hearth;
using hearth::test::Machine;
using telemetry::GpuProber;

namespace {

using core::second;
const std::string radeon = "0000:03:00.0";
const QString radeon_files = "sys/bus/pci/devices/0000:03:00.0/";

control::DeviceStatus read(GpuProber& prober, const std::string& pci) {
    auto status = prober.read(pci);
    if (!status) qFatal("%s", status.error().message.c_str());
    return *status;
}

bool has_figures(const control::DeviceStatus& gpu) {
    return gpu.load_ppm || gpu.memory_used_bytes || gpu.temperature_millicelsius || gpu.power_milliwatts ||
           gpu.core_clock_mhz || gpu.fan_ppm || gpu.fan_rpm || gpu.throttle || gpu.processes;
}

} // namespace

class TelemetryGpus : public QObject {
    Q_OBJECT
    core::ManualClock m_clock{100 * second};

private slots:
    void aRadeonTellsEverything() {
        Machine machine("amd-desktop");
        GpuProber prober(machine.places(), m_clock);
        const auto listed = prober.list();
        QCOMPARE(listed.size(), std::size_t{1});
        QCOMPARE(listed[0].id, std::string("gpu:0"));
        QVERIFY(!has_figures(listed[0]));
        const auto gpu = read(prober, radeon);
        QCOMPARE(gpu.state, control::DeviceState::idle);
        QCOMPARE(gpu.vendor, std::string("amd"));
        QCOMPARE(gpu.name, std::string("AMD GPU 1002:747e"));
        QCOMPARE(gpu.driver.value(), std::string("amdgpu 6.8.5"));
        QCOMPARE(gpu.integrated.value(), false);
        QCOMPARE(gpu.load_ppm.value(), 970'000u);
        QCOMPARE(gpu.memory_total_bytes.value(), std::uint64_t{17'163'091'968});
        QCOMPARE(gpu.memory_used_bytes.value(), std::uint64_t{9'126'805'504});
        QCOMPARE(gpu.temperature_millicelsius.value(), std::int64_t{67'000});
        QCOMPARE(gpu.power_milliwatts.value(), std::uint64_t{231'000});
        QCOMPARE(gpu.power_limit_milliwatts.value(), std::uint64_t{236'000});
        QCOMPARE(gpu.power_limit_min_milliwatts.value(), std::uint64_t{212'000});
        QCOMPARE(gpu.power_limit_max_milliwatts.value(), std::uint64_t{263'000});
        QCOMPARE(gpu.core_clock_mhz.value(), 2254u);
        QCOMPARE(gpu.memory_clock_mhz.value(), 1218u);
        QCOMPARE(gpu.fan_ppm.value(), 400'000u);
        QCOMPARE(gpu.fan_rpm.value(), 1340u);
        QCOMPARE(gpu.throttle.value(), std::string("power"));
    }

    void processesAreCountedOncePerClientAndTheirTimeBetweenReadings() {
        Machine machine("amd-desktop");
        GpuProber prober(machine.places(), m_clock);
        auto users = read(prober, radeon).processes.value();
        QCOMPARE(users.size(), std::size_t{2});
        QCOMPARE(users[0].name, std::string("kwin_wayland"));
        QCOMPARE(users[0].use, std::string("graphics"));
        QCOMPARE(users[0].memory_bytes.value(), std::uint64_t{80} << 20);
        QVERIFY(!users[0].load_ppm);
        QCOMPARE(users[1].pid, std::int64_t{7331});
        QCOMPARE(users[1].use, std::string("compute"));
        QCOMPARE(users[1].memory_bytes.value(), std::uint64_t{8} << 30);
        m_clock.advance(2 * second);
        machine.put("proc/7331/fdinfo/5",
                    "drm-pdev:\t0000:03:00.0\ndrm-client-id:\t9\ndrm-engine-compute:\t101000000000 ns\n");
        users = read(prober, radeon).processes.value();
        QVERIFY(qAbs(static_cast<int>(users[1].load_ppm.value()) - 500'000) < 100);
        QCOMPARE(users[0].load_ppm.value(), 0u);
        QVERIFY(!users[1].memory_bytes);
    }

    void whatAProcessorsGraphicsLackIsUnknown() {
        Machine machine("amd-apu");
        GpuProber prober(machine.places(), m_clock);
        const auto gpu = read(prober, "0000:e4:00.0");
        QCOMPARE(gpu.integrated.value(), true);
        QCOMPARE(gpu.driver.value(), std::string("amdgpu, Linux 6.1.0-18-amd64"));
        QCOMPARE(gpu.power_milliwatts.value(), std::uint64_t{9'023});
        QVERIFY(!gpu.power_limit_milliwatts && !gpu.fan_ppm && !gpu.fan_rpm && !gpu.memory_clock_mhz && !gpu.throttle);
        QVERIFY(gpu.processes->empty());
    }

    void anArcTellsLoadAndPowerFromTheSecondReadingOn() {
        Machine machine("intel-arc");
        GpuProber prober(machine.places(), m_clock);
        const auto first = read(prober, radeon);
        QVERIFY(!first.load_ppm && !first.power_milliwatts);
        m_clock.advance(2 * second);
        machine.put(radeon_files + "drm/card0/gt/gt0/rc6_residency_ms", "1500\n");
        machine.put(radeon_files + "hwmon/hwmon3/energy1_input", "5300000000\n");
        const auto gpu = read(prober, radeon);
        QCOMPARE(gpu.load_ppm.value(), 750'000u);
        QCOMPARE(gpu.power_milliwatts.value(), std::uint64_t{150'000});
        QCOMPARE(gpu.power_limit_milliwatts.value(), std::uint64_t{190'000});
        QCOMPARE(gpu.core_clock_mhz.value(), 2100u);
        QCOMPARE(gpu.fan_rpm.value(), 1100u);
        QCOMPARE(gpu.throttle.value(), std::string("power"));
        QCOMPARE(gpu.integrated.value(), false);
        QVERIFY(!gpu.temperature_millicelsius && !gpu.memory_used_bytes);
        QCOMPARE(gpu.processes->at(0).use, std::string("both"));
        QCOMPARE(gpu.processes->at(0).memory_bytes.value(), std::uint64_t{2} << 30);
    }

    void cardsWithoutAWorkingDriverAreListedAndSayWhatToDo() {
        Machine machine("nvidia-two-no-driver");
        GpuProber prober(machine.places(), m_clock);
        QCOMPARE(prober.list().size(), std::size_t{2});
        const auto nouveau = read(prober, "0000:0b:00.0");
        QCOMPARE(nouveau.state, control::DeviceState::driver_missing);
        QVERIFY2(nouveau.reason.find("nouveau") != std::string::npos, nouveau.reason.c_str());
        QVERIFY2(nouveau.reason.find("Install NVIDIA's driver") != std::string::npos, nouveau.reason.c_str());
        QCOMPARE(nouveau.temperature_millicelsius.value(), std::int64_t{38'000});
        const auto bare = read(prober, "0000:0c:00.0");
        QCOMPARE(bare.state, control::DeviceState::driver_missing);
        QCOMPARE(bare.name, std::string("NVIDIA GPU 10de:2684"));
        QVERIFY(!has_figures(bare) && !bare.driver);
    }

    void aSleepingCardIsNeverRead_data() {
        QTest::addColumn<QString>("machine");
        QTest::addColumn<QString>("pci");
        QTest::newRow("nvidia") << "laptop-asleep"
                                << "0000:01:00.0";
        QTest::newRow("amd") << "laptop-amd-asleep"
                             << "0000:03:00.0";
    }
    void aSleepingCardIsNeverRead() {
        QFETCH(QString, machine);
        QFETCH(QString, pci);
        Machine laptop(machine);
        GpuProber prober(laptop.places(), m_clock);
        prober.list();
        const auto gpu = read(prober, pci.toStdString());
        QCOMPARE(gpu.state, control::DeviceState::asleep);
        QVERIFY(!has_figures(gpu));
    }

    void anIdleCardIsLeftAloneLongEnoughToFallAsleep() {
        Machine laptop("laptop-amd-asleep");
        GpuProber prober(laptop.places(), m_clock);
        laptop.put(radeon_files + "power/runtime_status", "active\n");
        laptop.put("proc/900/comm", "kwin_wayland\n");
        laptop.tie("proc/900/fd/4", "/dev/dri/card1");
        laptop.put("proc/900/fdinfo/4", "drm-pdev:\t0000:03:00.0\ndrm-client-id:\t1\ndrm-memory-vram:\t512 KiB\n");
        QCOMPARE(read(prober, radeon).temperature_millicelsius.value(), std::int64_t{41'000});
        laptop.put(radeon_files + "hwmon/hwmon3/temp1_input", "42000\n");
        m_clock.advance(6 * second);
        QCOMPARE(read(prober, radeon).temperature_millicelsius.value(), std::int64_t{41'000});
        laptop.put(radeon_files + "power/runtime_status", "suspended\n");
        const auto asleep = read(prober, radeon);
        QCOMPARE(asleep.state, control::DeviceState::asleep);
        QCOMPARE(asleep.memory_total_bytes.value(), std::uint64_t{8'573'157'376});
        laptop.put(radeon_files + "power/runtime_status", "active\n");
        laptop.put(radeon_files + "gpu_busy_percent", "60\n");
        QCOMPARE(read(prober, radeon).load_ppm.value(), 600'000u);
        laptop.put(radeon_files + "gpu_busy_percent", "61\n");
        QCOMPARE(read(prober, radeon).load_ppm.value(), 610'000u);
    }

    void aPictureChipIsNoGpu() {
        Machine machine("server-no-gpu");
        QVERIFY(GpuProber(machine.places(), m_clock).list().empty());
        Machine laptop("laptop-asleep");
        QCOMPARE(GpuProber(laptop.places(), m_clock).list().size(), std::size_t{2});
    }

    void aPowerLimitGoesIntoTheDriversFileOrSaysWhoMay() {
        Machine machine("amd-desktop");
        GpuProber prober(machine.places(), m_clock);
        QCOMPARE(prober.answer("limit 0000:03:00.0 215000"), std::string("ok true"));
        QCOMPARE(machine.get(radeon_files + "hwmon/hwmon2/power1_cap").trimmed(), QByteArray("215000000"));
        Machine apu("amd-apu");
        GpuProber without(apu.places(), m_clock);
        QCOMPARE(without.set_power_limit("0000:e4:00.0", 9'000).error().code, core::Code::unsupported);
    }

    void namesComeFromTheListOfPciIds() {
        Machine machine("amd-desktop");
        machine.put(
            "pci.ids",
            "# c\n1001  Other\n\t747e  Wrong\n1002  AMD/ATI\n\t7470  No\n\t747e  Navi 32 [Radeon RX 7800 XT]\n");
        auto places = machine.places();
        places.pci_ids = {"/nonexistent", machine.path("pci.ids").toStdString()};
        QCOMPARE(GpuProber(places, m_clock).list().at(0).name, std::string("AMD Radeon RX 7800 XT"));
    }

    void linesThatAreNotKnownAreRefused() {
        Machine machine("server-no-gpu");
        GpuProber prober(machine.places(), m_clock);
        QCOMPARE(prober.answer("list"), std::string("ok []"));
        QVERIFY(prober.answer("dance").starts_with("error invalid_argument\t"));
        QVERIFY(prober.answer("read 0000:09:00.0").starts_with("error not_found\t"));
        QVERIFY(prober.answer("limit 0000:09:00.0 x").starts_with("error invalid_argument\t"));
    }
};

QTEST_GUILESS_MAIN(TelemetryGpus)
#include "tst_telemetry_gpus.moc"
