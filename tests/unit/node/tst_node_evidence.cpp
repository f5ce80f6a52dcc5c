// SPDX-License-Identifier: Apache-2.0
#include "gateway/evidence/tree_head.h"
#include "scripted_upstream.h"
#include "test_client.h"
#include "test_node.h"

#include <QUrl>
#include <SQLiteCpp/SQLiteCpp.h>

using namespace hearth;
using namespace hearth::test;

/// Who may read which evidence.
class NodeEvidence : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<TestNode> m_node;
    ScriptedUpstream m_box{Behaviour{{{plain_answer(200, R"({"model":"m","choices":[]})")}}}};

    HttpReply get(const std::string& path, const std::string& headers) {
        const QUrl url(QString::fromStdString(must(m_node->node().status()).api));
        return call(static_cast<std::uint16_t>(url.port()), "GET", path, {}, headers);
    }
    std::string header_of(const char* name) {
        return "Authorization: Bearer " + must(m_node->node().create_api_key({name, {}, {}})).key + "\r\n";
    }
    /// The evidence id of an answer of this model.
    std::string ask(const std::string& model, const std::string& headers) {
        const QUrl url(QString::fromStdString(must(m_node->node().status()).api));
        const HttpReply reply =
            call(static_cast<std::uint16_t>(url.port()), "POST", "/v1/chat/completions",
                 "{\"model\":\"" + model + "\",\"max_tokens\":4,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                 headers);
        if (reply.status != 200) qFatal("%s", reply.body.c_str());
        return reply.header("x-evidence-id");
    }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_node = std::make_unique<TestNode>(path_of(*m_folder) / "home");
        m_node->start();
        m_node->import();
        must(m_node->node().add_upstream({m_box.url(), "box", "openai", ""}, {}));
    }
    void cleanup() { m_node.reset(); }

    /// Of this home's answers and of other networks', over a restart.
    void itIsForTheKeyThatAskedAndForTheOwner() {
        const std::string asks = header_of("asks"), other = header_of("other");
        std::vector<std::string> ids{ask("fake", asks), ask("box/m", asks)};
        ids.push_back(must(m_node->node().jobs(1, {})).front().receipt_id); // the first one's by its other name
        for (int round = 0; round < 2; ++round) {
            for (const std::string& id : ids) {
                QCOMPARE(get("/v1/evidence/" + id, asks).status, 200);
                QCOMPARE(get("/v1/evidence/" + id, other).status, 404);
                QCOMPARE(get("/v1/evidence/" + id, {}).status, 200); // the owner, on this machine
            }
            m_node->stop();
            m_node->start();
        }
    }

    void soIsItsPlaceInTheLog() {
        const std::string asks = header_of("asks"), other = header_of("other"), id = ask("box/m", asks);
        const std::string place = "/v1/log/inclusion?evidence_id=";
        const HttpReply own = get(place + id, asks), strange = get(place + id, other),
                        none = get(place + std::string(id.size(), '0'), other);
        QVERIFY2(gateway::evidence::read_inclusion(own.body).ok(), own.body.c_str());
        QCOMPARE(get(place + id, {}).status, 200);
        QCOMPARE(strange.status, 404);
        QCOMPARE(strange.error()["code"].toString(), none.error()["code"].toString());
        QCOMPARE(none.status, 404);
        QCOMPARE(get("/v1/log/head", other).status, 200); // tells nothing of an answer
    }

    void whatCannotBeReadIsNotCalledMissing() {
        const std::string asks = header_of("asks"), id = ask("fake", asks);
        SQLite::Database file((path_of(*m_folder) / "home" / "node.sqlite").string(), SQLite::OPEN_READWRITE, 5000);
        file.exec("ALTER TABLE purchases RENAME COLUMN caller TO asker");
        const HttpReply broken = get("/v1/evidence/" + id, asks);
        file.exec("ALTER TABLE purchases RENAME COLUMN asker TO caller");
        QVERIFY2(broken.status == 500, broken.body.c_str());
        QCOMPARE(get("/v1/evidence/" + id, asks).status, 200);
    }
};

QTEST_GUILESS_MAIN(NodeEvidence)
#include "tst_node_evidence.moc"
