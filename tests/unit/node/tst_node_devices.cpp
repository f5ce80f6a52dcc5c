// SPDX-License-Identifier: Apache-2.0
#include "../telemetry/machine.h"
#include "test_node.h"

#include <thread>

using namespace hearth;
using namespace hearth::test;

namespace {

class GpuNode {
public:
    GpuNode(const Machine& machine, const FakeNvml& nvml, std::filesystem::path home)
        : m_machine(machine), m_nvml(nvml), m_node(std::move(home)) {}

    void start() {
        node::ServiceOptions options = m_node.options();
        options.program_folder = std::filesystem::path(HEARTH_PROBE).parent_path();
        options.probe_arguments = {"--proc", m_machine.path("proc").toStdString(),
                                   "--sys",  m_machine.path("sys").toStdString(),
                                   "--nvml", m_nvml.file().toStdString()};
        options.settings.disabled_devices = disabled;
        if (!worker_program.empty()) options.settings.worker_program = worker_program;
        options.settings.devices = devices;
        m_node.service = must(node::Service::start(options));
    }
    void stop() { m_node.stop(); }
    control::Node& node() { return m_node.node(); }
    /// Status once its GPU is as wanted; hangs until the test's limit if it never is.
    template <typename Wanted>
    control::NodeStatus until(Wanted&& wanted) {
        while (true) {
            control::NodeStatus status = must(node().status());
            if (status.devices.size() == 2 && wanted(status.devices[1])) return status;
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    }

    std::vector<std::string> disabled;
    std::filesystem::path worker_program; ///< empty: the fake one
    std::vector<node::DeviceChoice> devices;

private:
    const Machine& m_machine;
    const FakeNvml& m_nvml;
    TestNode m_node;
};

/// The fake worker, but for what its plug-ins find.
class Plugins {
public:
    explicit Plugins(std::filesystem::path folder) : m_folder(std::move(folder)) {
        must(core::write_file_atomic(program(), core::as_bytes("#!/bin/sh\n[ \"$1\" = --list-devices ] && exec cat '" +
                                                               list().string() + "'\nexec '" + fake_worker().string() +
                                                               "' \"$@\"\n")));
        std::filesystem::permissions(program(), std::filesystem::perms::owner_all);
    }
    std::filesystem::path program() const { return m_folder / "worker"; }
    /// `devices` of the Vulkan plug-in as JSON; `problem` of the one for CUDA.
    void find(const std::string& devices, const std::string& problem = {}) const {
        const std::string cuda =
            R"(,{"kind":"cuda","problem":")" + problem + R"(","hint":"Do something.","rejected":[],"devices":[]})";
        must(core::write_file_atomic(
            list(), core::as_bytes(R"([{"kind":"vulkan","problem":null,"hint":null,"rejected":[],"devices":[)" +
                                   devices + "]}" + (problem.empty() ? "" : cuda) + "]")));
    }

private:
    std::filesystem::path list() const { return m_folder / "list.json"; }

    std::filesystem::path m_folder;
};

std::string geforce(bool integrated) {
    return R"({"id":"vulkan:0","name":"GeForce","driver":"d","kernels":"k","pci":"0000:01:00.0","software":false,"integrated":)" +
           std::string(integrated ? "true" : "false") + R"(,"memory_bytes":1,"profiles":["ci8.1","ci4.1"]})";
}

control::DoctorCheck plugin_check(control::Node& node) {
    for (const control::DoctorCheck& check : must(node.doctor()))
        if (check.name == "gpu plug-ins") return check;
    return {};
}

bool is_read(const control::DeviceStatus& gpu) {
    return gpu.load_ppm.has_value();
}

control::DeviceLimits power(std::uint64_t milliwatts) {
    control::DeviceLimits limits;
    limits.power_milliwatts = milliwatts;
    return limits;
}

} // namespace

/// A whole service on a machine with one GeForce.
class NodeDevices : public QObject {
    Q_OBJECT
    Machine m_machine{"nvidia-desktop"};

private slots:
    void theGpuIsShownWithWhyItIsNotUsed() {
        QTemporaryDir home;
        FakeNvml nvml(HEARTH_FAKE_NVML, "ok");
        GpuNode node(m_machine, nvml, path_of(home) / "home");
        node.start();
        const auto status = node.until(is_read);
        QCOMPARE(status.devices[0].id, std::string("cpu"));
        QCOMPARE(status.devices[1].state, control::DeviceState::cpu_fallback);
        QCOMPARE(status.lamps.gpu.state, control::LampState::warning);
        QVERIFY(status.devices[1].reason == status.lamps.gpu.reason.substr(status.devices[1].name.size() + 2));
        const control::DoctorCheck check = plugin_check(node.node());
        QCOMPARE(check.result, std::string("warning"));
        QVERIFY2(check.detail.find(status.devices[1].reason) != std::string::npos, check.detail.c_str());
        QVERIFY2(check.detail.find("computes on the processor") != std::string::npos, check.detail.c_str());
        QVERIFY2(status.lamps.gpu.reason.find("GeForce RTX 3060: No Vulkan or CUDA driver reaches it.") !=
                     std::string::npos,
                 status.lamps.gpu.reason.c_str());
    }

