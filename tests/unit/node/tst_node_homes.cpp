// SPDX-License-Identifier: Apache-2.0
#include "held_ledger.h"
#include "home_wire.h"
#include "test_node.h"

#include <future>
#include <sys/socket.h>

using namespace hearth;
using namespace hearth::test;

namespace {

constexpr int patience_ms = 20'000;

class Deaf final : public link::JobEnd {
public:
    void receive(link::JobMessage) override {}
};

/// Keeps what came last.
class Listening final : public link::JobEnd {
public:
    void receive(link::JobMessage message) override {
        const std::lock_guard lock(m_mutex);
        m_last = std::move(message);
    }
    template <typename Message>
    std::optional<Message> last() const {
        const std::lock_guard lock(m_mutex);
        const auto* found = m_last ? std::get_if<Message>(&*m_last) : nullptr;
        return found != nullptr ? std::optional(*found) : std::nullopt;
    }

private:
    mutable std::mutex m_mutex;
    std::optional<link::JobMessage> m_last;
};

} // namespace

/// One home asks and pays, another one computes and earns; between them are a socket and a ledger.
class NodeHomes : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<HeldLedger> m_ledger;
    std::unique_ptr<TestNode> m_caller, m_executor;
    std::shared_ptr<WireRoute> m_route;
    std::unique_ptr<HomeWire> m_near, m_far;

    std::filesystem::path place(const char* name) const { return path_of(*m_folder) / name; }
    void connect(HomeWire::Spoil spoil = {}, HomeWire::Spoil at_executor = {}) {
        int ends[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
        m_far = std::make_unique<HomeWire>(ends[1], link::Side::listener, &m_executor->service->executor(),
                                           std::move(at_executor));
        m_near = std::make_unique<HomeWire>(ends[0], link::Side::dialer, nullptr, std::move(spoil));
        m_route->ways = {{m_near.get(), m_executor->key("node")}};
    }
    void cut() {
        m_near->cut();
        m_near.reset();
        m_far.reset();
    }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_ledger = std::make_shared<HeldLedger>(place("ledger"), std::vector{place("caller"), place("executor")});
        m_executor = std::make_unique<TestNode>(place("executor"));
        m_executor->ledger = m_ledger;
        m_executor->start();
        m_executor->import();
        m_route = std::make_shared<WireRoute>();
        m_route->offers = m_executor->service->executor().models();
        m_caller = std::make_unique<TestNode>(place("caller"));
        m_caller->ledger = m_ledger;
        m_caller->route = m_route;
        m_caller->start();
    }
    void cleanup() {
        m_ledger->hold(false);
        m_caller.reset();
        if (m_near) cut();
        m_executor.reset();
        m_ledger.reset();
    }

    void oneAsksAndPaysTheOtherComputesAndEarns() {
        connect();
        const std::uint64_t before = balance(*m_ledger, m_caller->key("caller"));
        QVERIFY(must(m_caller->node().models()).empty()); // it has no model of its own
        std::string streamed;
        const auto answer = must(m_caller->ask("hello", 6, [&](const std::string& text) {
            streamed += text;
            return true;
        }));
        QCOMPARE(QString::fromStdString(streamed), QString::fromStdString(answer.text));
        QVERIFY(!answer.receipt_id.empty());
        QCOMPARE(answer.level, std::string("E1"));
        // The receipt is the executor's, and the caller holds it, too.
        const auto receipt = must(m_executor->node().receipt(answer.receipt_id));
        QVERIFY(receipt.valid);
        const auto held = must(m_caller->node().receipt(answer.receipt_id));
        QVERIFY(held.valid);
        QCOMPARE(held.fields, receipt.fields);
        QCOMPARE(must(m_caller->node().export_receipt(answer.receipt_id)),
                 must(m_executor->node().export_receipt(answer.receipt_id)));
        QVERIFY(must(m_caller->node().jobs(9, "")).empty()); // it computed nothing
        QTRY_COMPARE_WITH_TIMEOUT(must(m_executor->node().jobs(1, "")).front().money_state,
                                  control::MoneyState::pending, patience_ms);
        QVERIFY(balance(*m_ledger, m_caller->key("caller")) != before);
        QCOMPARE(must(m_executor->node().ledger_head()).pools["escrow"], std::string("0"));
        const auto verdict = must(m_executor->node().verify_receipt(answer.receipt_id, true, {}));
        QVERIFY(verdict.valid);
    }

    void aHomeShowsWhatItBoughtAndFromWhom() {
        connect();
        QVERIFY(must(m_caller->node().purchases(9, "")).empty());
        const auto answer = must(m_caller->ask("hello"));
        must(m_caller->ask("again"));
        const auto bought = must(m_caller->node().purchases(9, ""));
        QCOMPARE(bought.size(), std::size_t{2});
        QCOMPARE(bought.back().receipt_id, answer.receipt_id);
        QCOMPARE(bought.back().node, m_executor->key("node").hex());
        QCOMPARE(bought.back().state, control::PurchaseState::done);
        QCOMPARE(bought.back().level, std::string("E1"));
        QVERIFY(!bought.back().checked.empty() && bought.back().charged != "0");
        QCOMPARE(must(m_caller->node().purchases(1, "")).front().job_id, bought.front().job_id);
        QCOMPARE(must(m_caller->node().purchases(9, bought.front().job_id)).front().job_id, bought.back().job_id);
        QVERIFY(!m_caller->node().purchases(9, "ffffffffffff"));
        QVERIFY(must(m_executor->node().purchases(9, "")).empty());
    }

    void moneyIsSentFromOneHomeToAnother() {
        const auto theirs = must(m_executor->node().account(""));
        const auto before = must(m_caller->node().account(theirs.address));
        QCOMPARE(before.balance, theirs.balance);
        const auto sent = must(m_caller->node().send_money(theirs.address, "0.25"));
        QVERIFY(sent.height > 0 && !sent.tx.empty());
        QCOMPARE(std::stoull(must(m_executor->node().account("")).balance), std::stoull(theirs.balance) + 250'000'000);
        for (const auto& [to, amount] : {std::pair{"nobody", "1"},
                                         {theirs.address.c_str(), "0"},
                                         {theirs.address.c_str(), "-1"},
                                         {theirs.address.c_str(), "1000000000"}})
            QVERIFY(!m_caller->node().send_money(to, amount));
        QVERIFY(!m_executor->node().account("1234"));
        QCOMPARE(must(m_caller->node().account(std::string(64, '1'))).balance, std::string("0"));
    }

    void aPeerWhoseKeyWasReplacedIsRefused() {
        const core::PublicKey old = m_caller->key("node");
        must(m_caller->node().rotate_node_key());
        link::Ask ask;
        ask.model_id = m_route->offers.front().model_id;
        ask.profile = m_route->offers.front().usual_profile;
        ask.prompt = "hello";
        link::Terms terms;
        terms.asker = old;
        link::JobRoute& executor = m_executor->service->executor();
        const auto refused = executor.open(node::fresh_job_id(), ask, std::make_shared<Deaf>(), terms);
        QVERIFY(!refused && refused.error().code == core::Code::refused);
        terms.asker = m_caller->key("node");
        QVERIFY(terms.asker != old);
        must(executor.open(node::fresh_job_id(), ask, std::make_shared<Deaf>(), terms))
            .execution->receive(link::Cancel{});
    }

    void aCallerWhoHangsUpEndsTheJobElsewhere() {
        connect();
        int pieces = 0;
        const auto answer = m_caller->ask("slow tokens please", 40, [&](const std::string&) { return ++pieces < 2; });
        QVERIFY(must(core::Result(answer)).finish_reason == "cancelled");
        QTRY_COMPARE_WITH_TIMEOUT(must(m_executor->node().jobs(1, "")).front().state, control::JobState::cancelled,
                                  patience_ms);
    }

    void whatTheExecutorChangesIsNotBelieved() {
        connect([](link::JobMessage& message) {
            if (auto* result = std::get_if<link::Result>(&message)) result->file->output_ids.back() ^= 1;
        });
        const auto answer = m_caller->ask("hello");
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, core::Code::corrupt);
    }

    /// By somebody on the way who heard all of it: what was paid for once is computed once, and neither the repetition
    /// nor another job that names the same escrow takes the money back.
    void whatIsSaidTwiceIsComputedAndPaidOnce() {
        std::promise<link::Assign> paid_for;
        auto heard = paid_for.get_future();
        std::optional<link::Ask> asked;
        connect({}, [&, told = false](link::JobMessage& message) mutable {
            if (const auto* ask = std::get_if<link::Ask>(&message); ask != nullptr && !asked) asked = *ask;
            if (const auto* assign = std::get_if<link::Assign>(&message);
                assign != nullptr && !std::exchange(told, true)) {
                m_ledger->hold(true); // who gives the money back does so before it is earned
                paid_for.set_value(*assign);
            }
        });
        std::promise<void> first;
        auto begun = first.get_future();
        auto answer = std::async(std::launch::async, [&] {
            return m_caller->ask("slow tokens please", 40, [&, said = false](const std::string&) mutable {
                if (!std::exchange(said, true)) first.set_value();
                return true;
            });
        });
        const link::Assign assign = heard.get();
        begun.wait();
        const auto say_again = [&](const link::Assign& what) -> std::optional<link::Failed> {
            const auto again = std::make_shared<Listening>();
            const auto job = m_near->jobs->exchange()->open(node::fresh_job_id(), *asked, again);
            if (!job || !QTest::qWaitFor([&] { return again->last<link::Quote>().has_value(); }, patience_ms))
                return {};
            (*job)->receive(what);
            return QTest::qWaitFor([&] { return again->last<link::Failed>().has_value(); }, patience_ms)
                       ? again->last<link::Failed>()
                       : std::nullopt;
        };
        const auto repeated = say_again(assign);
        QVERIFY(repeated.has_value());
        QCOMPARE(repeated->error.code, core::Code::conflict);
        link::Assign other = assign;
        other.request.client_nonce = core::random_hash();
        const auto borrowed = say_again(other);
        QVERIFY(borrowed.has_value());
        QCOMPARE(borrowed->error.code, core::Code::refused);
        const auto whole = must(answer.get());
        QVERIFY(!whole.receipt_id.empty());
        m_ledger->hold(false);
        const auto settled = [&] {
            for (const control::JobRow& job : must(m_executor->node().jobs(9, "")))
                if (job.receipt_id == whole.receipt_id) return job.money_state == control::MoneyState::pending;
            return false;
        };
        QTRY_VERIFY_WITH_TIMEOUT(settled(), patience_ms);
        const auto jobs = must(m_executor->node().jobs(9, ""));
        QCOMPARE(std::count_if(jobs.begin(), jobs.end(), [](const auto& job) { return !job.receipt_id.empty(); }),
                 std::ptrdiff_t{1});
    }

    void aWrongChunkIsNotPassedOn() {
        connect([chunks = 0](link::JobMessage& message) mutable {
            if (auto* chunk = std::get_if<link::Chunk>(&message); chunk != nullptr && ++chunks == 3) ++chunk->first;
        });
        QVERIFY(!m_caller->ask("hello", 12));
        QTRY_VERIFY_WITH_TIMEOUT(must(m_executor->node().status()).jobs_running == 0, patience_ms);
        QTRY_COMPARE_WITH_TIMEOUT(must(m_executor->node().ledger_head()).pools["escrow"], std::string("0"),
                                  patience_ms);
    }

    /// The gateway asks for something else than its caller did.
    void anAlteredQuestionIsNotPaid() {
        connect({}, [](link::JobMessage& message) {
            if (auto* ask = std::get_if<link::Ask>(&message)) ask->max_tokens = 3;
        });
        QVERIFY(!m_caller->ask("hello"));
        QTRY_COMPARE_WITH_TIMEOUT(must(m_executor->node().jobs(1, "")).front().state, control::JobState::failed,
                                  patience_ms);
        QCOMPARE(must(m_executor->node().ledger_head()).pools["escrow"], std::string("0"));
    }

    void anAssignmentThatDoesNotFitIsPaidBack() {
        connect({}, [](link::JobMessage& message) {
            if (auto* assign = std::get_if<link::Assign>(&message)) assign->salt_in = core::random_hash();
        });
        QVERIFY(!m_caller->ask("hello"));
        QTRY_COMPARE_WITH_TIMEOUT(must(m_executor->node().jobs(1, "")).front().state, control::JobState::failed,
                                  patience_ms);
        QTRY_COMPARE_WITH_TIMEOUT(must(m_executor->node().ledger_head()).pools["escrow"], std::string("0"),
                                  patience_ms);
    }

    void aQuoteForAnotherKeyIsNotPaid() {
        connect([](link::JobMessage& message) {
            if (auto* quote = std::get_if<link::Quote>(&message))
                quote->node_key = core::SigningKey::generate().public_key();
        });
        QVERIFY(!m_caller->ask("hello"));
        QTRY_COMPARE_WITH_TIMEOUT(must(m_executor->node().jobs(1, "")).front().state, control::JobState::failed,
                                  patience_ms);
        QCOMPARE(must(m_executor->node().ledger_head()).pools["escrow"], std::string("0"));
    }

    void aCutWireEndsBothHalvesAndNobodyIsBilledForNothing() {
        connect();
        std::promise<void> first;
        auto begun = first.get_future();
        auto answer = std::async(std::launch::async, [&] {
            return m_caller->ask("slow tokens please", 40, [&, told = false](const std::string&) mutable {
                if (!std::exchange(told, true)) first.set_value();
                return true;
            });
        });
        begun.wait();
        m_near->cut();
        const auto ended = answer.get();
        QVERIFY(!ended);
        QCOMPARE(ended.error().code, core::Code::unavailable);
        QTRY_VERIFY_WITH_TIMEOUT(must(m_executor->node().status()).jobs_running == 0, patience_ms);
        QTRY_COMPARE_WITH_TIMEOUT(must(m_executor->node().ledger_head()).pools["escrow"], std::string("0"),
                                  patience_ms);
    }

    void theEvidenceOfAnAnswerFromElsewhereIsKept() {
        connect();
        const auto answer = must(m_caller->ask("hello"));
        cut();
        m_executor->stop();
        m_caller->stop();
        m_caller->start();
        const auto held = must(m_caller->node().receipt(answer.receipt_id.substr(0, 12)));
        QVERIFY(held.valid);
        QCOMPARE(held.receipt_id, answer.receipt_id);
    }
};

QTEST_GUILESS_MAIN(NodeHomes)
#include "tst_node_homes.moc"
