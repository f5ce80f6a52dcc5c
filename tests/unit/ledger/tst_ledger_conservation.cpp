// SPDX-License-Identifier: Apache-2.0
#include "world.h"

#include <QtTest>
#include <random>

using namespace hearth;
using namespace hearth::ledger;
using world::Machine;

namespace {

/// Makes valid and invalid messages of every kind over few names, so that they often meet.
class Chaos {
public:
    explicit Chaos(unsigned seed) : m_random(seed) {
        for (int i = 0; i < 6; ++i)
            m_keys.push_back(world::key_of("actor " + std::to_string(i)));
        m_keys.push_back(world::key_of("caller"));
        m_keys.push_back(world::key_of("owner"));
        m_keys.push_back(world::key_of("node"));
    }

    std::size_t below(std::size_t limit) { return m_random() % limit; }
    const core::SigningKey& anyone() { return m_keys[below(m_keys.size())]; }
    std::uint64_t units() { return below(8) == 0 ? m_random() : below(2'000'000); }
    const std::string name() { return std::to_string(below(60)); }

    Message message(const Machine& m) {
        switch (below(16)) {
        case 0:
            return Transfer{anyone().public_key(), core::Amount::from_units(units())};
        case 1:
            return world::World::registration(anyone(), anyone());
        case 2:
        case 3: {
            OpenEscrow escrow = m.world.escrow(name(), units(), m.context.epoch + below(30));
            if (below(4) == 0) escrow.executor = anyone().public_key();
            return escrow;
        }
        case 4:
        case 5:
            return settlement(m);
        case 6:
            return CancelEscrow{m.world.escrow_id(name())};
        case 7:
            return PostEpochRoot{below(m.context.epoch + 2), world::hash_of(name()), below(9)};
        case 8:
            return OfferTariff{m.world.model, "fp32", m.world.tariff};
        default: {
            const bool passed = below(2) == 0;
            const auto fitting = passed ? proof::Level::statistical : proof::Level::none;
            return PostVerdict{m.world.receipt_id(name()),
                               below(4) == 0 ? static_cast<proof::Level>(below(5)) : fitting, passed, 20, 20};
        }
        }
    }

    Message settlement(const Machine& m) {
        proof::Receipt receipt = m.world.receipt(name());
        if (below(6) == 0) receipt.n_out = static_cast<std::uint32_t>(below(3000));
        if (below(6) != 0) receipt.price = m.world.tariff.price(receipt.n_in, receipt.n_out).value();
        if (below(8) == 0) receipt.price = core::Amount::from_units(units());
        if (below(8) == 0) receipt.executor_key = anyone().public_key();
        return m.world.settlement(receipt);
    }

private:
    std::mt19937_64 m_random;
    std::vector<core::SigningKey> m_keys;
};

} // namespace

class TestConservation : public QObject {
    Q_OBJECT
private slots:
    void tenThousandRandomTransactionsMakeAndLoseNothing();
    void strangersAndASubsidyKeepTheSum();
    void refusedTransactionsLeaveTheStateAsItWas();
};

void TestConservation::tenThousandRandomTransactionsMakeAndLoseNothing() {
    Genesis genesis = world::World().genesis();
    QVERIFY(genesis.params.set_all({{"vesting.epochs", 3}, {"rewards.keep_epochs", 25}}));
    Machine m{genesis};
    QVERIFY(m.register_node());
    Chaos chaos(11);
    int passed = 0, failed = 0;
    for (int i = 0; i < 10'000; ++i) {
        const core::SigningKey& sender = chaos.below(3) == 0   ? m.world.caller
                                         : chaos.below(2) == 0 ? m.world.node
                                                               : chaos.anyone();
        const std::uint64_t fee = chaos.below(4) == 0 ? chaos.below(500) : 0;
        (m.run(sender, chaos.message(m), fee) ? passed : failed) += 1;
        const core::Status totals = m.state.check_totals();
        QVERIFY2(totals, totals ? "" : totals.error().message.c_str());
        if (i % 40 != 0) continue;
        m.end_until(m.context.epoch, world::hash_of(std::to_string(i)));
        const core::Status whole = m.state.check_conservation();
        QVERIFY2(whole, whole ? "" : whole.error().message.c_str());
    }
    QVERIFY2(passed > 1500 && failed > 1500, qPrintable(QString("%1 passed, %2 failed").arg(passed).arg(failed)));
    for (const EventKind kind : {EventKind::settled, EventKind::drawn, EventKind::assigned, EventKind::confirmed,
                                 EventKind::disputed, EventKind::paid, EventKind::lost, EventKind::refunded})
        QVERIFY2(m.happened(kind), qPrintable(QString::number(static_cast<int>(kind))));
    QCOMPARE(m.state.supply().units(), world::allotment);
    const auto again = State::from_cbor(m.state.to_cbor());
    QVERIFY(again.ok());
    QCOMPARE(again->app_hash(), m.state.app_hash());
}

