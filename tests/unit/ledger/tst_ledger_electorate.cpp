// SPDX-License-Identifier: Apache-2.0
#include "full_run.h"
#include "parliament.h"

#include <QtTest>
#include <random>

using namespace hearth;
using namespace hearth::ledger;
using core::Amount;
using world::key_of;
using world::Parliament;
using world::Seat;

namespace {

/// What belongs to one person alone, before a transaction.
struct Belongings {
    std::map<core::PublicKey, core::Amount> balances;
    std::map<BallotKey, Choice> ballots;
    std::map<core::PublicKey, core::PublicKey> delegates;
    std::map<std::uint64_t, ProposalState> proposals;
    Params params;
};

/// Operators, their delegate, a guardian and a stranger, who send whatever comes to their minds.
class Crowd {
public:
    explicit Crowd(std::uint64_t seed)
        : m_random(seed), m_machine(seats(), {{"gov.open_max", 5}, {"gov.guardian_epochs", 30}}) {
        for (const char* name : {"a", "b", "c", "d", "proposer", "guardian", "stranger"})
            m_keys.push_back(key_of(name));
    }
    static std::vector<Seat> seats() {
        return {{"a", 400, 1'000'000}, {"b", 300, 250'000}, {"c", 200, 90'000}, {"d", 100, 0}};
    }

    /// Empty, or what was broken.
    QString step() {
        if (below(8) == 0) {
            m_machine.end_until(m_machine.context.epoch + below(3), world::hash_of("beacon"));
            return whole();
        }
        m_rightful = below(m_keys.size());
        Message tried = message();
        const core::SigningKey& sender = m_keys[below(4) == 0 ? below(m_keys.size()) : m_rightful];
        const Belongings before = look();
        const std::uint64_t fee = below(3) == 0 ? below(50) : 0;
        const bool done = m_machine.run(sender, std::move(tried), fee).ok();
        ++(done ? passed : refused);
        const QString broken = compare(before, look(), sender.public_key(), done);
        return broken.isEmpty() ? whole() : broken;
    }
    bool happened(EventKind kind) const { return m_machine.happened(kind); }
    int passed = 0, refused = 0;

private:
    std::size_t below(std::size_t limit) { return m_random() % limit; }
    /// Mostly one of the youngest.
    std::uint64_t number() {
        const std::size_t made = m_machine.state.proposals().size();
        return below(3) == 0 || made < 3 ? 1 + below(made + 1) : made - below(3);
    }
    core::PublicKey anyone() { return m_keys[below(m_keys.size())].public_key(); }

    QString whole() const {
        const State& state = m_machine.state;
        if (const core::Status sound = state.check_conservation(); !sound)
            return QString::fromStdString(sound.error().message);
        if (const core::Status bounds = state.params().check(); !bounds)
            return QString::fromStdString(bounds.error().message);
        std::size_t open = 0;
        for (const auto& [id, proposal] : state.proposals()) {
            open += proposal.is_over() ? 0 : 1;
            const Tally tally = state.tally(id);
            for (const House house : houses)
                if (tally.of(house).counted() > proposal.total.of(house)) return "more votes than there are";
            if (proposal.is_over() && proposal.deposit != Amount()) return "a deposit was kept";
        }
        return open > state.params().get("gov.open_max") ? "too many proposals are open" : "";
    }

    Belongings look() const {
        const State& state = m_machine.state;
        Belongings now;
        now.params = state.params();
        for (const core::SigningKey& key : m_keys) {
            const core::PublicKey who = key.public_key();
            if (const Account* account = state.account(who)) now.balances[who] = account->balance;
            if (const core::PublicKey* delegate = state.delegate_of(who)) now.delegates[who] = *delegate;
            for (const auto& [id, proposal] : state.proposals())
                if (const Ballot* ballot = state.ballot(id, who)) now.ballots[{id, who}] = ballot->choice;
        }
        for (const auto& [id, proposal] : state.proposals())
            now.proposals[id] = proposal.state;
        return now;
    }