    void aCardWhoseDriverComesLaterIsUsedWithoutANewStart() {
        QTemporaryDir home;
        const Plugins plugins(path_of(home));
        plugins.find("");
        FakeNvml nvml(HEARTH_FAKE_NVML, "no driver");
        GpuNode node(m_machine, nvml, path_of(home) / "home");
        node.worker_program = plugins.program();
        node.start();
        const auto before = node.until(
            [](const control::DeviceStatus& gpu) { return gpu.state == control::DeviceState::driver_missing; });
        QCOMPARE(before.workers.size(), std::size_t{1});
        QTest::qWait(1500); // the service compares once a second
        plugins.find(geforce(false));
        nvml.behave("ok");
        control::NodeStatus after;
        QTRY_VERIFY_WITH_TIMEOUT((after = must(node.node().status())).workers.size() == 2, 30'000);
        QCOMPARE(after.workers[0].device, std::string("vulkan:0"));
        QCOMPARE(after.workers[0].pci_address, std::string("0000:01:00.0"));
        QCOMPARE(after.workers[1].device, std::string("cpu"));
    }

    void aPluginsProblemIsToldThoughAnotherOneWorks() {
        QTemporaryDir home;
        FakeNvml nvml(HEARTH_FAKE_NVML, "ok");
        const Plugins plugins(path_of(home));
        plugins.find(geforce(false), "The plug-in for CUDA is of another version.");
        GpuNode node(m_machine, nvml, path_of(home) / "home");
        node.worker_program = plugins.program();
        node.start();
        node.until(is_read);
        const control::DoctorCheck check = plugin_check(node.node());
        QCOMPARE(check.result, std::string("passed"));
        QCOMPARE(check.detail, std::string("Used: vulkan:0 (GeForce). The plug-in for CUDA is of another version."));
    }

    void anIntegratedGpuIsOfferedAndNotCalledUsable() {
        QTemporaryDir home;
        FakeNvml nvml(HEARTH_FAKE_NVML, "ok");
        const Plugins plugins(path_of(home));
        plugins.find(geforce(true));
        GpuNode node(m_machine, nvml, path_of(home) / "home");
        node.worker_program = plugins.program();
        node.start();
        const auto status = node.until(is_read);
        const control::DoctorCheck check = plugin_check(node.node());
        QCOMPARE(check.result, std::string("warning"));
        QVERIFY2(check.detail.find("worker.devices = [\"vulkan:0\"]") != std::string::npos, check.detail.c_str());
        QVERIFY2(status.lamps.gpu.reason.find("worker.devices = [\"vulkan:0\"]") != std::string::npos,
                 status.lamps.gpu.reason.c_str());
    }

    void aGpuThatIsSwitchedOffSaysWho() {
        QTemporaryDir home;
        FakeNvml nvml(HEARTH_FAKE_NVML, "ok");
        GpuNode node(m_machine, nvml, path_of(home) / "home");
        node.disabled = {"0000:01:00.0"};
        node.start();
        const auto status = node.until(is_read);
        QCOMPARE(status.devices[1].state, control::DeviceState::disabled_by_you);
        QCOMPARE(status.devices[1].reason, std::string("You switched it off."));
    }

    void aGpuIsSwitchedOffAndOnWhileTheServiceRuns() {
        QTemporaryDir home;
        FakeNvml nvml(HEARTH_FAKE_NVML, "ok");
        const Plugins plugins(path_of(home));
        plugins.find(geforce(false));
        GpuNode node(m_machine, nvml, path_of(home) / "home");
        node.worker_program = plugins.program();
        node.start();
        node.until([](const auto& gpu) { return gpu.state == control::DeviceState::idle; });
        const auto told = must(node.node().change_settings({{"devices.disabled", {"0000:01:00.0"}}}));
        const auto row =
            std::find_if(told.begin(), told.end(), [](const auto& s) { return s.key == "devices.disabled"; });
        QVERIFY(row != told.end() && row->at_once && !row->waits);
        QCOMPARE(must(node.node().status()).devices[1].state, control::DeviceState::disabled_by_you);
        QVERIFY(!node.node().change_settings({{"devices.disabled", {"the left one"}}}).ok());
        // It comes back, also to a service that was started without it.
        node.stop();
        node.disabled = {"0000:01:00.0"};
        node.start();
        node.until([](const auto& gpu) { return gpu.state == control::DeviceState::disabled_by_you; });
        QCOMPARE(must(node.node().status()).workers.size(), std::size_t{1});
        must(node.node().change_settings({{"devices.disabled", {}}}));
        QTRY_COMPARE_WITH_TIMEOUT(must(node.node().status()).workers.size(), std::size_t{2}, 60'000);
        node.until([](const auto& gpu) { return gpu.state == control::DeviceState::idle; });
    }

    void aServiceThatHangsOnADriverAnswersAllTheSame() {
        QTemporaryDir home;
        FakeNvml nvml(HEARTH_FAKE_NVML, "hang");
        GpuNode node(m_machine, nvml, path_of(home) / "home");
        node.start();
        const auto status = node.until([](const auto& gpu) { return gpu.state == control::DeviceState::driver_busy; });
        QCOMPARE(status.lamps.service.state, control::LampState::on);
        QVERIFY2(status.lamps.gpu.reason.find("did not answer in time") != std::string::npos,
                 status.lamps.gpu.reason.c_str());
    }

    void limitsHoldAcrossAStartOnceConfirmedAndElseGoBack() {
        QTemporaryDir home;
        FakeNvml nvml(HEARTH_FAKE_NVML, "ok");
        GpuNode node(m_machine, nvml, path_of(home) / "home");
        node.start();
        node.until(is_read);
        const auto proposed = must(node.node().limit_device("gpu:0", power(150'000)));
        QCOMPARE(proposed.devices[1].limits.power_milliwatts.value(), std::uint64_t{150'000});
        QVERIFY(proposed.devices[1].limits_revert_at);
        QCOMPARE(nvml.limit(), QByteArray("150000"));
        node.stop();

        node.start(); // not confirmed: the old limit comes back
        node.until([](const auto& gpu) { return gpu.power_limit_milliwatts == 170'000; });
        must(node.node().limit_device("0000:01:00.0", power(140'000)));
        QVERIFY(!must(node.node().confirm_limits("gpu:0")).devices[1].limits_revert_at);
        node.stop();

        must(nvml_reset(nvml)); // as a reboot does
        node.start();
        const auto status = node.until([](const auto& gpu) { return gpu.power_limit_milliwatts == 140'000; });
        QCOMPARE(status.devices[1].limits.power_milliwatts.value(), std::uint64_t{140'000});
    }

    void whatMayNotBeSetIsRefusedAndChangesNothing() {
        QTemporaryDir home;
        FakeNvml nvml(HEARTH_FAKE_NVML, "root");
        GpuNode node(m_machine, nvml, path_of(home) / "home");
        node.start();
        node.until(is_read);
        const auto refused = node.node().limit_device("gpu:0", power(150'000));
        QCOMPARE(refused.error().code, core::Code::refused);
        QVERIFY(!must(node.node().status()).devices[1].limits.power_milliwatts);
        QCOMPARE(node.node().limit_device("gpu:7", power(150'000)).error().code, core::Code::not_found);
        QCOMPARE(node.node().limit_device("gpu:0", power(1'000)).error().code, core::Code::invalid_argument);
        QCOMPARE(node.node().confirm_limits("gpu:0").error().code, core::Code::conflict);
    }

    void aBenchmarkTakesWhatTheOperatorAllows() {
        QTemporaryDir home;
        FakeNvml nvml(HEARTH_FAKE_NVML, "ok");
        GpuNode node(m_machine, nvml, path_of(home) / "home");
        node.devices = {{"vulkan:0", std::uint64_t{6144} << 20}};
        node.start();
        node.until(is_read);
        control::DeviceLimits limits;
        limits.memory_reserve_bytes = std::uint64_t{1} << 30;
        must(node.node().limit_device("gpu:0", limits));
        const auto kernels = path_of(home) / "home" / "cache" / "kernels-vulkan-0";
        must(core::write_file_atomic(kernels, core::as_bytes("kernels")));
        const auto report = must(node.node().benchmark("vulkan:0", "1b", {}));
        QCOMPARE(report.read_bytes_per_s, std::uint64_t{6144} << 20);
        QCOMPARE(report.advised_millitokens_per_s, std::uint64_t{1} << 30);
        QVERIFY2(report.advised_profile.find("kernels") != std::string::npos, report.advised_profile.c_str());
    }

    void aDeviceThatComputesWronglyIsToldProfileByProfile() {
        QTemporaryDir home;
        FakeNvml nvml(HEARTH_FAKE_NVML, "ok");
        GpuNode node(m_machine, nvml, path_of(home) / "home");
        node.devices = {{"vulkan:0", std::uint64_t{1} << 30}};
        node.start();
        node.until(is_read);
        const auto checks = must(node.node().test_device("vulkan:0", {}));
        QCOMPARE(checks.size(), std::size_t{2});
        QCOMPARE(checks[0].name + " " + checks[0].result, std::string("ci8.1 passed"));
        QCOMPARE(checks[1].name + " " + checks[1].result, std::string("ci4.1 failed"));
        QCOMPARE(checks[1].detail, std::string("Other bytes came out."));
        const auto nowhere = node.node().test_device("vulkan:42", {});
        QVERIFY(!nowhere);
        QCOMPARE(nowhere.error().code, core::Code::not_found);
        const auto unwanted = node.node().test_device("cpu", [](const auto&) { return false; });
        QVERIFY(!unwanted);
        QCOMPARE(unwanted.error().code, core::Code::cancelled);
    }

    void aGpuThatIsTooHotRestsTheNode() {
        QTemporaryDir home;
        FakeNvml nvml(HEARTH_FAKE_NVML, "ok");
        GpuNode node(m_machine, nvml, path_of(home) / "home");
        node.start();
        node.until(is_read);
        control::DeviceLimits limits;
        limits.pause_at_millicelsius = 60'000; // it has 61 °C
        must(node.node().limit_device("gpu:0", limits));
        control::WorkTimes times;
        QTRY_VERIFY_WITH_TIMEOUT(!(times = must(node.node().work_times())).works, 60'000);
        QCOMPARE(times.rule, std::string("temperature"));
        QVERIFY2(times.sentence.find("Too hot: NVIDIA GeForce RTX 3060 has 61 °C") == 0, times.sentence.c_str());
        must(node.node().limit_device("gpu:0", {}));
        QTRY_VERIFY_WITH_TIMEOUT(must(node.node().work_times()).works, 60'000);
    }

private:
    static core::Status nvml_reset(const FakeNvml& nvml) {
        if (QFile::remove(QFileInfo(nvml.file()).dir().filePath("limit"))) return {};
        return core::fail(core::Code::io, "The limit was never set.");
    }
};

QTEST_GUILESS_MAIN(NodeDevices)
#include "tst_node_devices.moc"
