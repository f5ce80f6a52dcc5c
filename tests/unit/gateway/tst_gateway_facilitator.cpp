// SPDX-License-Identifier: Apache-2.0
#include "fake_till.h"
#include "gateway/networks/http_facilitator.h"
#include "scripted_upstream.h"

#include <nlohmann/json.hpp>

#include <QTest>

using namespace hearth;
using namespace hearth::test;
using namespace hearth::gateway::pay;

namespace {

constexpr std::int64_t now_s = 1'796'004'400;

Payment some_payment() {
    const Wallet wallet(7);
    const auto read = read_voucher(wallet.header(wallet.wish(test_terms(), Scheme::upto, now_s, 1), test_terms()), 2);
    return std::get<Payment>(examine(std::get<Voucher>(read), test_terms(), "r", now_s));
}

Behaviour says(int status, const std::string& body, const std::string& type = "application/json") {
    return Behaviour{{{plain_answer(status, body, type)}}};
}

/// A payment that is owed since a first try to settle it had no answer.
struct Unanswered {
    Unanswered() {
        static_cast<void>(book->reserve(payment));
        static_cast<void>(book->owe(payment.id, 230, {7, 4}));
        facilitator->settles_later = true;
        pending = till.settle(payment, 230).pending;
        facilitator->settles_later = false;
    }
    Record again() {
        till.tick();
        return **book->find(payment.id);
    }
    const Payment payment = some_payment();
    core::ManualClock clock{now_s * core::second};
    const std::shared_ptr<MemoryBook> book = std::make_shared<MemoryBook>();
    const std::shared_ptr<ScriptedFacilitator> facilitator = std::make_shared<ScriptedFacilitator>();
    Till till{test_terms(), book, facilitator, clock};
    bool pending = false;
};

struct Asked {
    explicit Asked(const Behaviour& behaviour)
        : server(behaviour), loop(*gateway::CallLoop::start()), facilitator(loop, *address(server)) {}
    static core::Result<gateway::ServerUrl> address(const ScriptedUpstream& server) {
        return gateway::HttpFacilitator::address("http://127.0.0.1:" + std::to_string(server.port()));
    }
    ScriptedUpstream server;
    const std::shared_ptr<gateway::CallLoop> loop;
    gateway::HttpFacilitator facilitator;
};

} // namespace

/// A facilitator behind an address.
class TestGatewayFacilitator : public QObject {
    Q_OBJECT
private slots:
    void itsAddressIsTakenAsItIs() {
        const auto base = [](const char* text) { return gateway::HttpFacilitator::address(text)->base; };
        QCOMPARE(base("https://f.example"), std::string());
        QCOMPARE(base("https://f.example/"), std::string());
        QCOMPARE(base("https://f.example/facilitator/"), std::string("/facilitator"));
        QVERIFY(!gateway::HttpFacilitator::address("f.example").ok());
        QVERIFY(!gateway::HttpFacilitator::address("").ok());
    }

    void itIsAskedOverHttp() {
        const Payment payment = some_payment();
        {
            Asked asked(says(200, R"({"isValid":true,"payer":"0x1"})"));
            QVERIFY(asked.facilitator.verify(payment)->valid);
            const std::string request = asked.server.last_request();
            QVERIFY(request.starts_with("POST /verify HTTP/1.1\r\n"));
            const auto body = nlohmann::json::parse(request.substr(request.find("\r\n\r\n") + 4));
            QCOMPARE(body["paymentRequirements"]["scheme"].get<std::string>(), std::string("upto"));
            QVERIFY(body["paymentPayload"]["payload"].contains("signature"));
        }
        Asked asked(says(200, R"({"success":true,"transaction":"0xab","network":"eip155:84532"})"));
        const auto settled = asked.facilitator.settle(payment, 230);
        QVERIFY(settled && settled->success && settled->on_chain);
        QCOMPARE(settled->transaction, std::string("0xab"));
        const std::string request = asked.server.last_request();
        QVERIFY(request.starts_with("POST /settle HTTP/1.1\r\n"));
        QVERIFY(request.find(R"("amount":"230")") != std::string::npos);
    }

    /// The first try may have moved the money: then whoever asks again hears that the nonce is used.
    void whatMayBeSettledIsNotRefused() {
        for (const char* used : {"invalid_exact_evm_nonce_already_used", "InvalidNonce",
                                 "FiatTokenV2: authorization is used or canceled"}) {
            Unanswered late;
            QVERIFY(late.pending);
            late.facilitator->failure = used;
            const Record record = late.again();
            QCOMPARE(std::string(name_of(record.stage)), std::string("lost"));
            QCOMPARE(record.reason, std::string(used));
        }
        Unanswered poor, expired;
        poor.facilitator->failure = "insufficient_funds";
        QVERIFY(poor.again().stage == Stage::refused);
        expired.facilitator->settles_later = true;
        QVERIFY(expired.again().stage == Stage::owed);
        expired.clock.advance(301 * core::second);
        QVERIFY(expired.again().stage == Stage::lost);
        // Of a first try it is the payer's doing: nothing was given yet.
        Unanswered first;
        first.facilitator->failure = "nonce_already_used";
        QVERIFY(!first.till.settle(first.payment, 230).pending);
        QVERIFY((*first.book->find(first.payment.id))->stage == Stage::refused);
    }

    /// Some say no with a status of their own.
    void aRefusalIsOneWhateverItsStatusIs() {
        for (const int status : {200, 400, 422}) {
            Asked asked(
                says(status, R"({"isValid":false,"invalidReason":"poor","success":false,"errorReason":"poor"})"));
            QCOMPARE(asked.facilitator.verify(some_payment())->reason, std::string("poor"));
            QVERIFY(!asked.facilitator.settle(some_payment(), 1)->success);
        }
    }

    /// What is no answer settles nothing: it stays owed.
    void whatIsNoAnswerIsNoSettlement() {
        for (const Behaviour& behaviour :
             {says(202, R"({"success":true,"transaction":"0xab"})"), says(500, "<html>", "text/html"), says(200, "{}"),
              says(302, "{}"), says(200, std::string(400'000, ' ')), Behaviour{}}) {
            Asked asked(behaviour);
            QVERIFY(!asked.facilitator.settle(some_payment(), 1).ok());
        }
        const std::shared_ptr<gateway::CallLoop> loop = *gateway::CallLoop::start();
        gateway::HttpFacilitator nobody(loop, *gateway::HttpFacilitator::address("http://127.0.0.1:9"));
        QVERIFY(!nobody.verify(some_payment()).ok());
        loop->stop();
        QVERIFY(!nobody.settle(some_payment(), 1).ok());
    }
};

QTEST_GUILESS_MAIN(TestGatewayFacilitator)
#include "tst_gateway_facilitator.moc"
