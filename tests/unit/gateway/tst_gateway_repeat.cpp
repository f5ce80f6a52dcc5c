// SPDX-License-Identifier: Apache-2.0
#include "door_bench.h"
#include "fake_memory.h"

#include <atomic>
#include <QTest>
#include <thread>

using namespace hearth;
using namespace hearth::test;

namespace {

gateway::ServerOptions with(const std::shared_ptr<Memory>& memory) {
    gateway::ServerOptions options;
    options.memory = memory;
    return options;
}

HttpReply ask(const Bench& bench, const std::string& key, const std::string& members = {}) {
    return call(bench.port(), "POST", chat_path, chat(members), "Idempotency-Key: " + key + "\r\n");
}

Script slow() {
    Script script;
    script.between = Millis(60);
    return script;
}

/// A network that says so many events of 8 KB, a moment after it began.
struct Flood {
    explicit Flood(std::size_t events) : box(says(events)), bench(patient(), {}, memory) {
        bench.add("box", box.url());
    }

    static Behaviour says(std::size_t events) {
        Behaviour flood{{{stream_head()}}};
        const std::string event = chunk(token_event(std::string(8000, 'x')));
        for (std::size_t i = 0; i < events; ++i)
            flood.pieces.push_back({event, Millis(i == 0 ? 1000 : 0)});
        flood.pieces.push_back({chunk(done_event) + chunk({})});
        return flood;
    }
    static gateway::Upstreams::Options patient() {
        gateway::Upstreams::Options options = DoorBench::impatient();
        options.call.first_byte = options.call.stall = 10'000'000'000;
        options.call.total = 120'000'000'000;
        return options;
    }
    HttpReply ask() const {
        TestClient client(bench.server->port());
        client.send(request);
        return client.reply(Millis(30'000));
    }

    const std::string request =
        request_text("POST", chat_path, R"({"model":"m","stream":true})", "Idempotency-Key: k\r\n");
    const std::shared_ptr<Memory> memory = std::make_shared<Memory>();
    ScriptedUpstream box;
    DoorBench bench;
};

} // namespace

/// The same call twice is one answer and one price.
class TestGatewayRepeat : public QObject {
    Q_OBJECT

private slots:
    void theSameCallAgainGetsTheSameBytes() {
        const auto memory = std::make_shared<Memory>();
        Bench bench(Script{}, with(memory));
        for (const char* members : {"", R"("stream":true)"}) {
            const std::string key = std::string("k") + (*members ? "2" : "1");
            const HttpReply first = ask(bench, key, members), again = ask(bench, key, members);
            QVERIFY2(first.status == 200 && first.complete && again.complete, first.body.c_str());
            QVERIFY(first.header("idempotent-replayed").empty());
            QCOMPARE(again.header("idempotent-replayed"), std::string("true"));
            QCOMPARE(again.body, first.body);
            QCOMPARE(again.header("x-evidence-id"), first.header("x-evidence-id"));
            QCOMPARE(again.header("content-type"), first.header("content-type"));
        }
        QCOMPARE(bench.backend->requests().size(), std::size_t{2});
        // Another gateway over the same memory: the process was started again.
        Bench later(Script{}, with(memory));
        QCOMPARE(ask(later, "k1").header("idempotent-replayed"), std::string("true"));
        QVERIFY(later.backend->requests().empty());
    }

    void whoAsksWhileItRunsWaitsForTheSameAnswer() {
        Bench bench(slow(), with(std::make_shared<Memory>()));
        for (const char* members : {"", R"("stream":true)"}) {
            const std::string key = std::string("k") + (*members ? "2" : "1");
            std::vector<HttpReply> replies(4);
            std::vector<std::thread> callers;
            for (HttpReply& reply : replies)
                callers.emplace_back([&] { reply = ask(bench, key, members); });
            for (std::thread& caller : callers)
                caller.join();
            for (const HttpReply& reply : replies) {
                QCOMPARE(reply.status, 200);
                QCOMPARE(reply.body, replies.front().body);
            }
        }
        QCOMPARE(bench.backend->requests().size(), std::size_t{2});
    }

