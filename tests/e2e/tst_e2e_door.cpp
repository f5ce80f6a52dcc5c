// SPDX-License-Identifier: Apache-2.0
#include "node_process.h"

#include <QFile>
#include <QTest>

using namespace hearth::test;

/// Two real homes: the second stands behind the first one's address, added by its URL like any other server.
class E2eDoor : public QObject {
    Q_OBJECT

    std::unique_ptr<NodeProcess> m_home, m_other;

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
        const CommandResult added = m_home->ctl({"--json", "gateway", "add", m_other->base_url(), "--name", "other"});
        QVERIFY2(added.exit_code == 0, (added.out + added.err).constData());
        QCOMPARE(added.json().value("models").toArray(), QJsonArray{"there"});
        QCOMPARE(added.json().value("level").toString(), QString("E0"));
    }

    void theStockClientChangesOnlyTheModel() {
        if (!QFile::exists(python())) QSKIP("The openai client is not here; installers/bootstrap test fetches it.");
        const CommandResult result =
            run_program(python(), {QStringLiteral(HEARTH_SOURCE_DIR "/tests/e2e/door_client.py"), m_home->base_url(),
                                   "here", "there"});
        QVERIFY2(result.exit_code == 0, (result.out + result.err).constData());
        QVERIFY(result.out.contains("there: answered as there"));
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
        QCOMPARE(foreign.json().value("level").toString(), QString("E0"));
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

    void anEndWithoutWarningLosesNoNetwork() {
        m_home->kill9();
        QVERIFY2(m_home->start(), m_home->log().constData());
        QTRY_COMPARE_WITH_TIMEOUT(m_home->post("/chat/completions", chat_body("there", "hi", 4)).status, 200, 30'000);
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
