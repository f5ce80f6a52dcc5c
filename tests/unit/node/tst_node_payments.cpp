// SPDX-License-Identifier: Apache-2.0
#include "core/base64.h"
#include "core/file.h"
#include "core/hash.h"
#include "node/money/late_payments.h"
#include "node/state/api_key_book.h"
#include "node/state/payment_book.h"
#include "node/state/settings.h"
#include "test_client.h"
#include "test_node.h"
#include "wallet.h"

#include <QUrl>

#include <csignal>
#include <future>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace hearth;
using namespace hearth::test;
using gateway::pay::Entry;
using gateway::pay::Payment;
using gateway::pay::Stage;

namespace {

Payment payment_of(const std::string& name) {
    Payment payment;
    payment.id = core::sha256(core::as_bytes(name));
    payment.version = 1;
    payment.scheme = gateway::pay::Scheme::exact;
    payment.payer = "0xaa";
    payment.amount = core::Uint128{1} << 90; // of an asset with eighteen decimals
    payment.expires_s = 77;
    payment.voucher = R"({"v":1})";
    payment.requirements = R"({"r":1})";
    return payment;
}

core::Result<node::Settings> settings_of(const std::string& toml) {
    const auto config = core::Config::parse(toml, "test", node::Settings::specs());
    return config ? node::Settings::from(*config) : core::Result<node::Settings>(config.error());
}

const std::string paid = "[payment]\npay_to = \"0x1111111111111111111111111111111111111111\"\n"
                         "facilitator_address = \"0x2222222222222222222222222222222222222222\"\n";

/// A home that sells calls for what test_terms() say, and settles nothing.
const std::string shop = "[api]\nrequire_key = \"always\"\n"
                         "[payment]\npay_to = \"0x1111111111111111111111111111111111111111\"\n"
                         "facilitator_address = \"0x2222222222222222222222222222222222222222\"\n"
                         "asset = \"0x036cbd53842c5426634e7929541ec2318f3dcf7e\"\nnetwork = \"eip155:84532\"\n"
                         "asset_name = \"USDC\"\nprompt_million = \"10\"\ncompletion_million = \"40\"\n"
                         "timeout_seconds = 300\nfacilitator = \"local\"\n";

HttpReply buy(TestNode& node, const std::string& payment) {
    const QUrl url(QString::fromStdString(must(node.node().status()).api));
    return call(static_cast<std::uint16_t>(url.port()), "POST", "/v1/chat/completions",
                R"({"model":"fake","messages":[{"role":"user","content":"hi"}],"max_tokens":4})",
                payment.empty() ? "" : "PAYMENT-SIGNATURE: " + payment + "\r\n");
}

} // namespace

