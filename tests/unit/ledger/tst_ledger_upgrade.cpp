// SPDX-License-Identifier: Apache-2.0
#include "ledger_folder.h"

#include <QtTest>
#include <sqlite3.h>

using namespace hearth;
using namespace hearth::ledger;
using proof::Level;
using world::submit;

/// vectors/ledger/first_rules.sqlite was written by the program that knew the first rules only: 24 blocks, snapshots at
/// 12, 18 and 24, the keys of World, and receipts in every state that those rules had.
namespace {

constexpr core::Nanoseconds second = 1'000'000'000;

struct OldLedger : world::LedgerFolder {
    OldLedger() {
        options.snapshot_every = 6;
        clock.advance(15 * second);
        genesis.rules = 1;
        std::filesystem::copy_file(std::string(HEARTH_VECTORS_DIR) + "/ledger/first_rules.sqlite", database());
        std::filesystem::permissions(database(), std::filesystem::perms::owner_write,
                                     std::filesystem::perm_options::add);
    }
    bool forget_snapshots() const {
        sqlite3* open = nullptr;
        const bool done = sqlite3_open(database().c_str(), &open) == SQLITE_OK &&
                          sqlite3_exec(open, "DELETE FROM snapshots", nullptr, nullptr, nullptr) == SQLITE_OK;
        sqlite3_close(open);
        return done;
    }
};

std::optional<Reward> reward(const Sequencer& s, const core::ReceiptId& id) {
    std::optional<Reward> found;
    s.read([&](const State& state) {
        if (const Reward* r = state.reward(id)) found = *r;
    });
    return found;
}

} // namespace

class TestUpgrade : public QObject {
    Q_OBJECT
private slots:
    void anOldLedgerKeepsItsMoney_data();
    void anOldLedgerKeepsItsMoney();
    void whatWasDrawnBeforeFindsItsAuditor();
    void anEscrowOfTheFirstRulesIsSettled();
    void theNewRulesHoldFromTheUpgradeOn();
    void unknownRulesAreRefused();
};

void TestUpgrade::anOldLedgerKeepsItsMoney_data() {
    QTest::addColumn<bool>("from_genesis");
    QTest::newRow("from a snapshot") << false;
    QTest::newRow("every block again") << true;
}

void TestUpgrade::anOldLedgerKeepsItsMoney() {
    QFETCH(bool, from_genesis);
    OldLedger f;
    if (from_genesis) QVERIFY(f.forget_snapshots());
    Head head;
    {
        auto s = f.open();
        QVERIFY2(s.ok(), s ? "" : s.error().message.c_str());
        head = (*s)->head();
        QCOMPARE(head.height, core::Height{25});
        QCOMPARE(world::balance(**s, f.world.caller.public_key()), std::uint64_t{999'844'766});
        QCOMPARE(world::balance(**s, f.world.owner.public_key()), std::uint64_t{15'994});
        (*s)->read([](const State& state) {
            QCOMPARE(state.rules(), present_rules);
            QVERIFY(state.check_conservation());
            QVERIFY(state.params().is_complete());
            QCOMPARE(state.pools().at("rewards").units(), std::uint64_t{36'000});
        });
        QVERIFY(reward(**s, f.world.receipt_id("paid"))->state == RewardState::paid);
        QVERIFY(reward(**s, f.world.receipt_id("failed"))->state == RewardState::lost);
    }
    // The upgrade is a block like others: found again, not made again.
    auto s = f.open();
    QVERIFY2(s.ok(), s ? "" : s.error().message.c_str());
    QCOMPARE((*s)->head().app_hash, head.app_hash);
    QCOMPARE((*s)->head().height, head.height);
}

void TestUpgrade::whatWasDrawnBeforeFindsItsAuditor() {
    OldLedger f;
    auto s = f.open().value();
    const auto id = f.world.receipt_id("late 2");
    QVERIFY(reward(*s, id)->drawn && reward(*s, id)->state == RewardState::pending);
    const PostVerdict passed{id, Level::statistical, true, 20, 20};
    QVERIFY(!submit(*s, f.world.owner, passed)); // nobody is drawn for it yet
    f.clock.advance(2 * second);
    QVERIFY(s->tick());
    QVERIFY(submit(*s, f.world.owner, passed));
    QVERIFY(reward(*s, id)->state == RewardState::confirmed);
}

void TestUpgrade::anEscrowOfTheFirstRulesIsSettled() {
    OldLedger f;
    auto s = f.open().value();
    QVERIFY(submit(*s, f.world.node, f.world.settlement(f.world.receipt("open"))));
    for (int i = 0; i < 15; ++i) {
        f.clock.advance(second);
        QVERIFY(s->tick());
        if (const auto r = reward(*s, f.world.receipt_id("open"));
            waiting_duty(*r, f.world.node.public_key()) != nullptr)
            QVERIFY(
                submit(*s, f.world.owner, PostVerdict{f.world.receipt_id("open"), Level::statistical, true, 20, 20}));
    }
    QVERIFY(reward(*s, f.world.receipt_id("open"))->state == RewardState::paid);
}

void TestUpgrade::theNewRulesHoldFromTheUpgradeOn() {
    OldLedger f;
    auto s = f.open().value();
    const auto stranger = world::key_of("stranger");
    QVERIFY(!submit(*s, stranger,
                    RegisterNode{world::key_of("another").public_key(), stranger.public_key(), std::nullopt}));
    OpenEscrow bare = f.world.escrow("new");
    bare.accepted.reset();
    QVERIFY(!submit(*s, f.world.caller, bare));
    QVERIFY(!f.open_escrow(*s, "new")); // no tariff is offered yet
    QVERIFY(submit(*s, f.world.node, f.world.offer()));
    QVERIFY(f.open_escrow(*s, "new"));
    QVERIFY(submit(*s, f.world.node, f.world.settlement(f.world.receipt("new"))));
    QVERIFY(reward(*s, f.world.receipt_id("new"))->terms->beacon.has_value());
}

void TestUpgrade::unknownRulesAreRefused() {
    QVERIFY(check_rules(0).error().code == core::Code::unsupported);
    QVERIFY(check_rules(present_rules + 1).error().code == core::Code::unsupported);
    world::Machine m;
    QVERIFY(!m.state.upgrade(present_rules)); // no step back and none in place
    QVERIFY(!m.state.upgrade(1));
}

QTEST_GUILESS_MAIN(TestUpgrade)
#include "tst_ledger_upgrade.moc"
