// SPDX-License-Identifier: Apache-2.0
#include "core/file.h"
#include "node/models/model_store.h"
#include "node/models/source_print.h"
#include "support.h"

#include <fstream>
#include <set>

using namespace hearth;
using namespace hearth::test;

class NodeModels : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path m_root, m_source;
    std::unique_ptr<node::Store> m_store;
    std::unique_ptr<node::ModelStore> m_models;

    void open(node::SandboxMode mode = node::SandboxMode::automatic) {
        m_models.reset();
        m_store = must(node::Store::open(path_of(*m_folder) / "node.sqlite"));
        const auto sandbox = std::make_shared<const node::Sandbox>(node::Sandbox::probe(mode));
        const auto launch = [this] { return node::WorkerLaunch{fake_worker(), {}, 0, path_of(*m_folder) / "stderr"}; };
        m_models = std::make_unique<node::ModelStore>(m_root, *m_store, sandbox, launch);
        must(m_models->open());
    }
    std::filesystem::path file(const std::string& name, const std::string& content) {
        auto path = m_source / name;
        must(core::write_file_atomic(path, core::as_bytes(content)));
        return path;
    }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_root = path_of(*m_folder) / "models";
        m_source = path_of(*m_folder) / "source";
        std::filesystem::create_directories(m_root);
        std::filesystem::create_directories(m_source);
        open();
    }

    void anImportCopiesChecksAndNames() {
        int reports = 0;
        std::uint64_t furthest = 0;
        bool backwards = false;
        const auto path = file("My Model.Q4.gguf", "weights");
        const auto model = must(m_models->import(path, "", "", [&](const control::Progress& progress) {
            backwards = backwards || progress.done < furthest || progress.done > progress.total;
            furthest = progress.done;
            return ++reports > 0;
        }));
        QCOMPARE(model.record.name, std::string("mymodel.q4"));
        QCOMPARE(model.record.profile, std::string("bf16"));
        QVERIFY(reports > 0 && furthest > 0 && !backwards);
        QCOMPARE(must(core::read_file(model.folder / "My Model.Q4.gguf", 100)),
                 core::to_bytes(core::as_bytes("weights")));
        QCOMPARE(m_models->default_id(), model.id());
        QCOMPARE(must(m_models->find("mymodel.q4")).id(), model.id());
        QCOMPARE(must(m_models->find(model.id().substr(0, 10))).id(), model.id());
        QVERIFY(!m_models->find(model.id().substr(0, 4)));
    }

    void anImportWorksWithoutTheSandboxToo() {
        open(node::SandboxMode::off);
        const auto plain = must(m_models->import(file("a.gguf", "weights"), "plain", "", {}));
        must(m_models->remove(plain));
        open();
        // The path that the worker saw must not leak into what the model is.
        QCOMPARE(must(m_models->import(file("a.gguf", "weights"), "bubble", "", {})).id(), plain.id());
    }

    void theSameModelAgainIsNoError() {
        const auto first = must(m_models->import(file("a.gguf", "weights"), "one", "", {}));
        QVERIFY(first.note.empty());
        QCOMPARE(must(m_models->import(file("a.gguf", "weights"), "", "fp32", {})).id(), first.id());
        QCOMPARE(must(m_models->find("one")).record.profile, std::string("fp32"));
        const auto renamed = m_models->import(file("a.gguf", "weights"), "two", "", {});
        QCOMPARE(renamed.error().code, core::Code::conflict);
        QVERIFY(renamed.error().message.find("one") != std::string::npos);
    }

    // Making the weights takes minutes for a large model; whoever runs a script twice must not wait twice.
    void anUnchangedSourceIsFoundAgainWithoutAWorker() {
        const auto first = must(m_models->import(file("a.gguf", "weights"), "one", "fp32", {}));
        must(m_models->disable(first.id(), "It crashed."));
        const auto work = [this](const std::string& content, const std::string& profile) {
            bool worked = false;
            const auto model =
                must(m_models->import(file("a.gguf", content), "", profile, [&](const control::Progress& progress) {
                    worked = worked || progress.stage != "comparing with the models that are here";
                    return true;
                }));
            return std::pair(model.id(), worked);
        };
        QCOMPARE(work("weights", "fp32"), std::pair(first.id(), false));
        QVERIFY(must(m_models->find("one")).record.disabled.empty());
        const auto note = [this](const std::string& profile) {
            return must(m_models->import(file("a.gguf", "weights"), "", profile, {})).note;
        };
        QCOMPARE(note("fp32"), std::string("already here as one; nothing was done"));
        must(m_models->disable(first.id(), "It crashed."));
        QCOMPARE(note("fp32"), std::string("already here as one; it may be used again"));
        const auto kept = [this] {
            return must(m_models->import(file("a.gguf", "weights"), "", "fp32", {}, node::KeepSource::copied)).note;
        };
        QCOMPARE(kept(), std::string("already here as one; its source is kept now (7 B)"));
        QCOMPARE(kept(), std::string("already here as one; nothing was done"));
        QCOMPARE(m_models->import(file("a.gguf", "weights"), "two", "fp32", {}).error().code, core::Code::conflict);
        open();
        QCOMPARE(work("weights", "fp32"), std::pair(first.id(), false));
        QVERIFY2(work("weights", "bf16").second, "another profile");
        QVERIFY2(work("Weights", "fp32").second, "another content");
        // A home of before has no note; a broken one counts as none.
        std::filesystem::remove(first.folder / "source.sha256");
        QCOMPARE(work("weights", "fp32"), std::pair(first.id(), true));
        QCOMPARE(work("weights", "fp32"), std::pair(first.id(), false));
        must(core::write_file_atomic(first.folder / "source.sha256", core::as_bytes("?")));
        QVERIFY(work("weights", "fp32").second);
    }

    void aTakenNameIsRefusedOrMadeUnique() {
        must(m_models->import(file("a.gguf", "one"), "", "", {}));
        const auto other = m_source / "other";
        std::filesystem::create_directories(other);
        must(core::write_file_atomic(other / "a.gguf", core::as_bytes("two")));
        QCOMPARE(m_models->import(other / "a.gguf", "a", "", {}).error().code, core::Code::conflict);
        QCOMPARE(must(m_models->import(other / "a.gguf", "", "", {})).record.name, std::string("a-2"));
    }

    void badSourcesLeaveNothingBehind() {
        QCOMPARE(m_models->import(m_source / "nowhere.gguf", "", "", {}).error().code, core::Code::not_found);
        QCOMPARE(m_models->import(file("empty.gguf", ""), "", "", {}).error().code, core::Code::corrupt);
        const auto crashed = m_models->import(file("five.gguf", "fatal"), "", "", {});
        QCOMPARE(crashed.error().code, core::Code::corrupt);
        QVERIFY2(crashed.error().message.find("signal 6") != std::string::npos, crashed.error().message.c_str());
        QCOMPARE(m_models->import(m_source, "", "", {}).ok(), false);
        QCOMPARE(m_models->import(file("a.gguf", "weights"), "../evil", "", {}).error().code,
                 core::Code::invalid_argument);
        QCOMPARE(m_models->import(file("a.gguf", "weights"), "", "ci9", {}).error().code, core::Code::invalid_argument);
        const auto cancelled =
            m_models->import(file("a.gguf", "weights"), "", "", [](const control::Progress&) { return false; });
        QCOMPARE(cancelled.error().code, core::Code::cancelled);
        QVERIFY(m_models->all().empty());
        QVERIFY(std::filesystem::is_empty(m_root));
    }

    void whatAWorkerCannotServeIsNotKept() {
        const auto path = file("bad.gguf", "unservable");
        const auto refused = m_models->import(path, "", "", {});
        QCOMPARE(refused.error().code, core::Code::corrupt);
        QVERIFY2(refused.error().message.find(path.string()) != std::string::npos, refused.error().message.c_str());
        QVERIFY(m_models->all().empty());
        QVERIFY(std::filesystem::is_empty(m_root));
        // Memory that is taken now says nothing about the model.
        must(m_models->import(file("large.gguf", "too large"), "", "", {}));
    }

    void errorsNameThePathThatWasAskedFor() {
        const auto told = [](const std::string& message, const std::string& asked) {
            const core::Error error = core::fail(core::Code::corrupt, message, message);
            const core::Error own = node::under_asked_path(error, "/data/blobs/model", asked);
            return own.message == own.hint ? own.message : "message and hint differ";
        };
        QCOMPARE(told("The file /import/model/a.safetensors is missing.", "/home/me/link"),
                 std::string("The file /home/me/link/a.safetensors is missing."));
        QCOMPARE(told("In \"/data/blobs/model\" and /model/x.", "/home/me/link/"),
                 std::string("In \"/home/me/link\" and /home/me/link/x."));
        // Neither a longer name nor a part of another path.
        QCOMPARE(told("/import/model-2 /data/blobs/models /srv/model/x", "/a"),
                 std::string("/import/model-2 /data/blobs/models /srv/model/x"));
        QCOMPARE(told("/import/model", "/import/model"), std::string("/import/model"));
    }

    // Whoever cancels need not wait until the worker has something to say.
    void aSilentImportCanBeCancelled() {
        int asked = 0;
        const auto cancelled =
            m_models->import(file("a.gguf", "asleep"), "", "", [&](const control::Progress& progress) {
                return progress.stage != "starting" || ++asked < 3;
            });
        QCOMPARE(cancelled.error().code, core::Code::cancelled);
        QCOMPARE(asked, 3);
        QVERIFY(std::filesystem::is_empty(m_root));
    }

    void aRestartFindsModelsAdoptsAndClears() {
        const auto model = must(m_models->import(file("a.gguf", "weights"), "kept", "", {}));
        must(m_models->disable(model.id(), "It crashed."));
        std::filesystem::create_directories(m_root / ".import-1234");
        open();
        QCOMPARE(must(m_models->find("kept")).record.disabled, std::string("It crashed."));
        QVERIFY(!std::filesystem::exists(m_root / ".import-1234"));
        QCOMPARE(m_models->usable("kept").error().code, core::Code::unavailable);
        must(m_models->enable_all());
        QVERIFY(m_models->usable(""));
        // As after a crash between the move of the folder and the note of its name.
        must(m_store->remove_model(model.id()));
        open();
        QCOMPARE(m_models->all().size(), std::size_t{1});
        QCOMPARE(m_models->all().front().id(), model.id());
    }

    void checkNamesTheDamagedFile() {
        const auto model = must(m_models->import(file("a.gguf", "weights"), "", "", {}));
        for (const control::Check& check : must(m_models->check(model, {})))
            QCOMPARE(check.result, std::string("passed"));
        std::ofstream(model.folder / "a.gguf", std::ios::trunc) << "weightz";
        bool named = false;
        for (const control::Check& check : must(m_models->check(model, {})))
            named = named || (check.result == "failed" && check.detail.find("a.gguf") != std::string::npos);
        QVERIFY(named);
    }

    void removingTakesFilesAndNameAway() {
        const auto model = must(m_models->import(file("a.gguf", "weights"), "", "", {}));
        must(m_models->remove(model));
        QVERIFY(!std::filesystem::exists(model.folder));
        QVERIFY(m_models->all().empty());
        QVERIFY(must(m_store->models()).empty());
    }

    void aFolderShowsTheWorkerModelFilesOnly() {
        must(core::write_file_atomic(m_source / "config.json", core::as_bytes("{}")));
        must(core::write_file_atomic(m_source / "operator.key", core::as_bytes("secret")));
        must(core::write_file_atomic(path_of(*m_folder) / "blob", core::as_bytes("weights")));
        std::filesystem::create_symlink(path_of(*m_folder) / "blob", m_source / "model.safetensors");
        const auto views = must(node::import_views(m_source));
        QCOMPARE(views.size(), std::size_t{2});
        for (const auto& view : views) {
            QVERIFY(view.outside.filename() == "config.json" || view.outside.filename() == "blob");
            QVERIFY(view.inside.string().starts_with("/import/source/"));
        }
    }

    void theSettingsOfAnEncodersStepsAreShown() {
        std::filesystem::create_directories(m_source / "1_Pooling");
        for (const char* name : {"config.json", "1_Pooling/config.json", "1_Pooling/notes.json"})
            must(core::write_file_atomic(m_source / name, core::as_bytes("{}")));
        QCOMPARE(must(node::import_views(m_source)).size(), std::size_t{1});
        must(core::write_file_atomic(m_source / "modules.json", core::as_bytes("[]")));
        std::set<std::string> inside;
        for (const auto& view : must(node::import_views(m_source)))
            inside.insert(view.inside.string());
        QCOMPARE(inside, (std::set<std::string>{"/import/source/config.json", "/import/source/modules.json",
                                                "/import/source/1_Pooling/config.json"}));
        const auto print = must(node::source_print(m_source, "", {}));
        QVERIFY(print.files.contains("1_Pooling/config.json") && print.files.contains("config.json"));
    }

    /// Said in bytes, over restarts, until it is let go of.
    void theSourceIsKeptWhereThatIsWished() {
        const auto path = file("a.gguf", "weights");
        const auto plain = must(m_models->import(path, "one", "", {}));
        QCOMPARE(node::kept_source_bytes(plain.folder), std::uint64_t{0});
        const std::uint64_t before = m_models->total_bytes();
        QCOMPARE(must(m_models->import(path, "", "", {}, node::KeepSource::copied)).id(), plain.id());
        QCOMPARE(node::kept_source_bytes(plain.folder), std::uint64_t{7});
        QCOMPARE(m_models->total_bytes(), before + 7);
        file("a.gguf", "changed"); // a copy of its own
        std::filesystem::create_directories(plain.folder / ".source.part");
        open();
        QVERIFY(!std::filesystem::exists(plain.folder / ".source.part"));
        QCOMPARE(m_models->total_bytes(), before + 7);
        QVERIFY(must(m_models->check(plain, {})).back().result == "passed");
        must(node::drop_kept_source(plain.folder));
        QCOMPARE(m_models->total_bytes(), before);
        QCOMPARE(node::drop_kept_source(plain.folder).error().code, core::Code::not_found);
        const auto fresh = must(m_models->import(file("b.gguf", "others"), "", "", {}, node::KeepSource::linked));
        QCOMPARE(node::kept_source_bytes(fresh.folder), std::uint64_t{6});
        // The third, of as many bytes, fits, but not its source beside it.
        m_models->set_quota(m_models->total_bytes() + fresh.manifest->total_bytes() + 2);
        const auto refused = m_models->import(file("c.gguf", "thirds"), "", "", {}, node::KeepSource::copied);
        QCOMPARE(refused.error().code, core::Code::refused);
        QVERIFY(m_models->import(file("c.gguf", "thirds"), "", "", {}).ok());
        // Where there is no room for the source of a model that is here, nothing of the model changes either.
        m_models->set_quota(m_models->total_bytes());
        const auto third = must(m_models->find("c"));
        must(m_models->disable(third.id(), core::say("none")));
        QCOMPARE(m_models->import(file("c.gguf", "thirds"), "", "", {}, node::KeepSource::copied).error().code,
                 core::Code::refused);
        QVERIFY(!must(m_models->find("c")).record.disabled.empty());
    }

    /// Caches call files by their contents, and names are links to them.
    void aSourceIsKeptAsItWasAskedFor() {
        const auto blob = file("0011aabb", "weights");
        const auto link = blob.parent_path() / "named.gguf";
        std::filesystem::create_symlink(blob, link);
        const auto model = must(m_models->import(link, "", "", {}, node::KeepSource::copied));
        QCOMPARE(model.record.name, std::string("named"));
        QVERIFY(std::filesystem::is_regular_file(model.folder / ".source" / "named.gguf"));
    }
};

QTEST_GUILESS_MAIN(NodeModels)
#include "tst_node_models.moc"
