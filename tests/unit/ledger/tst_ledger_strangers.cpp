// SPDX-License-Identifier: Apache-2.0
#include "epoch_end.h"
#include "full_run.h"

#include <QtTest>
#include <random>

using namespace hearth;
using namespace hearth::ledger;
using proof::Level;
using world::Belongings;
using world::key_of;
using world::Machine;

namespace {

/// Owners who behave, and strangers who try everything that bytes allow.
class Town {
public:
    explicit Town(std::uint64_t seed) : m_random(seed), m_machine(genesis()) {
        for (const char* name : {"caller", "owner", "node", "rival", "rival's node", "thief", "thief's node"})
            m_keys.push_back(key_of(name));
        (void)m_machine.register_node();
        (void)m_machine.register_stranger("rival");
        (void)m_machine.run(key_of("owner"), Stake{key_of("node").public_key(), core::Amount::from_units(30'000)});
    }
    static Genesis genesis() {
        Genesis genesis = world::World().genesis();
        for (const char* name : {"rival", "thief", "owner"})
            genesis.accounts[key_of(name).public_key()] = core::Amount::from_units(1'000'000);
        (void)genesis.params.set_all({{"audit.self_allowed", 0},
                                      {"audit.new_ppm", 900'000},
                                      {"credit.least", 1},
                                      {"credit.window_epochs", 4},
                                      {"vesting.epochs", 1},
                                      {"stake.unbonding_epochs", 1}});
        return genesis;
    }

    /// Empty, or what was broken.
    QString step() {
        if (below(4) == 0) {
            const Belongings before = look();
            const core::Epoch epoch = m_machine.context.epoch;
            m_machine.end_until(epoch, world::hash_of(std::to_string(m_random())));
            const QString broken = world::check_epoch_end(before, look(), epoch, m_machine.state.params());
            return broken.isEmpty() ? totals() : broken;
        }
        const core::SigningKey& somebody = anyone();
        m_proved = {};
        m_last = {};
        m_last_escrow = {};
        m_rightful = &somebody;
        Message tried = message(somebody);
        const core::SigningKey& sender = below(4) == 0 ? somebody : *m_rightful;
        const Belongings before = look();
        const bool done = bool(m_machine.run(sender, std::move(tried), below(3) == 0 ? below(100) : 0));
        ++(done ? m_passed : m_refused);
        if (m_machine.state.reward(m_last) != nullptr && std::count(m_receipts.begin(), m_receipts.end(), m_last) == 0)
            m_receipts.push_back(m_last);
        const QString broken = compare(before, sender.public_key());
        return broken.isEmpty() ? totals() : broken;
    }
    QString whole() const { return sentence(m_machine.state.check_conservation()); }
    bool happened(EventKind kind) const { return m_machine.happened(kind); }
    int passed() const { return m_passed; }
    int refused() const { return m_refused; }

private:
    static QString sentence(const core::Status& status) {
        return status ? QString() : QString::fromStdString(status.error().message);
    }
    QString totals() const { return sentence(m_machine.state.check_totals()); }
    std::size_t below(std::size_t limit) { return m_random() % limit; }
    const core::SigningKey& anyone() { return m_keys[below(m_keys.size())]; }
    std::string name() { return std::to_string(below(4)); }

    Belongings look() const {
        Belongings now;
        for (const core::SigningKey& key : m_keys) {
            if (const Account* a = m_machine.state.account(key.public_key())) now.accounts[key.public_key()] = *a;
            if (const NodeRecord* n = m_machine.state.node(key.public_key())) now.nodes[key.public_key()] = *n;
        }
        for (const char* each : {"0", "1", "2", "3"}) {
            const core::EscrowId id = world::World::escrow_id(each);
            if (const Escrow* escrow = m_machine.state.escrow(id)) now.escrows[id] = *escrow;
        }
        for (const core::ReceiptId& id : m_receipts)
            if (const Reward* r = m_machine.state.reward(id)) now.rewards[id] = *r;
        return now;
    }

    QString compare(const Belongings& before, const core::PublicKey& sender) const {
        const Belongings now = look();
        for (const auto& [key, account] : before.accounts)
            if (key != sender &&
                (now.accounts.at(key).balance < account.balance || now.accounts.at(key).credits < account.credits))
                return "another one's money moved";
        for (const auto& [key, node] : now.nodes) {
            const auto old = before.nodes.find(key);
            const bool known = old != before.nodes.end(), doubted = known && pays_a_doubt(before, now, key);
            const bool less = known && node.stake < old->second.stake && node.failed == old->second.failed && !doubted;
            if (less && node.operator_key != sender) return "another one's stake was withdrawn";
            if (less && old->second.locked_until && m_machine.context.epoch <= *old->second.locked_until)
                return "a locked stake was withdrawn";
            if (known && node.locked_until != old->second.locked_until && node.operator_key != sender)
                return "another one's stake was locked";
            if (old == before.nodes.end() && m_proved != std::pair(key, sender)) return "a key was taken without proof";
            if (old != before.nodes.end() && old->second.operator_key != node.operator_key)
                return "a key changed its owner";
            if (old != before.nodes.end() && old->second.payout != node.payout && node.operator_key != sender)
                return "somebody else's payout was moved";
            if (old == before.nodes.end() || node.answerable() == old->second.answerable()) continue;
            if (node.answerable() > old->second.answerable() && node.operator_key != sender)
                return "somebody staked for another";
            if (node.answerable() < old->second.answerable() && node.failed == old->second.failed && !doubted)
                return "a stake shrank without a fault";
        }
        const core::Epoch epoch = m_machine.context.epoch;
        for (const auto& [id, reward] : now.rewards) {
            const auto old = before.rewards.find(id);
            if (old != before.rewards.end() && old->second == reward) continue;
            if (old == before.rewards.end()) {
                const QString broken = world::check_new_reward(before, reward, m_last_escrow, epoch);
                if (!broken.isEmpty()) return broken;
                continue;
            }
            if (!old->second.drawn) return "an undrawn reward was judged";
            if (!speaks_for_a_duty(old->second, sender)) return "somebody judged who was not drawn";
            if (old->second.state == RewardState::pending && reward.state == RewardState::lost)
                return "one verdict took a reward";
            if (reward.level > reachable_level(reward)) return "a level above the profile's";
        }
        return world::check_escrows(before, now, sender, m_last_escrow, m_last, epoch);
    }
    /// An answer of the node's stayed in doubt, and no more is gone than what its auditors get for that.
    bool pays_a_doubt(const Belongings& before, const Belongings& now, const core::PublicKey& node) const {
        std::uint64_t most = 0;
        for (const auto& [id, reward] : now.rewards) {
            const auto old = before.rewards.find(id);
            const bool ended = reward.state == RewardState::lost && old != before.rewards.end() &&
                               old->second.state == RewardState::disputed;
            if (ended && reward.executor == node)
                most += 2 * reward.price.units() * m_machine.state.params().get("audit.pay_ppm") / whole_ppm;
        }
        const std::uint64_t had = before.nodes.at(node).answerable().units();
        return most > 0 && had <= now.nodes.at(node).answerable().units() + most;
    }
    bool speaks_for_a_duty(const Reward& reward, const core::PublicKey& sender) const {
        return std::any_of(reward.audits.begin(), reward.audits.end(), [&](const AuditDuty& duty) {
            return duty.result == AuditDuty::Result::waiting &&
                   (duty.auditor == sender || m_machine.state.node(duty.auditor)->operator_key == sender);
        });
    }

    Message message(const core::SigningKey& sender) {
        switch (below(15)) {
        case 0:
            return Transfer{anyone().public_key(), core::Amount::from_units(below(2'000'000))};
        case 1:
            return registration(sender);
        case 2:
        case 3: {
            m_rightful = &m_keys[0];
            OpenEscrow escrow = m_machine.world.escrow(name(), 1 + below(100'000), m_machine.context.epoch + below(4));
            if (below(6) == 0) escrow.executor = anyone().public_key();
            if (below(6) == 0) escrow.accepted->tariff.prompt_token = core::Amount::from_units(below(300));
            if (below(9) == 0) escrow.accepted.reset();
            escrow.credits = below(3) == 0;
            return escrow;
        }
        case 4:
        case 5:
            m_rightful = &m_keys[2];
            return settlement();
        case 6:
            m_rightful = &m_keys[2];
            return CancelEscrow{world::World::escrow_id(name())};
        case 7:
            if (below(2) == 0) m_rightful = &m_keys[2];
            return OfferTariff{m_machine.world.model, below(4) == 0 ? "bf16" : "fp32",
                               Tariff{core::Amount::from_units(below(3) * 50), core::Amount::from_units(400)}};
        case 8:
            return stake(sender);
        case 9:
            if (below(2) == 0) m_rightful = &m_keys[1];
            return Unstake{(m_rightful == &sender ? anyone() : m_keys[2]).public_key(),
                           core::Amount::from_units(below(20'000))};
        case 10:
            if (below(2) == 0) m_rightful = &m_keys[0];
            return BuyCredits{(below(2) == 0 ? m_keys[0] : anyone()).public_key(),
                              core::Amount::from_units(below(1'500'000))};
        case 11:
            if (below(2) == 0) m_rightful = &m_keys[1];
            return LockStake{(m_rightful == &sender ? anyone() : m_keys[2]).public_key(),
                             m_machine.context.epoch + below(6)};
        default:
            m_rightful = &m_keys[4];
            return verdict();
        }
    }

    /// Proved by its holder, by somebody else, for somebody else, or not at all.
    Message registration(const core::SigningKey& sender) {
        const core::SigningKey& node = anyone();
        RegisterNode m = world::World::registration(below(2) == 0 ? node : anyone(), below(4) == 0 ? anyone() : sender);
        if (below(2) == 0) m.node_key = node.public_key();
        if (below(6) == 0) m.possession.reset();
        const core::Hash digest = possession_digest(world::chain, sender.public_key());
        if (m.possession && core::verify(m.node_key, digest.view(), *m.possession))
            m_proved = {m.node_key, sender.public_key()};
        return m;
    }

    /// Of the own nodes and those of others, with money and without.
    Message stake(const core::SigningKey& sender) {
        if (below(2) == 0) m_rightful = &m_keys[below(2) == 0 ? 1 : 3];
        const core::SigningKey& node = m_rightful == &sender      ? anyone()
                                       : m_rightful == &m_keys[1] ? m_keys[2]
                                                                  : m_keys[4];
        return Stake{node.public_key(), core::Amount::from_units(below(100'000))};
    }

    Message verdict() {
        const core::ReceiptId id = m_receipts.empty() ? core::ReceiptId{} : m_receipts[below(m_receipts.size())];
        const bool passed = below(2) == 0;
        const Level fitting = passed ? Level::statistical : Level::none;
        return PostVerdict{id, below(4) == 0 ? static_cast<Level>(below(5)) : fitting, passed, 20, 20};
    }

    Message settlement() {
        proof::Receipt receipt = m_machine.world.receipt(name());
        if (below(6) == 0) receipt.n_out = static_cast<std::uint32_t>(below(3000));
        if (below(6) == 0) receipt.price = core::Amount::from_units(below(100'000));
        if (below(8) == 0) receipt.executor_key = anyone().public_key();
        if (below(8) == 0) ++receipt.height;
        if (below(8) == 0) receipt.profile = "ci8.1";
        m_last = receipt.id();
        m_last_escrow = receipt.escrow_id;
        return SettleReceipt{
            proof::SignedReceipt::sign(receipt, below(8) == 0 ? anyone() : m_machine.world.node).encode()};
    }

    std::mt19937_64 m_random;
    Machine m_machine;
    std::vector<core::SigningKey> m_keys;
    std::vector<core::ReceiptId> m_receipts;
    core::ReceiptId m_last;
    core::EscrowId m_last_escrow;                 ///< that the last receipt names
    const core::SigningKey* m_rightful = nullptr; ///< who may send the message that was just made
    std::pair<core::PublicKey, core::PublicKey>
        m_proved; ///< the key of the last registration and for whom its holder signed
    int m_passed = 0, m_refused = 0;
};

} // namespace

class TestStrangers : public QObject {
    Q_OBJECT
private slots:
    void theChecksSeeWhatIsTaken();
    void aNodeProvesThatItsKeyIsAtHand();
    void nobodyTakesWhatIsNotTheirs();
};

void TestStrangers::theChecksSeeWhatIsTaken() {
    Machine m;
    QVERIFY(m.register_node() && m.run(m.world.caller, m.world.escrow("a", 100'000, 5)));
    const core::PublicKey caller = m.world.caller.public_key(), node = m.world.node.public_key();
    const core::EscrowId id = world::World::escrow_id("a");
    const core::ReceiptId receipt = m.world.receipt_id("a");
    Belongings before;
    before.accounts[caller] = *m.state.account(caller);
    before.nodes[node] = *m.state.node(node);
    before.escrows[id] = *m.state.escrow(id);
    const auto escrows = [&](const Belongings& now, const core::PublicKey& sender, const core::EscrowId& settled) {
        return world::check_escrows(before, now, sender, settled, receipt, 0);
    };
    QVERIFY(escrows(before, node, {}).isEmpty());
    Belongings now = before;
    now.escrows.clear(); // its money is nobody's
    QVERIFY(!escrows(now, node, {}).isEmpty());
    now.accounts[caller].balance = *now.accounts[caller].balance.plus(before.escrows[id].held);
    QVERIFY(escrows(now, node, {}).isEmpty());
    QVERIFY(!escrows(now, key_of("thief").public_key(), {}).isEmpty());
    QVERIFY(!world::check_epoch_end(before, now, 4, m.state.params()).isEmpty()); // too early
    QVERIFY(world::check_epoch_end(before, now, 5, m.state.params()).isEmpty());
    QVERIFY(!world::check_epoch_end(before, before, 5, m.state.params()).isEmpty()); // too late
    QVERIFY(m.settle("a"));
    Reward reward = *m.state.reward(receipt);
    QVERIFY(world::check_new_reward(before, reward, id, 0).isEmpty());
    reward.state = RewardState::confirmed;
    QVERIFY(!world::check_new_reward(before, reward, id, 0).isEmpty());
}

void TestStrangers::nobodyTakesWhatIsNotTheirs() {
    const int sequences = test::sampled(2'000, 10'000);
    int passed = 0, refused = 0;
    std::map<EventKind, int> happened;
    for (int sequence = 0; sequence < sequences; ++sequence) {
        Town town(static_cast<std::uint64_t>(sequence));
        for (int i = 0; i < 18; ++i) {
            const QString broken = town.step();
            QVERIFY2(broken.isEmpty(),
                     qPrintable(QString("sequence %1, step %2: %3").arg(sequence).arg(i).arg(broken)));
        }
        const QString broken = town.whole();
        QVERIFY2(broken.isEmpty(), qPrintable(QString("sequence %1: %2").arg(sequence).arg(broken)));
        for (const EventKind kind : {EventKind::settled, EventKind::drawn, EventKind::confirmed, EventKind::disputed,
                                     EventKind::paid, EventKind::released, EventKind::credits_bought})
            happened[kind] += town.happened(kind);
        passed += town.passed();
        refused += town.refused();
    }
    QVERIFY2(passed > sequences * 3 / 2 && refused > sequences * 2,
             qPrintable(QString("%1 passed, %2 refused").arg(passed).arg(refused)));
    for (const auto& [kind, count] : happened)
        QVERIFY2(count > test::sampled(0, 20),
                 qPrintable(QString("event %1 in %2 sequences").arg(static_cast<int>(kind)).arg(count)));
}

void TestStrangers::aNodeProvesThatItsKeyIsAtHand() {
    Machine m;
    const auto thief = key_of("thief");
    // Of somebody else's key: nothing, a signature by oneself, and the rightful owner's own registration.
    QCOMPARE(m.run(thief, RegisterNode{m.world.node.public_key(), thief.public_key(), std::nullopt}).error().code,
             core::Code::refused);
    RegisterNode forged = world::World::registration(thief, thief);
    forged.node_key = m.world.node.public_key();
    QCOMPARE(m.run(thief, forged).error().code, core::Code::refused);
    QCOMPARE(m.run(thief, m.world.registration()).error().code, core::Code::refused);
    // A proof for another chain.
    QCOMPARE(m.run(m.world.owner, RegisterNode::certified(m.world.node, m.world.owner.public_key(), "other",
                                                          m.world.owner.public_key()))
                 .error()
                 .code,
             core::Code::refused);
    QVERIFY(m.state.node(m.world.node.public_key()) == nullptr);
    QVERIFY(m.run(m.world.owner, m.world.registration()));
}

QTEST_GUILESS_MAIN(TestStrangers)
#include "tst_ledger_strangers.moc"
