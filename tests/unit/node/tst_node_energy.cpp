// SPDX-License-Identifier: Apache-2.0
#include "node/devices/energy_meter.h"
#include "node/state/power_settings.h"
#include "test_node.h"

using namespace hearth;
using namespace hearth::test;

namespace {

/// Both times, as far as they are moved.
class HandClock final : public core::Clock {
public:
    core::Nanoseconds now() const override { return time; }
    core::Nanoseconds monotonic() const override { return time; }
    core::Nanoseconds time = 1000 * 3600 * core::second;
};

} // namespace

/// What devices take while they compute, and what it costs.
class NodeEnergy : public QObject {
    Q_OBJECT

    using Draw = node::EnergyMeter::Draw;
    QTemporaryDir m_folder;
    std::filesystem::path m_file;
    std::unique_ptr<node::Store> m_store;
    HandClock m_clock;

    void pass(node::EnergyMeter& meter, int seconds, const std::vector<Draw>& computing, std::uint32_t watts = 50) {
        for (int i = 0; i < seconds; ++i) {
            m_clock.time += core::second;
            must(meter.tick(computing, watts));
        }
    }
    std::vector<node::EnergyBook::Part> hours(std::int64_t from = 0) {
        return must(node::EnergyBook::hours(*m_store, from));
    }
    static core::Result<node::PowerSettings> read(const std::string& toml) {
        return node::PowerSettings::from(must(core::Config::parse(toml, "test", node::Settings::specs())));
    }

private slots:
    void init() {
        m_clock.time = 1000 * 3600 * core::second;
        m_file = path_of(m_folder) / (std::to_string(std::rand()) + ".sqlite");
        m_store = must(node::Store::open(m_file));
    }

