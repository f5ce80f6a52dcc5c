// SPDX-License-Identifier: Apache-2.0
#include "door_bench.h"
#include "fake_memory.h"
#include "published_names.h"

#include <nlohmann/json.hpp>
#include <QTest>

#include <algorithm>

using namespace hearth;
using namespace hearth::gateway;
using namespace hearth::test;
using nlohmann::json;

namespace {

std::string body_of(const std::string& request) {
    return request.substr(request.find("\r\n\r\n") + 4);
}

const std::string plain = "qwen2.5-1.5b-instruct", original = "Qwen/Qwen2.5-1.5B-Instruct";

std::string places(const Directory& directory, const std::string& asked,
                   const std::vector<std::string>& quantizations = {}) {
    const auto found = directory.offering(asked, quantizations);
    if (!found) return "error " + std::string(core::code_name(found.error().code));
    std::string all;
    for (const Place& place : *found)
        all += (all.empty() ? "" : " ") + place.network + "=" + place.model;
    return all;
}

} // namespace

/// A model's name is one thing across networks.
class TestGatewayNames : public QObject {
    Q_OBJECT

private slots:
    void theListHoldsTheCatalogueWithItsSizesAndRevisions() {
        const ModelNames names = published();
        const json list = json::parse(text_of("names.json")), catalogue = json::parse(text_of("catalogue.json"));
        QCOMPARE(catalogue["models"].size(), std::size_t{15});
        for (const json& entry : catalogue["models"]) {
            const std::string name = entry["name"];
            const auto model = std::find_if(list["models"].begin(), list["models"].end(),
                                            [&](const json& one) { return names.same(one["name"], name, {}); });
            QVERIFY2(model != list["models"].end(), name.c_str());
            QVERIFY((*model)["parameters"] == entry["parameters"]);
            const std::string title = entry["title"];
            const std::string file = entry["repository"].get<std::string>() + ":" + title.substr(title.rfind(' ') + 1);
            const auto rounding =
                std::find_if((*model)["rounded"].begin(), (*model)["rounded"].end(), [&](const json& one) {
                    return std::find(one["names"].begin(), one["names"].end(), file) != one["names"].end();
                });
            QVERIFY2(rounding != (*model)["rounded"].end(), file.c_str());
            QCOMPARE(rounding->value("revision", ""), entry.value("revision", ""));
        }
    }

    void everyNameOfTheListMeansOneThing() {
        const ModelNames names = published();
        const std::vector<std::string> classes{"int4", "int8", "fp4", "fp6", "fp8", "fp16", "bf16", "fp32"};
        for (const json& model : json::parse(text_of("names.json"))["models"]) {
            const std::string first = model["name"];
            QVERIFY2(model["parameters"].is_number_unsigned() && model["parameters"] > 0, first.c_str());
            for (const std::string name : model["names"]) {
                QVERIFY2(names.same(name, first, {}) && names.same(first, name, {}), name.c_str());
                QCOMPARE(names.quantization(name), std::string("unknown"));
            }
            for (const json& rounding : model.value("rounded", json::array()))
                for (const std::string name : rounding["names"]) {
                    const std::string kind = names.quantization(name); // unknown, if it stood there twice
                    QVERIFY2(std::find(classes.begin(), classes.end(), kind) != classes.end(), name.c_str());
                    QVERIFY(names.same(name, first, {kind}) && !names.same(name, first, {}));
                    QVERIFY(!rounding["precision"].get<std::string>().empty());
                    QVERIFY(rounding.value("revision", std::string(40, '0')).size() == 40);
                }
        }
    }

    void damagedOrTwofoldNamesMeanNothing() {
        for (const char* broken :
             {"", "[]", R"({"models":[{"name":"a"}]})", R"({"models":[{"name":"","names":["a"]}]})",
              R"({"models":[{"name":"a","names":[1]}]})",
              R"({"models":[{"name":"a","names":["b"],"rounded":[{"names":["c"]}]}]})"})
            QVERIFY2(!ModelNames::parse(broken).ok(), broken);
        const auto names =
            ModelNames::parse(R"({"models":[{"name":"M/A","names":["a","x"]},{"name":"M/B","names":["b","X"]}]})");
        QVERIFY(names.ok());
        QVERIFY(names->same("M/A", "a", {}) && names->same("m/b", "B", {}));
        QVERIFY(!names->same("M/A", "x", {}) && !names->same("M/B", "x", {}));
        QVERIFY(!names->same("other", "other", {}));
    }

