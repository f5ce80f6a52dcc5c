// SPDX-License-Identifier: Apache-2.0
#include "node_process.h"

#include <QFile>
#include <QTest>

using namespace hearth::test;

/// A real node, the stock JavaScript clients and OpenGradient's SDK. The model's weights are random: what is checked is
/// what the API promises.
class E2eClients : public QObject {
    Q_OBJECT

    /// A home that sells calls for the token of that network, settled by the facilitator of opengradient_client.py.
    static QString shop(int facilitator_port) {
        return "[api]\nlisten = \"127.0.0.1:0\"\nrequire_key = \"always\"\n[solo]\nepoch_seconds = 2\n"
               "[payment]\npay_to = \"0x1111111111111111111111111111111111111111\"\n"
               "asset = \"0xFbC2051AE2265686a469421b2C5A2D5462FbF5eB\"\nasset_name = \"OpenGradient\"\n"
               "asset_version = \"1\"\ndecimals = 18\nmost = \"0.1\"\nprompt_million = \"1\"\n"
               "completion_million = \"4\"\nschemes = [\"upto\"]\n"
               "facilitator_address = \"0x2222222222222222222222222222222222222222\"\n"
               "facilitator = \"http://127.0.0.1:" +
               QString::number(facilitator_port) + "\"\n";
    }

private slots:
    void theStockJavaScriptClientsAreSatisfied() {
        const QString folder = QStringLiteral(HEARTH_CACHE_DIR "/npm-js"), node = folder + "/node";
        if (!QFile::exists(node)) QSKIP("The JavaScript clients are not here; installers/bootstrap test fetches them.");
        // Modules are looked for beside the script.
        const QString script = folder + "/clients.mjs";
        QFile::remove(script);
        QVERIFY(QFile::copy(QStringLiteral(HEARTH_SOURCE_DIR "/tests/e2e/js/clients.mjs"), script));
        NodeProcess served;
        QVERIFY2(served.start(), served.log().constData());
        QVERIFY(!served.import(taught_model(served.home()), "taught").isEmpty());
        const CommandResult result = run_program(node, {script, served.base_url(), "taught"}, 200'000);
        QVERIFY2(result.exit_code == 0, (result.out + result.err).constData());
        QVERIFY(result.out.contains(", 0 failed"));
    }

    /// Its client for one address: the other way it is told an address by a registry on a chain, which lists enclaves
    /// alone. There is none here, and nothing here stands in for one.
    void theSdkOfOpenGradientNeedsOnlyTheAddress() {
        const QString python = QStringLiteral(HEARTH_CACHE_DIR "/venv-opengradient/bin/python");
        if (!QFile::exists(python))
            QSKIP("OpenGradient's SDK is not here; installers/bootstrap test fetches it where it can.");
        const int facilitator = free_ports(1);
        NodeProcess served(shop(facilitator));
        QVERIFY2(served.start(), served.log().constData());
        QVERIFY(!served.import(taught_model(served.home()), "taught").isEmpty());
        const CommandResult result = run_program(python,
                                                 {QStringLiteral(HEARTH_SOURCE_DIR "/tests/e2e/opengradient_client.py"),
                                                  served.base_url().chopped(3), QString::number(facilitator), "taught"},
                                                 60'000);
        QVERIFY2(result.exit_code == 0, (result.out + result.err).constData());
        QVERIFY(result.out.contains(", 0 failed"));
    }
};

QTEST_GUILESS_MAIN(E2eClients)
#include "tst_e2e_clients.moc"
