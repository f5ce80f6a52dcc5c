// SPDX-License-Identifier: Apache-2.0
#include "harness.h"
#include "inference/row.h"
#include "proof/receipt.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

using namespace hearth;
using test::Collector;
using test::Ids;

/// How the engine shares its time and its cache among requests.
class TestEngine : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void longPromptsInChunksGiveTheSame();
    void aLongPromptLetsOthersDecode();
    void aCancelledNeighbourChangesNothing();
    void cancellingAWaitingRequestEndsIt();
    void aSmallCacheOnlyCostsTime();
    void whatTheCacheHadIsTold();
    void sinksMaySubmitAndCancel();
    void overflowNamesBothNumbers();
    void badRequestsAreRefused();
    void logitsGoOnFromTheLastCall();

private:
    static std::uint8_t reason(proof::StopReason stop) { return static_cast<std::uint8_t>(stop); }
    Ids prompt(std::size_t count) const { return test::some_ids(count, m_tiny->config().vocab); }
    /// The greedy answer, computed alone.
    Ids alone(const Ids& ids, std::uint32_t tokens);

    std::unique_ptr<compute::Engine> m_tiny;
};

void TestEngine::initTestCase() {
    m_tiny = test::open_engine(test::tiny_model("llama-untied"), "fp32");
    QVERIFY(m_tiny != nullptr);
}

Ids TestEngine::alone(const Ids& ids, std::uint32_t tokens) {
    Collector collector(*m_tiny);
    if (!collector.submit(test::greedy(ids, tokens))) return {};
    collector.run();
    return collector[0].end ? collector[0].end->output_ids : Ids{};
}

void TestEngine::longPromptsInChunksGiveTheSame() {
    // The same ids, once read in chunks of 128 and once token by token.
    const Ids ids = prompt(400);
    const auto chunked = m_tiny->logits(ids);
    QVERIFY(chunked.ok());
    QVERIFY(m_tiny->logits({7}).ok());
    std::vector<float> stepped;
    for (std::size_t length = 1; length <= ids.size(); ++length) {
        const auto logits = m_tiny->logits(Ids(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(length)));
        QVERIFY(logits.ok());
        stepped = *logits;
    }
    for (std::size_t v = 0; v < stepped.size(); ++v)
        QVERIFY(std::abs(stepped[v] - (*chunked)[v]) < 1e-4F);
}

void TestEngine::aLongPromptLetsOthersDecode() {
    const Ids expected = alone(prompt(9), 40), expected_long = alone(prompt(600), 10);
    Collector collector(*m_tiny);
    QVERIFY(collector.submit(test::greedy(prompt(9), 40)).ok());
    collector.run(2);
    QCOMPARE(collector[0].tokens.size(), std::size_t{2});
    auto reader = test::greedy(prompt(600), 10);
    reader.cache_salt = core::sha256(core::as_bytes("nobody else's")); // so that all of it has to be read
    QVERIFY(collector.submit(reader).ok());
    for (std::size_t step = 3; step <= 6; ++step) {
        QVERIFY(m_tiny->step());
        QCOMPARE(collector[0].tokens.size(), step);
        QVERIFY(collector[1].tokens.empty());
    }
    QVERIFY(m_tiny->step()); // the fifth chunk is the last
    QCOMPARE(collector[1].tokens.size(), std::size_t{1});
    collector.run();
    QCOMPARE(collector[0].end->output_ids, expected);
    QCOMPARE(collector[1].end->output_ids, expected_long);
}

void TestEngine::aCancelledNeighbourChangesNothing() {
    const Ids expected = alone(prompt(20), 50);
    Collector collector(*m_tiny);
    QVERIFY(collector.submit(test::greedy(prompt(30), 300)).ok());
    QVERIFY(collector.submit(test::greedy(prompt(20), 50)).ok());
    QVERIFY(collector.submit(test::greedy(prompt(900), 50)).ok());
    collector.run(10);
    const std::size_t before = collector[0].tokens.size();
    QVERIFY(before > 0 && !collector[0].end);
    m_tiny->cancel(0);
    m_tiny->cancel(2);
    m_tiny->cancel(77); // nobody
    QVERIFY(m_tiny->step());
    QVERIFY(collector[0].end && collector[2].end);
    QCOMPARE(collector[0].tokens.size(), before);
    QCOMPARE(collector[0].end->stop_reason, reason(proof::StopReason::cancelled));
    QCOMPARE(collector[0].end->output_ids.size(), before);
    collector.run();
    QCOMPARE(collector[1].end->output_ids, expected);
    QCOMPARE(collector[1].end->stop_reason, reason(proof::StopReason::length));
}

void TestEngine::cancellingAWaitingRequestEndsIt() {
    Collector collector(*m_tiny);
    QVERIFY(collector.submit(test::greedy(prompt(5), 20)).ok());
    m_tiny->cancel(0);
    collector.run();
    QVERIFY(collector[0].end);
    QCOMPARE(collector[0].end->stop_reason, reason(proof::StopReason::cancelled));
    QVERIFY(collector[0].end->output_ids.empty());
    QVERIFY(!m_tiny->step());
}

