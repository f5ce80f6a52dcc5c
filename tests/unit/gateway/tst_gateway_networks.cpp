// SPDX-License-Identifier: Apache-2.0
#include "gateway/networks/answer_guard.h"
#include "gateway/networks/answer_parser.h"
#include "gateway/networks/directory.h"
#include "gateway/networks/openai_server.h"
#include "gateway/networks/server_url.h"

#include <QTest>

using namespace hearth;
using namespace hearth::gateway;

namespace {

using core::second;
using schedule::Breaker, schedule::first_pause, schedule::longest_pause;

const core::Error broke = core::fail(core::Code::timed_out, "It fell silent.");

std::string chosen(const Directory& directory, const std::string& asked) {
    const auto places = directory.offering(asked);
    if (!places) return "error " + std::string(core::code_name(places.error().code));
    if (places->empty()) return "nowhere";
    const Place& place = places->front();
    return place.network + " " + place.model + (place.named ? " named" : "");
}

/// The stream in pieces of `size` bytes: what goes on, and whether every piece of it ends where an event does.
core::Result<std::string> through(const std::string& stream, std::size_t size) {
    EventGuard guard(1 << 20);
    std::string out;
    for (std::size_t at = 0; at < stream.size(); at += size) {
        const Passed passed = guard.feed(std::string_view(stream).substr(at, size));
        HEARTH_CHECK(passed.fine);
        out += passed.bytes;
    }
    HEARTH_CHECK(guard.end());
    return out;
}

const std::string token = R"({"model":"m","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}]})";
const std::string finish = R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})";

} // namespace

class TestGatewayNetworks : public QObject {
    Q_OBJECT

private slots:
    void aBreakerOpensAfterFailuresAndLetsOneProbeThrough() {
        Breaker breaker;
        QVERIFY(admit(breaker, 0));
        failed(breaker, 0);
        failed(breaker, 0);
        QVERIFY(admit(breaker, 0));
        failed(breaker, 0);
        QVERIFY(!admit(breaker, first_pause - 1));
        QCOMPARE(breaker.state(first_pause), Breaker::State::half_open);
        QVERIFY(admit(breaker, first_pause));
        QVERIFY(!admit(breaker, first_pause)); // one probe
        failed(breaker, first_pause);
        QVERIFY(!admit(breaker, 3 * first_pause - 1)); // twice as long
        QVERIFY(admit(breaker, 3 * first_pause));
        abandoned(breaker);
        QVERIFY(admit(breaker, 3 * first_pause));
        succeeded(breaker);
        QCOMPARE(breaker.state(3 * first_pause), Breaker::State::closed);
        QVERIFY(admit(breaker, 0));
    }

    void aBreakerNeverRestsForEver() {
        Breaker breaker;
        core::Nanoseconds now = 0;
        for (int i = 0; i < 100; ++i) {
            failed(breaker, now);
            now = std::max(now, breaker.open_until);
        }
        QCOMPARE(breaker.pause, longest_pause);
        // Calls that were under way when it opened do not make it longer.
        const core::Nanoseconds until = breaker.open_until = now + longest_pause;
        failed(breaker, now);
        QCOMPARE(breaker.open_until, until);
    }

    void aPlainNameIsTheFirstNetworksAndAnExactOneIsNobodyElses() {
        Directory directory;
        directory.add("box", "openai");
        directory.add("meta", "openai");
        QCOMPARE(chosen(directory, "box/llama"), std::string("error unavailable")); // it never said what it has
        directory.listed("box", {{"llama", 0, {}}, {"meta/qwen", 0, {}}}, 5);
        directory.listed("meta", {{"llama", 0, {}}, {"phi", 0, {}}}, 6);
        QCOMPARE(chosen(directory, "llama"), std::string("box llama"));
        QCOMPARE(directory.offering("llama")->back().network, std::string("meta")); // whom to turn to then
        QCOMPARE(directory.offering("meta/llama")->size(), std::size_t{1});
        QCOMPARE(chosen(directory, "meta/llama"), std::string("meta llama named"));
        QCOMPARE(chosen(directory, "phi"), std::string("meta phi"));
        QCOMPARE(chosen(directory, "box/phi"), std::string("error not_found"));
        QCOMPARE(chosen(directory, "meta/qwen"), std::string("error not_found")); // box's is box/meta/qwen
        QCOMPARE(chosen(directory, "box/meta/qwen"), std::string("box meta/qwen named"));
        QCOMPARE(chosen(directory, "other"), std::string("nowhere"));
        std::vector<std::string> shown;
        for (const auto& offer : directory.offers()) {
            shown.push_back(offer.shown);
            QCOMPARE(chosen(directory, offer.shown).substr(0, offer.network.size()), offer.network);
        }
        QCOMPARE(shown, (std::vector<std::string>{"llama", "box/meta/qwen", "meta/llama", "phi"}));
        directory.remove("box");
        QCOMPARE(chosen(directory, "llama"), std::string("meta llama"));
    }

