// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "node/autostart.h"
#include "node/models/first_model.h"
#include "node/models/model_store.h"
#include "node/state/benchmark_store.h"
#include "test_node.h"

using namespace hearth;
using namespace hearth::test;

namespace {

void put(const std::filesystem::path& file, const std::string& content, int mode = 0644) {
    std::filesystem::create_directories(file.parent_path());
    must(core::write_file_atomic(file, core::as_bytes(content), static_cast<unsigned>(mode)));
}

/// A systemctl that keeps its state in a file, or refuses changes.
std::vector<std::string> fake_systemctl(const std::filesystem::path& folder, const std::string& state, bool refuses) {
    const auto program = folder / "systemctl", kept = folder / "state";
    put(kept, state + "\n");
    put(program,
        "#!/bin/sh\n[ \"$3\" = hearthd.service ] || exit 9\n"
        "case $2 in is-enabled) read w < " +
            kept.string() + "; echo $w; [ $w = enabled ];;\n" +
            (refuses ? "*) exit 4;;\n"
                     : "enable) echo enabled > " + kept.string() + ";;\ndisable) echo disabled > " + kept.string() +
                           ";;\n") +
            "esac\n",
        0755);
    return {program.string(), "--user"};
}

} // namespace

/// How a home is set up: kept over an end at any time, once and not again.
class NodeFirstRun : public QObject {
    Q_OBJECT
private slots:
    void theStepIsKeptOverARestart() {
        QTemporaryDir folder;
        TestNode node(path_of(folder) / "home");
        node.start();
        QCOMPARE(must(node.node().first_run()).step, std::string("place"));
        std::atomic<bool> told = false;
        const auto listening = must(node.node().subscribe([&](const control::Event& event) {
            if (event.topic == "first_run") told = true;
        }));
        for (const std::string_view step : control::first_run_steps) {
            QCOMPARE(must(node.node().move_first_run(std::string(step))).step, std::string(step));
            if (step != "identity") continue;
            QTRY_VERIFY(told);
            // Nothing is written at the end that was not written before: the file is what a killed service leaves.
            std::filesystem::copy(path_of(folder) / "home" / "node.sqlite", path_of(folder) / "killed.sqlite");
            std::filesystem::copy(path_of(folder) / "home" / "node.sqlite-wal", path_of(folder) / "killed.sqlite-wal");
            const auto killed = must(node::Store::open(path_of(folder) / "killed.sqlite"));
            QCOMPARE(must(killed->setting("first_run.step")), std::string("identity"));
        }
        const auto wrong = node.node().move_first_run("nowhere");
        QCOMPARE(wrong.error().code, core::Code::invalid_argument);
        must(node.node().move_first_run("work"));
        node.stop();
        node.start();
        QCOMPARE(must(node.node().first_run()).step, std::string("work"));
    }

    void aHomeThatWasUsedBeforeIsSetUp() {
        QTemporaryDir folder;
        TestNode node(path_of(folder) / "home");
        node.start();
        node.import();
        QCOMPARE(must(node.node().first_run()).step, std::string("done"));
        // Whoever is in the midst of it goes on, with a model or without.
        must(node.node().move_first_run("benchmark"));
        QCOMPARE(must(node.node().first_run()).step, std::string("benchmark"));
    }

    void aHomeThatDoesNothingForOthersIsSetUp() {
        QTemporaryDir folder;
        put(path_of(folder) / "home" / "hearth.toml", "[node]\nexecutor = false\n");
        TestNode node(path_of(folder) / "home");
        node.auditor = false;
        node.start();
        QCOMPARE(must(node.node().first_run()).step, std::string("done"));
    }

    void theQuotaIsInForceAtOnceAndAfterARestart() {
        QTemporaryDir folder;
        TestNode node(path_of(folder) / "home");
        node.start();
        node.import();
        const auto before = must(node.node().first_run());
        QVERIFY(before.models_bytes > 0 && !before.models_quota_bytes && before.disk_free_bytes);
        must(node.node().change_settings({{"models.disk_gib", {"3"}}}));
        QCOMPARE(must(node.node().first_run()).models_quota_bytes, std::optional(std::uint64_t{3} << 30));
        node.stop();
        node.start();
        QCOMPARE(must(node.node().first_run()).models_quota_bytes, std::optional(std::uint64_t{3} << 30));
        QCOMPARE(must(node.node().first_run()).models_bytes, before.models_bytes);
    }

    void aModelBeyondTheQuotaIsRefusedAndNothingIsLost() {
        QTemporaryDir folder;
        const auto store = must(node::Store::open(path_of(folder) / "node.sqlite"));
        const auto sandbox = std::make_shared<const node::Sandbox>(node::Sandbox::probe(node::SandboxMode::off));
        std::filesystem::create_directories(path_of(folder) / "models");
        node::ModelStore models(path_of(folder) / "models", *store, sandbox, [&] {
            return node::WorkerLaunch{fake_worker(), {}, 0, path_of(folder) / "import.stderr"};
        });
        must(models.open());
        const auto import = [&](const std::string& content) {
            put(path_of(folder) / (content + ".gguf"), content);
            return models.import(path_of(folder) / (content + ".gguf"), content, "", {});
        };
        must(import("firstmodel"));
        models.set_quota(models.total_bytes() + 1);
        const auto refused = import("secondmodel");
        QCOMPARE(refused.error().code, core::Code::refused);
        QVERIFY2(refused.error().hint.find("models.disk_gib") != std::string::npos, refused.error().hint.c_str());
        QCOMPARE(models.all().size(), std::size_t{1});
        models.set_quota(0);
        must(import("secondmodel"));
        QCOMPARE(models.all().size(), std::size_t{2});
    }

