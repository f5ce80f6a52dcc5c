// SPDX-License-Identifier: Apache-2.0
#include "core/size_text.h"
#include "exact/cpu/device.h"
#include "exact/measure/speed.h"
#include "exact/measure/synthetic_model.h"

#include <cstring>
#include <QTest>

using namespace hearth;
using namespace hearth::exact;

namespace {

Shape small_shape(Profile profile = Profile::ci81) {
    ModelClass small = model_classes().front();
    small.layers = 2;
    small.vocab = 512;
    return small.shape(profile, 1024);
}

/// The processor, and how many rows it was given in each step.
class CountingDevice final : public Device {
public:
    const DeviceInfo& info() const override { return m_device.info(); }
    std::optional<std::uint64_t> memory_free() const override { return m_device.memory_free(); }
    Footprint footprint(const ModelView& model) const override { return m_device.footprint(model); }
    core::Result<std::unique_ptr<PartRunner>> load(const ModelView& model, std::uint32_t pages,
                                                   const LoadProgress& progress) override {
        HEARTH_TRY(auto inner, m_device.load(model, pages, progress));
        return std::unique_ptr<PartRunner>(std::make_unique<Counting>(steps, std::move(inner)));
    }
    core::Result<double> read_bandwidth() override { return 1e9; }

    std::vector<std::size_t> steps;

private:
    class Counting final : public PartRunner {
    public:
        Counting(std::vector<std::size_t>& steps, std::unique_ptr<PartRunner> inner)
            : m_steps(steps), m_inner(std::move(inner)) {}
        std::uint32_t page_count() const override { return m_inner->page_count(); }
        std::size_t page_bytes() const override { return m_inner->page_bytes(); }
        core::Status pass(std::span<const Row> rows, std::span<float> hidden) override {
            m_steps.push_back(rows.size());
            return m_inner->pass(rows, hidden);
        }
        core::Result<std::span<const float>> project(std::span<const std::uint32_t> rows) override {
            return m_inner->project(rows);
        }
        core::ByteView final_row(std::size_t index) const override { return m_inner->final_row(index); }

    private:
        std::vector<std::size_t>& m_steps;
        std::unique_ptr<PartRunner> m_inner;
    };

    ThreadTeam m_team{1};
    CpuDevice m_device{m_team, best_kernels()};
};

} // namespace

/// Measuring a device: how long it may take, how it is stopped, what it refuses.
class ExactSpeed : public QObject {
    Q_OBJECT

private slots:
    void aModelMadeStepByStepIsTheSame() {
        for (const Profile profile : {Profile::ci81, Profile::ci41}) {
            const SyntheticModel at_once(small_shape(profile), 3);
            std::uint64_t last = 0;
            const auto made = SyntheticModel::make(small_shape(profile), 3, [&](std::uint64_t done, std::uint64_t all) {
                const bool grows = done >= last && done < all;
                last = done;
                return grows;
            });
            QVERIFY(made);
            const MatrixView &a = at_once.view().lm_head, &b = made->view().lm_head;
            QCOMPARE(a.rows, b.rows);
            QVERIFY(std::memcmp(a.data, b.data, std::size_t{a.rows} * a.columns) == 0);
        }
    }

    void makingAModelIsCancelledBetweenAnyTwoMatrices() {
        for (int go_on = 0; go_on < 9; ++go_on) {
            int asked = 0;
            const auto made =
                SyntheticModel::make(small_shape(), 1, [&](std::uint64_t, std::uint64_t) { return ++asked <= go_on; });
            QVERIFY(!made);
            QCOMPARE(made.error().code, core::Code::cancelled);
            QCOMPARE(asked, go_on + 1);
        }
    }

    void aModelThatCannotBeMadeHereIsRefusedWithBothNumbers() {
        ModelClass huge = model_classes().back();
        huge.vocab = 2'000'000'000;
        const auto refused = SyntheticModel::make(huge.shape(Profile::ci81, 1024), 1, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, core::Code::out_of_memory);
        QVERIFY2(refused.error().message.find("19,546,811.5 MiB") != std::string::npos,
                 refused.error().message.c_str());
        QVERIFY2(refused.error().message.find("are free") != std::string::npos, refused.error().message.c_str());
    }

    void aSlowDeviceIsMeasuredWithFewTokens() {
        const SyntheticModel model(small_shape());
        CountingDevice device;
        SpeedOptions options;
        options.seconds = 0; // every device is too slow for that
        options.streams = 3;
        const auto speed = measure_speed(device, model.view(), options, {});
        QVERIFY(speed);
        QCOMPARE(device.steps, (std::vector<std::size_t>{16, 16, 1, 1, 3, 3}));
        QVERIFY(speed->prefill_tokens_per_s > 0 && speed->decode_tokens_per_s > 0 && speed->streams_tokens_per_s > 0);
    }

    void aFastDeviceReadsWholePromptsInFullBatches() {
        const SyntheticModel model(small_shape());
        CountingDevice device;
        SpeedOptions options;
        options.seconds = 3600;
        options.prompt = 200;
        options.decode = 2;
        QVERIFY(measure_speed(device, model.view(), options, {}));
        std::vector<std::size_t> wanted{16};
        for (int prompt = 0; prompt < 9; ++prompt)
            wanted.insert(wanted.end(), {128, 72});
        wanted.insert(wanted.end(), {1, 1, 1, 16, 16, 16});
        QCOMPARE(device.steps, wanted);
    }

    void aMeasurementIsCancelledBeforeAnyStep() {
        const SyntheticModel model(small_shape());
        SpeedOptions options;
        options.seconds = 0;
        int stages = 0;
        CountingDevice whole;
        QVERIFY(measure_speed(whole, model.view(), options, [&](const core::Sentence&) { return ++stages > 0; }));
        for (int go_on = 0; go_on < stages; ++go_on) {
            CountingDevice device;
            int asked = 0;
            const auto speed =
                measure_speed(device, model.view(), options, [&](const core::Sentence&) { return ++asked <= go_on; });
            QVERIFY(!speed);
            QCOMPARE(speed.error().code, core::Code::cancelled);
            QVERIFY(device.steps.size() < whole.steps.size());
            QVERIFY2(asked <= go_on + 2,
                     "once more than needed: when loading says that it is done, nothing is left to cancel");
        }
        QVERIFY(stages > 8);
    }

    void aModelLargerThanWhatItMayTakeIsRefusedWithBothNumbers() {
        const SyntheticModel model(small_shape());
        CountingDevice device;
        for (const std::uint64_t room : {std::uint64_t{0}, std::uint64_t{5} << 10}) {
            SpeedOptions options;
            options.memory_bytes = room;
            const auto refused = measure_speed(device, model.view(), options, {});
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, core::Code::out_of_memory);
            QVERIFY2(refused.error().message.find(" " + core::room_text(room) + " may be taken") != std::string::npos,
                     refused.error().message.c_str());
        }
        QVERIFY(device.steps.empty());
    }
};

QTEST_GUILESS_MAIN(ExactSpeed)
#include "tst_exact_speed.moc"