class NodePayments : public QObject {
    Q_OBJECT
private slots:
    void aNonceIsTakenOnce() {
        const QTemporaryDir folder;
        core::ManualClock clock(1'000 * core::second);
        const auto store = must(node::Store::open(path_of(folder) / "node.sqlite"));
        const auto book = must(node::PaymentBook::open(*store, clock));
        const Payment payment = payment_of("a");
        QVERIFY(must(book->reserve(payment)) == Entry::reserved);
        QVERIFY(must(book->reserve(payment)) == Entry::nonce_used);
        must(book->forget(payment.id));
        QVERIFY(must(book->reserve(payment)) == Entry::reserved); // nothing had been given for it
        must(book->owe(payment.id, core::Uint128{1} << 80, {3, 4}));
        must(book->forget(payment.id)); // too late
        QVERIFY(must(book->reserve(payment)) == Entry::nonce_used);
        QVERIFY(!book->owe(payment.id, 1, {}).ok());
        QVERIFY(must(book->owed()).empty()); // whoever answered settles it now
        clock.advance(node::PaymentBook::first_try + 1);
        const auto waiting = must(book->owed());
        QCOMPARE(waiting.size(), std::size_t{1});
        QVERIFY(waiting.front().amount == core::Uint128{1} << 80);
        QVERIFY(waiting.front().payment.amount == payment.amount);
        QCOMPARE(waiting.front().payment.voucher, payment.voucher);
        QCOMPARE(waiting.front().payment.requirements, payment.requirements);
        QCOMPARE(waiting.front().payment.expires_s, payment.expires_s);
        must(book->settle(payment.id, "0xfeed"));
        must(book->refuse(payment.id, "late")); // it is settled
        const auto record = must(book->find(payment.id));
        QVERIFY(record->stage == Stage::settled);
        QCOMPARE(record->transaction, std::string("0xfeed"));
        QCOMPARE(record->completion_tokens, std::uint64_t{4});
        QVERIFY(must(book->owed()).empty());
        QVERIFY(!must(book->find(payment_of("b").id)));
        QCOMPARE(must(node::PaymentBook::newest(*store, 9)).size(), std::size_t{1});
    }

    /// So that whoever has money for one call gets few for it.
    void onePayerHasFewPaymentsOpen() {
        const QTemporaryDir folder;
        core::ManualClock clock(1'000'000 * core::second);
        const auto store = must(node::Store::open(path_of(folder) / "node.sqlite"));
        const auto book = must(node::PaymentBook::open(*store, clock));
        Payment stranger = payment_of("d");
        stranger.payer = "0xbb";
        const auto next = [&](const char* name) { return must(book->reserve(payment_of(name))); };
        QVERIFY(next("a") == Entry::reserved && next("b") == Entry::reserved);
        must(book->owe(payment_of("a").id, 9, {1, 1}));
        QVERIFY(next("c") == Entry::many_open);
        QVERIFY(must(book->reserve(stranger)) == Entry::reserved);
        must(book->settle(payment_of("a").id, "0xfeed"));
        QVERIFY(next("c") == Entry::reserved);
        must(book->owe(payment_of("c").id, 9, {1, 1}));
        must(book->refuse(payment_of("c").id, "poor"));
        QVERIFY(next("e") == Entry::not_paid);
        clock.advance(gateway::pay::rest_of_payer);
        QVERIFY(next("e") == Entry::reserved);
        must(book->owe(payment_of("e").id, 9, {1, 1}));
        must(book->lose(payment_of("e").id, "nonce_used"));
        QVERIFY(must(book->find(payment_of("e").id))->stage == Stage::lost);
        QVERIFY(next("f") == Entry::reserved);
    }

    /// A facilitator that is slow is not asked again before it answered.
    void oneRoundSettlesAtATime() {
        struct Slow final : gateway::pay::Facilitator {
            core::Result<gateway::pay::Verdict> verify(const Payment&) override { return gateway::pay::Verdict{}; }
            core::Result<gateway::pay::Settlement> settle(const Payment&, core::Uint128) override {
                ++asked;
                go_on.get_future().wait();
                return core::fail(core::Code::timed_out, "It does not answer.");
            }
            std::atomic<int> asked{0};
            std::promise<void> go_on;
        };
        const QTemporaryDir folder;
        core::ManualClock clock(core::second);
        const auto store = must(node::Store::open(path_of(folder) / "node.sqlite"));
        const auto book = must(node::PaymentBook::open(*store, clock));
        QVERIFY(must(book->reserve(payment_of("a"))) == Entry::reserved);
        must(book->owe(payment_of("a").id, 9, {1, 1}));
        clock.advance(node::PaymentBook::first_try + core::second);
        const auto facilitator = std::make_shared<Slow>();
        {
            node::LatePayments late(std::make_shared<gateway::pay::Till>(test_terms(), book, facilitator, clock));
            late.tick(node::LatePayments::between_rounds);
            for (int again = 1; again < 4; ++again)
                late.tick((1 + again) * node::LatePayments::between_rounds);
            facilitator->go_on.set_value();
        }
        QCOMPARE(facilitator->asked.load(), 1);
    }

    /// A process that is killed after it took a payment, and after it owed one, forgets neither.
    void nothingIsForgottenByAKill() {
        const QTemporaryDir folder;
        const auto file = path_of(folder) / "node.sqlite";
        const pid_t child = ::fork();
        QVERIFY(child >= 0);
        if (child == 0) {
            const auto store = node::Store::open(file);
            const auto book = store ? node::PaymentBook::open(**store) : store.error();
            const bool done = book && (*book)->reserve(payment_of("runs")) && (*book)->reserve(payment_of("owed")) &&
                              (*book)->owe(payment_of("owed").id, 9, {1, 1}).ok();
            if (done) ::kill(::getpid(), SIGKILL);
            ::_exit(1);
        }
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
        core::ManualClock later(core::system_clock().now() + 10 * core::minute);
        const auto store = must(node::Store::open(file));
        must(store->check());
        const auto book = must(node::PaymentBook::open(*store, later));
        QVERIFY(must(book->reserve(payment_of("runs"))) == Entry::nonce_used);
        QVERIFY(must(book->reserve(payment_of("owed"))) == Entry::nonce_used);
        QVERIFY(must(book->find(payment_of("runs").id))->stage == Stage::lost);
        QCOMPARE(must(book->owed()).size(), std::size_t{1});
    }

    void aFileOfVersionEightTakesPayments() {
        const QTemporaryDir folder;
        const auto file = path_of(folder) / "node.sqlite";
        const core::Bytes schema = must(core::read_file(HEARTH_SOURCE_DIR "/tests/vectors/node/node_v8.sql", 1 << 20));
        sqlite3* database = nullptr;
        QCOMPARE(sqlite3_open(file.c_str(), &database), SQLITE_OK);
        const std::string made = std::string(schema.begin(), schema.end()) +
                                 "INSERT INTO settings (name, value) VALUES ('a', 'b'); PRAGMA user_version = 8;";
        QCOMPARE(sqlite3_exec(database, made.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(database);
        for (const bool fresh : {true, false}) {
            const auto store = must(node::Store::open(file));
            must(store->check());
            QCOMPARE(must(store->setting("a")), std::string("b"));
            const Entry entry = must(must(node::PaymentBook::open(*store))->reserve(payment_of("a")));
            QVERIFY(entry == (fresh ? Entry::reserved : Entry::nonce_used));
        }
    }

    void settingsSayWhoIsPaidAndWhat() {
        QVERIFY(!must(settings_of("")).payments.terms);
        const auto settings = must(settings_of(paid + "facilitator = \"https://f.example/base\"\nmost = \"1.5\"\n"));
        const auto& terms = *settings.payments.terms;
        QVERIFY(terms.most == 1'500'000);
        QVERIFY(terms.tariff.prompt_million == 100'000 && terms.tariff.completion_million == 400'000);
        QCOMPARE(terms.network(), std::string("eip155:8453"));
        QCOMPARE(terms.timeout_s, 600U);
        QVERIFY(must(settings_of(paid + "facilitator = \"local\"\ndecimals = 18\n")).payments.terms->most ==
                core::Uint128{20'000'000'000'000'000});
        const auto small = must(settings_of(paid + "facilitator = \"local\"\ndecimals = 18\nprompt_million = \"2.75\"\n"
                                                   "completion_million = \"999999999\"\n"));
        QVERIFY(small.payments.terms->tariff.prompt_million == core::Uint128{2'750'000'000'000'000'000});
        QVERIFY(small.payments.terms->tariff.completion_million ==
                core::Uint128{999'999'999} * 1'000'000'000 * 1'000'000'000);
    }

    void aSettingThatCannotBeUsedIsNamed() {
        for (const char* wrong :
             {"", "facilitator = \"nowhere\"", "facilitator = \"local\"\nmost = \"0\"",
              "facilitator = \"local\"\nmost = \"-1\"", "facilitator = \"local\"\nmost = \"1.\"",
              "facilitator = \"local\"\nmost = \"0.0000001\"", "facilitator = \"local\"\nnetwork = \"base\"",
              "facilitator = \"local\"\nschemes = []", "facilitator = \"local\"\nschemes = [\"free\"]",
              "facilitator = \"local\"\nasset = \"0x12\"", "facilitator = \"local\"\nemb = \"0\"",
              "facilitator = \"local\"\nemb = \"much\"",
              "facilitator = \"local\"\ndecimals = 18\nmost = \"1000000000\""}) {
            const auto settings = settings_of(paid + wrong + "\n");
            QVERIFY2(!settings && settings.error().code == core::Code::invalid_argument, wrong);
            QVERIFY(std::string(settings.error().message).find("payment.") != std::string::npos);
        }
        const std::string only = "[payment]\npay_to = \"0x1111111111111111111111111111111111111111\"\n"
                                 "facilitator = \"local\"\n";
        const auto alone = must(settings_of(only)); // what settles nothing needs no address of its own
        QVERIFY(alone.payments.terms->facilitator == alone.payments.terms->pay_to);
        QVERIFY(!alone.payments.terms->emb);
        QVERIFY(must(settings_of(only + "emb = \"0.05\"\n")).payments.terms->emb == core::Uint128{50'000});
        const std::string real = "[payment]\npay_to = \"0x1111111111111111111111111111111111111111\"\n"
                                 "facilitator = \"https://facilitator.example\"\n";
        const core::Error lacks = settings_of(real).error(); // upto names its facilitator
        QVERIFY(lacks.message.find("payment.facilitator_address") != std::string::npos);
        QVERIFY(lacks.hint.find("leave upto out") != std::string::npos);
        // Whoever begins with the address hears of everything that it takes.
        const core::Error bare =
            settings_of("[payment]\npay_to = \"0x1111111111111111111111111111111111111111\"\n").error();
        QVERIFY(bare.message.find("payment.facilitator, payment.facilitator_address") != std::string::npos);
        QVERIFY(settings_of(real + "schemes = [\"exact\"]\n").ok());
    }

    /// Asked, paid, answered; and a payment that was taken stays taken when the service comes back.
    void aHomeSellsItsAnswers() {
        const QTemporaryDir folder;
        const auto home = path_of(folder) / "home";
        std::filesystem::create_directories(home);
        must(core::write_file_atomic(home / "hearth.toml", core::as_bytes(shop)));
        const Wallet wallet(7);
        const auto payment = [&](std::uint64_t nonce) {
            const std::int64_t now_s = core::system_clock().now() / core::second;
            return wallet.header(wallet.wish(test_terms(), gateway::pay::Scheme::upto, now_s, nonce), test_terms());
        };
        TestNode node(home);
        node.start();
        node.import();
        QCOMPARE(buy(node, {}).status, 402);
        const std::string first = payment(1);
        const HttpReply answer = buy(node, first);
        QVERIFY2(answer.status == 200, answer.body.c_str());
        QVERIFY(!answer.header("x-payment-id").empty());
        const auto told = must(core::from_base64(answer.header("payment-response")));
        const QJsonObject response =
            QJsonDocument::fromJson(QByteArray(reinterpret_cast<const char*>(told.data()), std::ssize(told))).object();
        QVERIFY(response["success"].toBool());
        QVERIFY(response["note"].toString().contains(QStringLiteral("no money moved")));
        const QJsonObject usage = answer.json()["usage"].toObject();
        QCOMPARE(response["amount"].toString().toInt(),
                 10 * usage["prompt_tokens"].toInt() + 40 * usage["completion_tokens"].toInt());
        for (int round = 0; round < 2; ++round) {
            QCOMPARE(buy(node, first).json()["reason"].toString(), QStringLiteral("nonce_used"));
            if (round == 1) break;
            node.stop();
            node.start();
        }
        QCOMPARE(buy(node, payment(2)).status, 200);
        const auto rows = must(node.node().payments(9));
        QCOMPARE(rows.size(), std::size_t{2});
        QVERIFY(rows.front().state == control::PaymentState::settled && rows.front().transaction.empty());
    }

    /// Whoever pays by the call needs no key, so that a door to other machines may be open without one.
    void aDoorThatSellsMayBeOpen() {
        const QTemporaryDir folder;
        const core::Home home = must(core::Home::resolve(path_of(folder).string()));
        const std::string open = "[api]\nlisten = \"0.0.0.0:0\"\n";
        QVERIFY(!node::check_exposure(must(settings_of(open)), false, home).ok());
        QVERIFY(node::check_exposure(must(settings_of(open + paid + "facilitator = \"local\"\n")), false, home).ok());
    }
};

QTEST_GUILESS_MAIN(NodePayments)
#include "tst_node_payments.moc"
