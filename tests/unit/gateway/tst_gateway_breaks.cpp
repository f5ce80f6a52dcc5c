// SPDX-License-Identifier: Apache-2.0
#include "door_wire.h"
#include "gateway/edge/repeat.h"
#include "gateway/edge/toll.h"
#include "gateway/networks/upstreams.h"
#include "room.h"
#include "scripted_upstream.h"
#include "shop.h"

#include <QTest>

#include <future>

using namespace hearth;
using namespace hearth::test;

namespace {

[[noreturn]] void defect() {
    throw std::runtime_error("a defect");
}

/// A call under a key, in a room of its own.
struct KeyedCall {
    KeyedCall() { room.services.options.memory = memory; }
    /// Asks once more; the exchange that computes does `at_tick`.
    std::shared_ptr<gateway::Exchange> ask(gateway::Reply& reply,
                                           const std::function<void(gateway::Reply& to)>& at_tick) {
        return book.enter(room.services, reply, {{}, "k", {}}, [this, at_tick](gateway::Reply& to) {
            ++begun;
            return std::make_shared<ScriptedExchange>([&to, at_tick] { at_tick(to); });
        });
    }

    const std::shared_ptr<Memory> memory = std::make_shared<Memory>();
    gateway::RepeatBook book;
    int begun = 0;
    Room room;
};

/// Breaks at the end, or does not.
struct BrokenSink final : gateway::RawSink {
    void head(const gateway::RawHead&) override {}
    bool body(std::string) override { return true; }
    void ended(const gateway::AnswerFacts&) override { defect(); }
    void failed(const core::Error& error, const gateway::AnswerFacts&) override { told.set_value(error); }
    std::promise<core::Error> told;
};

} // namespace

/// What becomes of an answer behind which somebody throws.
class TestGatewayBreaks : public QObject {
    Q_OBJECT

private slots:
    void whatIsBeingSettledGoesOut() {
        const auto book = std::make_shared<MemoryBook>();
        const auto facilitator = std::make_shared<ScriptedFacilitator>();
        Room room;
        room.services.options.till = std::make_shared<gateway::pay::Till>(test_terms(), book, facilitator);
        const Wallet wallet(7);
        const auto wish =
            wallet.wish(test_terms(), gateway::pay::Scheme::upto, core::system_clock().now() / core::second, 1);
        gateway::HttpRequest request;
        request.method = "POST";
        request.target = chat_path;
        request.headers = {{"host", "localhost"}, {"payment-signature", wallet.header(wish, test_terms())}};
        NotingReply reply;
        bool begun = false;
        const auto exchange = gateway::TollExchange::start(
            room.services, reply, request, [&begun](gateway::Reply& to, gateway::HttpRequest paid) {
                begun = true;
                return std::make_shared<ScriptedExchange>([&to, meter = paid.meter] {
                    meter->worked = true;
                    meter->prompt_tokens = 7;
                    to.answer({});
                    defect();
                });
            });
        QVERIFY(room.run_until([&] { return begun; }));
        exchange->tick(0);
        QCOMPARE(reply.times_broken, 0);
        QVERIFY(room.run_until([&] { return !reply.answers.empty(); }));
        QCOMPARE(reply.answers.front().status, 200);
        QCOMPARE(facilitator->settled.load(), 1);
        QCOMPARE(book->only_stage(), std::string("settled"));
        QCOMPARE(reply.times_broken, 0);
    }

    void aCallThatBreaksUnderAKeyIsNotPaidAgain() {
        KeyedCall call;
        NotingReply first, again;
        const auto exchange = call.ask(first, [](gateway::Reply&) { defect(); });
        QVERIFY(call.room.run_until([&] { return call.begun == 1; }));
        exchange->tick(0);
        QVERIFY(call.room.run_until([&] { return !first.answers.empty(); }));
        QCOMPARE(first.answers.front().status, 500);
        QCOMPARE(first.header("X-Should-Retry"), std::string("false"));
        QCOMPARE(first.times_broken, 0);
        const auto later = call.ask(again, [](gateway::Reply& to) { to.answer({}); });
        QVERIFY(call.room.run_until([&] { return !again.answers.empty(); }));
        QCOMPARE(again.answers.front().status, 500);
        QCOMPARE(again.header("Idempotent-Replayed"), std::string("true"));
        QCOMPARE(call.begun, 1);
    }

    void anAnswerThatIsBeingKeptGoesOut() {
        KeyedCall call;
        NotingReply reply;
        const auto exchange = call.ask(reply, [](gateway::Reply& to) {
            to.answer({});
            defect();
        });
        QVERIFY(call.room.run_until([&] { return call.begun == 1; }));
        exchange->tick(0);
        QVERIFY(call.room.run_until([&] { return !reply.answers.empty(); }));
        QCOMPARE(reply.answers.front().status, 200);
        QCOMPARE(reply.times_broken, 0);
    }

