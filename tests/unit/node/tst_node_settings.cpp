// SPDX-License-Identifier: Apache-2.0
#include "node/state/settings_desk.h"
#include "test_node.h"

#include <fstream>

using namespace hearth;
using namespace hearth::test;
using control::WorkRules;

namespace {

void put(const std::filesystem::path& file, const std::string& content) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
}

std::string text_of(const std::filesystem::path& file) {
    const core::Bytes raw = must(core::read_file(file, 1 << 20));
    return {reinterpret_cast<const char*>(raw.data()), raw.size()};
}

} // namespace

/// Settings that are changed while the service runs, the rules of when to work among them.
class NodeSettings : public QObject {
    Q_OBJECT
private slots:
    /// It stands in its own file, for its user alone, and comes back in no answer.
    void aSecretIsKeptAndNeverTold() {
        const QTemporaryDir folder;
        const auto file = path_of(folder) / "hearth.toml", token = path_of(folder) / "hub.token";
        auto desk = must(node::SettingsDesk::open(
            file, {[](const node::Settings&) { return core::Status(); }, [](const node::Settings&) {}},
            {{"hub.token", token}}));
        const auto row = [&] { return must(desk->list()).back(); };
        QVERIFY(row().key == "hub.token" && row().kind == "secret" && row().value.empty() && row().at_once);
        const std::string secret = "hf_planted0123456789";
        const auto told = must(desk->change({{"hub.token", {secret}}, {"hub.proxy", {"http://proxy.example:3128"}}}));
        QCOMPARE(told.back().value, std::vector<std::string>{"set"});
        for (const control::SettingInfo& one : told)
            for (const std::string& value : one.value)
                QVERIFY(value != secret);
        QCOMPARE(text_of(token), secret + "\n");
        QCOMPARE(std::filesystem::status(token).permissions(), std::filesystem::perms(0600));
        QVERIFY(text_of(file).find(secret) == std::string::npos);
        for (const char* wrong : {"two words", "line\nfeed", "\xc3\xa4"})
            QVERIFY(!desk->change({{"hub.token", {wrong}}}).ok() && text_of(token) == secret + "\n");
        // With another change that is refused nothing of it is kept.
        QVERIFY(!desk->change({{"hub.token", {"hf_other"}}, {"hub.proxy", {"ftp://proxy"}}}).ok());
        QCOMPARE(text_of(token), secret + "\n");
        for (const char* wrong : {"proxy.example", "http://proxy.example", "http://u:p@proxy.example:3128",
                                  "http://proxy.example:3128/x", "file:///etc/passwd"})
            QVERIFY2(!desk->change({{"hub.proxy", {wrong}}}).ok(), wrong);
        // A password is not repeated to whoever reads the error.
        for (const char* key : {"hub.proxy", "hub.endpoint", "updates.url"}) {
            const auto refused = desk->change({{key, {"https://me:p/ss@proxy.example:31280?token=hush"}}});
            QVERIFY2(!refused.ok() && refused.error().message.find("p/ss") == std::string::npos, key);
            QVERIFY2(refused.error().message.find("hush") == std::string::npos, key);
        }
        QVERIFY(must(desk->change({{"hub.token", {""}}})).back().value.empty());
        QVERIFY(!std::filesystem::exists(token));
        must(desk->change({{"hub.token", {""}}})); // there is none: nothing to do
    }

    void ofAFileAndASecretBothAreKeptOrNone() {
        const QTemporaryDir folder;
        const auto here = path_of(folder), nowhere = here / "nowhere";
        int applied = 0;
        const auto desk = [&](const std::filesystem::path& file, const std::filesystem::path& token) {
            return must(node::SettingsDesk::open(
                file, {[](const node::Settings&) { return core::Status(); }, [&](const node::Settings&) { ++applied; }},
                {{"hub.token", token}}));
        };
        const std::vector<control::SettingChange> both{{"hub.proxy", {"http://proxy.example:3128"}},
                                                       {"hub.token", {"hf_new"}}};
        put(here / "hearth.toml", "# mine\n");
        QVERIFY(!desk(here / "hearth.toml", nowhere / "hub.token")->change(both).ok());
        QCOMPARE(text_of(here / "hearth.toml"), std::string("# mine\n"));
        put(here / "hub.token", "hf_old\n");
        QVERIFY(!desk(nowhere / "hearth.toml", here / "hub.token")->change(both).ok());
        QCOMPARE(text_of(here / "hub.token"), std::string("hf_old\n"));
        std::filesystem::remove(here / "hub.token");
        QVERIFY(!desk(nowhere / "hearth.toml", here / "hub.token")->change(both).ok());
        QVERIFY(!std::filesystem::exists(here / "hub.token") && applied == 0);
        must(desk(here / "hearth.toml", here / "hub.token")->change(both));
        QVERIFY(text_of(here / "hub.token") == "hf_new\n" && applied == 1);
    }

