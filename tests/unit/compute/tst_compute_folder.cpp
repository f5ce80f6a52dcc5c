// SPDX-License-Identifier: Apache-2.0
#include "compute/embedder.h"
#include "compute/folder.h"
#include "core/file.h"
#include "gguf_edit.h"
#include "harness.h"
#include "text/tokenizer.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

using namespace hearth;

/// Loading from a model's own folder: honest, damaged and too large.
class TestFolder : public QObject {
    Q_OBJECT

private slots:
    void bothKindsOfModelLoad_data();
    void bothKindsOfModelLoad();
    void truncatedWeightsAreCorrupt_data();
    void truncatedWeightsAreCorrupt();
    void aMissingFileIsNamed();
    void garbageManifestsAreRefused();
    void aManifestOfAnotherModelIsRefused();
    void tooLittleMemoryNamesBothNumbers();
    void anAddressSpaceLimitIsSeen();
    void unknownProfilesAndKernelsAreRefused();
    void loadingReportsProgressAndStops();
    void aModelWithoutTemplateCompletesButDoesNotChat();
    void whatWasImportedForTextsStaysSo();

private:
    /// A model's files with their manifest in a folder of their own.
    static bool make_folder(const QTemporaryDir& folder, const std::string& name);
    static core::Code load_code(const QTemporaryDir& folder, std::string* message = nullptr);
};

bool TestFolder::make_folder(const QTemporaryDir& folder, const std::string& name) {
    const auto source = model::open_source(test::tiny_model(name));
    if (!source) return false;
    const std::filesystem::path from(test::tiny_model(name)), to(folder.path().toStdString());
    const auto root = std::filesystem::is_directory(from) ? from : from.parent_path();
    const auto manifest = model::build_manifest(**source, root, {});
    if (!manifest) return false;
    for (const auto& file : manifest->files)
        std::filesystem::copy_file(root / file.path, to / file.path);
    return core::write_file_atomic(to / "manifest.cbor", manifest->encode()).ok();
}

core::Code TestFolder::load_code(const QTemporaryDir& folder, std::string* message) {
    const auto engine = compute::Engine::load(folder.path().toStdString(), {.profile = "fp32"}, {});
    if (engine) return core::Code::internal;
    if (message != nullptr) *message = engine.error().message;
    return engine.error().code;
}

void TestFolder::bothKindsOfModelLoad_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("folder") << "qwen2";
    QTest::newRow("gguf") << "llama-tied-q4_1.gguf";
}

void TestFolder::bothKindsOfModelLoad() {
    QFETCH(const QString, name);
    const QTemporaryDir folder;
    QVERIFY(make_folder(folder, name.toStdString()));
    const auto engine = compute::Engine::load(folder.path().toStdString(), {.profile = "fp32"}, {});
    QVERIFY2(engine.ok(), engine ? "" : engine.error().message.c_str());
    const auto golden = test::read_goldens(name.toStdString()).front();
    test::Collector collector(**engine);
    QVERIFY(collector.submit(test::greedy(golden.prompt, 64)).ok());
    collector.run();
    QCOMPARE(collector[0].end->output_ids, golden.greedy);
}

void TestFolder::truncatedWeightsAreCorrupt_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("file");
    QTest::newRow("folder") << "qwen2"
                            << "model.safetensors";
    QTest::newRow("gguf") << "llama-tied-q4_1.gguf"
                          << "llama-tied-q4_1.gguf";
}

void TestFolder::truncatedWeightsAreCorrupt() {
    QFETCH(const QString, name);
    QFETCH(const QString, file);
    const QTemporaryDir folder;
    QVERIFY(make_folder(folder, name.toStdString()));
    QFile weights(folder.filePath(file));
    const qint64 size = weights.size();
    for (const qint64 shorter : {size - 1, size / 2, qint64{0}}) {
        QVERIFY(weights.resize(shorter));
        std::string message;
        QCOMPARE(load_code(folder, &message), core::Code::corrupt);
        QVERIFY2(message.find(std::to_string(size)) != std::string::npos, message.c_str());
        QVERIFY2(message.find(std::to_string(shorter)) != std::string::npos, message.c_str());
    }
}

