// SPDX-License-Identifier: Apache-2.0
#include "compute/exact_file.h"
#include "engine_runs.h"
#include "exact/cpu/runner.h"
#include "exact/profile/reference.h"
#include "exact_random.h"
#include "full_run.h"
#include "proof/exact_chain.h"
#include "proof/receipt.h"
#include "unit/compute/harness.h"

#include <QTest>

#include <map>
#include <numeric>

using namespace hearth;
using test::Collector;
using test::differs;
using test::Ids;
using test::named;
using test::Random;
using test::Run;
using test::run;
using test::some_requests;
using test::tokens_of;
using test::Truth;
using test::unshared;
using Request = compute::SequenceRequest;

namespace {

/// Names of tiny models, with "@" and a profile where it is not CI8.1.
#ifdef HEARTH_SANITIZED // unoptimised and watched
constexpr const char* models[] = {"llama-untied", "qwen3", "qwen3@ci4.1"};
constexpr std::size_t enough_tokens = 20'000, enough_of_a_sample = enough_tokens / 2;
#else
constexpr const char* models[] = {"llama-untied", "llama-bias", "mistral",           "qwen2",
                                  "qwen3",        "yarn",       "llama-kquant.gguf", "llama-tied-q4_1.gguf@ci4.1",
                                  "qwen3@ci4.1"};
constexpr std::size_t enough_tokens = 100'000, enough_of_a_sample = enough_tokens / 2;
#endif

struct Chosen {
    std::string path, profile;
};
Chosen chosen(const std::string& model) {
    const auto at = model.find('@');
    return {test::tiny_model(model.substr(0, at)), at == std::string::npos ? "ci8.1" : model.substr(at + 1)};
}

constexpr std::size_t request_count = 14;

} // namespace

/// An answer is the same to the bit, and so is its chain, whatever else the engine does and wherever it runs.
class TestExactEngine : public QObject {
    Q_OBJECT

private slots:
    void theReferenceGivesTheSameChain_data() { every_model(); }
    void theReferenceGivesTheSameChain();
    void everyMixGivesTheSameChain_data() { every_setting(); }
    void everyMixGivesTheSameChain();
    void aSmallCacheGivesTheSameChain_data() { every_model(); }
    void aSmallCacheGivesTheSameChain();
    void replayGivesTheSameChain_data() { every_setting(); }
    void replayGivesTheSameChain();
    void cancelledNeighboursLeaveNoTrace();
    void aSharedBeginningIsNotReadAgain();
    void enoughTokensWereCompared();

private:
    static void every_model();
    static void every_setting();
    static std::unique_ptr<compute::Engine> open(const std::string& model, const std::string& isa, unsigned threads,
                                                 std::uint64_t pages);
    /// What the plainest engine says: scalar, one thread, one request at a time, nothing shared.
    const std::vector<Truth>& truth(const std::string& model);
    void check(const Run& run, const std::vector<Truth>& expected, const char* what);

    std::map<std::string, std::vector<Truth>> m_truth;
    std::map<std::string, std::vector<Request>> m_requests;
    std::size_t m_compared = 0;
};

void TestExactEngine::every_model() {
    QTest::addColumn<QString>("model");
    for (const char* const model : models)
        QTest::newRow(model) << QString(model);
}

void TestExactEngine::every_setting() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("isa");
    QTest::addColumn<unsigned>("threads");
    unsigned turn = 0, number = 0;
    for (const char* const model : models) {
        unsigned variant = number++;
        for (const auto name : exact::available_kernels()) {
            const QString isa = QString::fromStdString(std::string(name));
            const unsigned threads = 1 + (turn + turn / 3) % 3; // another number for each variant and model
            ++turn;
            // A sample: every model with every other variant, every variant with every other model.
            if (variant++ % 2 != 0 && !test::full_run()) continue;
            QTest::newRow(qPrintable(QString("%1, %2, %3 threads").arg(model, isa).arg(threads)))
                << QString(model) << isa << threads;
        }
    }
}