    void aNetworkThatFailsRestsForThatModelOnly() {
        Directory directory;
        directory.add("box", "openai");
        directory.listed("box", {{"a", 0, {}}, {"b", 0, {}}}, 0);
        const Place a{"box", "a", false}, b{"box", "b", false};
        for (int i = 0; i < 3; ++i) {
            QVERIFY(directory.enter(a, 0).ok());
            directory.failed(a, broke, 0);
        }
        const auto refused = directory.enter(a, second);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, core::Code::unavailable);
        QVERIFY(refused.error().message.find("It fell silent.") != std::string::npos);
        QVERIFY(directory.enter(b, second).ok());
        QVERIFY(directory.enter(a, first_pause).ok());
        directory.succeeded(a, 0, first_pause);
        QVERIFY(!directory.find("box")->last_error);
        directory.begun(a, 800, false, 0);
        directory.begun(a, 1600, false, 0);
        QCOMPARE(*directory.find("box")->latency, core::Nanoseconds{900});
    }

    void whatWasSeenOfANetworkIsOfOneModelAndPeaksAreBelieved() {
        Directory directory;
        directory.add("box", "openai");
        const Place a{"box", "a", false};
        directory.begun(a, 4 * second, false, 0); // a whole answer says nothing of its first token
        QVERIFY(!directory.find("box")->seen.contains("a"));
        directory.begun(a, second / 5, true, 0);
        directory.succeeded(a, second / 20, 0);
        directory.begun(a, 2 * second, true, second);
        directory.begun(a, second / 5, true, 2 * second);
        directory.succeeded(a, 0, 2 * second); // of an answer with one event
        const schedule::Observed& seen = directory.find("box")->seen.at("a");
        QVERIFY(*seen.first_token() > 1.5);
        QCOMPARE(*seen.token_gap(), 0.05);
        QVERIFY(*seen.first_token(2 * second) > 1.5); // and forgotten where nobody asks any more
        QVERIFY(*seen.first_token(1'800 * second) < 0.1);
        const double good = seen.failure_share();
        directory.failed(a, broke, 3 * second);
        QVERIFY(seen.failure_share() > good);
        QVERIFY(!directory.find("box")->seen.contains("b"));
    }

    void aCallCostsWhatItUsedAndNeverMoreThanItsBytesAndTokensMay() {
        const auto units = [](std::uint64_t of) { return core::Amount::from_units(of); };
        const NetworkQuote quote{units(10), units(1000)};
        QCOMPARE(price_of(quote, {3, 2}).units(), std::uint64_t{2030});
        QCOMPARE(price_of(quote, {0, UINT64_MAX}).units(), UINT64_MAX); // what no amount holds
        const CallSize bound{400, 2, 50};
        QCOMPARE(highest_price(quote, bound)->units(), std::uint64_t{400 * 10 + 2 * 50 * 1000});
        QCOMPARE(expected_price(quote, bound).units(), std::uint64_t{100 * 10 + 2 * 50 * 1000});
        const CallSize open{400, 1, {}};
        QVERIFY(!highest_price(quote, open)); // nothing bounds the answer,
        QCOMPARE(highest_price({units(10), units(0)}, open)->units(), std::uint64_t{4000}); // where it costs anything
        QCOMPARE(expected_price(quote, open).units(), std::uint64_t{1000 + 256 * 1000});
        QVERIFY((estimated_usage({40}, 7, 9000) == TokenUsage{10, 7}) &&
                (estimated_usage({40}, 0, 80) == TokenUsage{10, 20}));
        CallSize shown{4000, 1, 50};
        shown.parts = 2;
        shown.part_bytes = 3600;
        QVERIFY(!highest_price(quote, shown)); // what an image costs its network alone knows
        QCOMPARE(estimated_usage(shown, 1, 0).prompt, std::uint64_t{100 + 2 * 1024});
        CallSize wide{400, 1, 50};
        wide.unbounded = true;
        QVERIFY(!highest_price({units(10), units(0)}, wide));
    }

    void whatAnAnswerSaysItUsedIsRead() {
        const auto usage = [](const std::string& events) {
            EventGuard guard(1 << 20);
            return guard.feed(events).fine ? guard.facts().usage : std::nullopt;
        };
        const std::string early = R"(data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1}})"
                                  "\n\n";
        const std::string late = R"(data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}})"
                                 "\n\n";
        QVERIFY(usage(early + late) == (TokenUsage{3, 2}));
        QVERIFY(!usage("data: " + token + "\n\n"));
        QVERIFY(!usage("data: {\"usage\":null}\n\ndata: {\"usage\":{\"total\":1}}\n\n"));
        const auto told = [&](const std::string& json) { return usage("data: {\"usage\":{" + json + "}}\n\n"); };
        QVERIFY(!told(R"("prompt_tokens":-3,"completion_tokens":2)"));
        QVERIFY(!told(R"("prompt_tokens":3)"));
        QVERIFY(!told(R"("prompt_tokens":3,"completion_tokens":"2","total_tokens":5)"));
        QVERIFY(told(R"("prompt_tokens":3,"total_tokens":3)") == (TokenUsage{3, 0})); // of vectors
        QVERIFY(told(R"("input_tokens":3,"output_tokens":2)") == (TokenUsage{3, 2})); // of /v1/responses
    }

    void eventsPassByteForByteHoweverTheyAreCut() {
        const std::string ends[] = {"\n", "\r\n", "\r"};
        for (const std::string& nl : ends) {
            const std::string stream = ": hello" + nl + nl + "data: " + token + nl + nl + "event: x" + nl + "id: 1" +
                                       nl + "data:" + token + nl + nl + nl + ": keep-alive" + nl + "data: " + finish +
                                       nl + nl + "data: [DONE]" + nl + nl;
            for (std::size_t size = 1; size <= stream.size(); ++size) {
                const auto out = through(stream, size);
                QVERIFY2(out.ok(), out ? "" : out.error().message.c_str());
                QCOMPARE(*out, stream);
            }
        }
    }

    void noPieceOfAnEventGoesOnBeforeItIsWhole() {
        EventGuard guard(1 << 20);
        QCOMPARE(guard.feed("data: " + token.substr(0, 20)).bytes, std::string());
        QCOMPARE(guard.feed(token.substr(20) + "\n").bytes, std::string());
        QCOMPARE(guard.feed("\ndata: {").bytes, "data: " + token + "\n\n");
        QCOMPARE(guard.events(), std::size_t{1});
        QVERIFY(!guard.end());
    }

    void aStreamIsWholeOnlyIfItSaysSo() {
        const auto whole = [](const std::string& stream) { return through(stream, 5).ok(); };
        QVERIFY(whole("data: " + token + "\n\ndata: " + finish + "\n\n")); // no [DONE], but the reason of the end
        QVERIFY(whole("data: [DONE]\n\n"));
        QVERIFY(whole("data: " + token + "\n\ndata: {\"error\":{\"message\":\"no\"}}\n\n")); // told, so honest
        QVERIFY(!whole("data: " + token + "\n\n"));
        QVERIFY(!whole(""));
        QVERIFY(!whole(": keep-alive\n\n"));
        QVERIFY(!whole("data: " + token + "\n\ndata: [DONE]\n")); // the event has no end
        QVERIFY(!whole("data: {\"choices\":[{\"index\":1,\"finish_reason\":null}]}\n\ndata: " + finish + "\n\n"));
        QVERIFY(!whole("data: {broken\n\ndata: [DONE]\n\n"));
        // What its caller reads must be what was looked at.
        QVERIFY(!whole("data: {\"error\":null,\"error\":{\"message\":\"no\"}}\n\ndata: " + finish + "\n\n"));
        EventGuard endless(64);
        const Passed before = endless.feed("data: [DONE]\n\ndata: " + std::string(100, 'x'));
        QVERIFY(!before.fine);
        QCOMPARE(before.bytes, std::string("data: [DONE]\n\n")); // and nothing of the other
    }

    void aKeyMayStandTwiceUnlessItIsReadHere() {
        const std::string harmless =
            R"({"choices":[{"index":0,"delta":{"role":"a","role":"a","content":"x"}}],"x":1,"x":2})";
        const std::string finished = "data: " + finish + "\n\n";
        const auto passed = through("data: " + harmless + "\n\n" + finished, 9);
        QVERIFY(passed);
        QCOMPARE(*passed, "data: " + harmless + "\n\n" + finished);
        const std::vector<std::pair<const char*, std::string>> refused = {
            {"choices", R"({"choices":[],"choices":[{"index":0,"finish_reason":"stop"}]})"},
            {"usage", R"({"choices":[],"usage":{"prompt_tokens":1},"usage":{"prompt_tokens":9}})"},
            {"completion_tokens", R"({"usage":{"prompt_tokens":1,"completion_tokens":1,"completion_tokens":9}})"},
            {"error", R"({"error":null,"error":"no"})"},
            {"model", R"({"model":"a","model":"b"})"}};
        for (const auto& [key, object] : refused) {
            EventGuard guard(1 << 20);
            const auto fine = guard.feed("data: " + object + "\n\n").fine;
            QVERIFY(!fine && fine.error().code == core::Code::corrupt);
            QVERIFY2(fine.error().message.find("\"" + std::string(key) + "\" stands twice") != std::string::npos,
                     fine.error().message.c_str());
            AnswerGuard whole(false, {});
            QVERIFY(whole.head({200, "application/json", {}}));
            QVERIFY(whole.body(object).fine);
            QCOMPARE(whole.end().fine.error().message, fine.error().message);
        }
    }

    void headsOfOtherThingsAreRefused() {
        const auto judged = [](bool stream, int status, const std::string& type) {
            AnswerGuard guard(stream, {});
            const auto fine = guard.head({status, type, {}});
            return fine ? std::string("fine") : core::code_name(fine.error().code);
        };
        QCOMPARE(judged(false, 200, "Application/JSON; charset=utf-8"), std::string("fine"));
        QCOMPARE(judged(true, 200, "text/event-stream"), std::string("fine"));
        QCOMPARE(judged(false, 200, "text/html"), std::string("corrupt"));
        QCOMPARE(judged(false, 200, "text/event-stream"), std::string("corrupt"));
        QCOMPARE(judged(true, 200, "text/plain"), std::string("corrupt"));
        QCOMPARE(judged(false, 200, ""), std::string("corrupt"));
        QCOMPARE(judged(false, 204, "application/json"), std::string("corrupt"));
        QCOMPARE(judged(false, 401, "application/json"), std::string("refused"));
        QCOMPARE(judged(false, 307, "application/json"), std::string("refused"));
        QCOMPARE(judged(true, 429, "application/json"), std::string("fine"));
        QCOMPARE(judged(true, 500, "application/problem+json"), std::string("fine"));
        QCOMPARE(judged(false, 503, "text/html"), std::string("unavailable"));
    }

    void codedContentIsRefusedWhateverItHolds() {
        const auto form = [](const std::string& header) {
            AnswerParser parser;
            const auto used = parser.feed("HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n");
            return used.ok() && parser.head_is_here() && parser.check_form().ok();
        };
        QVERIFY(form("Content-Encoding: identity"));
        QVERIFY(form("Transfer-Encoding: chunked"));
        QVERIFY(!form("Content-Encoding: gzip"));
        QVERIFY(!form("Content-Encoding: identity\r\nContent-Encoding: br"));
        QVERIFY(!form("Transfer-Encoding: gzip, chunked"));
        QVERIFY(!form("Content-Length: 5\r\nContent-Length: 7"));
    }

    void listsOfModelsAreReadOrRefused() {
        QCOMPARE(read_model_list(R"({"data":[{"id":"a/b:c"},{"id":"d","owned_by":"x"}]})").value().size(),
                 std::size_t{2});
        QVERIFY(read_model_list(R"({"data":[]})").ok());
        for (const char* wrong : {"", "[]", "{}", R"({"data":[{}]})", R"({"data":[{"id":""}]})", R"({"data":{}})",
                                  R"({"data":[{"id":"a\nb"}]})"})
            QVERIFY2(!read_model_list(wrong), wrong);
    }

    void addressesAreReadOrRefused() {
        const auto text = [](const std::string& url) {
            const auto read = ServerUrl::parse(url);
            return read ? read->text() : std::string("refused");
        };
        QCOMPARE(text("http://127.0.0.1:8080"), std::string("http://127.0.0.1:8080/v1"));
        QCOMPARE(text("https://api.example.com/api/v1/"), std::string("https://api.example.com/api/v1"));
        QCOMPARE(text("http://[::1]:81/v1"), std::string("http://[::1]:81/v1"));
        QCOMPARE(text("https://h:443/v1"), std::string("https://h/v1"));
        for (const char* wrong : {"", "h", "ftp://h", "http://", "http://h:0", "http://h:99999", "http://h:8x",
                                  "http://u:p@h/v1", "http://h/v1?key=1", "http://h/v1#x", "http://h\r\nX: y/",
                                  "http://[::1/v1", "http://[h]/", "http://::1/"})
            QCOMPARE(text(wrong), std::string("refused"));
        QVERIFY(ServerUrl::parse("http://10.0.0.7/v1")->readable_on_the_way());
        QVERIFY(!ServerUrl::parse("http://127.0.0.1/v1")->readable_on_the_way());
        QVERIFY(!ServerUrl::parse("https://10.0.0.7/v1")->readable_on_the_way());
    }
};

QTEST_APPLESS_MAIN(TestGatewayNetworks)
#include "tst_gateway_networks.moc"
