// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "ledger/sequencer.h"
#include "node/money/settle_retry.h"
#include "node/money/settlement.h"
#include "support.h"

#include <SQLiteCpp/SQLiteCpp.h>

using namespace hearth;
using namespace hearth::test;

namespace {

using core::second;

/// A node's money without the rest of the node: store, keys, a solo ledger on a clock moved by hand.
struct Purse {
    QTemporaryDir folder;
    core::ManualClock clock{1'000 * second};
    std::unique_ptr<node::Store> store = must(node::Store::open(path_of(folder) / "node.sqlite"));
    std::unique_ptr<node::Identity> identity = make_identity();
    std::unique_ptr<ledger::Sequencer> sequencer = make_ledger();
    control::EventFan events;
    node::Settlement settlement{*sequencer, *identity, *store, events};
    core::ModelId model = core::id_cast<core::ModelId>(core::sha256(core::as_bytes("model")));

    explicit Purse(core::Epoch certificate = 0) {
        settlement.set_certificate_epochs(certificate);
        must(settlement.recover());
    }
    std::optional<core::Epoch> certified_until() const {
        std::optional<core::Epoch> until;
        sequencer->read([&](const ledger::State& state) {
            until = state.node(identity->node_key()->public_key())->certified_until;
        });
        return until;
    }
    void next_epoch() { // by a block of others; the second look renews what the first one has seen
        clock.advance(second);
        must(sequencer->tick());
        must(settlement.tick(0));
        must(settlement.tick(0));
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
        genesis.accounts[identity->caller_key().public_key()] = core::Amount::from_units(1'000'000'000);
        ledger::Sequencer::Options options;
        options.folder = path_of(folder) / "ledger";
        options.epoch_length = second;
        options.clock = &clock;
        return must(ledger::Sequencer::open(options, genesis, must(identity->sequencer_key())));
    }

    ledger::Tariff offered() {
        std::optional<core::Result<ledger::Tariff>> said;
        settlement.offer(identity->node_key(), model, "ci8.1", [&](auto tariff) { said = std::move(tariff); });
        return must(said.value()); // a solo ledger answers at once
    }
    ledger::TxResult opened(const ledger::OpenEscrow& escrow) {
        std::optional<core::Result<ledger::TxResult>> said;
        settlement.open_escrow(escrow, [&](auto result) { said = std::move(result); });
        return must(said.value());
    }
    core::Status settle(const std::string& job) {
        std::optional<core::Status> said;
        settlement.settle(job, [&](const core::Status& status) { said = status; });
        return said.value();
    }

    /// A job whose receipt is signed and stored but not settled; without `funded` nobody ever opened its escrow.
    core::ReceiptId answered(const std::string& name, bool funded) {
        const auto key = identity->node_key();
        proof::ReceiptFile file;
        proof::Receipt receipt;
        receipt.executor_key = key->public_key();
        receipt.client_key = identity->caller_key().public_key();
        receipt.model_id = model;
        receipt.profile = "ci8.1";
        receipt.request_hash = core::sha256(core::as_bytes(name));
        receipt.escrow_id = core::id_cast<core::EscrowId>(core::sha256(core::as_bytes("escrow " + name)));
        receipt.n_in = 3;
        receipt.n_out = 2;
        const ledger::Tariff tariff = offered();
        receipt.price = must(tariff.price(3, 2));
        if (funded)
            receipt.height = opened({receipt.escrow_id, key->public_key(), model, receipt.request_hash, receipt.price,
                                     settlement.head().epoch + 100, ledger::AcceptedTariff{"ci8.1", tariff}})
                                 .height;
        node::JobRecord job;
        job.job_id = name;
        job.profile = "ci8.1";
        job.escrow = receipt.escrow_id;
        job.executor = key->public_key();
        must(store->add_job(job));
        file.request.model_id = model;
        file.request.profile = "ci8.1";
        file.input_ids = {1, 2, 3};
        file.output_ids = {4, 5};
        file.signed_receipt = proof::SignedReceipt::sign(receipt, *key);
        must(store->add_receipt(name, receipt.id().hex(), key->public_key(), file.encode(),
                                [](node::JobRecord& record) { record.state = control::JobState::done; }));
        return receipt.id();
    }
};

} // namespace

class NodeSettlement : public QObject {
    Q_OBJECT
private slots:
    void aCertificateIsRenewedInTimeAndLosesItsEndWhereNoneIsWanted() {
        Purse home{9};
        const core::Epoch first = home.certified_until().value();
        QCOMPARE(first, home.settlement.head().epoch + 9);
        for (int i = 0; i < 6; ++i)
            home.next_epoch();
        QCOMPARE(home.certified_until(), std::optional(first));
        home.next_epoch(); // less than a third is left
        QVERIFY(home.certified_until().value() > first);
        home.settlement.set_certificate_epochs(1); // only its last epoch is left when it is renewed
        for (int i = 0; i < 12; ++i)
            home.next_epoch();
        QVERIFY(home.settlement.registered());
        home.settlement.set_certificate_epochs(0);
        home.next_epoch();
        QVERIFY(!home.certified_until());
        QVERIFY(home.settlement.registered());
    }

