// SPDX-License-Identifier: Apache-2.0
#include "fake_engine.h"
#include "ledger/consensus/chain_store.h"

#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using world::balance;
using world::FakeEngine;
using world::gift;
using world::key_of;
using world::network_genesis;
using world::Signer;
using world::state_hash;

namespace {

using core::second;

} // namespace

class TestChainStore : public QObject {
    Q_OBJECT
private slots:
    void whoSignsTwiceHasNoVoteAnyMore();
    void aSnapshotStartsAnotherNode();
    void aDamagedSnapshotIsRefused();
    void anotherGenesisIsRefused();
    void aDamagedBlockIsNamed();
};
void TestChainStore::whoSignsTwiceHasNoVoteAnyMore() {
    FakeEngine engine(network_genesis(), 2);
    VERIFY_OK(engine.start_all());
    const Address wrong = address_of(engine.node(1).consensus.public_key());
    const Address other = address_of(engine.node(0).consensus.public_key());
    VERIFY_OK(engine.step({}, {{wrong, 1}}));
    QCOMPARE(engine.last().updates, (std::vector<ValidatorPower>{{engine.node(1).consensus.public_key(), 0}}));
    VERIFY_OK(engine.step({}, {{wrong, 1}, {other, 2}})); // once only, and the last voter stays
    QVERIFY(engine.last().updates.empty());
    VERIFY_OK(engine.start(0));
    QCOMPARE(engine.app().record().validators[1].power, std::int64_t{0});
}

void TestChainStore::aSnapshotStartsAnotherNode() {
    FakeEngine engine(network_genesis(), 4);
    engine.snapshot_every = 3;
    for (std::size_t i = 0; i < 3; ++i)
        VERIFY_OK(engine.start(i));
    Signer a(key_of("a"));
    for (int i = 0; i < 7; ++i) {
        VERIFY_OK(engine.step({a.encoded(gift("x"))}));
        engine.advance(second / 2);
    }
    const auto offered = engine.app().snapshots();
    QCOMPARE(offered->size(), std::size_t{2});
    const SnapshotInfo newest = offered->front();
    QCOMPARE(newest.height, core::Height{6});
    engine.node(3).app = ChainApp::open(engine.options(3), engine.genesis()).value();
    QVERIFY(engine.app(3).offer_snapshot(newest, engine.app_hash(6)) == OfferAnswer::accept);
    for (std::uint32_t i = 0; i < newest.chunks; ++i)
        QVERIFY(engine.app(3).apply_chunk(i, engine.app().snapshot_chunk(6, 1, i).value()).value() ==
                ChunkAnswer::accept);
    QCOMPARE(engine.app(3).info().app_hash, engine.app_hash(6));
    VERIFY_OK(engine.handshake(3)); // block 7
    VERIFY_OK(engine.step({a.encoded(gift("x"))}));
    QCOMPARE(engine.app(3).head().app_hash, engine.app(0).head().app_hash);
    VERIFY_OK(engine.start(3)); // and it is durable
    QCOMPARE(balance(engine.app(3), "x"), std::uint64_t{8});
}

void TestChainStore::aDamagedSnapshotIsRefused() {
    FakeEngine engine(network_genesis(), 4);
    engine.snapshot_every = 3;
    for (std::size_t i = 0; i < 3; ++i)
        VERIFY_OK(engine.start(i));
    Signer a(key_of("a"));
    for (int i = 0; i < 3; ++i)
        VERIFY_OK(engine.step({a.encoded(gift("x"))}));
    SnapshotInfo info = engine.app().snapshots()->front();
    core::Bytes chunk = engine.app().snapshot_chunk(3, 1, 0).value();
    engine.node(3).app = ChainApp::open(engine.options(3), engine.genesis()).value();
    ChainApp& fresh = engine.app(3);
    const Head before = fresh.head();
    QVERIFY(!fresh.apply_chunk(0, chunk));
    // One byte on the way.
    QVERIFY(fresh.offer_snapshot(info, engine.app_hash(3)) == OfferAnswer::accept);
    chunk[chunk.size() / 2] ^= 1;
    QVERIFY(fresh.apply_chunk(0, chunk).value() == ChunkAnswer::refetch);
    // A liar that names its own hashes.
    info.metadata = core::to_bytes(core::sha256(chunk).view());
    info.hash = core::sha256(info.metadata);
    QVERIFY(fresh.offer_snapshot(info, engine.app_hash(3)) == OfferAnswer::accept);
    QVERIFY(fresh.apply_chunk(0, chunk).value() == ChunkAnswer::reject_snapshot);
    // A true snapshot of another height than the one that the headers vouch for.
    chunk[chunk.size() / 2] ^= 1;
    info.metadata = core::to_bytes(core::sha256(chunk).view());
    info.hash = core::sha256(info.metadata);
    QVERIFY(fresh.offer_snapshot(info, engine.app_hash(2)) == OfferAnswer::accept);
    QVERIFY(fresh.apply_chunk(0, chunk).value() == ChunkAnswer::reject_snapshot);
    info.format = 9;
    QVERIFY(fresh.offer_snapshot(info, engine.app_hash(3)) == OfferAnswer::reject_format);
    QCOMPARE(fresh.head().app_hash, before.app_hash);
    QCOMPARE(fresh.info().height, core::Height{0});
}

void TestChainStore::anotherGenesisIsRefused() {
    FakeEngine engine(network_genesis(), 2);
    VERIFY_OK(engine.start(0));
    const ChainGenesis& own = engine.genesis();
    ChainStart start{own.chain_id, 1, {}, own.encode()};
    for (const auto& v : own.validators)
        start.validators.push_back({v.key, v.power});
    start.validators[0].power = 11;
    QVERIFY(engine.app().init_chain(start).error().code == core::Code::refused);
    start.validators[0].power = 10;
    start.app_state.back() ^= 1;
    QVERIFY(engine.app().init_chain(start).error().code == core::Code::refused);
    engine.stop(0);
    ChainGenesis other = own;
    other.validators.pop_back();
    QVERIFY(ChainApp::open(engine.options(0), other).error().code == core::Code::refused);
    QCOMPARE(ChainGenesis::decode(own.encode()).value().hash(), own.hash());
    core::Bytes damaged = own.encode();
    damaged.resize(damaged.size() - 1);
    QVERIFY(!ChainGenesis::decode(damaged));
}

void TestChainStore::aDamagedBlockIsNamed() {
    FakeEngine engine(network_genesis(), 1);
    VERIFY_OK(engine.start(0));
    Signer a(key_of("a"));
    for (int i = 0; i < 3; ++i)
        VERIFY_OK(engine.step({a.encoded(gift("x"))}));
    const core::Hash hash = state_hash(engine.app());
    engine.stop(0);
    {
        auto store = ChainStore::open(engine.options(0).folder / "chain.sqlite").value();
        StoredBlock block = *store->block(2).value();
        block.block.height = 4;
        block.block.transactions.pop_back();
        QVERIFY(store->begin());
        QVERIFY(store->append(block));
        QVERIFY(store->commit());
    }
    const auto opened = ChainApp::open(engine.options(0), engine.genesis());
    QVERIFY(opened.error().code == core::Code::corrupt);
    QVERIFY(opened.error().message.find("Block 4") != std::string::npos);
    QVERIFY(!opened.error().hint.empty());
    QVERIFY(hash != core::Hash{});
}

QTEST_GUILESS_MAIN(TestChainStore)
#include "tst_ledger_chain_store.moc"
