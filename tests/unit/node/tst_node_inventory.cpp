// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"
#include "node/devices/gpu_inventory.h"
#include "node/workers/worker_pool.h"
#include "support.h"

using namespace hearth;
using namespace hearth::test;

/// Which cards there are, and which of them are to work.
class NodeInventory : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private slots:
    void theProbeReadsWhatTheWorkerFinds() {
        const auto probe = node::GpuInventory::run(fake_worker());
        QCOMPARE(probe.devices.size(), std::size_t{4});
        QCOMPARE(probe.find("vulkan:1")->profiles, (std::vector<std::string>{"ci8.1", "ci4.1"}));
        QCOMPARE(probe.find("cuda:1")->profiles.back(), std::string("bf16"));
        QCOMPARE(probe.find("vulkan:1")->name, std::string("Card B"));
        QVERIFY(probe.find("cuda:0") == nullptr);
        QVERIFY(probe.problem.empty());
        const auto rejected = must(node::GpuInventory::parse(
            R"([{"kind":"vulkan","problem":null,"hint":null,"devices":[],"rejected":[{"name":"Old","cause":"It is too old."}]}])"));
        QCOMPARE(rejected.problem, std::string("Old: It is too old."));
        const auto missing = node::GpuInventory::run("/nowhere/hearth-worker");
        QVERIFY(missing.devices.empty() && !missing.problem.empty() && !missing.hint.empty());
        for (const char* const wrong : {"", "{}", "[1]", "[{\"devices\":[{}]}]", "[{\"devices\":[],\"problem\":3}]"})
            QVERIFY2(!node::GpuInventory::parse(wrong), wrong);
    }

    void aDriverThatCrashesDoesNotHideAnotherVendorsCard() {
        const auto program = path_of(m_folder) / "crashing";
        must(core::write_file_atomic(program, core::as_bytes("#!/bin/sh\n[ \"$2\" = vulkan ] || kill -ABRT $$\nexec '" +
                                                             fake_worker().string() + "' --list-devices\n")));
        std::filesystem::permissions(program, std::filesystem::perms::owner_all);
        const auto found = node::GpuInventory::run(program);
        QCOMPARE(found.devices.size(), node::GpuInventory::run(fake_worker()).devices.size());
        QVERIFY2(found.problem.starts_with("cuda: The graphics driver brought the probe down"), found.problem.c_str());
    }

    void cardsAreChosenOnceEach() {
        const auto names = [](const std::vector<node::DeviceChoice>& choices) {
            std::string all;
            for (const auto& choice : choices)
                all += choice.device + " ";
            return all;
        };
        node::GpuInventory probe;
        const auto card = [](const char* id, const char* pci, bool software, bool integrated) {
            return node::FoundGpu{id, "card", "driver", pci, software, integrated, 1};
        };
        QCOMPARE(names(probe.choose({})), std::string("cpu "));
        probe.devices = {card("vulkan:0", "0000:01:00.0", false, false), card("vulkan:1", "", true, false),
                         card("vulkan:2", "0000:00:02.0", false, true), card("cuda:0", "0000:01:00.0", false, false),
                         card("vulkan:3", "0000:05:00.0", false, false)};
        QCOMPARE(names(probe.choose({})), std::string("cuda:0 vulkan:3 cpu "));
        QCOMPARE(names(probe.choose({{"cpu", 0}})), std::string("cpu "));
        QCOMPARE(names(probe.choose({{"vulkan:1", 0}, {"cpu", 0}, {"vulkan:0", 0}})),
                 std::string("vulkan:1 vulkan:0 cpu "));
        QCOMPARE(names(probe.choose({{"vulkan:9", 0}})), std::string("cpu "));
        QCOMPARE(names(probe.choose({{"vulkan:0", 0}, {"cuda:0", 0}, {"vulkan:3", 0}})),
                 std::string("vulkan:0 vulkan:3 cpu "));
        QCOMPARE(probe.same_card({{"vulkan:0", 0}, {"cuda:0", 0}}, {"cuda:0", 0}), std::string("vulkan:0"));
        QCOMPARE(probe.same_card({{"vulkan:1", 0}, {"cuda:0", 0}}, {"cuda:0", 0}), std::string());
        QCOMPARE(names(probe.choose({}, {"0000:05:00.0"})), std::string("cuda:0 cpu "));
        QCOMPARE(names(probe.choose({{"vulkan:0", 0}, {"vulkan:1", 0}}, {"0000:01:00.0", ""})),
                 std::string("vulkan:1 cpu "));
    }

    void settingsNameDevices() {
        const auto settings = [](const std::string& list) {
            return node::Settings::from(
                must(core::Config::parse("[worker]\ndevices = " + list, "test", node::Settings::specs())));
        };
        const auto good = must(settings(R"(["vulkan:0=6144", "cuda:12", "cpu"])"));
        QCOMPARE(good.devices.size(), std::size_t{3});
        QCOMPARE(good.devices[0].memory_bytes, std::uint64_t{6144} << 20);
        QCOMPARE(good.devices[1].device, std::string("cuda:12"));
        for (const char* const wrong :
             {R"(["gpu"])", R"(["vulkan"])", R"(["vulkan:"])", R"(["vulkan:0="])", R"(["vulkan:0=0"])",
              R"(["vulkan:0=x"])", R"(["cpu:1"])", R"(["vulkan:64"])", R"(["vulkan:0", "vulkan:0=3"])"}) {
            const auto refused = settings(wrong);
            QVERIFY2(!refused, wrong);
            QVERIFY(refused.error().message.find("worker.devices") != std::string::npos &&
                    !refused.error().hint.empty());
        }
    }
};

QTEST_GUILESS_MAIN(NodeInventory)
#include "tst_node_inventory.moc"
