// SPDX-License-Identifier: Apache-2.0
#include "ledger/block_store.h"
#include "ledger_folder.h"

#include <QtTest>
#include <sqlite3.h>

using namespace hearth;
using namespace hearth::ledger;
using world::LedgerFolder;
using world::submit;

namespace {

/// A ledger with a snapshot at every fifth of its blocks, of which the newest four keep their transactions in any case.
struct Pruned : LedgerFolder {
    std::vector<core::Hash> transactions; ///< of block 1, 2 …
    std::vector<core::Hash> beacons;

    explicit Pruned(core::Height keep = 4) {
        options.snapshot_every = 5;
        options.keep_blocks = keep;
    }
    core::Status grow(Sequencer& s, int blocks) {
        for (int i = 0; i < blocks; ++i) {
            HEARTH_TRY(const TxResult done, submit(s, world.caller, Transfer{world.owner.public_key(), one()}));
            transactions.push_back(done.tx_hash);
            beacons.push_back(done.beacon);
        }
        return s.tick();
    }
    static core::Amount one() { return core::Amount::from_units(1); }
    std::unique_ptr<BlockStore> store() const { return BlockStore::open_to_read(database()).value(); }
    bool sql(const char* statement) const {
        sqlite3* opened = nullptr;
        const bool done = sqlite3_open(database().c_str(), &opened) == SQLITE_OK &&
                          sqlite3_exec(opened, statement, nullptr, nullptr, nullptr) == SQLITE_OK;
        sqlite3_close(opened);
        return done;
    }
};

} // namespace

/// Old blocks of a solo ledger may lose their transactions; what proves them stays.
class TestPruning : public QObject {
    Q_OBJECT
private slots:
    void oldBlocksLoseTheirTransactionsAlone();
    void whoeverAsksForOneIsTold();
    void everyBlockIsKeptUnlessAsked();
    void bothSnapshotsCanBeStartedFrom();
    void someAtATimeAndNeverBeforeTheIndex();
};

void TestPruning::oldBlocksLoseTheirTransactionsAlone() {
    Pruned f;
    Head head;
    {
        auto s = f.open().value();
        QVERIFY(f.grow(*s, 23));
        head = s->head();
        for (std::size_t i = 0; i < f.beacons.size(); ++i)
            QCOMPARE(s->beacon(i + 1).value(), f.beacons[i]);
    }
    {
        const auto store = f.store();
        QVERIFY(store->check());
        QCOMPARE(store->dropped().value(), core::Height{14}); // the snapshots are of 15 and 20
        core::Hash previous;
        for (core::Height height = 1; height <= 23; ++height) {
            const auto header = store->header(height).value();
            QVERIFY(header.has_value() && header->transactions.empty());
            if (height > 1) QCOMPARE(header->header.previous, previous);
            previous = header->header.hash();
            const auto block = store->block(height);
            QCOMPARE(block.ok(), height > 14);
            if (block) QCOMPARE((*block)->transactions.size(), std::size_t{1});
        }
        QCOMPARE(previous, head.block_hash);
    }
    auto s = f.open();
    QVERIFY2(s.ok(), s ? "" : s.error().message.c_str());
    QCOMPARE((*s)->head().app_hash, head.app_hash);
    QCOMPARE((*s)->beacon(3).value(), f.beacons[2]);
    const StateKey owner{RecordKind::account, core::to_bytes(f.world.owner.public_key().view())};
    QVERIFY((*s)->prove({owner}, 0).ok());
    QVERIFY(f.grow(**s, 5));
    QCOMPARE(world::balance(**s, f.world.owner.public_key()), std::uint64_t{28});
    s->reset();
    QCOMPARE(f.store()->dropped().value(), core::Height{19});
    QCOMPARE(Sequencer::examine(f.options.folder, std::nullopt).value().height, core::Height{28});
}

void TestPruning::whoeverAsksForOneIsTold() {
    Pruned f;
    auto s = f.open().value();
    QVERIFY(f.grow(*s, 23));
    const auto gone = s->transaction(f.transactions[1]);
    QVERIFY(!gone && gone.error().code == core::Code::not_found);
    QVERIFY2(std::string_view(gone.error().message).find("Block 2 ") == 0, gone.error().message.c_str());
    QVERIFY(std::string_view(gone.error().hint).find("solo.keep_blocks") != std::string_view::npos);
    QCOMPARE(s->transaction(f.transactions[14]).value().height, core::Height{15});
    const auto never = s->transaction(world::hash_of("never sent"));
    QVERIFY(!never && never.error().message != gone.error().message);
}

void TestPruning::everyBlockIsKeptUnlessAsked() {
    Pruned f(0);
    {
        auto s = f.open().value();
        QVERIFY(f.grow(*s, 23));
    }
    QCOMPARE(f.store()->dropped().value(), core::Height{0});
    QVERIFY(f.store()->block(1).value().has_value());
    Pruned many(100);
    {
        auto s = many.open().value();
        QVERIFY(many.grow(*s, 23));
    }
    QCOMPARE(many.store()->dropped().value(), core::Height{0});
}

void TestPruning::bothSnapshotsCanBeStartedFrom() {
    Pruned f;
    core::Hash app_hash;
    {
        auto s = f.open().value();
        QVERIFY(f.grow(*s, 23));
        app_hash = s->head().app_hash;
    }
    QVERIFY(f.sql("UPDATE snapshots SET state = zeroblob(9) WHERE height = 20"));
    {
        const auto s = f.open();
        QVERIFY2(s.ok(), s ? "" : s.error().message.c_str());
        QCOMPARE((*s)->head().app_hash, app_hash);
    }
    QVERIFY(f.sql("UPDATE snapshots SET state = zeroblob(9)"));
    const auto lost = f.open();
    QVERIFY(!lost && lost.error().code == core::Code::corrupt);
    QVERIFY2(std::string_view(lost.error().message).find("up to 14 ") != std::string_view::npos,
             lost.error().message.c_str());
    QVERIFY(!lost.error().hint.empty());
}

void TestPruning::someAtATimeAndNeverBeforeTheIndex() {
    Pruned f(0);
    {
        auto s = f.open().value();
        QVERIFY(f.grow(*s, 12));
    }
    const auto store = BlockStore::open(f.database()).value();
    for (const core::Height expected : {4U, 8U, 9U, 9U}) {
        QVERIFY(store->drop_transactions(9, 4));
        QCOMPARE(store->dropped().value(), expected);
        QCOMPARE(store->height_of(f.transactions[expected - 1]).value(), std::optional<core::Height>(expected));
    }
    while (!store->extend_index(3).value())
        continue;
    QCOMPARE(store->height_of(f.transactions[11]).value(), std::optional<core::Height>(12));
}

QTEST_GUILESS_MAIN(TestPruning)
#include "tst_ledger_pruning.moc"
