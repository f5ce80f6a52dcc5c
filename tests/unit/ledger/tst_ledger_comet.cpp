// SPDX-License-Identifier: Apache-2.0
#include "core/base64.h"
#include "core/file.h"
#include "fake_engine.h"
#include "ledger/consensus/comet_files.h"
#include "ledger/consensus/comet_ledger.h"
#include "ledger/consensus/comet_process.h"

#include <atomic>
#include <csignal>
#include <nlohmann/json.hpp>
#include <QFile>
#include <QtTest>
#include <unistd.h>

using namespace hearth;
using namespace hearth::ledger;
namespace fs = std::filesystem;

namespace {

std::string text_of(const fs::path& file) {
    const auto bytes = core::read_file(file, 1 << 20);
    return bytes ? std::string(bytes->begin(), bytes->end()) : std::string();
}

/// A program that stands for the engine.
fs::path script(const QTemporaryDir& directory, const std::string& body) {
    const fs::path file = fs::path(directory.path().toStdString()) / "engine";
    (void)core::write_file_atomic(file, core::as_bytes("#!/bin/sh\n" + body + "\n"), 0700);
    return file;
}

ChainGenesis genesis(const CometKeys& keys) {
    Genesis g = world::World().genesis();
    g.time = 1'700'000'000'123'456'789;
    return ChainGenesis::from(g, 60'000'000'000, {{keys.validator, 10, keys.commitment(), 0}});
}

CometSettings settings(const QTemporaryDir& directory) {
    CometSettings s;
    s.home = fs::path(directory.path().toStdString()) / "home";
    s.abci_socket = s.home / "abci.sock";
    s.rpc_socket = s.home / "rpc.sock";
    s.peers = {"abc@127.0.0.1:1", "def@127.0.0.1:2"};
    return s;
}

} // namespace

class TestComet : public QObject {
    Q_OBJECT
private slots:
    void textsOfBase64();
    void keysStayAndAreForUsAlone();
    void settingsAndGenesisAreWritten();
    void aValidatorThatForgotItsVotesIsRefused();
    void aNodeThatJoinsIsToldWhereToBegin();
    void whatTheEngineNotedIsForgottenButNotWhatItSigned();
    void otherVersionsAreRefused_data();
    void otherVersionsAreRefused();
    void theEngineIsStartedAgain();
    void theEngineIsNotStartedIntoAFullDisk();
    void anEngineWhoseDiskIsFullWaitsForRoom();
    void theEngineIsStopped();
    void anEngineThatStandsStillIsStartedAgain();
    void anEngineThatDiffersIsStoppedForGood_data();
    void anEngineThatDiffersIsStoppedForGood();
    void aBuildWithoutNetworkSaysSo();
};

void TestComet::textsOfBase64() {
    for (const auto& [plain, text] : {std::pair("", ""), std::pair("f", "Zg=="), std::pair("fo", "Zm8="),
                                      std::pair("foo", "Zm9v"), std::pair("foobar", "Zm9vYmFy")}) {
        QCOMPARE(core::to_base64(core::as_bytes(plain)), std::string(text));
        QCOMPARE(core::from_base64(text).value(), core::to_bytes(core::as_bytes(plain)));
    }
    QVERIFY(!core::from_base64("Zm9v!"));
}

void TestComet::keysStayAndAreForUsAlone() {
    QTemporaryDir directory;
    const fs::path home = directory.path().toStdString();
    const auto keys = comet_keys(home);
    QVERIFY(keys.ok());
    QCOMPARE(keys->peer_id.size(), std::size_t{40});
    const auto again = comet_keys(home);
    QCOMPARE(again->validator, keys->validator);
    QCOMPARE(again->peer_id, keys->peer_id);
    QCOMPARE(again->beacon_secret, keys->beacon_secret);
    for (const char* name : {"priv_validator_key.json", "node_key.json", "beacon.key"}) {
        const fs::path file = home / "config" / name;
        QVERIFY((fs::status(file).permissions() & fs::perms::all) == (fs::perms::owner_read | fs::perms::owner_write));
        fs::permissions(file, fs::perms::group_read, fs::perm_options::add);
        QVERIFY(comet_keys(home).error().code == core::Code::refused);
        fs::permissions(file, fs::perms::group_read, fs::perm_options::remove);
    }
    QVERIFY(core::write_file_atomic(home / "config" / "node_key.json", core::as_bytes("{}"), 0600));
    QVERIFY(comet_keys(home).error().code == core::Code::corrupt);
}

void TestComet::settingsAndGenesisAreWritten() {
    QTemporaryDir directory;
    const CometSettings s = settings(directory);
    const auto keys = comet_keys(s.home);
    const ChainGenesis g = genesis(*keys);
    QVERIFY(write_comet_files(s, g));
    const std::string config = text_of(s.home / "config" / "config.toml");
    QVERIFY(config.find("proxy_app = \"unix://" + s.abci_socket.string() + "\"") != std::string::npos);
    QVERIFY(config.find("persistent_peers = \"abc@127.0.0.1:1,def@127.0.0.1:2\"") != std::string::npos);
    QVERIFY(config.find("unsafe = false") != std::string::npos);
    QVERIFY(config.find("moniker = \"hearth\"\n") != std::string::npos); // else peers are told the machine's name
    const auto document = nlohmann::json::parse(text_of(s.home / "config" / "genesis.json"));
    QCOMPARE(document["genesis_time"].get<std::string>(), std::string("2023-11-14T22:13:20.123456789Z"));
    QCOMPARE(document["app_state"].get<std::string>(), core::to_hex(g.encode()));
    QCOMPARE(document["validators"].size(), std::size_t{1});
    QCOMPARE(document["consensus_params"]["abci"]["vote_extensions_enable_height"].get<std::string>(),
             std::string("1"));
}

void TestComet::aValidatorThatForgotItsVotesIsRefused() {
    QTemporaryDir directory;
    const CometSettings s = settings(directory);
    const ChainGenesis g = genesis(*comet_keys(s.home));
    QVERIFY(write_comet_files(s, g));
    const fs::path votes = s.home / "data" / "priv_validator_state.json";
    QVERIFY(core::write_file_atomic(votes, core::as_bytes("what was signed"), 0600));
    QVERIFY(write_comet_files(s, g));
    QCOMPARE(text_of(votes), std::string("what was signed"));
    fs::create_directories(s.home / "data" / "blockstore.db");
    fs::remove(votes);
    const core::Status refused = write_comet_files(s, g);
    QVERIFY(refused.error().code == core::Code::corrupt);
    QVERIFY(!refused.error().hint.empty());
    QVERIFY(!fs::exists(votes));
}

void TestComet::aNodeThatJoinsIsToldWhereToBegin() {
    QTemporaryDir directory;
    CometSettings s = settings(directory);
    const ChainGenesis g = genesis(*comet_keys(s.home));
    const fs::path file = s.home / "config" / "config.toml";
    QVERIFY(write_comet_files(s, g));
    QVERIFY(text_of(file).find("[statesync]") == std::string::npos);
    s.state_sync = StateSync{{"unix:///a/rpc.sock"}, 7, world::hash_of("header")};
    QVERIFY(write_comet_files(s, g));
    const std::string config = text_of(file);
    QVERIFY(config.find("[statesync]\nenable = true\n") != std::string::npos);
    QVERIFY(config.find("rpc_servers = \"unix:///a/rpc.sock,unix:///a/rpc.sock\"") != std::string::npos);
    QVERIFY(s.state_sync->witnesses().empty());
    // An address that is named twice is no second one.
    s.state_sync->headers = {"10.0.0.1:1", "10.0.0.2:1", "10.0.0.1:1", "10.0.0.2:1"};
    QCOMPARE(s.state_sync->witnesses(), std::vector<std::string>{"10.0.0.2:1"});
    QVERIFY(write_comet_files(s, g));
    QVERIFY(text_of(file).find("rpc_servers = \"10.0.0.1:1,10.0.0.2:1\"") != std::string::npos);
    QVERIFY(config.find("trust_height = 7\ntrust_hash = \"" + world::hash_of("header").hex() + "\"") !=
            std::string::npos);
}

void TestComet::whatTheEngineNotedIsForgottenButNotWhatItSigned() {
    QTemporaryDir directory;
    const CometSettings s = settings(directory);
    QVERIFY(write_comet_files(s, genesis(*comet_keys(s.home))));
    const fs::path data = s.home / "data";
    fs::create_directories(data / "blockstore.db");
    QVERIFY(core::write_file_atomic(data / "blockstore.db" / "1", core::as_bytes("blocks"), 0600));
    const std::string votes = text_of(data / "priv_validator_state.json");
    QVERIFY(forget_comet_chain(s.home));
    QVERIFY(!fs::exists(data / "blockstore.db"));
    QCOMPARE(text_of(data / "priv_validator_state.json"), votes);
    QVERIFY(fs::exists(s.home / "config" / "priv_validator_key.json"));
    QVERIFY(!forget_comet_chain(s.home / "nowhere"));
}

void TestComet::otherVersionsAreRefused_data() {
    QTest::addColumn<QString>("said");
    QTest::addColumn<bool>("good");
    QTest::newRow("tried") << "0.38.25" << true;
    QTest::newRow("later") << "0.38.30" << true;
    QTest::newRow("too old") << "0.38.19" << false;
    QTest::newRow("another line") << "1.0.1" << false;
    QTest::newRow("no version") << "hello" << false;
    QTest::newRow("nothing") << "" << false;
}

void TestComet::otherVersionsAreRefused() {
    QFETCH(QString, said);
    QFETCH(bool, good);
    QTemporaryDir directory;
    const core::Status checked = check_comet(script(directory, "echo " + said.toStdString()));
    QCOMPARE(checked.ok(), good);
    if (!good) QVERIFY(checked.error().code == core::Code::unsupported);
}

namespace {

CometProcess::Options process_options(const QTemporaryDir& directory, const std::string& body) {
    CometProcess::Options options;
    options.program = script(directory, body);
    options.home = directory.path().toStdString();
    options.rpc_socket = options.home / "rpc.sock";
    return options;
}

} // namespace

void TestComet::theEngineIsStartedAgain() {
    QTemporaryDir directory;
    CometProcess process(process_options(directory, "echo started >> \"$3/starts\"; echo not json; exit 3"));
    QTRY_VERIFY_WITH_TIMEOUT(process.health().starts >= 3, 20'000);
    QCOMPARE(process.health().last_end, std::string("status 3"));
    QVERIFY(text_of(fs::path(directory.path().toStdString()) / "starts").find("started") != std::string::npos);
}

void TestComet::theEngineIsNotStartedIntoAFullDisk() {
    QTemporaryDir directory;
    auto options = process_options(directory, "exec sleep 1000");
    std::atomic<bool> room = false;
    options.has_room = [&] { return room.load(); };
    {
        CometProcess stopped(options); // while it waits
        QTest::qWait(100);
    }
    CometProcess process(options);
    QTest::qWait(1500);
    QCOMPARE(process.health().starts, 0U);
    room = true;
    QTRY_VERIFY_WITH_TIMEOUT(process.health().running, 10'000);
}

void TestComet::anEngineWhoseDiskIsFullWaitsForRoom() {
    QTemporaryDir directory;
    auto options =
        process_options(directory, R"(echo '{"err":"write /wal: no space left on device"}'; exec sleep 1000)");
    std::atomic<bool> room = true;
    options.has_room = [&] { return room.load(); };
    options.prepare = [&](unsigned starts) {
        room = starts > 0;
    }; // as long as it runs for the first time there is none
    CometProcess process(options);
    QTRY_VERIFY_WITH_TIMEOUT(process.health().full && !process.health().running, 10'000);
    QCOMPARE(process.health().starts, 1U);
    room = true;
    QTRY_VERIFY_WITH_TIMEOUT(process.health().starts > 1, 10'000);
}

void TestComet::theEngineIsStopped() {
    QTemporaryDir directory;
    int pid = 0;
    {
        CometProcess process(process_options(directory, "exec sleep 1000"));
        QTRY_VERIFY_WITH_TIMEOUT(process.health().running, 10'000);
        pid = process.health().pid;
        QCOMPARE(::kill(pid, 0), 0);
    }
    QVERIFY(::kill(pid, 0) != 0);
    { // one that does not listen
        auto options = process_options(directory, "trap '' TERM; while :; do sleep 1; done");
        options.stop_within = 300'000'000;
        CometProcess process(options);
        QTRY_VERIFY_WITH_TIMEOUT(process.health().running, 10'000);
        pid = process.health().pid;
    }
    QVERIFY(::kill(pid, 0) != 0);
}

void TestComet::anEngineThatStandsStillIsStartedAgain() {
    QTemporaryDir directory;
    auto options = process_options(directory, "exec sleep 1000");
    options.progress = [] { return core::Height{7}; };
    options.stall_after = 500'000'000;
    CometProcess process(options);
    QTRY_VERIFY_WITH_TIMEOUT(process.health().starts >= 2, 30'000);
    QCOMPARE(process.health().last_end, std::string("signal 15"));
}

void TestComet::anEngineThatDiffersIsStoppedForGood_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<bool>("differs");
    const QString wrong = "wrong Block.Header.AppHash.  Expected 01, got 02";
    QTest::newRow("decided") << R"({"_msg":"CONSENSUS FAILURE!!!","err":"precommit step: )" + wrong + "\"}" << true;
    QTest::newRow("fetched") << R"({"_msg":"Error in validation","err":")" + wrong + "\"}" << true;
    QTest::newRow("repeated") << "panic: state.AppHash does not match AppHash after replay. Got" << true;
    QTest::newRow("one proposer's word") << R"({"_msg":"prevote step: invalid","err":")" + wrong + "\"}" << false;
    QTest::newRow("another failure") << R"({"_msg":"CONSENSUS FAILURE!!!","err":"no space left"})" << false;
}

void TestComet::anEngineThatDiffersIsStoppedForGood() {
    QFETCH(QString, line);
    QFETCH(bool, differs);
    QTemporaryDir directory;
    std::atomic<unsigned> prepared{0};
    auto options = process_options(directory, "echo '" + line.toStdString() + "'; exec sleep 1000");
    options.prepare = [&](unsigned starts) { prepared = starts + 1; };
    CometProcess process(options);
    if (!differs) {
        QTRY_VERIFY_WITH_TIMEOUT(process.health().running, 10'000);
        QTest::qWait(500);
        QVERIFY(process.health().running && !process.health().differs);
        return;
    }
    QTRY_VERIFY_WITH_TIMEOUT(process.health().differs && !process.health().running, 10'000);
    QTest::qWait(1500); // as long as the first pause
    QCOMPARE(process.health().starts, 1U);
    QCOMPARE(prepared.load(), 1U);
}

void TestComet::aBuildWithoutNetworkSaysSo() {
    if (CometLedger::is_built()) QSKIP("This build has network mode.");
    QTemporaryDir directory;
    const auto opened = CometLedger::open({}, genesis(*comet_keys(directory.path().toStdString())));
    QVERIFY(opened.error().code == core::Code::unsupported);
    QVERIFY(!opened.error().hint.empty());
}

QTEST_GUILESS_MAIN(TestComet)
#include "tst_ledger_comet.moc"
