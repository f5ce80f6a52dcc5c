// SPDX-License-Identifier: Apache-2.0
#include "node_process.h"
#include "proxy.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
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

bool holds(const QByteArray& bytes, const QByteArray& text) {
    for (const QByteArray& form : forms_of(text))
        if (bytes.contains(form)) return true;
    return false;
}

/// An answer of two numbers that the model draws: 27 bytes at least, and nobody knows them before.
QJsonObject drawn_numbers() {
    const QJsonObject number{{"type", "integer"}, {"minimum", 10'000'000}, {"maximum", 99'999'999}};
    const QJsonObject schema{{"type", "object"},
                             {"properties", QJsonObject{{"a", number}, {"b", number}}},
                             {"required", QJsonArray{"a", "b"}},
                             {"additionalProperties", false}};
    QJsonObject body = chat_body("tiny", question, 200);
    body["response_format"] =
        QJsonObject{{"type", "json_schema"}, {"json_schema", QJsonObject{{"name", "x"}, {"schema", schema}}}};
    return body;
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
        if (holds(bytes, text)) found << file.fileName();
    }
    return found;
}

} // namespace

/// One home asks, another one computes; the gateway between them and whoever orders the blocks read nothing of it.
class IntegrationSealed : public QObject {
    Q_OBJECT

    QTemporaryDir m_place;
    std::vector<std::unique_ptr<Proxy>> m_wires; ///< between the homes and the gateway; as long as they dial
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
    /// The home dials the gateway by a wire of ours, which sees every byte of its link.
    void record(const QString& settings) {
        QFile file(settings);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QString text = QString::fromUtf8(file.readAll());
        const auto gateway = QRegularExpression("([0-9a-f]{64}@127\\.0\\.0\\.1:)([0-9]+)").match(text);
        QVERIFY2(gateway.hasMatch(), qPrintable(text));
        m_wires.push_back(std::make_unique<Proxy>(gateway.captured(2).toUShort()));
        m_wires.back()->records = true;
        text.replace(gateway.captured(), gateway.captured(1) + QString::number(m_wires.back()->port()));
        file.resize(0);
        file.seek(0);
        file.write(text.toUtf8());
    }
    void join(std::unique_ptr<NodeProcess>& home, const QString& settings, int port) {
        const QString invitation = network({"invite", folder()}).json()["invitation"].toString();
        home = std::make_unique<NodeProcess>("[api]\nlisten = \"127.0.0.1:0\"\n[worker]\nthreads = 1\n" + settings);
        const auto joined =
            home->ctl({"--json", "network", "join", invitation, "--listen", "127.0.0.1:" + QString::number(port)});
        QVERIFY2(joined.exit_code == 0, joined.err.constData());
        record(home->home() + "/network/network.toml");
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

        HttpAnswer drawn;
        QTRY_VERIFY_WITH_TIMEOUT((drawn = m_asker->post("/chat/completions", drawn_numbers())).status == 200,
                                 patience_ms);
        const QJsonObject choice = drawn.json()["choices"].toArray().first().toObject();
        const QByteArray answer = choice["message"].toObject()["content"].toString().toUtf8();
        QVERIFY2(answer.size() >= 27, drawn.body.constData());

        qint64 read = 0;
        QCOMPARE(holding(folder(), question.toUtf8(), read), QStringList());
        QCOMPARE(holding(folder(), answer, read), QStringList());
        QVERIFY(read > 10'000); // logs and databases of the gateway and the validator
        QCOMPARE(m_wires.size(), std::size_t{2});
        for (const auto& wire : m_wires) {
            QVERIFY(wire->connections() > 0);
            const QByteArray bytes = QByteArray::fromStdString(wire->recorded());
            QVERIFY(bytes.size() > 4'000); // hellos, a question and an answer at least
            QVERIFY(!holds(bytes, question.toUtf8()) && !holds(bytes, answer));
        }
    }

    void aTierThatNobodyReachesIsRefusedByName() {
        QJsonObject body = chat_body("tiny", "hello", 4);
        body["hearth"] = QJsonObject{{"privacy", QJsonObject{{"min_tier", "P1"}}}};
        const HttpAnswer unpinned = m_asker->post("/chat/completions", body);
        // This home computes nothing, and no other one is pinned.
        QVERIFY2(unpinned.status >= 400 && unpinned.body.contains("privacy.nodes"), unpinned.body.constData());
        body["hearth"] = QJsonObject{{"privacy", QJsonObject{{"min_tier", "P2"}}}};
        const HttpAnswer attested = m_asker->post("/chat/completions", body);
        QCOMPARE(attested.status, 400);
        QVERIFY2(attested.body.contains("min_tier"), attested.body.constData());
    }
};

QTEST_GUILESS_MAIN(IntegrationSealed)
#include "tst_integration_sealed.moc"
