// SPDX-License-Identifier: Apache-2.0
#include "compute/scheduler.h"
#include "harness.h"

#include <QTest>

using namespace hearth;
using core::Priority;
using test::Collector;
using test::Ids;

/// Who comes first where there is not room, or time, for all.
class TestPriority : public QObject {
    Q_OBJECT

private slots:
    void init() { m_began.clear(); }
    void theHigherIsAdmittedFirst();
    void theHigherReadsItsPromptFirst();
    void theLowerGivesWay();
    void nobodyWaitsForEver();

private:
    static constexpr std::uint32_t short_answer = 20;

    static std::unique_ptr<compute::Engine> open(std::uint64_t pages);
    /// A prompt that nobody shares.
    static compute::SequenceRequest request(std::size_t prompt, std::uint32_t tokens, Priority priority);
    /// Notes who began, in order.
    void watch(Collector& collector);

    std::vector<std::uint64_t> m_began;
};

std::unique_ptr<compute::Engine> TestPriority::open(std::uint64_t pages) {
    const auto source = model::open_source(test::tiny_model("llama-untied"));
    if (!source) return nullptr;
    const auto& config = (*source)->config();
    const std::uint64_t page = 64ULL * config.layers * config.kv_heads * config.head_dim * 2 * 4;
    compute::LoadOptions options;
    options.profile = "fp32";
    options.kv_budget_bytes = pages * page;
    options.prompt_lookup = false; // every step gives everybody who decodes one token
    return test::open_engine(test::tiny_model("llama-untied"), options);
}

compute::SequenceRequest TestPriority::request(std::size_t prompt, std::uint32_t tokens, Priority priority) {
    static std::uint32_t made = 0;
    auto request = test::greedy(test::some_ids(prompt, 320), tokens);
    request.cache_salt = core::sha256(core::as_bytes(std::to_string(made++)));
    request.priority = priority;
    return request;
}

void TestPriority::watch(Collector& collector) {
    collector.token_hook = [&](const compute::TokenOut& token) {
        if (collector[token.job].tokens.size() == 1) m_began.push_back(token.job);
    };
}

// Of five pages one request takes three.
void TestPriority::theHigherIsAdmittedFirst() {
    const auto engine = open(5);
    QVERIFY(engine != nullptr);
    Collector collector(*engine);
    watch(collector);
    for (const Priority priority : {Priority::normal, Priority::background, Priority::normal, Priority::interactive,
                                    Priority::normal, Priority::interactive})
        QVERIFY(collector.submit(request(150, short_answer, priority)).ok());
    collector.run();
    QCOMPARE(m_began, (std::vector<std::uint64_t>{3, 5, 0, 2, 4, 1}));
}

void TestPriority::theHigherReadsItsPromptFirst() {
    const auto engine = open(40);
    QVERIFY(engine != nullptr);
    Collector collector(*engine);
    watch(collector);
    for (const Priority priority : {Priority::background, Priority::normal, Priority::interactive})
        QVERIFY(collector.submit(request(600, short_answer, priority)).ok());
    collector.run(5); // five chunks of 128: as if it were alone
    QCOMPARE(m_began, (std::vector<std::uint64_t>{2}));
    collector.run(5);
    QCOMPARE(m_began, (std::vector<std::uint64_t>{2, 1}));
    collector.run();
    QCOMPARE(m_began, (std::vector<std::uint64_t>{2, 1, 0}));
    for (std::uint64_t job = 0; job < 3; ++job)
        QCOMPARE(collector[job].end->output_ids, collector[0].end->output_ids);
}

// Six pages are two for each of three; when the third page is due, somebody has to go.
void TestPriority::theLowerGivesWay() {
    const auto engine = open(6);
    QVERIFY(engine != nullptr);
    constexpr Priority orders[][3] = {{Priority::background, Priority::normal, Priority::interactive},
                                      {Priority::interactive, Priority::background, Priority::normal},
                                      {Priority::normal, Priority::normal, Priority::normal}};
    for (const auto& order : orders) {
        Collector collector(*engine);
        for (const Priority priority : order)
            QVERIFY(collector.submit(request(40, 120, priority)).ok());
        const std::uint64_t lowest = order[0] == Priority::background ? 0 : order[1] == Priority::background ? 1 : 2;
        collector.run(120);
        for (std::uint64_t job = 0; job < 3; ++job)
            QCOMPARE(collector[job].end.has_value(), job != lowest);
        QCOMPARE(collector[lowest].tokens.size(), std::size_t{89}); // 40 and 89 are 129, in the third page
        collector.run();
        for (std::uint64_t job = 0; job < 3; ++job)
            QCOMPARE(collector[job].end->output_ids, collector[0].end->output_ids);
    }
}

// Two interactive requests always wait; each takes the whole cache for some twenty steps.
void TestPriority::nobodyWaitsForEver() {
    const auto engine = open(5);
    QVERIFY(engine != nullptr);
    Collector collector(*engine);
    bool feed = true;
    collector.token_hook = [&](const compute::TokenOut& token) {
        if (feed && token.job != 0 && collector[token.job].tokens.size() == 1)
            QVERIFY(collector.submit(request(150, short_answer, Priority::interactive)).ok());
    };
    QVERIFY(collector.submit(request(150, short_answer, Priority::background)).ok());
    for (int i = 0; i < 3; ++i)
        QVERIFY(collector.submit(request(150, short_answer, Priority::interactive)).ok());
    constexpr int aging = compute::Scheduler::aging_steps;
    collector.run(2 * aging - 2);
    QVERIFY(collector[0].tokens.empty());
    collector.run(3 * short_answer);
    QVERIFY(collector[0].end);
    QCOMPARE(collector[0].tokens.size(), std::size_t{short_answer});
    feed = false;
    collector.run();
}

QTEST_GUILESS_MAIN(TestPriority)
#include "tst_compute_priority.moc"
