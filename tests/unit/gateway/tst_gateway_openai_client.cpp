// SPDX-License-Identifier: Apache-2.0
#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QTest>

/// The stock openai Python client against the gateway over a fake backend.
class TestGatewayOpenaiClient : public QObject {
    Q_OBJECT

private slots:
    void stock_client_suite();
};

void TestGatewayOpenaiClient::stock_client_suite() {
    const QString python = qEnvironmentVariable("HEARTH_E2E_PYTHON", HEARTH_CACHE_DIR "/venv-e2e/bin/python");
    if (!QFileInfo(python).isExecutable())
        QSKIP("The Python environment with the openai client is not there; 'installers/bootstrap test' makes "
              "it.");
    QProcess server;
    server.start(QCoreApplication::applicationDirPath() + "/gateway_fake_server", {});
    QVERIFY(server.waitForReadyRead(10'000));
    const QString base_url = QString::fromUtf8(server.readLine()).trimmed();
    QVERIFY(base_url.startsWith("http://127.0.0.1:"));

    QProcess suite;
    suite.setProcessChannelMode(QProcess::MergedChannels);
    suite.start(python, {HEARTH_SOURCE_DIR "/tests/e2e/openai_client.py", base_url, "--model", "fake/small"});
    const bool ended = suite.waitForFinished(120'000);
    const QByteArray said = suite.readAll();
    server.terminate();
    QVERIFY(server.waitForFinished(10'000));
    QVERIFY2(ended && suite.exitCode() == 0, said.constData());
    QVERIFY2(said.contains(", 0 failed"), said.constData());
    QCOMPARE(server.exitCode(), 0);
}

QTEST_GUILESS_MAIN(TestGatewayOpenaiClient)
#include "tst_gateway_openai_client.moc"