std::unique_ptr<compute::Engine> TestExactEngine::open(const std::string& model, const std::string& isa,
                                                       unsigned threads, std::uint64_t pages) {
    const auto [path, profile] = chosen(model);
    auto source = model::open_source(path);
    if (!source) return nullptr;
    const auto shape = compute::exact_shape((*source)->config(), *compute::exact_profile(profile));
    if (!shape) return nullptr;
    return test::open_engine(path, {.profile = profile,
                                    .threads = threads,
                                    .kv_budget_bytes = pages * exact::CpuRunner::page_bytes_for(*shape),
                                    .isa = isa});
}

const std::vector<Truth>& TestExactEngine::truth(const std::string& model) {
    auto& known = m_truth[model];
    if (known.empty()) {
        const auto engine = open(model, "scalar", 1, 64);
        if (engine == nullptr) return known;
        m_requests[model] = some_requests(engine->config().vocab, request_count, 333, 110);
        Run alone = run(*engine, unshared(m_requests[model], "truth"), 0);
        if (alone.complete) known = std::move(alone.answers);
    }
    return known;
}

void TestExactEngine::check(const Run& run, const std::vector<Truth>& expected, const char* what) {
    const std::string different = differs(run, expected);
    QVERIFY2(different.empty(), qPrintable(QString("%1: %2").arg(what, different.c_str())));
    m_compared += tokens_of(run);
}

// Straight from the definition: the reference decoder, the sampler and the chain, without engine and cache.
void TestExactEngine::theReferenceGivesTheSameChain() {
    QFETCH(const QString, model);
    const auto& expected = truth(model.toStdString());
    QCOMPARE(expected.size(), request_count);
    const auto& requests = m_requests[model.toStdString()];
    const auto [path, name] = chosen(model.toStdString());
    const exact::Profile profile = *compute::exact_profile(name);
    const auto source = model::open_source(path);
    QVERIFY(source.ok());
    const core::Bytes* const weights = test::exact_weights(path, name);
    QVERIFY(weights != nullptr);
    const auto view = compute::exact_view((*source)->config(), profile, *weights);
    QVERIFY(view.ok());
    for (const std::size_t i : {0U, 2U, 3U, 6U}) {
        const Request& request = requests[i];
        exact::reference::Decoder decoder(*view);
        proof::Sampler sampler(request.params, request.key);
        proof::ExactChain chain(*request.chain_start);
        Ids ids = request.prompt_ids;
        for (const std::uint32_t id : ids)
            QVERIFY(decoder.push(id));
        for (std::uint32_t step = 0; step < expected[i].ids.size(); ++step) {
            const auto logits = decoder.logits();
            const std::uint32_t token = sampler.draw(logits, ids, step).token;
            QCOMPARE(token, expected[i].ids[step]);
            core::Bytes row(decoder.final_row().values.begin(), decoder.final_row().values.end());
            const auto scale = std::bit_cast<std::uint32_t>(decoder.final_row().scale);
            for (unsigned byte = 0; byte < 4; ++byte)
                row.push_back(static_cast<std::uint8_t>(scale >> (8 * byte)));
            chain.push(token, row);
            ids.push_back(token);
            QVERIFY(decoder.push(token));
        }
        QVERIFY(chain.root() == expected[i].chain);
        m_compared += expected[i].ids.size();
    }
}

void TestExactEngine::everyMixGivesTheSameChain() {
    QFETCH(const QString, model);
    QFETCH(const QString, isa);
    QFETCH(const unsigned, threads);
    const auto& expected = truth(model.toStdString());
    QCOMPARE(expected.size(), request_count);
    const auto& requests = m_requests[model.toStdString()];
    const auto engine = open(model.toStdString(), isa.toStdString(), threads, 96);
    QVERIFY(engine != nullptr);
    QCOMPARE(engine->isa(), isa.toStdString());
    QCOMPARE(engine->threads(), threads);
    // Waiting for each other is slow where there are few processors: more threads than those do less.
    if (threads < 3) check(run(*engine, unshared(requests, "first"), 1), expected, "side by side");
    check(run(*engine, requests, 2), expected, "beginnings shared");
    check(run(*engine, requests, 3), expected, "beginnings known, in another order");
    if (threads == 1 && isa != "scalar") check(run(*engine, requests, 0), expected, "alone");
}

