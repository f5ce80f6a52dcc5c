// SPDX-License-Identifier: Apache-2.0
#include "../hub/hub_server.h"
#include "node/models/model_fetch.h"
#include "node/models/model_fit.h"
#include "node/models/model_store.h"
#include "service_test.h"

#include <QProcess>
#include <set>

using namespace hearth;
using namespace hearth::test;
using core::Code;

/// A service that pulls models from a hub: what people see of it, and what a stop, a start or a full disk leave.
class NodeHub : public ServiceTest {
    Q_OBJECT

    HubServer m_server;

    control::Node& node() { return m_node->node(); }
    std::filesystem::path fetched() const { return home() / "cache" / "hub"; }
    bool is_empty_folder(const std::filesystem::path& folder) const {
        std::error_code error;
        return !std::filesystem::exists(folder, error) || std::filesystem::is_empty(folder, error);
    }
    node::ModelFetch::Parts parts(std::uint64_t quota) const {
        return {m_server.options(), fetched(), [quota] { return quota; }, [] { return std::uint64_t{1000}; },
                core::system_clock()};
    }

private slots:
    void initTestCase() { QVERIFY2(m_server.start(), "hub_server.py does not start; it needs python3 and openssl."); }
    void init() {
        make_node();
        std::filesystem::create_directories(home());
        const std::string toml = "[hub]\nendpoint = \"" + m_server.endpoint() + "\"\nca_file = \"" +
                                 m_server.certificate().string() + "\"\n";
        must(core::write_file_atomic(home() / "hearth.toml", core::as_bytes(toml)));
    }
    void cleanup() { m_node.reset(); }

    void aModelIsPulledAndImported() {
        m_node->start();
        std::set<std::string> stages;
        const auto model = must(node().pull_model("hf:org/plain/tiny.Q4_0.gguf", "", "", [&](const auto& progress) {
            stages.insert(progress.stage.id());
            return true;
        }));
        QCOMPARE(model.name, std::string("tiny.q4_0"));
        QVERIFY(stages.contains("hub_asking") && stages.contains("hub_fetching"));
        QVERIFY(must(node().downloads()).empty());
        QVERIFY(is_empty_folder(fetched())); // the model's own copy is the one that stays
        const auto again = node().pull_model("hf:org/plain/tiny.Q4_0.gguf", "tiny.q4_0", "", {});
        QCOMPARE(again.error().code, Code::conflict);
    }

    void whatIsFetchedIsKeptWhereThatIsWished() {
        m_node->start();
        const auto model = must(node().pull_model("hf:org/plain/tiny.Q4_0.gguf", "", "", {}, true));
        QVERIFY(model.source_bytes > 0);
        QVERIFY(is_empty_folder(fetched())); // there is one copy, and the model has it
        m_node->stop();
        m_node->start();
        QCOMPARE(must(node().model(model.name)).source_bytes, model.source_bytes);
        QCOMPARE(must(node().switch_model(model.name, "drop-source")).source_bytes, std::uint64_t{0});
        QCOMPARE(node().switch_model(model.name, "drop-source").error().code, Code::not_found);
    }

    /// Whoever waits for a node that works must not give up before it has its first model.
    void theStatusTellsThatTheFirstModelComes() {
        m_node->start();
        QCOMPARE(must(node().status()).action, control::NodeAction::import_model);
        std::set<std::string> states, sentences, stages;
        const auto look = [&](const control::Progress& progress) {
            const control::NodeStatus status = must(node().status());
            states.insert(std::string(name_of(status.state)) + name_of(status.action) +
                          name_of(status.lamps.eligible.state));
            sentences.insert(status.sentence.id());
            stages.insert(progress.stage.id());
            return true;
        };
        QVERIFY(!node().pull_model("hf:org/wrong/tiny.Q4_0.gguf", "", "", look));
        QCOMPARE(must(node().status()).action, control::NodeAction::import_model);
        must(node().pull_model("hf:org/plain/tiny.Q4_0.gguf", "", "", look));
        QCOMPARE(states, (std::set<std::string>{"startingoff"}));
        QCOMPARE(sentences, (std::set<std::string>{"first_model_coming"}));
        QVERIFY(stages.contains("hub_fetching") && stages.contains("comparing_models"));
        QVERIFY(must(node().status()).sentence.id() != std::string("first_model_coming"));
    }

