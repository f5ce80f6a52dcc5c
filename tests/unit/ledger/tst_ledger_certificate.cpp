// SPDX-License-Identifier: Apache-2.0
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
    QVERIFY(m.state.upgrade(certified_rules));
    QVERIFY(
        m.state.node(m.world.node.public_key())->certified(1'000'000)); // what was certified without an end stays so
    QVERIFY(m.run(m.world.owner, certificate));
}

QTEST_GUILESS_MAIN(TestCertificate)
#include "tst_ledger_certificate.moc"