void TestExactEngine::aSmallCacheGivesTheSameChain() {
    QFETCH(const QString, model);
    const auto& expected = truth(model.toStdString());
    QCOMPARE(expected.size(), request_count);
    const auto& requests = m_requests[model.toStdString()];
    std::size_t roomy = 0;
    for (const std::uint64_t pages : {96U, 9U, 7U}) { // the longest request needs seven
        const auto engine = open(model.toStdString(), "", 1 + pages % 2, pages);
        QVERIFY(engine != nullptr);
        for (const bool shared : {false, true}) {
            const Run mixed = run(*engine, shared ? requests : unshared(requests, "small"), 5);
            check(mixed, expected, shared ? "beginnings shared" : "nothing shared");
            if (shared) continue;
            if (pages == 96) roomy = mixed.steps;
            QVERIFY(pages == 96 || mixed.steps > roomy); // else nobody had to make room
        }
    }
}

void TestExactEngine::replayGivesTheSameChain() {
    QFETCH(const QString, model);
    QFETCH(const QString, isa);
    QFETCH(const unsigned, threads);
    const auto& expected = truth(model.toStdString());
    QCOMPARE(expected.size(), request_count);
    const auto& requests = m_requests[model.toStdString()];
    const auto engine = open(model.toStdString(), isa.toStdString(), threads, 10);
    QVERIFY(engine != nullptr);
    // Others are at work meanwhile: they have to give up their pages and come back.
    Collector others(*engine);
    auto neighbour = requests[7];
    QVERIFY(others.submit(neighbour).ok());
    others.run(3);
    for (std::size_t i = 0; i < request_count; ++i) {
        const Request& request = requests[i];
        const auto outcome =
            engine->replay(request.prompt_ids, expected[i].ids, request.params, request.key, request.chain_start);
        QVERIFY(outcome.ok());
        QCOMPARE(std::size_t{outcome->compared}, expected[i].ids.size());
        QCOMPARE(outcome->equal, outcome->compared);
        QVERIFY(!outcome->first_difference);
        QCOMPARE(outcome->worst_deficit, std::int64_t{0});
        QVERIFY(outcome->chain_root && *outcome->chain_root == expected[i].chain);
        m_compared += expected[i].ids.size();
        others.run(1);
    }
    others.run();
    QVERIFY(others[0].end && others[0].end->output_ids == expected[7].ids);
    QVERIFY(*others[0].end->chain_root == expected[7].chain);
    // One foreign token, another prompt or another start: another chain.
    const Request& request = requests[3];
    Ids foreign = expected[3].ids;
    foreign.back() = (foreign.back() + 1) % engine->config().vocab;
    auto outcome = engine->replay(request.prompt_ids, foreign, request.params, request.key, request.chain_start);
    QVERIFY(outcome.ok() && outcome->chain_root && *outcome->chain_root != expected[3].chain);
    QCOMPARE(outcome->equal + 1, outcome->compared);
    Ids prompt = request.prompt_ids;
    prompt.back() = (prompt.back() + 1) % engine->config().vocab;
    outcome = engine->replay(prompt, expected[3].ids, request.params, request.key, request.chain_start);
    QVERIFY(outcome.ok() && *outcome->chain_root != expected[3].chain);
    outcome = engine->replay(request.prompt_ids, expected[3].ids, request.params, request.key, named("elsewhere"));
    QVERIFY(outcome.ok() && *outcome->chain_root != expected[3].chain);
    outcome = engine->replay(request.prompt_ids, expected[3].ids, request.params, request.key, {});
    QVERIFY(outcome.ok() && !outcome->chain_root && outcome->equal == outcome->compared);
}

