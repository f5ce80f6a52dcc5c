// SPDX-License-Identifier: Apache-2.0
#include "ledger/sequencer.h"
#include "node/jobs/auditor.h"
#include "support.h"

#include <mutex>
#include <stdexcept>

using namespace hearth;
using namespace hearth::test;
using core::second;

namespace {

/// Who holds a receipt, and does not answer the first times.
class SlowEvidence final : public node::EvidenceSource {
public:
    core::Result<proof::ReceiptFile> file(const std::string&) const override {
        const std::lock_guard lock(m_mutex);
        if (m_throws) throw std::runtime_error("a defect");
        if (m_asked++ < m_silent) return core::fail(core::Code::unavailable, "Nobody answers.");
        return m_file;
    }
    void holds(const proof::ReceiptFile& file, int silent) {
        const std::lock_guard lock(m_mutex);
        m_file = file;
        m_silent = silent;
    }
    void throws(bool throws) {
        const std::lock_guard lock(m_mutex);
        m_throws = throws;
    }
    int asked() const {
        const std::lock_guard lock(m_mutex);
        return m_asked;
    }

private:
    mutable std::mutex m_mutex;
    mutable int m_asked = 0;
    int m_silent = 0;
    bool m_throws = false;
    proof::ReceiptFile m_file;
};

/// A home alone with its ledger, in which it has answered once.
struct Home {
    QTemporaryDir folder;
    core::ManualClock clock{1'000 * second};
    std::unique_ptr<node::Store> store = must(node::Store::open(path_of(folder) / "node.sqlite"));
    std::unique_ptr<node::Identity> identity = make_identity();
    std::unique_ptr<ledger::Sequencer> sequencer = make_ledger();
    control::EventFan events;
    node::Settlement settlement{*sequencer, *identity, *store, events, 0, clock};
    std::shared_ptr<const node::Sandbox> sandbox =
        std::make_shared<const node::Sandbox>(node::Sandbox::probe(node::SandboxMode::off));
    node::ModelStore models{path_of(folder) / "models", *store, sandbox, [this] {
                                return node::WorkerLaunch{fake_worker(), {}, 0, path_of(folder) / "stderr"};
                            }};
    node::Supervisor replayer{launch(), sandbox};
    SlowEvidence evidence;
    core::Hash beacon; ///< of the block that opened the escrow

    node::SupervisorOptions launch() const {
        node::SupervisorOptions made;
        made.program = fake_worker();
        made.stderr_file = path_of(folder) / "stderr";
        return made;
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
        must(genesis.params.set_all({{"audit.new_ppm", 1'000'000}}));
        ledger::Sequencer::Options options;
        options.folder = path_of(folder) / "ledger";
        options.epoch_length = second;
        options.clock = &clock;
        return must(ledger::Sequencer::open(options, genesis, must(identity->sequencer_key())));
    }

    proof::ReceiptFile unsigned_answer() const {
        proof::ReceiptFile file;
        file.salt_in = core::random_hash();
        file.salt_out = core::random_hash();
        file.input_ids = {1, 2, 3};
        file.output_ids = {4, 5};
        file.request.model_id.bytes[0] = 9;
        file.request.profile = "fp32";
        file.request.decode.max_tokens = 2;
        file.request.in_commit = proof::input_commitment(file.salt_in, file.input_ids);
        file.request.price_cap = core::Amount::from_units(1'000'000);
        file.request.client_nonce = core::random_hash();
        file.request.client_key = identity->caller_key().public_key();
        return file;
    }
    /// Answered, signed and settled. `lie`: the sampler's key was made with another beacon than the ledger's.
    proof::ReceiptFile settled(bool lie) {
        must(settlement.recover());
        const auto key = identity->node_key();
        proof::ReceiptFile file = unsigned_answer();
        const proof::Request& request = file.request;
        std::optional<ledger::Tariff> tariff;
        settlement.offer(key, request.model_id, request.profile,
                         [&](core::Result<ledger::Tariff> offered) { tariff = must(std::move(offered)); });
        const auto escrow = core::id_cast<core::EscrowId>(core::random_hash());
        std::optional<ledger::TxResult> opened;
        settlement.open_escrow({escrow, key->public_key(), request.model_id, request.hash(), request.price_cap, 100,
                                ledger::AcceptedTariff{request.profile, *tariff}},
                               [&](core::Result<ledger::TxResult> result) { opened = must(std::move(result)); });
        beacon = opened->beacon;
        file.beacon = lie ? core::random_hash() : beacon;
        proof::Receipt receipt;
        receipt.request_hash = request.hash();
        receipt.executor_key = key->public_key();
        receipt.client_key = request.client_key;
        receipt.model_id = request.model_id;
        receipt.profile = request.profile;
        receipt.in_commit = request.in_commit;
        receipt.out_root = proof::output_root(file.salt_out, file.output_ids);
        receipt.n_in = 3;
        receipt.n_out = 2;
        receipt.decode = request.decode;
        receipt.seed_commit = proof::seed_commitment(request, file.beacon);
        receipt.price = must(tariff->price(3, 2));
        receipt.escrow_id = escrow;
        receipt.height = opened->height;
        file.signed_receipt = proof::SignedReceipt::sign(receipt, *key);
        settlement.send(key, ledger::SettleReceipt{file.signed_receipt.encode()},
                        [](core::Result<ledger::TxResult> result) { must(std::move(result)); });
        return file;
    }
    /// Ends epochs until this home is to audit it.
    void draw(const core::ReceiptId& receipt) {
        for (int i = 0; i < 5 && !settlement.has_duty(receipt); ++i) {
            clock.advance(second);
            must(sequencer->tick());
        }
        if (!settlement.has_duty(receipt)) qFatal("the receipt was not drawn");
        must(settlement.tick(0)); // what the ledger reported is heard
    }
    node::AuditorRooms rooms() { return {*store, models, settlement, evidence, replayer, true, clock}; }
};

} // namespace

/// Receipts that this home is drawn to compute again.
class NodeAuditor : public QObject {
    Q_OBJECT
private slots:
    void whatCannotBeHadIsAskedForAgainLaterEachTime() {
        Home home;
        proof::ReceiptFile file = home.settled(false);
        const core::ReceiptId receipt = file.signed_receipt.receipt.id();
        home.draw(receipt);
        file.output_ids.back() = 6; // another answer than the signed one: no model is needed to see that
        home.evidence.holds(file, 2);
        node::Auditor auditor(home.rooms());
        const auto fails = [&](int times) { return home.evidence.asked() == times && auditor.delayed().first == 1; };
        auditor.tick(0);
        QTRY_VERIFY(fails(1));
        QCOMPARE(auditor.delayed().second.code, core::Code::unavailable);
        auditor.tick(5 * second - 1);
        QVERIFY(fails(1));
        auditor.tick(5 * second);
        QTRY_VERIFY(fails(2));
        auditor.tick(15 * second - 1); // twice as long
        QVERIFY(fails(2));
        QVERIFY(home.settlement.has_duty(receipt) && !home.store->verdict(receipt.hex()));
        auditor.tick(15 * second);
        QTRY_VERIFY(home.evidence.asked() == 3 && auditor.delayed().first == 0);
        QVERIFY(must(home.store->verdict(receipt.hex())).outcome == audit::Outcome::failed);
        QVERIFY(!home.settlement.has_duty(receipt)); // the ledger has it
    }

