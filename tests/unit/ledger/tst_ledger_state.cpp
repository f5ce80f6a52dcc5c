// SPDX-License-Identifier: Apache-2.0
#include "world.h"

#include <functional>
#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using world::is;
using world::Machine;

namespace {

/// Registered node, one open escrow "a".
Machine prepared() {
    Machine m;
    if (!m.register_node() || !m.run(m.world.caller, m.world.escrow("a"))) qFatal("the world could not be prepared");
    return m;
}

} // namespace

class TestState : public QObject {
    Q_OBJECT
private slots:
    void anAnswerIsPaidAfterItsWindow();
    void aDrawnRewardWaitsForItsVerdict();
    void nothingIsSettledTwice();
    void settlementChecksTheReceipt_data();
    void settlementChecksTheReceipt();
    void escrowsExpireAndCancel();
    void envelopesAreChecked();
    void aFailingTransactionCostsItsFeeAlone();
    void checkChangesNothing();
    void rootsArePostedOnce();
    void nodesBelongToTheirOperator();
    void remaindersGoToTheTreasury();
    void tariffsAreOfferedWithinBounds();
    void anEscrowKeepsItsTariff();
    void theBeaconIsThatOfTheEscrowsBlock();
};

void TestState::anAnswerIsPaidAfterItsWindow() {
    Machine m = prepared();
    QCOMPARE(m.pool("escrow"), std::uint64_t{100'000});
    QVERIFY(m.settle("a"));
    const std::uint64_t price = 10 * 100 + 20 * 400;
    QCOMPARE(m.pool("escrow"), std::uint64_t{0});
    QCOMPARE(m.pool("rewards"), price);
    QCOMPARE(m.balance(m.world.caller.public_key()), world::allotment - price);
    const auto id = m.world.receipt_id("a");
    QVERIFY(m.state.reward(id)->state == RewardState::pending);
    m.end_epoch(id, false);
    QVERIFY(m.state.reward(id)->state == RewardState::confirmed);
    QCOMPARE(m.balance(m.world.owner.public_key()), std::uint64_t{0});
    m.end_epochs(9);
    QVERIFY(m.state.reward(id)->state == RewardState::confirmed);
    m.end_epochs(1);
    QVERIFY(m.state.reward(id)->state == RewardState::paid);
    QCOMPARE(m.balance(m.world.owner.public_key()), price * 82 / 100);
    QCOMPARE(m.pool("verifiers"), price * 6 / 100);
    QCOMPARE(m.pool("burned"), price * 5 / 100);
    QCOMPARE(m.pool("rewards"), std::uint64_t{0});
    QVERIFY(m.happened(EventKind::settled) && m.happened(EventKind::confirmed) && m.happened(EventKind::paid) &&
            !m.happened(EventKind::drawn));
    QVERIFY(m.state.check_conservation());
}

void TestState::aDrawnRewardWaitsForItsVerdict() {
    Machine m = prepared();
    QVERIFY(m.settle("a"));
    const auto id = m.world.receipt_id("a");
    m.end_epoch(id, true);
    QVERIFY(m.happened(EventKind::drawn));
    m.end_epochs(40);
    QVERIFY(m.state.reward(id)->state == RewardState::pending);
    QVERIFY(m.run(m.world.owner, PostVerdict{id, proof::Level::statistical, true, 20, 20}));
    QVERIFY(m.state.reward(id)->state == RewardState::confirmed);
    QVERIFY(m.state.reward(id)->level == proof::Level::statistical);
    m.end_epochs(1);
    QVERIFY(m.state.reward(id)->state == RewardState::paid);
    QVERIFY(is(m.run(m.world.owner, PostVerdict{id, proof::Level::signature, false, 20, 1}), core::Code::conflict));
}

void TestState::nothingIsSettledTwice() {
    Machine m = prepared();
    QVERIFY(m.settle("a"));
    const core::Hash before = m.state.app_hash();
    const SettleReceipt once = m.world.settlement(m.world.receipt("a"));
    QVERIFY(is(m.run(m.world.node, once), core::Code::conflict));
    // The same escrow opened again does not help the same receipt.
    QVERIFY(m.run(m.world.caller, m.world.escrow("a")));
    QVERIFY(is(m.run(m.world.node, once), core::Code::conflict));
    // Nor does another receipt find an escrow that is used up.
    QVERIFY(m.run(m.world.node, CancelEscrow{m.world.escrow_id("a")}));
    QVERIFY(is(m.run(m.world.node, m.world.settlement(m.world.receipt("a", 11, 20))), core::Code::not_found));
    QVERIFY(m.state.app_hash() != before); // sequence numbers moved
    QCOMPARE(m.pool("rewards"), std::uint64_t{9000});
}

void TestState::settlementChecksTheReceipt_data() {
    QTest::addColumn<std::function<Message(const world::World&)>>("make");
    QTest::addColumn<QString>("reason");
    using Make = std::function<Message(const world::World&)>;
    const auto changed = [](const char* name, const char* reason, std::function<void(proof::Receipt&)> change) {
        const Make make = [change](const world::World& w) -> Message {
            proof::Receipt r = w.receipt("a");
            change(r);
            return w.settlement(r);
        };
        QTest::newRow(name) << make << QString(reason);
    };
    changed("other request", "request", [](auto& r) { r.request_hash.bytes[0] ^= 1; });
    changed("other model", "model", [](auto& r) { r.model_id.bytes[0] ^= 1; });
    changed("unknown escrow", "escrow", [](auto& r) { r.escrow_id.bytes[0] ^= 1; });
    changed("price too high for its tokens", "tokens cost", [](auto& r) { r.price = core::Amount::from_units(9001); });
    changed("price too low for its tokens", "tokens cost", [](auto& r) { r.price = core::Amount::from_units(8999); });
    changed("above the escrow", "above the escrow", [](auto& r) {
        r.n_out = 1000;
        r.price = world::World().tariff.price(r.n_in, r.n_out).value();
    });
    changed("other profile", "profile", [](auto& r) { r.profile = "bf16"; });
    changed("another block's beacon", "block", [](auto& r) { ++r.height; });
    const Make broken = [](const world::World& w) -> Message {
        auto signed_receipt = proof::SignedReceipt::sign(w.receipt("a"), w.node);
        signed_receipt.signature[9] ^= 1;
        return SettleReceipt{signed_receipt.encode()};
    };
    QTest::newRow("broken signature") << broken << QString("signature");
    const Make foreign = [](const world::World& w) -> Message {
        proof::Receipt r = w.receipt("a");
        r.executor_key = w.owner.public_key();
        return SettleReceipt{proof::SignedReceipt::sign(r, w.owner).encode()};
    };
    QTest::newRow("another executor") << foreign << QString("executor");
    const Make garbage = [](const world::World&) -> Message { return SettleReceipt{core::Bytes{1, 2, 3}}; };
    QTest::newRow("no receipt at all") << garbage << QString("CBOR");
}

void TestState::settlementChecksTheReceipt() {
    QFETCH(std::function<Message(const world::World&)>, make);
    QFETCH(QString, reason);
    Machine m = prepared();
    const core::Status status = m.run(m.world.node, make(m.world));
    QVERIFY(!status);
    QVERIFY2(QString::fromStdString(status.error().message).contains(reason), status.error().message.c_str());
    QCOMPARE(m.pool("escrow"), std::uint64_t{100'000});
    QCOMPARE(m.pool("rewards"), std::uint64_t{0});
    QVERIFY(m.settle("a"));
}

void TestState::escrowsExpireAndCancel() {
    Machine m = prepared();
    QVERIFY(is(m.run(m.world.caller, m.world.escrow("a")), core::Code::conflict));
    QVERIFY(is(m.run(m.world.caller, m.world.escrow("b", 2 * world::allotment)), core::Code::refused));
    QVERIFY(!m.run(m.world.caller, m.world.escrow("b", 0)));
    QVERIFY(is(m.run(m.world.caller, m.world.escrow("b", 5, 20'000)), core::Code::refused));
    OpenEscrow unregistered = m.world.escrow("b");
    unregistered.executor = m.world.caller.public_key();
    QVERIFY(is(m.run(m.world.caller, unregistered), core::Code::not_found));
    QVERIFY(is(m.run(m.world.caller, CancelEscrow{m.world.escrow_id("a")}), core::Code::refused));
    QVERIFY(is(m.run(m.world.owner, CancelEscrow{m.world.escrow_id("a")}), core::Code::refused));
    QVERIFY(m.run(m.world.caller, m.world.escrow("b", 5000, 3)));
    m.end_epochs(3);
    QVERIFY(m.state.escrow(m.world.escrow_id("b")) != nullptr);
    m.end_epochs(1);
    QVERIFY(m.state.escrow(m.world.escrow_id("b")) == nullptr);
    QVERIFY(m.happened(EventKind::refunded));
    QVERIFY(is(m.settle("b"), core::Code::not_found));
    QVERIFY(m.run(m.world.node, CancelEscrow{m.world.escrow_id("a")}));
    QCOMPARE(m.balance(m.world.caller.public_key()), world::allotment);
    QVERIFY(is(m.run(m.world.caller, m.world.escrow("c", 5, 1)), core::Code::refused)); // in the past
}

void TestState::envelopesAreChecked() {
    Machine m;
    const Transfer gift{m.world.owner.public_key(), core::Amount::from_units(10)};
    const auto attempt = [&](auto change, const char* signed_for = world::chain) {
        Transaction tx = world::sign(m.state, m.world.caller, gift).transaction;
        change(tx);
        auto status = m.state.apply(SignedTransaction::sign(tx, signed_for, m.world.caller), m.context, m.events);
        return status;
    };
    m.context.height = 5;
    const core::Hash before = m.state.app_hash();
    QVERIFY(is(attempt([](Transaction& t) { t.sequence = 1; }), core::Code::conflict));
    QVERIFY(is(attempt([](Transaction& t) { t.valid_until = 4; }), core::Code::refused));
    QVERIFY(is(attempt([](Transaction& t) { t.fee = core::Amount::from_units(world::allotment + 1); }),
               core::Code::refused));
    QVERIFY(is(attempt([](Transaction&) {}, "another chain"), core::Code::refused));
    QVERIFY(is(attempt([&](Transaction& t) { t.sender = m.world.owner.public_key(); }), core::Code::refused));
    QCOMPARE(m.state.app_hash(), before);
    QVERIFY(attempt([](Transaction& t) { t.valid_until = 5; }));
    const SignedTransaction once = world::sign(m.state, m.world.caller, gift);
    QVERIFY(m.state.apply(once, m.context, m.events));
    QVERIFY(is(m.state.apply(once, m.context, m.events), core::Code::conflict)); // replay
    QVERIFY(!m.run(m.world.caller, Transfer{m.world.caller.public_key(), core::Amount::from_units(1)}));
    QVERIFY(!m.run(m.world.caller, Transfer{m.world.owner.public_key(), core::Amount()}));
    QVERIFY(is(m.run(m.world.caller, Transfer{m.world.owner.public_key(), core::Amount::from_units(world::allotment)}),
               core::Code::refused));
}

void TestState::aFailingTransactionCostsItsFeeAlone() {
    Machine m = prepared();
    const std::uint64_t before = m.balance(m.world.caller.public_key());
    const std::uint64_t sequence = m.state.account(m.world.caller.public_key())->sequence;
    QVERIFY(!m.run(m.world.caller, m.world.escrow("a"), 77));
    QCOMPARE(m.balance(m.world.caller.public_key()), before - 77);
    QCOMPARE(m.pool("burned"), std::uint64_t{77});
    QCOMPARE(m.state.account(m.world.caller.public_key())->sequence, sequence + 1);
    QCOMPARE(m.pool("escrow"), std::uint64_t{100'000});
    // The fee counts against what a transfer may move.
    const auto all = core::Amount::from_units(before - 77);
    QVERIFY(!m.run(m.world.caller, Transfer{m.world.owner.public_key(), all}, 1));
    QVERIFY(m.state.check_conservation());
}

void TestState::checkChangesNothing() {
    Machine m = prepared();
    ++m.context.height;
    const core::Hash before = m.state.app_hash();
    QVERIFY(m.state.check(world::sign(m.state, m.world.node, m.world.settlement(m.world.receipt("a"))), m.context));
    QVERIFY(!m.state.check(world::sign(m.state, m.world.caller, m.world.escrow("a")), m.context));
    QCOMPARE(m.state.app_hash(), before);
}

void TestState::rootsArePostedOnce() {
    Machine m = prepared();
    m.context.epoch = 4;
    const PostEpochRoot root{3, world::hash_of("root"), 2};
    QVERIFY(m.run(m.world.node, root));
    QVERIFY(is(m.run(m.world.node, root), core::Code::conflict));
    QVERIFY(is(m.run(m.world.node, PostEpochRoot{5, {}, 0}), core::Code::refused));
    QVERIFY(is(m.run(m.world.caller, root), core::Code::refused));
    QCOMPARE(m.state.epoch_root(m.world.node.public_key(), 3)->count, std::uint64_t{2});
    const PostEpochRoot with_log{4, world::hash_of("root"), 0, LogAnchor{7, world::hash_of("log")}};
    QVERIFY(m.run(m.world.node, with_log));
    const EpochRoot* kept = m.state.epoch_root(m.world.node.public_key(), 4);
    QVERIFY(kept->log == with_log.log && kept->height == m.context.height);
    QVERIFY(known_under(anchored_rules, with_log) && !known_under(anchored_rules - 1, with_log));
    QVERIFY(known_under(anchored_rules - 1, root));
}

void TestState::nodesBelongToTheirOperator() {
    Machine m = prepared();
    const auto certified = [&](const core::SigningKey& operator_key) {
        return RegisterNode::certified(m.world.node, m.world.caller.public_key(), world::chain,
                                       operator_key.public_key());
    };
    const RegisterNode again = certified(m.world.owner);
    QVERIFY(is(m.run(m.world.caller, certified(m.world.caller)), core::Code::conflict));
    QVERIFY(!m.run(m.world.owner, RegisterNode{{}, m.world.owner.public_key(), std::nullopt}));
    QVERIFY(m.run(m.world.owner, again));
    QCOMPARE(m.state.node(m.world.node.public_key())->payout, m.world.caller.public_key());
    QVERIFY(m.state.is_operator(m.world.owner.public_key()));
    QVERIFY(!m.state.is_operator(m.world.caller.public_key()));
}

void TestState::remaindersGoToTheTreasury() {
    const Genesis genesis = world::World().genesis();
    for (std::uint32_t price = 1; price <= 120; ++price) {
        Machine m{genesis};
        m.world.tariff = {core::Amount::from_units(1), core::Amount::from_units(1)};
        QVERIFY(m.register_node() && m.run(m.world.caller, m.world.escrow("a")));
        const proof::Receipt r = m.world.receipt("a", price, 0);
        QCOMPARE(r.price.units(), std::uint64_t{price});
        QVERIFY(m.run(m.world.node, m.world.settlement(r)));
        m.end_epoch(r.id(), false);
        m.end_epochs(10);
        const std::uint64_t executor = price * 820'000ull / 1'000'000, verifiers = price * 60'000ull / 1'000'000,
                            storage = price * 20'000ull / 1'000'000, burned = price * 50'000ull / 1'000'000,
                            insurance = price * 20'000ull / 1'000'000;
        QCOMPARE(m.balance(m.world.owner.public_key()), executor);
        QCOMPARE(executor_share(r.price, genesis.params).units(), executor);
        QCOMPARE(m.pool("insurance"), insurance);
        QCOMPARE(m.pool("treasury"), price - executor - verifiers - storage - burned - insurance);
        QVERIFY(m.state.check_conservation());
    }
}

void TestState::tariffsAreOfferedWithinBounds() {
    Machine m;
    QVERIFY(is(m.run(m.world.node, m.world.offer()), core::Code::refused)); // not registered
    QVERIFY(m.run(m.world.owner, m.world.registration()));
    QVERIFY(is(m.run(m.world.owner, m.world.offer()), core::Code::refused)); // the node's own key offers
    QVERIFY(is(m.run(m.world.node, OfferTariff{m.world.model, "ci9", m.world.tariff}), core::Code::unsupported));
    const std::uint64_t most = m.state.params().get("tariff.prompt_token_max");
    OfferTariff dear = m.world.offer();
    dear.tariff->prompt_token = core::Amount::from_units(most + 1);
    QVERIFY(is(m.run(m.world.node, dear), core::Code::refused));
    dear.tariff->prompt_token = core::Amount::from_units(most);
    QVERIFY(m.run(m.world.node, dear));
    QVERIFY(*m.state.tariff(m.world.node.public_key(), m.world.model, proof::ProfileId::fp32) == *dear.tariff);
    // Withdrawn, it takes no escrow any more.
    QVERIFY(m.run(m.world.node, OfferTariff{m.world.model, "fp32", std::nullopt}));
    QVERIFY(is(m.run(m.world.node, OfferTariff{m.world.model, "fp32", std::nullopt}), core::Code::not_found));
    QVERIFY(is(m.run(m.world.caller, m.world.escrow("a")), core::Code::not_found));
}

void TestState::anEscrowKeepsItsTariff() {
    Machine m = prepared();
    OpenEscrow other = m.world.escrow("b");
    other.accepted->tariff.completion_token = core::Amount::from_units(1);
    QVERIFY(is(m.run(m.world.caller, other), core::Code::conflict)); // not what the executor asks
    other.accepted = AcceptedTariff{"ci8.1", m.world.tariff};
    QVERIFY(is(m.run(m.world.caller, other), core::Code::not_found));
    other.accepted.reset();
    QVERIFY(is(m.run(m.world.caller, other), core::Code::invalid_argument));
    // The executor raises its price while it answers: the old one holds.
    const proof::Receipt agreed = m.world.receipt("a");
    m.world.tariff.completion_token = core::Amount::from_units(4000);
    QVERIFY(m.run(m.world.node, m.world.offer()));
    QVERIFY(is(m.settle("a"), core::Code::refused));
    QVERIFY(m.run(m.world.node, m.world.settlement(agreed)));
    QCOMPARE(m.pool("rewards"), std::uint64_t{9000});
}

void TestState::theBeaconIsThatOfTheEscrowsBlock() {
    Machine m = prepared();
    const core::Height height = m.context.height;
    const auto& terms = m.state.escrow(m.world.escrow_id("a"))->terms;
    QCOMPARE(terms->height, height);
    QVERIFY(!terms->beacon); // its block is not signed yet
    // Within the same block nothing is settled.
    const SignedTransaction early = world::sign(m.state, m.world.node, m.world.settlement(m.world.receipt("a")));
    QVERIFY(!m.state.check(early, m.context));
    QVERIFY(m.run(m.world.caller, m.world.escrow("b")));
    QVERIFY(m.run(m.world.caller, m.world.escrow("c")));
    QCOMPARE(*m.state.escrow(m.world.escrow_id("a"))->terms->beacon, world::hash_of("block " + std::to_string(height)));
    QVERIFY(m.settle("a"));
    QCOMPARE(*m.state.reward(m.world.receipt_id("a"))->terms->beacon,
             world::hash_of("block " + std::to_string(height)));
}

QTEST_GUILESS_MAIN(TestState)
#include "tst_ledger_state.moc"