void TestFolder::aMissingFileIsNamed() {
    const QTemporaryDir folder;
    QVERIFY(make_folder(folder, "qwen2"));
    QVERIFY(QFile::remove(folder.filePath("tokenizer.json")));
    std::string message;
    QCOMPARE(load_code(folder, &message), core::Code::corrupt);
    QVERIFY2(message.find("tokenizer.json") != std::string::npos, message.c_str());
}

void TestFolder::garbageManifestsAreRefused() {
    const QTemporaryDir folder;
    QCOMPARE(load_code(folder), core::Code::not_found);
    QVERIFY(make_folder(folder, "qwen2"));
    QFile manifest(folder.filePath("manifest.cbor"));
    QVERIFY(manifest.open(QIODevice::ReadWrite));
    const QByteArray honest = manifest.readAll();
    for (const QByteArray& bytes :
         {QByteArray(), QByteArray(500, '\xff'), honest.first(honest.size() / 2), honest + '\0'}) {
        QVERIFY(manifest.resize(0) && manifest.seek(0));
        QCOMPARE(manifest.write(bytes), bytes.size());
        QVERIFY(manifest.flush());
        QVERIFY(load_code(folder) != core::Code::internal);
    }
}

void TestFolder::aManifestOfAnotherModelIsRefused() {
    const QTemporaryDir folder, other;
    QVERIFY(make_folder(folder, "qwen2") && make_folder(other, "llama-tied"));
    QVERIFY(QFile::remove(folder.filePath("manifest.cbor")));
    QVERIFY(QFile::copy(other.filePath("manifest.cbor"), folder.filePath("manifest.cbor")));
    QCOMPARE(load_code(folder), core::Code::corrupt);
}

void TestFolder::tooLittleMemoryNamesBothNumbers() {
    auto source = model::open_source(test::tiny_model("llama-tied"));
    QVERIFY(source.ok());
    const auto engine = compute::Engine::load_source(**source, {.profile = "fp32", .kv_budget_bytes = 1ULL << 44}, {});
    QVERIFY(!engine);
    QCOMPARE(engine.error().code, core::Code::out_of_memory);
    const QRegularExpression sentence(
        "needs ([0-9,]+)\\.\\d MiB of memory .*, but only ([0-9,]+)\\.\\d MiB are available");
    const auto numbers = sentence.match(QString::fromStdString(engine.error().message));
    QVERIFY2(numbers.hasMatch(), engine.error().message.c_str());
    const auto value = [&](int index) { return numbers.captured(index).remove(',').toULongLong(); };
    QVERIFY(value(1) >= 16ULL << 20 && value(2) < value(1) && value(2) > 0);
}

void TestFolder::anAddressSpaceLimitIsSeen() {
    auto source = model::open_source(test::smollm2());
    QVERIFY2(source.ok(), "installers/bootstrap deps fetches the default model");
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_AS, &before), 0);
    QFile statm("/proc/self/statm");
    QVERIFY(statm.open(QIODevice::ReadOnly));
    const auto pages = statm.readAll().split(' ').front().toULongLong();
    const rlimit tight{pages * 4096 + (200ULL << 20), before.rlim_max};
    QCOMPARE(setrlimit(RLIMIT_AS, &tight), 0);
    const auto engine = compute::Engine::load_source(**source, {.profile = "fp32"}, {});
    QCOMPARE(setrlimit(RLIMIT_AS, &before), 0);
    QVERIFY(!engine);
    QCOMPARE(engine.error().code, core::Code::out_of_memory);
    QVERIFY2(engine.error().message.find("address-space") != std::string::npos, engine.error().message.c_str());
}

void TestFolder::unknownProfilesAndKernelsAreRefused() {
    for (const auto& options : {compute::LoadOptions{.profile = "ci9.1"}, compute::LoadOptions{.isa = "abacus"},
                                compute::LoadOptions{.profile = "fp32", .isa = "abacus"}}) {
        auto source = model::open_source(test::tiny_model("llama-tied"));
        QVERIFY(source.ok());
        const auto engine = compute::Engine::load_source(**source, options, {});
        QVERIFY(!engine);
        QCOMPARE(engine.error().code, core::Code::unsupported);
    }
}