void TestEngine::aSmallCacheOnlyCostsTime() {
    const auto& config = m_tiny->config();
    const std::uint64_t page = 64ULL * config.layers * config.kv_heads * config.head_dim * 2 * 4;
    const auto small = test::open_engine(test::tiny_model("llama-untied"), "fp32", 6 * page);
    QVERIFY(small != nullptr);
    Collector collector(*small);
    for (std::size_t i = 0; i < 6; ++i)
        QVERIFY(collector.submit(test::greedy(prompt(40 + i), 200)).ok());
    collector.run();
    for (std::size_t i = 0; i < 6; ++i) {
        QVERIFY(collector[i].end);
        QCOMPARE(collector[i].end->output_ids, alone(prompt(40 + i), 200));
        QCOMPARE(collector[i].tokens.size(), std::size_t{200});
        QCOMPARE(collector[i].end->cached_tokens, 0U); // who was sent back found its own work
    }
    const auto refused = small->submit(test::greedy(prompt(300), 200), collector);
    QVERIFY(!refused && refused.error().code == core::Code::too_large);
    QVERIFY(refused.error().message.find("384") != std::string::npos);
    QVERIFY(refused.error().message.find("500") != std::string::npos);
}

void TestEngine::whatTheCacheHadIsTold() {
    const Ids ids = prompt(2 * inference::page_tokens + 5);
    const auto told = [&](const char* salt) {
        Collector collector(*m_tiny);
        compute::SequenceRequest request = test::greedy(ids, 3);
        request.cache_salt = core::sha256(core::as_bytes(std::string_view(salt)));
        if (!collector.submit(std::move(request))) return UINT32_MAX;
        collector.run();
        return collector[0].end ? collector[0].end->cached_tokens : UINT32_MAX;
    };
    QCOMPARE(told("one caller"), 0U);
    QCOMPARE(told("one caller"), 2U * inference::page_tokens); // whole pages
    QCOMPARE(told("another one"), 0U);
}

void TestEngine::sinksMaySubmitAndCancel() {
    Collector collector(*m_tiny);
    bool refused = false;
    collector.token_hook = [&](const compute::TokenOut& token) {
        if (token.job == 0 && collector[0].tokens.size() == 3) {
            refused = !collector.submit(test::greedy(prompt(4), 5)).ok();
            m_tiny->cancel(0);
        }
    };
    QVERIFY(collector.submit(test::greedy(prompt(4), 50)).ok());
    collector.run();
    QVERIFY(!refused);
    QCOMPARE(collector[0].end->output_ids.size(), std::size_t{3});
    QCOMPARE(collector[1].end->output_ids.size(), std::size_t{5});
}

void TestEngine::overflowNamesBothNumbers() {
    Collector collector(*m_tiny);
    const auto refused = collector.submit(test::greedy(prompt(1000), 25));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, core::Code::too_large);
    QVERIFY(refused.error().message.find("1024") != std::string::npos);
    QVERIFY(refused.error().message.find("1025") != std::string::npos);
    QVERIFY(collector.submit(test::greedy(prompt(1000), 24)).ok());
    collector.run();
    QCOMPARE(collector[1].end->output_ids.size(), std::size_t{24});
}

void TestEngine::badRequestsAreRefused() {
    Collector collector(*m_tiny);
    QCOMPARE(m_tiny->submit(test::greedy({}, 5), collector).error().code, core::Code::invalid_argument);
    QCOMPARE(m_tiny->submit(test::greedy({320}, 5), collector).error().code, core::Code::invalid_argument);
    QCOMPARE(m_tiny->replay({1}, {320}, {}, {}, {}).error().code, core::Code::invalid_argument);
    QCOMPARE(m_tiny->logits({}).error().code, core::Code::invalid_argument);
    auto request = test::greedy({1}, 5);
    request.job = 9;
    QVERIFY(m_tiny->submit(request, collector).ok());
    QCOMPARE(m_tiny->submit(request, collector).error().code, core::Code::conflict);
    collector.run();
    QVERIFY(m_tiny->submit(request, collector).ok());
    collector.run();
    for (std::uint64_t job = 100; job < 100 + 256; ++job) {
        request.job = job;
        QVERIFY(m_tiny->submit(request, collector).ok());
    }
    request.job = 999;
    QCOMPARE(m_tiny->submit(request, collector).error().code, core::Code::busy);
    collector.run();
    for (std::uint64_t job = 100; job < 100 + 256; ++job)
        QCOMPARE(collector[job].tokens.size(), std::size_t{5});
}

void TestEngine::logitsGoOnFromTheLastCall() {
    const Ids ids = prompt(30);
    const auto first = m_tiny->logits(ids);
    QVERIFY(first.ok());
    QVERIFY(m_tiny->logits(Ids(ids.begin(), ids.begin() + 10)).ok());
    QCOMPARE(alone(ids, 1).front(),
             static_cast<std::uint32_t>(std::max_element(first->begin(), first->end()) - first->begin()));
    const auto again = m_tiny->logits(ids), repeated = m_tiny->logits(ids);
    QVERIFY(again.ok() && repeated.ok());
    for (std::size_t v = 0; v < first->size(); ++v) {
        QVERIFY(std::abs((*again)[v] - (*first)[v]) < 1e-4F);
        QVERIFY(std::abs((*repeated)[v] - (*first)[v]) < 1e-4F);
    }
}

QTEST_GUILESS_MAIN(TestEngine)
#include "tst_compute_engine.moc"
