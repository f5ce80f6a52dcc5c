// SPDX-License-Identifier: Apache-2.0
#include "fake/story_parts.h"
#include "pages/devices/device_profiles.h"
#include "pages/devices/measuring.h"
#include "pages/devices/profiles_reader.h"
#include "pages/onboarding/first_run_reader.h"
#include "stage.h"

using namespace hearth;
using namespace hearth::desktop;
using hearth::desktop::testing::Stage;

namespace {

constexpr std::uint64_t gibibyte = std::uint64_t{1} << 30;

QVariantMap of(const QVariantMap& map, const char* key) {
    return map.value(QString::fromLatin1(key)).toMap();
}

} // namespace

/// A home that is set up, and what its devices may and can do.
class DesktopFirstRun : public QObject {
    Q_OBJECT
private slots:
    void profilesAreNumbersWithinWhatTheCardAllows() {
        namespace profiles = device_profiles;
        control::DeviceStatus card = fake::graphics_card(); // 100 to 212 W, 170 W of its own, 12 GiB
        card.limits.pause_at_millicelsius = 80'000;
        const auto quiet = profiles::limits(QStringLiteral("quiet"), card);
        QCOMPARE(quiet.power_milliwatts, std::optional(std::uint64_t{102'000}));
        QVERIFY(*quiet.memory_reserve_bytes <= 6 * gibibyte && *quiet.memory_reserve_bytes > 5 * gibibyte);
        QCOMPARE(quiet.pause_at_millicelsius, card.limits.pause_at_millicelsius);
        QCOMPARE(*profiles::limits(QStringLiteral("balanced"), card).power_milliwatts, std::uint64_t{136'000});
        card.power_limit_min_milliwatts = 150'000;
        QCOMPARE(*profiles::limits(QStringLiteral("quiet"), card).power_milliwatts, std::uint64_t{150'000});
        const auto full = profiles::limits(QStringLiteral("full"), card);
        QVERIFY(!full.power_milliwatts && !full.memory_reserve_bytes);
        QCOMPARE(profiles::current(card), QStringLiteral("full"));
        card.limits = profiles::limits(QStringLiteral("balanced"), card);
        QCOMPARE(profiles::current(card), QStringLiteral("balanced"));
        card.limits.power_milliwatts = 151'000;
        QCOMPARE(profiles::current(card), QString());
        card.power_limit_default_milliwatts.reset(); // its driver does not say
        QVERIFY(!profiles::limits(QStringLiteral("quiet"), card).power_milliwatts);
        card.memory_total_bytes.reset();
        QVERIFY(!profiles::possible(card));
        QCOMPARE(profiles::threads(QStringLiteral("quiet"), 8), 2U);
        QCOMPARE(profiles::threads(QStringLiteral("quiet"), 2), 1U);
        QCOMPARE(profiles::current(0, 8) + profiles::current(8, 8) + profiles::current(4, 8),
                 QStringLiteral("fullfullbalanced"));
        QCOMPARE(profiles::current(3, 8), QString());
    }

    void aProfileTriesLimitsOfACardAndKeepsThreads() {
        Stage stage("onboarding");
        ProfilesReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(reader.profiles().size(), 2);
        QCOMPARE(of(reader.profiles(), "gpu:1").value(QStringLiteral("current")).toString(), QStringLiteral("full"));
        reader.choose(QStringLiteral("gpu:1"), QStringLiteral("quiet"));
        QTRY_COMPARE(of(reader.profiles(), "gpu:1").value(QStringLiteral("current")).toString(),
                     QStringLiteral("quiet"));
        const auto status = stage.node().status();
        QVERIFY(status->devices[1].limits_revert_at && status->devices[1].limits.memory_reserve_bytes);
        QTRY_VERIFY(!reader.busy());
        reader.choose(QStringLiteral("cpu"), QStringLiteral("balanced"));
        QTRY_COMPARE(of(reader.profiles(), "cpu").value(QStringLiteral("current")).toString(),
                     QStringLiteral("balanced"));
        QVERIFY(!of(reader.profiles(), "cpu").value(QStringLiteral("waits")).toBool()); // in force at once
    }

    void devicesAreTestedOneByOneAndAFaultIsTold() {
        Stage stage("onboarding-failing");
        Measuring reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(reader.computing().value(QStringLiteral("gpu:1")).toString(), QStringLiteral("vulkan:0"));
        reader.test({QStringLiteral("cpu"), QStringLiteral("vulkan:0")});
        QCOMPARE(reader.work(), QStringLiteral("test"));
        QTRY_COMPARE(reader.proofs().size(), 2);
        QCOMPARE(of(reader.proofs(), "cpu").value(QStringLiteral("tone")).toString(), QStringLiteral("good"));
        QCOMPARE(of(reader.proofs(), "vulkan:0").value(QStringLiteral("tone")).toString(), QStringLiteral("bad"));
        QCOMPARE(of(reader.proofs(), "vulkan:0").value(QStringLiteral("parts")).toStringList().size(), 2);
        QCOMPARE(reader.work(), QString());
    }

    void aMeasurementStandsInTheHistoryAndCanBeCancelled() {
        Stage stage("working");
        Measuring reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        const auto count = [&] { return reader.history().value(QStringLiteral("cpu")).toList().size(); };
        QTRY_COMPARE(count(), 2);
        reader.measure(QStringLiteral("cpu"));
        QTRY_COMPARE(count(), 3);
        QTRY_COMPARE(reader.device(), QString());
        stage.node().setPace(std::chrono::milliseconds(20));
        reader.measure(QStringLiteral("cpu"));
        reader.cancel();
        QTRY_COMPARE(reader.device(), QString());
        QCOMPARE(reader.error(), QString());
        QCOMPARE(count(), 3);
    }

    void theHomeKeepsTheStepForTheNextWindow() {
        Stage stage("onboarding");
        QVERIFY(stage.open());
        {
            FirstRunReader reader;
            reader.setConnection(&stage.connection);
            QTRY_VERIFY(reader.wanted());
            QCOMPARE(reader.step(), QStringLiteral("place"));
            reader.setQuota(QStringLiteral("many"), QStringLiteral("devices"));
            QVERIFY(!reader.error().isEmpty() && !reader.busy());
            reader.setQuota(QStringLiteral("20"), QStringLiteral("devices"));
            QTRY_COMPARE(reader.step(), QStringLiteral("devices"));
        } // the window is gone
        FirstRunReader next;
        next.setConnection(&stage.connection);
        QTRY_COMPARE(next.step(), QStringLiteral("devices"));
        QVERIFY(next.autostartCanChange() && !next.autostart());
        next.setAutostart(true);
        QTRY_VERIFY(next.autostart());
        next.go(QStringLiteral("done"));
        QTRY_VERIFY(!next.wanted());
    }

    void aHomeWithoutRoomSaysSo() {
        Stage stage("onboarding-no-disk");
        FirstRunReader reader;
        reader.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_VERIFY(reader.wanted());
        QVERIFY(reader.noRoom() && reader.modelFile().isEmpty());
        reader.setAutostart(true);
        QTRY_VERIFY(!reader.error().isEmpty());
        QVERIFY(!reader.autostart());
    }
};

QTEST_GUILESS_MAIN(DesktopFirstRun)
#include "tst_desktop_first_run.moc"
