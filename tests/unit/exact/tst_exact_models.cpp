// SPDX-License-Identifier: Apache-2.0
#include "compute/engine.h"
#include "compute/exact_file.h"
#include "compute/exact_tiles.h"
#include "compute/import_model.h"
#include "compute/quantise.h"
#include "exact/cpu/runner.h"
#include "proof/exact_chain.h"
#include "vectors.h"

#include <QTest>

#include <map>
#include <numeric>

using namespace hearth;
using namespace hearth::test;

namespace {

const std::vector<const char*> models{"flat",        "linear-rope", "llama-bias", "llama-tied", "llama-untied",
                                      "llama3-rope", "mistral",     "qwen2",      "qwen3",      "yarn"};

std::unique_ptr<model::Source> open_tiny(const std::string& name) {
    auto source = model::open_source(HEARTH_TINY_DIR "/" + name);
    return source ? std::move(*source) : nullptr;
}

/// A tiny model, its vectors and its weights file; `name` is "ci81/" or "ci41/" and the model.
struct Fixture {
    explicit Fixture(const std::string& name)
        : profile(name.starts_with("ci81") ? exact::Profile::ci81 : exact::Profile::ci41), folder(name.substr(5)),
          vectors(read_vectors(name)), source(open_tiny(folder)) {
        file = file_of(name, *source, profile);
        ids = numbers<std::uint32_t>(vectors["prompt"]);
        prompt = ids.size();
        output = numbers<std::uint32_t>(vectors["greedy"]);
        ids.insert(ids.end(), output.begin(), output.end());
        start = *core::Hash::parse(vectors["chain_start"].toString().toStdString());
    }
    const exact::Profile profile;
    const std::string folder;
    const QJsonObject vectors;
    const std::unique_ptr<model::Source> source;
    core::ByteView file;
    std::vector<std::uint32_t> ids, output;
    std::size_t prompt = 0;
    core::Hash start;

private:
    /// Made once, for every test: calibration takes longer than most of them.
    static core::ByteView file_of(const std::string& name, const model::Source& source, exact::Profile profile) {
        static std::map<std::string, core::Bytes> made;
        if (core::Bytes& known = made[name]; known.empty())
            if (auto file = compute::quantised(source, profile, {})) known = std::move(*file);
        return made[name];
    }
};

std::uint32_t likeliest(std::span<const float> logits) {
    proof::DecodeParams greedy;
    greedy.temperature_q16 = 0;
    return proof::Sampler(greedy, {}).draw(logits, {}, 0).token;
}

struct Listener final : compute::EngineSink {
    void on_token(const compute::TokenOut&) override {}
    void on_end(const compute::SequenceEnd& ended) override { end = ended; }
    void on_failed(std::uint64_t, const core::Error& error) override { failure = error.message; }
    std::optional<compute::SequenceEnd> end;
    std::string failure;
};

} // namespace

/// The tiny models of the vectors: import, weights file, rows, answers and chains.
class ExactModels : public QObject {
    Q_OBJECT

    static QStringList profiles_and_models() {
        QStringList names;
        for (const char* const profile : {"ci81/", "ci41/"})
            for (const char* const model : models)
                names.append(QString(profile) + model);
        return names;
    }
    static void add_models() {
        QTest::addColumn<QString>("name");
        for (const QString& name : profiles_and_models())
            QTest::newRow(qPrintable(name)) << name;
    }
    static void add_models_and_kernels() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("kernels");
        for (const QString& name : profiles_and_models())
            for (const auto kernels : exact::available_kernels()) {
                const QString isa = QString::fromUtf8(kernels.data(), static_cast<qsizetype>(kernels.size()));
                QTest::addRow("%s, %s", qPrintable(name), qPrintable(isa)) << name << isa;
            }
    }

