// SPDX-License-Identifier: Apache-2.0
#include "held_ledger.h"
#include "home_wire.h"
#include "test_node.h"

#include <array>
#include <set>

using namespace hearth;
using namespace hearth::test;

namespace {

constexpr int patience_ms = 20'000;
constexpr std::size_t node_count = 3;
constexpr std::uint32_t answer_tokens = 12;
constexpr const char* exact_model = "exact profile";
constexpr const char* question = "slow tokens please";

} // namespace

/// One home asks; of three that could answer the first ones are lost on the way.
class NodeFailover : public QObject {
    Q_OBJECT

    struct Executor {
        std::unique_ptr<TestNode> node;
        std::unique_ptr<HomeWire> near, far;
        std::atomic<unsigned> tokens = 0; ///< that came from it
        void cut() {
            near->deaf = true;
            near->cut();
        }
    };
    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<HeldLedger> m_ledger;
    std::unique_ptr<TestNode> m_caller;
    std::shared_ptr<WireRoute> m_route;
    std::array<Executor, node_count> m_executors;
    std::size_t m_count = 0; ///< of them that run

    std::filesystem::path place(const std::string& name) const { return path_of(*m_folder) / name; }

    void start(const char* model, std::size_t count = 2) {
        m_count = count;
        for (std::size_t i = 0; i < m_count; ++i) {
            Executor& each = m_executors[i];
            each.tokens = 0;
            each.node = std::make_unique<TestNode>(place("executor-" + std::to_string(i)));
            each.node->ledger = m_ledger;
            each.node->start();
            each.node->import(model);
        }
        m_route->offers = m_executors[0].node->service->executor().models();
        m_caller = std::make_unique<TestNode>(place("caller"));
        m_caller->ledger = m_ledger;
        m_caller->route = m_route;
        m_caller->start();
    }
    /// `fate` of a node: hears what it says, before the caller does.
    using Fate = std::function<void(Executor& self, link::JobMessage& message)>;
    void connect(const std::array<Fate, node_count>& fates) {
        m_route->ways.clear();
        for (std::size_t i = 0; i < m_count; ++i) {
            Executor& each = m_executors[i];
            int ends[2];
            QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
            each.far = std::make_unique<HomeWire>(ends[1], link::Side::listener, &each.node->service->executor());
            each.near = std::make_unique<HomeWire>(ends[0], link::Side::dialer, nullptr,
                                                   [&each, fate = fates[i]](link::JobMessage& message) {
                                                       if (std::holds_alternative<link::Chunk>(message)) ++each.tokens;
                                                       if (fate) fate(each, message);
                                                   });
            m_route->ways.push_back({each.near.get(), each.node->key("node")});
        }
    }
    static Fate lost_after(unsigned tokens) {
        return [tokens](Executor& self, link::JobMessage&) {
            if (self.tokens > tokens) self.cut();
        };
    }
    core::Result<control::ChatResult> ask(std::string* streamed = nullptr, std::optional<std::uint64_t> seed = {},
                                          const char* prompt = question, std::uint32_t tokens = answer_tokens) {
        return m_caller->ask(
            prompt, tokens,
            [streamed](const std::string& text) {
                if (streamed != nullptr) *streamed += text;
                return true;
            },
            seed);
    }
    std::uint64_t money() const { return balance(*m_ledger, m_caller->key("caller")); }
    std::string escrowed() { return must(m_caller->node().ledger_head()).pools["escrow"]; }
    std::uint64_t price_of(const std::string& receipt_id) {
        for (const auto& [name, value] : must(m_caller->node().receipt(receipt_id)).fields)
            if (name == "price") return std::stoull(value);
        return 0;
    }
    /// Whoever was lost is not paid, and nobody else is paid twice.
    void checkBill(std::uint64_t before, const control::ChatResult& answer) {
        QTRY_COMPARE_WITH_TIMEOUT(escrowed(), std::string("0"), patience_ms);
        QCOMPARE(before - money(), price_of(answer.receipt_id));
    }
    void checkUnpaid(std::size_t which) {
        const auto states = [&] {
            std::set<std::string> found;
            for (const control::JobRow& job : must(m_executors[which].node->node().jobs(9, "")))
                found.insert(std::string(name_of(job.state)) + (job.receipt_id.empty() ? "" : " with a receipt"));
            found.erase("failed"), found.erase("cancelled");
            return found.empty() ? std::string() : *found.begin();
        };
        QTRY_COMPARE_WITH_TIMEOUT(QString::fromStdString(states()), QString(), patience_ms);
    }

