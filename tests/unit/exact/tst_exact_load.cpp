// SPDX-License-Identifier: Apache-2.0
#include "compute/exact_tiles.h"
#include "compute/import_model.h"
#include "core/file.h"
#include "exact/cpu/runner.h"
#include "unit/compute/harness.h"

#include <QTemporaryDir>
#include <QTest>

#include <cstring>
#include <fstream>
#include <limits>

using namespace hearth;
using core::Code;
namespace fs = std::filesystem;

/// A model's folder with exact weights that are not, or cannot be, those of its manifest.
class ExactLoad : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void theHonestFolderLoads();
    void aChangedByteNamesItsTensor();
    void anotherLengthNamesBothNumbers();
    void aManifestThatAgreesDoesNotExcuseForbiddenValues();
    void anUnknownVersionOfTheProfileIsNamed();
    void otherFrequenciesAreRefused();
    void whatTheCacheCannotHoldIsRefusedWithBothNumbers();

private:
    fs::path folder() const { return m_place->path().toStdString(); }
    void write(const core::Bytes& weights, const core::Bytes& manifest) const;
    core::Result<std::unique_ptr<compute::Engine>> load(std::uint64_t kv_budget = 0) const {
        return compute::Engine::load(folder(), {.kv_budget_bytes = kv_budget}, {});
    }
    void refused(Code code, const std::string& part) const;
    const compute::ExactTensor& tensor(const std::string& name) const;

    model::Manifest m_manifest;
    core::Bytes m_weights;
    std::unique_ptr<model::Source> m_source;
    std::vector<compute::ExactTensor> m_tensors;
    std::unique_ptr<QTemporaryDir> m_place;
};

void ExactLoad::initTestCase() {
    auto source = model::open_source(test::tiny_model("llama-bias"));
    QVERIFY(source.ok());
    m_source = std::move(*source);
    auto manifest = compute::import_model(*m_source, test::tiny_model("llama-bias"), "ci8.1",
                                          [&](const std::string&, core::ByteView bytes) {
                                              core::append(m_weights, bytes);
                                              return true;
                                          },
                                          {});
    QVERIFY2(manifest, manifest ? "" : manifest.error().message.c_str());
    m_manifest = std::move(*manifest);
    m_tensors = compute::exact_tensors(m_source->config(), exact::Profile::ci81);
}

void ExactLoad::init() {
    m_place = std::make_unique<QTemporaryDir>();
    for (const model::ManifestFile& file : m_manifest.files)
        if (file.path != m_manifest.exact->file)
            fs::copy_file(fs::path(test::tiny_model("llama-bias")) / file.path, folder() / file.path);
    fs::create_directories((folder() / m_manifest.exact->file).parent_path());
    write(m_weights, m_manifest.encode());
}

void ExactLoad::write(const core::Bytes& weights, const core::Bytes& manifest) const {
    std::ofstream file(folder() / m_manifest.exact->file, std::ios::binary);
    file.write(reinterpret_cast<const char*>(weights.data()), static_cast<std::streamsize>(weights.size()));
    file.close();
    QVERIFY(file.good());
    QVERIFY(core::write_file_atomic(folder() / "manifest.cbor", manifest).ok());
}

void ExactLoad::refused(Code code, const std::string& part) const {
    const auto engine = load();
    QVERIFY2(!engine, part.c_str());
    QCOMPARE(engine.error().code, code);
    QVERIFY2(engine.error().message.find(part) != std::string::npos, engine.error().message.c_str());
    QVERIFY2(!engine.error().hint.empty(), engine.error().message.c_str());
}

const compute::ExactTensor& ExactLoad::tensor(const std::string& name) const {
    return *std::ranges::find(m_tensors, name, &compute::ExactTensor::name);
}

void ExactLoad::theHonestFolderLoads() {
    const auto engine = load();
    QVERIFY2(engine, engine ? "" : engine.error().message.c_str());
    test::Collector collector(**engine);
    QVERIFY(collector.submit(test::greedy({1, 2, 3}, 4)).ok());
    collector.run();
    QCOMPARE(collector[0].tokens.size(), std::size_t{4});
}

