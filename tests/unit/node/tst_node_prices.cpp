// SPDX-License-Identifier: Apache-2.0
#include "node/state/api_key_book.h"
#include "node/state/upstream_store.h"
#include "scripted_upstream.h"
#include "test_client.h"
#include "test_node.h"

#include <QUrl>

#include <future>
#include <sqlite3.h>
#include <thread>

using namespace hearth;
using namespace hearth::test;

namespace {

const std::string used = R"("usage":{"prompt_tokens":3,"completion_tokens":2})";
const std::string fine = R"({"model":"m","choices":[],)" + used + "}";

} // namespace

/// What answers of other networks cost: told by their owner here, charged once, kept.
class NodePrices : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<TestNode> m_node;

    std::uint16_t port() {
        return static_cast<std::uint16_t>(QUrl(QString::fromStdString(must(m_node->node().status()).api)).port());
    }
    HttpReply ask(const std::string& key, const std::string& more = {}) {
        return call(port(), "POST", "/v1/chat/completions",
                    R"({"model":"box/m","messages":[{"role":"user","content":"hi"}],"max_tokens":4)" + more + "}",
                    key.empty() ? "" : "Authorization: Bearer " + key + "\r\n");
    }
    void start() {
        m_node = std::make_unique<TestNode>(path_of(*m_folder) / "home");
        m_node->start();
    }
    /// A thousand units for a token read, two thousand for one written.
    control::UpstreamInfo add(const ScriptedUpstream& box) {
        control::UpstreamWish wish{box.url(), "box", "openai", ""};
        wish.price_in = "1";
        wish.price_out = "2";
        return must(m_node->node().add_upstream(wish, {}));
    }
    control::ApiKeyInfo key() { return must(m_node->node().api_keys()).front(); }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        start();
    }
    void cleanup() { m_node.reset(); }

    void anAnswerIsChargedByWhatItSaysItUsedAndOutlivesAStop() {
        ScriptedUpstream box(Behaviour{{{plain_answer(200, fine)}}});
        QCOMPARE(add(box).prices.front().completion_million, std::string("2000000000"));
        const std::string secret = must(m_node->node().create_api_key({"laptop", {}, {}, {}})).key;
        const HttpReply reply = ask(secret);
        QCOMPARE(reply.status, 200);
        const HttpReply evidence = call(port(), "GET", "/v1/evidence/" + reply.header("x-evidence-id"), {},
                                        "Authorization: Bearer " + secret + "\r\n");
        QCOMPARE(evidence.json()["money"].toObject()["charged"].toString(), QString("7000"));
        for (int round = 0; round < 2; ++round) {
            QCOMPARE(key().spent, std::string("7000"));
            const auto days = must(m_node->node().spending(1));
            QCOMPARE(days.size(), std::size_t{1});
            QCOMPARE(days[0].amount, std::string("7000"));
            QCOMPARE(days[0].answers, std::uint64_t{1});
            QCOMPARE(must(m_node->node().upstreams()).front().prices.size(), std::size_t{1});
            m_node.reset();
            start();
        }
    }

    void aStreamThatDoesNotSayItIsCountedByItsEventsAndAFailureCostsNothing() {
        const std::string events = token_event("a") + token_event("b") + last_event() + done_event;
        std::atomic<bool> fails = true;
        ScriptedUpstream box([&](const std::string&) {
            return fails ? Behaviour{{{plain_answer(400, R"({"error":{"message":"no"}})")}}}
                         : Behaviour{{{stream_head() + chunk(events) + chunk("")}}};
        });
        add(box);
        QCOMPARE(ask({}, R"(,"stream":true)").status, 400);
        must(m_node->node().network_evidence(1, "")); // it is kept
        QVERIFY(must(m_node->node().spending(1)).empty());
        fails = false;
        QCOMPARE(ask({}, R"(,"stream":true)").status, 200);
        must(m_node->node().network_evidence(1, ""));
        // Four events; the request's bytes, four to a token.
        const std::string body =
            R"({"model":"m","messages":[{"role":"user","content":"hi"}],"max_tokens":4,"stream":true})";
        QCOMPARE(must(m_node->node().spending(1)).front().amount, std::to_string(body.size() / 4 * 1000 + 4 * 2000));
    }

    void aBudgetHoldsForNetworksToo() {
        ScriptedUpstream box(Behaviour{{{plain_answer(200, fine)}}});
        add(box);
        // Every byte of the question may be a token, and four are written at most.
        const std::uint64_t most =
            std::string(R"({"model":"m","messages":[{"role":"user","content":"hi"}],"max_tokens":4})").size() * 1000 +
            8000;
        const std::string secret = must(m_node->node().create_api_key({"small", std::to_string(most), {}, {}})).key;
        QCOMPARE(ask(secret).status, 200);
        must(m_node->node().network_evidence(1, ""));
        const HttpReply refused = ask(secret);
        QVERIFY2(refused.status >= 400 && refused.body.find("may spend") != std::string::npos, refused.body.c_str());
        QCOMPARE(box.requests().size(), std::size_t{1});
        QCOMPARE(key().spent, std::string("7000"));
    }

    /// Whoever asks a second time, or here at home, while the first answer is on its way finds it in the book.
    void whatIsOnItsWayIsCountedForNetworksAndForThisHome() {
        std::promise<void> enough;
        const std::shared_future<void> said = enough.get_future().share();
        ScriptedUpstream box([&](const std::string&) {
            (void)said.wait_for(std::chrono::seconds(20));
            return Behaviour{{{plain_answer(200, fine)}}};
        });
        add(box);
        m_node->import();
        const auto ask_home = [&](const std::string& key) {
            return call(port(), "POST", "/v1/completions", R"({"model":"fake","prompt":"hi","max_tokens":4})",
                        "Authorization: Bearer " + key + "\r\n");
        };
        QCOMPARE(ask_home(must(m_node->node().create_api_key({"free", {}, {}, {}})).key).status, 200);
        const std::uint64_t of_home = std::stoull(key().spent);
        const std::string asked = R"({"model":"m","messages":[{"role":"user","content":"hi"}],"max_tokens":4})";
        const std::string budget = std::to_string(std::max<std::uint64_t>(asked.size() * 1000 + 8000, of_home));
        const std::string one = must(m_node->node().create_api_key({"one", budget, {}, {}})).key,
                          other = must(m_node->node().create_api_key({"other", budget, {}, {}})).key;
        HttpReply first;
        std::thread asking([&] { first = ask(one); });
        const bool asks = QTest::qWaitFor([&] { return box.requests().size() == 1; }, 10000);
        const HttpReply second = ask(one), home = ask_home(one), fair = ask_home(other);
        enough.set_value();
        asking.join();
        QVERIFY(asks);
        QCOMPARE(first.status, 200);
        QCOMPARE(second.status, 402);
        QCOMPARE(home.status, 402);
        QCOMPARE(fair.status, 200);
        QCOMPARE(box.requests().size(), std::size_t{1});
    }

    void aCallWithoutABoundIsNoneOfAKeyWithABudget() {
        ScriptedUpstream box(Behaviour{{{plain_answer(200, fine)}}});
        add(box);
        const std::string poor = must(m_node->node().create_api_key({"poor", "1000000000", {}, {}})).key,
                          free = must(m_node->node().create_api_key({"free", {}, {}, {}})).key;
        const auto open = [&](const std::string& key) {
            return call(port(), "POST", "/v1/chat/completions",
                        R"({"model":"box/m","messages":[{"role":"user","content":"hi"}]})",
                        "Authorization: Bearer " + key + "\r\n");
        };
        const HttpReply refused = open(poor);
        QCOMPARE(refused.status, 400);
        QVERIFY2(refused.body.find("Name max_tokens") != std::string::npos, refused.body.c_str());
        QCOMPARE(refused.error()["param"].toString(), QString("max_tokens"));
        QVERIFY(box.requests().empty());
        QCOMPARE(open(free).status, 200);
        QCOMPARE(ask(poor).status, 200);
    }

    void theBookOfReservationsHoldsUntilTheStoreDoes() {
        const auto units = [](std::uint64_t of) { return core::Amount::from_units(of); };
        const auto store = must(node::Store::open(path_of(*m_folder) / "book.sqlite"));
        const auto book = must(node::ApiKeyBook::open(*store));
        const std::string poor = must(book->create({"poor", "100", {}, {}})).info.key_id,
                          free = must(book->create({"free", {}, {}, {}})).info.key_id;
        must(book->reserve(poor, "a", units(60)));
        QCOMPARE(must(book->list()).front().reserved, std::string("60"));
        QCOMPARE(book->reserve(poor, "b", units(60)).error().code, core::Code::conflict);
        bool written = false;
        const auto write = [&]() -> core::Status {
            written = true;
            return {};
        };
        QVERIFY(!book->spend(poor, units(60), write) && !written);
        must(book->spend(poor, units(40), write));
        QVERIFY(written);
        book->release("a");
        must(book->reserve(poor, "b", units(60)));
        const auto broken = [] { return core::Status(core::fail(core::Code::io, "The disk is full.")); };
        QVERIFY(!book->settle({"b"}, broken));
        QVERIFY(!book->check_budget(poor, units(41))); // it is held still
        book->hold(poor, "b", units(70));              // it was more
        must(book->settle({"b"}, [&] {
            return node::UpstreamStore(*store).put_evidence({}, {{"b", poor, 1, units(70)}});
        }));
        QVERIFY(!book->check_budget(poor, units(31)));
        must(book->check_budget(poor, units(30)));
        must(book->reserve(poor, "rest", units(30)));
        const std::string used_up = book->check_budget(poor, units(1)).error().message;
        QVERIFY2(used_up.find("used up") != std::string::npos, used_up.c_str());
        for (const char* const id : {"c", "d", "e"}) // more than any sum holds
            must(book->reserve(free, id, units(UINT64_MAX)));
        must(book->reserve("", "f", units(UINT64_MAX)));
        QVERIFY(!book->has_budget(free) && book->has_budget(poor));
    }

    void aHighestPriceIsComparedWithWhatTheCallMayCost() {
        ScriptedUpstream box(Behaviour{{{plain_answer(200, fine)}}});
        add(box);
        QCOMPARE(ask({}, R"(,"hearth":{"max_price":"1000000"})").status, 200);
        const HttpReply dear = ask({}, R"(,"hearth":{"max_price":"8000"})");
        QCOMPARE(dear.status, 400);
        QVERIFY2(dear.body.find("the call may cost") != std::string::npos, dear.body.c_str());
        control::ChatRequest request;
        request.model = "m";
        request.prompt = "hello";
        request.networks = {"box"};
        request.max_price = "1000000";
        QVERIFY(m_node->node().chat(request, {}).error().message.find("no bound") != std::string::npos);
        request.max_tokens = 1000;
        QVERIFY(m_node->node().chat(request, {}).error().message.find("may cost") != std::string::npos);
        QCOMPARE(box.requests().size(), std::size_t{1});
    }

    void halfAPriceIsNone() {
        ScriptedUpstream box(Behaviour{{{plain_answer(200, fine)}}});
        control::UpstreamWish wish{box.url(), "box", "openai", ""};
        wish.price_in = "1";
        QCOMPARE(m_node->node().add_upstream(wish, {}).error().code, core::Code::invalid_argument);
        wish.price_in = "much";
        const auto refused = m_node->node().add_upstream(wish, {});
        QCOMPARE(refused.error().code, core::Code::invalid_argument);
        QCOMPARE(refused.error().message, std::string("\"much\" is no price of a million tokens."));
        wish.price_in.clear();
        wish.model_prices = {"m=0.5/1"};
        const control::UpstreamInfo added = must(m_node->node().add_upstream(wish, {}));
        QCOMPARE(added.prices.front().model, std::string("m"));
        QVERIFY2(added.note.find("no model") == std::string::npos, added.note.c_str());
        wish.name = "other";
        wish.model_prices = {"nosuch=0.5/1"};
        const std::string note = must(m_node->node().add_upstream(wish, {})).note;
        QVERIFY2(note.find("It offers no model \"nosuch\"") != std::string::npos, note.c_str());
    }

    void aFileOfVersionNineChargesEachAnswerOnce() {
        const auto file = path_of(*m_folder) / "node.sqlite";
        const core::Bytes schema = must(core::read_file(HEARTH_SOURCE_DIR "/tests/vectors/node/node_v9.sql", 1 << 20));
        sqlite3* database = nullptr;
        QCOMPARE(sqlite3_open(file.c_str(), &database), SQLITE_OK);
        const std::string made = std::string(schema.begin(), schema.end()) +
                                 "INSERT INTO purchases (job_id, caller, model_id, model_name, profile, created_at, "
                                 "state, executor, escrow_id, charged) VALUES ('a', 'key', 'm', 'model', 'ci8.1', 5, "
                                 "'done', zeroblob(32), zeroblob(32), 40); PRAGMA user_version = 9;";
        QCOMPARE(sqlite3_exec(database, made.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(database);
        const node::ForeignCharge charge{"e", "key", 6, core::Amount::from_units(7)};
        for (int round = 0; round < 2; ++round) {
            const auto store = must(node::Store::open(file));
            must(node::UpstreamStore(*store).put_evidence({{"e", 6, {1}, {2}}}, {charge}));
            QCOMPARE(must(store->spending("key")).settled.units(), std::uint64_t{47});
            QCOMPARE(must(store->spent_by_day(0)).front().answers, std::uint64_t{2});
            QCOMPARE(must(node::UpstreamStore(*store).charged("e"))->units(), std::uint64_t{7});
            QVERIFY(!must(node::UpstreamStore(*store).charged("f")));
            must(store->check());
        }
    }
};

QTEST_GUILESS_MAIN(NodePrices)
#include "tst_node_prices.moc"
