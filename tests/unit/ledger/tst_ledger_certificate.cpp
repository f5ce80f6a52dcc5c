// SPDX-License-Identifier: Apache-2.0
#include "ledger/node_certificate.h"
#include "world.h"

#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using world::is;
using world::Machine;

namespace {

Machine prepared(Genesis genesis = world::World().genesis()) {
    Machine m{std::move(genesis)};
    if (!m.register_node()) qFatal("the world could not be prepared");
    return m;
}

} // namespace

/// How long an operator's certificate of a node key holds, and what another key ends.
class TestCertificate : public QObject {
    Q_OBJECT
private slots:
    void aCertificateEndsWithItsEpochAndIsRenewed();
    void aReplacedKeyBeginsNothingAnyMore();
    void earlierRulesKnowNoEnd();
    void whatIsShownIsReadAndNothingElse();
    void theLaterEndCountsAndTheOperatorIsTheLedgers();
    void anEndIsATimeWhateverIsWritten();
};

void TestCertificate::aCertificateEndsWithItsEpochAndIsRenewed() {
    Machine m = prepared();
    RegisterNode certificate = m.world.registration();
    certificate.certified_until = m.context.epoch + 2;
    QVERIFY(m.run(m.world.owner, certificate));
    QVERIFY(m.run(m.world.caller, m.world.escrow("in time")));
    m.context.epoch += 2; // its last one
    QVERIFY(m.run(m.world.caller, m.world.escrow("still")));
    m.context.epoch += 1;
    QVERIFY(is(m.run(m.world.caller, m.world.escrow("late")), core::Code::refused));
    QVERIFY(is(m.run(m.world.node, m.world.offer()), core::Code::refused));
    QVERIFY2(m.run(m.world.node, m.world.settlement(m.world.receipt("still"))), "what it began it ends");
    QVERIFY2(is(m.run(m.world.owner, certificate), core::Code::refused), "one that ended before");
    certificate.certified_until = m.context.epoch + 9;
    QVERIFY(m.run(m.world.owner, certificate));
    QVERIFY(m.run(m.world.caller, m.world.escrow("late")));
    const auto copy = State::from_cbor(m.state.to_cbor());
    QVERIFY(copy.ok());
    QCOMPARE(copy->app_hash(), m.state.app_hash());
}

void TestCertificate::aReplacedKeyBeginsNothingAnyMore() {
    Machine m = prepared();
    QVERIFY(m.run(m.world.caller, m.world.escrow("before")));
    const auto next = world::key_of("next");
    RegisterNode rotation = world::World::registration(next, m.world.owner);
    rotation.replaces = m.world.node.public_key();
    RegisterNode theirs = world::World::registration(next, m.world.caller);
    theirs.replaces = m.world.node.public_key();
    QVERIFY2(is(m.run(m.world.caller, theirs), core::Code::refused), "only its operator replaces a key");
    RegisterNode itself = m.world.registration();
    itself.replaces = m.world.node.public_key();
    QVERIFY(is(m.run(m.world.owner, itself), core::Code::invalid_argument));
    QVERIFY(m.run(m.world.owner, rotation));
    QVERIFY(m.state.node(m.world.node.public_key())->replaced);
    QVERIFY(is(m.run(m.world.caller, m.world.escrow("after")), core::Code::refused));
    QVERIFY(is(m.run(m.world.node, m.world.offer()), core::Code::refused));
    QVERIFY(is(m.run(m.world.owner, m.world.registration()), core::Code::conflict)); // never again
    QVERIFY(m.run(m.world.node, m.world.settlement(m.world.receipt("before"))));
    QVERIFY(m.run(next, m.world.offer()));
    QVERIFY(!m.state.node(next.public_key())->replaced);
}

void TestCertificate::earlierRulesKnowNoEnd() {
    Genesis genesis = world::World().genesis();
    genesis.rules = certified_rules - 1;
    Machine m = prepared(genesis);
    RegisterNode certificate = m.world.registration();
    certificate.certified_until = 7;
    QVERIFY(is(m.run(m.world.owner, certificate), core::Code::unsupported));
    QVERIFY(m.state.upgrade(certified_rules, m.context.epoch));
    QVERIFY(
        m.state.node(m.world.node.public_key())->certified(1'000'000)); // what was certified without an end stays so
    QVERIFY(m.run(m.world.owner, certificate));
}

