// SPDX-License-Identifier: Apache-2.0
#include "gateway/evidence/examine.h"
#include "gateway/evidence/tree_head.h"
#include "scripted_upstream.h"
#include "test_client.h"
#include "test_node.h"

#include <QJsonArray>
#include <QUrl>

#include <sqlite3.h>
#include <sys/stat.h>

using namespace hearth;
using namespace hearth::test;

namespace {

const std::string fine = R"({"model":"m","choices":[]})", secret = "sk-upstream-canary-0123456789";

/// Every file of a home that holds the text, but for those under `except`.
std::string files_that_hold(const std::filesystem::path& home, const std::string& text, const std::string& except) {
    std::string found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(home)) {
        if (!entry.is_regular_file() || entry.path().string().find(except) != std::string::npos) continue;
        const core::Bytes bytes = must(core::read_file(entry.path(), std::size_t{64} << 20));
        if (std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()).find(text) !=
            std::string_view::npos)
            found += entry.path().string() + " ";
    }
    return found;
}

} // namespace

/// Other networks behind a home's address: kept, keyed, counted, evidenced.
class NodeUpstreams : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<TestNode> m_node;

    std::filesystem::path home() const { return path_of(*m_folder) / "home"; }
    std::uint16_t port() {
        return static_cast<std::uint16_t>(QUrl(QString::fromStdString(must(m_node->node().status()).api)).port());
    }
    HttpReply ask(const std::string& model, const std::string& key = {}, const std::string& more = {}) {
        return call(port(), "POST", "/v1/chat/completions",
                    "{\"model\":\"" + model +
                        "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"max_tokens\":4" + more + "}",
                    key.empty() ? "" : "Authorization: Bearer " + key + "\r\n");
    }
    std::string key_file() {
        const auto file = path_of(*m_folder) / "key.txt";
        must(core::write_file_atomic(file, core::as_bytes(secret + "\n"), 0600));
        return file.string();
    }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_node = std::make_unique<TestNode>(home());
        m_node->start();
        m_node->import();
    }
    void cleanup() { m_node.reset(); }

    void whatIsNoSuchServerIsRefusedAndNotKept() {
        ScriptedUpstream page(Behaviour{{{plain_answer(200, "<html>", "text/html")}}});
        const std::string url = "http://127.0.0.1:" + std::to_string(page.port());
        const auto refused = [&](const control::UpstreamWish& wish, core::Code code) {
            const auto added = m_node->node().add_upstream(wish, {});
            QVERIFY(!added);
            QCOMPARE(added.error().code, code);
            QVERIFY2(!added.error().message.empty() && !added.error().hint.empty(), added.error().message.c_str());
        };
        refused({url + "/page", "box", "openai", ""}, core::Code::corrupt);
        refused({"http://127.0.0.1:1", "box", "openai", ""}, core::Code::unavailable);
        refused({"127.0.0.1", "box", "openai", ""}, core::Code::invalid_argument);
        refused({page.url(), "home", "openai", ""}, core::Code::invalid_argument);
        refused({page.url(), "box", "tee", ""}, core::Code::unsupported);
        refused({page.url(), "box", "openai", "", {"0x" + std::string(40, '1')}, {}}, core::Code::invalid_argument);
        refused({must(m_node->node().status()).api, "box", "openai", ""}, core::Code::conflict); // itself
        QVERIFY(!m_node->node().add_upstream({page.url(), "Box/1", "openai", ""}, {}));
        QVERIFY(!m_node->node().add_upstream({page.url(), "box", "openai", "/nowhere"}, {}));
        QVERIFY(must(m_node->node().upstreams()).empty());
        QVERIFY(!std::filesystem::exists(home() / "keys/upstreams/box.key"));
    }

    void aNetworkOutlivesTheServiceAndItsKeyStaysInOneFile() {
        ScriptedUpstream box(Behaviour{{{plain_answer(200, fine)}}});
        const auto added = must(m_node->node().add_upstream({box.url(), "box", "openai", key_file()}, {}));
        QCOMPARE(added.models, std::vector<std::string>{"m"});
        QCOMPARE(added.level, std::string("E0"));
        QVERIFY(added.note.find("It offers one model: m.") == 0);
        QVERIFY(!m_node->node().add_upstream({box.url(), "box", "openai", ""}, {}));
        m_node->stop();
        m_node->start();
        QCOMPARE(must(m_node->node().test_upstream("box")).state, control::UpstreamState::ready);
        QCOMPARE(ask("m").status, 200);
        QVERIFY(box.last_request().find("Bearer " + secret + "\r\n") != std::string::npos);
        const auto file = home() / "keys/upstreams/box.key";
        struct stat info {};
        QCOMPARE(::stat(file.c_str(), &info), 0);
        QCOMPARE(info.st_mode & 0777U, 0600U);
        QCOMPARE(files_that_hold(home(), secret, "keys/upstreams/box.key"), std::string());
        must(m_node->node().remove_upstream("box"));
        QVERIFY(!std::filesystem::exists(file));
        QCOMPARE(ask("m").status, 404);
        m_node->stop();
        // A service that was killed between key and row leaves a key without a name.
        must(core::write_file_atomic(file, core::as_bytes(secret), 0600));
        m_node->start();
        QVERIFY(must(m_node->node().upstreams()).empty());
        QVERIFY(!std::filesystem::exists(file));
    }

    void aHomeStartsWithoutItsNetworks() {
        auto box = std::make_unique<ScriptedUpstream>(Behaviour{{{plain_answer(200, fine)}}});
        must(m_node->node().add_upstream({box->url(), "box", "openai", ""}, {}));
        m_node->stop();
        box.reset();
        m_node->start();
        QTRY_COMPARE(must(m_node->node().upstreams()).front().state, control::UpstreamState::failing);
        QVERIFY(must(m_node->node().upstreams()).front().reason.find("cannot be reached") != std::string::npos);
        QCOMPARE(ask("fake").status, 200);
        QCOMPARE(ask("box/m").status, 503);
    }

    void oneThatCannotBeUsedStopsNeitherTheStartNorTheOthers() {
        ScriptedUpstream box(Behaviour{{{plain_answer(200, fine)}}});
        must(m_node->node().add_upstream({box.url(), "box", "openai", key_file()}, {}));
        for (int i = 1; i < 64; ++i)
            must(m_node->node().add_upstream({box.url(), "n" + std::to_string(i), "openai", ""}, {}));
        QCOMPARE(m_node->node().add_upstream({box.url(), "more", "openai", key_file()}, {}).error().code,
                 core::Code::too_large);
        QVERIFY(!std::filesystem::exists(home() / "keys/upstreams/more.key"));
        m_node->stop();
        must(core::write_file_atomic(home() / "keys/upstreams/box.key", core::as_bytes("two words of it"), 0600));
        m_node->start();
        const auto networks = must(m_node->node().upstreams());
        QCOMPARE(networks.size(), std::size_t{64});
        QCOMPARE(networks.front().state, control::UpstreamState::key_missing);
        must(m_node->node().remove_upstream("box"));
        must(m_node->node().add_upstream({box.url(), "more", "openai", ""}, {}));
    }

    void aRepeatedCallIsPaidOnceAlsoAfterARestart() {
        ScriptedUpstream box(Behaviour{{{plain_answer(200, fine)}}});
        must(m_node->node().add_upstream({box.url(), "box", "openai", ""}, {}));
        const auto repeat = [&](const std::string& model) {
            return call(port(), "POST", "/v1/chat/completions",
                        "{\"model\":\"" + model +
                            "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"max_tokens\":4}",
                        "Idempotency-Key: " + model + "\r\n");
        };
        const HttpReply own = repeat("fake"), foreign = repeat("m");
        QVERIFY2(own.status == 200 && foreign.status == 200, own.body.c_str());
        for (int round = 0; round < 2; ++round) {
            for (const auto* first : {&own, &foreign}) {
                const HttpReply again = repeat(first == &own ? "fake" : "m");
                QCOMPARE(again.body, first->body);
                QCOMPARE(again.header("x-evidence-id"), first->header("x-evidence-id"));
                QCOMPARE(again.header("idempotent-replayed"), std::string("true"));
            }
            m_node->stop();
            m_node->start();
        }
        QCOMPARE(box.requests().size(), std::size_t{1});
        QCOMPARE(must(m_node->node().network_evidence(9, "")).size(), std::size_t{1});
    }

    void anAnswerThatCouldCostMoreThanAllowedIsNotBought() {
        const auto of = [&](const std::string& most) {
            return ask("fake", {}, ",\"hearth\":{\"max_price\":\"" + most + "\"}");
        };
        const HttpReply refused = of("1");
        QCOMPARE(refused.status, 403);
        QVERIFY2(refused.error()["message"].toString().contains("the request allows 0.000000001 EMB"),
                 refused.body.c_str());
        QCOMPARE(of("1000000000000").status, 200);
        QCOMPARE(ask("fake", {}, R"(,"hearth":{"privacy":{"min_tier":"P1"}})").header("x-hearth-network"),
                 std::string("home"));
    }

    void evidenceOfAForeignAnswerStandsBesideReceipts() {
        ScriptedUpstream box(Behaviour{{{plain_answer(200, fine)}}});
        must(m_node->node().add_upstream({box.url(), "box", "openai", ""}, {}));
        const HttpReply foreign = ask("box/m"), own = ask("fake");
        QCOMPARE(own.status, 200);
        const HttpReply receipt = call(port(), "GET", "/v1/evidence/" + own.header("x-evidence-id"));
        QCOMPARE(receipt.json()["receipt_id"].toString().size(), 64);
        const HttpReply evidence = call(port(), "GET", "/v1/evidence/" + foreign.header("x-evidence-id"));
        QCOMPARE(evidence.json()["level"].toString(), QString("E0"));
        QCOMPARE(evidence.json()["relation"].toString(), QString("rewritten"));
        const core::Bytes file = must(gateway::evidence::file_in(core::as_bytes(evidence.body)));
        const auto found = gateway::evidence::examine(file, std::nullopt, core::as_bytes(foreign.body));
        QVERIFY(found.valid && found.file->envelope.checks.front().detail.pattern() != nullptr);
        std::string node_key;
        for (const auto& key : must(m_node->node().keys()))
            if (key.role == "node") node_key = key.public_key;
        QCOMPARE(found.file->envelope.gateway_key.hex(), node_key);
        m_node->stop();
        m_node->start();
        QCOMPARE(call(port(), "GET", "/v1/evidence/" + foreign.header("x-evidence-id")).body, evidence.body);
        QCOMPARE(call(port(), "GET", "/v1/evidence/" + std::string(32, '0')).status, 404);
    }

    void whoseSignaturesAreTrustedOutlivesTheService() {
        ScriptedUpstream box(Behaviour{{{plain_answer(200, fine)}}});
        const std::string signer = "0xABcd" + std::string(36, '1');
        const auto added = must(m_node->node().add_upstream({box.url(), "box", "phala", "", {signer}, {}}, {}));
        QCOMPARE(added.signers, std::vector<std::string>{"0xabcd" + std::string(36, '1')});
        QCOMPARE(added.level, std::string("E1")); // at most
        m_node->stop();
        m_node->start();
        QCOMPARE(must(m_node->node().upstreams()).front().signers, added.signers);
        HttpReply reply; // signed by nobody; what the network offers is asked anew after a start
        QTRY_VERIFY_WITH_TIMEOUT((reply = ask("m")).status == 200, 20000);
        const HttpReply evidence = call(port(), "GET", "/v1/evidence/" + reply.header("x-evidence-id"));
        QCOMPARE(evidence.json()["level"].toString(), QString("E0"));
    }

    void whichSoftwareIsTrustedOutlivesTheService() {
        ScriptedUpstream box(Behaviour{{{plain_answer(200, fine)}}});
        control::UpstreamWish wish{box.url(), "box", "phala", ""};
        for (const char* name : {"MRTD=", "rtmr0=", "rtmr1=", "rtmr2=", "rtmr3="})
            wish.measurements.push_back(name + std::string(96, 'A'));
        const auto added = must(m_node->node().add_upstream(wish, {}));
        QCOMPARE(added.measurements.size(), std::size_t{5});
        QCOMPARE(added.measurements.front(), "mrtd=" + std::string(96, 'a'));
        QCOMPARE(added.level, std::string("E3")); // at most
        m_node->stop();
        m_node->start();
        QCOMPARE(must(m_node->node().upstreams()).front().measurements, added.measurements);
    }

    void aLongListComesInPages() {
        std::vector<std::string> models;
        for (int i = 0; i < 1234; ++i)
            models.push_back("model-" + std::to_string(i));
        ScriptedUpstream box(Behaviour{{{plain_answer(200, fine)}}}, models);
        const auto added = must(m_node->node().add_upstream({box.url(), "box", "openai", ""}, {}));
        QVERIFY2(added.note.find("It offers 1234 models: model-0") == 0, added.note.c_str());
        QCOMPARE(added.models.size(), std::size_t{100});
        QCOMPARE(added.model_count, std::uint64_t{1234});
        std::vector<std::string> read;
        while (read.size() < models.size()) {
            const auto page = must(m_node->node().upstream_models("box", read.size()));
            QCOMPARE(page.total, std::uint64_t{1234});
            QVERIFY(!page.models.empty() && page.models.size() <= 500);
            read.insert(read.end(), page.models.begin(), page.models.end());
        }
        QVERIFY(read == models);
        QVERIFY(must(m_node->node().upstream_models("box", 1234)).models.empty());
        QCOMPARE(m_node->node().upstream_models("nobody", 0).error().code, core::Code::not_found);
        QCOMPARE(ask("box/model-1233").status, 200);
    }

    void evidenceStandsInALogThatOnlyGrows() {
        namespace evidence = gateway::evidence;
        ScriptedUpstream box(Behaviour{{{plain_answer(200, fine)}}});
        must(m_node->node().add_upstream({box.url(), "box", "openai", ""}, {}));
        const auto log = [&](const std::string& question) { return call(port(), "GET", "/v1/log/" + question); };
        QCOMPARE(must(evidence::read_tree_head(log("head").body)).size, std::uint64_t{0});
        std::vector<std::string> ids;
        for (int i = 0; i < 3; ++i)
            ids.push_back(ask("m").header("x-evidence-id"));
        const auto early = must(evidence::read_tree_head(log("head").body));
        QCOMPARE(early.size, std::uint64_t{3});
        QCOMPARE(log("head").body, early.to_json()); // one size, one head
        m_node->stop();
        m_node->start();
        QCOMPARE(log("head").body, early.to_json());
        QTRY_VERIFY(call(port(), "GET", "/v1/models").body.find("box") != std::string::npos); // has listed its models
        for (int i = 0; i < 4; ++i)
            ids.push_back(ask("m").header("x-evidence-id"));
        for (const std::string& id : ids) {
            const auto proof = must(evidence::read_inclusion(log("inclusion?evidence_id=" + id).body));
            const std::string text = call(port(), "GET", "/v1/evidence/" + id).body;
            const auto file = must(evidence::file_in(core::as_bytes(text)));
            for (const auto& row : evidence::examine_inclusion(proof, core::sha256(file)))
                if (row.name != std::string("anchor")) QCOMPARE(row.outcome, proof::CheckRow::Outcome::passed);
        }
        const auto growth = must(evidence::read_consistency(log("consistency?first=3").body));
        QCOMPARE(growth.head.size, std::uint64_t{7});
        for (const auto& row : evidence::examine_consistency(growth, early))
            QCOMPARE(row.outcome, proof::CheckRow::Outcome::passed);
        QCOMPARE(must(m_node->node().network_evidence(2, ids[5])).front().evidence_id, ids[4]);
        QCOMPARE(log("inclusion?evidence_id=" + std::string(32, '0')).status, 404);
        for (const char* wrong :
             {"inclusion", "consistency", "consistency?first=x", "consistency?first=0", "consistency?first=8"})
            QCOMPARE(log(wrong).status, 400);
        QCOMPARE(log("nothing").status, 404);
    }

    void aLogThatWasChangedIsSignedNoMore() {
        ScriptedUpstream box(Behaviour{{{plain_answer(200, fine)}}});
        must(m_node->node().add_upstream({box.url(), "box", "openai", ""}, {}));
        for (int i = 0; i < 3; ++i)
            QCOMPARE(ask("m").status, 200);
        must(m_node->node().evidence_log("", 0));
        m_node->stop();
        sqlite3* database = nullptr;
        QCOMPARE(sqlite3_open((home() / "node.sqlite").c_str(), &database), SQLITE_OK);
        const char* const cut = "DELETE FROM evidence_batches WHERE leaf + count = 3";
        QCOMPARE(sqlite3_exec(database, cut, nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(database);
        m_node->start();
        QCOMPARE(m_node->node().evidence_log("", 0).error().code, core::Code::corrupt);
        QCOMPARE(ask("m").status, 200); // and answers go on
        QCOMPARE(m_node->node().evidence_log("", 0).error().code, core::Code::corrupt);
    }

    void oldEvidenceGoesAndItsLineInTheLogStays() {
        ScriptedUpstream box(Behaviour{{{plain_answer(200, fine)}}});
        must(m_node->node().add_upstream({box.url(), "box", "openai", ""}, {}));
        const std::string id = ask("m").header("x-evidence-id");
        const std::string head = must(m_node->node().evidence_log("", 0));
        m_node->stop();
        m_node->keep_evidence = 1;
        m_node->start();
        QTRY_COMPARE_WITH_TIMEOUT(call(port(), "GET", "/v1/evidence/" + id).status, 404, 20000);
        QCOMPARE(must(m_node->node().evidence_log("", 0)), head);
        must(m_node->node().evidence_log(id, 0));
    }

    void whatAKeyMayAskAtOnceIsCountedOverAllNetworks() {
        ScriptedUpstream box(Behaviour{{{stream_head() + chunk(token_event("a"))}}, true});
        must(m_node->node().add_upstream({box.url(), "box", "openai", ""}, {}));
        const std::string key = must(m_node->node().create_api_key({"laptop", {}, 1})).key;
        {
            TestClient client(port());
            client.send(request_text("POST", "/v1/chat/completions", R"({"model":"m","stream":true,"messages":[]})",
                                     "Authorization: Bearer " + key + "\r\n"));
            QVERIFY(client.wait_for("delta", Millis(5000)));
            for (const char* model : {"m", "fake"}) {
                const HttpReply refused = ask(model, key);
                QCOMPARE(refused.status, 429);
                QVERIFY(refused.error()["message"].toString().contains("1 answers at the same time"));
            }
            QCOMPARE(ask("fake").status, 200); // somebody else
        }
        QVERIFY(QTest::qWaitFor([&] { return ask("fake", key).status == 200; }, 20000));
        QCOMPARE(must(m_node->node().api_keys()).front().spent == "0", false); // by the home's answer alone
    }
};

QTEST_GUILESS_MAIN(NodeUpstreams)
#include "tst_node_upstreams.moc"
