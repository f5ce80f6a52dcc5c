// SPDX-License-Identifier: Apache-2.0
#include "held_ledger.h"
#include "home_wire.h"
#include "test_node.h"

#include <algorithm>
#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/socket.h>

using namespace hearth;
using namespace hearth::test;

namespace {

constexpr int patience_ms = 20'000;
constexpr std::size_t batch = ledger::SettleByVoucher::max_receipts;

} // namespace

/// One home pays another one through a payment channel: a voucher for every answer, a transaction for many.
class NodeVouchers : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<HeldLedger> m_ledger;
    std::unique_ptr<TestNode> m_caller, m_executor;
    std::shared_ptr<WireRoute> m_route;
    std::unique_ptr<HomeWire> m_near, m_far;
    HomeWire::Spoil m_question, m_answer; ///< of what the executor receives, and the caller

    std::filesystem::path place(const char* name) const { return path_of(*m_folder) / name; }
    node::Executor& executor() const { return dynamic_cast<node::Executor&>(m_executor->service->executor()); }
    void connect() {
        int ends[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
        m_far = std::make_unique<HomeWire>(ends[1], link::Side::listener, &executor(),
                                           [this](link::JobMessage& m) { spoil(m_question, m); });
        m_near = std::make_unique<HomeWire>(ends[0], link::Side::dialer, nullptr,
                                            [this](link::JobMessage& m) { spoil(m_answer, m); });
        m_route->ways = {{m_near.get(), m_executor->key("node")}};
    }
    std::mutex m_spoiling;
    void spoil(const HomeWire::Spoil& how, link::JobMessage& message) {
        const std::lock_guard lock(m_spoiling);
        if (how) how(message);
    }
    void spoils(HomeWire::Spoil& how, HomeWire::Spoil wanted) {
        const std::lock_guard lock(m_spoiling);
        how = std::move(wanted);
    }
    std::string setting(const char* home, const std::string& name) const {
        const auto store = node::Store::open_to_read(place(home) / "node.sqlite");
        const auto value = store ? (*store)->setting(name) : core::Result<std::string>(store.error());
        return value ? *value : "";
    }
    void cut() {
        m_near->cut();
        m_near.reset();
        m_far.reset();
    }
    void start(std::optional<core::Amount> most_unpaid = {}) {
        m_executor = std::make_unique<TestNode>(place("executor"));
        m_executor->ledger = m_ledger;
        m_executor->auditor = false;
        m_executor->most_unpaid = most_unpaid;
        m_executor->start();
    }
    /// Two answers that escrows pay; then there is a channel.
    ledger::Channel opened() {
        connect();
        must(m_caller->ask("one"));
        must(m_caller->ask("two"));
        const auto known = [this] { return channel() && !setting("caller", "automatic." + id().hex()).empty(); };
        if (!QTest::qWaitFor(known, patience_ms)) qFatal("no channel");
        return *channel();
    }
    core::ChannelId id() const {
        core::ChannelId found;
        m_ledger->read([&](const ledger::State& state) {
            for (const auto& [key, channel] : state.tables().paying())
                found = core::ChannelId(channel);
        });
        return found;
    }
    std::optional<ledger::Channel> channel() const {
        std::optional<ledger::Channel> found;
        const core::ChannelId wanted = id();
        m_ledger->read([&](const ledger::State& state) {
            if (const ledger::Channel* known = state.tables().channels().get(wanted)) found = *known;
        });
        return found;
    }
    /// By the payer, without the payee.
    void close_channel() {
        control::GovernanceAct close;
        close.act = "close_channel";
        close.channel.emplace();
        close.channel->channel = id().hex();
        must(m_caller->node().govern(close));
    }
    /// What the caller was charged for the newest answers.
    std::uint64_t charged(std::uint32_t answers) {
        std::uint64_t sum = 0;
        for (const auto& bought : must(m_caller->node().purchases(answers, "")))
            sum += std::stoull(bought.charged);
        return sum;
    }
    /// What the vouchers say that the executor holds.
    std::string vouched() const {
        const auto channels = must(m_executor->node().network()).channels;
        return channels.size() == 1 ? channels.front().vouched.value_or("") : "";
    }
    std::uint64_t paid() const { return channel() ? channel()->paid.units() : 0; }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_ledger = std::make_shared<HeldLedger>(place("ledger"), std::vector{place("caller"), place("executor")});
        start();
        m_executor->import();
        m_route = std::make_shared<WireRoute>();
        m_route->offers = m_executor->service->executor().models();
        m_caller = std::make_unique<TestNode>(place("caller"));
        m_caller->ledger = m_ledger;
        m_caller->route = m_route;
        m_caller->auditor = false;
        m_caller->channel_after = 2;
        m_caller->most_unpaid = core::Amount::from_units(1'000'000'000);
        m_caller->start();
    }
    void cleanup() {
        spoils(m_question, {});
        spoils(m_answer, {});
        m_caller.reset();
        if (m_near) cut();
        m_executor.reset();
        m_ledger.reset();
    }

    void manyAnswersCostFewTransactions() {
        QCOMPARE(opened().payee, m_executor->key("node"));
        const core::Height before = m_ledger->head().height;
        std::string last;
        for (std::size_t i = 0; i < batch; ++i)
            last = must(m_caller->ask("question " + std::to_string(i))).receipt_id;
        const std::uint64_t sum = charged(batch);
        QVERIFY(sum > 0);
        QTRY_COMPARE_WITH_TIMEOUT(paid(), sum, patience_ms);
        QVERIFY(m_ledger->head().height - before <= 4); // escrows would have taken two for every answer
        QVERIFY(must(m_caller->node().receipt(last)).valid);
        QVERIFY(must(m_executor->node().receipt(last)).valid);
        const auto settled = [this] {
            const auto jobs = must(m_executor->node().jobs(batch, ""));
            return std::all_of(jobs.begin(), jobs.end(),
                               [](const auto& job) { return job.money_state == control::MoneyState::pending; });
        };
        QTRY_VERIFY_WITH_TIMEOUT(settled(), patience_ms);
        m_ledger->read([](const ledger::State& state) { QVERIFY(state.check_conservation()); });
    }

    void aNodeWithoutItsVouchersStops() {
        m_executor.reset();
        start(core::Amount::from_units(10'000));
        opened();
        m_route->loses_vouchers = true;
        std::optional<core::Error> refused;
        int answers = 0;
        for (; answers < 12 && !refused; ++answers)
            if (const auto answer = m_caller->ask("hello"); !answer) refused = answer.error();
        QVERIFY(refused && answers > 1);
        const std::string said = refused->message;
        QVERIFY2(said.find("owes vouchers") != std::string::npos, said.c_str());
        QVERIFY(charged(static_cast<std::uint32_t>(answers)) <= 10'000);
        const std::string shown = must(m_executor->node().jobs(1, "")).front().reason;
        QVERIFY2(shown.find("owes vouchers") != std::string::npos, shown.c_str());
        QVERIFY(m_caller->ask("once more").ok()); // by an escrow
        QCOMPARE(paid(), std::uint64_t{0});
        QTRY_VERIFY_WITH_TIMEOUT(channel()->closes.has_value(), patience_ms); // the two do not agree any more
    }

    void aVoucherThatWasLostIsSentAgain() {
        opened();
        m_route->loses_vouchers = true;
        must(m_caller->ask("hello"));
        QCOMPARE(vouched(), std::string("0"));
        m_route->loses_vouchers = false;
        QTRY_COMPARE_WITH_TIMEOUT(vouched(), std::to_string(charged(1)), patience_ms);
    }

    /// Who pays through which channel everybody can read.
    void nobodySpendsAnothersChannel() {
        opened();
        const auto stranger = core::SigningKey::generate();
        spoils(m_question, [&](link::JobMessage& message) {
            auto* assign = std::get_if<link::Assign>(&message);
            if (assign == nullptr || !assign->order) return;
            assign->order =
                stranger.sign(ledger::order_digest(m_ledger->chain_id(), id(), assign->request.hash()).view());
        });
        const auto answer = m_caller->ask("hello");
        QVERIFY(!answer && answer.error().code == core::Code::refused);
        QVERIFY2(answer.error().message.find("has not signed") != std::string::npos, answer.error().message.c_str());
        must(m_caller->ask("by an escrow"));
        QCOMPARE(vouched(), std::string("0"));
        QTRY_VERIFY_WITH_TIMEOUT(channel()->closes.has_value(), patience_ms);
    }

    void aPriceThatTheLedgerDoesNotKnowIsNotPaid() {
        opened();
        spoils(m_answer, [](link::JobMessage& message) {
            if (auto* quote = std::get_if<link::Quote>(&message))
                quote->completion_token = core::Amount::from_units(quote->completion_token.units() + 1);
        });
        const auto answer = m_caller->ask("hello");
        QVERIFY(!answer);
        QVERIFY2(answer.error().message.find("tariff is now") != std::string::npos, answer.error().message.c_str());
        spoils(m_answer, {});
        must(m_caller->ask("at the right price"));
        QTRY_COMPARE_WITH_TIMEOUT(vouched(), std::to_string(charged(1)), patience_ms);
    }

    void whatWasReadAndNotPaidIsOwed() {
        const std::string debt = "owed." + opened().payer.hex();
        const auto answer = m_caller->ask("dawdle", 40, [this](const std::string&) {
            m_near->cut();
            return true;
        });
        QVERIFY(!answer);
        QTRY_VERIFY_WITH_TIMEOUT(!setting("executor", debt).empty(), patience_ms);
        const std::uint64_t owed = std::stoull(setting("executor", debt));
        QVERIFY(owed > 0);
        cut();
        m_executor.reset();
        start(core::Amount::from_units(owed)); // as much as it gives on credit
        connect();
        const auto next = m_caller->ask("hello");
        QVERIFY(!next);
        QVERIFY2(next.error().message.find("owes vouchers") != std::string::npos, next.error().message.c_str());
    }

    /// Its sum would count twice.
    void whatSomebodyElseOpenedIsLeftAlone() {
        connect();
        control::GovernanceAct open;
        open.act = "open_channel";
        open.amount = m_caller->options().settings.channels.deposit.units_text();
        open.channel.emplace();
        open.channel->payee = m_executor->key("node").hex();
        open.channel->expires_epoch = m_ledger->head().epoch + 100;
        must(m_caller->node().govern(open));
        QVERIFY(channel().has_value());
        must(m_caller->ask("hello"));
        const auto settled = [this] {
            std::uint64_t receipts = 0;
            const core::PublicKey key = m_executor->key("node");
            m_ledger->read([&](const ledger::State& state) { receipts = state.node(key)->receipts; });
            return receipts;
        };
        QTRY_COMPARE_WITH_TIMEOUT(settled(), std::uint64_t{1}, patience_ms); // by an escrow
        QCOMPARE(vouched(), std::string("0"));
    }

    void oneBadReceiptHoldsUpNoOther() {
        opened();
        std::vector<std::string> receipts;
        for (int i = 0; i < 4; ++i)
            receipts.push_back(must(m_caller->ask("question " + std::to_string(i))).receipt_id);
        QTRY_COMPARE_WITH_TIMEOUT(vouched(), std::to_string(charged(4)), patience_ms);
        const std::uint64_t good = charged(2);
        cut();
        m_executor.reset();
        {
            const auto store = must(node::Store::open(place("executor") / "node.sqlite"));
            auto forged = must(proof::ReceiptFile::decode_bytes(must(store->receipt_file(receipts[1]))));
            forged.signed_receipt.signature[0] ^= 1;
            SQLite::Database file((place("executor") / "node.sqlite").string(), SQLite::OPEN_READWRITE);
            for (const auto& [id, bytes] : {std::pair(receipts[0], core::Bytes{0}), {receipts[1], forged.encode()}}) {
                SQLite::Statement update(file, "UPDATE receipts SET file = ? WHERE receipt_id = ?");
                update.bind(1, bytes.data(), static_cast<int>(bytes.size()));
                update.bind(2, id);
                QCOMPARE(update.exec(), 1);
            }
        }
        close_channel();
        start();
        QTRY_COMPARE_WITH_TIMEOUT(paid(), good, patience_ms);
    }

    void anOldCloseIsContestedAfterARestart() {
        opened();
        for (int i = 0; i < 3; ++i)
            must(m_caller->ask("question " + std::to_string(i)));
        const std::uint64_t sum = charged(3);
        QCOMPARE(paid(), std::uint64_t{0}); // nothing was settled yet
        QTRY_COMPARE_WITH_TIMEOUT(vouched(), std::to_string(sum), patience_ms);
        cut();
        m_executor.reset();
        close_channel();
        start();
        QTRY_COMPARE_WITH_TIMEOUT(paid(), sum, patience_ms);
    }

    void whatIsNoVoucherOfTheChannelIsRefused() {
        const ledger::Channel channel = opened();
        const auto payer = must(node::Identity::open(place("caller") / "keys", false));
        const std::string chain = m_ledger->chain_id();
        const auto reason = [&](const core::ChannelId& of, std::uint64_t units, const std::string& on,
                                const core::SigningKey& signer) -> QString {
            const auto voucher = ledger::Voucher::sign(on, of, core::Amount::from_units(units), signer);
            const core::Status taken = executor().take_voucher(voucher.encode());
            return taken ? "" : core::code_name(taken.error().code);
        };
        const core::SigningKey& key = payer->caller_key();
        const auto stranger = core::SigningKey::generate();
        QCOMPARE(reason(id(), 1'000, chain, key), "");
        QCOMPARE(reason(id(), 1'000, chain, key), "conflict"); // replayed
        QCOMPARE(reason(id(), 999, chain, key), "conflict");
        QCOMPARE(reason(id(), channel.deposit.units() + 1, chain, key), "refused");
        QCOMPARE(reason(id(), 2'000, chain, stranger), "refused");
        QCOMPARE(reason(id(), 2'000, "another-chain", key), "refused");
        QCOMPARE(reason(core::id_cast<core::ChannelId>(core::random_hash()), 2'000, chain, key), "not_found");
        QVERIFY(!executor().take_voucher(core::Bytes{1, 2, 3}));
        QCOMPARE(reason(id(), 2'000, chain, key), "");
    }
};

QTEST_GUILESS_MAIN(NodeVouchers)
#include "tst_node_vouchers.moc"
