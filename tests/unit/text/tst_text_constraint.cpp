// SPDX-License-Identifier: Apache-2.0
#include "gguf_vocabulary.h"
#include "text/constraint.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

using namespace hearth;

namespace {

bool is_set(const std::vector<std::uint32_t>& bits, text::TokenId id) {
    return (bits[id / 32] >> (id % 32)) & 1u;
}

/// Walks `words` token by token; false at the first token that is not allowed or not accepted.
bool walks(text::Constraint& constraint, const text::Tokenizer& tokenizer, const std::string& words) {
    const auto ids = tokenizer.encode(words, false, false);
    if (!ids) return false;
    for (const text::TokenId id : *ids) {
        const auto allowed = constraint.allowed();
        const bool is_allowed = allowed.ok() && is_set(*allowed, id);
        const bool is_accepted = constraint.accept(id).ok();
        // Both must tell the same.
        if (is_allowed != is_accepted) return false;
        if (!is_accepted) return false;
    }
    return true;
}

std::string repeated(const std::string& text, int count) {
    std::string out;
    for (int index = 0; index < count; ++index)
        out += text;
    return out;
}

} // namespace

class TestConstraint : public QObject {
    Q_OBJECT

    std::optional<text::Tokenizer> m_tokenizer;

    void expect(core::Result<text::Constraint> constraint, const std::string& words, bool taken, bool complete) {
        QVERIFY2(constraint.ok(), constraint ? "" : constraint.error().message.c_str());
        QCOMPARE(walks(*constraint, *m_tokenizer, words), taken);
        if (taken) QCOMPARE(constraint->may_stop(), complete);
    }

private slots:
    void initTestCase() {
        const QString file = QStringLiteral(HEARTH_CACHE_DIR "/testdata/vocab/ggml-vocab-gpt-2.gguf");
        if (!QFile::exists(file)) QSKIP("The test vocabularies are not there. Run: installers/bootstrap test");
        auto vocabulary = read_gguf_vocabulary(file.toStdString());
        QVERIFY(vocabulary.ok());
        auto tokenizer = text::Tokenizer::from_vocabulary(*vocabulary);
        QVERIFY2(tokenizer.ok(), tokenizer ? "" : tokenizer.error().message.c_str());
        m_tokenizer = std::move(*tokenizer);
    }

