// SPDX-License-Identifier: Apache-2.0
#include "answer_flow.h"
#include "core/file.h"
#include "ledger/consensus/left_ledgers.h"
#include "ledger/consensus/network_place.h"
#include "ledger/consensus/resting_ledger.h"
#include "ledger/consensus/returning_validator.h"

#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using core::Code;
using world::key_of;
namespace fs = std::filesystem;

namespace {

struct Killed {};

LeavingSteps dies_at(std::string_view where) {
    return [where](std::string_view step) {
        if (step == where) throw Killed();
    };
}

ChainGenesis chain_named(const std::string& id) {
    Genesis beginning = world::World().genesis();
    beginning.chain_id = id;
    return ChainGenesis::from(beginning, 1'000'000'000, {{key_of("v").public_key(), 1, world::hash_of("c"), 0}});
}

Invitation invitation_to(const std::string& id) {
    return {chain_named(id).encode(), {"ab@127.0.0.1:1"}, {}, false, {}};
}

bool write(const fs::path& file, const std::string& content) {
    fs::create_directories(file.parent_path());
    return core::write_file_atomic(file, core::as_bytes(content), 0600).ok();
}

std::string content_of(const fs::path& file) {
    const auto bytes = core::read_file(file, 1U << 20);
    return bytes ? std::string(bytes->begin(), bytes->end()) : "nothing";
}

/// A home in a network whose engine has run: its keys, what they signed, and blocks.
struct Guest {
    QTemporaryDir directory;
    core::Home home;
    fs::path comet;

    Guest() {
        home.root = fs::path(directory.path().toStdString()) / "home";
        comet = NetworkPlace::folder(home) / "comet";
    }
    core::Result<std::optional<fs::path>> join(const std::string& id = "net") const {
        return join_network(home, invitation_to(id), "127.0.0.1:26656");
    }
    bool run(const std::string& key, int height) const {
        return write(comet / "config" / "priv_validator_key.json", key) &&
               write(comet / "config" / "node_key.json", "peer") && write(comet / "config" / "beacon.key", "beacon") &&
               write(comet / "config" / "genesis.json", "{}") && write(comet / "data" / "blockstore.db", "blocks") &&
               write(comet / "data" / "priv_validator_state.json", votes(height)) &&
               write(NetworkPlace::folder(home) / "chain.sqlite", "chain");
    }
    static std::string votes(int height) {
        return R"({"height": ")" + std::to_string(height) + R"(", "round": 0, "step": 3})";
    }
    std::string key() const { return content_of(comet / "config" / "priv_validator_key.json"); }
    std::string signed_last() const { return content_of(comet / "data" / "priv_validator_state.json"); }
};

} // namespace

class TestLeaving : public QObject {
    Q_OBJECT

private slots:
    void killedBeforeTheLedgerMovedNothingWasLeft() {
        const Guest guest;
        QVERIFY(guest.join() && guest.run("key", 5));
        QVERIFY_THROWS_EXCEPTION(Killed, (void)leave_network(guest.home, true, dies_at("recorded")));
        QVERIFY(NetworkPlace::is_there(guest.home));
        QVERIFY(partings_due(guest.home)->empty());
        QVERIFY(!*has_left_network(guest.home));
        QVERIFY(!*finish_removals(guest.home));
        const auto folder = leave_network(guest.home, false); // without deleting anything, this time
        QVERIFY(folder.ok() && *folder == guest.home.root / "left" / "net");
        QCOMPARE(partings_due(guest.home)->size(), std::size_t{1});
        QVERIFY(!*finish_removals(guest.home));
        QVERIFY(fs::exists(*folder / "network" / "chain.sqlite"));
    }