    void whoLeftComesBackToAnAnswerThatWentOn() {
        Bench bench(slow(), with(std::make_shared<Memory>()));
        {
            TestClient client(bench.port());
            const std::string body = chat(R"("stream":true)");
            client.send("POST " + chat_path + " HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: k\r\nContent-Length: " +
                        std::to_string(body.size()) + "\r\n\r\n" + body);
            for (int i = 0; i < 200 && bench.backend->started() == 0; ++i)
                std::this_thread::sleep_for(Millis(10));
            QCOMPARE(bench.backend->started(), 1);
        }
        const HttpReply reply = ask(bench, "k", R"("stream":true)");
        QVERIFY2(reply.body.ends_with("data: [DONE]\n\n"), reply.body.c_str());
        QCOMPARE(bench.backend->started(), 1);
        QCOMPARE(bench.backend->cancelled(), 0);
    }

    void anotherRequestUnderTheSameKeyIsRefused() {
        Bench bench(slow(), with(std::make_shared<Memory>()));
        HttpReply first;
        std::thread caller([&] { first = ask(bench, "k"); });
        for (int i = 0; i < 200 && bench.backend->started() == 0; ++i)
            std::this_thread::sleep_for(Millis(10));
        const HttpReply meanwhile = ask(bench, "k", R"("seed":1)");
        caller.join();
        const HttpReply later = ask(bench, "k", R"("seed":1)");
        QCOMPARE(first.status, 200);
        for (const HttpReply& reply : {meanwhile, later}) {
            QCOMPARE(reply.status, 422);
            QCOMPARE(reply.error()["code"].toString(), QString("idempotency_key_reused"));
        }
        QCOMPARE(bench.backend->requests().size(), std::size_t{1});
    }

    void whatCostNothingMayBeTriedAgain() {
        const auto memory = std::make_shared<Memory>();
        std::atomic<bool> refuses = true;
        Bench bench(
            [&](const gateway::GenerationRequest&) {
                Script script;
                if (refuses) script.refuse = core::fail(core::Code::busy, "All places are taken.");
                return script;
            },
            with(memory));
        QCOMPARE(ask(bench, "k").status, 429);
        QCOMPARE(ask(bench, "k", R"("temperature":9)").status, 400); // the key is free, whatever came with it
        QCOMPARE(memory->size(), std::size_t{0});
        refuses = false;
        QCOMPARE(ask(bench, "k").status, 200);
    }

    void whatWasChargedAndBrokeIsNotDoneAgain() {
        Script script;
        script.break_with = core::fail(core::Code::unavailable, "The node was lost.");
        script.break_after = 2;
        Bench bench(script, with(std::make_shared<Memory>()));
        const HttpReply first = ask(bench, "k"), again = ask(bench, "k");
        QCOMPARE(first.header("x-should-retry"), std::string("false"));
        QCOMPARE(again.status, first.status);
        QCOMPARE(again.body, first.body);
        QCOMPARE(bench.backend->requests().size(), std::size_t{1});
    }

    void aCallThatAProcessTookWithItIsNotPaidAgain() {
        const auto memory = std::make_shared<Memory>();
        {
            Script script;
            script.between = Millis(2000);
            Bench bench(script, with(memory));
            TestClient client(bench.port());
            client.send("POST " + chat_path + " HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: k\r\nContent-Length: " +
                        std::to_string(chat().size()) + "\r\n\r\n" + chat());
            for (int i = 0; i < 200 && bench.backend->started() == 0; ++i)
                std::this_thread::sleep_for(Millis(10));
            const std::lock_guard lock(memory->mutex);
            QCOMPARE(memory->calls.size(), std::size_t{1});
            memory->calls.begin()->second.running = true;
            memory->calls.insert({{"", "other"}, memory->calls.begin()->second}); // as a kill -9 leaves it
        }
        Bench later(Script{}, with(memory));
        const HttpReply reply = ask(later, "other");
        QCOMPARE(reply.status, 409);
        QCOMPARE(reply.header("x-should-retry"), std::string("false"));
        QCOMPARE(reply.error()["code"].toString(), QString("idempotency_outcome_unknown"));
        QVERIFY(later.backend->requests().empty());
    }

    void keysAreReadStrictlyAndNeverIgnored() {
        Bench bench(Script{}, with(std::make_shared<Memory>()));
        for (const std::string& bad : {std::string("two words"), std::string(256, 'k'), std::string("k\xc3\xa9")})
            QCOMPARE(ask(bench, bad).status, 400);
        QCOMPARE(call(bench.port(), "POST", chat_path, chat(), "Idempotency-Key: a\r\nIdempotency-Key: b\r\n").status,
                 400);
        Bench forgetful;
        const HttpReply reply = ask(forgetful, "k");
        QCOMPARE(reply.status, 400);
        QCOMPARE(reply.error()["param"].toString(), QString("Idempotency-Key"));
        QVERIFY(forgetful.backend->requests().empty());
    }

