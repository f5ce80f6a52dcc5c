// SPDX-License-Identifier: Apache-2.0
#include "compute/answer_rule.h"
#include "harness.h"
#include "proof/receipt.h"
#include "text/tokenizer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace hearth;
using test::Collector;
using test::Ids;

namespace {

const std::string grammar =
    R"(start: %json {"type":"object","properties":{"a":{"enum":["x","yy"]},"n":{"type":"integer","minimum":0,)"
    R"("maximum":99},"l":{"type":"array","items":{"type":"boolean"},"minItems":1,"maxItems":3}},)"
    R"("required":["a","n","l"],"additionalProperties":false,"x-guidance":{"whitespace_flexible":false}})";

constexpr std::uint32_t enough = 120; ///< bytes of the longest answer, and its end

bool fits(const std::string& text) {
    const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(text));
    const QJsonObject object = document.object();
    const int number = object["n"].toInt(-1);
    const auto size = object["l"].toArray().size();
    return document.isObject() && object.size() == 3 && (object["a"] == "x" || object["a"] == "yy") && number >= 0 &&
           number <= 99 && size >= 1 && size <= 3;
}

} // namespace

/// Answers that keep to a grammar, in floating point and exactly.
class TestConstraintAnswers : public QObject {
    Q_OBJECT

    std::map<std::string, std::unique_ptr<compute::Engine>> m_engines;

    compute::Engine* engine(const QString& profile) {
        auto& place = m_engines[profile.toStdString()];
        if (!place) place = test::open_engine(test::tiny_model("llama-untied"), profile.toStdString());
        return place.get();
    }
    compute::SequenceRequest request(const compute::Engine& engine, const std::string& seed) const {
        auto one = test::drawn(test::some_ids(9, engine.config().vocab), enough, seed);
        one.ignore_eos = false;
        one.constraint = grammar;
        one.chain_start = core::sha256(core::as_bytes(seed));
        return one;
    }
    static std::uint8_t reason(proof::StopReason stop) { return static_cast<std::uint8_t>(stop); }

private slots:
    void everyAnswerFitsAndReplays_data() {
        QTest::addColumn<QString>("profile");
        for (const char* profile : {"fp32", "bf16", "ci8.1"})
            QTest::newRow(profile) << profile;
    }
    void everyAnswerFitsAndReplays() {
        QFETCH(const QString, profile);
        compute::Engine* const model = engine(profile);
        QVERIFY(model != nullptr);
        Collector together(*model), alone(*model);
        for (const char* seed : {"a", "b", "c", "d"})
            QVERIFY(together.submit(request(*model, seed)).ok());
        together.run();
        for (std::uint64_t i = 0; i < 4; ++i) {
            const std::string seed(1, static_cast<char>('a' + i));
            QVERIFY2(together[i].end, together[i].failure ? together[i].failure->message.c_str() : "no end");
            QVERIFY2(fits(together[i].text), together[i].text.c_str());
            QCOMPARE(together[i].end->stop_reason, reason(proof::StopReason::stop_token));
            const auto asked = request(*model, seed);
            QVERIFY(alone.submit(asked).ok());
            alone.run();
            const Ids& output = together[i].end->output_ids;
            QCOMPARE(alone[i].end->output_ids, output);
            const auto outcome = model->replay(asked.prompt_ids, output, asked.params, asked.key, asked.chain_start,
                                               nullptr, asked.constraint);
            QVERIFY2(outcome.ok(), outcome ? "" : outcome.error().message.c_str());
            QCOMPARE(outcome->compared, static_cast<std::uint32_t>(output.size()));
            QCOMPARE(outcome->equal, outcome->compared);
            QCOMPARE(outcome->chain_root, alone[i].end->chain_root);
            // Without the grammar the same model says something else.
            const auto free = model->replay(asked.prompt_ids, output, asked.params, asked.key, asked.chain_start);
            QVERIFY(free.ok() && free->equal < free->compared);
        }
    }