    void anotherNameOfTheModelIsFoundButNeverOtherWeights() {
        Directory directory(published());
        directory.add("box", "openai");
        directory.add("cloud", "openai");
        directory.listed("box", {{original + "-AWQ", 0, {}}, {"qwen2.5:1.5b-instruct-q8_0", 0, {}}}, 1);
        directory.listed("cloud", {{original, 0, {}}, {original + "-GPTQ-Int4", 0, {}}}, 1);
        QCOMPARE(places(directory, plain), "cloud=" + original);
        QCOMPARE(places(directory, "cloud/" + plain), "cloud=" + original);
        QCOMPARE(places(directory, "box/" + plain), std::string("error not_found"));
        QCOMPARE(places(directory, plain, {"int4"}), "box=" + original + "-AWQ cloud=" + original + "-GPTQ-Int4");
        QCOMPARE(places(directory, plain, {"int8"}), std::string("box=qwen2.5:1.5b-instruct-q8_0"));
        QCOMPARE(places(directory, plain, {"fp8"}), std::string());
        QCOMPARE(places(directory, plain, {"unknown"}), "cloud=" + original);
        // What says its weights finds these, or nothing.
        QCOMPARE(places(directory, "qwen/qwen2.5-1.5b-instruct-awq"), "box=" + original + "-AWQ");
        QCOMPARE(places(directory, original + "-GPTQ-Int8"), std::string());
        QCOMPARE(places(directory, "qwen2.5"), std::string());
        // The very name comes first, and is not passed over for another one unless that alone is what was asked for.
        directory.listed("cloud", {{original, 0, {}}, {plain, 0, {}}, {original + "-AWQ", 0, {}}}, 2);
        QCOMPARE(places(directory, plain), "cloud=" + plain);
        QCOMPARE(places(directory, plain, {"int4"}), "box=" + original + "-AWQ cloud=" + original + "-AWQ");
    }

