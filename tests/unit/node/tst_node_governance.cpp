// SPDX-License-Identifier: Apache-2.0
#include "ledger/sequencer.h"
#include "node/money/governance.h"
#include "node/money/settlement.h"
#include "support.h"

using namespace hearth;
using namespace hearth::test;
using core::Code;

namespace {

using core::second;

/// A home's hand in a solo ledger on a clock moved by hand; its operator has something at stake.
struct Citizen {
    QTemporaryDir folder;
    core::ManualClock clock{1'000 * second};
    const bool guards; ///< its operator is the guardian
    std::unique_ptr<node::Store> store = must(node::Store::open(path_of(folder) / "node.sqlite"));
    std::unique_ptr<node::Identity> identity = make_identity();
    std::unique_ptr<ledger::Sequencer> sequencer = make_ledger();
    control::EventFan events;
    node::Settlement settlement{*sequencer, *identity, *store, events};

    explicit Citizen(bool guardian = false) : guards(guardian) {
        must(settlement.recover());
        must(settlement.govern(
            ledger::Stake{identity->node_key()->public_key(), core::Amount::from_units(5'000'000'000)}));
    }
    std::unique_ptr<node::Identity> make_identity() const {
        std::filesystem::create_directory(path_of(folder) / "keys");
        std::filesystem::permissions(path_of(folder) / "keys", std::filesystem::perms::owner_all);
        return must(node::Identity::open(path_of(folder) / "keys", true));
    }
    std::unique_ptr<ledger::Sequencer> make_ledger() const {
        ledger::Genesis genesis;
        genesis.chain_id = "hearth-test";
        genesis.time = clock.now();
        genesis.accounts[identity->caller_key().public_key()] = core::Amount::from_units(3'000'000'000);
        if (guards) genesis.guardian = identity->operator_account();
        genesis.accounts[identity->operator_account()] = core::Amount::from_units(5'000'000'000);
        ledger::Sequencer::Options options;
        options.folder = path_of(folder) / "ledger";
        options.epoch_length = second;
        options.clock = &clock;
        return must(ledger::Sequencer::open(options, genesis, must(identity->sequencer_key())));
    }
    void epochs(int count) {
        for (; count > 0; --count) {
            clock.advance(second);
            must(settlement.tick(0));
        }
    }
    control::GovernanceView view() const {
        const ledger::Head head = sequencer->head();
        control::GovernanceView seen;
        settlement.read([&](const ledger::State& state) {
            seen = node::governance_view(state, head, identity->operator_account(), identity->node_key()->public_key());
        });
        return seen;
    }
    core::Result<node::Settlement::Governed> act(const control::GovernanceAct& act) {
        HEARTH_TRY(ledger::Message message, node::governance_message(act));
        return settlement.govern(std::move(message));
    }
};

control::GovernanceAct proposal(const std::string& kind) {
    control::GovernanceAct act;
    act.act = "propose";
    act.draft.emplace();
    act.draft->title = "Sooner";
    act.draft->kind = kind;
    return act;
}
control::GovernanceAct vote(std::uint64_t id, const std::string& choice) {
    control::GovernanceAct act;
    act.act = "vote";
    act.proposal = id;
    act.choice = choice;
    return act;
}

} // namespace

class NodeGovernance : public QObject {
    Q_OBJECT
private slots:
    void aVoteIsSignedAndConfirmedAndTakesEffect() {
        Citizen citizen;
        control::GovernanceAct sooner = proposal("parameter");
        sooner.draft->changes = {{"vesting.epochs", 9}};
        const auto proposed = must(citizen.act(sooner));
        QCOMPARE(proposed.proposal, std::optional<std::uint64_t>(1));
        QCOMPARE(proposed.account, citizen.identity->caller_key().public_key()); // the operator's money is at stake
        control::ProposalView seen = citizen.view().proposals.at(0);
        QCOMPARE(seen.summary.find("Moves vesting.epochs from 10 to 9 (epochs)."), std::size_t{0});
        QCOMPARE(seen.state, control::ProposalState::waiting);
        QCOMPARE(seen.houses[0].own_weight, std::uint64_t{144'230'769}); // bound for 21 days of two years
        QVERIFY(seen.own_reason.find("weighed 0.144230769 EMB") != std::string::npos);
        QCOMPARE(citizen.act(vote(1, "yes")).error().code, Code::refused); // not yet
        citizen.epochs(1);
        const auto voted = must(citizen.act(vote(1, "yes")));
        QCOMPARE(voted.account, citizen.identity->operator_account());
        QCOMPARE(voted.result.height, citizen.sequencer->head().height);
        seen = citizen.view().proposals.at(0);
        QCOMPARE(seen.own_vote, std::optional<std::string>("yes"));
        QCOMPARE(seen.houses[0].turnout_ppm, std::uint64_t{1'000'000});
        QCOMPARE(seen.houses[1].total, std::uint64_t{0}); // nobody has paid for work yet
        QCOMPARE(citizen.act(vote(1, "yes")).error().code, Code::conflict);
        citizen.epochs(80);
        seen = citizen.view().proposals.at(0);
        QCOMPARE(seen.state, control::ProposalState::executed);
        QCOMPARE(seen.changes.at(0).from, std::uint64_t{10});
        citizen.settlement.read(
            [](const ledger::State& state) { QCOMPARE(state.params().get("vesting.epochs"), std::uint64_t{9}); });
    }

    void delegationIsSeen() {
        Citizen citizen;
        control::GovernanceAct lend;
        lend.act = "delegate";
        QCOMPARE(citizen.act(lend).error().code, Code::not_found);
        lend.delegate = citizen.identity->caller_key().public_key().hex();
        must(citizen.act(lend));
        QCOMPARE(citizen.view().delegate, lend.delegate);
        lend.delegate = "somebody";
        const auto refused = citizen.act(lend);
        QCOMPARE(refused.error().code, Code::invalid_argument);
        QVERIFY(refused.error().message.find("\"somebody\" is no account") == 0);
    }

    void aStakeIsAddedAndTakenBackAndSeen() {
        Citizen citizen;
        control::GovernanceAct stake;
        stake.act = "stake";
        QCOMPARE(node::governance_message(stake).error().code, Code::invalid_argument);
        stake.amount = "2000000000";
        stake.node_key = citizen.identity->node_key()->public_key().hex();
        QCOMPARE(citizen.act(stake).error().code, Code::refused); // all that the operator has is at stake
        stake.act = "unstake";
        must(citizen.act(stake));
        const control::GovernanceView seen = citizen.view();
        QCOMPARE(seen.stakes.size(), std::size_t{1});
        QCOMPARE(seen.stakes[0].stake, std::string("3000000000"));
        QCOMPARE(seen.stakes[0].on_its_way.at(0).amount, std::string("2000000000"));
        QCOMPARE(seen.stakes[0].on_its_way.at(0).release_epoch, seen.epoch + seen.unbonding_epochs);
        QVERIFY(seen.unbonding_epochs > 0);
        QVERIFY(seen.stakes[0].present);
        QCOMPARE(seen.balance, std::string("0"));
        control::GovernanceAct lock;
        lock.act = "lock";
        QCOMPARE(node::governance_message(lock).error().code, Code::invalid_argument);
        lock.node_key = stake.node_key;
        lock.until_epoch = seen.epoch + 100;
        must(citizen.act(lock));
        QCOMPARE(citizen.view().stakes[0].locked_until, lock.until_epoch);
        stake.amount = "1";
        QCOMPARE(citizen.act(stake).error().code, Code::refused);
        stake.amount = "0";
        QCOMPARE(node::governance_message(stake).error().code, Code::invalid_argument);
        stake.amount = "1";
        stake.node_key = "mine";
        QCOMPARE(node::governance_message(stake).error().code, Code::invalid_argument);
    }

    void onlyTheGuardianOfTheGenesisCancels() {
        Citizen citizen(true);
        control::GovernanceAct text = proposal("text");
        text.draft->text = "Hello.";
        must(citizen.act(text));
        QVERIFY(citizen.view().may_veto);
        control::GovernanceAct veto;
        veto.act = "veto";
        QCOMPARE(node::governance_message(veto).error().code, Code::invalid_argument);
        veto.proposal = 1;
        must(citizen.act(veto));
        QCOMPARE(citizen.view().proposals.at(0).state, control::ProposalState::cancelled);
        Citizen other;
        must(other.act(text));
        QVERIFY(!other.view().may_veto);
        QCOMPARE(other.act(veto).error().code, Code::refused);
    }

    void summaryAndReasonAreWordedAgainByWhoeverShowsThem() {
        Citizen citizen;
        control::GovernanceAct sooner = proposal("parameter");
        sooner.draft->changes = {{"vesting.epochs", 9}};
        must(citizen.act(sooner));
        const control::ProposalView seen = citizen.view().proposals.at(0);
        QCOMPARE(seen.summary.id(), std::string_view("moves_parameter"));
        QCOMPARE(seen.own_reason.id(), std::string_view("weight_of_locked_stake"));
        QVERIFY(!seen.changes.at(0).meaning.empty());
    }

    void whatADraftLacksIsNamed() {
        for (const auto& [kind, member] : std::map<std::string, std::string>{{"parameter", "changes"},
                                                                             {"spend", "to"},
                                                                             {"model", "name"},
                                                                             {"profile", "name"},
                                                                             {"upgrade", "rules"},
                                                                             {"text", "text"},
                                                                             {"coup", "coup"}}) {
            const auto message = node::governance_message(proposal(kind));
            QVERIFY(!message && message.error().code == Code::invalid_argument);
            QVERIFY2(message.error().message.find('"' + member + '"') != std::string::npos, kind.c_str());
        }
        control::GovernanceAct twice = proposal("parameter");
        twice.draft->changes = {{"tx.fee", 1}, {"tx.fee", 2}};
        QVERIFY(!node::governance_message(twice));
        control::GovernanceAct nameless = proposal("text");
        nameless.draft->text = "Hello.";
        QVERIFY(node::governance_message(nameless));
        nameless.draft->title.clear();
        QVERIFY(!node::governance_message(nameless));
        QVERIFY(!node::governance_message(vote(1, "perhaps")));
    }
};

QTEST_GUILESS_MAIN(NodeGovernance)
#include "tst_node_governance.moc"
