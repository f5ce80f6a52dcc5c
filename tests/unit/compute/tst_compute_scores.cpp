// SPDX-License-Identifier: Apache-2.0
#include "harness.h"
#include "proof/receipt.h"
#include "text/tokenizer.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace hearth;
using test::Collector;
using test::Ids;

namespace {

constexpr std::uint32_t alternatives = 5;

compute::SequenceRequest scoring(Ids prompt, std::uint32_t max_tokens) {
    compute::SequenceRequest request = test::greedy(std::move(prompt), max_tokens);
    request.score_prompt = true;
    request.top_logprobs = alternatives;
    request.chain_start = core::sha256(core::as_bytes("chain"));
    return request;
}

/// What a receipt keeps of a scored prompt.
std::vector<proof::PromptScore> kept(const test::Answer& answer) {
    std::vector<proof::PromptScore> scores;
    for (const compute::TokenOut& token : answer.tokens) {
        if (!token.of_prompt || !token.logprob) continue;
        proof::PromptScore score{static_cast<std::int32_t>(token.logprob->micronats), {}};
        for (const compute::Logprob& other : token.top)
            score.top.push_back({other.id, static_cast<std::int32_t>(other.micronats)});
        scores.push_back(std::move(score));
    }
    return scores;
}

} // namespace

/// What the engine says about a prompt's own tokens.
class TestScores : public QObject {
    Q_OBJECT

private slots:
    void everyTokenHasItsLogprob_data() { profiles(); }
    void everyTokenHasItsLogprob();
    void theAnswerFollowsAndIsTheSame_data() { profiles(); }
    void theAnswerFollowsAndIsTheSame();
    void neighboursAndASmallCacheChangeNothing_data() { profiles(); }
    void neighboursAndASmallCacheChangeNothing();
    void aReplayComparesEveryScore_data() { profiles(); }
    void aReplayComparesEveryScore();
    void aPromptMayFillTheWholeContext();
    void aPromptOfOneTokenHasNoScore();
    void aCancelledScoringEnds();
    void thePiecesAreThePrompt();

private:
    static void profiles() {
        QTest::addColumn<QString>("profile");
        for (const char* const profile : {"fp32", "ci8.1"})
            QTest::newRow(profile) << profile;
    }
    static std::unique_ptr<compute::Engine> open(std::uint64_t kv_budget = 0) {
        QFETCH(QString, profile);
        return test::open_engine(test::tiny_model("llama-untied"), profile.toStdString(), kv_budget);
    }
};

void TestScores::everyTokenHasItsLogprob() {
    const auto engine = open();
    QVERIFY(engine != nullptr);
    const Ids ids = test::some_ids(300, engine->config().vocab);
    // The reference: a softmax of the logits after every id, in long double.
    std::vector<std::vector<double>> expected;
    QVERIFY(engine->read(ids, [&](std::size_t, std::span<const float> logits) {
        long double total = 0;
        for (const float logit : logits)
            total += std::exp(static_cast<long double>(logit));
        auto& row = expected.emplace_back();
        for (const float logit : logits)
            row.push_back(static_cast<double>(static_cast<long double>(logit) - std::log(total)));
    }));
    Collector collector(*engine);
    QVERIFY(collector.submit(scoring(ids, 0)).ok());
    collector.run();
    const auto& answer = collector[0];
    QVERIFY(answer.end && answer.end->output_ids.empty());
    QCOMPARE(answer.end->stop_reason, static_cast<std::uint8_t>(proof::StopReason::length));
    QCOMPARE(answer.tokens.size(), ids.size());
    QVERIFY(!answer.tokens[0].logprob && answer.tokens[0].top.empty());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const compute::TokenOut& token = answer.tokens[i];
        QVERIFY(token.of_prompt);
        QCOMPARE(token.id, ids[i]);
        if (i == 0) continue;
        const std::vector<double>& row = expected[i - 1];
        QVERIFY(std::abs(static_cast<double>(token.logprob->micronats) * 1e-6 - row[ids[i]]) < 1e-6);
        QCOMPARE(token.top.size(), std::size_t{alternatives});
        QVERIFY(std::abs(static_cast<double>(token.top[0].micronats) * 1e-6 -
                         *std::max_element(row.begin(), row.end())) < 1e-6);
        for (const compute::Logprob& other : token.top)
            QVERIFY(std::abs(static_cast<double>(other.micronats) * 1e-6 - row[other.id]) < 1e-6);
    }
}

