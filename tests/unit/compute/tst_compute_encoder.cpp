// SPDX-License-Identifier: Apache-2.0
#include "compute/encoder.h"
#include "compute/import_check.h"
#include "compute/import_model.h"
#include "core/file.h"
#include "embedding_vectors.h"
#include "text/tokenizer.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace hearth;
using namespace hearth::test;
using compute::Encoder;
namespace fs = std::filesystem;

namespace {

constexpr double tolerance = 1e-4;
const fs::path tiny_folder = HEARTH_TINY_DIR;

std::unique_ptr<Encoder> opened(const fs::path& folder, const std::string& isa = {}, unsigned threads = 2) {
    const auto source = model::open_source(folder);
    if (!source) qFatal("%s", source.error().message.c_str());
    auto encoder = Encoder::of(**source, threads, isa, {});
    if (!encoder) qFatal("%s", encoder.error().message.c_str());
    return std::move(*encoder);
}

/// Every text of a model's rows: its ids and its vector.
void compare(Encoder& encoder, const char* rows) {
    const auto texts = embedded_texts(rows);
    QVERIFY(!texts.empty());
    for (const EmbeddedText& row : texts) {
        const auto ids = encoder.tokenizer().encode(row.text.toStdString(), true, false);
        QVERIFY(ids.ok());
        QCOMPARE(*ids, row.ids);
        const auto vector = encoder.embed(*ids);
        QVERIFY(vector.ok());
        const double most = apart(row.vector, *vector);
        QVERIFY2(most < tolerance, qPrintable(row.text + QStringLiteral(": %1").arg(most)));
    }
}

/// A copy of the tiny encoder in which one file says something else.
struct ChangedFolder {
    ChangedFolder(const QString& file, const QByteArray& from, const QByteArray& to) {
        const QDir original(QString::fromStdString(tiny_folder.string()) + "/bert");
        QDir(folder.path()).mkpath("1_Pooling");
        for (const QString& name : {QStringLiteral("config.json"), QStringLiteral("modules.json"),
                                    QStringLiteral("sentence_bert_config.json"), QStringLiteral("tokenizer.json"),
                                    QStringLiteral("model.safetensors"), QStringLiteral("1_Pooling/config.json")}) {
            QFile in(original.filePath(name)), out(folder.filePath(name));
            if (!in.open(QIODevice::ReadOnly) || !out.open(QIODevice::WriteOnly)) qFatal("%s", qPrintable(name));
            QByteArray bytes = in.readAll();
            if (name == file) {
                if (!bytes.contains(from)) qFatal("nothing to change in %s", qPrintable(name));
                bytes.replace(from, to);
            }
            out.write(bytes);
        }
    }
    fs::path path() const { return folder.path().toStdString(); }
    QTemporaryDir folder;
};

} // namespace

class TestComputeEncoder : public QObject {
    Q_OBJECT

private slots:
    void vectorsAreThoseOfAnotherImplementation() {
        for (const auto isa : compute::available_kernels()) {
            if (isa == "avx512bf16") continue;
            for (const unsigned threads : {1U, 3U}) {
                compare(*opened(tiny_folder / "bert", std::string(isa), threads), "tiny");
                compare(*opened(tiny_folder / "bert-cls", std::string(isa), threads), "tiny-cls");
            }
        }
    }

    void miniLmGivesThePublishedVectors() {
        const QString folder = minilm_folder();
        if (folder.isEmpty()) QSKIP(no_minilm);
        compare(*opened(folder.toStdString()), "minilm");
    }

    void oneVectorDoesNotDependOnTheLast() {
        const auto encoder = opened(tiny_folder / "bert");
        const std::vector<std::uint32_t> one{2, 5, 6, 3}, other{2, 9, 3};
        const auto first = encoder->embed(one), between = encoder->embed(other), again = encoder->embed(one);
        QVERIFY(first.ok() && between.ok() && again.ok());
        QCOMPARE(*again, *first);
        QVERIFY(*between != *first);
    }

    void whatCannotBeReadIsRefused() {
        const auto encoder = opened(tiny_folder / "bert");
        QCOMPARE(encoder->embed({}).error().code, core::Code::invalid_argument);
        const std::vector<std::uint32_t> unknown{2, 1'000'000, 3}, longer(33, 5), longest(32, 5);
        QCOMPARE(encoder->embed(unknown).error().code, core::Code::invalid_argument);
        const auto refused = encoder->embed(longer);
        QCOMPARE(refused.error().code, core::Code::too_large);
        QVERIFY(refused.error().message.find("33") != std::string::npos);
        QVERIFY(refused.error().message.find("32") != std::string::npos);
        QVERIFY(encoder->embed(longest).ok());
    }