    /// So often that it is known how soon answers begin, and that one call may ask two nodes.
    void learnHowSoonAnswersBegin() {
        connect({});
        for (int i = 0; i < 24; ++i)
            must(ask(nullptr, {}, "hi", 1));
        m_executors[0].tokens = 0;
        QTRY_COMPARE_WITH_TIMEOUT(escrowed(), std::string("0"), patience_ms);
    }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        std::vector<std::filesystem::path> homes{place("caller")};
        for (std::size_t i = 0; i < node_count; ++i)
            homes.push_back(place("executor-" + std::to_string(i)));
        m_ledger = std::make_shared<HeldLedger>(place("ledger"), homes);
        m_route = std::make_shared<WireRoute>();
    }
    void cleanup() {
        m_caller.reset();
        for (Executor& each : m_executors) {
            each.near.reset();
            each.far.reset();
            each.node.reset();
        }
        m_ledger.reset();
    }

    void lostBeforeTheFirstTokenAnotherOneAnswers_data() {
        QTest::addColumn<QString>("how");
        for (const char* how : {"gone", "paused", "unreached", "wrong quote", "gone with the money"})
            QTest::newRow(how) << QString(how);
    }
    void lostBeforeTheFirstTokenAnotherOneAnswers() {
        QFETCH(QString, how);
        start("weights"); // in floating point, too
        connect({[how](Executor& self, link::JobMessage& message) {
                     auto* quote = std::get_if<link::Quote>(&message);
                     if (how == "gone" && quote != nullptr) self.cut();
                     if (how == "unreached") self.near->deaf = true, self.near->reached = false;
                     if (how == "wrong quote" && quote != nullptr)
                         quote->node_key = core::SigningKey::generate().public_key(), quote->input_ids.clear();
                     if (how == "gone with the money" && std::holds_alternative<link::Chunk>(message)) self.cut();
                 },
                 {},
                 {}});
        if (how == "paused") must(m_executors[0].node->node().pause(true));
        const std::uint64_t before = money();
        std::string streamed;
        const auto answer = must(ask(&streamed));
        QCOMPARE(answer.token_ids.size(), std::size_t{answer_tokens});
        QCOMPARE(streamed, answer.text);
        QVERIFY(must(m_caller->node().receipt(answer.receipt_id)).valid);
        QVERIFY(must(m_executors[1].node->node().receipt(answer.receipt_id)).valid);
        if (how == "unreached") m_executors[0].cut();
        checkUnpaid(0);
        checkBill(before, answer);
    }

    void lostInMidAnswerAnotherOneGoesOn_data() {
        QTest::addColumn<bool>("seeded");
        QTest::newRow("with the ledger's randomness") << false;
        QTest::newRow("with a seed") << true;
    }
    void lostInMidAnswerAnotherOneGoesOn() {
        QFETCH(bool, seeded);
        start(exact_model, 3);
        const auto seed = seeded ? std::optional<std::uint64_t>(7) : std::nullopt;
        connect({lost_after(3), lost_after(5), {}});
        const std::uint64_t before = money();
        std::string streamed;
        const auto answer = must(ask(&streamed, seed));
        QCOMPARE(answer.token_ids.size(), std::size_t{answer_tokens});
        QCOMPARE(streamed, answer.text);
        QVERIFY(m_executors[1].tokens > 5 && m_executors[2].tokens > 0);
        QCOMPARE(m_executors[2].tokens, answer_tokens - 3 - 5); // no token is sent twice
        const auto held = must(m_caller->node().receipt(answer.receipt_id));
        QVERIFY(held.valid);
        QVERIFY(std::any_of(held.checks.begin(), held.checks.end(), [](const control::Check& check) {
            return check.name == "begun" && check.detail.find("first 8 tokens") != std::string::npos;
        }));
        // A replay draws all of it again.
        QVERIFY(must(m_executors[2].node->node().verify_receipt(answer.receipt_id, true, {})).valid);
        checkUnpaid(0);
        checkUnpaid(1);
        checkBill(before, answer);
        if (!seeded) return;
        connect({});
        QCOMPARE(must(ask(nullptr, seed)).text, answer.text); // as if nothing had happened
    }

    void aNodeThatFallsSilentIsReplaced() {
        start(exact_model);
        connect({[](Executor& self, link::JobMessage&) { self.near->deaf = self.tokens > 3; }, {}, {}});
        const std::uint64_t before = money();
        std::string streamed;
        const auto answer = must(ask(&streamed, {}, "dawdle", 30));
        QCOMPARE(streamed, answer.text);
        QCOMPARE(answer.token_ids.size(), std::size_t{30});
        QVERIFY(must(m_executors[1].node->node().receipt(answer.receipt_id)).valid);
        checkUnpaid(0); // it was told
        checkBill(before, answer);
    }

    void aNodeThatMustStopHandsOver() {
        start(exact_model);
        std::future<void> paused;
        connect({[&](Executor& self, link::JobMessage&) {
                     if (self.tokens > 3 && !paused.valid())
                         paused = std::async(std::launch::async, [&self] { must(self.node->node().pause(true)); });
                 },
                 {},
                 {}});
        const std::uint64_t before = money();
        std::string streamed;
        const auto answer = must(ask(&streamed, {}, question, 60));
        paused.get();
        QCOMPARE(streamed, answer.text);
        QCOMPARE(answer.token_ids.size(), std::size_t{60});
        QVERIFY(must(m_executors[1].node->node().receipt(answer.receipt_id)).valid);
        checkUnpaid(0);
        checkBill(before, answer);
    }

    void aNodeThatRefusedBeforeMayGoOnLater() {
        start(exact_model);
        must(m_executors[0].node->node().pause(true));
        std::future<void> resumed;
        connect({Fate(),
                 [&](Executor& self, link::JobMessage&) {
                     if (self.tokens == 3)
                         resumed = std::async(std::launch::async, [&] { must(m_executors[0].node->node().resume()); });
                     if (self.tokens > 8) self.cut();
                 },
                 {}});
        std::string streamed;
        const auto answer = must(ask(&streamed));
        QCOMPARE(streamed, answer.text);
        QVERIFY(must(m_executors[0].node->node().receipt(answer.receipt_id)).valid);
        checkUnpaid(1);
    }

    void aNodeThatIsSlowToBeginGetsARival_data() {
        QTest::addColumn<QString>("slow");
        for (const char* slow : {"to quote", "behind a gateway", "with the money"})
            QTest::newRow(slow) << QString(slow);
    }
    void aNodeThatIsSlowToBeginGetsARival() {
        QFETCH(QString, slow);
        start("weights", slow == "behind a gateway" ? 3 : 2); // in floating point, too
        learnHowSoonAnswersBegin();
        connect({[slow](Executor& self, link::JobMessage& message) {
                     const bool is_quote = std::holds_alternative<link::Quote>(message);
                     if (slow != "with the money" || !is_quote) self.near->deaf = true;
                 },
                 {},
                 {}});
        // The silent one may be the second: so that is not its rival.
        if (slow == "behind a gateway") m_route->ways[0].others = {m_route->ways[1].node};
        const std::uint64_t before = money();
        const core::Nanoseconds asked_at = core::monotonic();
        std::string streamed;
        const bool pays = slow == "with the money"; // what it computes takes longer than the rival needs to begin
        const auto answer = must(ask(&streamed, {}, pays ? "dawdle" : question, pays ? 40 : answer_tokens));
        QVERIFY(core::monotonic() - asked_at < 20 * core::second); // it is given up after 30, or 60
        QCOMPARE(streamed, answer.text);
        const std::size_t rival = slow == "behind a gateway" ? 2 : 1;
        QVERIFY(must(m_executors[rival].node->node().receipt(answer.receipt_id)).valid);
        QTRY_VERIFY_WITH_TIMEOUT(must(m_executors[0].node->node().status()).jobs_running == 0, patience_ms); // told
        checkBill(before, answer);
    }

    void aRivalThatIsNoFasterIsNotPaid_data() {
        QTest::addColumn<bool>("refuses");
        QTest::newRow("it refuses") << true;
        QTest::newRow("it is silent") << false;
    }
    void aRivalThatIsNoFasterIsNotPaid() {
        QFETCH(bool, refuses);
        start("weights");
        learnHowSoonAnswersBegin();
        std::atomic<bool> rival_asked = false;
        connect({[](Executor&, link::JobMessage& message) {
                     if (std::holds_alternative<link::Quote>(message))
                         std::this_thread::sleep_for(std::chrono::milliseconds(1500));
                 },
                 [&rival_asked, refuses](Executor& self, link::JobMessage&) {
                     rival_asked = true;
                     self.near->deaf = !refuses;
                 },
                 {}});
        if (refuses) must(m_executors[1].node->node().pause(true));
        const std::uint64_t before = money();
        std::string streamed;
        const auto answer = must(ask(&streamed));
        QVERIFY(rival_asked);
        QCOMPARE(streamed, answer.text);
        QVERIFY(must(m_executors[0].node->node().receipt(answer.receipt_id)).valid);
        checkUnpaid(1);
        checkBill(before, answer);
    }

    void inFloatingPointAnAnswerThatBeganEnds() {
        start("weights");
        connect({lost_after(3), {}, {}});
        const std::uint64_t before = money();
        const auto answer = ask();
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, core::Code::unavailable);
        checkUnpaid(0);
        QTRY_COMPARE_WITH_TIMEOUT(money(), before, patience_ms);
    }

    void aBeginningThatNobodyCanDrawAgainIsNotGoneOnWith() {
        start(exact_model, 3);
        connect({[](Executor& self, link::JobMessage& message) {
                     if (auto* chunk = std::get_if<link::Chunk>(&message)) chunk->tokens.front().id ^= 1;
                     if (self.tokens > 3) self.cut();
                 },
                 {},
                 {}});
        const std::uint64_t before = money();
        const auto answer = ask();
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, core::Code::corrupt);
        QCOMPARE(m_executors[2].tokens, 0u);
        QTRY_COMPARE_WITH_TIMEOUT(money(), before, patience_ms);
    }
};

QTEST_GUILESS_MAIN(NodeFailover)
#include "tst_node_failover.moc"
