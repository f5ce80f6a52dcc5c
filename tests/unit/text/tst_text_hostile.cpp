// SPDX-License-Identifier: Apache-2.0
#include "full_run.h"
#include "gguf_vocabulary.h"
#include "small_vocabulary.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTest>

#include <nlohmann/json.hpp>

#include <functional>
#include <limits>

using namespace hearth;
using Json = nlohmann::json;

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

core::Code code_of_json(const std::string& json) {
    const auto tokenizer = text::Tokenizer::from_json(core::as_bytes(json));
    return tokenizer ? core::Code::internal : tokenizer.error().code;
}

} // namespace

class TestHostileTokenizers : public QObject {
    Q_OBJECT

private slots:
    void aMegabyteTakesReasonableTime_data() {
        if (!hasTestData()) QSKIP(no_test_data);
        QTest::addColumn<QString>("name");
        for (const char* name :
             {"llama-spm", "llama-bpe", "gpt-2", "qwen2", "bert-bge", "gemma-4", "deepseek-llm", "falcon"})
            QTest::newRow(name) << name;
    }

    void aMegabyteTakesReasonableTime() {
        QFETCH(const QString, name);
        auto tokenizer = load(name.toStdString());
        QVERIFY(tokenizer.ok());
        // One of each kind takes all of it; those of the same kind split words by other patterns.
        const bool first_of_kind = name == "llama-spm" || name == "gpt-2" || name == "bert-bge";
        const std::size_t size = first_of_kind ? 1 << 20 : test::sampled(1 << 17, 1 << 20);
        std::string words;
        while (words.size() < size)
            words += "The quick brown fox, number 1234, jumps over the lazy dog.\n";
        for (const std::string& text : {std::string(size, 'a'), std::string(size, ' ') + "x", std::string(size, '\n'),
                                        std::string(size, '!'), std::string(size, '7'), words}) {
            QElapsedTimer timer;
            timer.start();
            auto ids = tokenizer->encode(text, true, true);
            QVERIFY2(ids.ok(), ids ? "" : ids.error().message.c_str());
            QVERIFY2(timer.elapsed() < 60000, qPrintable(QString::number(timer.elapsed()) + " ms"));
        }
    }

    void tooLongATextIsRefused() {
        auto tokenizer = text::Tokenizer::from_vocabulary(small_pieces());
        QCOMPARE(tokenizer->encode(std::string(5u << 20, 'a'), false, false).error().code, core::Code::too_large);
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
        QCOMPARE(changed("/decoder",
                         {{"type", "CTC"}, {"pad_token", "x"}, {"word_delimiter_token", "|"}, {"cleanup", true}}),
                 core::Code::unsupported);
        QCOMPARE(changed("/model/vocab", "none"), core::Code::corrupt);
        QCOMPARE(changed("/model/unk_id", 4000), core::Code::corrupt);
        QCOMPARE(changed("/model", {{"type", "BPE"}, {"vocab", {{"a", 4294967295u}}}, {"merges", Json::array()}}),
                 core::Code::too_large);
        QCOMPARE(changed("/model", {{"type", "BPE"}, {"vocab", {{"a", 1}}}, {"merges", Json::array({"a b"})}}),
                 core::Code::corrupt);
        QCOMPARE(
            changed("/pre_tokenizer",
                    {{"type", "Split"}, {"pattern", {{"Regex", "(("}}}, {"behavior", "Isolated"}, {"invert", false}}),
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
        QCOMPARE(code([](auto& v) { v.scores[5] = std::numeric_limits<float>::quiet_NaN(); }), core::Code::corrupt);
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
        QVERIFY(text::Tokenizer::from_vocabulary(unknown).error().message.find("made-up") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestHostileTokenizers)
#include "tst_text_hostile.moc"
