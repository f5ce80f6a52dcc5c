// SPDX-License-Identifier: Apache-2.0
#include "fake_engine.h"

#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using world::balance;
using world::FakeEngine;
using world::gift;
using world::key_of;
using world::network_genesis;
using world::Signer;

namespace {

using core::second;

} // namespace

class TestChain : public QObject {
    Q_OBJECT
private slots:
    void blocksSurviveARestart();
    void anEmptyBlockChangesNothing();
    void theBeaconComesFromItsVoters();
    void anEpochsEndBringsABeacon();
    void aFalseShareCountsForNothing();
    void withoutSharesTheChainGoesOn();
    void proposalsKeepEachSendersOrder();
    void dishonestProposalsAreRefused_data();
    void dishonestProposalsAreRefused();
    void transactionsAreCheckedAtTheDoor();
    void aSenderMayBeSomeTransactionsAhead();
    void aKnownTransactionUnderAnotherSignatureIsForged();
    void readersSeeCommittedBlocksOnly();
};

void TestChain::blocksSurviveARestart() {
    FakeEngine engine(network_genesis(), 3);
    engine.snapshot_every = 4;
    VERIFY_OK(engine.start_all());
    Signer a(key_of("a"));
    for (int i = 0; i < 10; ++i) {
        VERIFY_OK(engine.step({a.encoded(gift("x"))}));
        engine.advance(second / 3);
    }
    const Head head = engine.app().head();
    QCOMPARE(head.height, core::Height{10});
    QVERIFY(head.epoch >= 3);
    VERIFY_OK(engine.start(0));
    QCOMPARE(engine.app().head().app_hash, head.app_hash);
    QCOMPARE(engine.app().head().epoch, head.epoch);
    QCOMPARE(balance(engine.app(), "x"), std::uint64_t{10});
    VERIFY_OK(engine.step({a.encoded(gift("x"))}));
}

void TestChain::anEmptyBlockChangesNothing() {
    FakeEngine engine(network_genesis(), 2);
    VERIFY_OK(engine.start_all());
    Signer a(key_of("a"));
    VERIFY_OK(engine.step({a.encoded(gift("x"))}));
    VERIFY_OK(engine.step({})); // brings the beacon
    const core::Hash hash = engine.app().head().app_hash;
    QVERIFY(hash != engine.app_hash(1));
    for (int i = 0; i < 3; ++i) {
        VERIFY_OK(engine.step({}));
        QCOMPARE(engine.app().head().app_hash, hash); // or the engine would make blocks for ever
        QVERIFY(engine.decided().back().transactions.empty());
    }
}

void TestChain::theBeaconComesFromItsVoters() {
    FakeEngine engine(network_genesis(), 4);
    VERIFY_OK(engine.start_all());
    Signer a(key_of("a"));
    std::set<core::Hash> beacons{engine.app().record().beacon};
    for (int i = 0; i < 4; ++i) {
        VERIFY_OK(engine.step({a.encoded(gift("x"))}));
        VERIFY_OK(engine.step({}));
        beacons.insert(engine.app().record().beacon);
    }
    QCOMPARE(beacons.size(), std::size_t{5});
    QCOMPARE(engine.app().beacon(7).value(), engine.app().record().beacon);
    QVERIFY(engine.app().beacon(5).value() != engine.app().record().beacon);
    QVERIFY(engine.app().beacon(8).error().code == core::Code::not_found); // an empty one
    QVERIFY(engine.app().beacon(99).error().code == core::Code::not_found);
    for (const ChainValidator& validator : engine.app().record().validators)
        QCOMPARE(validator.shares, std::uint64_t{4});
    // Who was away has revealed nothing, and goes on with the number that it committed to.
    engine.stop(3);
    VERIFY_OK(engine.step({a.encoded(gift("x"))}));
    VERIFY_OK(engine.step({}));
    VERIFY_OK(engine.start(3));
    QCOMPARE(engine.app().record().validators[3].shares, std::uint64_t{4});
    VERIFY_OK(engine.step({a.encoded(gift("x"))}));
    VERIFY_OK(engine.step({}));
    QCOMPARE(engine.app().record().validators[3].shares, std::uint64_t{5});
    QCOMPARE(engine.app().record().validators[0].shares, std::uint64_t{6});
}

