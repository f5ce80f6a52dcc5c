// SPDX-License-Identifier: Apache-2.0
#include "exact/placement.h"

#include <QTest>

using namespace hearth;
using namespace hearth::exact;

namespace {

constexpr std::uint64_t gib = 1ULL << 30;

/// Takes a GiB a layer; loads nothing.
class PlannedDevice final : public Device {
public:
    explicit PlannedDevice(const char* id) { m_info.id = id; }
    const DeviceInfo& info() const override { return m_info; }
    std::optional<std::uint64_t> memory_free() const override { return std::nullopt; }
    Footprint footprint(const ModelView& model) const override { return {model.shape.layers * gib, 0, 0}; }
    core::Result<std::unique_ptr<PartRunner>> load(const ModelView&, std::uint32_t, const LoadProgress&) override {
        return core::fail(core::Code::unavailable, "It only plans.");
    }
    core::Result<double> read_bandwidth() override { return core::fail(core::Code::unavailable, "It only plans."); }

private:
    DeviceInfo m_info;
};

ModelView eight_layers() {
    ModelView model;
    model.shape.layers = 8;
    model.layers.resize(8);
    return model;
}

core::Result<Placement> placed(const Rooms& rooms) {
    return place_layers(eight_layers(), PlannedDevice("vulkan:0"), PlannedDevice("cpu"), 1, rooms);
}

} // namespace

/// How a model is spread over a GPU and the processor.
class TestPlacement : public QObject {
    Q_OBJECT

private slots:
    void asManyLayersAsFitGoToTheGpu();
    void sharedMemoryIsCountedOnce();
    void memoryOfTheGpusOwnIsNotShared();
};

void TestPlacement::asManyLayersAsFitGoToTheGpu() {
    const auto whole = placed({8 * gib, 0});
    QVERIFY(whole.ok());
    QCOMPARE(whole->first_on_gpu, 0U);
    const auto split = placed({5 * gib, 3 * gib});
    QVERIFY(split.ok());
    QCOMPARE(split->first_on_gpu, 3U);
    QCOMPARE(split->gpu_bytes, 5 * gib);
    QCOMPARE(split->cpu_bytes, 3 * gib);
    for (const Rooms& rooms : {Rooms{5 * gib, 2 * gib}, Rooms{gib / 2, 100 * gib}}) {
        const auto none = placed(rooms);
        QVERIFY(!none);
        QCOMPARE(none.error().code, core::Code::out_of_memory);
    }
}

void TestPlacement::sharedMemoryIsCountedOnce() {
    DeviceInfo info;
    info.integrated = true;
    info.memory_total = 6 * gib;
    QCOMPARE(room_of_both(info, 7 * gib, 16 * gib), 7 * gib);
    const auto twice = placed({5 * gib, 7 * gib, 7 * gib}); // each part fits alone
    QVERIFY(!twice);
    QCOMPARE(twice.error().code, core::Code::out_of_memory);
    QVERIFY2(twice.error().message.find("vulkan:0 shares") != std::string::npos, twice.error().message.c_str());
    QVERIFY(placed({5 * gib, 8 * gib, 8 * gib}).ok());
    QVERIFY(!placed({8 * gib, 7 * gib, 7 * gib}));
}

void TestPlacement::memoryOfTheGpusOwnIsNotShared() {
    DeviceInfo info;
    info.memory_total = 6 * gib;
    QCOMPARE(room_of_both(info, 7 * gib, 16 * gib), UINT64_MAX);
    info.software = true;
    QCOMPARE(room_of_both(info, 7 * gib, 16 * gib), 7 * gib);
    QCOMPARE(room_of_both(info, UINT64_MAX, 16 * gib), UINT64_MAX);
    // Set aside by the firmware: more than the system knows of.
    info.integrated = true;
    info.memory_total = 75 * gib;
    QCOMPARE(room_of_both(info, 28 * gib, 32 * gib), 71 * gib);
}

QTEST_GUILESS_MAIN(TestPlacement)
#include "tst_exact_placement.moc"
