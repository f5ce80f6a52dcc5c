// SPDX-License-Identifier: Apache-2.0
#include "world.h"

#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using proof::Level;
using world::key_of;
using world::Machine;

namespace {

constexpr std::uint64_t price = 9000, subsidy = price / 50;

/// A network that makes money for work: a fiftieth of each fee, at most half of what of the fee is destroyed.
struct Mint : Machine {
    explicit Mint(const std::map<std::string, std::uint64_t>& changes = {}, std::uint64_t rules = present_rules)
        : Machine(genesis(changes, rules)) {
        bool built = bool(register_node());
        for (const char* name : {"ann", "ben", "cleo", "dan"})
            built = built && register_stranger(name);
        if (!built) qFatal("the network could not be prepared");
    }
    static Genesis genesis(const std::map<std::string, std::uint64_t>& changes, std::uint64_t rules) {
        Genesis genesis = world::World().genesis();
        genesis.rules = rules;
        genesis.accounts[key_of("owner").public_key()] = core::Amount::from_units(world::allotment);
        if (!genesis.params.set_all({{"audit.self_allowed", 0},
                                     {"dispute.jurors", 3},
                                     {"vesting.epochs", 2},
                                     {"subsidy.rate_ppm", 20'000}}) ||
            !genesis.params.set_all(changes))
            qFatal("the parameters could not be set");
        return genesis;
    }
    core::ReceiptId settled(world::World& who, const std::string& name) {
        if (!run(who.caller, who.escrow(name, 100'000, context.epoch + 50))) qFatal("no escrow");
        who.opened[world::World::escrow_id(name)] = context.height;
        if (!run(who.node, who.settlement(who.receipt(name)))) qFatal("not settled");
        return who.receipt_id(name);
    }
    void paid_without_audit(const std::string& name) {
        end_epoch(settled(world, name), false);
        end_epochs(3);
    }
    /// Nobody is to blame, and nobody is paid.
    core::ReceiptId lost(const std::string& name) {
        const core::ReceiptId id = settled(world, name);
        end_epoch(id, true);
        for (int round = 0; round < 2; ++round) {
            for (const char* auditor : {"ann", "ben", "cleo", "dan"})
                if (waiting_duty(*state.reward(id), key_of(auditor + std::string("'s node")).public_key()) != nullptr)
                    (void)run(key_of(auditor), PostVerdict{id, Level::signature, true, 20, 19});
            end_epochs(1);
        }
        return id;
    }
    std::uint64_t made() const { return state.supply().units() - 2 * world::allotment; }
    bool holds() const {
        const auto again = State::from_cbor(core::cbor::decode(core::cbor::encode(state.to_cbor())).value());
        return state.check_conservation() && again && again->app_hash() == state.app_hash() &&
               again->tables().issuance() == state.tables().issuance();
    }
};

} // namespace

/// What a subsidy makes, and what it is bounded by.
class TestIssuance : public QObject {
    Q_OBJECT
private slots:
    void workThatIsPaidBringsASubsidy();
    void itStaysBelowWhatIsDestroyed();
    void aWindowIsBounded();
    void lostAuditsStopIt();
    void ownFeesProveNothing();
    void withoutARateOrUnderOlderRulesNothingIsMade();
};

void TestIssuance::workThatIsPaidBringsASubsidy() {
    Mint m;
    const std::uint64_t before = m.balance(m.world.owner.public_key());
    m.paid_without_audit("a");
    QCOMPARE(m.made(), subsidy);
    QCOMPARE(m.balance(m.world.owner.public_key()), before + price * 82 / 100 + subsidy);
    QCOMPARE(m.state.tables().issuance().minted.units(), subsidy);
    const auto told = std::find_if(m.events.begin(), m.events.end(),
                                   [](const LedgerEvent& event) { return event.kind == EventKind::minted; });
    QVERIFY(told != m.events.end() && told->amount.units() == subsidy && told->account == m.world.owner.public_key());
    QVERIFY(m.holds());
    const auto shown = m.state.prove({StateKey::parse("issuance").value()});
    QVERIFY(shown && shown->front().record.has_value());
}

void TestIssuance::itStaysBelowWhatIsDestroyed() {
    Mint m({{"subsidy.rate_ppm", 50'000}});
    m.paid_without_audit("a");
    QCOMPARE(m.made(), price * 5 / 100 / 2); // half of what was burned, although the rate is twice as high
    QVERIFY(2 * m.made() <= m.pool("burned"));
    QVERIFY(m.holds());
}

void TestIssuance::aWindowIsBounded() {
    Mint m({{"subsidy.window_ppm", 1}, {"subsidy.window_epochs", 200}}); // of two milliards: 2,000 units
    for (int i = 0; i < 14; ++i)
        m.paid_without_audit("a " + std::to_string(i));
    QVERIFY(m.context.epoch < 200);
    QCOMPARE(m.made(), std::uint64_t{2'000});
    while (m.context.epoch < 200)
        m.end_epochs(1);
    m.paid_without_audit("b"); // another window
    QCOMPARE(m.made(), 2'000 + subsidy);
    QCOMPARE(m.state.tables().issuance().minted.units(), subsidy);
    QVERIFY(m.holds());
}

void TestIssuance::lostAuditsStopIt() {
    Mint m({{"subsidy.halt_epochs", 30}});
    const core::ReceiptId id = m.lost("a");
    QVERIFY(m.state.reward(id)->state == RewardState::lost);
    QCOMPARE(m.state.node(m.world.node.public_key())->failed, std::uint64_t{0});
    QCOMPARE(m.state.tables().issuance().lost, std::uint64_t{1});
    m.paid_without_audit("b");
    QCOMPARE(m.made(), std::uint64_t{0});
    const core::Epoch until = m.state.tables().issuance().halted;
    while (m.context.epoch < until)
        m.end_epochs(1);
    m.paid_without_audit("c");
    QCOMPARE(m.made(), subsidy);
    QVERIFY(m.holds());

    Mint lenient({{"subsidy.lost_ppm", 1'000'000}});
    (void)lenient.lost("a");
    lenient.paid_without_audit("b");
    QCOMPARE(lenient.made(), subsidy);
}

void TestIssuance::ownFeesProveNothing() {
    Mint m;
    world::World own;
    own.caller = own.owner;
    m.end_epoch(m.settled(own, "a"), false);
    m.end_epochs(3);
    QVERIFY(m.state.reward(own.receipt_id("a"))->state == RewardState::paid);
    QCOMPARE(m.made(), std::uint64_t{0});
}

void TestIssuance::withoutARateOrUnderOlderRulesNothingIsMade() {
    Mint none({{"subsidy.rate_ppm", 0}});
    none.paid_without_audit("a");
    (void)none.lost("b");
    QCOMPARE(none.made(), std::uint64_t{0});
    QVERIFY(none.state.tables().issuance() == Issuance{});
    Mint older({}, 6);
    older.paid_without_audit("a");
    QCOMPARE(older.made(), std::uint64_t{0});
    QVERIFY(older.state.upgrade(7));
    older.paid_without_audit("b");
    QCOMPARE(older.made(), subsidy);
}

QTEST_GUILESS_MAIN(TestIssuance)
#include "tst_ledger_issuance.moc"
