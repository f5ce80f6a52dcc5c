// SPDX-License-Identifier: Apache-2.0
#include "node_process.h"

#include <QFile>
#include <QTest>

using namespace hearth::test;

/// A real node and the stock JavaScript clients. The model's weights are random: what is checked is what the API
/// promises.
class E2eClients : public QObject {
    Q_OBJECT

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
};

QTEST_GUILESS_MAIN(E2eClients)
#include "tst_e2e_clients.moc"
