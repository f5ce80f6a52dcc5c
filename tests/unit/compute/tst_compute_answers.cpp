// SPDX-License-Identifier: Apache-2.0
#include "full_run.h"
#include "harness.h"
#include "proof/receipt.h"
#include "text/tokenizer.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace hearth;
using test::Collector;
using test::Ids;

/// What an answer holds: text, stops, log-probabilities, draws, and their replay.
class TestAnswers : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void stopStringsCutAcrossTokens_data();
    void stopStringsCutAcrossTokens();
    void stopTokensEndAnAnswer();
    void streamedTextIsTheWholeText();
    void logprobsBelongToTheRawLogits();
    void theKeyDecidesTheDraws();
    void replayAgrees_data();
    void replayAgrees();
    void replayFindsAForeignToken();

private:
    static std::uint8_t reason(proof::StopReason stop) { return static_cast<std::uint8_t>(stop); }
    Ids prompt(std::size_t count) const { return test::some_ids(count, m_tiny->config().vocab); }

    std::unique_ptr<compute::Engine> m_tiny, m_smol, m_smol_fp32;
};

void TestAnswers::initTestCase() {
    m_tiny = test::open_engine(test::tiny_model("llama-untied"), "fp32");
    m_smol = test::open_engine(test::smollm2(), "bf16");
    QVERIFY(m_tiny != nullptr);
    QVERIFY2(m_smol != nullptr, "installers/bootstrap deps fetches the default model");
}

void TestAnswers::stopStringsCutAcrossTokens_data() {
    QTest::addColumn<int>("from"); // of the token in whose middle the stop string begins
    for (const int from : {3, 8, 15})
        QTest::newRow(qPrintable(QString("token %1").arg(from))) << from;
}

void TestAnswers::stopStringsCutAcrossTokens() {
    QFETCH(const int, from);
    const auto ids = m_smol->tokenizer().encode("Once upon a time", true, false);
    QVERIFY(ids.ok());
    Collector whole(*m_smol);
    QVERIFY(whole.submit(test::greedy(*ids, 32)).ok());
    whole.run();
    std::string before;
    const auto& tokens = whole[0].tokens;
    const auto start = static_cast<std::size_t>(from);
    for (std::size_t i = 0; i < start; ++i)
        before += tokens[i].text;
    // From the second byte of one token to the first byte of the next but one.
    const std::string& first = tokens[start].text;
    QVERIFY(first.size() > 1);
    const std::string stop = first.substr(1) + tokens[start + 1].text + tokens[start + 2].text.substr(0, 1);
    const std::string expected = before + first.substr(0, 1);
    QCOMPARE(whole[0].text.find(stop), expected.size());
    Collector stopped(*m_smol);
    auto request = test::greedy(*ids, 32);
    request.stop_strings = {"never said", stop};
    QVERIFY(stopped.submit(request).ok());
    stopped.run();
    QCOMPARE(QString::fromStdString(stopped[0].text), QString::fromStdString(expected));
    QCOMPARE(stopped[0].end->stop_reason, reason(proof::StopReason::stop_string));
    QCOMPARE(stopped[0].end->output_ids.size(), start + 3); // the tokens are kept
    // What is held back in case it begins the stop string still stands where it stands.
    for (std::size_t i = 0; i < stopped[0].tokens.size(); ++i)
        QCOMPARE(stopped[0].tokens[i].text_offset, tokens[i].text_offset);
    std::size_t offset = 0;
    for (const compute::TokenOut& token : tokens) {
        QCOMPARE(std::size_t{token.text_offset}, offset);
        offset += static_cast<std::size_t>(QString::fromStdString(token.text).toUcs4().size());
    }
}

void TestAnswers::stopTokensEndAnAnswer() {
    const auto chat = m_smol->render_chat(R"([{"role":"user","content":"What is the capital of France?"}])", "", "");
    QVERIFY2(chat.ok(), chat ? "" : chat.error().message.c_str());
    const auto ids = m_smol->tokenizer().encode(*chat, false, true);
    QVERIFY(ids.ok());
    auto request = test::greedy(*ids, 60);
    request.ignore_eos = false;
    Collector collector(*m_smol);
    QVERIFY(collector.submit(request).ok());
    collector.run();
    const auto& end = *collector[0].end;
    QCOMPARE(end.stop_reason, reason(proof::StopReason::stop_token));
    const auto& stops = m_smol->config().stop_ids;
    QVERIFY(std::find(stops.begin(), stops.end(), end.output_ids.back()) != stops.end());
    QVERIFY2(collector[0].text.find("Paris") != std::string::npos, collector[0].text.c_str());
    QVERIFY(collector[0].text.find("<|") == std::string::npos);
    QVERIFY(end.total_ms >= end.prefill_ms);
    request.ignore_eos = true;
    QVERIFY(collector.submit(request).ok());
    collector.run();
    QCOMPARE(collector[1].end->output_ids.size(), std::size_t{60});
}

void TestAnswers::streamedTextIsTheWholeText() {
    const auto ids = m_smol->tokenizer().encode("Three emoji: 🙂 🐟", true, false);
    QVERIFY(ids.ok());
    Collector collector(*m_smol);
    QVERIFY(collector.submit(test::drawn(*ids, 40, "emoji")).ok());
    collector.run();
    for (const auto& token : collector[0].tokens)
        QVERIFY(core::is_utf8(token.text));
    const auto decoded = m_smol->tokenizer().decode(collector[0].end->output_ids, true);
    QVERIFY(decoded.ok());
    QCOMPARE(QString::fromStdString(collector[0].text), QString::fromStdString(*decoded));
}