    void aDeletionThatWasKilledIsFinishedAndKeepsTheValidatorsKeys() {
        const Guest guest;
        QVERIFY(guest.join() && guest.run("key", 5));
        QVERIFY_THROWS_EXCEPTION(Killed, (void)leave_network(guest.home, true, dies_at("moved")));
        QVERIFY(!NetworkPlace::is_there(guest.home));
        QCOMPARE(partings_due(guest.home)->size(), std::size_t{1});
        const fs::path network = guest.home.root / "left" / "net" / "network";
        QVERIFY(fs::exists(network / "chain.sqlite"));
        QVERIFY_THROWS_EXCEPTION(Killed, (void)finish_removals(guest.home, dies_at("removed")));
        const auto finished = finish_removals(guest.home);
        QVERIFY(finished.ok() && *finished && **finished == network.parent_path());
        QVERIFY(!*finish_removals(guest.home));
        for (const char* gone : {"chain.sqlite", "comet/config/genesis.json", "comet/data/blockstore.db"})
            QVERIFY2(!fs::exists(network / gone), gone);
        QCOMPARE(content_of(network / "comet" / "config" / "priv_validator_key.json"), std::string("key"));
        QCOMPARE(content_of(network / "comet" / "data" / "priv_validator_state.json"), Guest::votes(5));
        QVERIFY(fs::exists(network / "comet" / "config" / "beacon.key") && fs::exists(network / "genesis.cbor"));
    }

    void whoJoinsTheSameChainAgainSignsWithItsKeysAndNotTwice() {
        const Guest guest;
        QVERIFY(guest.join() && guest.run("key", 9) && leave_network(guest.home, true));
        QVERIFY(guest.join("other"));
        QVERIFY(guest.key() == "nothing"); // they are another chain's
        QVERIFY(leave_network(guest.home, false).ok() && guest.join());
        QVERIFY(guest.key() == "key" && guest.signed_last() == Guest::votes(9));
        QVERIFY(guest.run("key", 12));
        const auto second = leave_network(guest.home, false);
        QVERIFY(second.ok() && *second == guest.home.root / "left" / "net-2");
        QVERIFY(guest.join());
        QCOMPARE(guest.signed_last(), Guest::votes(12)); // not those of the first time
        QVERIFY(leave_network(guest.home, false).ok());
        // Of a join that was killed before the mark of a place, nothing comes into another chain.
        QVERIFY(bring_validator_back(guest.home, chain_named("net")).ok() && guest.key() == "key");
        QVERIFY(guest.join("third"));
        QVERIFY(guest.key() == "nothing" && guest.signed_last() == "nothing");
        // What signed more than any that was left is no copy of them, and stays.
        QVERIFY(guest.run("key", 20));
        fs::remove(NetworkPlace::genesis_file(guest.home));
        QVERIFY(guest.join());
        QCOMPARE(guest.signed_last(), Guest::votes(20));
    }

    void onlyAHomeThatLeftANetworkPutsItsOwnLedgerAside() {
        const Guest guest;
        const fs::path ledger = guest.home.ledger() / "ledger.sqlite";
        QVERIFY(write(ledger, "solo"));
        QCOMPARE(guest.join().error().code, Code::conflict);
        QVERIFY(fs::exists(ledger) && fs::remove(ledger));
        QVERIFY(guest.join() && leave_network(guest.home, false) && write(ledger, "solo"));
        QCOMPARE(join_network(guest.home, invitation_to("net"), "nonsense").error().code, Code::invalid_argument);
        QVERIFY(fs::exists(ledger)); // what is refused moves nothing
        const auto aside = guest.join();
        QVERIFY2(aside.ok(), aside ? "" : aside.error().message.c_str());
        QVERIFY(*aside && **aside == guest.home.root / "left" / "solo-1");
        QCOMPARE(content_of(**aside / "ledger" / "ledger.sqlite"), std::string("solo"));
        QVERIFY(NetworkPlace::is_there(guest.home) && !fs::exists(ledger));
        const auto due = partings_due(guest.home);
        QVERIFY(due.ok() && due->size() == 2); // in the order of leaving, not of names
        QVERIFY((*due)[0].folder.filename() == "net" && (*due)[1].folder.filename() == "solo-1");
        QVERIFY((*due)[0].id != (*due)[1].id);
        for (const Parting& each : *due)
            QVERIFY(end_parting(each).ok());
        QVERIFY(partings_due(guest.home)->empty());
        QVERIFY(leave_network(guest.home, false) && write(ledger, "again"));
        QVERIFY(*guest.join() == guest.home.root / "left" / "solo-2");
    }