    void measurementsAreKeptAndTheOldestGo() {
        QTemporaryDir folder;
        TestNode node(path_of(folder) / "home");
        node.start();
        QVERIFY(must(node.node().benchmarks()).empty());
        must(node.node().benchmark("cpu", "1b", {}));
        QCOMPARE(must(node.node().benchmarks()).size(), std::size_t{1});
        node.stop();
        node.start();
        const auto kept = must(node.node().benchmarks());
        QCOMPARE(kept.size(), std::size_t{1});
        QCOMPARE(kept.front().report.model_class, std::string("1b"));
        QVERIFY(kept.front().at > 0);
        node.stop();
        const auto store = must(node::Store::open(path_of(folder) / "home" / "node.sqlite"));
        node::BenchmarkStore history(*store);
        for (core::Nanoseconds at = 1; at <= history.most_of_device + 5; ++at) {
            must(history.add({at, {"cpu", "processor", "1b", 1, {}, "", "", 0}}));
            if (at == 1) must(history.add({at, {"vulkan:0", "card", "1b", 1, {}, "", "", 0}}));
        }
        const auto all = must(history.all());
        QCOMPARE(all.size(), std::size_t{history.most_of_device} + 1);
        QCOMPARE(all.front().at, core::Nanoseconds{history.most_of_device} + 5);
        QCOMPARE(all.back().report.device, std::string("vulkan:0"));
    }

    void theFirstModelIsOfferedOnlyAsTheCatalogueDescribesIt() {
        QTemporaryDir folder;
        const auto bin = path_of(folder) / "bin", models = path_of(folder) / "share" / "hearth" / "models";
        const auto cache = path_of(folder) / "cache";
        std::filesystem::create_directories(bin);
        QVERIFY(!node::first_model(bin, cache));
        QVERIFY(!node::first_model({}, cache));
        const std::string weights = "weights";
        put(models / "catalogue.json", "{\"models\":[{\"name\":\"a\",\"title\":\"A\",\"file\":\"a.gguf\",\"bytes\":7,"
                                       "\"license\":\"MIT\",\"sha256\":\"" +
                                           core::sha256(core::as_bytes(weights)).hex() + "\"}]}");
        const auto away = node::first_model(bin, cache);
        QVERIFY(away && away->path.empty());
        QCOMPARE(away->title + away->license, std::string("AMIT"));
        put(cache / "a.gguf", "weightz");
        QVERIFY(node::first_model(bin, cache)->path.empty());
        put(cache / "a.gguf", weights);
        QCOMPARE(node::first_model(bin, cache)->path, (cache / "a.gguf").string());
        put(models / "catalogue.json", R"({"models":[{"file":"../a.gguf","bytes":7}]})");
        QVERIFY(!node::first_model(bin, cache));
    }

    void systemdIsAskedAndToldAndRefusesInWords() {
        QTemporaryDir folder;
        const node::Autostart willing(true, fake_systemctl(path_of(folder) / "a", "disabled", false));
        QVERIFY(!willing.state().on && willing.state().can_change);
        must(willing.set(true));
        QVERIFY(willing.state().on);
        must(willing.set(false));
        QVERIFY(!willing.state().on);
        const node::Autostart refusing(true, fake_systemctl(path_of(folder) / "b", "disabled", true));
        QCOMPARE(refusing.set(true).error().code, core::Code::refused);
        const node::Autostart without_unit(true, fake_systemctl(path_of(folder) / "c", "not-found", false));
        QVERIFY(!without_unit.state().can_change);
        QCOMPARE(without_unit.set(true).error().code, core::Code::unsupported);
        const node::Autostart without_systemd(true, {"/nonexistent/systemctl", "--user"});
        QVERIFY(!without_systemd.state().can_change && !without_systemd.state().reason.empty());
        const node::Autostart elsewhere(false, fake_systemctl(path_of(folder) / "d", "disabled", false));
        QVERIFY(!elsewhere.state().can_change);
    }

    void aNodeOfAnotherHomeDoesNotStartByItself() {
        QTemporaryDir folder;
        TestNode node(path_of(folder) / "home");
        node.start();
        const auto refused = node.node().set_autostart(true);
        QCOMPARE(refused.error().code, core::Code::unsupported);
        QVERIFY(!must(node.node().first_run()).autostart_can_change);
    }
};

QTEST_GUILESS_MAIN(NodeFirstRun)
#include "tst_node_first_run.moc"
