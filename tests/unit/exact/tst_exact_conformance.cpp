// SPDX-License-Identifier: Apache-2.0
#include "exact/cpu/device.h"
#include "exact/gpu/step.h"
#include "exact/measure/conformance.h"

#include <QElapsedTimer>
#include <QTest>
#include <set>

using namespace hearth;
using namespace hearth::exact;

namespace {

/// Sizes for which the plug-ins have kernels of their own.
constexpr std::array<std::uint32_t, 9> batches{1, 2, 4, 8, 16, 32, 64, 128, static_cast<std::uint32_t>(max_rows)};
constexpr std::array<std::uint32_t, 6> outputs{1, 2, 4, 8, 16, static_cast<std::uint32_t>(max_outputs)};

/// What a self test asked of a device, and what to spoil.
struct Watched {
    std::set<std::uint32_t> batches, outputs, head_dims;
    std::uint32_t spoilt_batch = 0, spoilt_outputs = 0, spoilt_head_dim = 0; ///< 0: none
};

/// The processor, watched.
class WatchedRunner final : public PartRunner {
public:
    WatchedRunner(std::unique_ptr<PartRunner> runner, Watched& watched, const Shape& shape)
        : m_runner(std::move(runner)), m_watched(watched), m_spoilt(shape.head_dim == watched.spoilt_head_dim) {}
    std::uint32_t page_count() const override { return m_runner->page_count(); }
    std::size_t page_bytes() const override { return m_runner->page_bytes(); }
    core::Status pass(std::span<const Row> rows, std::span<float> hidden) override {
        const std::uint32_t bucket = gpu_step::bucket_of(batches, rows.size());
        m_watched.batches.insert(bucket);
        m_wrong = m_spoilt || bucket == m_watched.spoilt_batch;
        return m_runner->pass(rows, hidden);
    }
    core::Result<std::span<const float>> project(std::span<const std::uint32_t> rows) override {
        const std::uint32_t bucket = gpu_step::bucket_of(outputs, rows.size());
        m_watched.outputs.insert(bucket);
        HEARTH_TRY(const auto logits, m_runner->project(rows));
        m_logits.assign(logits.begin(), logits.end());
        if (m_wrong || bucket == m_watched.spoilt_outputs) m_logits.back() += 1.0F;
        return std::span<const float>(m_logits);
    }
    core::ByteView final_row(std::size_t index) const override { return m_runner->final_row(index); }

private:
    std::unique_ptr<PartRunner> m_runner;
    Watched& m_watched;
    const bool m_spoilt;
    bool m_wrong = false;
    std::vector<float> m_logits;
};

class WatchedDevice final : public Device {
public:
    explicit WatchedDevice(Watched& watched) : m_device(m_team, best_kernels()), m_watched(watched) {}
    const DeviceInfo& info() const override { return m_device.info(); }
    std::optional<std::uint64_t> memory_free() const override { return m_device.memory_free(); }
    Footprint footprint(const ModelView& model) const override { return m_device.footprint(model); }
    core::Result<std::unique_ptr<PartRunner>> load(const ModelView& model, std::uint32_t pages,
                                                   const LoadProgress& progress) override {
        m_watched.head_dims.insert(model.shape.head_dim);
        HEARTH_TRY(auto runner, m_device.load(model, pages, progress));
        return std::unique_ptr<PartRunner>(std::make_unique<WatchedRunner>(std::move(runner), m_watched, model.shape));
    }
    core::Result<double> read_bandwidth() override { return m_device.read_bandwidth(); }

private:
    ThreadTeam m_team{1};
    CpuDevice m_device;
    Watched& m_watched;
};

} // namespace

/// What a device must show before it serves a profile.
class TestConformance : public QObject {
    Q_OBJECT

private slots:
    void everyKernelIsAsked();
    void aSingleWrongKernelIsFound_data();
    void aSingleWrongKernelIsFound();
};

void TestConformance::everyKernelIsAsked() {
    for (const Profile profile : {Profile::ci81, Profile::ci41}) {
        Watched watched;
        WatchedDevice device(watched);
        QElapsedTimer timer;
        timer.start();
        const auto proven = self_test(profile, device);
        QVERIFY2(proven.ok(), proven ? "" : proven.error().message.c_str());
        qInfo("%lld ms on the processor", static_cast<long long>(timer.elapsed()));
        QCOMPARE(watched.batches, std::set<std::uint32_t>(batches.begin(), batches.end()));
        QCOMPARE(watched.outputs, std::set<std::uint32_t>(outputs.begin(), outputs.end()));
        QCOMPARE(watched.head_dims, (std::set<std::uint32_t>{20, 64, 128}));
    }
}

void TestConformance::aSingleWrongKernelIsFound_data() {
    QTest::addColumn<unsigned>("batch");
    QTest::addColumn<unsigned>("outputs");
    QTest::addColumn<unsigned>("head_dim");
    for (const unsigned batch : batches)
        QTest::addRow("batches of %u", batch) << batch << 0U << 0U;
    for (const unsigned count : outputs)
        QTest::addRow("%u outputs", count) << 0U << count << 0U;
    for (const unsigned dim : {20U, 64U, 128U})
        QTest::addRow("heads of %u", dim) << 0U << 0U << dim;
}

void TestConformance::aSingleWrongKernelIsFound() {
    QFETCH(const unsigned, batch);
    QFETCH(const unsigned, outputs);
    QFETCH(const unsigned, head_dim);
    Watched watched;
    watched.spoilt_batch = batch, watched.spoilt_outputs = outputs, watched.spoilt_head_dim = head_dim;
    WatchedDevice device(watched);
    const auto refused = self_test(Profile::ci81, device);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, core::Code::unsupported);
}

QTEST_GUILESS_MAIN(TestConformance)
#include "tst_exact_conformance.moc"
