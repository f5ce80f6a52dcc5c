// SPDX-License-Identifier: Apache-2.0
#include "telemetry/device.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <unistd.h>

using namespace hearth::telemetry;

class TelemetryCpu : public QObject {
    Q_OBJECT

    QTemporaryDir m_root;

    void put(const QString& path, const QByteArray& content) {
        const QString full = m_root.filePath(path);
        QVERIFY(QDir().mkpath(QFileInfo(full).path()));
        QFile file(full);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(file.write(content), content.size());
    }
    std::string proc() { return m_root.filePath("proc").toStdString(); }
    std::string sys() { return m_root.filePath("sys").toStdString(); }

private slots:
    void init() {
        put("proc/cpuinfo",
            "processor : 0\nmodel name\t: Test CPU 9000\nflags\t\t: fpu avx2 avx512f avx512_vnni amx_int8\n");
        put("proc/meminfo", "MemTotal:       1000 kB\nMemFree:         100 kB\nMemAvailable:    400 kB\n");
        put("proc/stat", "cpu  100 0 0 100 0 0 0 0 0 0\ncpu0 1 2 3 4\n");
        put("proc/self/cgroup", "0::/a/b\n");
    }

    void nameAndInstructionSetsComeFromCpuinfo() {
        const auto devices = find_devices(proc(), sys());
        QCOMPARE(devices.size(), std::size_t{1});
        QCOMPARE(devices[0]->info().name, std::string("Test CPU 9000"));
        QCOMPARE(devices[0]->info().isa, std::string("AVX2 AVX512 AVX512-VNNI AMX-INT8"));
        QVERIFY(devices[0]->info().threads >= 1);
    }

    void loadIsUnknownFirstAndThenTheBusyShare() {
        const auto devices = find_devices(proc(), sys());
        QVERIFY(!devices[0]->read().load_ppm.has_value());
        put("proc/stat", "cpu  175 0 0 125 0 0 0 0 0 0\n");
        QCOMPARE(devices[0]->read().load_ppm.value(), 750'000u);
        QVERIFY(!devices[0]->read().load_ppm.has_value());
    }

    void memoryIsTotalMinusAvailable() {
        const auto devices = find_devices(proc(), sys());
        const Reading reading = devices[0]->read();
        QCOMPARE(reading.memory_total_bytes.value(), std::uint64_t{1'024'000});
        QCOMPARE(reading.memory_used_bytes.value(), std::uint64_t{614'400});
    }

    void whatNobodyReportsIsUnknown() {
        const auto devices = find_devices(m_root.filePath("nowhere").toStdString(), sys());
        const Reading reading = devices[0]->read();
        QVERIFY(!reading.load_ppm && !reading.memory_total_bytes && !reading.temperature_millicelsius);
    }

    void temperatureComesFromAKnownChipOnly() {
        put("sys/class/hwmon/hwmon0/name", "nvme\n");
        put("sys/class/hwmon/hwmon0/temp1_input", "90000\n");
        QVERIFY(!find_devices(proc(), sys())[0]->read().temperature_millicelsius.has_value());
        put("sys/class/hwmon/hwmon1/name", "k10temp\n");
        put("sys/class/hwmon/hwmon1/temp1_input", "51250\n");
        QCOMPARE(find_devices(proc(), sys())[0]->read().temperature_millicelsius.value(), std::int64_t{51'250});
    }

    void cgroupQuotaLimitsTheThreads() {
        put("sys/fs/cgroup/a/b/cpu.max", "max 100000\n");
        put("sys/fs/cgroup/a/cpu.max", "50000 100000\n");
        QCOMPARE(find_devices(proc(), sys())[0]->info().threads, 1u);
    }

    void residentMemoryOfThisProcessIsKnownAndOfAGoneOneIsNot() {
        QVERIFY(resident_bytes(::getpid()).value_or(0) > 1'000'000);
        QVERIFY(!resident_bytes(-1).has_value());
        QCOMPARE(available_memory_bytes(proc()).value(), std::uint64_t{409'600});
    }
};

QTEST_GUILESS_MAIN(TelemetryCpu)
#include "tst_telemetry_cpu.moc"