    void aJoinThatFailsLateLeavesTheHomeItsOwnLedger() {
        const Guest guest;
        const fs::path ledger = guest.home.ledger() / "ledger.sqlite";
        QVERIFY(guest.join() && guest.run("key", 5) && leave_network(guest.home, false) && write(ledger, "solo"));
        const fs::path votes = guest.home.root / "left" / "net" / "network" / "comet" / "data" / last_votes_file;
        QVERIFY(write(votes, "nonsense"));
        QCOMPARE(guest.join().error().code, Code::corrupt);
        QCOMPARE(content_of(ledger), std::string("solo"));
        QVERIFY(write(votes, Guest::votes(5)));
        const fs::path in_the_way = NetworkPlace::folder(guest.home) / "network.toml";
        fs::create_directories(in_the_way / "full");
        QVERIFY(!guest.join()); // a folder lies where the settings would
        QCOMPARE(content_of(ledger), std::string("solo"));
        QVERIFY(!NetworkPlace::is_there(guest.home) && !fs::exists(guest.home.root / "left" / "solo-1"));
        QCOMPARE(partings_due(guest.home)->size(), std::size_t{1}); // the network's
        fs::remove_all(in_the_way);
        const auto aside = guest.join();
        QVERIFY(aside.ok() && *aside && **aside == guest.home.root / "left" / "solo-1");
        QCOMPARE(content_of(**aside / "ledger" / "ledger.sqlite"), std::string("solo"));
        QVERIFY(guest.key() == "key" && guest.signed_last() == Guest::votes(5));
    }

    void whoDeletesAChainByHandAfterLeavingItHasLeftIt() {
        const Guest guest;
        QVERIFY(guest.join() && guest.run("key", 5));
        const auto folder = leave_network(guest.home, false);
        QVERIFY(folder.ok());
        fs::remove_all(*folder / "network");
        QCOMPARE(partings_due(guest.home)->size(), std::size_t{1});
        QVERIFY(*has_left_network(guest.home));
        QVERIFY(guest.join("other"));
        QCOMPARE(partings_due(guest.home)->size(), std::size_t{1});
        QVERIFY(leave_network(guest.home, false) && guest.join());
        QVERIFY(leave_network(guest.home, false).value() != *folder); // which waits for its receipts
    }

    void aChainsNameIsNoPath() {
        for (const char* id : {"..", ".", ".hidden", "a/b", "../../x", "net work", "\xc3\xa4"}) {
            const Guest guest;
            const auto refused = guest.join(id);
            QVERIFY2(refused.error().code == Code::invalid_argument, id);
            QVERIFY2(refused.error().message.find(id) != std::string::npos, id);
            NetworkPlace place; // as an earlier version joined it
            place.genesis = chain_named(id);
            QVERIFY(guest.home.create() && place.save(guest.home));
            const auto folder = leave_network(guest.home, false);
            QVERIFY2(folder.ok() && folder->parent_path() == guest.home.root / "left", id);
            QVERIFY2(folder->filename().string().starts_with("chain-"), id);
        }
    }

    void whatCannotBeReadIsLeftAndNotTakenForNothing() {
        const Guest guest;
        QVERIFY(guest.join() && write(NetworkPlace::genesis_file(guest.home), "damaged"));
        const auto folder = leave_network(guest.home, false);
        QVERIFY(folder.ok() && folder->filename() == "unreadable");
        QVERIFY(write(*folder / "parting", "nonsense"));
        QCOMPARE(partings_due(guest.home).error().code, Code::corrupt);
        fs::remove_all(guest.home.root / "left");
        QVERIFY(partings_due(guest.home)->empty()); // no folder: nothing was left
        QVERIFY(write(guest.home.root / "left", "a file"));
        QCOMPARE(partings_due(guest.home).error().code, Code::io);
    }

    void aSoloLedgerHasAHistoryOnceSomethingHappened() {
        world::LedgerFolder folder;
        folder.genesis = world::audited_genesis(folder.clock.now());
        folder.genesis.accounts = {{key_of("caller").public_key(), core::Amount::from_units(1'000'000)}};
        const State fresh(folder.genesis);
        QVERIFY(!*has_history({"solo", {}, fresh.to_cbor(), {}}));
        folder.genesis.accounts[key_of("owner").public_key()] = core::Amount::from_units(1);
        const State used(folder.genesis);
        QVERIFY(*has_history({"solo", {}, used.to_cbor(), {}}));
    }
};

QTEST_GUILESS_MAIN(TestLeaving)
#include "tst_ledger_leaving.moc"
