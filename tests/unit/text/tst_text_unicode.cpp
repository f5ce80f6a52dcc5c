// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "gguf_vocabulary.h"
#include "random_text.h"

#include <QFile>
#include <QTest>

#include <nlohmann/json.hpp>

using namespace hearth;
using Json = nlohmann::json;

namespace {

const QString model = QStringLiteral(HEARTH_CACHE_DIR "/models/SmolLM2-135M-Instruct.Q4_1.gguf");

/// The same vocabulary as a tokenizer.json, with the pre-tokeniser that the model's makers published.
std::string as_json(const text::Vocabulary& vocabulary) {
    Json json = {
        {"version", "1.0"},
        {"truncation", {{"max_length", 8}, {"stride", 0}, {"strategy", "LongestFirst"}, {"direction", "Right"}}}};
    json["decoder"] = {{"type", "ByteLevel"}, {"add_prefix_space", true}, {"trim_offsets", true}, {"use_regex", true}};
    json["pre_tokenizer"] = {
        {"type", "Sequence"},
        {"pretokenizers",
         {{{"type", "Digits"}, {"individual_digits", true}},
          {{"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", true}, {"use_regex", true}}}}};
    json["model"] = {{"type", "BPE"}, {"vocab", Json::object()}, {"merges", vocabulary.merges}};
    json["added_tokens"] = Json::array();
    for (std::size_t id = 0; id < vocabulary.tokens.size(); ++id) {
        json["model"]["vocab"][vocabulary.tokens[id]] = id;
        if (vocabulary.types[id] == 3)
            json["added_tokens"].push_back({{"id", id},
                                            {"content", vocabulary.tokens[id]},
                                            {"special", true},
                                            {"normalized", false},
                                            {"single_word", false},
                                            {"lstrip", false},
                                            {"rstrip", false}});
    }
    return json.dump();
}

} // namespace

class TestUnicode : public QObject {
    Q_OBJECT

    Json m_golden;
    text::Vocabulary m_vocabulary;

    /// Every block of the goldens' column, and the strings whose ids are written out.
    void compare(const text::Tokenizer& tokenizer, const char* column) {
        const std::uint64_t seed = m_golden["seed"], count = m_golden["count"], block = m_golden["block"];
        QCOMPARE(count, std::uint64_t{20000});
        for (const Json& entry : m_golden["explicit"]) {
            auto ids = tokenizer.encode(entry["text"].get<std::string>(), true, true);
            QVERIFY(ids.ok());
            QCOMPARE(*ids, entry[column].get<std::vector<text::TokenId>>());
        }
        for (std::uint64_t start = 0; start < count; start += block) {
            core::Bytes bytes;
            for (std::uint64_t index = start; index < start + block; ++index) {
                auto ids = tokenizer.encode(random_text(seed, index), true, true);
                QVERIFY2(ids.ok(), ids ? "" : ids.error().message.c_str());
                core::append_u32(bytes, static_cast<std::uint32_t>(ids->size()));
                for (const text::TokenId id : *ids)
                    core::append_u32(bytes, id);
            }
            const std::string expected = m_golden[column][start / block];
            QVERIFY2(core::sha256(bytes).hex() == expected,
                     qPrintable(QStringLiteral("the block of string %1 differs").arg(start)));
        }
    }

private slots:
    void initTestCase() {
        if (!QFile::exists(model)) QSKIP("The default model is not there. Run: installers/bootstrap test");
        QFile file(QStringLiteral(HEARTH_VECTORS_DIR "/text/unicode_goldens.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_golden = Json::parse(file.readAll().toStdString());
        auto vocabulary = read_gguf_vocabulary(model.toStdString());
        QVERIFY2(vocabulary.ok(), vocabulary ? "" : vocabulary.error().message.c_str());
        m_vocabulary = *vocabulary;
        QCOMPARE(m_vocabulary.pre, std::string("smollm"));
    }

    void theGeneratorMakesTheGoldensStrings() {
        for (std::size_t index = 0; index < m_golden["explicit"].size(); ++index)
            QCOMPARE(random_text(m_golden["seed"], index), m_golden["explicit"][index]["text"].get<std::string>());
    }

    /// Transformers does not read the pre-tokeniser's name; neither do we when there is none.
    void equalsTransformersGgufTokenizer() {
        text::Vocabulary unnamed = m_vocabulary;
        unnamed.pre.clear();
        auto tokenizer = text::Tokenizer::from_vocabulary(unnamed);
        QVERIFY(tokenizer.ok());
        compare(*tokenizer, "gpt2_pattern");
    }

    void equalsTransformersWithTheFilesOwnPreTokeniser() {
        auto tokenizer = text::Tokenizer::from_vocabulary(m_vocabulary);
        QVERIFY(tokenizer.ok());
        compare(*tokenizer, "own_pattern");
    }

    void aTokenizerJsonOfTheSameVocabularyGivesTheSame() {
        const std::string json = as_json(m_vocabulary);
        auto tokenizer = text::Tokenizer::from_json(core::as_bytes(json));
        QVERIFY2(tokenizer.ok(), tokenizer ? "" : tokenizer.error().message.c_str());
        compare(*tokenizer, "own_pattern");
    }
};

QTEST_GUILESS_MAIN(TestUnicode)
#include "tst_text_unicode.moc"
