// SPDX-License-Identifier: Apache-2.0
#include "exact/devices.h"

#include <QCoreApplication>
#include <QTest>

using namespace hearth;
using namespace hearth::exact;
using core::Code;

/// Names of devices, and plug-ins that are missing, foreign or of another version.
class TestDevices : public QObject {
    Q_OBJECT

private slots:
    void namesAreRead();
    void otherNamesAreRefused_data();
    void otherNamesAreRefused();
    void thePluginIsFoundAndOpened();
    void badPluginsAreRefused_data();
    void badPluginsAreRefused();
    void missingPluginsAreNamed();
};

void TestDevices::namesAreRead() {
    for (const char* const text : {"cpu", "vulkan:0", "vulkan:12", "cuda:1"}) {
        const auto name = DeviceName::parse(text);
        QVERIFY(name.ok());
        QCOMPARE(name->text(), std::string(text));
    }
}

void TestDevices::otherNamesAreRefused_data() {
    QTest::addColumn<QString>("text");
    for (const char* const text :
         {"", "gpu", "cpu:0", "vulkan", "vulkan:", "vulkan:x", "vulkan:-1", "vulkan:1 ", "cuda:64", "CUDA:0"})
        QTest::newRow(text) << text;
}

void TestDevices::otherNamesAreRefused() {
    QFETCH(const QString, text);
    const auto name = DeviceName::parse(text.toStdString());
    QVERIFY(!name);
    QCOMPARE(name.error().code, Code::invalid_argument);
    QVERIFY(!name.error().hint.empty());
}

void TestDevices::thePluginIsFoundAndOpened() {
    bool seen = false;
    for (const PluginReport& report : probe_plugins()) {
        QVERIFY(report.devices.empty() == report.problem.has_value());
        if (report.kind != "vulkan") continue;
        seen = true;
        QVERIFY2(!report.problem, report.problem ? report.problem->message.c_str() : "");
        QCOMPARE(report.devices.front().id, std::string("vulkan:0"));
        const auto device = open_gpu(*DeviceName::parse("vulkan:0"), {});
        QVERIFY(device.ok());
        QCOMPARE((*device)->info().name, report.devices.front().name);
    }
    QVERIFY(seen);
}

void TestDevices::badPluginsAreRefused_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("part");
    QTest::newRow("an older interface") << "libhearth-fake-old_interface.so" << int(Code::conflict) << "interface";
    QTest::newRow("another build") << "libhearth-fake-other_build.so" << int(Code::conflict) << "0.0.1";
    QTest::newRow("no plug-in") << "libhearth-fake-no_entry.so" << int(Code::corrupt) << "not a plug-in";
    QTest::newRow("not there") << "libhearth-fake-missing.so" << int(Code::unavailable) << "libhearth-fake-missing.so";
    QTest::newRow("not a library") << "CTestTestfile.cmake" << int(Code::unavailable) << "CTestTestfile.cmake";
}

void TestDevices::badPluginsAreRefused() {
    QFETCH(const QString, file);
    QFETCH(const int, code);
    QFETCH(const QString, part);
    const auto plugin = load_plugin((QCoreApplication::applicationDirPath() + "/" + file).toStdString());
    QVERIFY(!plugin);
    QCOMPARE(int(plugin.error().code), code);
    QVERIFY2(QString::fromStdString(plugin.error().message).contains(part), plugin.error().message.c_str());
}

void TestDevices::missingPluginsAreNamed() {
    const auto device = open_gpu({"nothing", 0}, {});
    QVERIFY(!device);
    QCOMPARE(device.error().code, Code::unavailable);
    QVERIFY(QString::fromStdString(device.error().message).contains("libhearth-nothing.so"));
}

QTEST_GUILESS_MAIN(TestDevices)
#include "tst_exact_devices.moc"
