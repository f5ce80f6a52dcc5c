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
    std::map<std::string, std::string> auditors{{"owner", "node"}}; ///< operators and their nodes

    explicit Mint(const std::map<std::string, std::uint64_t>& changes = {}, std::uint64_t rules = present_rules)
        : Machine(genesis(changes, rules)) {
        bool built = bool(register_node());
        for (const std::string name : {"ann", "ben", "cleo", "dan"}) {
            built = built && register_stranger(name);
            auditors[name] = name + "'s node";
        }
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
    void all_say(const core::ReceiptId& id, Level level, bool passed) {
        for (const auto& [operator_name, node] : auditors)
            if (waiting_duty(*state.reward(id), key_of(node).public_key()) != nullptr)
                (void)run(key_of(operator_name), PostVerdict{id, level, passed, 20, passed ? 20U : 3U});
    }
    /// In doubt nobody is to blame, and nobody is paid.
    core::ReceiptId lost(world::World& who, const std::string& name, bool proven = true) {
        const core::ReceiptId id = settled(who, name);
        end_epoch(id, true);
        for (int round = 0; round < 2; ++round) {
            all_say(id, proven ? Level::none : Level::signature, !proven);
            end_epochs(1);
        }
        if (state.reward(id)->state != RewardState::lost) qFatal("not lost");
        return id;
    }
    void passed(const std::string& name) {
        const core::ReceiptId id = settled(world, name);
        end_epoch(id, true);
        all_say(id, Level::statistical, true);
        if (state.reward(id)->state != RewardState::confirmed) qFatal("not confirmed");
    }
    /// Another executor, whose answers the same caller pays.
    world::World rival(const std::string& name) {
        world::World other;
        other.owner = key_of(name);
        other.node = key_of(name + "'s node");
        if (!run(other.owner, world::World::registration(other.node, other.owner)) || !run(other.node, other.offer()))
            qFatal("no rival");
        auditors[name] = name + "'s node";
        return other;
    }
    const Issuance& issuance() const { return state.tables().issuance(); }
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
    void nobodyStopsItAlone();
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
    QCOMPARE(m.state.node(m.world.node.public_key())->minted.units(), subsidy);
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
    m.paid_without_audit("b");                                                          // another window
    QCOMPARE(m.state.node(m.world.node.public_key())->minted.units(), 2'000 + subsidy); // in all
    QCOMPARE(m.made(), 2'000 + subsidy);
    QCOMPARE(m.state.tables().issuance().minted.units(), subsidy);
    QVERIFY(m.holds());
}

void TestIssuance::lostAuditsStopIt() {
    Mint m({{"subsidy.halt_epochs", 30}, {"subsidy.least_audits", 2}});
    world::World rival = m.rival("rival"), third = m.rival("third");
    (void)m.lost(rival, "a");
    QCOMPARE(m.issuance().lost, std::uint64_t{1});
    QCOMPARE(m.issuance().halted, core::Epoch{0}); // one audit alone says little
    (void)m.lost(third, "b");
    const core::Epoch until = m.issuance().halted;
    QVERIFY(until > m.context.epoch);
    m.paid_without_audit("c");
    QCOMPARE(m.made(), std::uint64_t{0});
    m.passed("d"); // which does not make it longer
    QCOMPARE(m.issuance().audits, std::uint64_t{3});
    QCOMPARE(m.issuance().halted, until);
    while (m.context.epoch < until)
        m.end_epochs(1);
    QVERIFY(m.holds());
    const std::uint64_t late = m.made(); // of what was settled before, if it is paid only now
    m.paid_without_audit("e");
    QCOMPARE(m.made(), late + subsidy);
    QVERIFY(m.holds());

    Mint lenient({{"subsidy.lost_ppm", 1'000'000}, {"subsidy.least_audits", 1}});
    world::World other = lenient.rival("rival");
    (void)lenient.lost(other, "a");
    lenient.paid_without_audit("b");
    QCOMPARE(lenient.made(), subsidy);
}

/// Or one machine alone would keep everybody's subsidy away.
void TestIssuance::nobodyStopsItAlone() {
    Mint m({{"subsidy.halt_epochs", 60}, {"subsidy.least_audits", 2}});
    (void)m.lost(m.world, "doubt", false);
    QVERIFY(m.issuance() == Issuance{}); // nobody is to blame
    QCOMPARE(m.state.node(m.world.node.public_key())->failed, std::uint64_t{0});
    world::World rival = m.rival("rival");
    for (const char* name : {"a", "b", "c"})
        (void)m.lost(rival, name);
    QCOMPARE(m.state.node(rival.node.public_key())->failed, std::uint64_t{3});
    QCOMPARE(m.issuance().lost, std::uint64_t{1});
    QCOMPARE(m.issuance().audits, std::uint64_t{1});
    QCOMPARE(m.issuance().halted, core::Epoch{0});
    QVERIFY(m.holds());
    m.paid_without_audit("d");
    QCOMPARE(m.made(), subsidy);
    m.end_epochs(60);
    (void)m.lost(rival, "e"); // counts again in another window
    QCOMPARE(m.issuance().lost, std::uint64_t{1});
    QVERIFY(m.issuance().counted > 0);
}

void TestIssuance::ownFeesProveNothing() {
    Mint m;
    world::World own;
    own.caller = key_of("owner");
    m.end_epoch(m.settled(own, "a"), false);
    m.end_epochs(3);
    QVERIFY(m.state.reward(own.receipt_id("a"))->state == RewardState::paid);
    QCOMPARE(m.made(), std::uint64_t{0});
}

void TestIssuance::withoutARateOrUnderOlderRulesNothingIsMade() {
    Mint none({{"subsidy.rate_ppm", 0}});
    none.paid_without_audit("a");
    (void)none.lost(none.world, "b");
    QCOMPARE(none.made(), std::uint64_t{0});
    QVERIFY(none.state.tables().issuance() == Issuance{});
    Mint older({}, 6);
    older.paid_without_audit("a");
    QCOMPARE(older.made(), std::uint64_t{0});
    QVERIFY(older.state.upgrade(7, older.context.epoch));
    older.paid_without_audit("b");
    QCOMPARE(older.made(), subsidy);
}

QTEST_GUILESS_MAIN(TestIssuance)
#include "tst_ledger_issuance.moc"