void TestChain::anEpochsEndBringsABeacon() {
    FakeEngine engine(network_genesis(), 4);
    VERIFY_OK(engine.start_all());
    Signer caller(key_of("caller")), owner(key_of("owner")), node(key_of("node"));
    const world::World w;
    VERIFY_OK(engine.step({owner.encoded(w.registration()), node.encoded(w.offer())}));
    VERIFY_OK(engine.step({caller.encoded(w.escrow("a", 100, 3))}));
    VERIFY_OK(engine.step({}));
    engine.advance(second);
    const core::Hash before = engine.app().record().beacon;
    VERIFY_OK(engine.step({})); // an epoch in which nothing is due
    VERIFY_OK(engine.step({}));
    QCOMPARE(engine.app().record().beacon, before);
    engine.advance(5 * second);
    VERIFY_OK(engine.step({})); // the escrow comes back
    VERIFY_OK(engine.step({}));
    QVERIFY(engine.app().record().beacon != before);
    QCOMPARE(balance(engine.app(), "caller"), world::allotment);
    QCOMPARE(engine.app().beacon(engine.height() - 1).value(), engine.app().record().beacon);
}

void TestChain::aFalseShareCountsForNothing() {
    FakeEngine engine(network_genesis(), 4);
    VERIFY_OK(engine.start_all());
    Signer a(key_of("a"));
    VERIFY_OK(engine.step({a.encoded(gift("x"))}));
    Vote& vote = engine.last_commit().votes[1];
    vote.extension[0] ^= 1; // another number than the one committed to, properly signed
    vote.extension_signature =
        engine.node(1).consensus.sign(extension_sign_bytes(vote.extension, 1, 0, engine.genesis().chain_id));
    VERIFY_OK(engine.step({}));
    QCOMPARE(engine.app().record().validators[1].shares, std::uint64_t{0});
    QCOMPARE(engine.app().record().validators[2].shares, std::uint64_t{1});
    VERIFY_OK(engine.step({a.encoded(gift("x"))}));
    VERIFY_OK(engine.step({}));
    QCOMPARE(engine.app().record().validators[1].shares, std::uint64_t{1});
}

void TestChain::withoutSharesTheChainGoesOn() {
    FakeEngine engine(network_genesis(), 4);
    engine.silent_shares = true;
    VERIFY_OK(engine.start_all());
    Signer a(key_of("a"));
    const core::Hash first = engine.app().record().beacon;
    VERIFY_OK(engine.step({a.encoded(gift("x"))}));
    VERIFY_OK(engine.step({a.encoded(gift("x"))}));
    QVERIFY(engine.app().record().beacon != first);
    QCOMPARE(balance(engine.app(), "x"), std::uint64_t{2});
}

void TestChain::proposalsKeepEachSendersOrder() {
    FakeEngine engine(network_genesis(), 1);
    VERIFY_OK(engine.start_all());
    Signer a(key_of("a")), b(key_of("b"));
    std::vector<core::Bytes> sent;
    for (int i = 0; i < 4; ++i) {
        sent.push_back(a.encoded(gift("x")));
        sent.push_back(b.encoded(gift("y")));
    }
    std::vector<core::Bytes> mixed(sent.rbegin(), sent.rend());
    const core::Bytes early = sent[2]; // the sender's second, whose first has not come
    OrderedBlock block = engine.propose(0, {early, core::Bytes{1, 2, 3}});
    QVERIFY(block.transactions.empty());
    mixed.push_back(sent[0]);                                         // twice
    mixed.push_back(Signer(key_of("c")).sign(gift("x"), 0).encode()); // expired
    core::Bytes forged = Signer(key_of("c")).encoded(gift("x"));
    forged.back() ^= 1;
    mixed.push_back(forged);
    block = engine.propose(0, mixed);
    QCOMPARE(block.transactions.size(), std::size_t{8});
    VERIFY_OK(engine.app().process_proposal(block));
    VERIFY_OK(engine.step(mixed));
    QCOMPARE(balance(engine.app(), "x"), std::uint64_t{4});
    QCOMPARE(balance(engine.app(), "y"), std::uint64_t{4});
    // No more than fits, and the rest later.
    std::vector<core::Bytes> many;
    for (int i = 0; i < 20; ++i)
        many.push_back(a.encoded(gift("x")));
    engine.max_bytes = 10 * (many[0].size() + 6) + 300;
    VERIFY_OK(engine.step(many));
    const std::uint64_t some = balance(engine.app(), "x");
    QVERIFY(some >= 12 && some < 24);
    VERIFY_OK(engine.step(many));
    QVERIFY(balance(engine.app(), "x") > some);
}

