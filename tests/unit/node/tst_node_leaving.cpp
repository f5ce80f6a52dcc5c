// SPDX-License-Identifier: Apache-2.0
#include "ledger/consensus/left_ledgers.h"
#include "ledger/consensus/network_place.h"
#include "ledger/consensus/resting_ledger.h"
#include "node/state/call_book.h"
#include "node/state/left_chain.h"
#include "node/state/store.h"
#include "test_node.h"

using namespace hearth;
using namespace hearth::test;
namespace fs = std::filesystem;

/// What node.sqlite knows of a ledger that a home left goes with it.
class NodeLeaving : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    core::Home m_home;

    /// As hearthctl network leave leaves it.
    fs::path leave(const std::string& name, int order) const {
        const fs::path left = m_home.root / "left" / name;
        fs::create_directories(left / "network");
        const std::string record = std::to_string(order) + " " + core::random_hash().hex() + " " + std::string(64, '0');
        must(core::write_file_atomic(left / "parting", core::as_bytes(record)));
        return left;
    }
    static std::size_t jobs_in(const fs::path& database) {
        const auto store = must(node::Store::open_to_read(database));
        must(store->check());
        return must(store->jobs(10, {})).size();
    }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_home.root = path_of(*m_folder) / "home";
        TestNode node(m_home.root);
        node.start();
        node.import();
        must(node.ask("hello"));
        node.stop();
    }

    void whatIsKnownOfAChainThatWasLeftGoesBesideItOnce() {
        const gateway::RepeatKey call{"a", "k", core::Hash{}};
        const fs::path left = leave("hearth-net", 1);
        fs::create_directories(m_home.root / "archive");
        must(core::write_file_atomic(m_home.root / "archive" / "note", core::as_bytes("x")));
        {
            const auto store = must(node::Store::open(m_home.database()));
            must(store->set_setting("roots_posted_before_epoch", "900"));
            must(store->set_setting("owed." + std::string(64, 'a'), "7"));
            must(store->set_setting("a", "b"));
            QVERIFY(must(node::CallBook(*store).recall(call)).known == gateway::CallMemory::Known::nothing);
            QVERIFY(must(node::CallBook(*store).recall(call)).known == gateway::CallMemory::Known::lost);
        }
        fs::remove_all(m_home.ledger());
        TestNode node(m_home.root);
        node.start();
        QVERIFY(must(node.node().jobs(10, {})).empty());
        QCOMPARE(must(node.node().models()).size(), std::size_t{1});
        must(node.ask("again"));
        node.stop();
        node.start(); // and no other time
        QCOMPARE(must(node.node().jobs(10, {})).size(), std::size_t{1});
        node.stop();
        QCOMPARE(jobs_in(left / "node.sqlite"), std::size_t{1});
        QVERIFY(fs::exists(left / "archive" / "note"));
        const auto store = must(node::Store::open(m_home.database()));
        must(store->check()); // its running totals, too
        QVERIFY(must(store->setting("roots_posted_before_epoch")) != "900");
        QVERIFY(must(store->setting("owed." + std::string(64, 'a'))).empty());
        QCOMPARE(must(store->setting("a")), std::string("b"));
        QVERIFY(must(node::CallBook(*store).recall(call)).known == gateway::CallMemory::Known::nothing);
    }

    /// A ledger that is there already makes no difference, nor does the name of one that was left before.
    void ofTwoThatWereLeftTheFirstHasTheJobs() {
        const fs::path second = leave("a-net", 2), first = leave("b-net", 1);
        must(node::part_from_left_chains(m_home));
        QCOMPARE(jobs_in(first / "node.sqlite"), std::size_t{1});
        QCOMPARE(jobs_in(second / "node.sqlite"), std::size_t{0});
        QCOMPARE(jobs_in(m_home.database()), std::size_t{0});
        fs::remove_all(m_home.ledger());
        TestNode node(m_home.root);
        node.start();
        must(node.ask("on the next chain"));
        node.stop();
        const fs::path again = leave("b-net-2", 1);
        must(node::part_from_left_chains(m_home));
        QCOMPARE(jobs_in(again / "node.sqlite"), std::size_t{1});
        QCOMPARE(jobs_in(first / "node.sqlite"), std::size_t{1});
    }

    void aPartingThatWasKilledGoesOn() {
        struct Killed {};
        const fs::path left = leave("hearth-net", 1);
        const auto dies_at = [](const char* step) {
            return [step](const char* done) {
                if (std::string_view(done) == step) throw Killed();
            };
        };
        QVERIFY_THROWS_EXCEPTION(Killed, (void)node::part_from_left_chains(m_home, dies_at("parting-copied")));
        QCOMPARE(jobs_in(m_home.database()), std::size_t{1});
        QVERIFY_THROWS_EXCEPTION(Killed, (void)node::part_from_left_chains(m_home, dies_at("parting-cleared")));
        QCOMPARE(jobs_in(m_home.database()), std::size_t{0});
        {
            const auto store = must(node::Store::open(m_home.database()));
            must(store->set_setting("owed." + std::string(64, 'a'), "7")); // on the next ledger
        }
        must(node::part_from_left_chains(m_home));
        QVERIFY(must(ledger::partings_due(m_home)).empty());
        QCOMPARE(jobs_in(left / "node.sqlite"), std::size_t{1});
        const auto store = must(node::Store::open(m_home.database()));
        QCOMPARE(must(store->setting("owed." + std::string(64, 'a'))), std::string("7"));
    }

    /// Left, started, and joined again.
    void theOwnLedgerBetweenTwoNetworksGoesAsideWithItsJobs() {
        leave("hearth-net", 1);
        fs::remove_all(m_home.ledger());
        TestNode node(m_home.root);
        node.start();
        must(node.ask("alone"));
        node.stop();
        QVERIFY(must(ledger::has_history(*must(ledger::resting_ledger(m_home)))));
        ledger::Genesis beginning;
        beginning.chain_id = "next-net";
        const core::PublicKey someone = must(core::SigningKey::load(m_home.keys() / "node.key")).public_key();
        beginning.accounts[someone] = core::Amount::from_units(1'000'000);
        const auto genesis = ledger::ChainGenesis::from(beginning, 60'000'000'000, {{someone, 1, core::Hash{}, 0}});
        const auto aside = must(
            ledger::join_network(m_home, {genesis.encode(), {"ab@127.0.0.1:1"}, {}, false, {}}, "127.0.0.1:26656"));
        QVERIFY(aside && fs::exists(*aside / "ledger" / "ledger.sqlite"));
        must(node::part_from_left_chains(m_home));
        QCOMPARE(jobs_in(*aside / "node.sqlite"), std::size_t{1});
        QCOMPARE(jobs_in(m_home.database()), std::size_t{0});
    }
};

QTEST_GUILESS_MAIN(NodeLeaving)
#include "tst_node_leaving.moc"
