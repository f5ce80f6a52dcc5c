// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "gateway/evidence/hearth.h"
#include "node/upstreams/caller_slots.h"
#include "test_node.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkInterface>
#include <QTcpSocket>
#include <QUrl>

using namespace hearth;
using namespace hearth::test;

/// Who may call from where, and what a key may take.
class NodeApiKeys : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<TestNode> m_node;

    std::filesystem::path home() const { return path_of(*m_folder) / "home"; }
    void serve() {
        m_node->start();
        m_node->import();
    }
    control::JobRow newest() { return must(m_node->node().jobs(1, "")).front(); }
    /// What the edge answers, head and body.
    QByteArray http(const QByteArray& method, const QByteArray& path, const QByteArray& body,
                    const std::string& key = {}, const QString& host = {}, const QByteArray& more = {}) {
        QUrl url(QString::fromStdString(must(m_node->node().status()).api));
        if (!host.isEmpty()) url.setHost(host);
        QTcpSocket socket;
        socket.connectToHost(url.host(), static_cast<quint16>(url.port()));
        socket.write(method + " " + url.path().toUtf8() + path + " HTTP/1.1\r\nHost: " + url.authority().toUtf8() +
                     (key.empty() ? QByteArray() : "\r\nAuthorization: Bearer " + QByteArray::fromStdString(key)) +
                     more + "\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: " +
                     QByteArray::number(body.size()) + "\r\n\r\n" + body);
        while (socket.waitForReadyRead(5000)) {
        }
        return socket.readAll();
    }
    QByteArray ask(const std::string& key, const char* prompt = "hi", int tokens = 4) {
        return http("POST", "/completions",
                    "{\"prompt\":\"" + QByteArray(prompt) + "\",\"max_tokens\":" + QByteArray::number(tokens) + "}",
                    key);
    }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_node = std::make_unique<TestNode>(home());
    }
    void cleanup() { m_node.reset(); }

    void beyondThisMachineItStartsOnlyWithAKeyAndSaysWhatIsBound() {
        m_node->api_address = "0.0.0.0";
        const auto refused = node::Service::start(m_node->options());
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, core::Code::refused);
        QVERIFY2(refused.error().message.find("0.0.0.0") != std::string::npos, refused.error().message.c_str());
        QVERIFY2(refused.error().hint.find("--create-api-key") != std::string::npos, refused.error().hint.c_str());
        m_node->api_address = "127.0.0.1";
        serve();
        const auto made = must(m_node->node().create_api_key({"laptop", {}, {}}));
        m_node->stop();
        m_node->api_address = "0.0.0.0";
        m_node->start();
        const auto status = must(m_node->node().status());
        const std::string port = std::to_string(QUrl(QString::fromStdString(status.api)).port());
        QCOMPARE(status.api, "http://127.0.0.1:" + port + "/v1");
        QCOMPARE(status.api_bound, "0.0.0.0:" + port);
        QVERIFY(status.api_access.find("other machines with an API key") == 0);
        QCOMPARE(m_node->doctor("api"), std::string("warning"));
        QVERIFY(m_node->service->api_text().find("0.0.0.0:" + port) != std::string::npos);
        QFile file(QString::fromStdString((home() / "run/api.json").string()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QJsonDocument::fromJson(file.readAll()).object()["address"].toString(), QString("0.0.0.0"));

        QVERIFY(ask("").contains("200 OK")); // from here
        for (const QHostAddress& address : QNetworkInterface::allAddresses()) {
            if (address.isLoopback() || address.protocol() != QAbstractSocket::IPv4Protocol) continue;
            const QString host = address.toString(); // the way of other machines
            QVERIFY(http("GET", "/models", {}, {}, host).contains("401 Unauthorized"));
            QVERIFY(http("GET", "/models", {}, "local", host).contains("401 Unauthorized"));
            QVERIFY(http("GET", "/models", {}, made.key, host).contains("200 OK"));
        }
        must(m_node->node().revoke_api_key("laptop"));
        QVERIFY(ask(made.key).contains("403 Forbidden"));
        m_node->stop();
        QVERIFY(!node::Service::start(m_node->options()));
    }

    /// By the same key, with this node's word that it belongs to the bytes that went over the wire.
    void whoeverAskedHasTheReceipt() {
        serve();
        const auto one = must(m_node->node().create_api_key({"one", {}, {}})),
                   two = must(m_node->node().create_api_key({"two", {}, {}}));
        const QByteArray asked = R"({"prompt":"hi","max_tokens":4,"temperature":0.5})";
        const auto body_of = [](const QByteArray& reply) { return reply.mid(reply.indexOf("\r\n\r\n") + 4); };
        const auto hash_of = [](const QByteArray& bytes) { return core::sha256(core::as_bytes(bytes.toStdString())); };
        const QByteArray answer = body_of(http("POST", "/completions", asked, one.key));
        const QByteArray path = "/receipts/" + QJsonDocument::fromJson(answer).object()["id"].toString().toUtf8();
        QVERIFY(http("GET", path, {}, two.key).contains("404 Not Found"));
        QVERIFY(http("GET", path, {}).contains("404 Not Found"));
        const QByteArray shown = body_of(http("GET", path, {}, one.key));
        const QJsonObject said = QJsonDocument::fromJson(shown).object();
        QCOMPARE(said["receipt_id"].toString().toStdString(), newest().receipt_id);
        const auto file = must(gateway::evidence::receipt_in(core::to_bytes(core::as_bytes(shown.toStdString()))));
        QVERIFY(file == must(m_node->node().export_receipt(newest().receipt_id)));
        const auto found = gateway::evidence::examine_proof(
            {gateway::evidence::hearth_format, core::to_bytes(core::as_bytes(shown.toStdString())),
             m_node->key("node").hex()},
            {"hearth", "/completions", newest().model_name, hash_of(asked), hash_of(answer), {}, {}, 0});
        QCOMPARE(found.level, proof::Level::signature);
        m_node->stop();
        m_node->start();
        QVERIFY(http("GET", path, {}, one.key).contains("404 Not Found")); // the owner exports it still
    }

    void aKeySpendsNoMoreThanItsBudget() {
        serve();
        const auto free = must(m_node->node().create_api_key({"free", {}, {}}));
        QVERIFY(ask(free.key).contains("200 OK"));
        const auto of_name = [&](const char* name) {
            for (const auto& key : must(m_node->node().api_keys()))
                if (key.name == name) return key;
            return control::ApiKeyInfo();
        };
        const std::string price = of_name("free").spent;
        QVERIFY(std::stoull(price) > 0);
        QCOMPARE(of_name("free").reserved, std::string("0"));
        QCOMPARE(newest().caller, free.info.key_id);

        const auto poor = must(m_node->node().create_api_key({"poor", price, {}}));
        QVERIFY(ask(poor.key, "hi", 50).contains("402 Payment Required"));
        QCOMPARE(of_name("poor").spent, std::string("0"));
        QVERIFY(ask(poor.key).contains("200 OK"));
        const QByteArray refused = ask(poor.key);
        QVERIFY2(refused.contains("402 Payment Required") && refused.contains("insufficient_quota"),
                 refused.constData());
        m_node->stop();
        m_node->start(); // what is spent is not forgotten
        QVERIFY(ask(poor.key).contains("402 Payment Required"));
        QCOMPARE(of_name("poor").spent, price);
        QVERIFY(ask("").contains("200 OK"));
        QCOMPARE(newest().caller, std::string());
        QVERIFY(!m_node->node().create_api_key({"poor", {}, {}}));
        QVERIFY(!m_node->node().create_api_key({"a b", {}, {}}));
        QVERIFY(!m_node->node().create_api_key({"c", "1.5", {}}));
        QVERIFY(!m_node->node().create_api_key({"c", {}, 0}));

        for (const char* name : {"node.sqlite", "node.sqlite-wal"}) {
            const auto bytes = core::read_file(home() / name, std::size_t{1} << 28);
            if (!bytes) continue;
            QVERIFY2(QByteArray(reinterpret_cast<const char*>(bytes->data()), static_cast<qsizetype>(bytes->size()))
                             .indexOf(QByteArray::fromStdString(poor.key).mid(7)) < 0,
                     name);
        }
    }

    /// It costs nothing again, and whoever paid for it may have lost it on the way.
    void whatWasPaidIsGivenAgainThoughTheBudgetIsGone() {
        serve();
        const auto free = must(m_node->node().create_api_key({"free", {}, {}}));
        QVERIFY(ask(free.key).contains("200 OK"));
        const std::string price = must(m_node->node().api_keys()).front().spent;
        const auto poor = must(m_node->node().create_api_key({"poor", price, {}}));
        const auto keyed = [&](const QByteArray& name) {
            return http("POST", "/completions", R"({"prompt":"hi","max_tokens":4})", poor.key, {},
                        "\r\nIdempotency-Key: " + name);
        };
        const auto body_of = [](const QByteArray& reply) { return reply.mid(reply.indexOf("\r\n\r\n") + 4); };
        const QByteArray first = keyed("one");
        QVERIFY2(first.contains("200 OK"), first.constData());
        const std::string job = newest().job_id;
        const QByteArray again = keyed("one");
        QCOMPARE(newest().job_id, job); // no new one
        const QByteArray other = keyed("two");
        QVERIFY2(again.contains("200 OK") && again.contains("Idempotent-Replayed: true"), again.constData());
        QCOMPARE(body_of(again), body_of(first));
        QVERIFY2(other.contains("402 Payment Required"), other.constData());
        for (const auto& key : must(m_node->node().api_keys()))
            if (key.name == "poor") QCOMPARE(key.spent, price);
        must(m_node->node().revoke_api_key("poor"));
        QVERIFY(keyed("one").contains("403 Forbidden"));
    }

    void callersDoNotShareCachedBeginnings() {
        serve();
        const auto one = must(m_node->node().create_api_key({"one", {}, {}}));
        const auto two = must(m_node->node().create_api_key({"two", {}, {}}));
        const auto salt_of = [&](const std::string& key) {
            const QByteArray answer = ask(key, "salt", 8);
            const QByteArray body = answer.mid(answer.indexOf("\r\n\r\n") + 4);
            return QJsonDocument::fromJson(body)["choices"][0]["text"].toString();
        };
        const QString first = salt_of(one.key);
        QVERIFY(!first.isEmpty());
        QCOMPARE(salt_of(one.key), first);
        QVERIFY(salt_of(two.key) != first);
        QVERIFY(salt_of("") != first);
    }

    void whatCameOutOfTheCacheStandsInTheUsage() {
        serve();
        const auto key = must(m_node->node().create_api_key({"one", {}, {}}));
        const auto details = [&](const char* prompt) {
            const QByteArray answer = ask(key.key, prompt, 8);
            const QJsonDocument body = QJsonDocument::fromJson(answer.mid(answer.indexOf("\r\n\r\n") + 4));
            return body["usage"].toObject()["prompt_tokens_details"].toObject()["cached_tokens"].toInt(-1);
        };
        QCOMPARE(details("a known beginning"), 2);
        QCOMPARE(details("a new one"), 0);
    }

    void whatAKeyMayStillAskStandsInEveryAnswer() {
        core::ManualClock clock{1'000'000'000'000};
        node::CallerSlots places(
            [](const std::string& caller) {
                return node::CallerLimits{{}, caller == "free" ? std::nullopt : std::optional<std::uint32_t>(3)};
            },
            clock);
        const auto rate = [&] { return places.rate("key").value_or(gateway::CallerRate{}); };
        QVERIFY(!places.rate("free"));
        QVERIFY(rate().limit == 3 && rate().remaining == 3 && rate().whole_in == 0);
        for (std::uint32_t left = 3; left > 0; --left) {
            must(places.take("key"));
            QCOMPARE(rate().remaining, left - 1);
        }
        QVERIFY(!places.take("key"));
        QCOMPARE(rate().whole_in, core::minute);
        clock.advance(25 * core::second);
        QCOMPARE(rate().remaining, 1U);
        QCOMPARE(rate().whole_in, 35 * core::second);

        serve();
        const auto made = must(m_node->node().create_api_key({"one", {}, {}, 1}));
        const auto free = must(m_node->node().create_api_key({"free", {}, {}}));
        const QByteArray first = ask(made.key).toLower(), second = ask(made.key).toLower();
        QVERIFY2(first.contains("200 ok") && first.contains("x-ratelimit-limit-requests: 1\r\n") &&
                     first.contains("x-ratelimit-remaining-requests: 0\r\n"),
                 first.constData());
        QVERIFY2(second.contains("429 ") && second.contains("x-ratelimit-remaining-requests: 0\r\n") &&
                     second.contains("retry-after: ") && second.contains("retry-after-ms: "),
                 second.constData());
        QVERIFY(!http("GET", "/models", {}, made.key).toLower().contains("x-ratelimit"));
        QVERIFY(!ask(free.key).toLower().contains("x-ratelimit"));
    }

    void aNameThatIsAnotherKeysIdRevokesNothingElse() {
        m_node->start();
        const auto first = must(m_node->node().create_api_key({"first", {}, {}}));
        QCOMPARE(m_node->node().create_api_key({first.info.key_id, {}, {}}).error().code, core::Code::conflict);
        QCOMPARE(must(m_node->node().revoke_api_key(first.info.key_id)).name, std::string("first"));
    }

    /// Whatever came into the log or the settings by mistake.
    void theBundleHoldsNoSecretOfTheHome() {
        m_node->start();
        const auto made = must(m_node->node().create_api_key({"annas-laptop", {}, {}}));
        must(m_node->node().change_settings({{"hub.token", {"hub0canary0token"}}}));
        std::filesystem::create_directories(home() / "keys" / "upstreams");
        must(
            core::write_file_atomic(home() / "keys" / "upstreams" / "box.key", core::as_bytes("box0canary0key"), 0600));
        std::string words;
        for (const std::string& word : must(m_node->node().recovery_words()))
            words += word + " ";
        const std::vector<std::string> secrets{made.key, "annas-laptop", "hub0canary0token", "box0canary0key", words};
        std::string lines;
        for (const std::string& secret : secrets)
            lines +=
                "{\"ts\":1,\"level\":\"info\",\"component\":\"x\",\"event\":\"y\",\"reason\":\"a " + secret + "\"}\n";
        std::filesystem::create_directories(home() / "logs");
        must(core::write_file_atomic(home() / "logs" / "hearthd.log", core::as_bytes(lines)));
        const auto bundle = must(m_node->node().bundle());
        QCOMPARE(bundle.files.back().name, std::string("log.txt"));
        QVERIFY(bundle.files.back().text.find("\"event\":\"y\"") != std::string::npos);
        for (const control::BundleFile& file : bundle.files)
            for (const std::string& secret : secrets)
                QVERIFY2(file.text.find(secret) == std::string::npos, (file.name + ": " + secret).c_str());
        QCOMPARE(must(m_node->node().log_tail("info", 2)).lines.size(), std::size_t{2});
    }

    void aKeyAsksForNoMoreAtATimeThanItMay() {
        serve();
        const auto made = must(m_node->node().create_api_key({"one", {}, 1}));
        const QByteArray both = http("POST", "/completions", R"({"prompt":"slow","max_tokens":60,"n":2})", made.key);
        QVERIFY2(both.contains("429 Too Many Requests"), both.constData());
        QTRY_VERIFY(must(m_node->node().status()).jobs_running == 0);
        QVERIFY(http("POST", "/completions", R"({"prompt":"slow","max_tokens":4,"n":2})").contains("200 OK"));
        QVERIFY(ask(made.key).contains("200 OK"));
    }
};

QTEST_GUILESS_MAIN(NodeApiKeys)
#include "tst_node_api_keys.moc"
