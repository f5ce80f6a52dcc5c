// SPDX-License-Identifier: Apache-2.0
#include "world.h"

#include <QtTest>

using namespace hearth;
using namespace hearth::ledger;
using proof::Level;
using world::key_of;
using world::Machine;

namespace {

using Names = std::vector<std::string>;
constexpr std::uint64_t price = 9000, share = price * 6 / 100, pay = price / 10;

/// An executor and strangers who audit it, with few epochs between settlement and payment.
struct Network : Machine {
    Names auditors;

    explicit Network(Names names = {"ann", "ben", "cleo", "dan", "eve"},
                     const std::map<std::string, std::uint64_t>& changes = {}, std::uint64_t rules = present_rules,
                     std::uint64_t staked = 1'000'000, bool knows_all = true)
        : Machine(genesis(changes, rules, knows_all)), auditors(std::move(names)) {
        bool built = bool(register_node()) && (staked == 0 || stake(staked));
        for (const std::string& name : auditors)
            built = built && register_stranger(name);
        if (!built) qFatal("the network could not be prepared");
    }
    bool stake(std::uint64_t amount) {
        return run(world.owner, Stake{world.node.public_key(), core::Amount::from_units(amount)}).ok();
    }
    static Genesis genesis(const std::map<std::string, std::uint64_t>& changes, std::uint64_t rules, bool knows_all) {
        Genesis genesis = world::World().genesis();
        genesis.rules = rules;
        genesis.accounts[key_of("owner").public_key()] = core::Amount::from_units(world::allotment);
        if (!genesis.params.set_all({{"audit.self_allowed", 0}, {"dispute.jurors", 3}, {"vesting.epochs", 2}}) ||
            !genesis.params.set_all(changes))
            qFatal("the parameters could not be set");
        if (!knows_all) genesis.params = hearth::world::before_the_seventh_rules(genesis.params);
        return genesis;
    }
    core::ReceiptId settled(const std::string& name) {
        if (!run(world.caller, world.escrow(name, 100'000, context.epoch + 50)) || !settle(name))
            qFatal("the receipt could not be settled");
        return world.receipt_id(name);
    }
    /// An answer that nobody audits, until it is paid.
    void paid_without_audit(const std::string& name) {
        end_epoch(settled(name), false);
        end_epochs(3);
    }
    core::ReceiptId drawn(const std::string& name) {
        const core::ReceiptId id = settled(name);
        end_epoch(id, true);
        return id;
    }
    Names asked(const core::ReceiptId& id) const {
        Names names;
        for (const std::string& name : auditors)
            if (waiting_duty(*state.reward(id), node_of(name)) != nullptr) names.push_back(name);
        return names;
    }
    static core::PublicKey node_of(const std::string& name) { return key_of(name + "'s node").public_key(); }
    bool says(const std::string& name, const core::ReceiptId& id, char verdict) {
        const bool passed = verdict != 'f';
        const Level level = verdict == 'p' ? Level::statistical : passed ? Level::signature : Level::none;
        return run(key_of(name), PostVerdict{id, level, passed, 20, passed ? 20U : 3U}).ok();
    }
    std::uint64_t has(const std::string& name) const { return balance(key_of(name).public_key()); }
    std::uint64_t paid_as_auditor(const std::string& name) const {
        return state.node(node_of(name))->audit_paid.units();
    }
    bool holds() const {
        const auto again = State::from_cbor(core::cbor::decode(core::cbor::encode(state.to_cbor())).value());
        return state.check_conservation() && again && again->app_hash() == state.app_hash();
    }
};

} // namespace

/// Whoever replays an answer is paid for it.
class TestAuditPay : public QObject {
    Q_OBJECT
private slots:
    void aReplayIsPaidWithTheAnswer();
    void thePoolHoldsNoMoreThanItHolds();
    void onlyAVerdictThatCountsIsPaid();
    void jurorsShareInWhatAWrongAnswerCosts();
    void aDoubtThatTheJurySharesIsPaidByTheStake();
    void aDividedJuryContradictsNobody();
    void aDoubtTakesNothingFromThePool();
    void aBlindPassIsNeverBetter();
    void whatIsStakedLaterPaysNobody();
    void whatAuditorsGotProvesNothing();
    void thePartiesGetNothing();
    void olderRulesPayNoAuditors();
};

void TestAuditPay::aReplayIsPaidWithTheAnswer() {
    Network n;
    n.paid_without_audit("a");
    QCOMPARE(n.pool("verifiers"), share);
    const core::ReceiptId id = n.drawn("b");
    const std::string auditor = n.asked(id).at(0);
    QVERIFY(n.says(auditor, id, 'p'));
    QCOMPARE(n.has(auditor), std::uint64_t{0}); // with its executor, when the answer's own fee is there
    n.end_epochs(3);
    QVERIFY(n.state.reward(id)->state == RewardState::paid);
    QCOMPARE(n.has(auditor), pay);
    QCOMPARE(n.paid_as_auditor(auditor), pay);
    QCOMPARE(n.pool("verifiers"), 2 * share - pay);
    const auto paid = std::find_if(n.events.begin(), n.events.end(),
                                   [](const LedgerEvent& event) { return event.kind == EventKind::audit_paid; });
    QVERIFY(paid != n.events.end());
    QVERIFY(paid->receipt_id == id && paid->account == Network::node_of(auditor));
    QCOMPARE(paid->amount.units(), pay);
    QVERIFY(n.holds());
}

void TestAuditPay::thePoolHoldsNoMoreThanItHolds() {
    Network n({"ann", "ben"});
    const core::ReceiptId id = n.drawn("a");
    const std::string auditor = n.asked(id).at(0);
    QVERIFY(n.says(auditor, id, 'p'));
    n.end_epochs(3);
    QCOMPARE(n.has(auditor), share); // less than a tenth of the price: the first answer has brought no more
    QCOMPARE(n.pool("verifiers"), std::uint64_t{0});
    QVERIFY(n.holds());
}

/// Of a jury those who said what was decided, in equal parts; not whoever accused wrongly or stayed silent.
void TestAuditPay::onlyAVerdictThatCountsIsPaid() {
    Network n;
    n.paid_without_audit("before");
    const core::ReceiptId id = n.drawn("a");
    const std::string accuser = n.asked(id).at(0);
    QVERIFY(n.says(accuser, id, 'f'));
    n.end_epochs(1);
    const Names jury = n.asked(id);
    QCOMPARE(jury.size(), std::size_t{3});
    QVERIFY(n.says(jury[0], id, 'p') && n.says(jury[1], id, 'p'));
    QVERIFY(n.state.reward(id)->state == RewardState::confirmed);
    n.end_epochs(3);
    QCOMPARE(n.has(jury[0]), pay / 2);
    QCOMPARE(n.has(jury[1]), pay / 2);
    QCOMPARE(n.has(jury[2]) + n.has(accuser), std::uint64_t{0});
    QVERIFY(n.holds());
}

void TestAuditPay::jurorsShareInWhatAWrongAnswerCosts() {
    for (const bool staked : {true, false}) {
        Network n({"ann", "ben", "cleo", "dan", "eve"}, {{"slash.correlated_factor", 0}}, present_rules,
                  staked ? 100'000 : 0);
        n.paid_without_audit("a");
        const core::ReceiptId id = n.drawn("b");
        const std::string finder = n.asked(id).at(0);
        QVERIFY(n.says(finder, id, 'f'));
        n.end_epochs(1);
        const Names jury = n.asked(id);
        const std::uint64_t burned = n.pool("burned");
        QVERIFY(n.says(jury.at(0), id, 'f') && n.says(jury.at(1), id, 'f'));
        QVERIFY(n.state.reward(id)->state == RewardState::lost);
        const std::uint64_t taken = staked ? price + 5'000 : 0, rest = taken - taken / 2 - taken / 4;
        const std::uint64_t jurors = std::min(pay, rest / 2);
        QCOMPARE(n.has(finder), taken / 4);
        QCOMPARE(n.has(jury[0]), jurors / 2);
        QCOMPARE(n.has(jury[1]), jurors / 2);
        QCOMPARE(n.has(jury[2]), std::uint64_t{0});
        QCOMPARE(n.pool("burned"), burned + rest - jurors / 2 * 2);
        QCOMPARE(n.pool("verifiers"), share); // nothing out of what honest answers have brought
        QVERIFY(n.holds());
    }
}

/// Whoever doubts an answer that a jury cannot settle either has done no less than whoever passes one.
void TestAuditPay::aDoubtThatTheJurySharesIsPaidByTheStake() {
    for (const std::string words : {"dd", "df", "fd"}) {
        Network n;
        n.paid_without_audit("a");
        const core::ReceiptId id = n.drawn("b");
        const std::string finder = n.asked(id).at(0);
        QVERIFY(n.says(finder, id, 'd'));
        n.end_epochs(1);
        const Names jury = n.asked(id);
        QVERIFY(n.says(jury.at(0), id, words[0]) && n.says(jury.at(1), id, words[1]));
        if (n.state.reward(id)->state == RewardState::disputed) QVERIFY(n.says(jury.at(2), id, 'p')); // still a doubt
        QVERIFY(n.state.reward(id)->state == RewardState::lost);
        const NodeRecord& executor = *n.state.node(n.world.node.public_key());
        QCOMPARE(n.has(finder), pay);
        QCOMPARE(n.has(jury[0]), pay / 2);
        QCOMPARE(n.has(jury[1]), pay / 2);
        QCOMPARE(executor.answerable().units(), 1'000'000 - 2 * pay);
        QCOMPARE(executor.failed, std::uint64_t{0}); // nobody is to blame
        QCOMPARE(n.pool("verifiers"), share);
        QCOMPARE(n.balance(n.world.caller.public_key()), world::allotment - price); // that of the first answer
        QVERIFY(n.holds());
    }
}

void TestAuditPay::aDividedJuryContradictsNobody() {
    Network n({"ann", "ben", "cleo", "dan", "eve"}, {{"dispute.jurors", 2}});
    n.paid_without_audit("a");
    const core::ReceiptId id = n.drawn("b");
    const std::string finder = n.asked(id).at(0);
    QVERIFY(n.says(finder, id, 'd'));
    n.end_epochs(1);
    const Names jury = n.asked(id);
    QVERIFY(n.says(jury.at(0), id, 'p') && n.says(jury.at(1), id, 'd'));
    QVERIFY(n.state.reward(id)->state == RewardState::confirmed);
    n.end_epochs(3);
    for (const std::string& name : {finder, jury[0], jury[1]})
        QCOMPARE(n.has(name), pay / 3);
    QCOMPARE(n.pool("verifiers"), 2 * share - pay);
    QVERIFY(n.holds());
}

/// Otherwise its own auditors could empty the pool with answers that cost nothing.
void TestAuditPay::aDoubtTakesNothingFromThePool() {
    for (const std::uint64_t rules : {7, 8}) {
        Network n({"ann", "ben", "cleo", "dan", "eve"}, {}, rules, rules == 7 ? 1'000'000 : 0);
        n.paid_without_audit("a");
        const core::ReceiptId id = n.drawn("b");
        QVERIFY(n.says(n.asked(id).at(0), id, 'd'));
        n.end_epochs(1);
        const Names jury = n.asked(id);
        QVERIFY(n.says(jury.at(0), id, 'd') && n.says(jury.at(1), id, 'd'));
        QVERIFY(n.state.reward(id)->state == RewardState::lost);
        QVERIFY(!n.happened(EventKind::audit_paid));
        QCOMPARE(n.pool("verifiers"), share);
    }
}

namespace {

/// What the first auditor gets that says `first`, or each of the jury that says `rest`, all of them in the end.
std::uint64_t gets(std::uint64_t staked, char first, char rest, bool of_the_jury) {
    Network n({"ann", "ben", "cleo", "dan", "eve"}, {}, present_rules, staked);
    for (const char* name : {"x", "y", "z"})
        n.paid_without_audit(name);
    const core::ReceiptId id = n.drawn("a");
    const std::string auditor = n.asked(id).at(0);
    if (!n.says(auditor, id, first)) qFatal("no verdict");
    if (first == 'p') {
        n.end_epochs(3);
        return n.has(auditor);
    }
    n.end_epochs(1);
    const Names jury = n.asked(id);
    if (!n.says(jury.at(0), id, rest) || !n.says(jury.at(1), id, rest)) qFatal("no verdicts of the jury");
    n.end_epochs(3);
    if (!n.holds()) qFatal("it does not hold");
    return n.has(of_the_jury ? jury[0] : auditor);
}

} // namespace

void TestAuditPay::aBlindPassIsNeverBetter() {
    bool paid = false;
    for (const std::uint64_t staked : {0, 1, 3, 700, 1'800, 3'000, 5'000, 9'000, 12'000, 100'000, 1'000'000}) {
        const std::uint64_t pass = gets(staked, 'p', 'p', false), found = gets(staked, 'f', 'f', false);
        const std::uint64_t jury_pass = gets(staked, 'f', 'p', true), jury_fail = gets(staked, 'f', 'f', true);
        const std::string numbers = std::to_string(staked) + ": " + std::to_string(pass) + " " + std::to_string(found) +
                                    ", jury " + std::to_string(jury_pass) + " " + std::to_string(jury_fail);
        QVERIFY2(pass <= found && jury_pass <= jury_fail, numbers.c_str());
        // Nor is a doubt that the jury shares worse than "passed", or better than what it proves.
        const std::uint64_t doubt = gets(staked, 'd', 'd', false), jury_doubt = gets(staked, 'd', 'd', true);
        QVERIFY2(pass <= doubt && doubt <= found, numbers.c_str());
        QVERIFY2(jury_pass <= jury_doubt && jury_doubt <= jury_fail, numbers.c_str());
        QVERIFY2(gets(staked, 'f', 'p', false) == 0, numbers.c_str()); // a false accusation brings nothing
        paid = paid || (pass == pay && jury_pass == pay / 2);
    }
    QVERIFY2(paid, "nobody was ever paid in full");
}

/// An executor could otherwise promise it to whoever passes its wrong answers.
void TestAuditPay::whatIsStakedLaterPaysNobody() {
    Network n({"ann", "ben"}, {}, present_rules, 0);
    n.paid_without_audit("a");
    const core::ReceiptId id = n.drawn("b");
    const std::string auditor = n.asked(id).at(0);
    QVERIFY(n.stake(1'000'000) && n.says(auditor, id, 'p'));
    n.end_epochs(3);
    QVERIFY(n.state.reward(id)->state == RewardState::paid);
    QCOMPARE(n.has(auditor), std::uint64_t{0});
    const core::ReceiptId next = n.drawn("c");
    QVERIFY(n.says(n.asked(next).at(0), next, 'p'));
    n.end_epochs(3);
    QVERIFY(n.happened(EventKind::audit_paid));
    QVERIFY(n.holds());
}

void TestAuditPay::whatAuditorsGotProvesNothing() {
    Network n;
    n.paid_without_audit("a");
    const core::ReceiptId id = n.drawn("b");
    QVERIFY(n.says(n.asked(id).at(0), id, 'p'));
    n.end_epochs(3);
    QCOMPARE(n.state.node(n.world.node.public_key())->paid_fees.units(), 2 * price - pay);
}

/// An operator of its own name that is paid into the payer's account is nobody else.
void TestAuditPay::thePartiesGetNothing() {
    Network n(Names{});
    const auto straw = key_of("straw"), node = key_of("straw's node");
    QVERIFY(n.run(straw, RegisterNode::certified(node, n.world.caller.public_key(), world::chain, straw.public_key())));
    const core::ReceiptId id = n.drawn("a");
    QVERIFY(n.says("straw", id, 'p'));
    n.end_epochs(3);
    QVERIFY(n.state.reward(id)->state == RewardState::paid);
    QCOMPARE(n.balance(n.world.caller.public_key()), world::allotment - price);
    QCOMPARE(n.pool("verifiers"), share);
    QVERIFY(!n.happened(EventKind::audit_paid));

    Machine alone; // judges itself, and pays itself nothing
    QVERIFY(alone.register_node() && alone.run(alone.world.caller, alone.world.escrow("a")) && alone.settle("a"));
    const core::ReceiptId own = alone.world.receipt_id("a");
    alone.end_epoch(own, true);
    QVERIFY(alone.run(alone.world.owner, PostVerdict{own, Level::statistical, true, 20, 20}));
    alone.end_epochs(12);
    QVERIFY(alone.state.reward(own)->state == RewardState::paid && !alone.happened(EventKind::audit_paid));
}

void TestAuditPay::olderRulesPayNoAuditors() {
    for (const bool known : {true, false}) { // whether its genesis had the parameters already

        Network n({"ann", "ben", "cleo"}, {}, 6, 1'000'000, known);
        const auto audited = [&](const std::string& name) {
            const core::ReceiptId id = n.drawn(name);
            const std::string auditor = n.asked(id).at(0);
            if (!n.says(auditor, id, 'p')) qFatal("no verdict");
            n.end_epochs(3);
            return auditor;
        };
        QCOMPARE(n.has(audited("a")), std::uint64_t{0});
        QCOMPARE(n.pool("verifiers"), share);
        QVERIFY(n.state.params().is_complete(7) == known);
        QVERIFY(n.state.upgrade(7, n.context.epoch));
        QVERIFY(n.state.params().is_complete(7));
        QCOMPARE(n.has(audited("b")), pay);
        QCOMPARE(n.pool("verifiers"), 2 * share - pay);
        QVERIFY(n.holds());
    }
}

QTEST_GUILESS_MAIN(TestAuditPay)
#include "tst_ledger_audit_pay.moc"
