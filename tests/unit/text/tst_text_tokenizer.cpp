// SPDX-License-Identifier: Apache-2.0
#include "gguf_vocabulary.h"
#include "random_text.h"
#include "small_vocabulary.h"

#include <QDir>
#include <QTest>

#include <algorithm>

using namespace hearth;

namespace {

const std::string folder = HEARTH_CACHE_DIR "/testdata/vocab/ggml-vocab-";

constexpr const char* no_test_data = "The test vocabularies are not there. Run: installers/bootstrap test";
bool hasTestData() {
    return QDir(QStringLiteral(HEARTH_CACHE_DIR "/testdata/vocab")).exists();
}

core::Result<text::Tokenizer> load(const std::string& name) {
    HEARTH_TRY(const text::Vocabulary vocabulary, read_gguf_vocabulary(folder + name + ".gguf"));
    return text::Tokenizer::from_vocabulary(vocabulary);
}

} // namespace

class TestTokenizer : public QObject {
    Q_OBJECT

private slots:
    void piecesMergeByScore() {
        auto tokenizer = text::Tokenizer::from_vocabulary(small_pieces());
        QVERIFY2(tokenizer.ok(), tokenizer ? "" : tokenizer.error().message.c_str());
        const std::uint32_t first = 259; // after the bytes
        const auto ids = [&](const char* text, bool add) { return *tokenizer->encode(text, add, false); };
        QCOMPARE(ids("ab", false), (std::vector<text::TokenId>{first + 2}));
        QCOMPARE(ids("ab", true), (std::vector<text::TokenId>{1, first + 2}));
        // "_a" beats "ab" by its score, then nothing more fits.
        QCOMPARE(ids("aab", false), (std::vector<text::TokenId>{first, first + 1}));
        QCOMPARE(ids("b\n", false), (std::vector<text::TokenId>{first + 3, first + 5, 3 + '\n'}));
        QCOMPARE(ids("", false), std::vector<text::TokenId>{});
        QCOMPARE(tokenizer->end_token(), std::optional<text::TokenId>(2));
    }

    void callersTextNeverBecomesAControlToken() {
        auto tokenizer = text::Tokenizer::from_vocabulary(small_pieces());
        QVERIFY(tokenizer.ok());
        const auto literal = *tokenizer->encode("<s>a</s>", false, false);
        QVERIFY(std::none_of(literal.begin(), literal.end(), [&](auto id) { return tokenizer->is_control(id); }));
        QCOMPARE(*tokenizer->decode(literal, true), std::string("<s>a</s>"));
        const auto parsed = *tokenizer->encode("<s>a</s>", false, true);
        QCOMPARE(parsed.front(), text::TokenId{1});
        QCOMPARE(parsed.back(), text::TokenId{2});
        QCOMPARE(*tokenizer->decode(parsed, true), std::string("a"));
        QCOMPARE(*tokenizer->decode(parsed, false), std::string("<s> a</s>"));
    }

    void everyControlTokenOfRealVocabulariesIsTextWhenNotParsed_data() {
        if (!hasTestData()) QSKIP(no_test_data);
        QTest::addColumn<QString>("name");
        for (const char* name : {"llama-spm", "llama-bpe", "qwen2", "bert-bge", "command-r", "gemma-4", "deepseek-llm"})
            QTest::newRow(name) << name;
    }
    void everyControlTokenOfRealVocabulariesIsTextWhenNotParsed() {
        QFETCH(const QString, name);
        auto tokenizer = load(name.toStdString());
        QVERIFY2(tokenizer.ok(), tokenizer ? "" : tokenizer.error().message.c_str());
        std::size_t controls = 0;
        for (text::TokenId id = 0; id < tokenizer->size(); ++id) {
            if (!tokenizer->is_control(id)) continue;
            ++controls;
            QVERIFY(tokenizer->token_bytes(id).empty());
            const std::string spelling = tokenizer->token_text(id);
            auto literal = tokenizer->encode("x " + spelling + " y", false, false);
            QVERIFY2(literal.ok(), literal ? "" : literal.error().message.c_str());
            for (const text::TokenId found : *literal)
                QVERIFY2(!tokenizer->is_control(found), spelling.c_str());
            auto parsed = tokenizer->encode("x " + spelling + " y", false, true);
            QVERIFY(std::find(parsed->begin(), parsed->end(), id) != parsed->end());
        }
        QVERIFY(controls > 0);
    }

    void beginningAndEndFollowTheFileOrTheKindsHabit() {
        if (!hasTestData()) QSKIP(no_test_data);
        QCOMPARE(load("llama-spm")->encode("a", true, false)->front(), text::TokenId{1});
        QCOMPARE(load("llama-bpe")->encode("a", true, false)->front(), text::TokenId{128000});
        QCOMPARE(load("qwen2")->encode("a", true, false)->size(), std::size_t{1});
        const auto bert = *load("bert-bge")->encode("a", true, false);
        QCOMPARE(bert.front(), text::TokenId{101});
        QCOMPARE(bert.back(), text::TokenId{102});
        auto vocabulary = read_gguf_vocabulary(folder + "llama-bpe.gguf");
        vocabulary->add_bos_known = true;
        vocabulary->add_bos = false;
        vocabulary->add_eos_known = true;
        vocabulary->add_eos = true;
        const auto ids = *text::Tokenizer::from_vocabulary(*vocabulary)->encode("a", true, false);
        QCOMPARE(ids, (std::vector<text::TokenId>{64, 128001}));
    }