    void measuredAndEstimatedAreSummedApart() {
        {
            node::EnergyMeter meter(*m_store, m_clock);
            must(meter.tick({}, 50)); // from here on
            pass(meter, 10, {{"vulkan:0", 200'000}, {"cpu", std::nullopt}});
            pass(meter, 10, {{"vulkan:0", 100'000}});
            pass(meter, 10, {}); // idle: the computer's own
        }
        QCOMPARE(hours().size(), std::size_t{1});
        QCOMPARE(hours().front().hour, std::int64_t{1000});
        QCOMPARE(hours().front().measured, std::uint64_t{3'000'000});
        QCOMPARE(hours().front().estimated, std::uint64_t{500'000});
    }

    void onlyBusyDevicesAreCountedAndEachOnce() {
        const auto worker = [](const char* device, const char* pci, control::WorkerState state) {
            control::WorkerStatus status;
            status.device = device;
            status.pci_address = pci;
            status.state = state;
            return status;
        };
        control::DeviceStatus told, silent;
        told.pci_address = "0000:01:00.0";
        told.power_milliwatts = 180'000;
        silent.pci_address = "0000:02:00.0";
        using State = control::WorkerState;
        const auto draws = node::EnergyMeter::draws_of(
            {worker("vulkan:0", "0000:01:00.0", State::busy), worker("vulkan:1", "0000:02:00.0", State::busy),
             worker("vulkan:2", "0000:01:00.0", State::ready), worker("cpu", "", State::busy),
             worker("cpu", "", State::busy)}, // the last one replays
            {told, silent});
        QCOMPARE(draws.size(), std::size_t{3});
        QCOMPARE(draws[0].milliwatts.value(), std::uint64_t{180'000});
        QVERIFY(!draws[1].milliwatts && !draws[2].milliwatts);
        QCOMPARE(draws[2].device, std::string("cpu"));
    }

    void whatDoesNotMeasureItselfIsNotCountedWithoutAnEstimate() {
        {
            node::EnergyMeter meter(*m_store, m_clock);
            pass(meter, 100, {{"cpu", std::nullopt}}, 0);
        }
        QVERIFY(hours().empty());
    }

    void aComputerThatSleptComputedNothing() {
        {
            node::EnergyMeter meter(*m_store, m_clock);
            must(meter.tick({{"cpu", std::nullopt}}, 50));
            m_clock.time += 1800 * core::second;
            must(meter.tick({{"cpu", std::nullopt}}, 50));
        }
        QVERIFY(hours().front().estimated <= 250'000);
    }

    void aMinuteIsOnTheDiskBeforeTheServiceEnds() {
        node::EnergyMeter meter(*m_store, m_clock);
        must(meter.tick({}, 50));
        pass(meter, 61, {{"cpu", std::nullopt}});
        QVERIFY(hours().front().estimated >= 50'000u * 59); // what a kill -9 leaves
        pass(meter, 3600, {{"cpu", std::nullopt}});
        must(meter.keep());
        QCOMPARE(hours().size(), std::size_t{2});
        QCOMPARE(hours()[0].estimated + hours()[1].estimated, std::uint64_t{3661} * 50'000);
        QCOMPARE(hours(1001).size(), std::size_t{1});
    }

    void thePriceIsReadAndMultipliedWithoutRounding() {
        const node::PowerSettings none = must(read(""));
        QVERIFY(!none.price_micros && none.cost(3'600'000).empty() && none.watts > 0);
        const node::PowerSettings power =
            must(read("[power]\nprice_per_kwh = \"0.325\"\ncurrency = \"EUR\"\nwatts = 90\n"));
        QCOMPARE(power.cost(3'600'000), std::string("0.325"));
        QCOMPARE(power.cost(36'000'000'000), std::string("3250.00"));
        QCOMPARE(power.cost(36'000), std::string("0.00325"));
        QCOMPARE(power.cost(0), std::string("0.00"));
        QCOMPARE(power.watts, 90u);
        for (const char* wrong :
             {"price_per_kwh = \"cheap\"", "price_per_kwh = \"0,32\"", "price_per_kwh = \"-1\"",
              "price_per_kwh = \"0.\"", "price_per_kwh = \"0.1234567\"", "currency = \"very long money\""})
            QCOMPARE(read("[power]\n" + std::string(wrong) + "\n").error().code, core::Code::invalid_argument);
    }

    void earningsAreNetOfElectricityWhereAWorthWasTold() {
        const auto emb = [](std::uint64_t units) { return core::Amount::from_units(units); };
        const auto told = must(read("[power]\nprice_per_kwh = \"0.3\"\nemb_worth = \"0.05\"\n"));
        QCOMPARE(told.net(emb(20'000'000'000), 3'600'000), std::string("0.70"));
        QCOMPARE(told.net(emb(2'000'000'000), 3'600'000), std::string("-0.20"));
        QCOMPARE(told.net(emb(6'000'000'000), 3'600'000), std::string("0.00"));
        QCOMPARE(told.net(emb(UINT64_MAX), UINT64_MAX).front(), '-');
        for (const char* partly : {"price_per_kwh = \"0.3\"\n", "emb_worth = \"0.05\"\n", ""})
            QVERIFY(must(read("[power]\n" + std::string(partly))).net(emb(1), 1).empty());
        for (const char* wrong : {"much", "-1", "0,05", "1."})
            QCOMPARE(read("[power]\nemb_worth = \"" + std::string(wrong) + "\"\n").error().code,
                     core::Code::invalid_argument);
    }

    void theServiceTellsItBesideTheEarnings() {
        {
            const auto home = path_of(m_folder) / "home";
            TestNode node(home);
            node.start();
            QVERIFY(!must(node.node().earnings(86'400, 0)).energy); // unknown is no zero
            node.stop();
            const auto store = must(node::Store::open(home / "node.sqlite"));
            const std::int64_t hour = core::system_clock().now() / (3600 * core::second);
            must(node::EnergyBook(*store).add({{hour, "cpu", 0, 3'600'000'000}, {hour - 30, "cpu", 1'000, 0}}));
        }
        must(core::write_file_atomic(
            path_of(m_folder) / "home" / "hearth.toml",
            core::as_bytes(std::string("[power]\nprice_per_kwh = \"0.5\"\ncurrency = \"CHF\"\n"))));
        TestNode node(path_of(m_folder) / "home");
        node.start();
        const control::Energy day = must(node.node().earnings(86'400, 0)).energy.value();
        QCOMPARE(day.estimated_joules, std::uint64_t{3'600'000});
        QCOMPARE(day.measured_joules, std::uint64_t{0});
        QCOMPARE(day.cost.value() + day.currency, std::string("0.50CHF"));
        QVERIFY(!day.net);
        must(node.node().change_settings({{"power.emb_worth", {"2"}}, {"power.price_per_kwh", {"0.25"}}}));
        QCOMPARE(must(node.node().earnings(86'400, 0)).energy.value().net, std::optional<std::string>("-0.25"));
        must(node.node().change_settings({{"power.emb_worth", {""}}, {"power.price_per_kwh", {"0.5"}}}));
        std::uint64_t sum = 0;
        for (const control::EnergyPoint& point : day.series)
            sum += point.joules;
        QCOMPARE(sum, std::uint64_t{3'600'000});
        const control::Energy all = must(node.node().earnings(0, 0)).energy.value();
        QCOMPARE(all.measured_joules, std::uint64_t{1});
        QVERIFY(all.series.size() > 30 && all.series.size() <= 48); // from the first hour on, not from 1970
    }
};

QTEST_GUILESS_MAIN(NodeEnergy)
#include "tst_node_energy.moc"
