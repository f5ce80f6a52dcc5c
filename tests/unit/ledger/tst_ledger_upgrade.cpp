// SPDX-License-Identifier: Apache-2.0
#include "ledger_folder.h"

#include <QtTest>
#include <sqlite3.h>

using namespace hearth;
using namespace hearth::ledger;
using proof::Level;
using world::submit;

/// vectors/ledger/first_rules.sqlite was written by the program that knew the first rules only: 24 blocks, snapshots at
/// 12, 18 and 24, the keys of World, and receipts in every state that those rules had. second_rules.sqlite is of the
/// program that knew no third ones: 18 blocks, snapshots at 8 and 16, four paid receipts, a stake, and parts of it on
/// their way. third_rules.sqlite is of the one that knew no fourth ones: 19 blocks, snapshots at 8 and 16, two
/// proposals, a vote, a delegation, an open escrow. fourth_rules.sqlite is a home's own, whose service knew no fifth
/// ones: 8 blocks, a stake and a part of it on its way, a proposal, a delegation.
namespace {

using core::second;

struct OldLedger : world::LedgerFolder {
    explicit OldLedger(const char* file = "first_rules.sqlite") {
        options.snapshot_every = 6;
        clock.advance(15 * second);
        genesis.rules = 1;
        std::filesystem::copy_file(std::string(HEARTH_VECTORS_DIR) + "/ledger/" + file, database());
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
    void aLedgerOfTheSecondRulesGoesOnWithVotes_data();
    void aLedgerOfTheSecondRulesGoesOnWithVotes();
    void aLedgerOfTheThirdRulesGoesOnWithShortProofs_data();
    void aLedgerOfTheThirdRulesGoesOnWithShortProofs();
    void aLedgerOfTheFourthRulesGoesOnWithChannels();
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
            QVERIFY(state.params().is_complete(present_rules));
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

void TestUpgrade::aLedgerOfTheSecondRulesGoesOnWithVotes_data() {
    anOldLedgerKeepsItsMoney_data();
}

void TestUpgrade::aLedgerOfTheSecondRulesGoesOnWithVotes() {
    QFETCH(bool, from_genesis);
    OldLedger f("second_rules.sqlite");
    if (from_genesis) QVERIFY(f.forget_snapshots());
    core::Hash hash;
    {
        auto s = f.open();
        QVERIFY2(s.ok(), s ? "" : s.error().message.c_str());
        QCOMPARE((*s)->head().height, core::Height{19});
        QCOMPARE(world::balance(**s, f.world.owner.public_key()), std::uint64_t{779'520});
        QVERIFY(submit(**s, f.world.owner, Transfer{f.world.caller.public_key(), core::Amount::from_units(300'000)}));
        QVERIFY(submit(**s, f.world.caller, SubmitProposal{"Later", ChangeParameters{{{"vesting.epochs", 3}}}}));
        hash = (*s)->head().app_hash;
        (*s)->read([](const State& state) {
            QCOMPARE(state.rules(), present_rules);
            QCOMPARE(state.pools().at("stake").units(), std::uint64_t{250'000});
            QCOMPARE(state.proposal(1)->total,
                     (Weight{1, 189})); // bound for 5 epochs of two years, without a lock; root of 36 000
            QCOMPARE(state.proposal(1)->from, std::vector<std::uint64_t>{2});
        });
    }
    auto s = f.open();
    QVERIFY2(s.ok(), s ? "" : s.error().message.c_str());
    QCOMPARE((*s)->head().app_hash, hash);
    // One operator alone decides: a vote after the delay, and the change after its timelock.
    const auto epochs = [&](int count) {
        for (; count > 0; --count) {
            f.clock.advance(second);
            QVERIFY((*s)->tick());
        }
    };
    epochs(16); // those of the clock that had stood still among them
    QVERIFY(submit(**s, f.world.owner, CastVote{1, Choice::yes}));
    epochs(90);
    (*s)->read([](const State& state) {
        QVERIFY(state.proposal(1)->state == ProposalState::executed);
        QCOMPARE(state.params().get("vesting.epochs"), std::uint64_t{3});
    });
}

void TestUpgrade::aLedgerOfTheThirdRulesGoesOnWithShortProofs_data() {
    anOldLedgerKeepsItsMoney_data();
}

void TestUpgrade::aLedgerOfTheThirdRulesGoesOnWithShortProofs() {
    QFETCH(bool, from_genesis);
    OldLedger f("third_rules.sqlite");
    if (from_genesis) QVERIFY(f.forget_snapshots());
    const StateKey owner{RecordKind::account, core::to_bytes(f.world.owner.public_key().view())};
    {
        // As the program of the third rules left it, every block of it.
        const auto before = Sequencer::examine(f.options.folder, std::nullopt);
        QVERIFY2(before.ok(), before ? "" : before.error().message.c_str());
        QCOMPARE(before->height, core::Height{19});
        QCOMPARE(before->app_hash.hex(),
                 std::string("bf55170510aadfc44b8d44ca48006a09fb51a7f04d7431e5668e8a1ad904c207"));
    }
    auto s = f.open();
    QVERIFY2(s.ok(), s ? "" : s.error().message.c_str());
    QCOMPARE((*s)->head().height, core::Height{20});
    QCOMPARE(world::balance(**s, f.world.owner.public_key()), std::uint64_t{415'760});
    const auto shown = (*s)->prove({owner}, 0);
    QVERIFY2(shown.ok(), shown ? "" : shown.error().message.c_str());
    QCOMPARE(shown->records[0].proof.path.size(), std::size_t{16});
    (*s)->read([&](const State& state) {
        QCOMPARE(state.rules(), present_rules);
        QCOMPARE(*proven_root(owner.map_key(), shown->records[0].record, shown->records[0].proof), state.app_hash());
        QCOMPARE(State::from_cbor(state.to_cbor())->app_hash(), state.app_hash());
        QVERIFY(state.proposal(2) != nullptr);
    });
    QVERIFY(submit(**s, f.world.owner, Transfer{f.world.caller.public_key(), core::Amount::from_units(1)}));
    const core::Hash hash = (*s)->head().app_hash;
    s->reset();
    s = f.open();
    QVERIFY2(s.ok(), s ? "" : s.error().message.c_str());
    QCOMPARE((*s)->head().app_hash, hash);
}

void TestUpgrade::aLedgerOfTheFourthRulesGoesOnWithChannels() {
    OldLedger f("fourth_rules.sqlite");
    f.genesis.chain_id = "hearth-solo-" + world::key_of("sequencer").public_key().hex().substr(0, 12);
    f.options.epoch_length = 60 * second;
    const auto before = Sequencer::examine(f.options.folder, std::nullopt);
    QVERIFY2(before.ok(), before ? "" : before.error().message.c_str());
    QCOMPARE(before->height, core::Height{8});
    QCOMPARE(before->app_hash.hex(), std::string("b260b8ca490d052c41f1f80034d594eb36dc113055c4a3e8f27726230cca2c47"));
    f.clock.advance(before->time + second - f.clock.now());
    core::ChannelId id;
    core::Hash hash;
    const auto send = [&](Sequencer& s, const core::SigningKey& key, Message message) {
        std::optional<SignedTransaction> tx;
        s.read([&](const State& state) {
            const std::uint64_t sequence = state.account(key.public_key())->sequence;
            id = channel_id(key.public_key(), sequence);
            tx = SignedTransaction::sign({key.public_key(), sequence, 1'000, {}, std::move(message)},
                                         f.genesis.chain_id, key);
        });
        return s.submit(*tx);
    };
    {
        auto s = f.open();
        QVERIFY2(s.ok(), s ? "" : s.error().message.c_str());
        QCOMPARE((*s)->head().height, core::Height{9});
        (*s)->read([](const State& state) {
            QCOMPARE(state.rules(), present_rules);
            QCOMPARE(state.pools().at("stake").units(), std::uint64_t{40'000'000'000});
            QVERIFY(state.proposal(1) != nullptr && state.check_conservation());
        });
        const core::Amount deposit = core::Amount::from_units(5'000'000);
        const auto opened = send(**s, f.world.caller, OpenChannel{f.world.owner.public_key(), deposit, 100});
        QVERIFY2(opened.ok(), opened ? "" : opened.error().message.c_str());
        hash = (*s)->head().app_hash;
    }
    auto s = f.open();
    QVERIFY2(s.ok(), s ? "" : s.error().message.c_str());
    QCOMPARE((*s)->head().app_hash, hash);
    (*s)->read(
        [&](const State& state) { QCOMPARE(state.tables().channels().get(id)->payee, f.world.owner.public_key()); });
}

void TestUpgrade::unknownRulesAreRefused() {
    QVERIFY(check_rules(0).error().code == core::Code::unsupported);
    QVERIFY(check_rules(present_rules + 1).error().code == core::Code::unsupported);
    world::Machine m;
    QVERIFY(!m.state.upgrade(present_rules, 0)); // no step back and none in place
    QVERIFY(!m.state.upgrade(1, 0));
}

QTEST_GUILESS_MAIN(TestUpgrade)
#include "tst_ledger_upgrade.moc"