    void whoHasItsAnswerHearsOfNoDefectAndTheOthersDoOnce() {
        KeyedCall call;
        NotingReply served, breaks, behind;
        breaks.throws = true;
        const auto answers = [](gateway::Reply& to) { to.answer({}); };
        const std::shared_ptr<gateway::Exchange> all[] = {call.ask(served, answers), call.ask(breaks, answers),
                                                          call.ask(behind, answers)};
        QVERIFY(call.room.run_until([&] { return call.begun == 1; }));
        all[0]->tick(0);
        QVERIFY(call.room.run_until([&] { return behind.times_broken > 0; }));
        QCOMPARE(served.answers.size(), std::size_t{1});
        QCOMPARE(served.times_broken, 0);
        QCOMPARE(breaks.times_broken, 1);
        QCOMPARE(behind.times_broken, 1);
    }

    void whatIsCompleteAndUnsentGoesOut() {
        const Room room;
        DoorWire wire(room.services);
        gateway::HttpAnswer large;
        large.body.assign(std::size_t{16} << 20, 'x');
        wire.connection->answer(large);
        wire.turn();
        QVERIFY(wire.connection->unsent() > 0);
        wire.connection->broke();
        const std::string got = wire.rest();
        QVERIFY(got.starts_with("HTTP/1.1 200"));
        QCOMPARE(got.size() - got.find("\r\n\r\n") - 4, large.body.size());
    }

    void aCallThatMayHaveCostSomethingIsNotToBeSentAgain() {
        Script slow;
        slow.before_started = Millis(1000);
        const auto backend = std::make_shared<FakeBackend>(slow);
        Room room;
        room.services.backend = backend;
        DoorWire wire(room.services);
        boost::asio::write(wire.client, boost::asio::buffer(request_text("POST", chat_path, chat())));
        for (int i = 0; i < 500 && backend->started() == 0; ++i)
            wire.turn(Millis(10));
        QCOMPARE(backend->started(), 1);
        wire.connection->broke();
        const std::string got = wire.rest();
        QVERIFY2(got.starts_with("HTTP/1.1 500"), got.c_str());
        QVERIFY2(got.find("X-Should-Retry: false") != std::string::npos, got.c_str());
    }

    void aKeptStreamOfTypedEventsBreaksAsOne() {
        const auto memory = std::make_shared<Memory>();
        Room room;
        room.services.options.memory = memory;
        room.services.backend = std::make_shared<FakeBackend>();
        room.services.repeats = std::make_shared<gateway::RepeatBook>();
        gateway::HttpRequest request;
        request.headers = {{"idempotency-key", "k"}};
        request.body = R"({"model":"m","input":"hi","stream":true})";
        const auto key = gateway::repeat_key(request, "/v1/responses");
        std::string events; // more than goes out before somebody reads
        for (int i = 0; i < 4000; ++i)
            events += "event: x\ndata: {\"type\":\"x\",\"sequence_number\":" + std::to_string(i) + ",\"delta\":\"" +
                      std::string(8000, 'x') + "\"}\n\n";
        QVERIFY(memory->keep(*std::get<std::optional<gateway::RepeatKey>>(key),
                             gateway::KeptAnswer{200, true, "text/event-stream", {}, events}));
        DoorWire wire(room.services);
        boost::asio::write(wire.client, boost::asio::buffer(request_text("POST", "/v1/responses", request.body,
                                                                         "Idempotency-Key: k\r\n")));
        QVERIFY(room.run_until([&] {
            wire.turn();
            return wire.connection->unsent() > 0;
        }));
        wire.connection->broke();
        const std::string got = wire.rest();
        const std::string number = "\"sequence_number\":";
        const std::size_t error = got.find("event: error\ndata: {\"type\":\"error\"," + number);
        QVERIFY2(error != std::string::npos, got.substr(got.size() - std::min<std::size_t>(got.size(), 500)).c_str());
        const auto number_at = [&](std::size_t at) { return std::stoi(got.substr(at + number.size(), 10)); };
        QCOMPARE(number_at(got.find(number, error)), number_at(got.rfind(number, error)) + 1);
    }

    void whatBrokeBeforeACallBeganMayBeSentAgain() {
        const Room room;
        DoorWire wire(room.services);
        wire.connection->broke();
        const std::string got = wire.rest();
        QVERIFY2(got.starts_with("HTTP/1.1 500"), got.c_str());
        QVERIFY2(got.find("X-Should-Retry") == std::string::npos, got.c_str());
    }

    void whoseEndThrowsHearsOfADefect() {
        ScriptedUpstream box(Behaviour{{{plain_answer(200, R"({"model":"m","choices":[]})")}}});
        gateway::Upstreams::Options options;
        options.keep = [](auto&) { return core::Status(); };
        options.admit = [](const std::string&) { return core::Result<std::shared_ptr<void>>(std::shared_ptr<void>()); };
        const auto upstreams = std::move(*gateway::Upstreams::start(std::move(options)));
        QVERIFY(upstreams->add({"box", "openai", box.url(), {}}) && upstreams->test("box"));
        const auto sink = std::make_shared<BrokenSink>();
        auto told = sink->told.get_future();
        const auto call = upstreams->call({{"box", "m"}, {"/chat/completions", R"({"model":"m"})"}, {}, {}}, sink);
        QVERIFY(call);
        QVERIFY(told.wait_for(std::chrono::seconds(5)) == std::future_status::ready);
        QCOMPARE(told.get().code, core::Code::internal);
    }
};

QTEST_GUILESS_MAIN(TestGatewayBreaks)
#include "tst_gateway_breaks.moc"
