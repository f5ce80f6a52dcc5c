// SPDX-License-Identifier: Apache-2.0
#include "gguf_vocabulary.h"
#include "random_text.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTest>

#include <nlohmann/json.hpp>

#include <algorithm>

using namespace hearth;
using Json = nlohmann::json;

namespace {

const std::string folder = HEARTH_CACHE_DIR "/testdata/vocab/ggml-vocab-";

core::Result<text::Tokenizer> load(const std::string& name) {
    HEARTH_TRY(const text::Vocabulary vocabulary, read_gguf_vocabulary(folder + name + ".gguf"));
    return text::Tokenizer::from_vocabulary(vocabulary);
}

/// A SentencePiece vocabulary of our own: the bytes, a few pieces, two control tokens.
text::Vocabulary small_pieces() {
    text::Vocabulary vocabulary;
    vocabulary.model = "llama";
    const auto add = [&](const std::string& token, float score, std::int32_t type) {
        vocabulary.tokens.push_back(token);
        vocabulary.scores.push_back(score);
        vocabulary.types.push_back(type);
    };
    add("<unk>", 0, 2);
    add("<s>", 0, 3);
    add("</s>", 0, 3);
    for (int byte = 0; byte < 256; ++byte) {
        char name[8];
        std::snprintf(name, sizeof name, "<0x%02X>", byte);
        add(name, 0, 6);
    }
    float score = -1;
    for (const char* piece : {"\u2581a", "ab", "\u2581ab", "\u2581", "a", "b", "<", "s", ">", "<s"})
        add(piece, score--, 1);
    vocabulary.bos = 1;
    vocabulary.eos = 2;
    vocabulary.unk = 0;
    return vocabulary;
}

/// A Unigram model whose control token is also a piece.
std::string small_json() {
    return R"json({
        "version": "1.0",
        "added_tokens": [{"id": 5, "content": "<end>", "special": true, "normalized": false, "single_word": false,
                          "lstrip": false, "rstrip": false}],
        "pre_tokenizer": {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always", "split": true},
        "decoder": {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always", "split": true},
        "model": {"type": "Unigram", "unk_id": 0, "byte_fallback": false,
                  "vocab": [["<unk>", 0.0], ["\u2581", -2.0], ["a", -3.0], ["b", -3.0], ["\u2581ab", -1.0],
                            ["<end>", -1.0]]}
    })json";
}

core::Code code_of_json(const std::string& json) {
    const auto tokenizer = text::Tokenizer::from_json(core::as_bytes(json));
    return tokenizer ? core::Code::internal : tokenizer.error().code;
}

} // namespace

class TestTokenizer : public QObject {
    Q_OBJECT