void TestFolder::loadingReportsProgressAndStops() {
    const QTemporaryDir folder;
    QVERIFY(make_folder(folder, "llama-untied"));
    std::uint64_t last = 0, total = 0;
    bool grows = true;
    const auto engine = compute::Engine::load(folder.path().toStdString(), {.profile = "bf16"},
                                              [&](const auto&, std::uint64_t done, std::uint64_t all) {
                                                  grows = grows && done >= last;
                                                  last = done;
                                                  total = all;
                                                  return true;
                                              });
    QVERIFY(engine.ok() && grows);
    QVERIFY(total > 0 && last == total);
    QCOMPARE((*engine)->weight_bytes(), total);
    const auto stopped =
        compute::Engine::load(folder.path().toStdString(), {.profile = "bf16"}, [](const auto&...) { return false; });
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, core::Code::cancelled);
}

void TestFolder::aModelWithoutTemplateCompletesButDoesNotChat() {
    const QTemporaryDir folder;
    const QDir from(QString::fromStdString(test::tiny_model("llama-tied")));
    for (const QString& file : from.entryList(QDir::Files))
        QVERIFY(QFile::copy(from.filePath(file), folder.filePath(file)));
    QFile::remove(folder.filePath("chat_template.jinja"));
    QFile settings(folder.filePath("tokenizer_config.json"));
    QVERIFY(settings.open(QIODevice::ReadOnly));
    QVERIFY2(!settings.readAll().contains("chat_template"), "this test needs a model whose template is a file");
    const auto engine = test::open_engine(folder.path().toStdString(), "fp32");
    QVERIFY(engine != nullptr);
    const auto chat = engine->render_chat(R"([{"role":"user","content":"hi"}])", "", "");
    QVERIFY(!chat);
    QCOMPARE(chat.error().code, core::Code::unsupported);
    QVERIFY(chat.error().message.find("chat template") != std::string::npos);
    const auto ids = engine->tokenizer().encode("hello", true, false);
    QVERIFY(ids.ok());
    test::Collector collector(*engine);
    QVERIFY(collector.submit(test::greedy(*ids, 3)).ok());
    collector.run();
    QCOMPARE(collector[0].tokens.size(), std::size_t{3});
    const auto with = test::open_engine(test::tiny_model("llama-tied"), "fp32");
    QVERIFY(with != nullptr && with->render_chat(R"([{"role":"user","content":"hi"}])", "", "").ok());
}

/// Its manifest was made when nobody read how a GGUF file makes vectors.
void TestFolder::whatWasImportedForTextsStaysSo() {
    const QTemporaryDir folder;
    const std::filesystem::path where = folder.path().toStdString(), file = where / "model.gguf";
    const std::filesystem::path plain = test::tiny_model("llama-tied-q4_1.gguf");
    core::Bytes mean;
    core::append_u32(mean, 1);
    QVERIFY(core::write_file_atomic(file, test::with(test::whole(plain), "llama.pooling_type", 4, mean)).ok());
    const auto source = model::open_source(file);
    QVERIFY2(source.ok(), source ? "" : source.error().message.c_str());
    QVERIFY((*source)->config().encoder.has_value());
    auto manifest = model::build_manifest(**source, where, {});
    QVERIFY(manifest.ok());
    manifest->config.encoder.reset();
    QVERIFY(core::write_file_atomic(where / "manifest.cbor", manifest->encode()).ok());
    const auto embedder = compute::load_embedder(where, "fp32", {1, 0}, {});
    QVERIFY2(embedder.ok(), embedder ? "" : embedder.error().message.c_str());
    QVERIFY(*embedder == nullptr);
    const auto engine = compute::Engine::load(where, {.profile = "fp32"}, {});
    QVERIFY2(engine.ok(), engine ? "" : engine.error().message.c_str());
    const auto opened = compute::open_model_folder(where);
    const auto before = model::open_source(plain);
    QVERIFY(opened.ok() && before.ok());
    QCOMPARE(opened->source->text().chat_template, (*before)->text().chat_template);
    const auto golden = test::read_goldens("llama-tied-q4_1.gguf").front();
    test::Collector collector(**engine);
    QVERIFY(collector.submit(test::greedy(golden.prompt, 8)).ok());
    collector.run();
    QCOMPARE(collector[0].tokens.size(), std::size_t{8});
}

QTEST_GUILESS_MAIN(TestFolder)
#include "tst_compute_folder.moc"
