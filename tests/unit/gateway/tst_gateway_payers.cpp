// SPDX-License-Identifier: Apache-2.0
#include "shop.h"

#include <QTest>

using namespace hearth;
using namespace hearth::test;
using gateway::pay::Scheme;

/// Callers who pay by the call and want more than they pay for.
class TestGatewayPayers : public QObject {
    Q_OBJECT
private slots:
    /// What the first payment paid must not be had again under its key.
    void aPaidCallTakesNoKey() {
        const Shop shop;
        const HttpReply reply = shop.ask("Idempotency-Key: k\r\n" + shop.payment());
        QCOMPARE(reply.status, 400);
        QCOMPARE(reply.error()["code"].toString(), QStringLiteral("unsupported_parameter"));
        QCOMPARE(shop.bench.backend->started(), 0);
        QCOMPARE(shop.book->size(), std::size_t{0});
        QCOMPARE(shop.memory->size(), std::size_t{0});
    }

    /// Whoever hangs up before the first token had a prompt read, and cannot have it again for the same payment.
    void aPromptThatWasReadIsPaid() {
        Script slow;
        slow.before_tokens = Millis(20'000);
        const Shop shop(slow);
        QVERIFY(shop.listen(shop.payment(), "200 OK"));
        QTRY_COMPARE(shop.book->only_stage(), std::string("settled"));
        QCOMPARE(shop.book->only_amount(), std::string("70"));
        QCOMPARE(shop.reason(shop.payment()), QStringLiteral("nonce_used"));
        QCOMPARE(shop.bench.backend->started(), 1);
    }

    void aListWithAWrongTextPaysTheOthers() {
        const Shop shop([](const gateway::GenerationRequest& request) {
            Script script{.vector = {0x3F800000}};
            if (request.prompt != "long") return script;
            script.before_started = Millis(300);
            script.break_with = core::fail(core::Code::too_large, "The text has 40 tokens; 32 are read.");
            return script;
        });
        shop.bench.backend->cards = {{"vectors", std::string(64, 'c'), 1'700'000'000, 32, "hearth", false, 2, 1}};
        const auto ask = [&] {
            return call(shop.bench.port(), "POST", "/v1/embeddings", R"({"model":"vectors","input":["a","b","long"]})",
                        shop.payment());
        };
        const HttpReply reply = ask();
        QCOMPARE(reply.status, 400);
        QCOMPARE(reply.error()["code"].toString(), QStringLiteral("context_length_exceeded"));
        QCOMPARE(reply.header("x-should-retry"), std::string("false"));
        QCOMPARE(shop.book->only_stage(), std::string("settled"));
        QVERIFY(std::stoi(shop.book->only_amount()) >= 70);
        QCOMPARE(ask().json()["reason"].toString(), QStringLiteral("nonce_used"));
        QCOMPARE(shop.bench.backend->started(), 3);
    }

    void anAnswerEndsBeforeItsPaymentDoes() {
        Script slow;
        slow.rounds = 2000;
        slow.between = Millis(10);
        core::ManualClock clock(core::system_clock().now());
        const Shop shop(slow, clock);
        const auto client = shop.listen(shop.payment());
        QVERIFY(client);
        clock.advance(269 * core::second);
        QVERIFY(!client->wait_for("payment_time_over", Millis(400)));
        clock.advance(2 * core::second);
        QVERIFY(client->wait_for("payment_time_over", Millis(5000)));
        QTRY_COMPARE(shop.book->only_stage(), std::string("settled"));
        QVERIFY(std::stoi(shop.book->only_amount()) >= 70 + 40);
        QVERIFY(shop.bench.backend->all_quiet(Millis(5000)));
        TestClient whole(shop.bench.port());
        whole.send(request_text("POST", chat_path, chat(R"("max_tokens":20)"), shop.payment(Scheme::upto, 2)));
        QTRY_COMPARE(shop.bench.backend->started(), 2);
        clock.advance(271 * core::second);
        const HttpReply reply = whole.reply();
        QCOMPARE(reply.status, 402);
        QCOMPARE(reply.error()["code"].toString(), QStringLiteral("payment_time_over"));
    }

    void onePayerHasFewCallsOpen() {
        Script slow;
        slow.rounds = 2000;
        slow.between = Millis(10);
        const Shop shop(slow);
        const auto first = shop.listen(shop.payment(Scheme::upto, 1));
        auto second = shop.listen(shop.payment(Scheme::upto, 2));
        QVERIFY(first && second);
        const HttpReply third = shop.ask(shop.payment(Scheme::upto, 3));
        QCOMPARE(third.status, 429);
        QCOMPARE(third.json()["reason"].toString(), QStringLiteral("payments_open"));
        QVERIFY(!third.header("retry-after").empty());
        QVERIFY(shop.listen(shop.payment(Scheme::upto, 1, 8))); // somebody else
        second.reset();
        QTRY_COMPARE(shop.book->open(), 1);
        QVERIFY(shop.listen(shop.payment(Scheme::upto, 3)));
    }

    /// A facilitator that waits for its chain keeps no new caller waiting.
    void slowSettlementsHoldNobodyUp() {
        const Shop shop;
        shop.facilitator->held = true;
        std::vector<std::unique_ptr<TestClient>> waiting;
        for (std::uint8_t payer = 1; payer <= 5; ++payer) {
            waiting.push_back(std::make_unique<TestClient>(shop.bench.port()));
            waiting.back()->send(
                request_text("POST", chat_path, chat(R"("max_tokens":20)"), shop.payment(Scheme::upto, 1, payer)));
        }
        QTRY_COMPARE(shop.facilitator->settled.load(), 5);
        QVERIFY(shop.listen(shop.payment(), "[DONE]"));
        shop.facilitator->held = false;
        for (const auto& client : waiting)
            QCOMPARE(client->reply().status, 200);
    }
};

QTEST_GUILESS_MAIN(TestGatewayPayers)
#include "tst_gateway_payers.moc"