private slots:
    // What import writes and what its manifest says of it.
    void importGivesTheSameRoots_data() { add_models(); }
    void importGivesTheSameRoots() {
        QFETCH(QString, name);
        const Fixture tiny(name.toStdString());
        const auto tensors = compute::exact_tensors(tiny.source->config(), tiny.profile);
        QJsonArray roots;
        for (const auto& tensor : tensors)
            roots.append(hex(compute::tensor_root(tensor, tiny.file.subspan(tensor.offset, tensor.bytes()))));
        QCOMPARE(roots, tiny.vectors["tile_roots"].toArray());
        core::Bytes written;
        std::string choice;
        // Who names no profile gets the default one.
        const bool named_by_nobody = tiny.profile == exact::Profile::ci81;
        std::uint64_t most = 0, last = 0;
        bool grows = true;
        const auto manifest = compute::import_model(
            *tiny.source, HEARTH_TINY_DIR "/" + tiny.folder,
            named_by_nobody ? "" : compute::exact_profile_name(tiny.profile),
            [&](const std::string&, core::ByteView bytes) {
                written.insert(written.end(), bytes.begin(), bytes.end());
                return true;
            },
            [&](const std::string& stage, std::uint64_t done, std::uint64_t total) {
                grows = grows && done >= last && done <= total && (most == 0 || total == most);
                last = done;
                most = total;
                if (stage.starts_with("residual rotation ")) choice = stage;
                return true;
            });
        // One model was made so that it is better off without; both forms are thus proven byte for byte.
        const bool without = choice.starts_with("residual rotation left out (noise 0.000051 against 0.000079)");
        QCOMPARE(without, tiny.profile == exact::Profile::ci81 && tiny.folder == "flat");
        QCOMPARE(choice.empty(), tiny.profile == exact::Profile::ci41);
        QVERIFY2(manifest, manifest ? "" : manifest.error().message.c_str());
        QVERIFY(manifest->exact);
        QCOMPARE(manifest->profiles.front(), compute::exact_profile_name(tiny.profile));
        if (named_by_nobody) QCOMPARE(manifest->profiles.front(), std::string(model::default_profile));
        QVERIFY2(grows && last == most, "the import's progress is one fraction that only grows, up to the end");
        QJsonArray named;
        for (const core::Hash& root : manifest->exact->roots)
            named.append(hex(root));
        QCOMPARE(named, roots);
        QVERIFY(std::ranges::equal(written, tiny.file));
    }

    void importGivesTheSameFile_data() { add_models(); }
    void importGivesTheSameFile() {
        QFETCH(QString, name);
        const Fixture tiny(name.toStdString());
        QVERIFY(!tiny.file.empty());
        const auto shape = compute::exact_shape(tiny.source->config(), tiny.profile);
        QVERIFY(shape);
        QCOMPARE(bits_of(shape->attention_scale), tiny.vectors["attention_scale"].toString());
        QJsonArray frequencies;
        for (const std::uint64_t frequency : shape->frequencies)
            frequencies.append(QStringLiteral("%1").arg(frequency, 16, 16, QChar('0')));
        QCOMPARE(frequencies, tiny.vectors["frequencies"].toArray());
        QCOMPARE(static_cast<int>(tiny.file.size()), tiny.vectors["file_bytes"].toInt());
        QCOMPARE(hex(core::sha256(tiny.file)), tiny.vectors["file_sha256"].toString());
    }

    // Two threads write the calibration's texts apart from each other, more of them together, and one is alone. "flat"
    // is better off without the rotation, so that every layer is read, too.
    void theNumberOfThreadsChangesNoByte() {
        for (const char* const name : {"ci81/llama-bias", "ci81/flat"}) {
            const QJsonObject vectors = read_vectors(name);
            const auto source = open_tiny(std::string(name).substr(5));
            for (const unsigned threads : {1U, 2U, 3U}) {
                exact::ThreadTeam team(threads);
                core::Bytes file(static_cast<std::size_t>(vectors["file_bytes"].toInt()));
                const auto keep = [&](const compute::ExactTensor& tensor, core::ByteView bytes) {
                    std::copy(bytes.begin(), bytes.end(), file.begin() + static_cast<std::ptrdiff_t>(tensor.offset));
                    return true;
                };
                QVERIFY(compute::quantise(*source, exact::Profile::ci81, team, keep, {}));
                QCOMPARE(hex(core::sha256(file)), vectors["file_sha256"].toString());
            }
        }
    }

    void referenceContinuesAsTheText_data() { add_models(); }
    void referenceContinuesAsTheText() {
        QFETCH(QString, name);
        const Fixture tiny(name.toStdString());
        const auto view = compute::exact_view(tiny.source->config(), tiny.profile, tiny.file);
        QVERIFY(view);
        exact::reference::Decoder decoder(*view);
        proof::ExactChain chain(tiny.start);
        QJsonArray rows;
        for (std::size_t i = 0; i + 1 < tiny.ids.size(); ++i) {
            QVERIFY(decoder.push(tiny.ids[i]));
            if (i + 1 < tiny.prompt) continue;
            QCOMPARE(likeliest(decoder.logits()), tiny.ids[i + 1]);
            const core::Bytes row = bytes_of(decoder.final_row());
            rows.append(hex(core::sha256(row)));
            chain.push(tiny.ids[i + 1], row);
        }
        QCOMPARE(rows, tiny.vectors["final_rows_sha256"].toArray());
        QCOMPARE(hex(chain.root()), tiny.vectors["chain_root"].toString());
    }

    /// Prefill in large and odd batches.
    void runnersGiveTheSameFinalRows_data() { add_models_and_kernels(); }
    void runnersGiveTheSameFinalRows() {
        QFETCH(QString, name);
        QFETCH(QString, kernels);
        const Fixture tiny(name.toStdString());
        const exact::Kernels& k = *exact::kernels_by_name(kernels.toStdString());
        const auto view = compute::exact_view(tiny.source->config(), tiny.profile, tiny.file);
        QVERIFY(view);
        for (const std::size_t batch : {std::size_t{1}, std::size_t{29}, std::size_t{32}}) {
            exact::ThreadTeam team(2);
            auto weights = exact::CpuWeights::load(*view, k.offset, team, {});
            auto cache = exact::PageBuffer::allocate(4 * exact::CpuRunner::page_bytes_for(view->shape));
            QVERIFY(weights && cache);
            exact::CpuRunner runner(view->shape, std::move(*weights), std::move(*cache), team, k);
            const std::vector<std::uint32_t> pages{2, 0};
            QJsonArray rows;
            for (std::size_t first = 0; first + 1 < tiny.ids.size(); first += batch) {
                std::vector<inference::Row> inputs;
                std::vector<std::uint32_t> wanted;
                for (std::size_t i = first; i < std::min(first + batch, tiny.ids.size() - 1); ++i) {
                    if (i + 1 >= tiny.prompt) wanted.push_back(static_cast<std::uint32_t>(inputs.size()));
                    inputs.push_back({tiny.ids[i], static_cast<std::uint32_t>(i), &pages});
                }
                QVERIFY(runner.forward(inputs));
                QVERIFY(runner.project(wanted));
                for (std::size_t i = 0; i < wanted.size(); ++i)
                    rows.append(hex(core::sha256(runner.final_row(i))));
            }
            QCOMPARE(rows, tiny.vectors["final_rows_sha256"].toArray());
        }
    }

    void enginesGiveTheSameAnswerAndChain_data() { add_models_and_kernels(); }
    void enginesGiveTheSameAnswerAndChain() {
        QFETCH(QString, name);
        QFETCH(QString, kernels);
        const Fixture tiny(name.toStdString());
        compute::LoadOptions options;
        options.profile = compute::exact_profile_name(tiny.profile);
        options.isa = kernels.toStdString();
        // The first variant's engine makes its weights itself; the others would only make the same ones again.
        if (kernels.toStdString() != exact::available_kernels().front()) options.exact_weights = tiny.file;
        const auto engine = compute::Engine::load_source(*tiny.source, options, {});
        QVERIFY2(engine, engine ? "" : engine.error().message.c_str());
        compute::SequenceRequest request;
        request.prompt_ids.assign(tiny.ids.begin(), tiny.ids.begin() + static_cast<std::ptrdiff_t>(tiny.prompt));
        request.params.temperature_q16 = 0;
        request.params.max_tokens = static_cast<std::uint32_t>(tiny.output.size());
        request.ignore_eos = true;
        request.chain_start = tiny.start;
        Listener listener;
        QVERIFY((*engine)->submit(request, listener));
        while ((*engine)->step()) {
        }
        QVERIFY2(listener.end, listener.failure.c_str());
        QCOMPARE(listener.end->output_ids, tiny.output);
        QVERIFY(listener.end->chain_root);
        QCOMPARE(hex(*listener.end->chain_root), tiny.vectors["chain_root"].toString());
        const auto replayed =
            (*engine)->replay(request.prompt_ids, tiny.output, request.params, request.key, tiny.start);
        QVERIFY(replayed);
        QCOMPARE(hex(*replayed->chain_root), tiny.vectors["chain_root"].toString());
    }
};

QTEST_GUILESS_MAIN(ExactModels)
#include "tst_exact_models.moc"