    void thisHomesModelIsFoundByItsPublishedNamesAndNeverOfOtherWeights() {
        Upstreams::Options options = DoorBench::impatient();
        options.names = published();
        DoorBench bench(std::move(options));
        const std::string eight = "qwen2.5:1.5b-instruct-q8_0", four = "qwen2.5:0.5b-instruct-q8_0";
        const auto card = [](const std::string& name, char id, const char* quantization) {
            ModelCard one{name, std::string(64, id), 1, 2048, "hearth", false, 1, 0};
            one.quantizations = {quantization};
            return one;
        };
        bench.backend->cards = {card(plain, 'a', "int8"), card(eight, 'b', "int8"), card(four, 'c', "int4")};
        ScriptedUpstream cloud(Behaviour{{{plain_answer(200, R"({"choices":[]})")}}}, {original, original + "-AWQ"});
        for (const bool alone : {true, false}) {
            if (!alone) bench.add("cloud", cloud.url());
            const auto answered_by = [&](const std::string& model) -> std::string {
                const HttpReply reply =
                    bench.post("{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
                if (reply.status != 200) return reply.error()["code"].toString().toStdString();
                if (reply.header("x-hearth-network") != "home") return reply.header("x-hearth-network");
                return bench.backend->requests().back().model; // as the home calls it
            };
            QCOMPARE(answered_by(plain), plain);
            QCOMPARE(answered_by(original), plain);
            QCOMPARE(answered_by("QWEN2.5:1.5b-Instruct-Q8_0"), eight);
            QCOMPARE(answered_by(four), four);                                                   // its very name
            QCOMPARE(answered_by("Qwen2.5:0.5b-instruct-q8_0"), std::string("model_not_found")); // kept in four bits
            QCOMPARE(answered_by("qwen2.5-0.5b-instruct"), std::string("model_not_found"));
            QCOMPARE(answered_by(original + "-AWQ"), std::string(alone ? "model_not_found" : "cloud"));
            const HttpReply shown = call(bench.server->port(), "GET", "/v1/models/" + original);
            QCOMPARE(shown.json()["id"].toString().toStdString(), plain);
            QCOMPARE(shown.json()["network"].toString(), QString("home"));
        }
        // What leads home is listed under the name that leads there.
        const std::string list = call(bench.server->port(), "GET", "/v1/models").body;
        QVERIFY2(list.find("\"cloud/" + original + "\"") != std::string::npos, list.c_str());
        QVERIFY(list.find("\"" + original + "-AWQ\"") != std::string::npos);
        const std::string named = "qwen/Qwen2.5-1.5B-Instruct"; // a network may be called like whoever made the model
        bench.add_listed("qwen", cloud.url(), {{named.substr(5), 0, {}}});
        QCOMPARE(bench.post("{\"model\":\"" + named + "\",\"messages\":[]}").header("x-hearth-network"),
                 std::string("qwen"));
    }

    void onlyWhatIsCertainIsAnotherModel() {
        const ModelNames names = published();
        const std::string smaller = "qwen2.5-0.5b-instruct";
        QVERIFY(names.differ(plain, smaller) && names.differ(original, "Qwen/Qwen2.5-0.5B-Instruct-AWQ"));
        QVERIFY(names.differ(original + "-AWQ", original + "-GPTQ-Int4"));
        QVERIFY(!names.differ(plain, original + "-AWQ")); // a server tells which weights it took
        QVERIFY(!names.differ(plain, original + "-AWQ", {"fp8", "int4"}));
        QVERIFY(names.differ(plain, original + "-AWQ", {"fp8"}) && names.differ(plain, original + "-AWQ", {"unknown"}));
        QVERIFY(!names.differ(original + "-AWQ", plain)); // it does not say how it is rounded
        for (const std::string& same :
             {plain, original, original + "-2024-09-19", std::string("gpt-4o"), std::string()})
            QVERIFY2(!names.differ(plain, same) && !names.differ(same, plain), same.c_str());
        QVERIFY(!names.differ("gpt-4o", smaller) && !names.differ("gpt-4o", "gpt-4o-2024-08-06"));
    }

    void whatIsCertainlyAnotherModelsDoesNotReachTheCaller() {
        const auto answers = [](const std::string& model, bool stream) {
            if (stream)
                return Behaviour{
                    {{stream_head() + chunk(token_event("Hi", model) + last_event(model) + done_event) + chunk("")}}};
            return Behaviour{{{plain_answer(200, "{\"model\":\"" + model + "\",\"choices\":[]}")}}};
        };
        const std::string smaller = "Qwen/Qwen2.5-0.5B-Instruct";
        for (const bool stream : {false, true}) {
            Upstreams::Options options = DoorBench::impatient();
            options.names = published();
            DoorBench bench(std::move(options));
            const std::string body =
                "{\"model\":\"" + original + "\",\"messages\":[]" + (stream ? ",\"stream\":true}" : "}");
            ScriptedUpstream cheat(answers(smaller, stream), {original}), fair(answers(original, stream), {original});
            bench.add("cheat", cheat.url());
            const HttpReply refused = bench.post(body);
            QCOMPARE(refused.status, 502);
            QCOMPARE(refused.error()["code"].toString(), QString("upstream_other_model"));
            QVERIFY2(refused.body.find(smaller) != std::string::npos && refused.body.find("Hi") == std::string::npos,
                     refused.body.c_str());
            QCOMPARE(refused.header("x-should-retry"), std::string("false")); // it may want to be paid
            const auto envelope = bench.evidence(refused);
            QVERIFY(!envelope.whole && envelope.reason.find(smaller) != std::string::npos);
            QCOMPARE(envelope.answered_as.value_or(""), smaller);
            bench.add("fair", fair.url());
            const HttpReply reply = bench.post(body);
            QCOMPARE(reply.status, 200);
            QCOMPARE(reply.header("x-hearth-network"), std::string("fair"));
            QCOMPARE(reply.header("x-hearth-route"), std::string("first; after cheat (upstream_other_model)"));
            QVERIFY(bench.evidence(reply).whole);
            QVERIFY(reply.body.find(smaller) == std::string::npos);
        }
    }

    /// However the next one fails: what it says is the caller's to see, and a key of the call stays taken.
    void whoMayHaveToBePaidIsNotForgottenWhenTheNextOneFails() {
        const std::string other = R"({"model":"Qwen/Qwen2.5-0.5B-Instruct","choices":[]})";
        ScriptedUpstream cheat(Behaviour{{{plain_answer(200, other)}}}, {original}),
            fails(Behaviour{{{plain_answer(500, R"({"error":{"message":"x"}})")}}}, {original}),
            breaks(Behaviour{{{plain_answer(502, "<html>x</html>", "text/html")}}}, {original});
        for (const auto& [next, status] :
             std::vector<std::pair<std::string, int>>{{"fails", 500}, {"breaks", 502}, {"home", 429}}) {
            Upstreams::Options options = DoorBench::impatient();
            options.names = published();
            Script busy;
            busy.refuse = core::fail(core::Code::busy, "All places are taken.");
            DoorBench bench(std::move(options), busy, std::make_shared<Memory>());
            bench.backend->cards = {{original, std::string(64, 'a'), 1, 2048, "hearth", false, 1, 0}};
            bench.add("cheat", cheat.url());
            bench.add("fails", fails.url());
            bench.add("breaks", breaks.url());
            const std::size_t before = cheat.requests().size();
            const std::string body =
                "{\"model\":\"" + original +
                "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"provider\":{\"allow_fallbacks\":" +
                "false,\"order\":[\"cheat\",\"" + next + "\"]}}";
            const HttpReply reply = bench.post(body, chat_path, "Idempotency-Key: k\r\n");
            QVERIFY2(reply.status == status, reply.body.c_str());
            QVERIFY(reply.header("x-hearth-route").ends_with("; after cheat (upstream_other_model)"));
            QCOMPARE(reply.header("x-should-retry"), std::string("false"));
            const HttpReply again = bench.post(body, chat_path, "Idempotency-Key: k\r\n");
            QCOMPARE(again.header("idempotent-replayed"), std::string("true"));
            QCOMPARE(again.body, reply.body);
            QCOMPARE(cheat.requests().size(), before + 1);
        }
    }

    void whichWeightsAnswerIsNoDifferenceUnlessTheCallerNamesThem() {
        const std::string rounded = "{\"model\":\"" + original + "-AWQ\",\"choices\":[]}";
        Upstreams::Options options = DoorBench::impatient();
        options.names = published();
        DoorBench bench(std::move(options));
        ScriptedUpstream cloud(Behaviour{{{plain_answer(200, rounded)}}}, {original});
        bench.add("cloud", cloud.url());
        const std::string asked = "{\"model\":\"" + original + "\",\"messages\":[]";
        const HttpReply reply = bench.post(asked + "}");
        QCOMPARE(reply.body, rounded);
        QCOMPARE(bench.evidence(reply).answered_as.value_or(""), original + "-AWQ");
        QCOMPARE(bench.post(asked + R"(,"provider":{"quantizations":["unknown","int4"]}})").status, 200);
        const HttpReply refused = bench.post(asked + R"(,"provider":{"quantizations":["unknown"]}})");
        QCOMPARE(refused.error()["code"].toString(), QString("upstream_other_model"));
    }

    void aModelThatChangesInMidStreamCutsItOff() {
        Upstreams::Options options = DoorBench::impatient();
        options.names = published();
        DoorBench bench(std::move(options));
        const std::string before = token_event("one", original);
        ScriptedUpstream cheat(
            Behaviour{{{stream_head() + chunk(before + token_event("two", "qwen2.5-0.5b-instruct") + done_event)}}},
            {original});
        bench.add("cheat", cheat.url());
        const HttpReply reply = bench.post("{\"model\":\"" + original + "\",\"messages\":[],\"stream\":true}");
        QVERIFY2(reply.body.starts_with(before) && reply.body.find("upstream_other_model") != std::string::npos &&
                     reply.body.find("\"two\"") == std::string::npos && reply.body.find("[DONE]") == std::string::npos,
                 reply.body.c_str());
    }

    void theCallGoesOutUnderTheNameThatTheNetworkKnows() {
        const std::string answer =
            "{\"id\":\"c\",\"model\":\"" + original + "\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"}]}";
        ScriptedUpstream cloud(Behaviour{{{plain_answer(200, answer)}}}, {original, original + "-AWQ"});
        Upstreams::Options options = DoorBench::impatient();
        options.names = published();
        DoorBench bench(std::move(options));
        bench.add("cloud", cloud.url());
        const auto asked = [&](const std::string& model, const std::string& more) {
            return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]" + more + "}";
        };
        const HttpReply reply = bench.post(asked(plain, ""));
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.body, answer); // as it came
        QCOMPARE(body_of(cloud.last_request()), asked(original, ""));
        const auto envelope = bench.evidence(reply);
        QCOMPARE(envelope.model, original);
        QCOMPARE(envelope.rewrites.size(), std::size_t{1});
        QCOMPARE(call(bench.server->port(), "GET", "/v1/models/" + plain).json()["network"].toString(),
                 QString("cloud"));
        QCOMPARE(call(bench.server->port(), "GET", "/v1/models/other").status, 404);
        const HttpReply rounded = bench.post(asked(plain, R"(,"provider":{"quantizations":["int4"]})"));
        QCOMPARE(rounded.status, 200);
        QCOMPARE(body_of(cloud.last_request()), asked(original + "-AWQ", ""));
        const HttpReply refused = bench.post(asked(original + "-AWQ", R"(,"provider":{"quantizations":["fp8"]})"));
        QCOMPARE(refused.status, 400);
        QVERIFY(refused.body.find("its quantization is int4") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestGatewayNames)
#include "tst_gateway_names.moc"
