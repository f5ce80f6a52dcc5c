// SPDX-License-Identifier: Apache-2.0
#include "node_process.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTest>

using namespace hearth::test;

namespace {

constexpr int patience_ms = 90'000;
const QString question = "Where does the cobalt kingfisher nest in the seventh winter?";

/// How a text may stand in a file: as it is, in hex of either case, in base64 wherever it began.
QList<QByteArray> forms_of(const QByteArray& text) {
    QList<QByteArray> forms{text, text.toHex(), text.toHex().toUpper()};
    for (int lead = 0; lead < 3; ++lead) {
        const QByteArray coded = (QByteArray(lead, 'x') + text).toBase64();
        forms << coded.mid(4, coded.size() - 8);
    }
    return forms;
}

/// Files below the folder that hold the text in one of its forms; `read` counts the bytes that were looked at.
QStringList holding(const QString& folder, const QByteArray& text, qint64& read) {
    QStringList found;
    QDirIterator each(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (each.hasNext()) {
        QFile file(each.next());
        if (!file.open(QIODevice::ReadOnly)) continue;
        const QByteArray bytes = file.readAll();
        read += bytes.size();
        for (const QByteArray& form : forms_of(text))
            if (bytes.contains(form)) found << file.fileName();
    }
    return found;
}

} // namespace

/// One home asks, another one computes; the gateway between them and whoever orders the blocks read nothing of it.
class IntegrationSealed : public QObject {
    Q_OBJECT

    QTemporaryDir m_place;
    std::unique_ptr<NodeProcess> m_executor, m_asker;
    int m_ports = 0;

    QString folder() const { return m_place.filePath("net"); }
    CommandResult network(const QStringList& words) const {
        return run_program(program_path("hearthctl"), QStringList{"--json", "network"} + words, patience_ms);
    }
    CommandResult of_gateway(const QStringList& words) const {
        return run_program(program_path("hearthctl"), QStringList{"--home", folder() + "/gateway", "--json"} + words,
                           patience_ms);
    }
    void join(std::unique_ptr<NodeProcess>& home, const QString& settings, int port) {
        const QString invitation = network({"invite", folder()}).json()["invitation"].toString();
        home = std::make_unique<NodeProcess>("[api]\nlisten = \"127.0.0.1:0\"\n[worker]\nthreads = 1\n" + settings);
        const auto joined =
            home->ctl({"--json", "network", "join", invitation, "--listen", "127.0.0.1:" + QString::number(port)});
        QVERIFY2(joined.exit_code == 0, joined.err.constData());
        QVERIFY2(home->start(), home->log().constData());
        QTRY_VERIFY_WITH_TIMEOUT(home->ctl({"doctor"}).out.contains("is the last one"), patience_ms);
    }

private slots:
    void initTestCase() {
        m_ports = free_ports(8);
        QVERIFY(m_ports > 0);
        const auto made = network(
            {"init", "--validators", "1", "--first-port", QString::number(m_ports), "--epoch-seconds", "2", folder()});
        if (made.err.contains("without network mode") || made.err.contains("cometbft"))
            QSKIP("CometBFT is not here; network mode is not built.");
        QVERIFY2(made.exit_code == 0, made.err.constData());
        const auto up = network({"up", folder()});
        QVERIFY2(up.exit_code == 0, up.err.constData());
        join(m_executor, {}, m_ports + 4);
        join(m_asker, "[node]\nexecutor = false\nauditor = false\n", m_ports + 5);
        QVERIFY(!m_executor->import(tiny_model("llama-tied"), "tiny").isEmpty());
        const QString account = m_asker->ctl({"--json", "ledger", "account"}).json()["address"].toString();
        QTRY_COMPARE_WITH_TIMEOUT(of_gateway({"ledger", "send", account, "2"}).exit_code, 0, patience_ms);
    }
    void cleanupTestCase() {
        m_executor.reset();
        m_asker.reset();
        if (QDir(folder()).exists()) network({"down", folder()});
    }

    void theGatewayRelaysWhatItCannotRead() {
        CommandResult answered;
        QTRY_VERIFY_WITH_TIMEOUT(
            (answered = m_asker->ctl({"--json", "chat", "--model", "tiny", "--max-tokens", "32", question}))
                    .exit_code == 0,
            patience_ms);
        // The asker paid the node itself; the gateway bought nothing.
        const QJsonArray bought = m_asker->ctl({"--json", "receipt", "list", "--bought"}).json()["purchases"].toArray();
        QVERIFY(!bought.isEmpty());
        QVERIFY(!m_executor->ctl({"--json", "receipt", "list"}).json()["receipts"].toArray().isEmpty());
        QVERIFY(of_gateway({"receipt", "list", "--bought"}).json()["purchases"].toArray().isEmpty());

        qint64 read = 0;
        QCOMPARE(holding(folder(), question.toUtf8(), read), QStringList());
        const QByteArray answer = answered.json()["text"].toString().toUtf8();
        if (answer.size() >= 16) QCOMPARE(holding(folder(), answer, read), QStringList());
        QVERIFY(read > 10'000); // logs and databases of the gateway and the validator
    }

    void aTierThatNobodyReachesIsRefusedByName() {
        QJsonObject body = chat_body("tiny", "hello", 4);
        body["hearth"] = QJsonObject{{"privacy", QJsonObject{{"min_tier", "P1"}}}};
        const HttpAnswer unpinned = m_asker->post("/chat/completions", body);
        // This home computes nothing, and no other one is pinned.
        QVERIFY2(unpinned.status >= 400 && unpinned.body.contains("switched off"), unpinned.body.constData());
        body["hearth"] = QJsonObject{{"privacy", QJsonObject{{"min_tier", "P2"}}}};
        const HttpAnswer attested = m_asker->post("/chat/completions", body);
        QCOMPARE(attested.status, 400);
        QVERIFY2(attested.body.contains("min_tier"), attested.body.constData());
    }
};

QTEST_GUILESS_MAIN(IntegrationSealed)
#include "tst_integration_sealed.moc"
