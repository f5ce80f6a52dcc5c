// SPDX-License-Identifier: Apache-2.0
#include "core/base64.h"
#include "door_bench.h"
#include "fake_till.h"
#include "gateway/edge/resale.h"

#include <QTest>

#include <algorithm>

using namespace hearth;
using namespace hearth::test;
using gateway::pay::Scheme;

namespace {

constexpr std::uint64_t read_units = 1000, written_units = 500; ///< 10⁻⁹ EMB a token
/// 50 of the asset's smallest unit for a token read; a token written would be 25, and this home's own cost 40.
constexpr std::uint64_t emb_units = 50'000'000, read_asset = 50, written_asset = 40;

const std::string question = R"({"model":"box/m","messages":[{"role":"user","content":"hi"}],"max_tokens":9})";

std::string saying(std::uint64_t read, std::uint64_t written) {
    return R"({"id":"chatcmpl-7","model":"m","choices":[],"usage":{"prompt_tokens":)" + std::to_string(read) +
           R"(,"completion_tokens":)" + std::to_string(written) + "}}";
}

/// A gateway that sells answers of the network "box" to whoever pays.
struct Market {
    explicit Market(const ScriptedUpstream& box, bool sells = true, bool priced = true)
        : terms(terms_of(sells)), till(std::make_shared<gateway::pay::Till>(terms, book, facilitator)),
          bench(patient(), {}, nullptr, nullptr, till) {
        gateway::UpstreamConfig config{"box", "openai", box.url(), {}};
        if (priced)
            config.prices = {{{}, core::Amount::from_units(read_units), core::Amount::from_units(written_units)}};
        bench.add(config);
    }
    /// A network that says nothing is waited for until its caller leaves.
    static gateway::Upstreams::Options patient() {
        gateway::Upstreams::Options options = DoorBench::impatient();
        options.call.first_byte = options.call.stall = options.call.total;
        return options;
    }
    static gateway::pay::Terms terms_of(bool sells) {
        gateway::pay::Terms terms = test_terms();
        if (sells) terms.emb = emb_units;
        return terms;
    }
    std::string payment(Scheme scheme = Scheme::upto) {
        const Wallet wallet(static_cast<std::uint8_t>(++nonce)); // each has two calls open at most
        const auto now = core::system_clock().now() / core::second;
        return "PAYMENT-SIGNATURE: " + wallet.header(wallet.wish(terms, scheme, now, nonce), terms) + "\r\n";
    }
    HttpReply buy(const std::string& body = question, Scheme scheme = Scheme::upto) {
        return bench.post(body, chat_path, payment(scheme));
    }
    QJsonObject receipt(const HttpReply& reply) {
        return call(bench.server->port(), "GET", "/v1/receipts/" + reply.header("x-payment-id")).json();
    }

    const gateway::pay::Terms terms;
    const std::shared_ptr<MemoryBook> book = std::make_shared<MemoryBook>();
    const std::shared_ptr<ScriptedFacilitator> facilitator = std::make_shared<ScriptedFacilitator>();
    const std::shared_ptr<gateway::pay::Till> till;
    DoorBench bench;
    std::uint64_t nonce = 0;
};

std::string paid_in(const HttpReply& reply) {
    const auto bytes = core::from_base64(reply.header("payment-response"));
    return bytes ? object(std::string(bytes->begin(), bytes->end()))["amount"].toString().toStdString() : std::string();
}

bool was_asked(const ScriptedUpstream& box) {
    const auto all = box.requests();
    return std::any_of(all.begin(), all.end(), [](const std::string& one) { return one.starts_with("POST "); });
}

} // namespace

