// SPDX-License-Identifier: Apache-2.0
#include "node/devices/confirmed_limits.h"
#include "node/devices/gpu_policy.h"
#include "support.h"

using namespace hearth;
using control::DeviceLimits;
using control::DeviceState;
using control::DeviceStatus;
using node::ConfirmedLimits;
using test::must;

namespace {

using core::second;
const std::string key = "0000:01:00.0";

DeviceStatus card(std::uint64_t power_limit = 170'000) {
    DeviceStatus gpu;
    gpu.id = "gpu:0";
    gpu.kind = "gpu";
    gpu.name = "Card";
    gpu.vendor = "nvidia";
    gpu.state = control::DeviceState::idle;
    gpu.pci_address = key;
    gpu.memory_total_bytes = std::uint64_t{8} << 30;
    gpu.memory_used_bytes = std::uint64_t{1} << 30;
    gpu.temperature_millicelsius = 60'000;
    gpu.power_limit_milliwatts = power_limit;
    gpu.power_limit_min_milliwatts = 100'000;
    gpu.power_limit_max_milliwatts = 212'000;
    return gpu;
}

DeviceLimits power(std::uint64_t milliwatts) {
    DeviceLimits limits;
    limits.power_milliwatts = milliwatts;
    return limits;
}
DeviceLimits pause_at(std::int64_t millicelsius) {
    DeviceLimits limits;
    limits.pause_at_millicelsius = millicelsius;
    return limits;
}
DeviceLimits reserve(std::uint64_t bytes) {
    DeviceLimits limits;
    limits.memory_reserve_bytes = bytes;
    return limits;
}

std::vector<ConfirmedLimits::PowerOrder> reconcile(ConfirmedLimits& book, const DeviceStatus& gpu,
                                                   core::Nanoseconds now) {
    std::vector<std::string> given_up;
    return book.reconcile({gpu}, now, given_up);
}

/// On the card at `pci`, or on the processor.
control::WorkerStatus worker(const std::string& pci, control::WorkerState state = control::WorkerState::ready) {
    control::WorkerStatus status;
    status.device = pci.empty() ? "cpu" : "vulkan:0";
    status.pci_address = pci;
    status.state = state;
    return status;
}

DeviceState judged(DeviceStatus gpu, const std::vector<std::string>& disabled, const control::WorkerStatus& by) {
    return node::judge_gpus({std::move(gpu)}, disabled, {by}, {}).front().state;
}

} // namespace