    void aFolderIsFetchedWholeAndNothingElseOfIt() {
        const auto fetch = must(node::ModelFetch::open(parts(0)));
        auto fetched_folder = must(fetch->fetch("hf:org/folder", "", {}));
        QCOMPARE(fetched_folder.path.filename().string(), std::string("folder"));
        std::set<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(fetched_folder.path))
            names.insert(entry.path().filename().string());
        QCOMPARE(names, (std::set<std::string>{"config.json", "model.safetensors"}));
        QVERIFY(m_server.requests("hub", "/folder/resolve/main").isEmpty()); // at the commit that was listed
        // Whoever imports it reads it still.
        QCOMPARE(fetch->drop("hf:org/folder").error().code, Code::busy);
        QVERIFY(must(fetch->downloads()).front().running);
        fetched_folder.held.reset();
        must(fetch->drop("hf:org/folder"));
    }

    void factsComeBeforeAByte() {
        m_node->start();
        const auto offers = must(node().model_files("hf:org/several", {}));
        QCOMPARE(offers.size(), std::size_t{4});
        for (const control::ModelOffer& offer : offers) {
            QCOMPARE(offer.license, std::string("apache-2.0"));
            QVERIFY(offer.reference.ends_with("@" + offer.revision) && offer.revision.size() == 40);
            QVERIFY(!offer.note.empty() && offer.sha256.size() == 64);
            const bool readable = offer.quantisation == "Q4_K_M" || offer.quantisation == "Q8_0";
            QCOMPARE(offer.usable, readable);
            if (readable) QVERIFY(offer.fits == true && offer.parameters);
            if (!readable) QVERIFY(!offer.estimate_millitokens_per_s);
        }
        QVERIFY(m_server.requests("store", "/several/").isEmpty());
        QCOMPARE(node().pull_model("hf:org/several", "", "", {}).error().code, Code::conflict);
        const auto found = must(node().find_models("tiny llama", {}));
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(found.front().reference, std::string("hf:org/tiny-llama"));
        QVERIFY(must(node().find_models(" ", {})).size() >= 12);
        QCOMPARE(node().model_files("org/several", {}).error().code, Code::invalid_argument);
    }

    void aListThatNobodyWaitsForIsGivenUp() {
        m_node->start();
        const auto leaves = [](const control::Progress&) { return false; };
        // Its hub asks for a moment of patience.
        QCOMPARE(node().model_files("hf:org/patience", leaves).error().code, Code::cancelled);
        QCOMPARE(node().find_models("patience", leaves).error().code, Code::cancelled);
    }

    void whatWasStoppedIsThereAfterAStartAndGoesOn() {
        m_node->start();
        const std::string reference = "hf:org/slow/tiny.Q4_0.gguf";
        const auto stopped = node().pull_model(reference, "mine", "", [](const control::Progress& progress) {
            return progress.stage.id() != std::string("hub_fetching") || progress.done < 60'000;
        });
        QCOMPARE(stopped.error().code, Code::cancelled);
        m_node->stop();
        m_node->start();
        const auto resting = must(node().downloads());
        QCOMPARE(resting.size(), std::size_t{1});
        QCOMPARE(resting.front().reference, reference);
        QCOMPARE(resting.front().name, std::string("mine"));
        QVERIFY(resting.front().done > 0 && resting.front().done < resting.front().total);
        QVERIFY(!resting.front().running);
        QCOMPARE(must(node().pull_model(reference, "", "", {})).name, std::string("mine"));
        QVERIFY(m_server.requests("store", "/slow/").last()["range"].toString().startsWith("bytes="));
        QVERIFY(must(node().downloads()).empty());
    }

    void killInMidPullGoesOnAndLeavesNoCopyBehind_data() {
        QTest::addColumn<QString>("step");
        QTest::addColumn<bool>("there");
        QTest::newRow("fetching") << "fetching" << false;
        QTest::newRow("import made") << "import made" << false;
        QTest::newRow("model copied") << "model copied" << false;
        QTest::newRow("model moved") << "model moved" << true;
        QTest::newRow("model named") << "model named" << true;
    }
    void killInMidPullGoesOnAndLeavesNoCopyBehind() {
        QFETCH(QString, step);
        QFETCH(bool, there);
        QProcess helper;
        helper.start(HEARTH_CRASH_HELPER, {QString::fromStdString(home().string()), "pull:" + step});
        QVERIFY(helper.waitForFinished(30'000));
        QCOMPARE(helper.exitCode(), 9);
        m_node->start();
        QCOMPARE(must(node().models()).size(), std::size_t{there});
        const auto resting = must(node().downloads());
        QCOMPARE(resting.size(), std::size_t{!there});
        const std::string reference = "hf:org/slow/tiny.Q4_0.gguf";
        if (there) {
            QVERIFY2(is_empty_folder(fetched()), "the fetched copy takes room twice");
        } else {
            QCOMPARE(resting.front().reference, reference);
            QVERIFY(resting.front().done > 0);
            QCOMPARE(resting.front().done == resting.front().total, step != "fetching");
            const auto asked = m_server.requests("store", "/slow/").size();
            must(node().pull_model(reference, "", "", {}));
            QCOMPARE(m_server.requests("store", "/slow/").size() > asked, step == "fetching");
        }
        QCOMPARE(must(node().models()).size(), std::size_t{1});
        QCOMPARE(must(node().models()).front().name, std::string("mine"));
        QVERIFY(must(node().downloads()).empty() && is_empty_folder(fetched()));
        must(m_node->ask("with it"));
        if (there) QCOMPARE(must(node().status()).workers.front().profile, std::string("fp32"));
    }

    void onlyWhatAModelWasMadeOfIsDeletedAtAStart() {
        const auto fetch = must(node::ModelFetch::open(parts(0)));
        const auto path = must(fetch->fetch("hf:org/folder", "", {})).path;
        const auto manifest = std::make_shared<model::Manifest>();
        manifest->profiles = {"bf16", "fp32"};
        const node::StoredModel model{{}, manifest, home() / "model"};
        const auto other = home() / "other";
        std::filesystem::create_directories(model.folder);
        std::filesystem::create_directories(fetched() / "0123.removed" / "half");
        std::filesystem::copy(path, other);
        must(core::write_file_atomic(other / "config.json", core::as_bytes("{}"))); // with the same weights
        must(node::keep_source_print(model.folder, must(node::source_print(other, "fp32", {}))));
        fetch->drop_imported({model});
        QCOMPARE(must(fetch->downloads()).size(), std::size_t{1});
        QVERIFY(std::filesystem::exists(path) && !std::filesystem::exists(fetched() / "0123.removed"));
        must(node::keep_source_print(model.folder, must(node::source_print(path, "fp32", {}))));
        fetch->drop_imported({model});
        QVERIFY(must(fetch->downloads()).empty() && is_empty_folder(fetched()));
    }

    void aStoppedDownloadIsDroppedOnRequest() {
        m_node->start();
        const std::string reference = "hf:org/slow/tiny.Q4_0.gguf";
        const auto stopped = node().pull_model(reference, "", "", [](const control::Progress& progress) {
            return progress.stage.id() != std::string("hub_fetching");
        });
        QCOMPARE(stopped.error().code, Code::cancelled);
        must(node().drop_download(reference));
        QVERIFY(is_empty_folder(fetched()));
        QCOMPARE(node().drop_download(reference).error().code, Code::not_found);
    }

    void theQuotaIsAskedBeforeAByte() {
        const auto fetch = must(node::ModelFetch::open(parts(400'500)));
        const auto refused = fetch->fetch("hf:org/quota/tiny.Q4_0.gguf", "", {});
        QCOMPARE(refused.error().code, Code::refused);
        QVERIFY(refused.error().hint.find("models.disk_gib") != std::string::npos);
        QVERIFY(m_server.requests("store", "/quota/").isEmpty());
        const auto enough = must(node::ModelFetch::open(parts(402'000)));
        // The source that stays takes as much again.
        QCOMPARE(enough->fetch("hf:org/quota/tiny.Q4_0.gguf", "", {}, true).error().code, Code::refused);
        QVERIFY(m_server.requests("store", "/quota/").isEmpty());
        QVERIFY(std::filesystem::exists(must(enough->fetch("hf:org/quota/tiny.Q4_0.gguf", "", {})).path));
    }

    void wrongBytesNeverReachAnImport() {
        m_node->start();
        QCOMPARE(node().pull_model("hf:org/wrong/tiny.Q4_0.gguf", "", "", {}).error().code, Code::corrupt);
        QVERIFY(must(node().models()).empty());
        QCOMPARE(must(node().downloads()).front().done, std::uint64_t{0});
    }

    void whatSomebodyDisabledStaysSoUntilItIsEnabled() {
        serve();
        QCOMPARE(must(node().switch_model("fake", "disable")).state, control::ModelState::disabled);
        must(node().resume()); // tries again what failed; this did not
        const auto asked = m_node->ask("hello");
        QCOMPARE(asked.error().code, Code::unavailable);
        QVERIFY(asked.error().hint.find("model enable fake") != std::string::npos);
        QVERIFY(must(node().switch_model("fake", "enable")).reason.empty());
        // The worker lets go of it in its own time; whoever waits for it then is told so once more.
        QTRY_VERIFY(m_node->ask("hello").ok());
        QCOMPARE(must(node().switch_model("fake", "unload")).name, std::string("fake"));
        QTRY_VERIFY(m_node->ask("hello again").ok());
        QCOMPARE(node().switch_model("fake", "explode").error().code, Code::invalid_argument);
    }

    void aModelIsLoadedBeforeItIsAskedAndNotWhereItIsDisabled() {
        serve();
        const auto loaded = [this] { return must(node().model("fake")).state == control::ModelState::loaded; };
        QTRY_VERIFY(m_node->ask("hello").ok());
        QTRY_VERIFY(loaded());
        const auto unloading = must(node().switch_model("fake", "unload"));
        QVERIFY(unloading.state != control::ModelState::loaded || unloading.note == "fake is being unloaded.");
        QTRY_VERIFY(!loaded());
        QVERIFY(must(node().switch_model("fake", "unload")).note.empty());
        QCOMPARE(must(node().switch_model("fake", "load")).model_id, must(node().model("fake")).model_id);
        QTRY_VERIFY(loaded());
        must(node().switch_model("fake", "disable"));
        QCOMPARE(node().switch_model("fake", "load").error().code, Code::unavailable);
        must(node().switch_model("fake", "enable"));
        must(node().pause(true));
        QVERIFY(!node().switch_model("fake", "load").ok());
    }

    void aModelFitsByItsWeights() {
        const node::MachineFacts machine{std::uint64_t{16} << 30, std::uint64_t{8} << 30, 20'000'000'000};
        const auto small = node::fit_of(1'000'000'000, machine), large = node::fit_of(70'000'000'000, machine);
        QCOMPARE(small.fits, std::optional(true));
        QVERIFY(*small.estimate_millitokens_per_s > 5'000 && *small.estimate_millitokens_per_s < 20'000);
        QCOMPARE(large.fits, std::optional(false));
        QVERIFY(!large.estimate_millitokens_per_s);
        QVERIFY(!node::fit_of(9'000'000'000, machine).fits); // if others make room
        QVERIFY(!node::fit_of(std::nullopt, machine).fits);
        QVERIFY(!node::fit_of(1'000'000, {}).estimate_millitokens_per_s);
    }
};

QTEST_GUILESS_MAIN(NodeHub)
#include "tst_node_hub.moc"