    void streamedTextEqualsTheWholeAndIsValid_data() {
        if (!hasTestData()) QSKIP(no_test_data);
        QTest::addColumn<QString>("name");
        for (const char* name : {"llama-spm", "gpt-2", "bert-bge", "qwen2", "gemma-4"})
            QTest::newRow(name) << name;
    }
    void streamedTextEqualsTheWholeAndIsValid() {
        QFETCH(const QString, name);
        auto tokenizer = load(name.toStdString());
        QVERIFY(tokenizer.ok());
        Random random(7);
        for (int round = 0; round < 2000; ++round) {
            std::vector<text::TokenId> ids(random.below(24));
            // Low ids are single bytes in most vocabularies: half characters and broken ones.
            for (text::TokenId& id : ids)
                id = static_cast<text::TokenId>(random.below(random.below(2) ? 300 : tokenizer->size()));
            text::Detokenizer stream(*tokenizer);
            std::string streamed;
            for (const text::TokenId id : ids) {
                const std::string piece = stream.push(id);
                QVERIFY(core::is_utf8(piece));
                streamed += piece;
            }
            streamed += stream.finish();
            QVERIFY(core::is_utf8(streamed));
            QCOMPARE(streamed, *tokenizer->decode(ids, true));
            QVERIFY(core::is_utf8(*tokenizer->decode(ids, false)));
        }
    }

    void randomTextSurvivesARoundTrip_data() {
        if (!hasTestData()) QSKIP(no_test_data);
        QTest::addColumn<QString>("name");
        // Vocabularies that normalise (NFC, lower case) or lack bytes cannot be here.
        for (const char* name : {"llama-spm", "llama-bpe", "gpt-2", "gemma-4", "phi-3"})
            QTest::newRow(name) << name;
    }
    void randomTextSurvivesARoundTrip() {
        QFETCH(const QString, name);
        auto tokenizer = load(name.toStdString());
        QVERIFY(tokenizer.ok());
        for (std::uint64_t index = 0; index < 3000; ++index) {
            const std::string text = random_text(99, index);
            auto ids = tokenizer->encode(text, false, false);
            QVERIFY2(ids.ok(), ids ? "" : ids.error().message.c_str());
            QCOMPARE(*tokenizer->decode(*ids, true), text);
            text::Detokenizer stream(*tokenizer);
            std::string streamed;
            for (const text::TokenId id : *ids)
                streamed += stream.push(id);
            QCOMPARE(streamed + stream.finish(), text);
        }
    }

    void brokenBytesBecomeOneReplacementForEachMaximalPart() {
        auto tokenizer = text::Tokenizer::from_vocabulary(small_pieces());
        QVERIFY(tokenizer.ok());
        const auto text_of = [&](std::initializer_list<int> bytes) {
            text::Detokenizer stream(*tokenizer);
            std::string text;
            for (const int byte : bytes)
                text += stream.push(static_cast<text::TokenId>(3 + byte));
            return text + "|" + stream.finish();
        };
        QCOMPARE(text_of({0xf0, 0x9f, 0xa6, 0x99}), std::string("\U0001f999|"));
        QCOMPARE(text_of({0xf0, 0x9f, 0xa6}), std::string("|\ufffd"));
        QCOMPARE(text_of({0xf0, 0x9f, 'x'}), std::string("\ufffdx|"));
        QCOMPARE(text_of({0xe0, 0x80, 0x80}), std::string("\ufffd\ufffd\ufffd|"));
        QCOMPARE(text_of({0xed, 0xa0, 0x80}), std::string("\ufffd\ufffd\ufffd|"));
        QCOMPARE(text_of({0xff, 0xc3, 0xa9}), std::string("\ufffd\u00e9|"));
    }

    void onlyTheFirstSpaceBelongsToTheVocabulary() {
        auto tokenizer = text::Tokenizer::from_vocabulary(small_pieces());
        const text::TokenId space_ab = 261;
        text::Detokenizer stream(*tokenizer);
        QCOMPARE(stream.push(1), std::string());
        QCOMPARE(stream.push(space_ab), std::string("ab"));
        QCOMPARE(stream.push(space_ab), std::string(" ab"));
        text::Vocabulary plain = small_pieces();
        plain.add_space_prefix = false;
        auto unprefixed = text::Tokenizer::from_vocabulary(plain);
        QCOMPARE(text::Detokenizer(*unprefixed).push(space_ab), std::string(" ab"));
        QCOMPARE(*unprefixed->decode(*unprefixed->encode("ab", false, false), true), std::string("ab"));
    }

    void invalidUtf8IsAnError() {
        auto tokenizer = text::Tokenizer::from_vocabulary(small_pieces());
        for (const char* text : {"\xff", "a\xc3", "\xed\xa0\x80", "\xc0\x80", "\xf5\x80\x80\x80"}) {
            auto ids = tokenizer->encode(text, false, false);
            QVERIFY(!ids.ok());
            QCOMPARE(ids.error().code, core::Code::invalid_argument);
        }
        QCOMPARE(tokenizer->decode(std::vector<text::TokenId>{1u << 30}, true).error().code,
                 core::Code::invalid_argument);
        QVERIFY(tokenizer->token_bytes(1u << 30).empty());
        QVERIFY(!tokenizer->is_control(1u << 30));
    }

    void readsATokenizerJson() {
        auto tokenizer = text::Tokenizer::from_json(core::as_bytes(small_json()));
        QVERIFY2(tokenizer.ok(), tokenizer ? "" : tokenizer.error().message.c_str());
        const auto ids = *tokenizer->encode("ab ab", false, false);
        QCOMPARE(ids, (std::vector<text::TokenId>{4, 4}));
        QCOMPARE(*tokenizer->decode(ids, true), std::string("ab ab"));
        QVERIFY(tokenizer->is_control(5));
        QCOMPARE(tokenizer->encode("ab<end>", false, true)->back(), text::TokenId{5});
    }
};

QTEST_GUILESS_MAIN(TestTokenizer)
#include "tst_text_tokenizer.moc"
