// SPDX-License-Identifier: Apache-2.0
#include "core/cbor.h"
#include "model/manifest.h"
#include "model/merkle.h"
#include "model_files.h"

#include <cstring>
#include <QTemporaryDir>

using namespace hearth;
using core::Code;
using model::Manifest;
namespace fs = std::filesystem;

namespace {

core::Result<Manifest> manifest_of(const fs::path& path) {
    HEARTH_TRY(const auto source, model::open_source(path));
    return model::build_manifest(*source, fs::is_directory(path) ? path : path.parent_path(), {});
}

core::Bytes joined(std::uint8_t tag, core::ByteView a, core::ByteView b = {}) {
    core::Bytes bytes{tag};
    core::append(bytes, a);
    core::append(bytes, b);
    return bytes;
}

core::Bytes pattern(std::size_t size) {
    core::Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<std::uint8_t>(i * 31 + i / 7);
    return bytes;
}

} // namespace

class TestManifest : public QObject {
    Q_OBJECT

private slots:
    void rootsFollowRfc6962() {
        const core::Bytes data = pattern(3 * model::piece_bytes + 5);
        const auto leaf = [&](std::size_t i) {
            const std::size_t at = i * model::piece_bytes;
            const core::ByteView whole(data);
            return core::sha256(joined(0, whole.subspan(at, std::min(model::piece_bytes, data.size() - at))));
        };
        const auto node = [](const core::Hash& a, const core::Hash& b) {
            return core::sha256(joined(1, a.view(), b.view()));
        };
        const core::ByteView whole(data);
        QCOMPARE(model::pieces_root(whole.first(100)).hex(), core::sha256(joined(0, whole.first(100))).hex());
        QCOMPARE(model::pieces_root(whole).hex(), node(node(leaf(0), leaf(1)), node(leaf(2), leaf(3))).hex());
        const core::Bytes three(data.begin(), data.begin() + 3 * static_cast<std::ptrdiff_t>(model::piece_bytes));
        QCOMPARE(model::pieces_root(three).hex(), node(node(leaf(0), leaf(1)), leaf(2)).hex());
    }