/// Answers of other networks for callers who pay by the call.
class TestGatewayResale : public QObject {
    Q_OBJECT

private slots:
    void anAnswerIsSoldOnceForNoLessThanItCosts() {
        ScriptedUpstream box(Behaviour{{{plain_answer(200, saying(3, 2))}}});
        Market market(box);
        const HttpReply reply = market.buy();
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.body, saying(3, 2));
        QCOMPARE(reply.header("x-hearth-network"), std::string("box"));
        QCOMPARE(paid_in(reply), std::to_string(3 * read_asset + 2 * written_asset));
        QCOMPARE(market.facilitator->settled.load(), 1);
        QCOMPARE(market.receipt(reply)["usage"].toObject()["prompt_tokens"].toInt(), 3);
        const auto envelope = market.bench.evidence(reply);
        QVERIFY(envelope.caller.starts_with("x402:0x"));
        const auto row = std::find_if(envelope.checks.begin(), envelope.checks.end(),
                                      [](const auto& one) { return one.name == "payment"; });
        QVERIFY(row != envelope.checks.end());
        QVERIFY(row->detail.find(reply.header("x-payment-id")) != std::string::npos);
        const core::Amount cost = core::Amount::from_units(3 * read_units + 2 * written_units);
        QVERIFY2(row->detail.find(cost.text()) != std::string::npos, row->detail.c_str());
        QCOMPARE(paid_in(market.buy(question, Scheme::exact)), std::string("20000"));
    }

    void aStreamIsPaidWhenItEnds() {
        const std::string events = token_event("a") + token_event("b") + last_event() + done_event;
        ScriptedUpstream box(Behaviour{{{stream_head() + chunk(events) + chunk("")}}});
        Market market(box);
        std::string body = question;
        const HttpReply reply = market.buy(body.insert(1, R"("stream":true,)"));
        QCOMPARE(reply.status, 200);
        QVERIFY(reply.header("payment-response").empty());
        QTRY_COMPARE(market.receipt(reply)["state"].toString(), QString("settled"));
        QVERIFY(market.receipt(reply)["amount"].toString().toULongLong() >= 2 * written_asset);
        QCOMPARE(market.facilitator->settled.load(), 1);
    }

    void whoLeavesPaysForTheQuestionAndWhatCame() {
        ScriptedUpstream slow(Behaviour{{{stream_head() + chunk(token_event("a") + token_event("b"))}}, true});
        Market market(slow);
        std::string body = question;
        body.insert(1, R"("stream":true,)");
        {
            TestClient client(market.bench.server->port());
            client.send(request_text("POST", chat_path, body, market.payment()));
            QVERIFY(client.wait_for(R"("b")", Millis(5000)));
        }
        QTRY_COMPARE_WITH_TIMEOUT(market.book->only_stage(), std::string("settled"), 15000);
        const std::size_t sent = body.size() - std::string("box/").size();
        QCOMPARE(market.book->only_amount(), std::to_string(sent / 4 * read_asset + 2 * written_asset));
        QCOMPARE(market.facilitator->settled.load(), 1);
    }

    /// Where a network ends with what went wrong nobody had an answer.
    void aStreamThatEndsWithAnErrorCostsNothing() {
        const std::string error = R"(data: {"error":{"message":"no"}})"
                                  "\n\n";
        ScriptedUpstream box(Behaviour{{{stream_head() + chunk(token_event("a") + error) + chunk("")}}});
        Market market(box);
        std::string body = question;
        const HttpReply reply = market.buy(body.insert(1, R"("stream":true,)"));
        QCOMPARE(reply.status, 200);
        QVERIFY2(reply.body.find(error) != std::string::npos, reply.body.c_str());
        QTRY_COMPARE(market.book->size(), std::size_t{0});
        QCOMPARE(market.facilitator->settled.load(), 0);
    }

    /// Whatever a network says that it used, nobody pays more than the call could cost.
    void aClaimBeyondTheCallIsNotPaid() {
        ScriptedUpstream box(Behaviour{{{plain_answer(200, saying(100'000, 90'000))}}});
        Market market(box);
        const HttpReply reply = market.buy();
        QCOMPARE(reply.status, 200);
        const std::string sent = R"({"model":"m","messages":[{"role":"user","content":"hi"}],"max_tokens":9})";
        QCOMPARE(paid_in(reply), std::to_string(sent.size() * read_asset + 9 * written_asset));
    }

    void whatCameToNothingCostsNothing() {
        ScriptedUpstream box(Behaviour{{{plain_answer(500, R"({"error":{"message":"no"}})")}}});
        Market market(box);
        QCOMPARE(market.buy().status, 500);
        QTRY_COMPARE(market.book->size(), std::size_t{0}); // the signature is as good as new
        QCOMPARE(market.facilitator->settled.load(), 0);
    }

    void withoutAPriceABoundOrEnoughNothingIsSold() {
        ScriptedUpstream box(Behaviour{{{plain_answer(200, saying(3, 2))}}});
        Market unpriced(box, true, false), market(box);
        const auto refusal = [](const HttpReply& reply) {
            return std::to_string(reply.status) + " " + reply.error()["code"].toString().toStdString() + " " +
                   reply.error()["param"].toString().toStdString();
        };
        QCOMPARE(refusal(unpriced.buy()), std::string("400 model_not_sold model"));
        QCOMPARE(refusal(market.buy(R"({"model":"box/m","messages":[{"role":"user","content":"hi"}]})")),
                 std::string("400 payment_without_bound max_tokens"));
        QCOMPARE(
            refusal(market.buy(R"({"model":"box/m","messages":[{"role":"user","content":"hi"}],"max_tokens":100000})")),
            std::string("402 payment_too_small "));
        QVERIFY(!was_asked(box));
        QTRY_COMPARE(market.book->size() + unpriced.book->size(), std::size_t{0});
        const auto listed = [](const Market& at) {
            return call(at.bench.server->port(), "GET", "/v1/models").body.find(R"("network":"box")") !=
                   std::string::npos;
        };
        QVERIFY(listed(market) && !listed(unpriced));
    }

    /// Where the owner did not say what an EMB costs, nobody but holders of keys reaches a network.
    void aGatewayThatSellsItsOwnAnswersSellsNobodyElses() {
        ScriptedUpstream box(Behaviour{{{plain_answer(200, saying(3, 2))}}});
        Market market(box, false);
        QVERIFY(market.buy().header("x-hearth-network") != "box");
        QVERIFY(!was_asked(box));
        QVERIFY(call(market.bench.server->port(), "GET", "/v1/models").body.find(R"("network":"box")") ==
                std::string::npos);
    }

    void pricesAreRoundedAgainstWhoeverPays() {
        gateway::pay::Terms terms = test_terms();
        terms.tariff = {0, 0};
        terms.emb = 1;
        const auto tariff = [&](std::uint64_t read, std::uint64_t written) {
            return gateway::resale::tariff(terms, {core::Amount::from_units(read), core::Amount::from_units(written)});
        };
        QVERIFY(tariff(1, 1000).prompt_million == 1 && tariff(1, 1000).completion_million == 1);
        QVERIFY(tariff(1001, 0).prompt_million == 2 && tariff(1001, 0).completion_million == 0);
        terms.emb = ~core::Uint128{0} / 2;
        QVERIFY(tariff(UINT64_MAX, 1).prompt_million == ~core::Uint128{0});
    }
};

QTEST_GUILESS_MAIN(TestGatewayResale)
#include "tst_gateway_resale.moc"
