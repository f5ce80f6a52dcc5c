// SPDX-License-Identifier: Apache-2.0
#include "compute/import_model.h"
#include "compute/pooled_decoder.h"
#include "core/file.h"
#include "forward.h"
#include "synthetic_model.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace hearth;
using compute::PooledDecoder;
using model::Pooling;
using test::Ids;
namespace fs = std::filesystem;

namespace {

const fs::path tiny_folder = HEARTH_TINY_DIR;

struct Folder {
    /// tiny/NAME as a folder of sentence-transformers, pooled as `mode` says.
    Folder(const char* name, const QByteArray& mode, bool normalised = true) {
        const QDir original(QString::fromStdString((tiny_folder / name).string()));
        for (const QString& file : original.entryList(QDir::Files))
            if (!QFile::copy(original.filePath(file), path.filePath(file))) qFatal("%s", qPrintable(file));
        QByteArray modules = R"([{"idx":0,"name":"0","path":"","type":"sentence_transformers.models.Transformer"},)"
                             R"({"idx":1,"name":"1","path":"1_Pooling","type":"sentence_transformers.models.Pooling"})";
        if (normalised)
            modules += R"(,{"idx":2,"name":"2","path":"2_Normalize","type":"sentence_transformers.models.Normalize"})";
        QDir(path.path()).mkpath("1_Pooling");
        write("modules.json", modules + "]");
        write("1_Pooling/config.json", R"({"word_embedding_dimension": 64, ")" + mode + R"(": true})");
    }
    void write(const char* name, const QByteArray& bytes) const {
        QFile file(path.filePath(QLatin1String(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("%s", name);
    }
    fs::path where() const { return path.path().toStdString(); }
    QTemporaryDir path;
};

std::unique_ptr<PooledDecoder> pooled(const test::SyntheticModel& model, std::size_t pages, unsigned threads) {
    using namespace compute;
    auto team = std::make_unique<exact::ThreadTeam>(threads);
    auto weights = Weights::load(model, Precision::fp32, *team, {});
    auto cache = exact::PageBuffer::allocate(pages * KvLayout(model.config(), Precision::fp32).page_bytes);
    if (!weights || !cache) qFatal("The decoder cannot be loaded.");
    auto decoder =
        std::make_unique<Decoder>(model.config(), std::move(*weights), std::move(*cache), *team, best_kernels());
    return std::make_unique<PooledDecoder>(model.config(), std::nullopt, std::move(team), std::move(decoder), 0);
}

/// From the definition, in double precision.
std::vector<double> expected(const test::SyntheticModel& model, const Ids& ids) {
    const auto states = test::reference_states(model, ids);
    const bool all = model.config().encoder->pooling == Pooling::mean;
    std::vector<double> made(model.config().hidden);
    for (std::size_t row = all ? 0 : states.size() - 1; row < states.size(); ++row)
        for (std::size_t i = 0; i < made.size(); ++i)
            made[i] += states[row][i] / (all ? static_cast<double>(states.size()) : 1.0);
    double squares = 0.0;
    for (const double value : made)
        squares += value * value;
    if (model.config().encoder->normalised)
        for (double& value : made)
            value /= std::sqrt(squares);
    return made;
}

double apart(const std::vector<double>& right, const std::vector<float>& ours) {
    double worst = right.size() == ours.size() ? 0.0 : INFINITY;
    for (std::size_t i = 0; i < right.size() && i < ours.size(); ++i)
        worst = std::max(worst, std::abs(right[i] - static_cast<double>(ours[i])));
    return worst;
}

} // namespace

/// Vectors of texts by a decoder.
class TestComputePooling : public QObject {
    Q_OBJECT

private slots:
    void everyShapeAgreesWithTheDefinition_data() { test::add_shapes(); }
    void everyShapeAgreesWithTheDefinition() {
        QFETCH(model::ModelConfig, config);
        for (const Pooling pooling : {Pooling::mean, Pooling::last})
            for (const bool normalised : {true, false}) {
                config.encoder = model::EncoderShape{pooling, normalised, 0, 0};
                const test::SyntheticModel model(config);
                const auto decoder = pooled(model, 8, 2);
                for (const std::size_t length : {1, 7, 200}) { // the last in two steps
                    const Ids ids = test::some_ids(length, config.vocab);
                    const auto vector = decoder->embed(ids);
                    QVERIFY2(vector.ok(), vector ? "" : vector.error().message.c_str());
                    const double worst = apart(expected(model, ids), *vector);
                    QVERIFY2(worst < 1e-4, qPrintable(QString("%1 tokens: %2").arg(length).arg(worst)));
                }
            }
    }

    void oneVectorDoesNotDependOnTheLastNorOnThreads() {
        model::ModelConfig config = test::small_config();
        config.encoder = model::EncoderShape{Pooling::last, true, 0, 0};
        const test::SyntheticModel model(config);
        const auto decoder = pooled(model, 8, 1), other = pooled(model, 8, 3);
        const Ids one = test::some_ids(170, config.vocab), between = test::some_ids(9, config.vocab, 3);
        const auto first = decoder->embed(one), else_where = other->embed(one);
        QVERIFY(first.ok() && else_where.ok() && decoder->embed(between).ok());
        QCOMPARE(*else_where, *first);
        QCOMPARE(*decoder->embed(one), *first);
    }

    void whatCannotBeReadIsRefused() {
        model::ModelConfig config = test::small_config();
        config.encoder = model::EncoderShape{Pooling::mean, true, 0, 0};
        const test::SyntheticModel model(config);
        const auto decoder = pooled(model, 2, 1);
        QCOMPARE(decoder->longest(), 2 * inference::page_tokens);
        QCOMPARE(decoder->embed({}).error().code, core::Code::invalid_argument);
        const Ids unknown{1, config.vocab};
        QCOMPARE(decoder->embed(unknown).error().code, core::Code::invalid_argument);
        const auto refused = decoder->embed(test::some_ids(129, config.vocab));
        QCOMPARE(refused.error().code, core::Code::too_large);
        QVERIFY(refused.error().message.find("128") != std::string::npos);
        QVERIFY(decoder->embed(test::some_ids(128, config.vocab)).ok());
    }

    void itsFolderSaysHowAndTheManifestKeepsIt_data() {
        QTest::addColumn<QByteArray>("mode");
        QTest::addColumn<int>("pooling");
        QTest::addColumn<bool>("normalised");
        QTest::newRow("last") << QByteArray("pooling_mode_lasttoken") << static_cast<int>(Pooling::last) << true;
        QTest::newRow("mean") << QByteArray("pooling_mode_mean_tokens") << static_cast<int>(Pooling::mean) << false;
    }
    void itsFolderSaysHowAndTheManifestKeepsIt() {
        QFETCH(QByteArray, mode);
        QFETCH(int, pooling);
        QFETCH(bool, normalised);
        const Folder folder("qwen3", mode, normalised);
        const auto source = model::open_source(folder.where());
        QVERIFY2(source.ok(), source ? "" : source.error().message.c_str());
        QVERIFY((*source)->text().chat_template.empty()); // it has no conversations
        const auto nothing = [](const std::string&, core::ByteView) { return true; };
        const auto manifest = compute::import_model(**source, folder.where(), {}, nothing, {});
        QVERIFY2(manifest.ok(), manifest ? "" : manifest.error().message.c_str());
        QCOMPARE(manifest->profiles, std::vector<std::string>{"fp32"});
        QCOMPARE(manifest->config.arch, std::string("qwen3"));
        QVERIFY(manifest->config.encoder.has_value());
        QCOMPARE(static_cast<int>(manifest->config.encoder->pooling), pooling);
        QCOMPARE(manifest->config.encoder->normalised, normalised);
        QVERIFY(core::write_file_atomic(folder.where() / "manifest.cbor", manifest->encode()).ok());
        const auto loaded = compute::load_embedder(folder.where(), "fp32", {1, 0}, {});
        QVERIFY2(loaded.ok(), loaded ? "" : loaded.error().message.c_str());
        QVERIFY(*loaded != nullptr);
        const auto ids = (*loaded)->tokenizer().encode("A text.", true, false);
        QVERIFY(ids.ok());
        QCOMPARE((*loaded)->embed(*ids)->size(), std::size_t{manifest->config.hidden});
        QCOMPARE(compute::load_embedder(folder.where(), "ci8.1", {1, 0}, {}).error().code, core::Code::unsupported);
    }

    void otherPoolingIsRefusedByName() {
        const auto refused = [](const fs::path& folder, const char* word) {
            const auto source = model::open_source(folder);
            return !source && source.error().code == core::Code::unsupported &&
                   source.error().message.find(word) != std::string::npos;
        };
        const Folder first("llama-tied", "pooling_mode_cls_token");
        QVERIFY(refused(first.where(), "pooling_mode_cls_token"));
        const Folder both_ways("llama-tied", "pooling_mode_mean_tokens");
        QFile config(both_ways.path.filePath("config.json"));
        QVERIFY(config.open(QIODevice::ReadOnly));
        QByteArray text = config.readAll();
        config.close();
        text.insert(text.indexOf('{') + 1, R"("is_causal": false, )");
        both_ways.write("config.json", text);
        QVERIFY(refused(both_ways.where(), "is_causal"));
        const auto chat = model::open_source(tiny_folder / "llama-tied");
        QVERIFY(chat.ok());
        QVERIFY(!(*chat)->config().encoder);
        QCOMPARE(PooledDecoder::of(**chat, {1, 0}, {}).error().code, core::Code::unsupported);
    }
};

QTEST_GUILESS_MAIN(TestComputePooling)
#include "tst_compute_pooling.moc"
