// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "door_bench.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace hearth;
using namespace hearth::test;

namespace {

Behaviour says(const std::string& body) {
    return {{{plain_answer(200, body)}}};
}
const std::string fine = R"({"model":"m","choices":[]})";

std::string body_of(const std::string& request) {
    return request.substr(request.find("\r\n\r\n") + 4);
}

/// Ends with the answer that the asked server gives.
std::string who_answers(DoorBench& bench, const std::string& model) {
    const HttpReply reply = bench.post(R"({"messages":[{"role":"user","content":"x"}],"model":")" + model + "\"}");
    return reply.status == 200 ? reply.header("x-hearth-network") : std::to_string(reply.status);
}

} // namespace

/// One address, several networks behind it.
class TestGatewayDoor : public QObject {
    Q_OBJECT

private slots:
    void aModelsNameDecidesWhoAnswers() {
        ScriptedUpstream box(says(fine), {"m", "fake/small", "shared"}), cloud(says(fine), {"shared", "only/here"});
        DoorBench bench;
        bench.add("box", box.url());
        bench.add("cloud", cloud.url());
        QCOMPARE(who_answers(bench, "fake/small"), std::string("home")); // this home first
        QCOMPARE(who_answers(bench, "box/fake/small"), std::string("box"));
        QCOMPARE(who_answers(bench, "shared"), std::string("box"));
        QCOMPARE(who_answers(bench, "cloud/shared"), std::string("cloud"));
        QCOMPARE(who_answers(bench, "only/here"), std::string("cloud"));
        QCOMPARE(who_answers(bench, "box/only/here"), std::string("404"));
        QCOMPARE(who_answers(bench, "nobody"), std::string("404"));
        QCOMPARE(bench.backend->requests().size(), std::size_t{2}); // the one that it has, the one that nobody has
    }

    void theListNamesNetworksAndWhatTheirEvidenceIsWorth() {
        ScriptedUpstream box(says(fine), {"m", "fake/small"});
        DoorBench bench;
        bench.add("box", box.url());
        std::map<QString, QJsonObject> models;
        for (const QJsonValue& model : call(bench.server->port(), "GET", "/v1/models").json()["data"].toArray())
            models[model.toObject()["id"].toString()] = model.toObject();
        QCOMPARE(models["fake/small"]["network"].toString(), QString("home"));
        QCOMPARE(models["m"]["network"].toString(), QString("box"));
        QCOMPARE(models["m"]["evidence"].toObject()["level"].toString(), QString("E0"));
        QVERIFY(models["m"]["evidence"].toObject()["worth"].toString().contains("nothing was proven"));
        QCOMPARE(models.count("box/fake/small"), std::size_t{1});
        for (const auto& [id, model] : models)
            QCOMPARE(call(bench.server->port(), "GET", "/v1/models/" + id.toStdString()).json()["id"].toString(), id);
    }

    void theRequestGoesOnByteForByteAndNothingElseDoes() {
        ScriptedUpstream box(says(fine));
        DoorBench bench;
        bench.add("box", box.url());
        const std::string body = "{ \"unknown\" : [1.0e1,\"\\u00e9\"],\r\n\t\"model\":\"m\" ,\"messages\":[]}\n";
        const HttpReply reply =
            bench.post(body, "/v1/chat/completions?x=1",
                       "Authorization: Bearer callers\r\nCookie: a=b\r\nX-Forwarded-For: 10.1.1.1\r\n"
                       "TE: trailers\r\n");
        QCOMPARE(reply.status, 200);
        const std::string seen = box.last_request();
        QCOMPARE(body_of(seen), body);
        QVERIFY(seen.starts_with("POST /v1/chat/completions HTTP/1.1\r\n"));
        for (const char* own : {"callers", "a=b", "10.1.1.1", "trailers", "Authorization"})
            QVERIFY2(seen.find(own) == std::string::npos, seen.c_str());
        QVERIFY(seen.find("Accept-Encoding: identity\r\n") != std::string::npos);
        QVERIFY(!reply.header("x-gateway-overhead-us").empty());
        const auto envelope = bench.evidence(reply);
        QVERIFY(envelope.rewrites.empty());
        QCOMPARE(envelope.request_hash, core::sha256(core::as_bytes(body)));
    }