class NodeLimits : public QObject {
    Q_OBJECT
private slots:
    void unconfirmedLimitsFallBackAndTheOldPowerLimitIsSetAgain() {
        ConfirmedLimits book;
        book.propose(key, power(120'000), 170'000, 100 * second);
        QCOMPARE(book.in_force(key).power_milliwatts.value(), std::uint64_t{120'000});
        QCOMPARE(book.revert_at(key).value(), 130 * second);
        QVERIFY(book.expire(129 * second).empty());
        QCOMPARE(book.expire(130 * second), std::vector<std::string>{key});
        QVERIFY(!book.in_force(key).power_milliwatts);
        const auto orders = reconcile(book, card(120'000), 130 * second);
        QCOMPARE(orders.size(), std::size_t{1});
        QCOMPARE(orders[0].milliwatts, std::uint64_t{170'000});
        QVERIFY(reconcile(book, card(170'000), 140 * second).empty());
        QVERIFY2(book.text().find("power_before") == std::string::npos, book.text().c_str());
    }

    void confirmedLimitsStayAndSurviveARestart() {
        ConfirmedLimits book;
        QCOMPARE(book.confirm(key).error().code, core::Code::conflict);
        book.propose(key, power(120'000), 170'000, 0);
        must(book.confirm(key));
        QVERIFY(book.expire(1000 * second).empty());
        ConfirmedLimits again = must(ConfirmedLimits::parse(book.text()));
        QCOMPARE(again.in_force(key).power_milliwatts.value(), std::uint64_t{120'000});
        QCOMPARE(reconcile(again, card(170'000), 0).at(0).milliwatts, std::uint64_t{120'000});
    }

    void aServiceThatDiedBeforeTheConfirmationGivesThePowerBack() {
        ConfirmedLimits book;
        book.propose(key, power(120'000), 170'000, 0);
        ConfirmedLimits again = must(ConfirmedLimits::parse(book.text()));
        QVERIFY(!again.in_force(key).power_milliwatts && !again.revert_at(key));
        QCOMPARE(reconcile(again, card(120'000), 0).at(0).milliwatts, std::uint64_t{170'000});
    }

    void aSecondProposalFallsBackToWhatWasConfirmed() {
        ConfirmedLimits book;
        book.propose(key, power(120'000), 170'000, 0);
        must(book.confirm(key));
        book.propose(key, power(200'000), 120'000, 0);
        book.expire(31 * second);
        QCOMPARE(reconcile(book, card(200'000), 31 * second).at(0).milliwatts, std::uint64_t{120'000});
        book.propose(key, {}, 120'000, 40 * second);
        must(book.confirm(key));
        QCOMPARE(reconcile(book, card(120'000), 50 * second).at(0).milliwatts, std::uint64_t{170'000});
    }

    void aLimitLostInSuspendIsSetAgainAFewTimesThenLetBe() {
        ConfirmedLimits book;
        book.propose(key, power(120'000), 170'000, 0);
        must(book.confirm(key));
        QVERIFY(reconcile(book, card(120'000), second).empty());
        QVERIFY2(reconcile(book, card(150'000), 2 * second).empty(), "somebody else's change is not fought");
        book.doubt_all();
        DeviceStatus asleep = card();
        asleep.power_limit_milliwatts.reset();
        QVERIFY(reconcile(book, asleep, 3 * second).empty());
        std::vector<std::string> given_up;
        int orders = 0;
        for (int i = 0; i < 100; ++i)
            orders += static_cast<int>(book.reconcile({card(170'000)}, (10 + i) * second, given_up).size());
        QCOMPARE(orders, 3);
        QCOMPARE(given_up, std::vector<std::string>{key});
    }

    void impossibleLimitsAreRefusedWithWhatIsPossible() {
        const auto wrong = node::check_limits(card(), power(90'000));
        QCOMPARE(wrong.error().code, core::Code::invalid_argument);
        QVERIFY2(wrong.error().hint.find("100 W and at most 212 W") != std::string::npos, wrong.error().hint.c_str());
        DeviceStatus bare = card();
        bare.power_limit_milliwatts.reset();
        bare.temperature_millicelsius.reset();
        bare.memory_total_bytes.reset();
        QCOMPARE(node::check_limits(bare, power(120'000)).error().code, core::Code::unsupported);
        QCOMPARE(node::check_limits(bare, pause_at(80'000)).error().code, core::Code::unsupported);
        QCOMPARE(node::check_limits(bare, reserve(1)).error().code, core::Code::unsupported);
        QCOMPARE(node::check_limits(card(), reserve(std::uint64_t{8} << 30)).error().code,
                 core::Code::invalid_argument);
        QCOMPARE(node::check_limits(card(), pause_at(20'000)).error().code, core::Code::invalid_argument);
        must(node::check_limits(card(), power(120'000)));
    }

    void heatPausesUntilItIsWellBelow() {
        ConfirmedLimits book;
        book.propose(key, pause_at(80'000), std::nullopt, 0);
        DeviceStatus gpu = card();
        QVERIFY(book.heat({gpu}, true).empty());
        gpu.temperature_millicelsius = 80'000;
        QVERIFY(!book.heat({gpu}, true).empty());
        gpu.temperature_millicelsius = 75'000;
        QVERIFY(!book.heat({gpu}, true).empty());
        gpu.temperature_millicelsius = 74'999;
        QVERIFY(book.heat({gpu}, true).empty());
        gpu.temperature_millicelsius = 79'000;
        QVERIFY(book.heat({gpu}, true).empty());
        gpu.temperature_millicelsius.reset();
        QVERIFY(book.heat({gpu}, true).empty());
    }

    void aHotCardThatFallsSilentStaysHot() {
        ConfirmedLimits book;
        book.propose(key, pause_at(80'000), std::nullopt, 0);
        DeviceStatus hot = card(), silent = card();
        hot.temperature_millicelsius = 90'000;
        silent.temperature_millicelsius.reset();
        QVERIFY(!book.heat({hot}, true).empty());
        QCOMPARE(book.heat({silent}, true),
                 std::string("Card no longer tells its temperature; the node goes on once it does."));
        QVERIFY2(!book.heat({}, false).empty(), "nothing is known of any card");
        QVERIFY(!book.heat({hot}, true).empty());
        silent.state = control::DeviceState::asleep;
        QVERIFY(book.heat({silent}, true).empty());
        QVERIFY(!book.heat({hot}, true).empty());
        QVERIFY2(book.heat({}, true).empty(), "the card was taken out");
        QVERIFY(!book.heat({hot}, true).empty());
        book.propose(key, {}, std::nullopt, 0);
        silent.state = control::DeviceState::driver_busy;
        QVERIFY2(book.heat({silent}, true).empty(), "nobody minds the heat any more");
    }

    void whatIsStoredButUnreadableIsRefused() {
        QVERIFY(!ConfirmedLimits::parse("[]"));
        QVERIFY(!ConfirmedLimits::parse("{\"x\":1}"));
        QVERIFY(!ConfirmedLimits::parse("{\"x\":{\"confirmed\":{\"power_milliwatts\":-1}}}"));
        QCOMPARE(must(ConfirmedLimits::parse("")).text(), std::string("{}"));
    }

    void aGpuSaysWhyItIsNotUsed() {
        QCOMPARE(judged(card(), {}, worker("")), DeviceState::cpu_fallback);
        QCOMPARE(judged(card(), {"gpu:0"}, worker("")), DeviceState::disabled_by_you);
        QCOMPARE(judged(card(), {key}, worker(key)), DeviceState::disabled_by_you);
        DeviceStatus full = card();
        full.memory_used_bytes = *full.memory_total_bytes - 5;
        full.limits.memory_reserve_bytes = std::uint64_t{1} << 30;
        QCOMPARE(judged(full, {}, worker(key, control::WorkerState::stopped)), DeviceState::too_little_memory);
        QCOMPARE(judged(full, {}, worker(key, control::WorkerState::busy)), DeviceState::working);
        QCOMPARE(judged(card(), {}, worker(key)), DeviceState::idle);
        for (const DeviceState state :
             {DeviceState::driver_missing, DeviceState::driver_busy, DeviceState::probe_crashed, DeviceState::asleep}) {
            DeviceStatus ill = card();
            ill.state = state;
            QCOMPARE(judged(ill, {}, worker("")), state);
        }
    }

    void workersAndCardsMeetByTheirAddress() {
        DeviceStatus first = card(), second = card(), third = card();
        first.pci_address = "0000:01:00.0";
        second.pci_address = "0000:05:00.0";
        third.pci_address = "";
        const auto gpus = node::judge_gpus(
            {first, second, third}, {},
            {worker("0000:05:00.0", control::WorkerState::busy), worker("0000:09:00.0"), worker("")}, {});
        QCOMPARE(gpus[0].state, control::DeviceState::idle);
        QCOMPARE(gpus[1].state, control::DeviceState::working);
        QCOMPARE(gpus[2].state, control::DeviceState::idle);
        QVERIFY(node::worker_of(third, {worker("")}) == nullptr);
    }

    void everyCardWithoutAWorkerSaysWhyAndWhatChangesIt() {
        const auto found = [](const std::string& id, const std::string& pci, bool software, bool integrated) {
            return node::FoundGpu{id, "Card", "driver", pci, software, integrated, 0};
        };
        const auto reason = [](const DeviceStatus& gpu, const node::GpuReach& reach,
                               const std::vector<control::WorkerStatus>& by) {
            return node::judge_gpus({gpu}, {}, by, reach).front().reason;
        };
        DeviceStatus gpu = card();
        node::GpuReach reach;
        reach.found.devices = {found("vulkan:0", "", true, false)};
        reach.found.problem = "The plug-in for CUDA is of another version.";
        QCOMPARE(
            reason(gpu, reach, {worker("")}),
            std::string(
                "No Vulkan or CUDA driver reaches it. Install the Vulkan part of NVIDIA's driver, then restart the "
                "service. The plug-in for CUDA is of another version."));
        gpu.vendor = "amd";
        QVERIFY(
            reason(gpu, reach, {worker("")}).starts_with("No Vulkan driver reaches it. Install mesa-vulkan-drivers"));
        gpu.state = control::DeviceState::asleep;
        QVERIFY(reason(gpu, reach, {worker("")}).starts_with("No Vulkan driver reaches it."));
        gpu.state = control::DeviceState::idle;

        reach.found.devices = {found("vulkan:1", key, false, true)};
        QCOMPARE(reason(gpu, reach, {worker("")}),
                 std::string("It is integrated and works only when named. Set worker.devices = [\"vulkan:1\"] in "
                             "hearth.toml to use it."));
        const auto other = worker("0000:07:00.0");
        const std::string both = reason(gpu, reach, {other, worker("")});
        QVERIFY2(both.find("worker.devices = [\"vulkan:0\", \"vulkan:1\"]") != std::string::npos, both.c_str());
        reach.wanted = {{"vulkan:0", 0}};
        QCOMPARE(reason(gpu, reach, {other, worker("")}),
                 std::string("It is not in worker.devices. Add \"vulkan:1\" there in hearth.toml to use it."));
        reach.found.devices.push_back(found("cuda:0", key, false, false));
        QVERIFY(reason(gpu, reach, {other, worker("")}).find("\"cuda:0\"") != std::string::npos);
    }

    void aCardWhoseWorkerCannotWorkSaysWhy() {
        DeviceStatus gpu = card();
        control::WorkerStatus by = worker(gpu.pci_address, control::WorkerState::disabled);
        by.reason = "It does not reproduce CI8.1.";
        const auto judged = node::judge_gpus({gpu}, {}, {by, worker("")}, {});
        QCOMPARE(judged.front().state, control::DeviceState::disabled);
        QCOMPARE(judged.front().reason, by.reason);
    }

    void aCardLeftToOtherProgramsSaysSo() {
        DeviceStatus gpu = card();
        control::WorkerStatus by = worker(gpu.pci_address, control::WorkerState::yielding);
        by.reason = "Another program needs the memory of this GPU.";
        const auto judged = node::judge_gpus({gpu}, {}, {by, worker("")}, {});
        QCOMPARE(judged.front().state, control::DeviceState::too_little_memory);
        QVERIFY2(judged.front().reason.starts_with(by.reason + " "), judged.front().reason.c_str());
    }

    void theWorkersWordCountsWhereTheDriverDoesNotTellAboutMemory() {
        DeviceStatus silent = card(), telling = card();
        silent.memory_total_bytes.reset();
        silent.memory_used_bytes.reset();
        telling.memory_total_bytes = 1000;
        telling.memory_used_bytes = 10;
        control::WorkerStatus by = worker(silent.pci_address);
        by.device_memory_total_bytes = 800;
        by.device_memory_free_bytes = 300;
        QCOMPARE(node::judge_gpus({silent}, {}, {by}, {}).front().memory_total_bytes.value_or(0), 800U);
        QCOMPARE(node::judge_gpus({silent}, {}, {by}, {}).front().memory_used_bytes.value_or(0), 500U);
        QCOMPARE(node::judge_gpus({telling}, {}, {by}, {}).front().memory_total_bytes.value_or(0), 1000U);
        QCOMPARE(node::judge_gpus({telling}, {}, {by}, {}).front().memory_used_bytes.value_or(0), 10U);
        silent.memory_total_bytes = 200; // less than what is said to be free
        QVERIFY(!node::judge_gpus({silent}, {}, {by}, {}).front().memory_used_bytes);
    }
};

QTEST_GUILESS_MAIN(NodeLimits)
#include "tst_node_limits.moc"