    void whatFailsIsTriedLaterEachTimeAndAtOnceWhenItWentWell() {
        using core::second;
        node::SettleRetry retry;
        QVERIFY(!retry.is_due(0)); // nothing waits
        retry.ask();
        QVERIFY(retry.is_due(0));
        QVERIFY(!retry.is_due(0));
        retry.tried(false, 0);
        QVERIFY(!retry.is_due(second - 1));
        QVERIFY(retry.is_due(second));
        retry.tried(false, second);
        QVERIFY(!retry.is_due(3 * second - 1));
        QVERIFY(retry.is_due(3 * second));
        retry.tried(true, 3 * second);
        retry.ask();
        QVERIFY(retry.is_due(3 * second));
        QVERIFY(retry.take());
        retry.keep(core::fail(core::Code::io, "The disk is full."));
        QCOMPARE(retry.take().error().code, core::Code::io);
        QVERIFY(retry.take());
    }

    void aFullDiskIsTheGravestFault() {
        const core::Status fine, refused(core::fail(core::Code::refused, "No.")),
            full(core::fail(core::Code::io, "The disk is full.")), away(core::fail(core::Code::unavailable, "Away."));
        QVERIFY(node::graver(fine, fine));
        QCOMPARE(node::graver(fine, refused).error().code, core::Code::refused);
        QCOMPARE(node::graver(refused, fine).error().code, core::Code::refused);
        QCOMPARE(node::graver(refused, away).error().code, core::Code::refused);
        QCOMPARE(node::graver(refused, full).error().code, core::Code::io);
        QCOMPARE(node::graver(full, refused).error().code, core::Code::io);
    }

    void oneReceiptThatCannotBeSettledStopsNoOther() {
        Purse purse;
        purse.answered("poor", false);
        const auto rich = purse.answered("rich", true);
        QVERIFY(!purse.settle("poor")); // refused: there is no escrow
        must(purse.settlement.tick(10 * second));
        QVERIFY(purse.settlement.reward(rich).has_value());
        QCOMPARE(must(purse.store->job("poor")).money_state, control::MoneyState::lost);
    }

    void aRootWaitsUntilTheIndexHasWhatWasSettled() {
        Purse purse;
        const auto receipt = purse.answered("late", true);
        SQLite::Database file((path_of(purse.folder) / "node.sqlite").string(), SQLite::OPEN_READWRITE);
        file.exec("CREATE TRIGGER full BEFORE UPDATE ON jobs BEGIN SELECT RAISE(ABORT, 'full'); END");
        QVERIFY(!purse.settle("late")); // the ledger has it, and the index does not
        const core::Epoch epoch = purse.settlement.reward(receipt).value().settled_epoch;
        const auto posted = [&] {
            std::optional<std::uint64_t> count;
            purse.settlement.read([&](const ledger::State& state) {
                const auto* root = state.epoch_root(purse.identity->node_key()->public_key(), epoch);
                if (root != nullptr) count = root->count;
            });
            return count;
        };
        purse.clock.advance(second);
        const core::Status stopped = purse.settlement.tick(0);
        QVERIFY(!stopped && stopped.error().code == core::Code::io);
        QVERIFY(purse.settlement.head().epoch > epoch);
        file.exec("DROP TRIGGER full");
        must(purse.settlement.tick(0)); // long before it is tried again what could not be settled
        QCOMPARE(posted(), std::optional<std::uint64_t>(1));
    }

