// SPDX-License-Identifier: Apache-2.0
#include "held_ledger.h"
#include "node/money/settlement.h"
#include "test_node.h"

#include <future>
#include <stdexcept>

using namespace hearth;
using namespace hearth::test;

namespace {

constexpr int patience_ms = 20'000;
constexpr std::size_t many = 16;

} // namespace

/// A ledger whose blocks take their time, as a network's do.
class NodeBlocks : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<HeldLedger> m_ledger;
    std::filesystem::path home() const { return path_of(*m_folder) / "home"; }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_ledger = std::make_shared<HeldLedger>(path_of(*m_folder) / "ledger", std::vector{home()});
    }
    void cleanup() { m_ledger.reset(); }

    void jobsDoNotWaitForEachOthersBlocks() {
        TestNode node(home());
        node.ledger = m_ledger;
        node.max_jobs = many;
        node.start();
        node.import();
        must(node.ask("first")); // the tariff is offered now
        m_ledger->hold(true);
        std::vector<std::future<core::Result<control::ChatResult>>> answers;
        for (std::size_t i = 0; i < many; ++i)
            answers.push_back(std::async(std::launch::async, [&node, i] { return node.ask("q" + std::to_string(i)); }));
        QTRY_COMPARE_WITH_TIMEOUT(m_ledger->waiting<ledger::OpenEscrow>(), many, patience_ms);
        QCOMPARE(must(node.node().status()).jobs_running, static_cast<std::uint32_t>(many));
        for (const control::JobRow& job : must(node.node().jobs(many, "")))
            QCOMPARE(job.stages.front().state, control::StageState::current); // the price cap is being locked
        m_ledger->hold(false);
        for (auto& answer : answers)
            QVERIFY(!must(answer.get()).receipt_id.empty());
    }

    void aStartWaitsForNoBlock() {
        TestNode node(home());
        node.ledger = m_ledger;
        node.start();
        node.import();
        must(node.ask("first")); // the tariff is offered now
        node.stop();
        node.prices.prompt_token = core::Amount::from_units(7); // and has to be changed
        m_ledger->hold(true);
        node.start();
        QTRY_COMPARE_WITH_TIMEOUT(m_ledger->waiting<ledger::OfferTariff>(), std::size_t{1}, patience_ms);
        m_ledger->hold(false);
        must(node.ask("second"));
    }

    /// Neither a start nor a tick waits for the block that registers the next key.
    void aStartWaitsForNoInterruptedRotation() {
        TestNode node(home());
        node.ledger = m_ledger;
        node.start();
        node.stop();
        const core::SigningKey next = core::SigningKey::generate();
        must(next.save(home() / "keys" / "node.next.key"));
        m_ledger->hold(true);
        node.start();
        QTRY_COMPARE_WITH_TIMEOUT(m_ledger->waiting<ledger::RegisterNode>(), std::size_t{1}, patience_ms);
        QVERIFY(node.key("node") != next.public_key());
        m_ledger->hold(false);
        QTRY_COMPARE_WITH_TIMEOUT(node.key("node"), next.public_key(), patience_ms);
    }

    void aRefusedRegistrationIsTriedLaterEachTime_data() {
        QTest::addColumn<bool>("rotates");
        QTest::newRow("of the next key") << true;
        QTest::newRow("of a new home's key") << false;
    }

    void aRefusedRegistrationIsTriedLaterEachTime() {
        QFETCH(bool, rotates);
        const auto identity = must(node::Identity::open(home() / "keys", false));
        const auto store = must(node::Store::open(path_of(*m_folder) / "node.sqlite"));
        control::EventFan events;
        std::atomic<int> refused = 0;
        m_ledger->refuse([&](const ledger::Message& message) -> std::optional<core::Error> {
            if (!std::holds_alternative<ledger::RegisterNode>(message)) return std::nullopt;
            ++refused;
            return core::fail(core::Code::refused, "Not this one.");
        });
        if (rotates) must(identity->begin_rotation());
        // Of no rules that there are it registers none but the next key.
        node::Settlement settlement(*m_ledger, *identity, *store, events, rotates ? UINT64_MAX : 0);
        const auto told = [&](core::Nanoseconds now) { // of this attempt
            core::Status status;
            const auto answered = [&] {
                status = settlement.tick(now);
                return !status;
            };
            return QTest::qWaitFor(answered, patience_ms) && status.error().code == core::Code::refused;
        };
        QVERIFY(told(0));
        QCOMPARE(refused.load(), 1);
        must(settlement.tick(core::second - 1));
        QVERIFY(told(core::second));
        QCOMPARE(refused.load(), 2);
        must(settlement.tick(3 * core::second - 1)); // twice as long
        QCOMPARE(refused.load(), 2);
        m_ledger->refuse({});
        must(settlement.tick(3 * core::second));
        QTRY_VERIFY_WITH_TIMEOUT(rotates ? !identity->next_node_key() : settlement.registered(), patience_ms);
    }

    /// The certificate of the node key holds, and the ledger does not renew it: what was answered is settled all the
    /// same, also where its first attempt failed.
    void aRefusedRenewalStopsNoSettlement() {
        TestNode node(home());
        node.ledger = m_ledger;
        node.start();
        node.import();
        must(node.ask("first"));
        QTRY_COMPARE_WITH_TIMEOUT(must(node.node().jobs(1, "")).front().money_state, control::MoneyState::pending,
                                  patience_ms);
        node.stop();
        must(core::write_file_atomic(home() / "hearth.toml", core::as_bytes("[node]\ncertificate_days = 0\n")));
        std::atomic<int> renewals = 0, settlements = 0;
        m_ledger->refuse([&](const ledger::Message& message) -> std::optional<core::Error> {
            if (std::holds_alternative<ledger::RegisterNode>(message) && ++renewals > 0)
                return core::fail(core::Code::refused, "It is not renewed.");
            if (std::holds_alternative<ledger::SettleReceipt>(message) && ++settlements == 1)
                return core::fail(core::Code::unavailable, "It is away.");
            return std::nullopt;
        });
        node.start();
        QTRY_VERIFY_WITH_TIMEOUT(renewals > 0, patience_ms);
        must(node.ask("second"));
        QTRY_COMPARE_WITH_TIMEOUT(must(node.node().jobs(1, "")).front().money_state, control::MoneyState::pending,
                                  patience_ms);
        QVERIFY(settlements > 1);
        QTRY_VERIFY_WITH_TIMEOUT(renewals > 1, patience_ms);
        node.stop();
        m_ledger->refuse({});
    }

    void aStepThatThrowsEndsItsJobAndNoOther() {
        TestNode node(home());
        node.ledger = m_ledger;
        std::atomic<bool> throws = true;
        node.on_step = [&](const char* step) {
            if (throws && std::string_view(step) == "job stored") throw std::runtime_error("a defect");
        };
        node.start();
        node.import();
        QVERIFY(!node.ask("first")); // and does not wait for ever
        QTRY_COMPARE_WITH_TIMEOUT(must(node.node().status()).jobs_running, 0U, patience_ms);
        QCOMPARE(must(node.node().jobs(1, "")).front().state, control::JobState::failed);
        throws = false;
        QVERIFY(!must(node.ask("second")).receipt_id.empty());
    }

    void aPurchaseWhoseStepThrowsIsToldAndItsMoneyComesBack_data() {
        QTest::addColumn<QString>("step");
        for (const char* step : {"purchase stored", "escrow opened", "purchase kept"})
            QTest::newRow(step) << QString(step);
    }

    /// What was answered and signed by then is paid for all the same.
    void aPurchaseWhoseStepThrowsIsToldAndItsMoneyComesBack() {
        QFETCH(QString, step);
        TestNode node(home());
        node.ledger = m_ledger;
        std::atomic<bool> throws = true;
        node.on_step = [&](const char* done) {
            if (step == done && throws.exchange(false)) throw std::runtime_error("a defect");
        };
        node.start();
        node.import();
        const auto answer = node.ask("first"); // and does not wait for ever
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, core::Code::internal);
        QTRY_COMPARE_WITH_TIMEOUT(must(node.node().ledger_head()).pools["escrow"], std::string("0"), patience_ms);
        const bool whole = step == QLatin1String("purchase kept");
        const auto bought = must(node.node().purchases(1, "")).front();
        QCOMPARE(bought.state, whole ? control::PurchaseState::done : control::PurchaseState::failed);
        QCOMPARE(bought.receipt_id.empty(), !whole);
        QVERIFY(!must(node.ask("second")).receipt_id.empty());
    }

    void anAnswerDoesNotWaitForItsSettlement() {
        TestNode node(home());
        node.ledger = m_ledger;
        std::promise<void> escrowed;
        node.on_step = [&](const char* step) {
            if (std::string_view(step) == "running stored") m_ledger->hold(true);
        };
        node.start();
        node.import();
        const auto answer = must(node.ask("hello"));
        QVERIFY(!answer.receipt_id.empty());
        QTRY_COMPARE_WITH_TIMEOUT(m_ledger->waiting<ledger::SettleReceipt>(), std::size_t{1}, patience_ms);
        QCOMPARE(must(node.node().jobs(1, "")).front().money_state, control::MoneyState::none);
        m_ledger->hold(false);
        QTRY_COMPARE_WITH_TIMEOUT(must(node.node().jobs(1, "")).front().money_state, control::MoneyState::pending,
                                  patience_ms);
    }

    void aCallerWhoLeavesWhileTheMoneyIsLockedGetsItBack() {
        TestNode node(home());
        node.ledger = m_ledger;
        node.start();
        node.import();
        must(node.ask("first"));
        m_ledger->hold(true);
        auto answer = std::async(std::launch::async, [&node] { return node.ask("never mind"); });
        QTRY_COMPARE_WITH_TIMEOUT(m_ledger->waiting<ledger::OpenEscrow>(), std::size_t{1}, patience_ms);
        must(node.node().pause(true)); // ends what runs
        m_ledger->hold(false);
        QVERIFY(!answer.get());
        QTRY_COMPARE_WITH_TIMEOUT(must(node.node().ledger_head()).pools["escrow"], std::string("0"), patience_ms);
        QCOMPARE(must(node.node().jobs(1, "")).front().state, control::JobState::cancelled);
    }

    void aNodeThatStopsWhileABlockIsAwaitedStops() {
        TestNode node(home());
        node.ledger = m_ledger;
        node.start();
        node.import();
        must(node.ask("first"));
        m_ledger->hold(true);
        auto answer = std::async(std::launch::async, [&node] { return node.ask("too late"); });
        QTRY_COMPARE_WITH_TIMEOUT(m_ledger->waiting<ledger::OpenEscrow>(), std::size_t{1}, patience_ms);
        node.stop();
        QVERIFY(!answer.get());
        m_ledger->hold(false);
        QTRY_COMPARE_WITH_TIMEOUT(m_ledger->waiting<ledger::OpenEscrow>(), std::size_t{0}, patience_ms);
        node.start(); // the purchase was ended; its escrow is given back by the executor, which is this home
        QTRY_COMPARE_WITH_TIMEOUT(must(node.node().ledger_head()).pools["escrow"], std::string("0"), patience_ms);
    }

    void aKeyThatSendsMoreThanTheLedgerTakesIsToldSo() {
        const auto identity = must(node::Identity::open(home() / "keys", false));
        const node::TxSender::Key key(std::shared_ptr<void>(), &identity->caller_key());
        const core::PublicKey target = core::SigningKey::generate().public_key();
        std::atomic<int> taken = 0, busy = 0;
        node::TxSender sender(*m_ledger, 3);
        const auto send = [&] {
            sender.send(key, ledger::Transfer{target, core::Amount::from_units(1)},
                        [&](const core::Result<ledger::TxResult>& result) {
                            if (result) ++taken;
                            if (!result && result.error().code == core::Code::busy) ++busy;
                        });
        };
        m_ledger->hold(true);
        for (int i = 0; i < 5; ++i)
            send();
        QCOMPARE(busy.load(), 2);
        QCOMPARE(m_ledger->waiting<ledger::Transfer>(), std::size_t{3});
        m_ledger->hold(false);
        QTRY_COMPARE_WITH_TIMEOUT(taken.load(), 3, patience_ms);
        send(); // there is room again
        QTRY_COMPARE_WITH_TIMEOUT(taken.load(), 4, patience_ms);
        QCOMPARE(busy.load(), 2);
    }

    void transactionsOfOneKeyAreNumberedWithoutWaiting() {
        const auto identity = must(node::Identity::open(home() / "keys", false));
        const node::TxSender::Key key(std::shared_ptr<void>(), &identity->caller_key());
        const core::PublicKey target = core::SigningKey::generate().public_key();
        std::atomic<int> taken = 0, refused = 0;
        {
            node::TxSender sender(*m_ledger);
            m_ledger->hold(true);
            for (std::uint64_t i = 0; i < 20; ++i) {
                // One in four cannot be paid: those behind it are out of turn, and go again.
                const std::uint64_t units = i % 4 == 1 ? 5'000'000'000 : 1;
                sender.send(key, ledger::Transfer{target, core::Amount::from_units(units)},
                            [&](const core::Result<ledger::TxResult>& result) { ++(result ? taken : refused); });
            }
            QCOMPARE(m_ledger->waiting<ledger::Transfer>(), std::size_t{20});
            m_ledger->hold(false);
            QTRY_COMPARE_WITH_TIMEOUT(taken + refused, 20, patience_ms);
        }
        QCOMPARE(taken.load(), 15);
        QCOMPARE(refused.load(), 5);
        QCOMPARE(balance(*m_ledger, target), std::uint64_t{15});
    }
};

QTEST_GUILESS_MAIN(NodeBlocks)
#include "tst_node_blocks.moc"