/// With money that is newly made, auditors that are paid and stakes that are lost, every unit is accounted for.
void TestConservation::strangersAndASubsidyKeepTheSum() {
    Genesis genesis = world::World().genesis();
    const std::vector<std::string> strangers{"ann", "ben", "cleo", "dan"};
    genesis.accounts[world::key_of("owner").public_key()] = core::Amount::from_units(world::allotment);
    QVERIFY(genesis.params.set_all({{"vesting.epochs", 3},
                                    {"rewards.keep_epochs", 25},
                                    {"audit.self_allowed", 0},
                                    {"audit.new_ppm", 600'000},
                                    {"audit.window_epochs", 2},
                                    {"dispute.jurors", 3},
                                    {"slash.correlated_epochs", 9},
                                    {"subsidy.halt_epochs", 5},
                                    {"subsidy.lost_ppm", 500'000},
                                    {"subsidy.rate_ppm", 20'000}}));
    Machine m{genesis};
    QVERIFY(m.register_node());
    QVERIFY(m.run(m.world.owner, Stake{m.world.node.public_key(), core::Amount::from_units(500'000'000)}));
    for (const std::string& name : strangers)
        QVERIFY(m.register_stranger(name));
    Chaos chaos(13);
    std::uint64_t made = 0;
    for (int i = 0; i < 400; ++i) {
        const std::string name = std::to_string(i);
        QVERIFY(m.run(m.world.caller, m.world.escrow(name, 20'000, m.context.epoch + 20)) && m.settle(name));
        if (i % 4 == 0) m.end_until(m.context.epoch, world::hash_of(name));
        const bool honest = i < 200;
        for (const std::string& auditor : strangers)
            for (const core::ReceiptId& id : m.state.duties_of(world::key_of(auditor + "'s node").public_key())) {
                const bool passed = honest || chaos.below(3) == 0;
                const auto level = passed ? proof::Level::statistical : proof::Level::none;
                QVERIFY(m.run(world::key_of(auditor), PostVerdict{id, level, passed, 20, passed ? 20U : 3U}));
            }
        const core::Status whole = m.state.check_conservation();
        QVERIFY2(whole, whole ? "" : whole.error().message.c_str());
    }
    for (const LedgerEvent& event : m.events)
        if (event.kind == EventKind::minted) made += event.amount.units();
    for (const EventKind kind : {EventKind::minted, EventKind::audit_paid, EventKind::slashed, EventKind::lost})
        QVERIFY2(m.happened(kind), qPrintable(QString::number(static_cast<int>(kind))));
    QCOMPARE(m.state.supply().units(), 2 * world::allotment + made);
    QCOMPARE(m.state.node(m.world.node.public_key())->minted.units(), made);
    const auto again = State::from_cbor(m.state.to_cbor());
    QVERIFY(again && again->app_hash() == m.state.app_hash());
}

void TestConservation::refusedTransactionsLeaveTheStateAsItWas() {
    Machine m;
    QVERIFY(m.register_node());
    Chaos chaos(12);
    int refused = 0;
    for (int i = 0; i < 1500; ++i) {
        const SignedTransaction tx = world::sign(m.state, chaos.anyone(), chaos.message(m));
        const bool allowed = m.state.check(tx, m.context).ok();
        const core::cbor::Value before = m.state.to_cbor();
        const core::Amount balance = core::Amount::from_units(m.balance(tx.transaction.sender));
        const bool applied = m.state.apply(tx, m.context, m.events).ok();
        QCOMPARE(applied, allowed); // check() and apply() judge alike
        if (applied) continue;
        ++refused;
        // Undo what a failing transaction may change: the sender's sequence number.
        State after = State::from_cbor(m.state.to_cbor()).value();
        QCOMPARE(after.account(tx.transaction.sender)->balance, balance);
        QCOMPARE(after.account(tx.transaction.sender)->sequence, tx.transaction.sequence + 1);
        core::cbor::Map now = *m.state.to_cbor().as_map(), then = *before.as_map();
        for (core::cbor::Map* map : {&now, &then})
            std::erase_if(*map, [](const auto& entry) { return entry.first == 4; }); // the accounts
        QVERIFY(now == then);
    }
    QVERIFY(refused > 300);
}

QTEST_GUILESS_MAIN(TestConservation)
#include "tst_ledger_conservation.moc"