    static void needTestData() {
        if (!QDir(QStringLiteral(HEARTH_CACHE_DIR "/testdata/vocab")).exists())
            QSKIP("The test vocabularies are not there. Run: installers/bootstrap test");
    }

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
        QVERIFY(
            std::none_of(literal.begin(), literal.end(), [&](auto id) { return tokenizer->is_control(id); }));
        QCOMPARE(*tokenizer->decode(literal, true), std::string("<s>a</s>"));
        const auto parsed = *tokenizer->encode("<s>a</s>", false, true);
        QCOMPARE(parsed.front(), text::TokenId{1});
        QCOMPARE(parsed.back(), text::TokenId{2});
        QCOMPARE(*tokenizer->decode(parsed, true), std::string("a"));
        QCOMPARE(*tokenizer->decode(parsed, false), std::string("<s> a</s>"));
    }

    void everyControlTokenOfRealVocabulariesIsTextWhenNotParsed_data() {
        needTestData();
        QTest::addColumn<QString>("name");
        for (const char* name :
             {"llama-spm", "llama-bpe", "qwen2", "bert-bge", "command-r", "gemma-4", "deepseek-llm"})
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
        needTestData();
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
        needTestData();
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
        needTestData();
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

    void aMegabyteTakesReasonableTime_data() {
        needTestData();
        QTest::addColumn<QString>("name");
        for (const char* name :
             {"llama-spm", "llama-bpe", "gpt-2", "qwen2", "bert-bge", "gemma-4", "deepseek-llm", "falcon"})
            QTest::newRow(name) << name;
    }
    void aMegabyteTakesReasonableTime() {
        QFETCH(const QString, name);
        auto tokenizer = load(name.toStdString());
        QVERIFY(tokenizer.ok());
        const std::size_t size = 1 << 20;
        std::string words;
        while (words.size() < size)
            words += "The quick brown fox, number 1234, jumps over the lazy dog.\n";
        for (const std::string& text :
             {std::string(size, 'a'), std::string(size, ' ') + "x", std::string(size, '\n'),
              std::string(size, '!'), std::string(size, '7'), words}) {
            QElapsedTimer timer;
            timer.start();
            auto ids = tokenizer->encode(text, true, true);
            QVERIFY2(ids.ok(), ids ? "" : ids.error().message.c_str());
            QVERIFY2(timer.elapsed() < 20000, qPrintable(QString::number(timer.elapsed()) + " ms"));
        }
    }

    void tooLongATextIsRefused() {
        auto tokenizer = text::Tokenizer::from_vocabulary(small_pieces());
        QCOMPARE(tokenizer->encode(std::string(5u << 20, 'a'), false, false).error().code,
                 core::Code::too_large);
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

    /// Unigram pieces include the control tokens' spellings; such a text has no ordinary reading.
    void aModelThatCanOnlyReadAControlTokenRefuses() {
        auto tokenizer = text::Tokenizer::from_json(core::as_bytes(small_json()));
        auto ids = tokenizer->encode("<end>", false, false);
        QVERIFY(!ids.ok());
        QCOMPARE(ids.error().code, core::Code::refused);
    }

    void hostileTokenizerJsonEndsInASentence() {
        const std::string good = small_json();
        for (std::size_t length = 0; length < good.size(); length += 7)
            QCOMPARE(code_of_json(good.substr(0, length)), core::Code::corrupt);
        QCOMPARE(code_of_json("[]"), core::Code::corrupt);
        QCOMPARE(code_of_json("{\"model\":7}"), core::Code::corrupt);
        QCOMPARE(code_of_json("\xff\xfe"), core::Code::corrupt);
        QCOMPARE(code_of_json(std::string(200000, '[')), core::Code::corrupt);
        std::string nested = "{\"version\":\"1.0\",\"normalizer\":";
        for (int depth = 0; depth < 100000; ++depth)
            nested += "{\"type\":\"Sequence\",\"normalizers\":[";
        QCOMPARE(code_of_json(nested), core::Code::corrupt);
        const auto changed = [&](const char* where, const Json& value) {
            Json json = Json::parse(good);
            json[Json::json_pointer(where)] = value;
            return code_of_json(json.dump());
        };
        QCOMPARE(changed("/decoder", nullptr), core::Code::unsupported);
        QCOMPARE(
            changed("/decoder",
                    {{"type", "CTC"}, {"pad_token", "x"}, {"word_delimiter_token", "|"}, {"cleanup", true}}),
            core::Code::unsupported);
        QCOMPARE(changed("/model/vocab", "none"), core::Code::corrupt);
        QCOMPARE(changed("/model/unk_id", 4000), core::Code::corrupt);
        QCOMPARE(
            changed("/model", {{"type", "BPE"}, {"vocab", {{"a", 4294967295u}}}, {"merges", Json::array()}}),
            core::Code::too_large);
        QCOMPARE(
            changed("/model", {{"type", "BPE"}, {"vocab", {{"a", 1}}}, {"merges", Json::array({"a b"})}}),
            core::Code::corrupt);
        QCOMPARE(changed("/pre_tokenizer", {{"type", "Split"},
                                            {"pattern", {{"Regex", "(("}}},
                                            {"behavior", "Isolated"},
                                            {"invert", false}}),
                 core::Code::corrupt);
    }

    void aPatternThatTriesForEverGivesUp() {
        Json json = Json::parse(small_json());
        json["pre_tokenizer"] = {{"type", "Split"},
                                 {"pattern", {{"Regex", "(?:a|a)*(?:a|a)*(?:a|a)*c"}}},
                                 {"behavior", "Isolated"},
                                 {"invert", false}};
        auto tokenizer = text::Tokenizer::from_json(core::as_bytes(json.dump()));
        QVERIFY2(tokenizer.ok(), tokenizer ? "" : tokenizer.error().message.c_str());
        QElapsedTimer timer;
        timer.start();
        auto ids = tokenizer->encode(std::string(2000, 'a') + "bc", false, false);
        QVERIFY(!ids.ok());
        QCOMPARE(ids.error().code, core::Code::corrupt);
        QVERIFY2(timer.elapsed() < 30000, qPrintable(QString::number(timer.elapsed()) + " ms"));
        QVERIFY(tokenizer->encode("bb", false, false).ok());
    }

    void hostileVocabulariesEndInASentence() {
        const auto code = [](const std::function<void(text::Vocabulary&)>& spoil) {
            text::Vocabulary vocabulary = small_pieces();
            spoil(vocabulary);
            const auto tokenizer = text::Tokenizer::from_vocabulary(vocabulary);
            return tokenizer ? core::Code::internal : tokenizer.error().code;
        };
        QCOMPARE(code([](auto& v) { v.tokens.clear(); }), core::Code::corrupt);
        QCOMPARE(code([](auto& v) { v.scores.pop_back(); }), core::Code::corrupt);
        QCOMPARE(code([](auto& v) { v.scores[5] = std::numeric_limits<float>::quiet_NaN(); }),
                 core::Code::corrupt);
        QCOMPARE(code([](auto& v) { v.types.pop_back(); }), core::Code::corrupt);
        QCOMPARE(code([](auto& v) { v.tokens[5] = "\xff"; }), core::Code::corrupt);
        QCOMPARE(code([](auto& v) { v.model = "rwkv"; }), core::Code::unsupported);
        QCOMPARE(code([](auto& v) { v.pre = "made-up"; }), core::Code::unsupported);
        QCOMPARE(code([](auto& v) {
                     v.model = "gpt2";
                     v.pre = "made-up";
                 }),
                 core::Code::unsupported);
        QCOMPARE(code([](auto& v) {
                     v.model = "gpt2";
                     v.merges = {"nogap"};
                 }),
                 core::Code::corrupt);
        QCOMPARE(code([](auto& v) {
                     v.model = "gpt2";
                     v.merges = {"q zz"};
                 }),
                 core::Code::corrupt);
        QCOMPARE(code([](auto& v) {
                     v.model = "bert";
                     v.unk = -1;
                 }),
                 core::Code::corrupt);
        text::Vocabulary unknown = small_pieces();
        unknown.model = "gpt2";
        unknown.pre = "made-up";
        QVERIFY(text::Tokenizer::from_vocabulary(unknown).error().message.find("made-up") !=
                std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestTokenizer)
#include "tst_text_tokenizer.moc"
