// SPDX-License-Identifier: Apache-2.0
#include "door_bench.h"
#include "gateway/edge/call_size.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <algorithm>
#include <atomic>
#include <set>

using namespace hearth;
using namespace hearth::test;
using gateway::CallPath, gateway::CallSize;

namespace {

const std::string question = R"({"model":"m","messages":[{"role":"user","content":"hi"}],"max_tokens":9})";
const std::string question_stream =
    R"({"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}],"max_tokens":9})";
constexpr std::uint64_t read_price = 10, written_price = 1000;

CallSize size_of(CallPath path, const std::string& members) {
    const std::string body = "{" + members + "}";
    return gateway::call_size(path, gateway::Json::parse(body), body.size());
}

/// Takes what comes of a call and says when something did.
class Taker final : public gateway::RawSink {
public:
    void asked() override { was_asked = true; }
    void head(const gateway::RawHead&) override {}
    bool body(std::string) override {
        began = true;
        return true;
    }
    void ended(const gateway::AnswerFacts&) override {}
    void failed(const core::Error&, const gateway::AnswerFacts&) override {}

    std::atomic<bool> was_asked = false, began = false;
};

/// A door that writes down what is reserved, charged and let go of.
struct Counter {
    Counter() : bench(options()) {}
    gateway::Upstreams::Options options() {
        gateway::Upstreams::Options made = DoorBench::impatient();
        made.names = *gateway::ModelNames::parse(
            R"({"models":[{"name":"m","names":["m-plain"]},{"name":"small","names":["small-plain"]}]})");
        made.reserve = [this](const gateway::Reservation& wanted) -> core::Status {
            const std::lock_guard lock(mutex);
            reserved.push_back(wanted);
            return {};
        };
        made.charge = [this](const gateway::Bill& bill) {
            const std::lock_guard lock(mutex);
            charged.push_back(bill);
        };
        made.released = [this](const std::string& evidence_id) {
            const std::lock_guard lock(mutex);
            released->insert(evidence_id);
        };
        return made;
    }
    void add(const ScriptedUpstream& box) {
        gateway::UpstreamConfig config{"box", "openai", box.url(), {}};
        config.prices = {{{}, core::Amount::from_units(read_price), core::Amount::from_units(written_price)}};
        bench.add(config);
    }
    /// What the only call was charged, when it is over.
    std::uint64_t price() {
        if (!bench.upstreams->wait_idle(10'000'000'000)) qFatal("a call does not end");
        const std::lock_guard lock(mutex);
        if (charged.size() != 1) qFatal("%zu calls were charged", charged.size());
        return charged.front().amount.units();
    }

    std::mutex mutex;
    std::vector<gateway::Reservation> reserved;
    std::vector<gateway::Bill> charged;
    const std::shared_ptr<std::set<std::string>> released = std::make_shared<std::set<std::string>>();
    DoorBench bench;
};

/// Of a question that is `body`, and so many tokens of an answer.
std::uint64_t price_of(const std::string& body, std::uint64_t written) {
    return body.size() / 4 * read_price + written * written_price;
}

} // namespace

/// What a call of another network may cost, what it costs, and whom.
class TestGatewayBills : public QObject {
    Q_OBJECT

private slots:
    void aBoundIsOneThatNoServerReadsOtherwise() {
        const auto chat = [](const std::string& members) { return size_of(CallPath::chat, members); };
        QCOMPARE(chat(R"("max_tokens":5)").most_tokens.value_or(0), std::uint64_t{5});
        QCOMPARE(chat(R"("max_tokens":5,"max_completion_tokens":7)").most_tokens.value_or(0), std::uint64_t{7});
        QVERIFY(!chat(R"("max_tokens":5)").unbounded && !chat(R"("max_tokens":5,"n":null)").unbounded);
        for (const char* const odd :
             {R"("max_tokens":-1)", R"("max_tokens":0)", R"("max_tokens":5.0)", R"("max_tokens":"5")",
              R"("max_tokens":5,"max_completion_tokens":-1)", R"("max_tokens":5,"n":-2)", R"("max_tokens":5,"n":"3")",
              R"("max_tokens":5,"best_of":1.5)"})
            QVERIFY2(chat(odd).unbounded, odd);
        QVERIFY(!chat(R"("n":2)").most_tokens);
        QCOMPARE(chat(R"("n":3,"best_of":2)").answers, std::uint64_t{3});
        const CallSize several = size_of(CallPath::completions, R"("prompt":["a","b"],"n":2,"max_tokens":1)");
        QCOMPARE(several.answers, std::uint64_t{4});
    }