void TestExactEngine::cancelledNeighboursLeaveNoTrace() {
    const auto& expected = truth("llama-untied");
    QCOMPARE(expected.size(), request_count);
    const auto& requests = m_requests["llama-untied"];
    Random random(81);
    const auto engine = open("llama-untied", "", 2, 14);
    QVERIFY(engine != nullptr);
    for (int round = 0; round < 20; ++round) {
        Collector collector(*engine);
        for (const Request& request : requests)
            QVERIFY(collector.submit(request).ok());
        std::vector<bool> cancelled(request_count, false);
        for (int i = 0; i < 6; ++i) {
            collector.run(static_cast<int>(random.below(30)));
            const std::uint32_t job = random.below(request_count);
            cancelled[job] = !collector[job].end;
            engine->cancel(job);
        }
        collector.run();
        for (std::size_t i = 0; i < request_count; ++i) {
            QVERIFY(collector[i].end);
            const auto& ids = collector[i].end->output_ids;
            QVERIFY(std::equal(ids.begin(), ids.end(), expected[i].ids.begin()));
            m_compared += ids.size();
            if (collector[i].end->stop_reason == static_cast<std::uint8_t>(proof::StopReason::cancelled)) continue;
            QVERIFY(ids == expected[i].ids);
            QVERIFY(*collector[i].end->chain_root == expected[i].chain);
        }
    }
}

void TestExactEngine::aSharedBeginningIsNotReadAgain() {
    const auto engine = open("qwen2", "", 1, 40);
    QVERIFY(engine != nullptr);
    const Ids prompt = test::some_ids(600, engine->config().vocab);
    const auto steps = [&](const Ids& ids, const core::Hash& salt) {
        Collector collector(*engine);
        auto request = test::greedy(ids, 1);
        request.cache_salt = salt;
        std::size_t count = 0;
        if (!collector.submit(request)) return count;
        while (!collector[0].end && engine->step())
            ++count;
        return count;
    };
    const core::Hash ours = named("ours"), theirs = named("theirs");
    QCOMPARE(steps(prompt, ours), std::size_t{5});
    QCOMPARE(steps(prompt, ours), std::size_t{1});
    QCOMPARE(steps(prompt, theirs), std::size_t{5}); // another tenant learns nothing from the time it takes
    QCOMPARE(steps(prompt, theirs), std::size_t{1});
    Ids longer = prompt;
    longer.resize(640, 9);
    QCOMPARE(steps(longer, ours), std::size_t{1});
    Ids other = prompt;
    other[300] ^= 1;
    QCOMPARE(steps(other, ours), std::size_t{3}); // 256 of 600 are known
    Ids foreign = prompt;
    foreign[0] ^= 1;
    QCOMPARE(steps(foreign, ours), std::size_t{5});
    QCOMPARE(steps(Ids(prompt.begin(), prompt.begin() + 256), ours), std::size_t{1});
    // A whole number of pages: the last token is computed again, in a page of its own.
    const Ids whole(prompt.begin(), prompt.begin() + 512);
    const auto fresh = open("qwen2", "", 1, 40);
    QVERIFY(fresh != nullptr);
    auto request = test::drawn(whole, 100, "whole");
    request.chain_start = named("whole");
    QVERIFY(differs(run(*engine, {request}, 0), run(*fresh, {request}, 0).answers).empty());
}

void TestExactEngine::enoughTokensWereCompared() {
    if (m_truth.size() < std::size(models)) QSKIP("not all tests ran");
    qInfo("%zu tokens compared", m_compared);
    QVERIFY(m_compared >= test::sampled(enough_of_a_sample, enough_tokens));
}

QTEST_GUILESS_MAIN(TestExactEngine)
#include "tst_exact_engine.moc"