void ExactLoad::aChangedByteNamesItsTensor() {
    for (const char* name :
         {"embed.weight", "layers.0.q.bias", "layers.1.down.weight", "layers.1.down.scale", "lm_head.weight"}) {
        core::Bytes changed = m_weights;
        // The lowest bit of the last value: neither −128 nor beyond any bound, wrong all the same.
        std::uint8_t& byte = changed[tensor(name).offset + tensor(name).bytes() - (tensor(name).is_weights() ? 1 : 4)];
        byte ^= byte == 0x81 ? 2 : 1;
        write(changed, m_manifest.encode());
        refused(Code::corrupt, "A tile of \"" + std::string(name) + "\" does not hash to the model's manifest.");
    }
}

void ExactLoad::anotherLengthNamesBothNumbers() {
    core::Bytes longer = m_weights;
    longer.resize(longer.size() + 64);
    write(longer, m_manifest.encode());
    refused(Code::corrupt, std::to_string(longer.size()) + " bytes instead of " + std::to_string(m_weights.size()));
}

// Whoever made the file may have made the manifest too.
void ExactLoad::aManifestThatAgreesDoesNotExcuseForbiddenValues() {
    const auto forge = [&](const std::string& name, auto&& change, const std::string& part) {
        core::Bytes forged = m_weights;
        const compute::ExactTensor& place = tensor(name);
        change(forged.data() + place.offset);
        model::Manifest manifest = m_manifest;
        const auto index = static_cast<std::size_t>(&place - m_tensors.data());
        manifest.exact->roots[index] =
            compute::tensor_root(place, core::ByteView(forged).subspan(place.offset, place.bytes()));
        write(forged, manifest.encode());
        refused(Code::corrupt, "\"" + name + "\"");
        refused(Code::corrupt, part);
    };
    const auto put = [](float value) { return [value](std::uint8_t* at) { std::memcpy(at, &value, sizeof value); }; };
    forge(
        "layers.1.up.weight", [](std::uint8_t* at) { *at = 0x80; }, "−128");
    for (const float scale : {0x1.000002p20F, 0x1p-41F, -1.0F, std::numeric_limits<float>::infinity(),
                              std::numeric_limits<float>::quiet_NaN()})
        forge("layers.0.o.scale", put(scale), "beyond the bounds");
    forge("layers.0.k.bias", put(0x1p40F), "beyond the bounds");
}

void ExactLoad::anUnknownVersionOfTheProfileIsNamed() {
    model::Manifest manifest = m_manifest;
    manifest.exact->profile = "ci8.9";
    manifest.profiles.front() = "ci8.9";
    write(m_weights, manifest.encode());
    refused(Code::unsupported, "\"ci8.9\"");
}

void ExactLoad::otherFrequenciesAreRefused() {
    model::Manifest manifest = m_manifest;
    ++manifest.exact->frequencies.back();
    write(m_weights, manifest.encode());
    refused(Code::corrupt, "not those that the manifest describes");
    manifest = m_manifest;
    manifest.exact->roots.pop_back();
    write(m_weights, manifest.encode());
    refused(Code::corrupt, "not those that the manifest describes");
}

void ExactLoad::whatTheCacheCannotHoldIsRefusedWithBothNumbers() {
    const auto shape = compute::exact_shape(m_source->config(), exact::Profile::ci81);
    QVERIFY(shape);
    const auto engine = load(3 * exact::CpuRunner::page_bytes_for(*shape) + 17);
    QVERIFY(engine);
    test::Collector collector(**engine);
    const auto tokens = test::some_ids(150, (*engine)->config().vocab);
    const auto over = collector.submit(test::greedy(tokens, 43));
    QVERIFY(!over);
    QCOMPARE(over.error().code, Code::too_large);
    QVERIFY2(over.error().message.find("holds 192 tokens") != std::string::npos, over.error().message.c_str());
    QVERIFY2(over.error().message.find("193 were asked for") != std::string::npos, over.error().message.c_str());
    QVERIFY(!over.error().hint.empty());
    QVERIFY(collector.submit(test::greedy(tokens, 42)).ok());
    collector.run();
    QCOMPARE(collector[1].tokens.size(), std::size_t{42});
}

QTEST_GUILESS_MAIN(ExactLoad)
#include "tst_exact_load.moc"