void TestChain::dishonestProposalsAreRefused_data() {
    QTest::addColumn<QString>("change");
    for (const char* change : {"no shares", "too few shares", "forged share", "swapped shares", "garbage", "skipped",
                               "twice", "forged", "expired", "large", "unpaid", "unpaid together", "given away"})
        QTest::newRow(change) << QString(change);
}

void TestChain::dishonestProposalsAreRefused() {
    QFETCH(QString, change);
    FakeEngine engine(network_genesis(), 4);
    VERIFY_OK(engine.start_all());
    Signer a(key_of("a"));
    VERIFY_OK(engine.step({a.encoded(gift("x"))}));
    Signer later(key_of("a"), 2);
    const std::vector<core::Bytes> good{a.encoded(gift("x")), a.encoded(gift("x"))};
    OrderedBlock block = engine.propose(0, good);
    VERIFY_OK(engine.app(1).process_proposal(block));
    std::vector<SignedShare> shares = decode_shares(block.transactions[0]).value();
    QCOMPARE(shares.size(), std::size_t{4});
    if (change == "no shares") block.transactions.erase(block.transactions.begin());
    if (change == "too few shares") shares.resize(2);
    if (change == "forged share") shares[1].extension[3] ^= 1;
    if (change == "swapped shares") std::swap(shares[0], shares[1]);
    if (change.contains("share") && change != "no shares") block.transactions[0] = encode_shares(shares);
    if (change == "garbage") block.transactions.push_back({1, 2, 3});
    if (change == "skipped") block.transactions.erase(block.transactions.begin() + 1);
    if (change == "twice") block.transactions.push_back(good[0]);
    if (change == "forged") block.transactions[2].back() ^= 1;
    if (change == "expired") block.transactions.push_back(Signer(key_of("b")).sign(gift("x"), 1).encode());
    const auto unpaid = [](std::uint64_t sequence, std::uint64_t fee) { // of somebody who has a million
        SignedTransaction tx = Signer(key_of("b"), sequence).sign(gift("x"));
        tx.transaction.fee = core::Amount::from_units(fee);
        return SignedTransaction::sign(std::move(tx.transaction), world::chain, key_of("b")).encode();
    };
    if (change == "unpaid") block.transactions.push_back(unpaid(0, 1'000'001));
    if (change == "unpaid together")
        for (const std::uint64_t sequence : {std::uint64_t{0}, std::uint64_t{1}})
            block.transactions.push_back(unpaid(sequence, 600'000));
    if (change == "given away") {
        // By a transaction that takes effect; nothing is left for the fee of the next one.
        const std::vector<core::Bytes> both{Signer(key_of("b")).encoded(gift("x", 1'000'000)), unpaid(1, 1)};
        OrderedBlock chosen = engine.propose(0, both);
        QVERIFY(std::find(chosen.transactions.begin(), chosen.transactions.end(), both[0]) !=
                chosen.transactions.end());
        QVERIFY(std::find(chosen.transactions.begin(), chosen.transactions.end(), both[1]) ==
                chosen.transactions.end());
        VERIFY_OK(engine.app(1).process_proposal(chosen));
        block.transactions.insert(block.transactions.end(), both.begin(), both.end());
    }
    if (change == "large") block.transactions.push_back(core::Bytes(max_transaction_bytes + 1));
    for (std::size_t i = 0; i < engine.size(); ++i)
        QVERIFY(!engine.app(i).process_proposal(block));
    VERIFY_OK(engine.step(good)); // and nothing has changed
    QCOMPARE(balance(engine.app(), "x"), std::uint64_t{3});
}

void TestChain::transactionsAreCheckedAtTheDoor() {
    FakeEngine engine(network_genesis(), 1);
    VERIFY_OK(engine.start_all());
    const auto code = [&](const core::Bytes& bytes) { return engine.app().check_tx(bytes, false).error().code; };
    QVERIFY(code(core::Bytes(max_transaction_bytes + 1)) == core::Code::too_large);
    QVERIFY(code({1, 2, 3}) == core::Code::corrupt);
    QVERIFY(code(encode_shares({})) == core::Code::corrupt);
    QVERIFY(code(Signer(key_of("a")).encoded(gift("x", 1'000'001))) == core::Code::refused);
    core::Bytes forged = Signer(key_of("a")).encoded(gift("x"));
    forged.back() ^= 1;
    QVERIFY(code(forged) == core::Code::refused);
    core::Bytes ahead = Signer(key_of("a"), 3).encoded(gift("x"));
    VERIFY_OK(engine.app().check_tx(ahead, false));
    ahead.back() ^= 1;
    QVERIFY(code(ahead) == core::Code::refused);
    QVERIFY(code(Signer(key_of("a")).sign(gift("x"), 0).encode()) == core::Code::refused);
    QVERIFY(code(Signer(key_of("a"), 5000).encoded(gift("x"))) == core::Code::conflict);
}

void TestChain::aSenderMayBeSomeTransactionsAhead() {
    FakeEngine engine(network_genesis(), 1);
    VERIFY_OK(engine.start_all());
    Signer a(key_of("a"));
    std::vector<core::Bytes> waiting;
    for (int i = 0; i < 5; ++i) {
        waiting.push_back(a.encoded(gift("x")));
        VERIFY_OK(engine.app().check_tx(waiting.back(), false));
    }
    VERIFY_OK(engine.step({waiting[0], waiting[1]}));
    QVERIFY(!engine.app().check_tx(waiting[1], true));
    for (std::size_t i = 2; i < 5; ++i)
        VERIFY_OK(engine.app().check_tx(waiting[i], true));
}

/// What was checked at the door is not checked again in its block: just that, and not what looks like it.
void TestChain::aKnownTransactionUnderAnotherSignatureIsForged() {
    FakeEngine engine(network_genesis(), 2);
    VERIFY_OK(engine.start_all());
    Signer sender(world::key_of("a"));
    const SignedTransaction good = sender.sign(gift("b", 7));
    SignedTransaction forged = good;
    forged.signature[7] ^= 1U;
    VERIFY_OK(engine.app(0).check_tx(good.encode(), false));
    QVERIFY(!engine.app(0).check_tx(forged.encode(), false));
    OrderedBlock block = engine.propose(0, {good.encode()});
    VERIFY_OK(engine.app(0).process_proposal(block));
    block.transactions = {forged.encode()};
    QVERIFY(!engine.app(0).process_proposal(block));
    QVERIFY(engine.propose(0, {forged.encode()}).transactions.empty());
    // Should it be decided all the same, it takes no effect, not even a fee.
    const auto decided = engine.app(0).finalize_block(block);
    QVERIFY2(decided.ok(), decided ? "" : decided.error().message.c_str());
    QVERIFY(!decided->results[0]);
    VERIFY_OK(engine.app(0).abandon());
    VERIFY_OK(engine.step({good.encode()}));
    QCOMPARE(world::balance(engine.app(1), "b"), std::uint64_t{1'000'007});
}

void TestChain::readersSeeCommittedBlocksOnly() {
    FakeEngine engine(network_genesis(), 1);
    VERIFY_OK(engine.start_all());
    Signer a(key_of("a"));
    std::vector<CommittedBlock> told;
    engine.app().on_commit([&](const CommittedBlock& block) {
        told.push_back(block);
        engine.app().read([](const State&) {}); // the lock is free
    });
    const SignedTransaction tx = a.sign(gift("x"));
    const OrderedBlock block = engine.propose(0, {tx.encode()});
    LastCommit commit;
    VERIFY_OK(engine.vote(block, 0, commit));
    engine.decide(block, commit);
    VERIFY_OK(engine.finalize(0, block));
    QCOMPARE(engine.app().head().height, core::Height{0});
    QVERIFY(told.empty());
    VERIFY_OK(
        engine.app().check_tx(a.encoded(gift("x")), false)); // an engine empties its queue of checks before it commits
    // The engine dies: readers see the state before, and the block comes again.
    VERIFY_OK(engine.app().abandon());
    QCOMPARE(balance(engine.app(), "x"), std::uint64_t{0});
    VERIFY_OK(engine.handshake(0));
    QCOMPARE(balance(engine.app(), "x"), std::uint64_t{1});
    QCOMPARE(told.size(), std::size_t{1});
    QCOMPARE(told[0].transactions.at(0).tx_hash, tx.hash());
    QVERIFY(!engine.app().commit());
    QVERIFY(!engine.app().finalize_block(block));
}

QTEST_GUILESS_MAIN(TestChain)
#include "tst_ledger_chain.moc"
