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
};

QTEST_GUILESS_MAIN(TestGatewayHomeNames)
#include "tst_gateway_home_names.moc"