    void whatTheLedgerDrawsIsADutyOfThisNode() {
        Purse purse;
        std::vector<core::ReceiptId> told;
        purse.settlement.on_assigned([&](const core::ReceiptId& id) { told.push_back(id); });
        std::set<core::ReceiptId> settled;
        for (int i = 0; i < 30; ++i) {
            const std::string name = "job " + std::to_string(i);
            settled.insert(purse.answered(name, true));
            must(purse.settle(name));
        }
        purse.clock.advance(second);
        must(purse.settlement.tick(20 * second));
        const auto duties = purse.settlement.audit_duties();
        QVERIFY(!duties.empty() && duties.size() < settled.size()); // a fifth of a new node's receipts
        QCOMPARE(std::set(told.begin(), told.end()), std::set(duties.begin(), duties.end()));
        for (const core::ReceiptId& id : duties)
            must(purse.settlement.post_verdict({id, proof::Level::exact, true, 2, 2}));
        QVERIFY(purse.settlement.audit_duties().empty());
        purse.settlement.on_assigned({});
    }

    void aDisputedRewardStillCountsAsPending() {
        Purse purse;
        std::vector<core::ReceiptId> duties;
        for (int i = 0; duties.empty(); ++i) {
            QVERIFY(i < 200);
            purse.answered(std::to_string(i), true);
            must(purse.settle(std::to_string(i)));
            purse.clock.advance(second);
            must(purse.settlement.tick(30 * second));
            duties = purse.settlement.audit_duties();
        }
        const node::MoneyTotals before = must(purse.store->totals());
        must(purse.settlement.post_verdict({duties[0], proof::Level::none, false, 2, 1}));
        must(purse.settlement.index(duties[0]));
        QCOMPARE(must(purse.store->job_of_receipt(duties[0].hex())).money_state, control::MoneyState::disputed);
        QCOMPARE(must(purse.store->totals()).pending, before.pending);
    }

    void offersFollowPricesModelsAndKeys() {
        Purse purse;
        const auto asked = [](std::uint64_t units) {
            return ledger::Tariff{core::Amount::from_units(units), core::Amount::from_units(2 * units)};
        };
        std::optional<ledger::Tariff> asks = asked(5);
        purse.settlement.set_tariffs([&](const core::ModelId&, const ledger::Params&) { return asks; });
        const auto shown = [&](const core::SigningKey& key) {
            std::optional<ledger::Tariff> found;
            purse.settlement.read([&](const ledger::State& state) {
                if (const auto* t = state.tariff(key.public_key(), purse.model, proof::ProfileId::ci81)) found = *t;
            });
            return found;
        };
        const auto first = purse.identity->node_key();
        must(purse.settlement.refresh_offers());
        QVERIFY(!shown(*first)); // nothing is offered that nobody asked for
        QVERIFY(purse.offered() == asked(5));
        QVERIFY(shown(*first) == asked(5));
        asks = asked(7);
        must(purse.settlement.refresh_offers());
        QVERIFY(shown(*first) == asked(7));
        const core::Height height = purse.settlement.head().height;
        must(purse.settlement.refresh_offers());
        QCOMPARE(purse.settlement.head().height, height);
        must(purse.settlement.rotate_node_key());
        must(purse.settlement.refresh_offers());
        QVERIFY(!shown(*first));
        const auto second_key = purse.identity->node_key();
        QVERIFY(purse.offered() == asked(7));
        must(purse.identity->begin_rotation()); // and a crash
        must(purse.settlement.recover());
        QVERIFY(purse.identity->node_key()->public_key() != second_key->public_key());
        QVERIFY(shown(*second_key) == asked(7)); // until a tick
        must(purse.settlement.tick(0));
        QVERIFY(!shown(*second_key));
        const auto third_key = purse.identity->node_key();
        QVERIFY(purse.offered() == asked(7));
        asks.reset(); // the model is removed
        must(purse.settlement.refresh_offers());
        QVERIFY(!shown(*third_key));
        std::vector<core::Error> refused;
        const auto refuse = [&](const core::Result<ledger::Tariff>& tariff) { refused.push_back(tariff.error()); };
        purse.settlement.offer(third_key, purse.model, "ci8.1", refuse);
        asks = asked(2'000'000'000);
        purse.settlement.offer(third_key, purse.model, "ci8.1", refuse);
        QCOMPARE(refused.size(), std::size_t{2});
        QVERIFY(refused[0].code == core::Code::not_found);
        QVERIFY(refused[1].code == core::Code::refused);
        QVERIFY2(refused[1].message.find("2.0 EMB") != std::string::npos, refused[1].message.c_str());
    }
};

QTEST_GUILESS_MAIN(NodeSettlement)
#include "tst_node_settlement.moc"
