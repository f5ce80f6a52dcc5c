// SPDX-License-Identifier: Apache-2.0
#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QTest>

/// The stock x402 client packages against a gateway that sells calls of a fake backend.
class TestGatewayX402Client : public QObject {
    Q_OBJECT

private slots:
    void stockClientsPay();
};

void TestGatewayX402Client::stockClientsPay() {
    const QString folder = QStringLiteral(HEARTH_CACHE_DIR "/npm-x402");
    const QString node = folder + "/node";
    if (!QFileInfo::exists(node)) QSKIP("The x402 clients are not here; installers/bootstrap test fetches them.");
    QProcess server;
    server.start(QCoreApplication::applicationDirPath() + "/gateway_fake_server", {"paid"});
    QVERIFY(server.waitForReadyRead(10'000));
    const QString base_url = QString::fromUtf8(server.readLine()).trimmed();

    QProcess suite;
    suite.setProcessChannelMode(QProcess::MergedChannels);
    suite.start(node, {HEARTH_SOURCE_DIR "/tests/e2e/x402_client.mjs", folder, base_url});
    const bool ended = suite.waitForFinished(60'000);
    const QByteArray said = suite.readAll();
    server.terminate();
    QVERIFY(server.waitForFinished(10'000));
    QVERIFY2(ended && suite.exitCode() == 0, said.constData());
    QVERIFY2(said.contains(" 0 failed"), said.constData());
}

QTEST_GUILESS_MAIN(TestGatewayX402Client)
#include "tst_gateway_x402_client.moc"
