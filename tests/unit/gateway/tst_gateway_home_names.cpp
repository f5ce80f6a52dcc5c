// SPDX-License-Identifier: Apache-2.0
#include "door_bench.h"
#include "published_names.h"

#include <QTest>

using namespace hearth;
using namespace hearth::gateway;
using namespace hearth::test;

namespace {

const std::string plain = "qwen2.5-1.5b-instruct", original = "Qwen/Qwen2.5-1.5B-Instruct",
                  small = "qwen/qwen2.5-1.5b-instruct"; // where a network may be called like whoever made the model

std::string asked_for(const std::string& model, const std::string& more = {}) {
    return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]" + more + "}";
}

/// A door over a home that has one model.
struct HomeBench : DoorBench {
    HomeBench() : DoorBench(with_names()) {
        backend->cards = {{plain, std::string(64, 'a'), 1, 2048, "hearth", false, 1, 0}};
    }
    static Upstreams::Options with_names() {
        Upstreams::Options options = impatient();
        options.names = published();
        return options;
    }
    HttpReply show(const std::string& model) { return call(server->port(), "GET", "/v1/models/" + model); }
};

} // namespace

/// Which names lead to this home's models, and to which weights of them.
class TestGatewayHomeNames : public QObject {
    Q_OBJECT

private slots:
    void whatNamesANetworkIsItsAloneWhateverItHasListed() {
        ScriptedUpstream cloud(Behaviour{{{plain_answer(200, R"({"choices":[]})")}}}, {"qwen2.5-1.5b-instruct"});
        HomeBench bench;
        QCOMPARE(bench.post(asked_for(small)).header("x-hearth-network"), std::string("home"));
        QCOMPARE(bench.show(small).json()["network"].toString(), QString("home"));
        QVERIFY(bench.upstreams->add({"qwen", "openai", cloud.url(), {}}).ok()); // it has not listed its models yet
        const HttpReply unknown = bench.post(asked_for(small));
        QCOMPARE(unknown.status, 503);
        QCOMPARE(bench.backend->requests().size(), std::size_t{1});
        QVERIFY2(unknown.body.find("'qwen'") != std::string::npos, unknown.body.c_str());
        QCOMPARE(bench.show(small).status, 503);
        // Of a gateway that asks, too, whom nobody but this home answers.
        const HttpReply relayed = bench.post(asked_for(small), chat_path, "X-Hearth-Hop: another\r\n");
        QCOMPARE(relayed.error()["code"].toString(), QString("model_not_found"));
        QCOMPARE(bench.post(asked_for(original)).header("x-hearth-network"), std::string("home")); // that names none
        const std::size_t before = bench.backend->requests().size();
        QVERIFY(bench.upstreams->test("qwen").ok());
        QCOMPARE(bench.post(asked_for(small)).header("x-hearth-route"), std::string("named"));
        QCOMPARE(bench.show(small).json()["network"].toString(), QString("qwen"));
        QCOMPARE(bench.post(asked_for("qwen/other")).status, 404);
        QCOMPARE(bench.show("qwen/other").status, 404);
        QCOMPARE(bench.backend->requests().size(), before);
    }

    void whoNamesQuantizationsIsLedHomeByAnotherNameOnlyWhereAProfileIsSo() {
        ScriptedUpstream cloud(Behaviour{{{plain_answer(200, R"({"choices":[]})")}}}, {original + "-AWQ"});
        HomeBench bench;
        bench.backend->cards.front().quantizations = {"bf16", "int8"};
        const auto answers = [&](const std::string& model, const std::string& kind) {
            const HttpReply reply =
                bench.post(asked_for(model, ",\"provider\":{\"quantizations\":[\"" + kind + "\"]}"));
            return reply.header("x-hearth-network");
        };
        QCOMPARE(answers(original, "int4"), std::string("home")); // nobody else is there: it says what it lacks
        QCOMPARE(bench.backend->requests().back().model, plain);
        bench.add("cloud", cloud.url());
        QCOMPARE(answers(original, "int4"), std::string("cloud"));
        QCOMPARE(answers(original, "int8"), std::string("home")); // not its usual profile
        QCOMPARE(bench.backend->requests().back().route.quantizations, std::vector<std::string>{"int8"});
        QCOMPARE(answers(plain, "int4"), std::string("home")); // its very name
        QCOMPARE(bench.post(asked_for(original)).header("x-hearth-network"), std::string("home"));
        QVERIFY(bench.backend->requests().back().route.quantizations.empty());
    }

    void aNameThatSaysARoundingIsAnsweredInTheseWeights() {
        const std::string eight = "qwen2.5:1.5b-instruct-q8_0", shouted = "Qwen2.5:1.5B-instruct-Q8_0";
        HomeBench bench;
        bench.backend->cards.front().id = eight;
        bench.backend->cards.front().quantizations = {"bf16", "int8"};
        for (const char* wish : {"", R"(,"provider":{"quantizations":["bf16","int8"]})"}) {
            QCOMPARE(bench.post(asked_for(shouted, wish)).status, 200);
            const GenerationRequest asked = bench.backend->requests().back();
            QCOMPARE(asked.model, eight);
            QCOMPARE(asked.route.quantizations, std::vector<std::string>{"int8"});
        }
        const HttpReply other = bench.post(asked_for(shouted, R"(,"provider":{"quantizations":["bf16"]})"));
        QCOMPARE(other.status, 400);
        QCOMPARE(other.error()["param"].toString(), QString("provider"));
        QCOMPARE(bench.post(asked_for(eight)).status, 200);
        QVERIFY(bench.backend->requests().back().route.quantizations.empty()); // its own name
    }
};

QTEST_GUILESS_MAIN(TestGatewayHomeNames)
#include "tst_gateway_home_names.moc"
