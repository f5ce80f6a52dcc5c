// SPDX-License-Identifier: Apache-2.0
#include "gguf_vocabulary.h"

#include <QDir>
#include <QTest>
#include <QTextStream>

#include <map>

using namespace hearth;

namespace {

const QString folder = QStringLiteral(HEARTH_CACHE_DIR "/testdata/vocab");

/// Vocabularies that must give the ids that stand beside them.
const QStringList supported = {
    "bert-bge",  "command-r", "deepseek-coder", "deepseek-llm", "falcon", "gemma-4", "gpt-2",     "llama-bpe",
    "llama-spm", "mpt",       "phi-3",          "qwen2",        "qwen35", "refact",  "starcoder",
};
/// Vocabularies that load but have no expected ids beside them.
const QStringList without_ids = {"aquila", "baichuan", "gpt-neox"};
/// Vocabularies that are refused, and the word that the refusal must hold.
const std::map<QString, QString> refused = {
    {"nomic-bert-moe", "t5"}, // Unigram with a compiled normaliser that GGUF holds as a blob
};

std::string file_of(const QString& name) {
    return (folder + "/ggml-vocab-" + name + ".gguf").toStdString();
}

QByteArray content(const QString& file) {
    QFile source(file);
    return source.open(QIODevice::ReadOnly) ? source.readAll() : QByteArray();
}

} // namespace

class TestVocabularies : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        if (!QDir(folder).exists()) QSKIP("The test vocabularies are not there. Run: installers/bootstrap test");
    }

    void everyVocabularyOfTheTestDataHasItsPlace() {
        for (const QFileInfo& file : QDir(folder).entryInfoList({"ggml-vocab-*.gguf"})) {
            const QString name = file.completeBaseName().mid(11);
            const bool listed = supported.contains(name) || without_ids.contains(name) || refused.contains(name);
            QVERIFY2(listed, qPrintable(name + " is in no list of this test"));
        }
    }

    void expectedIds_data() {
        QTest::addColumn<QString>("name");
        for (const QString& name : supported)
            QTest::newRow(qPrintable(name)) << name;
    }
    void expectedIds() {
        QFETCH(const QString, name);
        auto vocabulary = read_gguf_vocabulary(file_of(name));
        QVERIFY2(vocabulary.ok(), vocabulary ? "" : vocabulary.error().message.c_str());
        auto tokenizer = text::Tokenizer::from_vocabulary(*vocabulary);
        QVERIFY2(tokenizer.ok(), tokenizer ? "" : tokenizer.error().message.c_str());

        const QString base = QString::fromStdString(file_of(name));
        const std::string input = content(base + ".inp").toStdString();
        const QList<QByteArray> output = content(base + ".out").split('\n');
        const std::string mark = "\n__ggml_vocab_test__\n";
        qsizetype entry = 0;
        for (std::size_t start = 0; start < input.size(); ++entry) {
            const std::size_t end = input.find(mark, start);
            if (end == std::string::npos) break;
            const std::string text = input.substr(start, end - start);
            start = end + mark.size();
            auto ids = tokenizer->encode(text, false, false);
            QVERIFY2(ids.ok(), ids ? "" : ids.error().message.c_str());
            QByteArray found;
            for (const text::TokenId id : *ids)
                found += ' ' + QByteArray::number(id);
            QVERIFY(entry < output.size());
            QVERIFY2(found.trimmed() == output[entry].trimmed(),
                     qPrintable(QStringLiteral("entry %1 %2: expected %3, found %4")
                                    .arg(entry)
                                    .arg(QString::fromStdString(text).left(60), output[entry], found)));
        }
        QVERIFY2(entry >= 40, "fewer entries than the format promises");
    }

    void vocabulariesWithoutExpectedIdsSurviveARoundTrip_data() {
        QTest::addColumn<QString>("name");
        for (const QString& name : without_ids)
            QTest::newRow(qPrintable(name)) << name;
    }
    void vocabulariesWithoutExpectedIdsSurviveARoundTrip() {
        QFETCH(const QString, name);
        auto vocabulary = read_gguf_vocabulary(file_of(name));
        QVERIFY(vocabulary.ok());
        auto tokenizer = text::Tokenizer::from_vocabulary(*vocabulary);
        QVERIFY2(tokenizer.ok(), tokenizer ? "" : tokenizer.error().message.c_str());
        const std::string text = "Grüße, 世界! 12345 \t\n🦙 don't";
        auto ids = tokenizer->encode(text, false, false);
        QVERIFY(ids.ok());
        auto back = tokenizer->decode(*ids, false);
        QVERIFY(back.ok());
        QCOMPARE(*back, text);
    }

    void othersAreRefusedByName() {
        for (const auto& [name, reason] : refused) {
            auto vocabulary = read_gguf_vocabulary(file_of(name));
            QVERIFY2(vocabulary.ok(), qPrintable(name));
            auto tokenizer = text::Tokenizer::from_vocabulary(*vocabulary);
            QVERIFY2(!tokenizer.ok(), qPrintable(name));
            QCOMPARE(tokenizer.error().code, core::Code::unsupported);
            QVERIFY2(QString::fromStdString(tokenizer.error().message).contains(reason),
                     tokenizer.error().message.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestVocabularies)
#include "tst_text_vocabularies.moc"