void TestAnswers::logprobsBelongToTheRawLogits() {
    auto request = test::drawn(prompt(10), 6, "logprobs");
    request.top_logprobs = 20;
    Collector collector(*m_tiny);
    QVERIFY(collector.submit(request).ok());
    collector.run();
    Ids ids = prompt(10);
    for (const auto& token : collector[0].tokens) {
        const auto logits = m_tiny->logits(ids);
        QVERIFY(logits.ok() && token.logprob && token.top.size() == 20);
        double total = 0.0, shown = 0.0;
        for (const float logit : *logits)
            total += std::exp(static_cast<double>(logit));
        const double expected = static_cast<double>((*logits)[token.id]) - std::log(total);
        QVERIFY(std::abs(static_cast<double>(token.logprob->micronats) * 1e-6 - expected) < 1e-4);
        for (const auto& entry : token.top)
            shown += std::exp(static_cast<double>(entry.micronats) * 1e-6);
        QVERIFY(shown > 0.0 && shown <= 1.0 + 1e-5);
        QVERIFY(token.top[0].micronats >= token.top[19].micronats);
        ids.push_back(token.id);
    }
    request.top_logprobs = 0;
    QVERIFY(collector.submit(request).ok());
    collector.run();
    QVERIFY(collector[1].tokens[0].logprob && collector[1].tokens[0].top.empty());
    QCOMPARE(collector[1].end->output_ids, collector[0].end->output_ids);
}

void TestAnswers::theKeyDecidesTheDraws() {
    Collector collector(*m_tiny);
    for (const char* seed : {"a", "a", "b"})
        QVERIFY(collector.submit(test::drawn(prompt(8), 30, seed)).ok());
    collector.run();
    QCOMPARE(collector[0].end->output_ids, collector[1].end->output_ids);
    QVERIFY(collector[0].end->output_ids != collector[2].end->output_ids);
}

void TestAnswers::replayAgrees_data() {
    QTest::addColumn<QString>("profile");
    QTest::addColumn<bool>("sampled");
    QTest::newRow("fp32 greedy") << "fp32" << false;
    QTest::newRow("fp32 at 0.8") << "fp32" << true;
    QTest::newRow("bf16 greedy") << "bf16" << false;
    QTest::newRow("bf16 at 0.8") << "bf16" << true;
}

void TestAnswers::replayAgrees() {
    QFETCH(const QString, profile);
    QFETCH(const bool, sampled);
    const std::uint32_t tokens = sampled && profile == "bf16" ? test::sampled(90U, 300U) : 70;
    if (profile == "fp32" && m_smol_fp32 == nullptr) m_smol_fp32 = test::open_engine(test::smollm2(), "fp32");
    compute::Engine& engine = profile == "fp32" ? *m_smol_fp32 : *m_smol;
    const auto ids = engine.tokenizer().encode("The old house by the river", true, false);
    QVERIFY(ids.ok());
    auto request = sampled ? test::drawn(*ids, tokens, "replay") : test::greedy(*ids, tokens);
    request.params.repetition_penalty_q16 = 72090; // 1.1: the history must be the same, too
    request.params.top_p_q16 = sampled ? 62259 : 65536;
    Collector collector(engine);
    QVERIFY(collector.submit(request).ok());
    collector.run();
    const auto& output = collector[0].end->output_ids;
    const auto outcome = engine.replay(*ids, output, request.params, request.key, {});
    QVERIFY(outcome.ok());
    QCOMPARE(outcome->compared, tokens);
    QCOMPARE(outcome->equal, outcome->compared);
    QVERIFY(!outcome->first_difference);
    QCOMPARE(outcome->worst_deficit, std::int64_t{0});
    if (!sampled) return;
    const auto other = engine.replay(*ids, output, request.params, core::sha256(core::as_bytes("another key")), {});
    QVERIFY(other.ok() && other->equal < other->compared);
}

void TestAnswers::replayFindsAForeignToken() {
    Collector collector(*m_tiny);
    const auto request = test::greedy(prompt(12), 150);
    QVERIFY(collector.submit(request).ok());
    collector.run();
    Ids output = collector[0].end->output_ids;
    output[130] = (output[130] + 1) % m_tiny->config().vocab;
    const auto outcome = m_tiny->replay(prompt(12), output, request.params, request.key, {});
    QVERIFY(outcome.ok());
    QCOMPARE(outcome->compared, 150U);
    QVERIFY(outcome->equal < 150U && outcome->equal >= 130U);
    QCOMPARE(outcome->first_difference.value_or(0), 130U);
    QVERIFY(outcome->worst_deficit > 0);
    const auto nothing = m_tiny->replay(prompt(12), {}, request.params, request.key, {});
    QVERIFY(nothing.ok() && nothing->compared == 0);
    QVERIFY(!m_tiny->replay(prompt(12), Ids(1013, 1), request.params, request.key, {}).ok());
}

QTEST_GUILESS_MAIN(TestAnswers)
#include "tst_compute_answers.moc"