    void sameFilesGiveTheStoredIdOnEveryMachine_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("id");
        const auto ids = test::read_json(std::string(HEARTH_VECTORS_DIR) + "/model/model_ids.json");
        for (const auto& [name, id] : ids.items())
            QTest::newRow(name.c_str()) << QString::fromStdString(name)
                                        << QString::fromStdString(id.get<std::string>());
    }
    void sameFilesGiveTheStoredIdOnEveryMachine() {
        QFETCH(QString, name);
        QFETCH(QString, id);
        const auto manifest = manifest_of(test::tiny(name.toStdString()));
        QVERIFY2(manifest.ok(), manifest ? "" : manifest.error().message.c_str());
        QCOMPARE(QString::fromStdString(manifest->id().hex()), id);
        QTemporaryDir elsewhere;
        const fs::path copy = fs::path(elsewhere.path().toStdString()) / name.toStdString();
        fs::copy(test::tiny(name.toStdString()), copy, fs::copy_options::recursive);
        QCOMPARE(manifest_of(copy)->encode(), manifest->encode());
    }

    void everyFieldSurvivesTheRoundTrip() {
        Manifest manifest = *manifest_of(test::tiny("llama3-rope-f32.gguf"));
        manifest.config.sliding_window = 77;
        manifest.config.norm_eps = 1.0 / 30.0;
        manifest.config.rope.attention_factor = 1.5;
        manifest.license = "a licence";
        const auto back = Manifest::decode(manifest.encode());
        QVERIFY2(back.ok(), back ? "" : back.error().message.c_str());
        QCOMPARE(back->encode(), manifest.encode());
        QCOMPARE(back->config.rope.freq_factors, manifest.config.rope.freq_factors);
        QCOMPARE(back->config.norm_eps, 1.0 / 30.0);
        QCOMPARE(back->config.sliding_window, std::optional(77U));
        QCOMPARE(back->config.stop_ids, manifest.config.stop_ids);
        QCOMPARE(back->tensors.size(), manifest.tensors.size());
        QCOMPARE(back->files.front().path, std::string("llama3-rope-f32.gguf"));
        QCOMPARE(back->profiles, (std::vector<std::string>{"bf16", "fp32"}));
        QCOMPARE(back->parameters(),
                 std::uint64_t{320 * 64 + 2 * (2 * 64 * 64 + 2 * 32 * 64 + 3 * 128 * 64 + 128) + 64});
        QVERIFY(back->total_bytes() > back->parameters() * 4);
        QVERIFY(back->id() != manifest_of(test::tiny("yarn-f32.gguf"))->id());
    }

    void hostileManifestsAreRefused() {
        const Manifest good = *manifest_of(test::tiny("llama-tied"));
        const auto with = [&good](const std::function<void(Manifest&)>& change) {
            Manifest bad = good;
            change(bad);
            return Manifest::decode(bad.encode());
        };
        for (const char* path : {"../x", "/etc/passwd", "a/../b", "", "a//b", "a\\b", "./a"})
            COMPARE_ERROR(with([&](Manifest& m) { m.files[0].path = path; }), Code::refused, "not inside its folder");
        COMPARE_ERROR(with([](Manifest& m) { std::swap(m.files[0], m.files[1]); }), Code::corrupt, "not sorted");
        COMPARE_ERROR(with([](Manifest& m) { m.files.push_back(m.files.back()); }), Code::corrupt, "twice");
        COMPARE_ERROR(with([](Manifest& m) { m.files.clear(); }), Code::corrupt, "no file");
        COMPARE_ERROR(with([](Manifest& m) { m.profiles.clear(); }), Code::corrupt, "no profile");
        COMPARE_ERROR(with([](Manifest& m) { m.config.layers = 0; }), Code::corrupt, "layers");
        COMPARE_ERROR(with([](Manifest& m) { m.config.arch = "x"; }), Code::unsupported, "\"x\"");
        COMPARE_ERROR(with([](Manifest& m) { m.config.layers = 3; }), Code::corrupt, "those of its configuration");
        COMPARE_ERROR(with([](Manifest& m) { m.tensors.pop_back(); }), Code::corrupt, "those of its configuration");
        COMPARE_ERROR(with([](Manifest& m) {
                          m.tensors[0].shape = {1ULL << 63, 4};
                      }),
                      Code::corrupt, "impossible shape");
        COMPARE_ERROR(with([](Manifest& m) { m.config.rope.theta = 0.0 / 0.0; }), Code::corrupt, "theta");
        const core::Bytes bytes = good.encode();
        for (std::size_t length = 0; length < bytes.size(); length += 1 + length / 64)
            QVERIFY(!Manifest::decode(core::ByteView(bytes).first(length)));
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            core::Bytes flipped = bytes;
            flipped[at] ^= 0x20;
            const auto decoded = Manifest::decode(flipped);
            QVERIFY(!decoded || decoded->encode() == flipped);
        }
    }

    void aFlippedBitIsFoundAndItsFileNamed() {
        QTemporaryDir place;
        const fs::path folder = fs::path(place.path().toStdString()) / "m";
        fs::copy(test::tiny("llama-untied"), folder);
        const Manifest manifest = *manifest_of(folder);
        QVERIFY(model::check_files(manifest, folder, {}).ok());
        QCOMPARE(manifest.files.size(), std::size_t{9});
        for (const model::ManifestFile& file : manifest.files) {
            const core::Bytes content = test::read_all(folder / file.path);
            core::Bytes flipped = content;
            flipped[flipped.size() / 2] ^= 1;
            test::write_all(folder / file.path, flipped);
            COMPARE_ERROR(model::check_files(manifest, folder, {}), Code::corrupt, file.path);
            flipped = content;
            flipped.pop_back();
            test::write_all(folder / file.path, flipped);
            COMPARE_ERROR(model::check_files(manifest, folder, {}), Code::corrupt, file.path);
            fs::remove(folder / file.path);
            COMPARE_ERROR(model::check_files(manifest, folder, {}), Code::corrupt, file.path);
            test::write_all(folder / file.path, content);
        }
        QVERIFY(model::check_files(manifest, folder, {}).ok());
    }

    void numbersThatAreNotFiniteAreRefusedByTensor() {
        QTemporaryDir place;
        const fs::path file = fs::path(place.path().toStdString()) / "nan.gguf";
        fs::copy_file(test::tiny("yarn-f32.gguf"), file);
        std::size_t at = 0;
        {
            const auto source = model::open_source(file);
            const core::Bytes content = test::read_all(file);
            const core::ByteView data = (*source)->find("layers.1.down.weight")->data;
            at = static_cast<std::size_t>(std::search(content.begin(), content.end(), data.begin(), data.end()) -
                                          content.begin());
        }
        core::Bytes content = test::read_all(file);
        const float infinity = std::numeric_limits<float>::infinity();
        std::memcpy(content.data() + at + 4 * 9, &infinity, 4);
        test::write_all(file, content);
        COMPARE_ERROR(manifest_of(file), Code::corrupt, "layers.1.down.weight");
    }

    void progressGrowsToTheEndAndCancelStops() {
        const auto source = model::open_source(test::tiny("llama-tied"));
        std::uint64_t last = 0, whole = 0;
        const auto watch = [&](const std::string& stage, std::uint64_t done, std::uint64_t total) {
            const bool grows = !stage.empty() && done >= last && done <= total;
            last = done;
            whole = total;
            return grows;
        };
        QVERIFY(model::build_manifest(**source, test::tiny("llama-tied"), watch).ok());
        QVERIFY(whole > 0);
        QCOMPARE(last, whole);
        const auto stop = [](const std::string&, std::uint64_t, std::uint64_t) { return false; };
        COMPARE_ERROR(model::build_manifest(**source, test::tiny("llama-tied"), stop), Code::cancelled, "cancelled");
        COMPARE_ERROR(model::check_files(*manifest_of(test::tiny("llama-tied")), test::tiny("llama-tied"), stop),
                      Code::cancelled, "cancelled");
    }
};

QTEST_GUILESS_MAIN(TestManifest)
#include "tst_model_manifest.moc"