    void aReplayFindsWhatTheGrammarForbids() {
        compute::Engine* const model = engine("ci8.1");
        QVERIFY(model != nullptr);
        const auto asked = request(*model, "a");
        Collector collector(*model);
        QVERIFY(collector.submit(asked).ok());
        collector.run();
        Ids output = collector[0].end->output_ids;
        output[3] = output[0]; // a second brace
        const auto outcome = model->replay(asked.prompt_ids, output, asked.params, asked.key, asked.chain_start,
                                           nullptr, asked.constraint);
        QVERIFY(outcome.ok());
        QVERIFY(outcome->equal < outcome->compared);
        QCOMPARE(outcome->first_difference.value_or(99), 3U);
        QVERIFY(outcome->worst_deficit > (std::int64_t{1} << 50));
    }

    void aReplayFindsWhatWasAddedBehindTheEnd() {
        compute::Engine* const model = engine("ci8.1");
        QVERIFY(model != nullptr);
        const auto asked = request(*model, "a");
        Collector collector(*model);
        QVERIFY(collector.submit(asked).ok());
        collector.run();
        const Ids whole = collector[0].end->output_ids;
        for (std::uint32_t added = 0; added < model->config().vocab; added += 7) {
            Ids output = whole;
            output.push_back(added);
            const auto outcome = model->replay(asked.prompt_ids, output, asked.params, asked.key, asked.chain_start,
                                               nullptr, asked.constraint);
            QVERIFY(outcome.ok());
            QCOMPARE(outcome->equal + 1, outcome->compared);
            QCOMPARE(outcome->worst_deficit, INT64_MAX);
        }
    }

    void aBeginningThatAnotherWorkerDrewGoesOn() {
        compute::Engine* const model = engine("ci8.1");
        QVERIFY(model != nullptr);
        auto asked = request(*model, "b");
        Collector collector(*model);
        QVERIFY(collector.submit(asked).ok());
        collector.run();
        const Ids whole = collector[0].end->output_ids;
        asked.known_ids.assign(whole.begin(), whole.begin() + 6);
        QVERIFY(collector.submit(asked).ok());
        collector.run();
        QCOMPARE(collector[1].end->output_ids, whole);
    }

    void anAnswerThatIsCutOffSaysSo() {
        compute::Engine* const model = engine("fp32");
        auto asked = request(*model, "a");
        asked.params.max_tokens = 4;
        Collector collector(*model);
        QVERIFY(collector.submit(asked).ok());
        collector.run();
        QCOMPARE(collector[0].end->stop_reason, reason(proof::StopReason::length));
        QVERIFY(!fits(collector[0].text));
    }

    void whatCannotBeKeptToIsRefused() {
        compute::Engine* const model = engine("fp32");
        Collector collector(*model);
        const auto refused = [&](auto change) {
            auto asked = request(*model, "a");
            change(asked);
            const auto submitted = collector.submit(asked);
            return !submitted && submitted.error().code == core::Code::invalid_argument;
        };
        QVERIFY(refused([](auto& r) { r.constraint = "start: nothing_of_that_name"; }));
        QVERIFY(
            refused([](auto& r) { r.constraint = "start: %json {\"type\":\"array\",\"minItems\":3,\"maxItems\":2}"; }));
        QVERIFY(refused([](auto& r) { r.constraint = "start: %json {\"$ref\":\"#\"}"; }));
        QVERIFY(refused([](auto& r) { r.ignore_eos = true; }));
        QVERIFY(refused([](auto& r) { r.stop_strings = {"x"}; }));
    }

    void nothingComesAfterTheEnd() {
        compute::Engine* const model = engine("fp32");
        const auto& stops = model->config().stop_ids;
        auto rule = compute::AnswerRule::make(model->tokenizer(), "start: \"a\"", stops);
        QVERIFY(rule.ok());
        const auto has = [](const std::vector<std::uint32_t>& bits, std::uint32_t id) {
            return id / 32 < bits.size() && ((bits[id / 32] >> (id % 32)) & 1U);
        };
        QVERIFY(!has(*rule->allowed(), stops.front()));
        QVERIFY(!rule->accept(stops.front()).ok());
        const auto letter = model->tokenizer().encode("a", false, false);
        QVERIFY(letter.ok() && letter->size() == 1);
        QVERIFY(rule->accept(letter->front()).ok());
        for (const std::uint32_t stop : stops)
            QVERIFY(has(*rule->allowed(), stop));
        QVERIFY(rule->accept(stops.back()).ok());
        QVERIFY(rule->allowed()->empty());
        QVERIFY(!rule->accept(letter->front()).ok());
    }
};

QTEST_GUILESS_MAIN(TestConstraintAnswers)
#include "tst_compute_constraint.moc"