    void aMemoryThatCannotBeWrittenStopsTheCall() {
        const auto memory = std::make_shared<Memory>();
        memory->full = true;
        Bench bench(Script{}, with(memory));
        QCOMPARE(ask(bench, "k").status, 500);
        QVERIFY(bench.backend->requests().empty());
        QCOMPARE(call(bench.port(), "POST", chat_path, chat()).status, 200); // without a key nothing is written
    }

    void aStopWhileACallIsLookedUpLeavesNothingBehind() {
        const auto memory = std::make_shared<Memory>();
        memory->takes = Millis(500);
        auto bench = std::make_unique<Bench>(Script{}, with(memory));
        TestClient client(bench->port());
        client.send(request_text("POST", chat_path, chat(), "Idempotency-Key: k\r\n"));
        QTRY_COMPARE_WITH_TIMEOUT(memory->size(), std::size_t{1}, 5000);
        bench->server.reset();
        QCOMPARE(client.reply().status, 503);
        QCOMPARE(memory->size(), std::size_t{0}); // it was never begun, so nobody may find it as lost
        QVERIFY(bench->backend->requests().empty());
    }

    void aMemoryThatThrowsIsAnErrorAndNotTheEnd() {
        const auto memory = std::make_shared<Memory>();
        memory->throws = true;
        Bench bench(Script{}, with(memory));
        QCOMPARE(ask(bench, "k").status, 500);
        QVERIFY(bench.backend->requests().empty());
        memory->throws = false;
        memory->throws_at_end = true;
        QCOMPARE(ask(bench, "k").status, 200); // it was paid, so it is given
    }

    void soManyRunAtOnceAndNoMore() {
        Script script;
        script.between = Millis(1500);
        gateway::ServerOptions options = with(std::make_shared<Memory>());
        options.max_connections = 2;
        Bench bench(script, options);
        for (const char* key : {"1", "2"}) {
            TestClient leaves(bench.port());
            leaves.send(request_text("POST", chat_path, chat(), std::string("Idempotency-Key: ") + key + "\r\n"));
            QTRY_COMPARE_WITH_TIMEOUT(bench.backend->started(), *key - '0', 5000);
        }
        HttpReply refused; // once their connections are closed
        QTRY_VERIFY_WITH_TIMEOUT((refused = ask(bench, "3")).status != 503, 5000);
        QCOMPARE(refused.status, 429);
        QCOMPARE(refused.header("retry-after"), std::string("1"));
        QCOMPARE(call(bench.port(), "POST", chat_path, chat(R"("temperature":9)")).status,
                 400); // without one it is heard
    }

    void aSlowReaderHoldsNobodyElseUp() {
        for (const std::size_t events : {600, 4000}) { // 5 MB, which are kept, and 32 MB
            Flood flood(events);
            TestClient slow(flood.bench.server->port(), 64 * 1024);
            slow.send(flood.request);
            QTRY_COMPARE_WITH_TIMEOUT(flood.box.requests().size(), std::size_t{1}, 5000);
            const HttpReply fast = flood.ask();
            QVERIFY2(fast.complete && fast.body.ends_with(done_event), std::to_string(fast.body.size()).c_str());
            QVERIFY(fast.body.size() > events * 8000);
            QCOMPARE(flood.box.requests().size(), std::size_t{1});
            const HttpReply late = slow.reply(Millis(20'000));
            QCOMPARE(late.complete, events == 600); // the other one stayed too far behind
            if (late.complete) QVERIFY(late.body == fast.body);
        }
    }

    void aSlowReaderWhoLeavesLetsTheAnswerGoOn() {
        Flood flood(4000);
        {
            TestClient slow(flood.bench.server->port(), 64 * 1024);
            slow.send(flood.request);
            QVERIFY(slow.wait_for("delta", Millis(5000)));
            std::uint64_t before = 0;
            do {
                before = flood.box.bytes_sent();
                QTest::qSleep(200);
            } while (flood.box.bytes_sent() != before);
            QVERIFY(flood.memory->running("k"));
        }
        QTRY_VERIFY_WITH_TIMEOUT(!flood.memory->running("k"), 10'000);
        QCOMPARE(flood.ask().error()["code"].toString(), QString("idempotency_not_kept"));
        QCOMPARE(flood.box.requests().size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TestGatewayRepeat)
#include "tst_gateway_repeat.moc"
