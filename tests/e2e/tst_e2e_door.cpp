// SPDX-License-Identifier: Apache-2.0
#include "node_process.h"

#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QTcpServer>
#include <QTest>

using namespace hearth::test;

/// Two real homes: the second stands behind the first one's address, added by its URL like any other server; beside it
/// a server like llama.cpp's and two networks that sign their answers.
class E2eDoor : public QObject {
    Q_OBJECT

    std::unique_ptr<NodeProcess> m_home, m_other;
    QProcess m_llama, m_opengradient, m_phala; ///< network_mocks.py

    /// Its address, and its key where it has one.
    static QStringList start_mock(QProcess& mock, const QString& kind) {
        mock.start("python3", {QStringLiteral(HEARTH_SOURCE_DIR "/tests/e2e/network_mocks.py"), kind});
        while (!mock.canReadLine()) // a line may come in pieces
            if (!mock.waitForReadyRead(20'000)) qFatal("no mock");
        return QString::fromUtf8(mock.readLine()).trimmed().split(' ');
    }
    void add_mock(QProcess& mock, const QString& kind, const QString& model) {
        const QStringList place = start_mock(mock, kind);
        QStringList add{"--json", "gateway", "add", place[0], "--name", kind};
        if (place.size() > 1) add += {"--kind", kind, "--signer", place[1]};
        const CommandResult added = m_home->ctl(add);
        QVERIFY2(added.exit_code == 0, (added.out + added.err).constData());
        QCOMPARE(added.json().value("models").toArray(), QJsonArray{model});
    }

    static QString python() { return QStringLiteral(HEARTH_CACHE_DIR "/venv-e2e/bin/python"); }
    QString write(const QString& name, const QByteArray& bytes) const {
        QFile file(m_home->home() + "/" + name);
        if (!file.open(QIODevice::WriteOnly)) qFatal("no file");
        file.write(bytes);
        return file.fileName();
    }

private slots:
    void initTestCase() {
        for (auto* home : {&m_home, &m_other}) {
            *home = std::make_unique<NodeProcess>();
            QVERIFY2((*home)->start(), (*home)->log().constData());
            QVERIFY(!(*home)->import(tiny_model("llama-tied"), home == &m_home ? "here" : "there").isEmpty());
        }
        QString node_key;
        for (const QJsonValue& key : m_other->ctl({"--json", "keys", "show"}).json().value("keys").toArray())
            if (key.toObject()["role"] == "node") node_key = key.toObject()["public_key"].toString();
        const CommandResult added = m_home->ctl({"--json", "gateway", "add", m_other->base_url(), "--name", "other",
                                                 "--kind", "hearth", "--signer", node_key});
        QVERIFY2(added.exit_code == 0, (added.out + added.err).constData());
        QCOMPARE(added.json().value("models").toArray(), QJsonArray{"there"});
        QCOMPARE(added.json().value("level").toString(), QString("E1"));
        add_mock(m_llama, "llama", "llama-model");
        add_mock(m_opengradient, "opengradient", "og-model");
        add_mock(m_phala, "phala", "phala-model");
    }
    void cleanupTestCase() {
        for (QProcess* mock : {&m_llama, &m_opengradient, &m_phala}) {
            mock->closeWriteChannel();
            mock->waitForFinished(5'000);
        }
    }

    void theStockClientChangesOnlyTheModel() {
        if (!QFile::exists(python())) QSKIP("The openai client is not here; installers/bootstrap test fetches it.");
        const CommandResult result =
            run_program(python(), {QStringLiteral(HEARTH_SOURCE_DIR "/tests/e2e/door_client.py"), m_home->base_url(),
                                   "here", "there", "llama-model", "og-model", "phala-model"});
        QVERIFY2(result.exit_code == 0, (result.out + result.err).constData());
        for (const char* model : {"here", "there", "llama-model", "og-model", "phala-model"})
            QVERIFY2(result.out.contains(QByteArray(model) + ": answered as " + model), result.out.constData());
    }

    void aServerThatSignsNothingIsEZero() {
        const HttpAnswer answer = m_home->post("/chat/completions", chat_body("llama-model", "hi", 4));
        QVERIFY2(answer.status == 200, answer.body.constData());
        const QString file =
            write("llama.json", m_home->get("/evidence/" + answer.headers.value("x-evidence-id")).body);
        const CommandResult found =
            m_home->ctl({"--json", "evidence", "verify", file, "--response", write("llama.response", answer.body)});
        QVERIFY2(found.exit_code == 0, (found.out + found.err).constData());
        QCOMPARE(found.json().value("level").toString(), QString("E0"));
        QCOMPARE(found.json().value("relation").toString(), QString("identical-bytes"));
    }

    void evidenceSaysWhatIsTrueOfEach() {
        const HttpAnswer here = m_home->post("/chat/completions", chat_body("here", "hi", 4)),
                         there = m_home->post("/chat/completions", chat_body("other/there", "hi", 4));
        QVERIFY2(here.status == 200 && there.status == 200, (here.body + there.body).constData());
        QCOMPARE(there.headers.value("x-hearth-network"), QString("other"));
        const QString file = write("there.json", m_home->get("/evidence/" + there.headers.value("x-evidence-id")).body);
        const QString body = write("there.body", there.body);
        const CommandResult foreign = m_home->ctl({"--json", "evidence", "verify", file, "--response", body});
        QVERIFY2(foreign.exit_code == 0, (foreign.out + foreign.err).constData());
        QCOMPARE(foreign.json().value("level").toString(), QString("E1"));
        QCOMPARE(foreign.json().value("relation").toString(), QString("rewritten"));
        const CommandResult wrong = m_home->ctl({"--json", "evidence", "verify", file, "--response", file});
        QCOMPARE(wrong.exit_code, 5);
        QByteArray forged = m_home->get("/evidence/" + there.headers.value("x-evidence-id")).body;
        const auto at = forged.indexOf("\"envelope\":\"") + 200;
        forged[at] = forged[at] == '0' ? '1' : '0';
        QCOMPARE(m_home->ctl({"evidence", "verify", write("forged.json", forged)}).exit_code, 5);
        // Of this home's own answer the receipt is the evidence.
        const QString receipt = m_home->home() + "/here.receipt";
        const QString id =
            m_home->get("/evidence/" + here.headers.value("x-evidence-id")).json().value("receipt_id").toString();
        QCOMPARE(m_home->ctl({"receipt", "export", id, receipt}).exit_code, 0);
        const CommandResult own = m_home->ctl({"--json", "evidence", "verify", receipt});
        QVERIFY2(own.exit_code == 0, (own.out + own.err).constData());
        QCOMPARE(own.json().value("level").toString(), QString("E1"));
        QCOMPARE(m_home->ctl({"evidence", "verify", write("hello", "hello")}).exit_code, 5);
    }

    /// Whoever has the second home's receipt and the model computes it again, though the first home's ledger knows
    /// nothing of it. It came with the answer, and the home's key ties it to the bytes.
    void theOtherHomesReceiptIsEFourByAReplayHere() {
        QJsonObject call = chat_body("other/there", "Say something about fire.", 12);
        call["temperature"] = 0.7;
        const HttpAnswer answer = m_home->post("/chat/completions", call);
        QVERIFY2(answer.status == 200, answer.body.constData());
        const HttpAnswer shown = m_home->get("/evidence/" + answer.headers.value("x-evidence-id"));
        const QJsonObject document =
            QJsonDocument::fromJson(shown.json().value("proof").toObject().value("document").toString().toUtf8())
                .object();
        const QByteArray bytes = QByteArray::fromBase64(document["receipt"].toString().toUtf8());
        const QString evidence = write("fire.json", shown.body), receipt = write("there.receipt", bytes);
        const QString said = write("fire.answer", answer.body); // whose count of tokens is compared
        QString id;
        for (const QStringList& verb :
             {QStringList{"evidence", "verify", evidence, "--response", said},
              QStringList{"evidence", "verify", receipt}, QStringList{"receipt", "verify", receipt}}) {
            const CommandResult read = m_home->ctl(QStringList{"--json"} + verb);
            QVERIFY2(read.exit_code == 0, (read.out + read.err).constData());
            QCOMPARE(read.json().value("level").toString(), QString("E1"));
            const CommandResult replayed = m_home->ctl(QStringList{"--json"} + verb + QStringList{"--replay"});
            QVERIFY2(replayed.exit_code == 0, (replayed.out + replayed.err).constData());
            QVERIFY2(replayed.json().value("level").toString() == "E4", replayed.out.right(900).constData());
            if (verb.contains(receipt)) id = replayed.json().value("receipt_id").toString();
        }
        QVERIFY(m_other->ctl({"receipt", "show", id}).exit_code == 0);
        QCOMPARE(m_home->ctl({"receipt", "show", id}).exit_code, 1); // nothing was kept of it
        const QString stranger(64, 'a');                             // whose key did not sign
        QCOMPARE(m_home->ctl({"evidence", "verify", evidence, "--signer", stranger, "--replay"}).exit_code, 5);
        QByteArray forged = bytes;
        forged[forged.size() / 2] = static_cast<char>(forged[forged.size() / 2] ^ 1);
        QCOMPARE(m_home->ctl({"evidence", "verify", write("forged.receipt", forged), "--replay"}).exit_code, 5);
    }

    void aReplayRaisesAStreamWhereItCounts() {
        for (const bool counts : {false, true}) {
            QJsonObject call = chat_body("other/there", "Say something about water.", 6);
            call["stream"] = true;
            if (counts) call["stream_options"] = QJsonObject{{"include_usage", true}};
            const HttpAnswer answer = m_home->post("/chat/completions", call);
            QVERIFY2(answer.status == 200, answer.body.constData());
            const QString id = answer.headers.value("x-evidence-id");
            const QString evidence = write("water.json", m_home->get("/evidence/" + id).body);
            const CommandResult replayed = m_home->ctl({"--json", "evidence", "verify", evidence, "--response",
                                                        write("water.answer", answer.body), "--replay"});
            QVERIFY2(replayed.exit_code == 0, (replayed.out + replayed.err).constData());
            QCOMPARE(replayed.json().value("level").toString(), QString(counts ? "E4" : "E1"));
        }
    }

    void signedAnswersAreEOneAndSayWhatIsNotProven() {
        for (const char* model : {"og-model", "phala-model"}) {
            const QJsonObject call = chat_body(model, QString::fromUtf8("h\u00e9"), 4);
            const QByteArray asked = QJsonDocument(call).toJson(QJsonDocument::Compact); // as it is sent
            const HttpAnswer answer = m_home->post("/chat/completions", call);
            QCOMPARE(answer.status, 200);
            const QByteArray text = m_home->get("/evidence/" + answer.headers.value("x-evidence-id")).body;
            const QString file = write("signed.json", text), request = write("signed.request", asked),
                          response = write("signed.response", answer.body);
            const CommandResult found =
                m_home->ctl({"--json", "evidence", "verify", file, "--request", request, "--response", response});
            QVERIFY2(found.exit_code == 0, (found.out + found.err).constData());
            QCOMPARE(found.json().value("level").toString(), QString("E1"));
            for (const QJsonValue& check : found.json().value("checks").toArray())
                if (check.toObject()["name"].toString() == "attestation")
                    QCOMPARE(check.toObject()["result"].toString(), QString("not checked"));
            QCOMPARE(m_home->ctl({"evidence", "verify", file, "--response", request}).exit_code, 5);
            QCOMPARE(m_home->ctl({"evidence", "verify", file, "--replay"}).exit_code, 1);
            const CommandResult proven =
                m_home->ctl({"--json", "evidence", "prove", answer.headers.value("x-evidence-id"), "--evidence", file});
            QVERIFY2(proven.exit_code == 0, (proven.out + proven.err).constData());
        }
        const CommandResult listed = m_home->ctl({"--json", "evidence", "list", "--limit", "2"});
        QCOMPARE(listed.json().value("evidence").toArray().size(), 2);
        QCOMPARE(listed.json().value("evidence").toArray()[0].toObject()["level"].toString(), QString("E1"));
    }

    void llamaCppStandsBehindTheDoorToo() {
        const QString program = QStringLiteral(HEARTH_CACHE_DIR "/llama.cpp/llama-server");
        if (!QFile::exists(program) || default_model().isEmpty())
            QSKIP("llama.cpp is not here; installers/bootstrap models builds it.");
        QTcpServer free;
        QVERIFY(free.listen(QHostAddress::LocalHost));
        const QString port = QString::number(free.serverPort()), address = "http://127.0.0.1:" + port + "/v1";
        free.close();
        QProcess server;
        server.setStandardErrorFile(m_home->home() + "/llama.log");
        server.start(program, {"--model", default_model(), "--host", "127.0.0.1", "--port", port, "--alias",
                               "smollm2-by-llama", "--threads", "2", "--ctx-size", "2048", "--no-webui"});
        const QStringList add{"--json", "gateway", "add", address, "--name", "llama-cpp"};
        CommandResult added;
        QTRY_VERIFY_WITH_TIMEOUT((added = m_home->ctl(add)).exit_code == 0, 60'000);
        QCOMPARE(added.json().value("models").toArray(), QJsonArray{"smollm2-by-llama"});
        QJsonObject call = chat_body("smollm2-by-llama", "Say something about fire.", 12);
        const HttpAnswer whole = m_home->post("/chat/completions", call);
        QVERIFY2(whole.status == 200, whole.body.constData());
        QCOMPARE(whole.headers.value("x-hearth-network"), QString("llama-cpp"));
        QVERIFY(!whole.json().value("choices").toArray().isEmpty());
        call["stream"] = true;
        const HttpAnswer streamed = m_home->post("/chat/completions", call);
        QVERIFY2(streamed.status == 200 && streamed.body.trimmed().endsWith("data: [DONE]"), streamed.body.constData());
        const QString file =
            write("llama-cpp.json", m_home->get("/evidence/" + streamed.headers.value("x-evidence-id")).body);
        const CommandResult found = m_home->ctl(
            {"--json", "evidence", "verify", file, "--response", write("llama-cpp.response", streamed.body)});
        QVERIFY2(found.exit_code == 0, (found.out + found.err).constData());
        QCOMPARE(found.json().value("level").toString(), QString("E0"));
        server.kill();
        QVERIFY(server.waitForFinished());
        QCOMPARE(m_home->post("/chat/completions", chat_body("smollm2-by-llama", "hi", 4)).status, 502);
        QCOMPARE(m_home->ctl({"gateway", "remove", "llama-cpp"}).exit_code, 0);
    }

    void anEndWithoutWarningLosesNoNetwork() {
        const QString head = write("head.json", m_home->ctl({"--json", "evidence", "log"}).out);
        QCOMPARE(m_home->post("/chat/completions", chat_body("og-model", "hi", 4)).status, 200);
        m_home->kill9();
        QVERIFY2(m_home->start(), m_home->log().constData());
        QTRY_COMPARE_WITH_TIMEOUT(m_home->post("/chat/completions", chat_body("there", "hi", 4)).status, 200, 30'000);
        const CommandResult grown = m_home->ctl({"--json", "evidence", "log", "--since", head});
        QVERIFY2(grown.exit_code == 0, (grown.out + grown.err).constData());
        QVERIFY(grown.json().value("valid").toBool());
        m_other->terminate();
        const HttpAnswer gone = m_home->post("/chat/completions", chat_body("there", "hi", 4));
        QCOMPARE(gone.status, 502);
        QVERIFY(gone.body.contains("cannot be reached"));
        QCOMPARE(m_home->post("/chat/completions", chat_body("here", "hi", 4)).status, 200);
        QCOMPARE(m_home->ctl({"gateway", "test", "other"}).exit_code, 1);
        QCOMPARE(m_home->ctl({"gateway", "remove", "other"}).exit_code, 0);
        QCOMPARE(m_home->post("/chat/completions", chat_body("there", "hi", 4)).status, 404);
    }
};

QTEST_GUILESS_MAIN(E2eDoor)
#include "tst_e2e_door.moc"