    void anAuditThatThrewIsTriedAgain() {
        Home home;
        proof::ReceiptFile file = home.settled(false);
        home.draw(file.signed_receipt.receipt.id());
        file.output_ids.back() = 6;
        home.evidence.holds(file, 0);
        home.evidence.throws(true);
        node::Auditor auditor(home.rooms());
        auditor.tick(0);
        QTRY_VERIFY(auditor.delayed().first == 1);
        QCOMPARE(auditor.delayed().second.code, core::Code::internal);
        home.evidence.throws(false);
        auditor.tick(5 * second);
        QTRY_VERIFY(home.evidence.asked() == 1 && auditor.delayed().first == 0);
        QVERIFY(must(home.store->verdict(file.signed_receipt.receipt.id().hex())).outcome == audit::Outcome::failed);
    }

    void anotherBeaconThanTheLedgersIsRefutedWithoutTheModel() {
        Home home;
        const proof::ReceiptFile file = home.settled(true);
        home.draw(file.signed_receipt.receipt.id()); // its block is sealed
        node::Auditor auditor(home.rooms());
        const auto verdict = must(auditor.compute(file, {}));
        QVERIFY(verdict.outcome == audit::Outcome::failed);
        QCOMPARE(verdict.sentence.id(), "other_beacon");
        // The honest one needs the model, which is not here.
        Home other;
        const proof::ReceiptFile honest = other.settled(false);
        other.draw(honest.signed_receipt.receipt.id());
        node::Auditor second_one(other.rooms());
        const auto needs = second_one.compute(honest, {});
        QVERIFY(!needs);
        QCOMPARE(needs.error().code, core::Code::not_found);
    }
};

QTEST_GUILESS_MAIN(NodeAuditor)
#include "tst_node_auditor.moc"
