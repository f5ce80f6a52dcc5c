// SPDX-License-Identifier: Apache-2.0
#include "core/base64.h"
#include "shop.h"

#include <QTest>

using namespace hearth;
using namespace hearth::test;
using gateway::pay::Scheme;

namespace {

QJsonObject decoded(const std::string& header) {
    const auto bytes = core::from_base64(header);
    return bytes ? object(std::string(bytes->begin(), bytes->end())) : QJsonObject();
}

} // namespace

class TestGatewayToll : public QObject {
    Q_OBJECT
private slots:
    void whoeverShowsNothingIsToldWhatToPay() {
        const Shop shop;
        const HttpReply reply = shop.ask({});
        QCOMPARE(reply.status, 402);
        const QJsonObject second = decoded(reply.header("payment-required"));
        QCOMPARE(second["x402Version"].toInt(), 2);
        QCOMPARE(second["accepts"].toArray().size(), qsizetype{2});
        const QJsonObject offer = second["accepts"].toArray().at(0).toObject();
        QCOMPARE(offer["scheme"].toString(), QStringLiteral("upto"));
        QCOMPARE(offer["amount"].toString(), QStringLiteral("20000"));
        QCOMPARE(offer["extra"].toObject()["facilitatorAddress"].toString().size(), qsizetype{42});
        QCOMPARE(reply.json()["x402Version"].toInt(), 1);
        const QJsonObject first = reply.json()["accepts"].toArray().at(0).toObject();
        QCOMPARE(first["network"].toString(), QStringLiteral("base-sepolia"));
        QCOMPARE(first["maxAmountRequired"].toString(), QStringLiteral("20000"));
        QVERIFY(!reply.json()["error"].toString().isEmpty());
        QCOMPARE(shop.bench.backend->started(), 0);
        // Clients that pay send some key, too; one that was meant for us is looked at.
        QCOMPARE(shop.ask("Authorization: Bearer dummy\r\n").status, 402);
        QCOMPARE(shop.ask("Authorization: Bearer hearth-wrong\r\n").status, 401);
        QCOMPARE(call(shop.bench.port(), "GET", "/v1/models").status, 200);
        QCOMPARE(call(shop.bench.port(), "GET", "/v1/evidence/ev-1").status, 401);
    }

    void whatWasUsedIsPaid() {
        const Shop shop;
        const HttpReply reply = shop.ask(shop.payment());
        QCOMPARE(reply.status, 200);
        const QJsonObject paid = decoded(reply.header("payment-response"));
        QVERIFY(paid["success"].toBool());
        QCOMPARE(paid["transaction"].toString(), QStringLiteral("0xfeed"));
        QCOMPARE(paid["amount"].toString(), QStringLiteral("230")); // 7 read, 4 written
        QCOMPARE(reply.header("x-should-retry"), std::string("false"));
        const QJsonObject receipt = shop.receipt(reply);
        QCOMPARE(receipt["state"].toString(), QStringLiteral("settled"));
        QCOMPARE(receipt["amount"].toString(), QStringLiteral("230"));
        QCOMPARE(receipt["usage"].toObject()["completion_tokens"].toInt(), 4);
        QVERIFY(shop.bench.backend->requests().front().caller.starts_with("x402:0x"));
    }

    void exactPaysAllOfIt() {
        const Shop shop;
        QCOMPARE(decoded(shop.ask(shop.payment(Scheme::exact)).header("payment-response"))["amount"].toString(),
                 QStringLiteral("20000"));
    }