void TestScores::theAnswerFollowsAndIsTheSame() {
    const auto engine = open();
    QVERIFY(engine != nullptr);
    const Ids ids = test::some_ids(150, engine->config().vocab);
    Collector collector(*engine);
    QVERIFY(collector.submit(test::greedy(ids, 12)).ok());
    collector.run(); // its prompt is in the cache now, and yet all of it is scored
    QVERIFY(collector.submit(scoring(ids, 12)).ok());
    QVERIFY(collector.submit(scoring(ids, 0)).ok());
    collector.run();
    QCOMPARE(collector[1].end->output_ids, collector[0].end->output_ids);
    QCOMPARE(collector[1].tokens.size(), ids.size() + 12);
    QVERIFY(kept(collector[1]) == kept(collector[2]));
    QCOMPARE(kept(collector[1]).size(), ids.size() - 1);
    for (std::size_t i = ids.size(); i < collector[1].tokens.size(); ++i)
        QVERIFY(!collector[1].tokens[i].of_prompt && collector[1].tokens[i].logprob);
}

void TestScores::neighboursAndASmallCacheChangeNothing() {
    QFETCH(QString, profile);
    const auto engine = open();
    QVERIFY(engine != nullptr);
    const auto& config = engine->config();
    const std::uint64_t page = 64ULL * config.layers * config.kv_heads * config.head_dim * 2 * 4;
    const auto small = open(profile == "fp32" ? 6 * page : 0);
    QVERIFY(small != nullptr);
    const Ids ids = test::some_ids(260, engine->config().vocab);
    Collector alone(*engine);
    QVERIFY(alone.submit(scoring(ids, 0)).ok());
    alone.run();
    for (compute::Engine* const other : {engine.get(), small.get()}) {
        Collector busy(*other);
        for (std::uint32_t i = 0; i < 4; ++i)
            QVERIFY(busy.submit(test::greedy(test::some_ids(40 + i, other->config().vocab, i + 1), 60)).ok());
        busy.run(3);
        QVERIFY(busy.submit(scoring(ids, 0)).ok());
        QVERIFY(busy.submit(scoring(ids, 3)).ok());
        busy.run();
        for (const std::uint64_t job : {4, 5}) {
            QVERIFY(busy[job].end && !busy[job].failure);
            QVERIFY(kept(busy[job]) == kept(alone[0]));
        }
        QCOMPARE(busy[4].end->chain_root->hex(), alone[0].end->chain_root->hex());
        for (std::uint64_t job = 0; job < 4; ++job)
            QCOMPARE(busy[job].end->output_ids.size(), std::size_t{60});
    }
}

void TestScores::aReplayComparesEveryScore() {
    QFETCH(QString, profile);
    const auto engine = open();
    QVERIFY(engine != nullptr);
    const Ids ids = test::some_ids(170, engine->config().vocab);
    for (const std::uint32_t tokens : {0U, 9U}) {
        Collector collector(*engine);
        const auto request = scoring(ids, tokens);
        QVERIFY(collector.submit(request).ok());
        collector.run();
        auto scores = kept(collector[0]);
        const Ids output = collector[0].end->output_ids;
        const auto replay = [&](const core::Hash& start) {
            return engine->replay(ids, output, request.params, request.key, start, &scores);
        };
        const auto good = replay(*request.chain_start);
        QVERIFY(good.ok());
        QCOMPARE(good->scores, 169U);
        QCOMPARE(good->equal_scores, 169U);
        QCOMPARE(good->worst_score, std::int64_t{0});
        QCOMPARE(good->compared, tokens);
        QCOMPARE(good->equal, tokens);
        if (profile == "ci8.1") QCOMPARE(good->chain_root->hex(), collector[0].end->chain_root->hex());
        scores[100].micronats += 1;
        scores[120].top[4].micronats -= 7;
        std::swap(scores[130].top[0].id, scores[130].top[1].id);
        const auto changed = replay(*request.chain_start);
        QCOMPARE(changed->equal_scores, 166U);
        QVERIFY(changed->worst_score >= 7);
        scores.pop_back();
        QCOMPARE(replay(*request.chain_start).error().code, core::Code::invalid_argument);
    }
}

