// SPDX-License-Identifier: Apache-2.0
#include "bench.h"
#include "core/base64.h"
#include "proof/tensors.h"

#include <cstring>
#include <QTest>

using namespace hearth;
using namespace hearth::test;
using proof::Tensor;
using proof::TensorKind;

namespace {

template <typename T>
Tensor made(const std::string& name, TensorKind kind, std::vector<std::uint64_t> shape, const std::vector<T>& values) {
    Tensor tensor{name, kind, std::move(shape), core::Bytes(values.size() * sizeof(T))};
    std::memcpy(tensor.data.data(), values.data(), tensor.data.size());
    return tensor;
}

std::vector<std::uint32_t> answer_words() {
    return proof::pack_tensors({made<float>("output", TensorKind::f32, {1, 2}, {0.1F, -1.0e-7F}),
                                made<std::int64_t>("calls", TensorKind::i64, {}, {INT64_MAX}),
                                made<std::uint8_t>("flag", TensorKind::boolean, {1}, {1})})
        .value();
}

/// A home with a model of tensors, and one that makes texts.
struct RunBench : Bench {
    static Script answer(const gateway::GenerationRequest&) { return Script{.vector = answer_words()}; }
    explicit RunBench(FakeBackend::Writer writer = answer) : Bench(std::move(writer)) {
        backend->cards = {{"vad/silero", std::string(64, 'c'), 1'700'000'000, 1 << 20, "hearth", false, 2, 0, true},
                          {"texts", std::string(64, 'a'), 1'700'000'000, 2048, "hearth", false, 4, 0}};
    }
    HttpReply ask(const std::string& body, const std::string& model = "vad%2Fsilero") const {
        return call(port(), "POST", "/v1/models/" + model + ":run", body);
    }
    QString refusal(const std::string& inputs) const {
        const HttpReply reply = ask(R"({"inputs":)" + inputs + "}");
        const QJsonObject error = reply.json()["error"].toObject();
        return reply.status == 400 ? error["param"].toString() + ": " + error["message"].toString() : QString();
    }
};

} // namespace

/// POST /v1/models/{id}:run.
class TestGatewayRun : public QObject {
    Q_OBJECT

private slots:
    void tensorsReachTheModel() {
        const RunBench bench;
        const HttpReply reply = bench.ask(
            R"({"inputs":{"x":{"dtype":"float32","shape":[1,2],"data":[0.5,-1]},"sr":{"dtype":"int64","shape":[],"data":16000},)"
            R"("b":{"dtype":"uint8","shape":[3],"base64":"AQID"}}})");
        QVERIFY2(reply.status == 200, reply.body.c_str());
        const auto request = bench.backend->requests().front();
        QVERIFY(request.run && !request.embed && request.max_tokens == 0U);
        QCOMPARE(request.model, std::string("vad/silero"));
        const auto sent = proof::unpack_tensors(request.prompt_ids);
        QVERIFY(sent.ok());
        const std::vector<Tensor> wanted{made<std::uint8_t>("b", TensorKind::u8, {3}, {1, 2, 3}),
                                         made<std::int64_t>("sr", TensorKind::i64, {}, {16000}),
                                         made<float>("x", TensorKind::f32, {1, 2}, {0.5F, -1.0F})};
        QVERIFY(*sent == wanted);
    }

    void outputsReadBackAsTheyWere() {
        const RunBench bench;
        const HttpReply reply = bench.ask(R"({"inputs":{}})");
        QVERIFY2(reply.status == 200, reply.body.c_str());
        QCOMPARE(reply.json()["model"].toString(), QString("vad/silero"));
        const QJsonObject outputs = reply.json()["outputs"].toObject();
        const QJsonObject output = outputs["output"].toObject();
        QCOMPARE(output["dtype"].toString(), QString("float32"));
        QCOMPARE(output["shape"].toArray(), QJsonArray({1, 2}));
        QCOMPARE(static_cast<float>(output["data"].toArray()[0].toDouble()), 0.1F);
        QCOMPARE(static_cast<float>(output["data"].toArray()[1].toDouble()), -1.0e-7F);
        QVERIFY(reply.body.find("9223372036854775807") != std::string::npos);
        QCOMPARE(outputs["flag"].toObject()["data"].toArray(), QJsonArray({true}));
        QCOMPARE(reply.json()["usage"].toObject()["prompt_tokens"].toInt(), 7);
        QVERIFY(!reply.header("x-evidence-id").empty());
        const HttpReply bytes = bench.ask(R"({"inputs":{},"encoding_format":"base64"})");
        const QJsonObject same = bytes.json()["outputs"].toObject()["output"].toObject();
        const Tensor tensor = made<float>("output", TensorKind::f32, {1, 2}, {0.1F, -1.0e-7F});
        QCOMPARE(same["base64"].toString().toStdString(), core::to_base64(tensor.data));
        QVERIFY(!same.contains("data"));
    }

    void whatIsNoTensorIsNamed_data() {
        QTest::addColumn<QString>("tensor");
        const auto row = [](const char* name, const char* tensor) { QTest::newRow(name) << QString(tensor); };
        row("no object", R"([1])");
        row("no kind", R"({"shape":[1],"data":[1]})");
        row("a kind that there is not", R"({"dtype":"float16","shape":[1],"data":[1]})");
        row("no shape", R"({"dtype":"float32","data":[1]})");
        row("a negative size", R"({"dtype":"float32","shape":[-1],"data":[]})");
        row("a huge tensor", R"({"dtype":"float32","shape":[1000000,1000000],"data":[]})");
        row("sizes that overflow", R"({"dtype":"float32","shape":[4294967296,4294967296],"data":[]})");
        row("nine sizes", R"({"dtype":"float32","shape":[1,1,1,1,1,1,1,1,1],"data":[1]})");
        row("too few values", R"({"dtype":"float32","shape":[2],"data":[1]})");
        row("nested lists", R"({"dtype":"float32","shape":[1,1],"data":[[1]]})");
        row("a text among numbers", R"({"dtype":"float32","shape":[1],"data":["NaN"]})");
        row("beyond float32", R"({"dtype":"float32","shape":[1],"data":[1e39]})");
        row("a fraction as a whole number", R"({"dtype":"int64","shape":[1],"data":[1.5]})");
        row("beyond int64", R"({"dtype":"int64","shape":[1],"data":[9223372036854775808]})");
        row("beyond int32", R"({"dtype":"int32","shape":[1],"data":[2147483648]})");
        row("beyond uint8", R"({"dtype":"uint8","shape":[1],"data":[256]})");
        row("a number as bool", R"({"dtype":"bool","shape":[1],"data":[1]})");
        row("bytes of another size", R"({"dtype":"float32","shape":[1],"base64":"AQID"})");
        row("bytes that are none", R"({"dtype":"uint8","shape":[1],"base64":"*"})");
        row("NaN in bytes", R"({"dtype":"float32","shape":[1],"base64":"AADAfw=="})");
        row("both forms", R"({"dtype":"uint8","shape":[1],"data":[1],"base64":"AQ=="})");
        row("neither form", R"({"dtype":"uint8","shape":[1]})");
        row("another member", R"({"dtype":"uint8","shape":[1],"data":[1],"device":"cuda"})");
    }
    void whatIsNoTensorIsNamed() {
        QFETCH(QString, tensor);
        const RunBench bench;
        const QString refused = bench.refusal(R"({"odd":)" + tensor.toStdString() + "}");
        QVERIFY2(refused.startsWith("inputs.odd: ") && refused.indexOf("odd", 10) > 0, qPrintable(refused));
        QVERIFY(bench.backend->requests().empty());
    }

    /// Also where only the node that computes sees it.
    void theInputAtFaultIsNamed() {
        const auto param = [](core::Code code, const core::Sentence& why) {
            QStringList params;
            for (const core::Sentence& told : {why, core::Sentence(std::string(why))}) { // here; over a link
                const RunBench bench([&](const gateway::GenerationRequest&) {
                    return Script{.refuse = core::fail(code, told), .vector = answer_words()};
                });
                params << bench.ask(R"({"inputs":{}})").error()["param"].toString();
            }
            return params.first() == params.last() ? params.first() : params.join(" and ");
        };
        using core::Code;
        QCOMPARE(param(Code::invalid_argument, core::say("no_such_input", {"zzz"})), QString("inputs.zzz"));
        QCOMPARE(param(Code::invalid_argument, core::say("input_missing", {"sr"})), QString("inputs.sr"));
        QCOMPARE(param(Code::invalid_argument, core::say("export_input_shape", {"x", "a", "b"})), QString("inputs.x"));
        QCOMPARE(param(Code::unsupported, core::say("script_gives_other", {"None"})), QString("model"));
        QCOMPARE(param(Code::invalid_argument, core::say("input_not_one_number", {"sr", "int64"})),
                 QString("inputs.sr"));
        QCOMPARE(param(Code::invalid_argument, core::say("script_refused", {"RuntimeError: no"})), QString("inputs"));
        QCOMPARE(param(Code::too_large, core::say("tensors_too_large", {"8 MiB", "4 MiB"})), QString("inputs"));
        QCOMPARE(param(Code::invalid_argument, core::say("model_no_profile", {"vad/silero", "bf16"})),
                 QString("profile"));
        // What a model gives is no fault of what it was sent.
        for (const core::Sentence& fault :
             {core::say("tensor_not_finite", {"y"}), core::say("tensors_too_large", {"8 MiB", "4 MiB"})})
            QCOMPARE(param(Code::invalid_argument, core::say("script_gives_unfit", {fault})), QString());
    }

    void theTermAtFaultIsNamed() {
        const auto param = [](const core::Sentence& what) {
            const RunBench bench([&](const gateway::GenerationRequest&) {
                const core::Sentence why = core::both(core::say("profile_reaches", {"fp32", "E2"}),
                                                      core::say("profile_not_gone_on", {"fp32"}));
                return Script{.refuse = core::fail(core::Code::unsupported, core::both(what, why)),
                              .vector = answer_words()};
            });
            return bench.ask(R"({"inputs":{}})").error()["param"].toString();
        };
        QCOMPARE(param(core::say("no_profile_reaches", {"m", "E4"})), QString("hearth.evidence.min_level"));
        QCOMPARE(param(core::say("no_profile_has_weights", {"m", "int8"})), QString("provider.quantizations"));
        QCOMPARE(param(core::say("no_profile_goes_on", {"m"})), QString("hearth.resume"));
        QCOMPARE(param(core::say("no_profile_fits_route", {"m"})), QString());
    }

    void membersThatWouldDoNothingAreRefused() {
        const RunBench bench;
        QCOMPARE(bench.ask(R"({"inputs":{},"stream":true})").json()["error"].toObject()["param"].toString(),
                 QString("stream"));
        QCOMPARE(bench.ask(R"({"inputs":{},"model":"texts"})").status, 400);
        QCOMPARE(bench.ask("{}").status, 400);
        QCOMPARE(bench.ask(R"({"inputs":[]})").status, 400);
        QCOMPARE(bench.ask(R"({"inputs":{},"encoding_format":"hex"})").status, 400);
        QVERIFY(!bench.refusal(R"({"a name":{"dtype":"uint8","shape":[1],"data":[1]}})").isEmpty());
        QVERIFY(bench.backend->requests().empty());
    }

    void eachModelIsAskedForWhatItMakes() {
        const RunBench bench;
        QCOMPARE(bench.ask(R"({"inputs":{}})", "texts").status, 400);
        for (const char* path : {"/v1/chat/completions", "/v1/embeddings"}) {
            const std::string members = std::string(path) == "/v1/embeddings"
                                            ? R"("input":"x")"
                                            : R"("messages":[{"role":"user","content":"x"}])";
            const HttpReply refused = call(bench.port(), "POST", path, R"({"model":"vad/silero",)" + members + "}");
            QCOMPARE(refused.status, 400);
            QVERIFY2(refused.body.find(":run") != std::string::npos, refused.body.c_str());
        }
        QVERIFY(bench.backend->requests().empty());
        QCOMPARE(call(bench.port(), "GET", "/v1/models/vad%2Fsilero").json()["kind"].toString(), QString("tensors"));
        QCOMPARE(call(bench.port(), "GET", "/v1/models/vad%2Fsilero:run").status, 405);
    }
};

QTEST_GUILESS_MAIN(TestGatewayRun)
#include "tst_gateway_run.moc"