    QString compare(const Belongings& before, const Belongings& now, const core::PublicKey& sender, bool done) const {
        const bool is_guardian = sender == key_of("guardian").public_key();
        if (!(before.params == now.params)) return "a transaction moved a parameter";
        for (const auto& [who, balance] : before.balances)
            if (who != sender && now.balances.at(who) < balance) return "another one's money moved";
        for (const core::SigningKey& key : m_keys) {
            const core::PublicKey who = key.public_key();
            const auto of = [&](const Belongings& b) {
                const auto at = b.delegates.find(who);
                return at == b.delegates.end() ? std::nullopt : std::optional(at->second);
            };
            if ((who != sender || !done) && of(before) != of(now)) return "somebody delegated for another";
        }
        for (const auto& [key, choice] : now.ballots) {
            const auto old = before.ballots.find(key);
            if (key.second != sender && (old == before.ballots.end() || old->second != choice))
                return "somebody voted for another";
        }
        for (const auto& [id, state] : now.proposals) {
            const auto old = before.proposals.find(id);
            if (old == before.proposals.end() && !done) return "a refused transaction left a proposal";
            if (old == before.proposals.end() || old->second == state) continue;
            if (!is_guardian || state != ProposalState::cancelled) return "a proposal was decided without a vote";
        }
        if (!done && before.ballots != now.ballots) return "a refused vote counts";
        return {};
    }

    Message message() {
        switch (below(12)) {
        case 0:
        case 1:
            return SubmitProposal{below(9) == 0 ? "" : "Something", content()};
        case 2:
            return DelegateVotes{below(3) == 0 ? std::nullopt : std::optional(anyone())};
        case 3:
            if (below(3) == 0) m_rightful = guardian;
            return CancelProposal{number()};
        case 4: {
            m_rightful = below(4);
            const core::PublicKey node = key_of("abcd"[m_rightful] + std::string("'s node")).public_key();
            const Amount amount = Amount::from_units(below(500));
            return below(2) == 0 ? Message(Stake{node, amount}) : Message(Unstake{node, amount});
        }
        case 5:
            return Transfer{anyone(), Amount::from_units(below(2 * world::purse))};
        default:
            m_rightful = below(3);
            return CastVote{number(), static_cast<Choice>(below(8) < 6 ? 0 : below(3))};
        }
    }

    ProposalContent content() {
        switch (below(8)) {
        case 0:
        case 6:
            return Spend{anyone(), Amount::from_units(below(3))};
        case 1:
        case 4:
            return ListProfile{below(9) != 0 ? "ci8.1" : "ci9.9", below(3) != 0};
        case 2:
            return ListModel{m_machine.world.model, "small", below(2) == 0};
        case 3:
            return UpgradeRules{present_rules + below(2), m_machine.context.height + 1000 + below(50), {}};
        case 5:
            return Statement{std::string(below(3), 'x')};
        default: {
            const auto& all = m_machine.state.params().all();
            ChangeParameters changes;
            for (std::size_t i = 1 + below(2); i > 0; --i) {
                const auto& [name, p] = *std::next(all.begin(), static_cast<std::ptrdiff_t>(below(all.size())));
                // The numbers that this test goes by stay.
                if (name.find("_epochs") != std::string::npos || name == "gov.open_max") continue;
                changes.values[name] = below(4) == 0 ? p.max + below(2) : p.min + below(p.value + 2);
            }
            return changes;
        }
        }
    }

    std::mt19937_64 m_random;
    Parliament m_machine;
    std::vector<core::SigningKey> m_keys;
    static constexpr std::size_t guardian = 5;
    std::size_t m_rightful = 0; ///< who may send the message that was just made
};

} // namespace

class TestElectorate : public QObject {
    Q_OBJECT
private slots:
    void noSequenceBreaksMoneyBoundsOrPermissions();
};

void TestElectorate::noSequenceBreaksMoneyBoundsOrPermissions() {
    const int sequences = test::sampled(700, 2'000);
    int passed = 0, refused = 0;
    std::map<EventKind, int> happened;
    for (int sequence = 0; sequence < sequences; ++sequence) {
        Crowd crowd(static_cast<std::uint64_t>(sequence));
        for (int i = 0; i < 50; ++i) {
            const QString broken = crowd.step();
            QVERIFY2(broken.isEmpty(),
                     qPrintable(QString("sequence %1, step %2: %3").arg(sequence).arg(i).arg(broken)));
        }
        for (const EventKind kind : {EventKind::proposed, EventKind::voted, EventKind::accepted, EventKind::rejected,
                                     EventKind::executed, EventKind::failed, EventKind::cancelled})
            happened[kind] += crowd.happened(kind);
        passed += crowd.passed;
        refused += crowd.refused;
    }
    QVERIFY2(passed > sequences * 5 && refused > sequences * 5,
             qPrintable(QString("%1 passed, %2 refused").arg(passed).arg(refused)));
    for (const auto& [kind, count] : happened)
        QVERIFY2(count > test::sampled(0, 3),
                 qPrintable(QString("event %1 in %2 sequences").arg(static_cast<int>(kind)).arg(count)));
}

QTEST_GUILESS_MAIN(TestElectorate)
#include "tst_ledger_electorate.moc"