    void onlyTheNameIsReplacedWhereItNamesItsNetwork() {
        ScriptedUpstream box(says(fine), {"m", "q\\\"uote"});
        DoorBench bench;
        bench.add("box", box.url());
        const std::string before =
            "{\"messages\": [{\"model\":\"box/m\"}], \"x\":\"\\\"model\\\":1\",\n\"\\u006dodel\" : ";
        const std::string after = " , \"seed\":1}";
        const HttpReply reply = bench.post(before + "\"box\\/m\"" + after);
        QCOMPARE(reply.status, 200);
        QCOMPARE(body_of(box.last_request()), before + "\"m\"" + after);
        const auto envelope = bench.evidence(reply);
        QCOMPARE(envelope.rewrites.size(), std::size_t{1});
        QCOMPARE(envelope.rewrites[0].offset, std::uint64_t{before.size()});
        QCOMPARE(envelope.rewrites[0].from, std::string("\"box\\/m\""));
        QCOMPARE(envelope.rewrites[0].to, std::string("\"m\""));
        const std::string quoted = "{\"model\":\"box/q\\\"uote\"}", plain = "{\"model\":\"q\\\"uote\"}";
        QCOMPARE(bench.post(quoted).status, 200);
        QCOMPARE(body_of(box.last_request()), plain);
    }

    void whatTwoReadersCouldReadDifferentlyIsRefused() {
        ScriptedUpstream box(says(fine));
        DoorBench bench;
        bench.add("box", box.url());
        for (const char* body : {R"({"model":"m","model":"fake/small"})", R"({"model":"m","\u006dodel":"m"})",
                                 R"({"model":"m","stream":true,"stream":false})", R"({"model":"m"} x)", R"(["m"])"})
            QCOMPARE(bench.post(body).status, 400);
        QCOMPARE(bench.post(R"({"model":"m"})", chat_path, "X-Hearth-Profile: fp32\r\n").status, 400);
        QVERIFY(box.requests().empty());
    }

    void embeddingsAndCompletionsPassToo() {
        ScriptedUpstream box(says(R"({"object":"list","model":"m","data":[{"embedding":[0.10,-1e-3]}]})"));
        DoorBench bench;
        QCOMPARE(bench.post(R"({"model":"fake/small","input":"x"})", "/v1/embeddings").status, 400);
        bench.add("box", box.url());
        const HttpReply reply = bench.post(R"({"model":"m","input":"x"})", "/v1/embeddings");
        QCOMPARE(reply.body, std::string(R"({"object":"list","model":"m","data":[{"embedding":[0.10,-1e-3]}]})"));
        QVERIFY(box.last_request().starts_with("POST /v1/embeddings HTTP/1.1\r\n"));
        QCOMPARE(bench.post(R"({"model":"m","prompt":"x"})", "/v1/completions").status, 200);
        QVERIFY(box.last_request().starts_with("POST /v1/completions HTTP/1.1\r\n"));
        QCOMPARE(bench.post(R"({"model":"fake/small","input":"x"})", "/v1/embeddings").status, 400);
    }

    void aKeyThatMayNotAskIsRefusedBeforeAnybodyIsAsked() {
        ScriptedUpstream box(says(fine));
        DoorBench bench;
        bench.add("box", box.url());
        bench.refuses = true;
        const HttpReply reply = bench.post(R"({"model":"m"})");
        QCOMPARE(reply.status, 429);
        QVERIFY(box.requests().empty());
    }