    void anImageIsNoTextAndHasNoBound() {
        const std::string pixels(4000, 'A');
        const CallSize seen = size_of(CallPath::chat, R"("max_tokens":5,"messages":[{"role":"user","content":[)"
                                                      R"({"type":"text","text":"hi"},{"type":"image_url",)"
                                                      R"("image_url":{"url":"data:image/png;base64,)" +
                                                          pixels + R"("}}]}])");
        QCOMPARE(seen.parts, std::uint64_t{1});
        QVERIFY(seen.part_bytes >= pixels.size() && seen.bytes - seen.part_bytes < 200);
        const gateway::NetworkQuote quote{core::Amount::from_units(1), core::Amount::from_units(0)};
        QVERIFY(!highest_price(quote, seen));
        QVERIFY(expected_price(quote, seen).units() < 1024 + 100);
        const std::string said =
            R"("max_tokens":5,"messages":[{"role":"user","content":[{"type":"text","text":"a"}]}])";
        QCOMPARE(size_of(CallPath::chat, said).parts, std::uint64_t{0});
    }

    void responsesHaveABoundOfTheirOwn() {
        const auto size = [](const std::string& members) { return size_of(CallPath::responses, members); };
        QCOMPARE(size(R"("max_output_tokens":5,"max_tokens":900)").most_tokens.value_or(0), std::uint64_t{5});
        QVERIFY(!size(R"("max_tokens":5)").most_tokens);
        QVERIFY(size(R"("max_output_tokens":5,"previous_response_id":"resp_1")").unbounded);
        QVERIFY(size(R"("max_output_tokens":5,"tools":[{"type":"web_search"}])").unbounded);
        QVERIFY(!size(R"("max_output_tokens":5,"tools":[{"type":"function","name":"f"}])").unbounded);
        const std::string image = R"("max_output_tokens":5,"input":[{"role":"user","content":[{"type":"input_image",)"
                                  R"("image_url":"http://x"}]}])";
        QCOMPARE(size(image).parts, std::uint64_t{1});
    }

    void whoAskedIsCharged() {
        ScriptedUpstream box(
            Behaviour{{{plain_answer(200, R"({"model":"m","usage":{"prompt_tokens":3,"completion_tokens":2}})")}}});
        Counter counter;
        counter.add(box);
        const auto sink = std::make_shared<Taker>();
        gateway::ForeignRequest request{{"box", "m", false}, {"/chat/completions", question, false}, {}, "some key"};
        request.size.most_tokens = 9;
        const gateway::ForeignCall made = *counter.bench.upstreams->call(request, sink);
        QCOMPARE(counter.price(), 3 * read_price + 2 * written_price);
        QVERIFY(counter.reserved.front().caller == "some key" && counter.reserved.front().bounded);
        QCOMPARE(counter.reserved.front().amount.units(), question.size() * read_price + 9 * written_price);
        QCOMPARE(counter.charged.front().caller, std::string("some key"));
        QVERIFY(*counter.released == std::set<std::string>{made.evidence_id});
    }

    /// Of a call that nothing bounds more is believed; one that is bounded costs no more than was reserved for it.
    void usageIsBelievedUpToWhatTheCallCouldCost() {
        ScriptedUpstream box(
            Behaviour{{{plain_answer(200, R"({"model":"m","usage":{"prompt_tokens":3,"completion_tokens":50}})")}}});
        const std::string unbounded = R"({"model":"m","messages":[{"role":"user","content":"hi"}]})";
        const std::string dear = question.substr(0, question.size() - 1) + R"(,"hearth":{"max_price":"20000"}})";
        for (const std::string& body : {unbounded, question, dear}) {
            Counter counter;
            counter.add(box);
            const HttpReply reply = counter.bench.post(body);
            QCOMPARE(reply.status, 200);
            const std::uint64_t claimed = 3 * read_price + 50 * written_price, charged = counter.price();
            QCOMPARE(charged, body == unbounded ? claimed : counter.reserved.front().amount.units());
            QCOMPARE(counter.reserved.front().bounded, body != unbounded);
            const auto checks = counter.bench.evidence(reply).checks;
            const auto label =
                std::find_if(checks.begin(), checks.end(), [](const auto& row) { return row.name == "usage"; });
            QCOMPARE(label != checks.end(), charged < claimed);
            if (label == checks.end()) continue;
            QVERIFY(label->outcome == proof::CheckRow::Outcome::not_checked);
            for (const std::uint64_t sum : {claimed, charged})
                QVERIFY(label->detail.find(core::Amount::from_units(sum).text()) != std::string::npos);
        }
    }

    /// In the words of chats and of /v1/responses.
    void whatANetworkTookFromItsCacheStandsInTheEvidence() {
        const std::string chats =
            R"({"model":"m","usage":{"prompt_tokens":30,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":24}}})";
        const std::string responses =
            R"({"model":"m","usage":{"input_tokens":30,"output_tokens":2,"input_tokens_details":{"cached_tokens":24}}})";
        for (const std::string& answer : {chats, responses}) {
            ScriptedUpstream box(Behaviour{{{plain_answer(200, answer)}}});
            Counter counter;
            counter.add(box);
            const HttpReply reply = counter.bench.post(question);
            QCOMPARE(reply.body, answer);
            QCOMPARE(counter.price(), 30 * read_price + 2 * written_price);
            const auto checks = counter.bench.evidence(reply).checks;
            QVERIFY(std::any_of(checks.begin(), checks.end(), [](const auto& row) {
                return row.name == "usage" && row.detail == "The network says that it read 30 tokens, 24 of them from "
                                                            "its cache, and wrote 2.";
            }));
        }
    }

    void noNumberIsNoUsage() {
        for (const char* const usage : {R"({"prompt_tokens":0,"completion_tokens":0})", R"({"prompt_tokens":3})"}) {
            const std::string answer = R"({"model":"m","usage":)" + std::string(usage) + "}";
            ScriptedUpstream box(Behaviour{{{plain_answer(200, answer)}}});
            Counter counter;
            counter.add(box);
            QCOMPARE(counter.bench.post(question).status, 200);
            const std::uint64_t most = counter.reserved.front().amount.units();
            QCOMPARE(counter.price(), std::min(price_of(question, answer.size() / 4), most));
        }
    }

    void anAnswerOfResponsesIsChargedByItsOwnWords() {
        const std::string asked = R"({"model":"m","input":"hi","max_output_tokens":9})";
        ScriptedUpstream box(Behaviour{
            {{plain_answer(200, R"({"id":"resp_7","model":"m","usage":{"input_tokens":4,"output_tokens":3}})")}}});
        Counter counter;
        counter.add(box);
        QCOMPARE(counter.bench.post(asked, "/v1/responses").status, 200);
        QCOMPARE(counter.price(), 4 * read_price + 3 * written_price);
        QVERIFY(counter.reserved.front().bounded);
    }

    void aRefusalCostsNothing() {
        ScriptedUpstream box(Behaviour{{{plain_answer(400, R"({"error":{"message":"no"}})")}}});
        Counter counter;
        counter.add(box);
        QCOMPARE(counter.bench.post(question).status, 400);
        QCOMPARE(counter.price(), std::uint64_t{0});
    }

    void anotherModelCostsNothing() {
        ScriptedUpstream box(
            Behaviour{{{plain_answer(200, R"({"model":"small","usage":{"prompt_tokens":3,"completion_tokens":2}})")}}});
        Counter counter;
        counter.add(box);
        QCOMPARE(counter.bench.post(question).status, 502);
        QCOMPARE(counter.price(), std::uint64_t{0});
    }

    void whoLeavesPaysForTheQuestionAndWhatCame() {
        ScriptedUpstream silent(Behaviour{{}, true});
        ScriptedUpstream slow(Behaviour{{{stream_head() + chunk(token_event("a") + token_event("b"))}}, true});
        for (const bool begins : {false, true}) {
            Counter counter;
            counter.add(begins ? slow : silent);
            const auto sink = std::make_shared<Taker>();
            gateway::ForeignRequest request{
                {"box", "m", false}, {"/chat/completions", question_stream, true}, {}, "key"};
            request.size.most_tokens = 9;
            gateway::ForeignCall made = *counter.bench.upstreams->call(request, sink);
            if (begins)
                QTRY_VERIFY_WITH_TIMEOUT(sink->began, 5000);
            else
                QTRY_VERIFY_WITH_TIMEOUT(!silent.requests().empty(), 5000);
            made.call.reset();
            QCOMPARE(counter.price(), price_of(question_stream, begins ? 2 : 0));
        }
    }

    void whatCameAfterTheLastCountIsPaidFor() {
        const std::string counted = R"(data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1}})"
                                    "\n\n";
        ScriptedUpstream cut(
            Behaviour{{{stream_head() + chunk(counted + token_event("a") + token_event("b")) + chunk("")}}});
        Counter counter;
        counter.add(cut);
        const HttpReply reply = counter.bench.post(question_stream);
        QVERIFY2(reply.body.find("upstream_broken_answer") != std::string::npos, reply.body.c_str());
        QCOMPARE(counter.price(), 3 * read_price + 3 * written_price);
    }

    void aNetworkThatFellSilentMayHaveComputed() {
        ScriptedUpstream silent(Behaviour{{}, true});
        Counter counter;
        counter.add(silent);
        QCOMPARE(counter.bench.post(question).status, 504);
        QCOMPARE(counter.price(), price_of(question, 0));
    }

    void whatIsReservedIsLetGoOfThoughItsEvidenceIsGivenUp() {
        ScriptedUpstream box(Behaviour{{{plain_answer(200, R"({"model":"m"})")}}});
        std::shared_ptr<std::set<std::string>> released;
        std::string evidence_id;
        {
            Counter counter;
            counter.add(box);
            counter.bench.keeps = false;
            const HttpReply reply = counter.bench.post(question);
            evidence_id = reply.header("x-evidence-id");
            released = counter.released;
            const std::lock_guard lock(counter.mutex);
            QVERIFY(released->empty()); // it is tried again, as long as this runs
        }
        QVERIFY(!evidence_id.empty());
        QVERIFY(*released == std::set<std::string>{evidence_id});
    }
};

QTEST_GUILESS_MAIN(TestGatewayBills)
#include "tst_gateway_bills.moc"