    void settingsAreChangedInTheFileOrNotAtAll() {
        const QTemporaryDir folder;
        const auto file = path_of(folder) / "hearth.toml";
        put(file, "# mine\n[api]\nlisten = \"127.0.0.1:0\" # any\n");
        std::vector<WorkRules> applied;
        bool refuse = false;
        auto desk =
            must(node::SettingsDesk::open(file, {[&](const node::Settings&) {
                                                     return refuse ? core::Status(core::fail(core::Code::refused, "no"))
                                                                   : core::Status();
                                                 },
                                                 [&](const node::Settings& s) { applied.push_back(s.work); }}));
        const auto row = [&](const std::string& key) {
            for (const control::SettingInfo& one : must(desk->list()))
                if (one.key == key) return one;
            return control::SettingInfo{};
        };
        QVERIFY(!row("api.listen").waits && !row("api.listen").at_once && row("work.hours").at_once);
        must(desk->change({{"work.hours", {"mon-fri 18-24"}}, {"log.level", {"debug"}}}));
        QCOMPARE(applied.back().hours, std::vector<std::string>{"mon-fri 18-24"});
        QVERIFY(row("log.level").waits && !row("work.hours").waits);
        for (const char* key : {"worker.threads", "worker.max_jobs", "devices.disabled", "hub.proxy", "power.watts",
                                "prices.prompt_million"})
            QVERIFY2(row(key).at_once && !row(key).waits, key);
        for (const char* key : {"api.listen", "worker.devices", "worker.path", "node.executor"})
            QVERIFY2(!row(key).at_once, key);
        const std::string kept = text_of(file);
        QVERIFY2(kept.starts_with("# mine\n[api]\nlisten = \"127.0.0.1:0\" # any\n"), kept.c_str());
        const auto refused = [&](const std::string& key, const std::vector<std::string>& value) {
            const auto done = desk->change({{"work.idle_minutes", {"5"}}, {key, value}});
            return !done && text_of(file) == kept && !done.error().message.empty();
        };
        QVERIFY(refused("work.hour", {"mon 1-2"}));
        QVERIFY(refused("work.hours", {"moon 1-2"}));
        QVERIFY(refused("work.on_battery", {"perhaps"}));
        QVERIFY(refused("worker.threads", {"-1"}));
        QVERIFY(refused("worker.threads", {}));
        QVERIFY(refused("log.level", {"loud"}));
        QVERIFY(refused("api.listen", {"nowhere"}));
        refuse = true;
        QVERIFY(refused("worker.threads", {"4"}));
        refuse = false;
        put(file, "[api\n");
        QVERIFY(!desk->change({{"worker.threads", {"4"}}}).ok());
        QCOMPARE(text_of(file), std::string("[api\n"));
        QCOMPARE(applied.size(), std::size_t{1});
    }

    void pricesAndLimitsOfWorkersHoldWhileTheServiceRuns() {
        const QTemporaryDir folder;
        TestNode test(path_of(folder) / "home");
        test.start();
        test.import();
        QVERIFY(test.ask("anything").ok());
        const auto pid = must(test.node().status()).workers.front().pid;
        QVERIFY(pid);
        must(test.node().change_settings({{"prices.prompt_million", {"0.5"}}, {"prices.models", {"fake=0.25/1"}}}));
        QCOMPARE(must(test.node().models()).front().prompt_million, std::string("250000000"));
        QCOMPARE(must(test.node().models()).front().completion_million, std::string("1000000000"));
        must(test.node().change_settings({{"prices.models", {}}}));
        QCOMPARE(must(test.node().models()).front().prompt_million, std::string("500000000"));
        // Beyond what the ledger lets anybody ask.
        QVERIFY(!test.node().change_settings({{"prices.prompt_million", {"2000000"}}}).ok());
        QCOMPARE(must(test.node().models()).front().prompt_million, std::string("500000000"));
        QVERIFY(test.ask("anything").ok());
        QCOMPARE(must(test.node().status()).workers.front().pid, pid);
        must(test.node().change_settings({{"worker.threads", {"1"}}}));
        QTRY_VERIFY_WITH_TIMEOUT(must(test.node().status()).workers.front().pid.value_or(*pid) != *pid, 20'000);
        QVERIFY(test.ask("anything").ok());
    }

    void aGameStopsANodeAndItsEndStartsItAgain() {
        const QTemporaryDir folder;
        const auto processes = path_of(folder) / "proc";
        put(processes / "5" / "comm", "init\n");
        TestNode test(path_of(folder) / "home");
        test.places.processes = processes;
        test.places.interval = 100'000'000;
        test.start();
        test.import();
        QVERIFY(must(test.node().work_times()).works);
        must(test.node().change_settings({{"work.not_beside", {"Game"}}}));
        put(processes / "6" / "comm", "game\n");
        const auto state = [&] { return must(test.node().status()).state; };
        QTRY_COMPARE_WITH_TIMEOUT(state(), control::NodeState::resting, 20'000);
        QCOMPARE(must(test.node().status()).sentence,
                 std::string("Resting while Game runs; it goes on by itself once that has ended."));
        QCOMPARE(must(test.node().work_times()).rule, std::string("programs"));
        const auto refused = test.ask("anything");
        QVERIFY(!refused && refused.error().message.find("while Game runs") != std::string::npos);
        // The rule is kept over a restart, and so is what a person wants besides.
        test.stop();
        test.start();
        QTRY_COMPARE_WITH_TIMEOUT(state(), control::NodeState::resting, 20'000);
        must(test.node().pause(false));
        QCOMPARE(state(), control::NodeState::paused);
        must(test.node().resume());
        QCOMPARE(state(), control::NodeState::resting);
        std::filesystem::remove_all(processes / "6");
        QTRY_VERIFY_WITH_TIMEOUT(must(test.node().work_times()).works, 20'000);
        QVERIFY(test.ask("anything").ok());
        must(test.node().change_settings({{"work.hours", {"never"}}}));
        QCOMPARE(state(), control::NodeState::resting);
        QVERIFY(!test.node().change_settings({{"models.default", {"nobody"}}}).ok());
        must(test.node().change_settings({{"work.hours", {}}, {"models.default", {"fake"}}}));
        QVERIFY(test.ask("anything").ok());
    }
};

QTEST_GUILESS_MAIN(NodeSettings)
#include "tst_node_settings.moc"
