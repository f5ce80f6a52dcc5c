// SPDX-License-Identifier: Apache-2.0
#include "node_process.h"

#include <csignal>
#include <QTest>
#include <QThread>
#include <thread>

using namespace hearth::test;

/// The real programs with a worker on a Vulkan device; on machines without a GPU that is Mesa's software device.
class IntegrationGpu : public QObject {
    Q_OBJECT

    std::unique_ptr<NodeProcess> m_node;

    QJsonObject worker(int index) const { return m_node->status().value("workers").toArray().at(index).toObject(); }
    HttpAnswer ask(int tokens) const {
        QJsonObject body = chat_body("roomy", "the same question", tokens);
        body["ignore_eos"] = true;
        body["temperature"] = 0;
        return m_node->post("/chat/completions", body, 120'000);
    }
    /// What an exact replay in a fresh worker on the processor says.
    QString level_of(const HttpAnswer& answer) const {
        const QString receipt =
            m_node->get("/evidence/" + answer.headers.value("x-evidence-id")).json().value("receipt_id").toString();
        return m_node->ctl({"--json", "receipt", "verify", receipt, "--replay"}).json().value("level").toString();
    }
    static QString text_of(const HttpAnswer& answer) {
        return answer.json()
            .value("choices")
            .toArray()
            .first()
            .toObject()
            .value("message")
            .toObject()
            .value("content")
            .toString();
    }

private slots:
    void cleanup() {
        if (QTest::currentTestFailed()) qWarning("the service's log:\n%s", m_node->log().right(4000).constData());
    }

    void initTestCase() {
        m_node = std::make_unique<NodeProcess>("[api]\nlisten = \"127.0.0.1:0\"\n[worker]\ndevices = [\"vulkan:0\"]\n");
        QVERIFY2(m_node->start(), m_node->log().constData());
        QVERIFY(!m_node->import(roomy_model(m_node->home()), "roomy").isEmpty());
    }

    void answersComeFromTheGpuAndAReplayOnTheProcessorIsExact() {
        const HttpAnswer answer = ask(40);
        QVERIFY2(answer.status == 200, answer.body.constData());
        QCOMPARE(worker(0).value("device").toString(), QString("vulkan:0"));
        QCOMPARE(worker(0).value("placement").toString(), QString("vulkan:0"));
        QCOMPARE(worker(0).value("state").toString(), QString("ready"));
        QCOMPARE(worker(1).value("state").toString(), QString("stopped"));
        QCOMPARE(level_of(answer), QString("E4"));
    }

    void aLostGpuCostsNoAnswer() {
        constexpr int tokens = 3000;
        HttpAnswer answer;
        std::thread caller([&] { answer = ask(tokens); });
        const bool runs = QTest::qWaitFor([&] { return worker(0).value("state").toString() == "busy"; }, 20'000);
        QThread::msleep(500);
        const auto pid = static_cast<pid_t>(worker(0).value("pid").toInteger());
        if (pid > 1) ::kill(pid, SIGKILL);
        caller.join();
        QVERIFY(runs && pid > 1);
        QVERIFY2(answer.status == 200, answer.body.constData());
        QVERIFY(m_node->log().contains("job moves on"));
        QTRY_COMPARE_WITH_TIMEOUT(worker(0).value("state").toString(), QString("ready"), 30'000);
        const HttpAnswer again = ask(tokens);
        QCOMPARE(text_of(again), text_of(answer));
        QVERIFY(!text_of(answer).isEmpty());
        QCOMPARE(level_of(answer), QString("E4"));
        QCOMPARE(level_of(again), QString("E4"));
    }

    void doctorNamesTheDevice() {
        const CommandResult doctor = m_node->ctl({"doctor"});
        QVERIFY2(doctor.out.contains("vulkan:0"), doctor.out.constData());
    }

    void aDeviceThatIsNotHereLeavesTheProcessor() {
        NodeProcess other("[api]\nlisten = \"127.0.0.1:0\"\n[worker]\ndevices = [\"cuda:5\"]\n");
        QVERIFY2(other.start(), other.log().constData());
        const QJsonArray workers = other.status().value("workers").toArray();
        QCOMPARE(workers.size(), 1);
        QCOMPARE(workers.first().toObject().value("device").toString(), QString("cpu"));
        const CommandResult doctor = other.ctl({"--json", "doctor"});
        QVERIFY2(doctor.out.contains("cuda:5"), doctor.out.constData());
    }
};

QTEST_GUILESS_MAIN(IntegrationGpu)
#include "tst_integration_gpu.moc"