    void aCallerWhoLeavesEndsTheCall() {
        ScriptedUpstream box(Behaviour{{{stream_head() + chunk(token_event("a"))}}, true});
        gateway::Upstreams::Options patient = DoorBench::impatient();
        patient.call.stall = 60'000'000'000;
        DoorBench bench(patient);
        bench.add("box", box.url());
        {
            TestClient client(bench.server->port());
            client.send(request_text("POST", chat_path, R"({"model":"m","stream":true})"));
            QVERIFY(client.wait_for("delta", Millis(5000)));
        }
        QVERIFY(box.saw_a_caller_leave(Millis(5000)));
        QVERIFY(bench.upstreams->wait_idle(5'000'000'000));
        QCOMPARE(bench.kept.size(), std::size_t{1});
        QVERIFY(!bench.kept.begin()->second.whole);
    }

    void aSlowReaderSlowsTheNetworkAndLosesNothing() {
        const std::string event = token_event(std::string(8000, 'x'));
        const std::size_t events = 5000; // 40 MB
        Behaviour flood{{{stream_head()}}};
        for (std::size_t i = 0; i < events; ++i)
            flood.pieces.push_back({chunk(event)});
        flood.pieces.push_back({chunk(done_event) + chunk({})});
        ScriptedUpstream box(flood);
        gateway::Upstreams::Options patient = DoorBench::impatient();
        patient.call.total = 120'000'000'000;
        DoorBench bench(patient);
        bench.add("box", box.url());
        TestClient client(bench.server->port(), 64 * 1024);
        client.send(request_text("POST", chat_path, R"({"model":"m","stream":true})"));
        QVERIFY(client.wait_for("delta", Millis(5000)));
        std::uint64_t before = 0;
        do {
            before = box.bytes_sent();
            QTest::qSleep(200);
        } while (box.bytes_sent() != before);
        QVERIFY2(before < events * event.size() / 2, std::to_string(before).c_str());
        const HttpReply reply = client.reply(Millis(60'000));
        QVERIFY(reply.complete);
        QCOMPARE(reply.body.size(), events * event.size() + done_event.size());
        QCOMPARE(bench.evidence(reply).response_hash, core::sha256(core::as_bytes(reply.body)));
    }

    void aNetworkThatIsRemovedFinishesWhatItBegan() {
        ScriptedUpstream box(Behaviour{
            {{stream_head() + chunk(token_event("a"))}, {chunk(last_event() + done_event) + chunk({}), Millis(500)}}});
        DoorBench bench;
        bench.add("box", box.url());
        TestClient client(bench.server->port());
        client.send(request_text("POST", chat_path, R"({"model":"m","stream":true})"));
        QVERIFY(client.wait_for("delta", Millis(5000)));
        QVERIFY(bench.upstreams->remove("box").ok());
        QVERIFY(!bench.upstreams->remove("box").ok());
        const HttpReply reply = client.reply();
        QCOMPARE(reply.body, token_event("a") + last_event() + done_event);
        QVERIFY(bench.evidence(reply).whole);
        QCOMPARE(who_answers(bench, "m"), std::string("404"));
    }

    void noCallGoesInARing() {
        // Two doors that stand behind each other, and one behind itself.
        DoorBench one, two;
        const auto url = [](const DoorBench& bench) {
            return "http://127.0.0.1:" + std::to_string(bench.server->port());
        };
        one.add("two", url(two));
        two.add("one", url(one));
        one.add_listed("self", url(one), {{"fake/small", 0, {}}}); // as if its name had led elsewhere then
        for (int i = 0; i < 3; ++i) {
            QVERIFY(one.upstreams->test("two").ok() && two.upstreams->test("one").ok());
            QCOMPARE(one.upstreams->test("self").error().code, core::Code::conflict);
            QCOMPARE(one.upstreams->models().size(), std::size_t{3}); // two of its fake models through the other one
        }
        QCOMPARE(who_answers(one, "self/fake/small"), std::string("508"));
        QCOMPARE(who_answers(one, "two/fake/small"), std::string("two"));
        QCOMPARE(who_answers(one, "self/self/fake/small"), std::string("404"));
        QCOMPARE(who_answers(one, "two/one/fake/small"), std::string("404"));
    }

    void aServiceThatStopsSaysSo() {
        ScriptedUpstream box(Behaviour{{{stream_head() + chunk(token_event("a"))}}, true});
        auto bench = std::make_unique<DoorBench>();
        bench->add("box", box.url());
        TestClient client(bench->server->port());
        client.send(request_text("POST", chat_path, R"({"model":"m","stream":true})"));
        QVERIFY(client.wait_for("delta", Millis(5000)));
        bench.reset();
        QVERIFY(client.wait_for("stopping", Millis(5000)));
        // One that has said nothing yet may have to be paid nevertheless.
        ScriptedUpstream silent(Behaviour{{}, true});
        gateway::Upstreams::Options patient = DoorBench::impatient();
        patient.call.first_byte = 20'000'000'000;
        bench = std::make_unique<DoorBench>(patient);
        bench->add("box", silent.url());
        TestClient waits(bench->server->port());
        waits.send(request_text("POST", chat_path, R"({"model":"m"})"));
        QTRY_COMPARE_WITH_TIMEOUT(silent.requests().size(), std::size_t{1}, 5000);
        QTest::qSleep(100); // the call is handed over by now
        bench.reset();
        const HttpReply reply = waits.reply();
        QCOMPARE(reply.error()["code"].toString(), QString("stopping"));
        QCOMPARE(reply.header("x-should-retry"), std::string("false"));
    }

    void certificatesAreChecked() {
        const QString openssl = QStandardPaths::findExecutable("openssl");
        if (openssl.isEmpty()) QSKIP("The program openssl is not here; Debian's package openssl has it.");
        QTemporaryDir folder;
        const auto run = [&](const QStringList& words) {
            QProcess process;
            process.setWorkingDirectory(folder.path());
            process.start(openssl, words);
            return process.waitForFinished() && process.exitCode() == 0;
        };
        QVERIFY(run({"req", "-x509", "-newkey", "ed25519", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days",
                     "2", "-subj", "/CN=box", "-addext", "subjectAltName=IP:127.0.0.1"}));
        QVERIFY(QDir(folder.path()).mkpath("v1"));
        QFile list(folder.filePath("v1/models"));
        QVERIFY(list.open(QIODevice::WriteOnly));
        list.write(QByteArray::fromStdString(plain_answer(200, R"({"data":[{"id":"m"}]})")));
        list.close();
        std::uint16_t port = 0;
        {
            ScriptedUpstream free(Behaviour{});
            port = free.port();
        }
        QProcess server;
        server.setWorkingDirectory(folder.path());
        server.start(openssl,
                     {"s_server", "-accept", QString::number(port), "-cert", "cert.pem", "-key", "key.pem", "-HTTP"});
        QVERIFY(server.waitForStarted());
        const auto models = [&](const char* host, bool trusts) {
            gateway::Upstreams::Options options = DoorBench::impatient();
            if (trusts) options.ca_file = folder.filePath("cert.pem").toStdString();
            DoorBench bench(options);
            const auto found = bench.upstreams->probe(
                {"box", "openai", std::string("https://") + host + ":" + std::to_string(port), {}});
            return found ? std::to_string(found->size()) : std::string(found.error().message);
        };
        QTRY_COMPARE(models("127.0.0.1", true), std::string("1"));
        const std::string strange = models("127.0.0.1", false), misnamed = models("localhost", true);
        QVERIFY2(strange.find("no certificate that this machine trusts") != std::string::npos, strange.c_str());
        QVERIFY2(misnamed.find("no certificate that this machine trusts") != std::string::npos, misnamed.c_str());
        server.kill();
        server.waitForFinished();
    }
};

QTEST_GUILESS_MAIN(TestGatewayDoor)
#include "tst_gateway_door.moc"
