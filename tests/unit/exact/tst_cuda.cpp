// SPDX-License-Identifier: Apache-2.0
#include "exact/devices.h"
#include "gpu_checks.h"

using namespace hearth;
using namespace hearth::exact;

/// The CUDA plug-in on this machine's NVIDIA GPU, through its file as hearth-worker opens it.
class TestCuda : public test::GpuChecks {
    Q_OBJECT

protected:
    core::Result<DeviceList> list() override { return m_plugin->list(); }
    core::Result<std::unique_ptr<Device>> open(std::uint32_t index, const DeviceOptions& options) override {
        return m_plugin->open(index, options);
    }
    std::vector<std::string> variants() const override { return {"plain", "dp4a", "imma"}; }

private slots:
    void initTestCase();

private:
    const Plugin* m_plugin = nullptr;
};

void TestCuda::initTestCase() {
    const std::filesystem::path file = HEARTH_BINARY_DIR "/libhearth-cuda.so";
    if (!std::filesystem::exists(file))
        QSKIP("The CUDA plug-in is not built: installers/bootstrap build --cuda builds it.");
    const auto plugin = load_plugin(file);
    QVERIFY2(plugin.ok(), plugin ? "" : plugin.error().message.c_str());
    QCOMPARE(std::string((*plugin)->kind), std::string("cuda"));
    const auto devices = (*plugin)->list();
    if (!devices && devices.error().code == core::Code::unavailable) QSKIP(devices.error().message.c_str());
    QVERIFY2(devices.ok(), devices ? "" : devices.error().message.c_str());
    m_plugin = *plugin;
}

QTEST_GUILESS_MAIN(TestCuda)
#include "tst_cuda.moc"
