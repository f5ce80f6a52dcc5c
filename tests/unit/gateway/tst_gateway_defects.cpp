// SPDX-License-Identifier: Apache-2.0
#include "door_bench.h"
#include "gateway/edge/defect.h"
#include "shop.h"

#include <QTest>

#include <stdexcept>

using namespace hearth;
using namespace hearth::test;

namespace {

/// Throws once it is told to: the door looks at it on its own thread while a paid call runs.
class BrokenClock final : public core::Clock {
public:
    core::Nanoseconds now() const override {
        if (broken) throw std::runtime_error("the clock broke");
        return core::system_clock().now();
    }
    core::Nanoseconds monotonic() const override { return core::system_clock().monotonic(); }
    std::atomic<bool> broken{false};
};

Script slow() {
    Script script;
    script.between = Millis(100);
    script.rounds = 50;
    return script;
}

/// Counts what it is told.
class CountingReply final : public gateway::Reply {
public:
    void answer(gateway::HttpAnswer) override {}
    void begin(gateway::HttpAnswer) override {}
    void stream(const std::string&) override {}
    void end(bool) override {}
    void abort() override {}
    void broke() override { ++times; }
    std::size_t unsent() const override { return 0; }
    int times = 0;
};

} // namespace

/// What becomes of a caller whose request meets a defect, and of the others.
class TestGatewayDefects : public QObject {
    Q_OBJECT

private slots:
    void beforeTheHeaderItIsAnHonestError() {
        BrokenClock clock;
        Script script = slow();
        script.before_started = Millis(1000);
        const Shop shop(script, clock);
        TestClient client(shop.bench.port());
        client.send(request_text("POST", chat_path, chat(R"("max_tokens":20)"), shop.payment()));
        QTRY_COMPARE_WITH_TIMEOUT(shop.bench.backend->started(), 1, 5000);
        clock.broken = true;
        const HttpReply reply = client.reply(Millis(10'000));
        clock.broken = false;
        QCOMPARE(reply.status, 500);
        QVERIFY(reply.complete);
        QVERIFY(reply.header("x-should-retry").empty()); // its payment is as good as new
        QCOMPARE(reply.error()["code"].toString(), QStringLiteral("internal"));
        QCOMPARE(reply.error()["type"].toString(), QStringLiteral("server_error"));
        for (const char* part : {"a defect", "hearthctl doctor --bundle"})
            QVERIFY2(reply.error()["message"].toString().contains(part), reply.body.c_str());
        QCOMPARE(reply.header("connection"), std::string("close"));
        QVERIFY(client.closed_within(Millis(5000)));
        QTRY_COMPARE(shop.book->open(), 0); // and costs nothing
        QCOMPARE(shop.facilitator->settled.load(), 0);
        QVERIFY(shop.bench.backend->all_quiet(Millis(5000)));
    }

    void inMidStreamItEndsWithAnErrorEvent() {
        BrokenClock clock;
        const Shop shop(slow(), clock);
        const auto client = shop.listen(shop.payment());
        QVERIFY(client);
        clock.broken = true;
        QVERIFY(client->wait_for("\"error\"", Millis(10'000)));
        QVERIFY(client->wait_for("0\r\n\r\n", Millis(5000))); // the body has its end
        clock.broken = false;
        QVERIFY(client->received().find("\"code\":\"internal\"") != std::string::npos);
        QVERIFY(client->received().find("[DONE]") == std::string::npos);
        QVERIFY(client->closed_within(Millis(5000)));
        QTRY_COMPARE(shop.book->open(), 0);
        QCOMPARE(call(shop.bench.port(), "GET", "/healthz").status, 200);
    }

    void aTypedStreamEndsWithAnErrorOfItsOwnForm() {
        BrokenClock clock;
        const Shop shop(slow(), clock);
        TestClient client(shop.bench.port());
        client.send(request_text("POST", "/v1/responses",
                                 R"({"model":"fake/small","input":"hi","stream":true,"max_output_tokens":20})",
                                 shop.payment()));
        QVERIFY(client.wait_for("response.output_text.delta", Millis(10'000)));
        clock.broken = true;
        QVERIFY(client.wait_for("\"code\":\"internal\"", Millis(10'000)));
        QVERIFY(client.wait_for("0\r\n\r\n", Millis(5000))); // the body has its end
        clock.broken = false;
        const std::string got = client.received(), number = "\"sequence_number\":";
        const std::size_t error = got.find("event: error"), last = got.rfind(number, error) + number.size();
        const std::string next = std::to_string(std::stoi(got.substr(last, 10)) + 1);
        QVERIFY2(got.find("event: error\ndata: {\"type\":\"error\"," + number + next + ",\"code\":\"internal\"") ==
                     error,
                 got.c_str());
        QVERIFY(client.received().find("data: {\"error\"") == std::string::npos);
        QVERIFY(client.received().find("response.completed") == std::string::npos);
    }

    void theNextNumberIsReadHoweverAStreamIsCut() {
        const std::string stream = "event: a\ndata: {\"type\":\"a\",\"sequence_number\": 8}\n\n"
                                   "event: b\ndata: {\"sequence_number\":90,\"delta\":\"\\\"sequence_number\\\":7,\","
                                   "\"metadata\":{\"sequence_number\":\"6\"}}\n\n: sequence_number\n\n";
        for (std::size_t size = 1; size <= stream.size(); ++size) {
            gateway::EventNumbers typed, bare;
            for (std::size_t at = 0; at < stream.size(); at += size) {
                typed.pass(std::string_view(stream).substr(at, size), gateway::EventForm::typed);
                bare.pass(std::string_view(stream).substr(at, size), gateway::EventForm::bare);
            }
            QCOMPARE(typed.next(), std::optional<std::uint64_t>(91));
            QVERIFY(!bare.next());
        }
        QVERIFY(!gateway::EventNumbers().next());
    }

    void theOthersGoOn() {
        BrokenClock clock;
        const Shop shop(slow(), clock);
        TestClient idle(shop.bench.port());
        idle.send(request_text("GET", "/healthz"));
        QCOMPARE(idle.reply().status, 200);
        const auto client = shop.listen(shop.payment());
        QVERIFY(client);
        clock.broken = true;
        QVERIFY(client->wait_for("\"error\"", Millis(10'000)));
        clock.broken = false;
        idle.send(request_text("GET", "/healthz")); // over the connection that stayed
        QCOMPARE(idle.reply().status, 200);
        QCOMPARE(call(shop.bench.port(), "GET", "/v1/models").status, 200);
    }

    void whoIsGoneIsNotTold() {
        CountingReply reply;
        gateway::Reply* there = &reply;
        gateway::guarded_step(there, [] { throw std::runtime_error("a defect"); });
        gateway::guarded_step(reply, [] { throw std::runtime_error("a defect"); });
        QCOMPARE(reply.times, 2);
        there = &reply;
        gateway::guarded_step(there, [&] {
            there = nullptr; // it left meanwhile
            throw std::runtime_error("a defect");
        });
        gateway::guarded_step(reply, [] {});
        QCOMPARE(reply.times, 2);
    }

    void whereEvidenceCannotBeKeptForADefectCallersAreTold() {
        ScriptedUpstream box(Behaviour{{{plain_answer(200, R"({"model":"m","choices":[]})")}}});
        gateway::Upstreams::Options options = DoorBench::impatient();
        options.keep = [](std::vector<gateway::evidence::Envelope>&) -> core::Status {
            throw std::runtime_error("a defect");
        };
        options.admit = [](const std::string&) { return core::Result<std::shared_ptr<void>>(std::shared_ptr<void>()); };
        const auto upstreams = std::move(*gateway::Upstreams::start(std::move(options)));
        QVERIFY(upstreams->add({"box", "openai", box.url(), {}}) && upstreams->test("box"));
        gateway::ServerOptions edge;
        edge.port = 0;
        const auto server = std::move(*gateway::Server::start(edge, std::make_shared<FakeBackend>(), upstreams));
        const auto ask = [&] { return call(server->port(), "POST", chat_path, R"({"model":"m","messages":[]})"); };
        QCOMPARE(ask().status, 200); // nobody knows yet
        QVERIFY(upstreams->wait_idle(5 * core::second));
        const HttpReply told = ask();
        QCOMPARE(told.status, 500);
        QVERIFY2(told.error()["message"].toString().contains("because of a defect"), told.body.c_str());
    }
};

QTEST_GUILESS_MAIN(TestGatewayDefects)
#include "tst_gateway_defects.moc"