void TestCertificate::whatIsShownIsReadAndNothingElse() {
    const world::World world;
    RegisterNode registration = world.registration();
    registration.certified_until = 12;
    const core::Bytes shown = certificate_to_show(registration, world::chain, world.owner);
    const core::PublicKey node = world.node.public_key();
    const auto read = read_certificate(shown, world::chain, node);
    QVERIFY2(read.ok(), read ? "" : read.error().message.c_str());
    QCOMPARE(read->operator_key, world.owner.public_key());
    QCOMPARE(*read->until, core::Epoch{12});
    const auto code = [&](const core::Bytes& bytes, const char* chain, const core::PublicKey& key) {
        const auto refused = read_certificate(bytes, chain, key);
        return refused ? core::Code::internal : refused.error().code;
    };
    QCOMPARE(code(shown, "another", node), core::Code::refused);
    QCOMPARE(code(shown, world::chain, world.owner.public_key()), core::Code::refused);
    QCOMPARE(code({}, world::chain, node), core::Code::corrupt);
    QCOMPARE(code({1, 2, 3}, world::chain, node), core::Code::corrupt);
    Machine m = prepared();
    const auto gift = world::sign(m.state, world.owner, Transfer{node, core::Amount::from_units(1)});
    QCOMPARE(code(gift.encode(), world::chain, node), core::Code::corrupt);
    // A stranger that names the operator, or changes what it signed.
    auto forged = SignedTransaction::decode(shown).value();
    std::get<RegisterNode>(forged.transaction.message).certified_until = 999;
    QCOMPARE(code(forged.encode(), world::chain, node), core::Code::refused);
    std::size_t believed = 0;
    for (std::size_t bit = 0; bit < shown.size() * 8; ++bit) {
        core::Bytes flipped = shown;
        flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        believed += read_certificate(flipped, world::chain, node).ok() ? 1 : 0;
    }
    QCOMPARE(believed, std::size_t{0});
    // It is for eyes, not for blocks.
    const auto own = SignedTransaction::decode(shown).value();
    m.begin_block();
    QVERIFY(!m.state.apply(own, m.context, m.events));
}

void TestCertificate::theLaterEndCountsAndTheOperatorIsTheLedgers() {
    const core::PublicKey owner = world::key_of("owner").public_key(), other = world::key_of("other").public_key();
    using End = std::optional<core::Epoch>;
    const auto together = [&](End shown, End held) {
        NodeRecord record;
        record.operator_key = owner;
        record.certified_until = held;
        return beside_record({owner, owner, shown}, record)->until;
    };
    QCOMPARE(together(9, 12), End(12)); // it was certified again, and shows the old one
    QCOMPARE(together(12, 9), End(12)); // the ledger here lags behind
    QCOMPARE(together(9, std::nullopt), End());
    QCOMPARE(together(std::nullopt, 9), End());
    NodeRecord record;
    record.operator_key = owner;
    QCOMPARE(beside_record({other, other, 9}, record).error().code, core::Code::refused);
}

void TestCertificate::anEndIsATimeWhateverIsWritten() {
    const EpochClock clock{10, 1'000, 100};
    const auto end = [&](std::optional<core::Epoch> until) { return ends_at({{}, {}, until}, clock); };
    QCOMPARE(end(std::nullopt), core::Nanoseconds{INT64_MAX});
    QCOMPARE(end(10), core::Nanoseconds{1'100});
    QCOMPARE(end(19), core::Nanoseconds{2'000});
    QVERIFY(end(9) <= clock.start && end(0) <= clock.start); // over, whenever that was
    for (const core::Epoch far : {UINT64_MAX, UINT64_MAX - 1, UINT64_MAX / 2, UINT64_MAX / 100})
        QCOMPARE(end(far), core::Nanoseconds{INT64_MAX});
}

QTEST_GUILESS_MAIN(TestCertificate)
#include "tst_ledger_certificate.moc"
