// SPDX-License-Identifier: Apache-2.0
#include "fake_engine.h"
#include "ledger/consensus/chain_store.h"

#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using world::FakeEngine;
using world::gift;
using world::key_of;
using world::network_genesis;
using world::Signer;
using world::state_hash;

class TestChainStore : public QObject {
    Q_OBJECT
private slots:
    void whoSignsTwiceHasNoVoteAnyMore();
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
    ChainApp::Options options = engine.options(0);
    QVERIFY(ChainApp::open(options, other).error().code == core::Code::refused);
    options.genesis_file = "/home/of/it/network/genesis.cbor";
    const auto named = ChainApp::open(options, other);
    QVERIFY(named.error().message.starts_with(options.genesis_file.string()) && !named.error().hint.empty());
    QVERIFY(ChainApp::open(options, own).ok());
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