    void aSchemaTakesWhatFitsIt_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<bool>("taken");
        QTest::addColumn<bool>("complete");
        const auto row = [](const char* words, bool taken, bool complete) {
            QTest::newRow(words) << words << taken << complete;
        };
        row("{\"city\": \"Oslo\", \"days\": 3}", true, true);
        row("{\"city\": \"Oslo\"}", true, true);
        row("{\"city\": \"Oslo\", \"days\": ", true, false);
        row("{\"city\": \"", true, false);
        row("{\"days\": 3}", false, false);
        row("{\"city\": 7", false, false);
        row("{\"city\": \"Oslo\", \"days\": \"x", false, false);
        row("[", false, false);
        row("Hello", false, false);
    }
    void aSchemaTakesWhatFitsIt() {
        QFETCH(const QString, words);
        QFETCH(const bool, taken);
        QFETCH(const bool, complete);
        const std::string schema =
            R"json({"type": "object", "additionalProperties": false, "required": ["city"],
            "properties": {"city": {"type": "string"}, "days": {"type": "integer"}}})json";
        expect(text::Constraint::from_json_schema(*m_tokenizer, schema), words.toStdString(), taken, complete);
    }

    void aRegexTakesWhatMatchesIt() {
        const auto regex = [&] { return text::Constraint::from_regex(*m_tokenizer, "(yes|no), [0-9]{2,4}"); };
        expect(regex(), "yes, 12", true, true);
        expect(regex(), "no, 1234", true, true);
        expect(regex(), "no, 1", true, false);
        expect(regex(), "maybe", false, false);
        expect(regex(), "yes, 12345", false, false);
    }

    void aLarkGrammarTakesItsLanguage() {
        const std::string grammar = "start: sum\n"
                                    "sum: product (\"+\" product)*\n"
                                    "product: NUMBER | \"(\" sum \")\"\n"
                                    "NUMBER: /[0-9]+/\n";
        const auto lark = [&] { return text::Constraint::from_lark(*m_tokenizer, grammar); };
        expect(lark(), "1+(22+3)", true, true);
        expect(lark(), "1+(22+3", true, false);
        expect(lark(), "1++2", false, false);
        expect(lark(), ")", false, false);
    }

    void theEndTokenIsAllowedExactlyWhenItMayStop() {
        auto constraint = text::Constraint::from_regex(*m_tokenizer, "ab?");
        QVERIFY(constraint.ok());
        const text::TokenId end = *m_tokenizer->end_token();
        QCOMPARE(constraint->allowed()->size(), (m_tokenizer->size() + 31) / 32);
        QVERIFY(!constraint->may_stop());
        QVERIFY(!is_set(*constraint->allowed(), end));
        QVERIFY(constraint->accept(m_tokenizer->encode("a", false, false)->front()).ok());
        QVERIFY(constraint->may_stop());
        QVERIFY(is_set(*constraint->allowed(), end));
        QVERIFY(constraint->accept(end).ok());
        QVERIFY(constraint->may_stop());
        const core::Status after = constraint->accept(m_tokenizer->encode("b", false, false)->front());
        QVERIFY(!after.ok());
        QCOMPARE(after.error().code, core::Code::refused);
    }

    void aRefusedTokenChangesNothing() {
        auto constraint = text::Constraint::from_regex(*m_tokenizer, "abc");
        QVERIFY(constraint.ok());
        const auto before = *constraint->allowed();
        QCOMPARE(constraint->accept(m_tokenizer->encode("x", false, false)->front()).error().code, core::Code::refused);
        QCOMPARE(constraint->accept(1u << 30).error().code, core::Code::refused);
        QCOMPARE(*constraint->allowed(), before);
        QVERIFY(walks(*constraint, *m_tokenizer, "abc"));
    }

    /// Whatever is picked among the allowed tokens, the result is JSON that fits the schema.
    void anyWalkAlongTheMaskGivesValidJson() {
        const std::string schema =
            R"json({"type": "object", "additionalProperties": false, "required": ["a", "b"],
            "properties": {"a": {"enum": ["x", "yy", 3]}, "b": {"type": "array", "maxItems": 3, "items": {"type": "boolean"}}}})json";
        for (std::uint32_t seed = 1; seed <= 20; ++seed) {
            auto constraint = text::Constraint::from_json_schema(*m_tokenizer, schema);
            QVERIFY(constraint.ok());
            std::string words;
            std::uint32_t state = seed;
            for (int step = 0; step < 200 && !constraint->may_stop(); ++step) {
                const auto bits = *constraint->allowed();
                std::vector<text::TokenId> choices;
                for (text::TokenId id = 0; id < m_tokenizer->size(); ++id)
                    if (is_set(bits, id)) choices.push_back(id);
                QVERIFY(!choices.empty());
                state = state * 1664525u + 1013904223u;
                const text::TokenId id = choices[(state >> 8) % choices.size()];
                QVERIFY(!m_tokenizer->is_control(id));
                QVERIFY(constraint->accept(id).ok());
                words += m_tokenizer->token_bytes(id);
            }
            const auto json = nlohmann::json::parse(words, nullptr, false);
            QVERIFY2(!json.is_discarded() && json.contains("a") && json["b"].is_array(), words.c_str());
            QVERIFY(json["b"].size() <= 3);
        }
    }

    void aConstraintOutlivesItsTokenizer() {
        auto vocabulary = read_gguf_vocabulary(HEARTH_CACHE_DIR "/testdata/vocab/ggml-vocab-llama-spm.gguf");
        QVERIFY(vocabulary.ok());
        auto tokenizer = std::make_unique<text::Tokenizer>(std::move(*text::Tokenizer::from_vocabulary(*vocabulary)));
        auto constraint = text::Constraint::from_regex(*tokenizer, "[a-z]+");
        QVERIFY(constraint.ok());
        const auto id = tokenizer->encode("hello", false, false)->back();
        tokenizer.reset();
        QVERIFY(constraint->allowed().ok());
        QVERIFY(!constraint->may_stop());
        const bool taken = constraint->accept(id).ok();
        QCOMPARE(constraint->may_stop(), taken);
    }

    void hostileGrammarsEndInASentence() {
        const auto code = [](const core::Result<text::Constraint>& constraint) {
            return constraint ? core::Code::conflict : constraint.error().code;
        };
        const text::Tokenizer& tokenizer = *m_tokenizer;
        using C = text::Constraint;
        QCOMPARE(code(C::from_json_schema(tokenizer, "{")), core::Code::invalid_argument);
        QCOMPARE(code(C::from_json_schema(tokenizer, "{\"type\": \"elephant\"}")), core::Code::invalid_argument);
        QCOMPARE(code(C::from_json_schema(tokenizer, "{\"$ref\": \"http://example.org/x\"}")),
                 core::Code::invalid_argument);
        QCOMPARE(code(C::from_json_schema(tokenizer, repeated("[", 100000))), core::Code::too_large);
        QCOMPARE(code(C::from_regex(tokenizer, "(")), core::Code::invalid_argument);
        QCOMPARE(code(C::from_regex(tokenizer, repeated("(", 100000))), core::Code::too_large);
        QCOMPARE(code(C::from_regex(tokenizer, std::string(2u << 20, 'a'))), core::Code::too_large);
        QCOMPARE(code(C::from_regex(tokenizer, "\xff")), core::Code::invalid_argument);
        QCOMPARE(code(C::from_lark(tokenizer, "start: missing")), core::Code::invalid_argument);
        QCOMPARE(code(C::from_lark(tokenizer, "start: " + repeated("(", 100000))), core::Code::too_large);
        QCOMPARE(code(C::from_lark(tokenizer, "")), core::Code::invalid_argument);
        QCOMPARE(code(C::from_json_schema(tokenizer, "{\"$ref\": \"#\"}")), core::Code::invalid_argument);
        QCOMPARE(code(C::from_lark(tokenizer, "start: start")), core::Code::invalid_argument);
        QCOMPARE(code(C::from_lark(tokenizer, "start: " + repeated("A ", 100000) + "\nA: \"a\"")),
                 core::Code::invalid_argument);
        QElapsedTimer timer;
        timer.start();
        auto wide = C::from_regex(tokenizer, "((a{1,1000}){1,1000}){1,1000}");
        if (wide) QVERIFY(!wide->allowed().ok() || wide->accept(tokenizer.encode("a", false, false)->front()).ok());
        QVERIFY2(timer.elapsed() < 30000, qPrintable(QString::number(timer.elapsed()) + " ms"));
        QVERIFY(!C::from_regex(tokenizer, repeated("a|", 50000) + "(").ok());
        const auto broken = C::from_regex(tokenizer, "a" + repeated("?", 100000));
        QVERIFY(!broken.ok() && broken.error().message.size() < 600);
    }

    void aLongChainOfReferencesIsRead() {
        std::string schema = "{\"$defs\": {";
        const int links = 7000;
        for (int link = 0; link < links; ++link)
            schema += "\"" + std::to_string(link) + "\":{\"$ref\":\"#/$defs/" + std::to_string(link + 1) + "\"},";
        schema += "\"" + std::to_string(links) + "\":{\"type\":\"integer\"}}, \"$ref\": \"#/$defs/0\"}";
        expect(text::Constraint::from_json_schema(*m_tokenizer, schema), "42", true, true);
    }
};

QTEST_GUILESS_MAIN(TestConstraint)
#include "tst_text_constraint.moc"
