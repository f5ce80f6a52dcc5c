// SPDX-License-Identifier: Apache-2.0
#include "world.h"

#include <QtTest>
#include <random>

using namespace hearth;
using namespace hearth::ledger;
using proof::Level;
using world::key_of;
using world::Machine;

namespace {

using Values = std::map<std::string, std::uint64_t>;
constexpr core::Epoch honest_epochs = 30;

/// Parameters at random corners of the box in which governance may move them: what decides about money.
class Corners {
public:
    explicit Corners(unsigned seed) : m_random(seed) {}

    std::uint64_t below(std::uint64_t limit) { return m_random() % limit; }
    template <typename T>
    const T& one_of(const std::vector<T>& from) {
        return from[below(from.size())];
    }
    /// At an end of its bounds, or somewhere between.
    std::uint64_t value_of(const std::string& name) {
        const Parameter& p = m_all.all().at(name);
        const std::uint64_t where = below(3);
        return where == 0 ? p.min : where == 1 ? p.max : p.min + below(p.max - p.min + 1);
    }
    Params corner() {
        for (;;) {
            Values values = fees();
            for (const char* name : {"audit.pay_ppm", "audit.self_allowed", "slash.payer_ppm", "slash.reporter_ppm",
                                     "slash.reporter_max", "slash.wrong_ppm", "slash.correlated_factor"})
                values[name] = value_of(name);
            values["audit.new_ppm"] = one_of<std::uint64_t>({200'000, 1'000'000});
            values["subsidy.theta_ppm"] = value_of("subsidy.theta_ppm");
            values["subsidy.rate_ppm"] = below(3) == 0 ? 0 : most_subsidy(values);
            values["subsidy.window_ppm"] = one_of<std::uint64_t>({10, 100'000});
            values["dispute.jurors"] = 1 + below(3);
            values["tx.fee"] = one_of<std::uint64_t>({0, 1, 1'000});
            values["stake.auditor_least"] = one_of<std::uint64_t>({0, 5'000});
            values["credit.window_epochs"] = one_of<std::uint64_t>({1, 1'000'000});
            values["credit.drain_ppm"] = whole_ppm; // so that nothing is left waiting at the end
            values.merge(Values{{"vesting.epochs", 2}, {"audit.window_epochs", 2}, {"stake.unbonding_epochs", 1}});
            Params params = m_all;
            if (params.set_all(values)) return params;
        }
    }

private:
    Values fees() {
        Values values;
        std::uint64_t rest = whole_ppm;
        for (const char* name :
             {"fee.verifiers_ppm", "fee.storage_ppm", "fee.burn_ppm", "fee.insurance_ppm", "fee.treasury_ppm"})
            rest -= values[name] = value_of(name);
        values["fee.executor_ppm"] = rest; // perhaps outside its bounds: then another corner is tried
        return values;
    }

    /// That the parameters' own check allows.
    std::uint64_t most_subsidy(Values& values) const {
        const std::uint64_t leak = values["fee.burn_ppm"] + values["fee.insurance_ppm"] + values["fee.treasury_ppm"];
        return std::min(values["subsidy.theta_ppm"] * leak / whole_ppm, m_all.all().at("subsidy.rate_ppm").max);
    }

    std::mt19937_64 m_random;
    const Params m_all = Params::solo();
};

/// Honest strangers whose fees lie in the pools, and then one owner of a payer, an executor and two auditors, with
/// nobody else left to audit it.
struct Town : Machine {
    world::World ring;
    std::vector<core::SigningKey> owned; ///< everything the one owner signs with
    std::vector<core::SigningKey> nodes; ///< of these those of nodes
    std::uint64_t fee;

    explicit Town(const Params& params) : Machine(genesis(params)), fee(params.get("tx.fee")) {
        ring.caller = key_of("gateway");
        ring.owner = key_of("ring");
        ring.node = key_of("ring's node");
        for (const char* name : {"gateway", "ring", "first", "second"})
            owned.push_back(key_of(name));
        for (const char* name : {"ring's node", "first's node", "second's node"}) {
            nodes.push_back(key_of(name));
            owned.push_back(key_of(name));
        }
    }
    static Genesis genesis(const Params& params) {
        Genesis genesis = world::World().genesis();
        genesis.params = params;
        for (const char* name : {"owner", "node", "hal", "gateway", "ring", "first", "second", "ring's node",
                                 "first's node", "second's node"})
            genesis.accounts[key_of(name).public_key()] = core::Amount::from_units(world::allotment);
        return genesis;
    }
    void must(const core::SigningKey& key, const Message& message) {
        if (const core::Status done = run(key, message, fee); !done)
            qFatal("%s: %s", name_of(message), done.error().message.c_str());
    }
    void join(const core::SigningKey& operator_key, const core::SigningKey& node, std::uint64_t stake,
              std::optional<core::Epoch> until) {
        RegisterNode registration = world::World::registration(node, operator_key);
        registration.certified_until = until;
        must(operator_key, registration);
        if (stake > 0) must(operator_key, Stake{node.public_key(), core::Amount::from_units(stake)});
    }
    void answer(world::World& who, const std::string& name, std::uint32_t tokens, bool credits = false) {
        OpenEscrow escrow = who.escrow(name, 100'000'000, context.epoch + 20);
        escrow.credits = credits;
        must(who.caller, escrow);
        who.opened[world::World::escrow_id(name)] = context.height;
        must(who.node, who.settlement(who.receipt(name, 10, tokens)));
    }
    void live_honestly() {
        join(world.owner, world.node, 0, honest_epochs - 1);
        join(key_of("hal"), key_of("hal's node"), 5'000, honest_epochs - 1);
        must(world.node, world.offer());
        for (int i = 0; i < 6; ++i) {
            answer(world, "honest " + std::to_string(i), 2'000);
            pass_honest_epoch();
        }
        while (context.epoch < honest_epochs)
            pass_honest_epoch();
    }
    void pass_honest_epoch() {
        end_epochs(1);
        for (const char* name : {"hal", "owner"})
            for (const core::PublicKey& node : state.nodes_of(key_of(name).public_key()))
                for (const core::ReceiptId& id : state.duties_of(node))
                    must(key_of(name), PostVerdict{id, Level::statistical, true, 20, 20});
    }
    std::uint64_t owners_money() const {
        std::uint64_t units = 0;
        for (const core::SigningKey& key : owned)
            if (const Account* account = state.account(key.public_key()))
                units += account->balance.units() + account->credits.units();
        for (const core::SigningKey& key : nodes)
            if (const NodeRecord* node = state.node(key.public_key())) units += node->answerable().units();
        return units;
    }
    void judge(const core::SigningKey& node, const core::ReceiptId& id, std::uint64_t how) {
        const Level level = how == 0 ? Level::none : how == 1 ? Level::signature : Level::statistical;
        must(node, PostVerdict{id, level, how != 0, 20, how == 2 ? 20U : 3U});
    }
    /// One epoch, in which every own auditor says what suits the owner.
    void pass_epoch(Corners& chance, bool honest_words) {
        end_until(context.epoch, world::hash_of("beacon " + std::to_string(chance.below(1'000'000))));
        for (const core::SigningKey& node : nodes)
            for (const core::ReceiptId& id : state.duties_of(node.public_key()))
                judge(node, id, honest_words ? 2 : chance.below(3));
    }
};

struct Outcome {
    std::uint64_t before = 0, after = 0;
    int paid = 0, lost = 0, open = 0, audits = 0;
    bool credits = false;     ///< paid the own answers
    std::uint64_t prices = 0; ///< of what was paid
    std::uint64_t made = 0;   ///< newly, for the owner's own answers
    core::Status kept;
};

Outcome deal_with_oneself(Corners& chance, const Params& params) {
    Town town(params);
    town.live_honestly();
    Outcome outcome;
    outcome.before = town.owners_money();
    const std::uint64_t supply = town.state.supply().units();
    town.join(town.ring.owner, town.ring.node, chance.below(4) * 50'000'000, std::nullopt);
    town.join(key_of("first"), key_of("first's node"), 5'000, std::nullopt);
    town.join(key_of("second"), key_of("second's node"), 5'000, std::nullopt);
    town.ring.tariff.completion_token = core::Amount::from_units(1 + chance.below(100'000));
    town.must(town.ring.node, town.ring.offer());
    const bool honest_words = chance.below(2) == 0;
    outcome.credits = chance.below(2) == 0;
    if (outcome.credits)
        town.must(town.ring.caller, BuyCredits{town.ring.caller.public_key(), core::Amount::from_units(850'000'000)});
    std::vector<core::ReceiptId> receipts;
    for (int i = 0; i < 8; ++i) {
        const std::string name = "own " + std::to_string(i);
        const auto tokens = static_cast<std::uint32_t>(1 + chance.below(900));
        town.answer(town.ring, name, tokens, outcome.credits);
        receipts.push_back(town.ring.receipt(name, 10, tokens).id());
        if (chance.below(2) == 0) town.pass_epoch(chance, honest_words);
    }
    for (int i = 0; i < 16; ++i)
        town.pass_epoch(chance, honest_words);
    outcome.after = town.owners_money();
    outcome.made = town.state.supply().units() - supply;
    for (const core::ReceiptId& id : receipts) {
        const RewardState state = town.state.reward(id)->state;
        if (state == RewardState::paid) outcome.prices += town.state.reward(id)->price.units();
        ++(state == RewardState::paid ? outcome.paid : state == RewardState::lost ? outcome.lost : outcome.open);
    }
    for (const core::SigningKey& node : town.nodes)
        outcome.audits += town.state.node(node.public_key())->audit_paid != core::Amount();
    outcome.kept = town.state.check_conservation();
    return outcome;
}

} // namespace

/// Whoever pays itself, computes for itself and audits itself ends with less than it began with, wherever governance
/// moves the parameters, although the pools hold what strangers have brought: what comes back to it of a fee is never
/// the whole of it.
class TestSelfDealing : public QObject {
    Q_OBJECT
private slots:
    void noCornerOfTheParametersPaysForDealingWithOneself();
    void atTheVeryEdgeATwentiethIsLost();
    void ownDoubtsOnlyMoveOwnMoney();
};

void TestSelfDealing::noCornerOfTheParametersPaysForDealingWithOneself() {
    Corners chance(7);
    int paid = 0, lost = 0, audits = 0, subsidised = 0, by_credits = 0;
    for (int i = 0; i < 100; ++i) {
        const Params params = chance.corner();
        const Outcome outcome = deal_with_oneself(chance, params);
        const QString place = QString("corner %1: %2 → %3").arg(i).arg(outcome.before).arg(outcome.after);
        QVERIFY2(outcome.kept, qPrintable(place));
        QVERIFY2(outcome.open == 0, qPrintable(place));
        // Where nothing was paid, nothing needs to be lost but the fees of the transactions.
        const bool costs = outcome.paid > 0 || params.get("tx.fee") > 0;
        QVERIFY2(costs ? outcome.after < outcome.before : outcome.after <= outcome.before, qPrintable(place));
        QVERIFY2(outcome.before - outcome.after >= outcome.prices / 20, qPrintable(place));
        paid += outcome.paid;
        by_credits += outcome.credits ? outcome.paid : 0;
        lost += outcome.lost;
        audits += outcome.audits;
        subsidised += outcome.made > 0;
    }
    // The corners were lived in: answers of all ends, own auditors that were paid, and newly made money.
    QVERIFY2(by_credits > 20 && paid > 100 && lost > 20 && audits > 20 && subsidised > 2,
             qPrintable(QString("%1 paid, %2 lost, %3 auditors paid, %4 times money was made")
                            .arg(paid)
                            .arg(lost)
                            .arg(audits)
                            .arg(subsidised)));
}

/// The best that the owner can reach, counted by hand: every answer audited and passed, and as much as the bounds
/// allow for executors and auditors.
void TestSelfDealing::atTheVeryEdgeATwentiethIsLost() {
    Params params = Params::solo();
    QVERIFY(params.set_all({{"fee.executor_ppm", 850'000},
                            {"fee.verifiers_ppm", 150'000},
                            {"fee.storage_ppm", 0},
                            {"fee.burn_ppm", 0},
                            {"fee.insurance_ppm", 0},
                            {"fee.treasury_ppm", 0},
                            {"subsidy.rate_ppm", 0},
                            {"audit.pay_ppm", 100'000},
                            {"audit.new_ppm", 1'000'000},
                            {"audit.self_allowed", 0},
                            {"vesting.epochs", 2}}));
    QVERIFY(!params.set("audit.pay_ppm", 100'001));
    Corners chance(8);
    Town town(params);
    town.live_honestly();
    const std::uint64_t before = town.owners_money();
    town.join(town.ring.owner, town.ring.node, 10'000'000, std::nullopt);
    town.join(key_of("first"), key_of("first's node"), 0, std::nullopt);
    town.join(key_of("second"), key_of("second's node"), 0, std::nullopt);
    town.must(town.ring.node, town.ring.offer());
    const std::uint64_t price = town.ring.receipt("own", 10, 1'000).price.units();
    town.answer(town.ring, "own", 1'000);
    for (int i = 0; i < 6; ++i)
        town.pass_epoch(chance, true);
    QVERIFY(town.state.reward(town.ring.receipt("own", 10, 1'000).id())->state == RewardState::paid);
    const std::uint64_t back = price * 850 / 1'000 + price / 10;
    QCOMPARE(before - town.owners_money(), price - back);
    QCOMPARE(price - back, price / 20);
    QVERIFY(town.happened(EventKind::audit_paid));
}

/// Answers that stay in doubt cost nobody their price. What their auditors get is the owner's already, whatever the
/// pool holds.
void TestSelfDealing::ownDoubtsOnlyMoveOwnMoney() {
    Params params = Params::solo();
    QVERIFY(params.set_all(
        {{"audit.new_ppm", 1'000'000}, {"audit.self_allowed", 0}, {"audit.window_epochs", 2}, {"vesting.epochs", 2}}));
    Town town(params);
    town.live_honestly();
    const std::uint64_t before = town.owners_money(), pool = town.pool("verifiers");
    QVERIFY(pool > 0);
    town.join(town.ring.owner, town.ring.node, 10'000'000, std::nullopt);
    town.join(key_of("first"), key_of("first's node"), 5'000, std::nullopt);
    town.join(key_of("second"), key_of("second's node"), 5'000, std::nullopt);
    town.must(town.ring.node, town.ring.offer());
    for (const char* name : {"own a", "own b", "own c"}) {
        town.answer(town.ring, name, 1'000);
        for (int i = 0; i < 3; ++i) {
            town.end_epochs(1);
            for (const core::SigningKey& node : town.nodes)
                for (const core::ReceiptId& id : town.state.duties_of(node.public_key()))
                    town.judge(node, id, 1);
        }
        QVERIFY(town.state.reward(town.ring.receipt(name, 10, 1'000).id())->state == RewardState::lost);
    }
    QVERIFY(town.happened(EventKind::audit_paid) && town.happened(EventKind::slashed));
    QCOMPARE(town.owners_money(), before);
    QCOMPARE(town.pool("verifiers"), pool);
    QVERIFY(town.state.check_conservation());
}

QTEST_GUILESS_MAIN(TestSelfDealing)
#include "tst_ledger_self_dealing.moc"