    void aStreamTellsItsPriceAfterwards() {
        const Shop shop;
        const HttpReply reply = shop.ask(shop.payment(), R"("max_tokens":20,"stream":true)");
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.events().back(), std::string("[DONE]"));
        QVERIFY(reply.header("payment-response").empty());
        QTRY_COMPARE(shop.receipt(reply)["state"].toString(), QStringLiteral("settled"));
        QCOMPARE(shop.receipt(reply)["amount"].toString(), QStringLiteral("230"));
    }

    void aPaymentPaysOnce() {
        const Shop shop;
        const std::string payment = shop.payment();
        QCOMPARE(shop.ask(payment).status, 200);
        const HttpReply again = shop.ask(payment);
        QCOMPARE(again.status, 402);
        QCOMPARE(again.json()["reason"].toString(), QStringLiteral("nonce_used"));
        QCOMPARE(decoded(again.header("payment-required"))["reason"].toString(), QStringLiteral("nonce_used"));
        QCOMPARE(shop.bench.backend->started(), 1);
        QCOMPARE(shop.facilitator->settled.load(), 1);
    }

    void ofManyAtOnceWithOnePaymentOneIsServed() {
        Script slow;
        slow.between = Millis(20);
        const Shop shop(slow);
        const std::string payment = shop.payment();
        std::atomic<int> served{0}, refused{0};
        std::vector<std::thread> callers;
        for (int i = 0; i < 8; ++i)
            callers.emplace_back([&] {
                const int status = shop.ask(payment).status;
                ++(status == 200 ? served : refused);
            });
        for (std::thread& caller : callers)
            caller.join();
        QCOMPARE(served.load(), 1);
        QCOMPARE(refused.load(), 7);
    }

    void whatCameToNothingCostsNothing() {
        Script breaks;
        breaks.break_with = core::fail(core::Code::unavailable, "The model went away.");
        breaks.break_after = 2;
        const Shop shop(breaks);
        const HttpReply reply = shop.ask(shop.payment());
        QCOMPARE(reply.status, 503);
        QVERIFY(reply.header("x-should-retry").empty());
        QTRY_COMPARE(shop.book->size(), std::size_t{0}); // the signature is as good as new
        QCOMPARE(shop.ask(shop.payment(), R"("stream":true,"max_tokens":20)").status, 200);
        QTRY_COMPARE(shop.book->size(), std::size_t{0});
        QCOMPARE(shop.facilitator->settled.load(), 0);
        QCOMPARE(shop.ask(shop.payment(), R"("temperature":"hot")").status, 400);
        QTRY_COMPARE(shop.book->size(), std::size_t{0});
    }

    void whoLeavesPaysWhatWasComputed() {
        Script slow;
        slow.rounds = 200;
        slow.between = Millis(20);
        const Shop shop(slow);
        QVERIFY(shop.listen(shop.payment()));
        QTRY_COMPARE(shop.book->only_stage(), std::string("settled"));
        QVERIFY(std::stoi(shop.book->only_amount()) >= 70 + 40);
        QVERIFY(std::stoi(shop.book->only_amount()) < 20'000);
    }

    void aCallStaysWithinItsPayment() {
        const Shop shop;
        QCOMPARE(shop.ask(shop.payment(), R"("max_tokens":4000)").error()["code"].toString(),
                 QStringLiteral("payment_too_small"));
        QCOMPARE(shop.bench.backend->started(), 0);
    }

    void flawsOfHeadersAreNamed() {
        const Shop shop;
        QCOMPARE(shop.reason("PAYMENT-SIGNATURE: %%%\r\n"), QStringLiteral("malformed_payment"));
        QCOMPARE(shop.reason("X-PAYMENT: e30=\r\n"), QStringLiteral("malformed_payment"));
        QCOMPARE(shop.reason(shop.payment() + shop.payment()), QStringLiteral("malformed_payment"));
        QCOMPARE(shop.ask("PAYMENT-SIGNATURE: e30=\r\n").status, 400);
        QCOMPARE(shop.book->size(), std::size_t{0});
    }

    void theFacilitatorHasAWord() {
        Shop shop;
        shop.facilitator->refusal = "insufficient_funds";
        const HttpReply poor = shop.ask(shop.payment());
        QCOMPARE(poor.json()["reason"].toString(), QStringLiteral("facilitator_refused"));
        QVERIFY(poor.json()["error"].toString().contains(QStringLiteral("insufficient_funds")));
        shop.facilitator->refusal.clear();
        shop.facilitator->unreachable = true;
        QCOMPARE(shop.ask(shop.payment()).status, 503);
        shop.facilitator->unreachable = false;
        QCOMPARE(shop.ask(shop.payment()).status, 200); // neither try used the nonce up
    }

    void anAnswerThatIsNotPaidIsNotGiven() {
        Shop shop;
        shop.facilitator->failure = "insufficient_funds";
        const HttpReply reply = shop.ask(shop.payment());
        QCOMPARE(reply.status, 402);
        QCOMPARE(reply.error()["code"].toString(), QStringLiteral("payment_not_settled"));
        QVERIFY(reply.body.find("Hello") == std::string::npos);
        QVERIFY(!decoded(reply.header("payment-response"))["success"].toBool(true));
        QCOMPARE(shop.receipt(reply)["state"].toString(), QStringLiteral("refused"));
        const HttpReply next = shop.ask(shop.payment(Scheme::upto, 2));
        QCOMPARE(next.status, 429);
        QCOMPARE(next.json()["reason"].toString(), QStringLiteral("payer_rests"));
        QCOMPARE(shop.bench.backend->started(), 1);
    }

    void whatCannotBeSettledNowStaysOwed() {
        const Shop shop;
        shop.facilitator->settles_later = true;
        const HttpReply reply = shop.ask(shop.payment());
        QCOMPARE(reply.status, 200);
        QVERIFY(reply.header("payment-response").empty());
        QCOMPARE(shop.receipt(reply)["state"].toString(), QStringLiteral("owed"));
        shop.till->tick();
        QCOMPARE(shop.receipt(reply)["state"].toString(), QStringLiteral("owed"));
        shop.facilitator->settles_later = false;
        shop.till->tick();
        QCOMPARE(shop.receipt(reply)["state"].toString(), QStringLiteral("settled"));
    }

    /// Clients of OpenGradient pay for what they get, and are told of no enclave.
    void clientsOfOpenGradientAreServed() {
        const Shop shop;
        const std::string batch = "X-SETTLEMENT-TYPE: batch\r\nAuthorization: Bearer dummy\r\n";
        QCOMPARE(shop.ask(batch).status, 402);
        const HttpReply whole = shop.ask(batch + shop.payment(Scheme::upto, 1));
        QCOMPARE(whole.status, 200);
        QCOMPARE(whole.json()["evidence"].toObject()["attested"], QJsonValue(false));
        const HttpReply streamed = shop.ask(batch + shop.payment(Scheme::upto, 2),
                                            R"("max_tokens":20,"stream":true,"stream_options":{"include_usage":true})");
        int finals = 0;
        QJsonObject last;
        for (const std::string& event : streamed.events()) {
            if (event == "[DONE]") continue;
            const QJsonObject said = object(event);
            QVERIFY(!said.contains("usage") || said["usage"].isObject());
            const bool ends = !choice(said)["finish_reason"].isNull();
            QCOMPARE(said.contains("usage"), ends);
            finals += ends ? 1 : 0;
            if (ends) last = said;
        }
        QCOMPARE(finals, 1);
        const HttpReply text =
            call(shop.bench.port(), "POST", "/v1/completions",
                 R"({"model":"fake/small","prompt":"hi","max_tokens":20})", batch + shop.payment(Scheme::upto, 3));
        QCOMPARE(text.json()["completion"].toString(), QStringLiteral("Hello world."));
        for (const QJsonObject& said : {whole.json(), last, text.json()})
            for (const char* name : {"tee_signature", "tee_request_hash", "tee_output_hash", "tee_timestamp", "tee_id"})
                QVERIFY2(said[name].isNull() && said.contains(name), name);
        for (const char* other : {"private", "individual", "SETTLE_INDIVIDUAL_WITH_METADATA", "gratis"}) {
            const HttpReply refused =
                shop.ask("X-SETTLEMENT-TYPE: " + std::string(other) + "\r\n" + shop.payment(Scheme::upto, 4));
            QCOMPARE(refused.status, 400);
            QCOMPARE(refused.error()["code"].toString(), QStringLiteral("unsupported_settlement"));
        }
        QCOMPARE(shop.book->size(), std::size_t{3});
        const QJsonObject health = call(shop.bench.port(), "GET", "/health").json();
        QCOMPARE(health["tee_enabled"], QJsonValue(false));
    }
};

QTEST_GUILESS_MAIN(TestGatewayToll)
#include "tst_gateway_toll.moc"
