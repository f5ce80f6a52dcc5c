// SPDX-License-Identifier: Apache-2.0
#include "bench.h"
#include "core/base64.h"

#include <bit>
#include <QTest>

using namespace hearth;
using namespace hearth::test;

namespace {

const std::vector<float> values{0.1F, -1.0e-7F, 0.33333334F};

std::vector<std::uint32_t> bits_of(const std::vector<float>& vector) {
    std::vector<std::uint32_t> bits;
    for (const float value : vector)
        bits.push_back(std::bit_cast<std::uint32_t>(value));
    return bits;
}

/// A home with a model that makes vectors of three values, and one that makes texts.
struct VectorBench : Bench {
    static Script vectors_of(const gateway::GenerationRequest&) { return Script{.vector = bits_of(values)}; }
    explicit VectorBench(FakeBackend::Writer writer = vectors_of) : Bench(std::move(writer)) {
        backend->cards = {{"vectors", std::string(64, 'c'), 1'700'000'000, 32, "hearth", false, 2, 3},
                          {"texts", std::string(64, 'a'), 1'700'000'000, 2048, "hearth", false, 4, 0},
                          {"afar", std::string(64, 'd'), 1'700'000'000, 2048, "hearth", false, 2, std::nullopt}};
    }
    HttpReply ask(const std::string& members, const std::string& model = "vectors") const {
        return call(port(), "POST", "/v1/embeddings", R"({"model":")" + model + "\"," + members + "}");
    }
};

} // namespace

class TestGatewayEmbeddings : public QObject {
    Q_OBJECT

private slots:
    void vectorsStandInOrder() {
        // The first text is the last to come.
        VectorBench bench([](const gateway::GenerationRequest& request) {
            const float first = request.prompt == "a" ? 1.0F : 2.0F;
            return Script{.before_started = std::chrono::milliseconds(request.prompt == "a" ? 60 : 0),
                          .vector = bits_of({first, 0.5F})};
        });
        const HttpReply reply = bench.ask(R"("input":["a","b"])");
        QCOMPARE(reply.status, 200);
        const QJsonObject answer = reply.json();
        QCOMPARE(answer["object"].toString(), QString("list"));
        QCOMPARE(answer["model"].toString(), QString("vectors"));
        const QJsonArray data = answer["data"].toArray();
        QCOMPARE(data.size(), 2);
        for (int i = 0; i < 2; ++i) {
            const QJsonObject one = data[i].toObject();
            QCOMPARE(one["object"].toString(), QString("embedding"));
            QCOMPARE(one["index"].toInt(), i);
            QCOMPARE(one["embedding"].toArray(), QJsonArray({i + 1.0, 0.5}));
        }
        QCOMPARE(answer["usage"].toObject()["prompt_tokens"].toInt(), 14);
        QCOMPARE(answer["usage"].toObject()["total_tokens"].toInt(), 14);
        QCOMPARE(reply.header("x-evidence-id").find("ev-"), std::size_t{0});
        QVERIFY(reply.header("x-evidence-id").find(", ev-") != std::string::npos);
    }

    void numbersReadBackAsTheyWere() {
        const HttpReply reply = VectorBench().ask(R"("input":"x")");
        const QJsonArray read = reply.json()["data"].toArray()[0].toObject()["embedding"].toArray();
        QCOMPARE(read.size(), 3);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(static_cast<float>(read[i].toDouble()), values[static_cast<std::size_t>(i)]);
    }

    void base64HoldsTheVeryBits() {
        const HttpReply reply = VectorBench().ask(R"("input":"x","encoding_format":"base64")");
        const QString text = reply.json()["data"].toArray()[0].toObject()["embedding"].toString();
        core::Bytes wanted;
        for (const std::uint32_t value : bits_of(values))
            core::append_u32(wanted, value);
        QCOMPARE(text.toStdString(), core::to_base64(wanted));
    }

    void textsAndIdsReachTheModel() {
        VectorBench bench;
        QCOMPARE(bench.ask(R"("input":[7,8])").status, 200);
        QCOMPARE(bench.ask(R"("input":[[7],[8,9]])").status, 200);
        const auto requests = bench.backend->requests();
        QCOMPARE(requests.size(), std::size_t{3});
        for (const auto& request : requests) {
            QVERIFY(request.embed && !request.prompt);
            QCOMPARE(request.max_tokens, std::optional<std::uint32_t>(0));
        }
        QCOMPARE(requests[0].prompt_ids, (std::vector<std::uint32_t>{7, 8}));
    }

    void eachModelIsAskedForWhatItMakes() {
        VectorBench bench;
        const HttpReply no_vectors = bench.ask(R"("input":"x")", "texts");
        QCOMPARE(no_vectors.status, 400);
        QCOMPARE(no_vectors.json()["error"].toObject()["code"].toString(), QString("unsupported_model"));
        for (const char* path : {"/v1/chat/completions", "/v1/completions"}) {
            const std::string members = std::string(path) == "/v1/completions"
                                            ? R"("prompt":"x")"
                                            : R"("messages":[{"role":"user","content":"x"}])";
            const HttpReply no_text = call(bench.port(), "POST", path, R"({"model":"vectors",)" + members + "}");
            QCOMPARE(no_text.status, 400);
            QVERIFY(no_text.body.find("/v1/embeddings") != std::string::npos);
        }
        QVERIFY(bench.backend->requests().empty());
        QCOMPARE(bench.ask(R"("input":"x")", "afar").status, 200); // its node says
    }

    /// Where the model's maker says that a vector's beginning is one; then it has the length that the whole one had.
    void vectorsAreCutWhereTheirModelAllowsIt() {
        const std::vector<std::uint32_t> four = bits_of({0.6F, 0.0F, 0.8F, 0.0F});
        const auto maker = [&](bool unit_vectors) {
            auto made = std::make_unique<VectorBench>(
                [four](const gateway::GenerationRequest&) { return Script{.vector = four}; });
            gateway::ModelCard& card = made->backend->cards.front();
            card.dimensions = 4;
            card.shorter = {1, 3};
            card.unit_vectors = unit_vectors;
            return made;
        };
        const auto unit = maker(true), plain = maker(false);
        const VectorBench& bench = *unit;
        const auto of = [&](const std::string& members, const VectorBench& from) -> QJsonValue {
            const HttpReply reply = from.ask(R"("input":"x",)" + members);
            return reply.json()["data"].toArray()[0].toObject()["embedding"];
        };
        QCOMPARE(of(R"("dimensions":1)", bench).toArray(), QJsonArray({1.0}));
        QCOMPARE(of(R"("dimensions":4)", bench).toArray().size(), qsizetype{4});
        const QJsonArray three = of(R"("dimensions":3)", bench).toArray();
        QCOMPARE(three.size(), qsizetype{3});
        QVERIFY(std::abs(three[0].toDouble() - 0.6) < 1e-7 && std::abs(three[2].toDouble() - 0.8) < 1e-7);
        const auto bytes =
            core::from_base64(of(R"("dimensions":1,"encoding_format":"base64")", bench).toString().toStdString());
        QVERIFY(bytes && bytes->size() == 4);
        const HttpReply refused = bench.ask(R"("input":"x","dimensions":2)");
        QCOMPARE(refused.status, 400);
        QCOMPARE(refused.error()["param"].toString(), QString("dimensions"));
        QVERIFY(refused.body.find("shortened to 1, 3") != std::string::npos);
        QVERIFY(call(bench.port(), "GET", "/v1/models/vectors").body.find(R"("shorter_dimensions":[1,3])") !=
                std::string::npos);
        QCOMPARE(static_cast<float>(of(R"("dimensions":1)", *plain).toArray()[0].toDouble()), 0.6F);
        QCOMPARE(bench.ask(R"("input":"x","dimensions":3)", "afar").status, 400);
    }

    void dimensionsAreThoseOfTheModel() {
        const VectorBench bench;
        QCOMPARE(bench.ask(R"("input":"x","dimensions":3)").status, 200);
        const HttpReply refused = bench.ask(R"("input":"x","dimensions":2)");
        QCOMPARE(refused.status, 400);
        QCOMPARE(refused.json()["error"].toObject()["param"].toString(), QString("dimensions"));
    }

    void theListSaysWhatAModelMakes() {
        const VectorBench bench;
        const auto card = [&](const std::string& id) { return call(bench.port(), "GET", "/v1/models/" + id).json(); };
        QCOMPARE(card("vectors")["kind"].toString(), QString("embedding"));
        QCOMPARE(card("vectors")["dimensions"].toInt(), 3);
        QCOMPARE(card("texts")["kind"].toString(), QString("text"));
        QVERIFY(!card("texts").contains("dimensions"));
        QVERIFY(!card("afar").contains("kind"));
    }

    void aLongListTakesFewPlaces() {
        VectorBench bench([](const gateway::GenerationRequest&) {
            Script script = VectorBench::vectors_of({});
            script.before_tokens = std::chrono::milliseconds(5);
            return script;
        });
        std::string texts = "\"t\"";
        for (int i = 1; i < 128; ++i)
            texts += ",\"t\"";
        const HttpReply reply = bench.ask("\"input\":[" + texts + "]");
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.json()["data"].toArray().size(), 128);
        QVERIFY(bench.backend->most_at_once() <= 16);
        QCOMPARE(bench.ask("\"input\":[\"t\"," + texts + "]").status, 400);
    }

    void withoutAModelTheOnlyOneIsAsked() {
        const auto ask = [](const VectorBench& bench) {
            return call(bench.port(), "POST", "/v1/embeddings", R"({"input":["a","b"]})");
        };
        const VectorBench bench;
        const HttpReply reply = ask(bench);
        QVERIFY2(reply.status == 200, reply.body.c_str());
        QCOMPARE(reply.json()["model"].toString(), QString("vectors"));
        QCOMPARE(bench.backend->requests().size(), std::size_t{2});
        for (const auto& request : bench.backend->requests())
            QCOMPARE(request.model, std::string("vectors"));
        VectorBench several;
        several.backend->cards.push_back({"more", std::string(64, 'e'), 0, 32, "hearth", false, 2, 5});
        VectorBench none;
        none.backend->cards = {none.backend->cards[1]};
        VectorBench unknown; // what those afar make their nodes know
        unknown.backend->cards.erase(unknown.backend->cards.begin());
        struct Row {
            const VectorBench& home;
            const char *word, *code;
        };
        for (const Row& row : {Row{several, "vectors, more", "missing_required_parameter"},
                               Row{none, "No model here", "unsupported_model"},
                               Row{unknown, "only their nodes know", "missing_required_parameter"}}) {
            const HttpReply refused = ask(row.home);
            QCOMPARE(refused.status, 400);
            QCOMPARE(refused.error()["param"].toString(), QString("model"));
            QCOMPARE(refused.error()["code"].toString(), QString(row.code));
            QVERIFY2(refused.body.find(row.word) != std::string::npos, refused.body.c_str());
            QVERIFY(row.home.backend->requests().empty());
        }
    }

    void theMemberAtFaultIsNamed() {
        const VectorBench bench([](const gateway::GenerationRequest& request) {
            Script script{.vector = bits_of(values)};
            const auto refuse = [&](core::Code code, const core::Sentence& why) {
                script.refuse = core::fail(code, why);
            };
            if (!request.profile.empty())
                refuse(core::Code::invalid_argument, core::say("model_no_profile", {"vectors", request.profile}));
            else if (!request.prompt_ids.empty())
                refuse(core::Code::invalid_argument, core::say("token_id_outside_vocabulary", {"99999", "30522"}));
            else if (request.prompt == "long")
                refuse(core::Code::too_large, core::say("text_longer_than_context", {"40", "32"}));
            else
                refuse(core::Code::invalid_argument, core::say("request_expired"));
            return script;
        });
        const auto blamed = [&](const std::string& members) {
            const HttpReply reply = bench.ask(members);
            return reply.status == 400 ? reply.error().value("param") : QJsonValue("no 400");
        };
        QCOMPARE(blamed(R"("input":"x","profile":"bf16")"), QJsonValue("profile"));
        QCOMPARE(blamed(R"("input":[99999])"), QJsonValue("input"));
        QCOMPARE(blamed(R"("input":"long")"), QJsonValue("input"));
        QVERIFY(blamed(R"("input":"x")").isNull()); // no member is at fault
    }

    void aListOfIdsSaysWhichIsNone() {
        const VectorBench bench;
        for (const char* list : {"[3,-1]", "[[3],[4,-1]]"}) {
            const HttpReply refused = bench.ask(std::string(R"("input":)") + list);
            QCOMPARE(refused.status, 400);
            QCOMPARE(refused.error()["param"].toString(), QString("input"));
            QVERIFY2(refused.body.find("holds -1, which is no token id") != std::string::npos, refused.body.c_str());
        }
        QVERIFY(bench.ask(R"("input":[3,1.5])").body.find("1.5") != std::string::npos);
        QVERIFY(bench.ask(R"("input":[3,"x"])").body.find("something") != std::string::npos);
        QVERIFY(bench.ask(R"("input":[])").body.find("empty list") != std::string::npos);
        QVERIFY(bench.backend->requests().empty());
    }

    void aTextThatFailsFailsTheCall() {
        VectorBench bench([](const gateway::GenerationRequest& request) {
            Script script{.vector = bits_of(values)};
            if (request.prompt == "long")
                script.break_with = core::fail(core::Code::too_large, "The text has 40 tokens; 32 are read.");
            return script;
        });
        const HttpReply reply = bench.ask(R"("input":["a","long"])");
        QCOMPARE(reply.status, 400);
        const QJsonObject error = reply.json()["error"].toObject();
        QCOMPARE(error["code"].toString(), QString("context_length_exceeded"));
        QCOMPARE(error["param"].toString(), QString("input"));
        QVERIFY(error["message"].toString().contains("40"));
    }
};

QTEST_GUILESS_MAIN(TestGatewayEmbeddings)
#include "tst_gateway_embeddings.moc"