    void settingsThatAreNotMadeHereAreNamed_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::newRow("model_type") << "config.json" << QByteArray("\"bert\"") << QByteArray("\"xlm-roberta\"");
        QTest::newRow("hidden_act") << "config.json" << QByteArray("\"gelu\"") << QByteArray("\"gelu_new\"");
        QTest::newRow("position_embedding_type")
            << "config.json" << QByteArray("\"absolute\"") << QByteArray("\"relative_key\"");
        QTest::newRow("Dense") << "modules.json" << QByteArray(".Normalize") << QByteArray(".Dense");
        QTest::newRow("../x") << "modules.json" << QByteArray("1_Pooling") << QByteArray("../x");
        QTest::newRow("pooling_mode_max_tokens")
            << "1_Pooling/config.json" << QByteArray("\"pooling_mode_max_tokens\": false")
            << QByteArray("\"pooling_mode_max_tokens\": true");
        QTest::newRow("do_lower_case") << "sentence_bert_config.json" << QByteArray("\"do_lower_case\": false")
                                       << QByteArray("\"do_lower_case\": true");
    }
    void settingsThatAreNotMadeHereAreNamed() {
        QFETCH(QString, file);
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        const ChangedFolder changed(file, from, to);
        const auto source = model::open_source(changed.path());
        QVERIFY(!source.ok());
        QCOMPARE(source.error().code, core::Code::unsupported);
        const QString message = QString::fromStdString(source.error().message);
        QVERIFY2(message.contains(QString::fromUtf8(QTest::currentDataTag())), qPrintable(message));
        QVERIFY(!source.error().hint.empty());
    }

    void lengthsThatItsMakerNamesAreRead() {
        const ChangedFolder changed(QStringLiteral("config.json"), "\"hidden_act\"",
                                    "\"matryoshka_dimensions\": [4, 2, 4, 0, 1000000], \"hidden_act\"");
        const auto source = model::open_source(changed.path());
        QVERIFY2(source.ok(), source.ok() ? "" : source.error().message.c_str());
        QCOMPARE((*source)->config().encoder->shorter, (std::vector<std::uint32_t>{2, 4}));
        const ChangedFolder wrong(QStringLiteral("config.json"), "\"hidden_act\"",
                                  "\"matryoshka_dimensions\": 4, \"hidden_act\"");
        QVERIFY(!model::open_source(wrong.path()).ok());
    }

    void aDifferentShapeIsCorrupt() {
        const ChangedFolder changed("config.json", "\"vocab_size\": 70", "\"vocab_size\": 71");
        const auto source = model::open_source(changed.path());
        QVERIFY(!source.ok());
        QCOMPARE(source.error().code, core::Code::corrupt);
        QVERIFY(source.error().message.find("embeddings.word_embeddings.weight") != std::string::npos);
    }

    void anImportKnowsWhatTheModelIs() {
        const auto source = model::open_source(tiny_folder / "bert");
        QVERIFY(source.ok());
        QVERIFY(compute::check_source(**source).ok());
        const auto nothing = [](const std::string&, core::ByteView) { return true; };
        const auto manifest = compute::import_model(**source, tiny_folder / "bert", {}, nothing, {});
        QVERIFY2(manifest.ok(), manifest ? "" : manifest.error().message.c_str());
        QCOMPARE(manifest->profiles, std::vector<std::string>{"fp32"});
        QVERIFY(manifest->config.encoder.has_value());
        QCOMPARE(manifest->config.context, 32U);
        const auto read = model::Manifest::decode(manifest->encode());
        QVERIFY(read.ok());
        QVERIFY(read->config.encoder == manifest->config.encoder);
        QCOMPARE(read->encode(), manifest->encode());
        model::Manifest shorter = *manifest;
        const auto again = [&](std::vector<std::uint32_t> lengths) {
            shorter.config.encoder->shorter = std::move(lengths);
            return model::Manifest::decode(shorter.encode());
        };
        const auto cut = again({2, 4});
        QVERIFY(cut.ok() && cut->config.encoder == shorter.config.encoder && cut->encode() == shorter.encode());
        for (const std::vector<std::uint32_t>& wrong :
             {std::vector<std::uint32_t>{4, 2}, {2, 2}, {0, 2}, {manifest->config.hidden}})
            QVERIFY(!again(wrong).ok());
        const auto other = compute::import_model(**source, tiny_folder / "bert", "ci8.1", nothing, {});
        QCOMPARE(other.error().code, core::Code::invalid_argument);
    }

    void aStoredFolderIsLoadedAndADecoderIsNone() {
        const ChangedFolder stored("config.json", "tiny-bert", "tiny-bert");
        const auto source = model::open_source(stored.path());
        const auto manifest = model::build_manifest(**source, stored.path(), {});
        QVERIFY(manifest.ok());
        QVERIFY(core::write_file_atomic(stored.path() / "manifest.cbor", manifest->encode()).ok());
        const auto encoder = compute::load_embedder(stored.path(), "fp32", {1, 0}, {});
        QVERIFY2(encoder.ok(), encoder ? "" : encoder.error().message.c_str());
        QVERIFY(*encoder != nullptr);
        QCOMPARE(compute::load_embedder(stored.path(), "bf16", {1, 0}, {}).error().code, core::Code::unsupported);
        const auto decoder = model::open_source(tiny_folder / "llama-tied");
        QVERIFY(decoder.ok());
        QCOMPARE(Encoder::of(**decoder, 1, {}, {}).error().code, core::Code::unsupported);
    }
};

QTEST_GUILESS_MAIN(TestComputeEncoder)
#include "tst_compute_encoder.moc"
