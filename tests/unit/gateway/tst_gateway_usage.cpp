// SPDX-License-Identifier: Apache-2.0
#include "bench.h"

#include <QTest>

using namespace hearth;
using namespace hearth::test;

/// What an answer of this home says that it used.
class TestGatewayUsage : public QObject {
    Q_OBJECT

private slots:
    void whatACacheHadIsToldAsTheirClientsReadIt() {
        Bench bench(Script{.cached = 5});
        const HttpReply whole = call(bench.port(), "POST", chat_path, chat(R"("n":2)"));
        const QJsonObject usage = whole.json()["usage"].toObject();
        QCOMPARE(usage["prompt_tokens"].toInt(), 7); // of both choices together
        QCOMPARE(usage["prompt_tokens_details"].toObject()["cached_tokens"].toInt(), 5);
        const HttpReply stream =
            call(bench.port(), "POST", chat_path, chat(R"("stream":true,"stream_options":{"include_usage":true})"));
        const QJsonObject last = object(stream.events()[stream.events().size() - 2])["usage"].toObject();
        QCOMPARE(last["prompt_tokens_details"].toObject()["cached_tokens"].toInt(), 5);
        const HttpReply texts = call(bench.port(), "POST", "/v1/completions",
                                     R"({"model":"fake/small","prompt":["a","b"],"max_tokens":4})");
        QCOMPARE(texts.json()["usage"].toObject()["prompt_tokens_details"].toObject()["cached_tokens"].toInt(), 10);
        const HttpReply response =
            call(bench.port(), "POST", "/v1/responses", R"({"model":"fake/small","input":"hi"})");
        QCOMPARE(response.json()["usage"].toObject()["input_tokens_details"].toObject()["cached_tokens"].toInt(-1), 5);
    }

    /// Of a node elsewhere nobody knows.
    void whatIsNotKnownIsNotToldAsNothing() {
        Bench some([](const gateway::GenerationRequest& request) {
            return Script{.cached = request.prompt == "a" ? std::optional<std::uint32_t>(0) : std::nullopt};
        });
        const auto usage = [&](const std::string& prompt) {
            return call(some.port(), "POST", "/v1/completions",
                        R"({"model":"fake/small","max_tokens":4,"prompt":)" + prompt + "}")
                .json()["usage"]
                .toObject();
        };
        QCOMPARE(usage(R"("a")")["prompt_tokens_details"].toObject()["cached_tokens"].toInt(-1), 0);
        QVERIFY(!usage(R"("b")").contains("prompt_tokens_details"));
        QVERIFY(!usage(R"(["a","b"])").contains("prompt_tokens_details"));
    }
};

QTEST_GUILESS_MAIN(TestGatewayUsage)
#include "tst_gateway_usage.moc"
