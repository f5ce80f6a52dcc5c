// SPDX-License-Identifier: Apache-2.0
#include "../ledger/world.h"
#include "ledger/sequencer.h"
#include "node/door/money_desk.h"
#include "support.h"

#include <atomic>

using namespace hearth;
using namespace hearth::test;

namespace {

using core::second;

/// A solo ledger that now and then cannot be read, or shows another state than its own.
class VeiledLedger final : public ledger::Ledger {
public:
    explicit VeiledLedger(std::unique_ptr<ledger::Sequencer> behind) : m_behind(std::move(behind)) {}

    std::atomic<bool> readable = true;
    std::unique_ptr<ledger::State> shown;

    std::string chain_id() const override { return m_behind->chain_id(); }
    ledger::Head head() const override { return m_behind->head(); }
    core::Result<core::Hash> beacon(core::Height height) const override { return m_behind->beacon(height); }
    core::Nanoseconds epoch_ends_at() const override { return m_behind->epoch_ends_at(); }
    void submit(const ledger::SignedTransaction& tx, Done done) override { m_behind->submit(tx, std::move(done)); }
    void read(const std::function<void(const ledger::State&)>& read) const override {
        if (!readable) return;
        if (shown) return read(*shown);
        m_behind->read(read);
    }
    core::Result<ledger::StateProof> prove(const std::vector<ledger::StateKey>& keys,
                                           core::Height from) const override {
        return m_behind->prove(keys, from);
    }
    core::Result<ledger::FoundTransaction> transaction(const core::Hash& hash) const override {
        return m_behind->transaction(hash);
    }
    void on_events(Listener listener) override { m_behind->on_events(std::move(listener)); }
    core::Status tick() override { return m_behind->tick(); }

private:
    std::unique_ptr<ledger::Sequencer> m_behind;
};

/// A node's money, whose epoch does not end.
struct Till {
    QTemporaryDir folder;
    std::unique_ptr<node::Store> store = must(node::Store::open(path_of(folder) / "node.sqlite"));
    std::unique_ptr<node::Identity> identity = make_identity();
    ledger::Genesis genesis = make_genesis();
    VeiledLedger ledger{make_ledger()};
    control::EventFan events;
    node::Settlement settlement{ledger, *identity, *store, events};
    core::ModelId model = core::id_cast<core::ModelId>(core::sha256(core::as_bytes("model")));

    Till() { must(settlement.recover()); }

    std::unique_ptr<node::Identity> make_identity() const {
        std::filesystem::create_directory(path_of(folder) / "keys");
        std::filesystem::permissions(path_of(folder) / "keys", std::filesystem::perms::owner_all);
        return must(node::Identity::open(path_of(folder) / "keys", true));
    }
    ledger::Genesis make_genesis() const {
        ledger::Genesis made;
        made.chain_id = "hearth-test";
        made.time = core::system_clock().now();
        made.accounts[identity->caller_key().public_key()] = core::Amount::from_units(1'000'000'000);
        return made;
    }
    std::unique_ptr<ledger::Sequencer> make_ledger() const {
        ledger::Sequencer::Options options;
        options.folder = path_of(folder) / "ledger";
        options.epoch_length = 86'400 * second;
        return must(ledger::Sequencer::open(options, genesis, must(identity->sequencer_key())));
    }
    bool offers(const core::PublicKey& node) const {
        bool found = false;
        ledger.read(
            [&](const ledger::State& state) { found = state.tariff(node, model, proof::ProfileId::ci81) != nullptr; });
        return found;
    }
};

} // namespace

/// What a node reads of ledgers that are not as a solo one is at its best.
class NodeLedgerView : public QObject {
    Q_OBJECT
private slots:
    void offersThatCannotBeRefreshedAreTriedLaterEachTime() {
        Till till;
        const auto former = till.identity->node_key();
        till.settlement.offer(former, till.model, "ci8.1", [](const auto& tariff) { must(tariff); });
        QVERIFY(till.offers(former->public_key()));
        must(till.settlement.tick(0));
        must(till.identity->begin_rotation());
        till.identity->on_step([&](const char* step) {
            if (std::string(step) == "node key replaced") till.ledger.readable = false;
        });
        QCOMPARE(till.settlement.tick(0).error().code, core::Code::unavailable);
        QVERIFY(till.identity->node_key()->public_key() != former->public_key());
        must(till.settlement.tick(second - 1)); // not tried
        QCOMPARE(till.settlement.tick(second).error().code, core::Code::unavailable);
        must(till.settlement.tick(2 * second));
        till.ledger.readable = true;
        must(till.settlement.tick(3 * second - 1));
        QVERIFY(till.offers(former->public_key()));
        must(till.settlement.tick(3 * second));
        QVERIFY(!till.offers(former->public_key()));
    }

    void theHeadOfAChainOfOlderRulesIsShownWithoutWhatTheyDoNotKnow() {
        Till till;
        const node::MoneyDesk desk(*till.identity, till.settlement);
        till.genesis.rules = ledger::issuing_rules - 1;
        till.genesis.params = world::before_the_seventh_rules(till.genesis.params);
        till.ledger.shown = std::make_unique<ledger::State>(till.genesis);
        const control::LedgerHead older = desk.ledger_head();
        QCOMPARE(older.supply, std::string("1000000000"));
        QCOMPARE(older.minted, std::string("0"));
        QVERIFY(!older.pools.empty());
    }
};

QTEST_GUILESS_MAIN(NodeLedgerView)
#include "tst_node_ledger_view.moc"