void TestScores::aPromptMayFillTheWholeContext() {
    const auto engine = test::open_engine(test::tiny_model("llama-untied"), "fp32");
    QVERIFY(engine != nullptr);
    const Ids ids = test::some_ids(engine->longest_request(), engine->config().vocab);
    Collector collector(*engine);
    QVERIFY(collector.submit(scoring(ids, 0)).ok());
    QCOMPARE(collector.submit(scoring(ids, 1)).error().code, core::Code::too_large);
    QCOMPARE(collector.submit(test::greedy(ids, 0)).error().code, core::Code::invalid_argument);
    collector.run();
    QVERIFY(collector[0].end);
    QCOMPARE(kept(collector[0]).size(), ids.size() - 1);
}

void TestScores::aPromptOfOneTokenHasNoScore() {
    const auto engine = test::open_engine(test::tiny_model("llama-untied"), "fp32");
    QVERIFY(engine != nullptr);
    Collector collector(*engine);
    QVERIFY(collector.submit(scoring({5}, 0)).ok());
    QVERIFY(collector.submit(scoring({5}, 3)).ok());
    collector.run();
    QVERIFY(collector[0].end && collector[1].end);
    QCOMPARE(collector[0].tokens.size(), std::size_t{1});
    QCOMPARE(collector[1].tokens.size(), std::size_t{4});
    QVERIFY(collector[1].tokens[0].of_prompt && !collector[1].tokens[0].logprob && !collector[1].tokens[1].of_prompt);
}

void TestScores::aCancelledScoringEnds() {
    const auto engine = test::open_engine(test::tiny_model("llama-untied"), "fp32");
    QVERIFY(engine != nullptr);
    Collector collector(*engine);
    QVERIFY(collector.submit(scoring(test::some_ids(400, engine->config().vocab), 0)).ok());
    collector.token_hook = [&](const compute::TokenOut&) { engine->cancel(0); };
    collector.run();
    QVERIFY(collector[0].end);
    QCOMPARE(collector[0].tokens.size(), std::size_t{2});
    QCOMPARE(collector[0].end->stop_reason, static_cast<std::uint8_t>(proof::StopReason::cancelled));
}

void TestScores::thePiecesAreThePrompt() {
    const auto engine = test::open_engine(test::smollm2(), "fp32");
    QVERIFY(engine != nullptr);
    const std::string text = "Grüße, 日本語 – and a 🎈!";
    const auto ids = engine->tokenizer().encode(text, true, false);
    QVERIFY(ids.ok());
    Collector collector(*engine);
    QVERIFY(collector.submit(scoring(*ids, 0)).ok());
    collector.run();
    QCOMPARE(QString::fromStdString(collector[0].text), QString::fromStdString(text));
    QVERIFY(collector.submit(scoring(*ids, 4)).ok());
    collector.run();
    // Every token begins where all text before it ended, the answer's behind the prompt's.
    std::string before;
    for (const compute::TokenOut& token : collector[1].tokens) {
        QCOMPARE(token.text_offset, static_cast<std::uint32_t>(QString::fromStdString(before).toUcs4().size()));
        before += token.text;
    }
    QCOMPARE(collector[1].tokens.size(), ids->size() + 4);
}

QTEST_GUILESS_MAIN(TestScores)
#include "tst_compute_scores.moc"
