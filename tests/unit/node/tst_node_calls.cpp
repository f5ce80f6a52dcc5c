// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "node/jobs/execution_plan.h"
#include "node/jobs/purchase.h"
#include "node/network/link_route.h"
#include "node/state/call_book.h"
#include "support.h"

#include <SQLiteCpp/SQLiteCpp.h>

using namespace hearth;
using namespace hearth::test;
using Known = gateway::CallMemory::Known;

namespace {

gateway::RepeatKey call_of(const std::string& caller, const std::string& key, const std::string& body = "body") {
    return {caller, key, core::sha256(core::as_bytes(body))};
}

const gateway::KeptAnswer answer{
    200, true, "text/event-stream", {{"X-Evidence-Id", "ab"}}, std::string("data: \0\xff\n\n", 10)};

gateway::GenerationRequest asks(const gateway::schedule::Route& route, const std::string& profile = {}) {
    gateway::GenerationRequest request;
    request.prompt = "x";
    request.profile = profile;
    request.route = route;
    return request;
}

} // namespace

/// What a node remembers of calls, and on which terms it buys an answer.
class NodeCalls : public QObject {
    Q_OBJECT

private slots:
    void anAnswerIsKeptBeyondTheEndOfTheProcessForADay() {
        const QTemporaryDir folder;
        const auto file = path_of(folder) / "node.sqlite";
        core::ManualClock clock(1'000 * core::second);
        {
            const auto store = must(node::Store::open(file));
            node::CallBook book(*store, clock);
            QVERIFY(must(book.recall(call_of("a", "k"))).known == Known::nothing);
            QVERIFY(must(book.recall(call_of("a", "k"))).known == Known::lost); // nobody keeps it
            must(book.keep(call_of("a", "k"), answer));
            QVERIFY(must(book.recall(call_of("a", "cut"))).known == Known::nothing);
            QVERIFY(must(book.recall(call_of("a", "long"))).known == Known::nothing);
            must(book.keep(call_of("a", "long"), std::nullopt));
        }
        const auto store = must(node::Store::open(file));
        must(store->check());
        node::CallBook book(*store, clock);
        clock.advance(node::CallBook::lifetime);
        const auto found = must(book.recall(call_of("a", "k")));
        QVERIFY(found.known == Known::kept && *found.answer == answer);
        QVERIFY(must(book.recall(call_of("a", "k", "other"))).known == Known::other);
        QVERIFY(must(book.recall(call_of("b", "k", "other"))).known == Known::nothing); // another caller's key
        QVERIFY(must(book.recall(call_of("a", "cut"))).known == Known::lost);
        QVERIFY(must(book.recall(call_of("a", "long"))).known == Known::unkept);
        clock.advance(1);
        QVERIFY(must(book.recall(call_of("a", "k", "other"))).known == Known::nothing); // a day is over
    }

    void bytesThatAreNoTextAreKeptToo() {
        const QTemporaryDir folder;
        const auto store = must(node::Store::open(path_of(folder) / "node.sqlite"));
        node::CallBook book(*store);
        QVERIFY(must(book.recall(call_of("", "k"))).known == Known::nothing);
        must(book.keep(call_of("", "k"), gateway::KeptAnswer{200, false, "text/\xff", {{"X-Of", "caf\xe9"}}, "\xff"}));
        const auto found = must(book.recall(call_of("", "k")));
        QVERIFY(found.known == Known::kept);
        QCOMPARE(found.answer->headers.at(0).second, std::string("caf\xef\xbf\xbd"));
        QCOMPARE(found.answer->body, std::string("\xff"));
    }

    void aCallersAnswersTakeNoMoreThanTheirRoomAndGoAfterADay() {
        const QTemporaryDir folder;
        const auto store = must(node::Store::open(path_of(folder) / "node.sqlite"));
        core::ManualClock clock(1'000 * core::second);
        node::CallBook book(*store, clock, 1000);
        const auto of_size = [](std::size_t bytes) {
            return gateway::KeptAnswer{200, false, "text/plain", {}, std::string(bytes, 'x')};
        };
        for (const char* key : {"1", "2", "3"}) // three that run at once
            QVERIFY(must(book.recall(call_of("a", key))).known == Known::nothing);
        must(book.keep(call_of("a", "1"), of_size(600)));
        must(book.keep(call_of("a", "2"), of_size(401)));
        must(book.keep(call_of("a", "3"), of_size(400)));
        QVERIFY(must(book.recall(call_of("a", "1"))).known == Known::kept);
        QVERIFY(must(book.recall(call_of("a", "2"))).known == Known::unkept);
        QVERIFY(must(book.recall(call_of("a", "3"))).known == Known::kept);
        QVERIFY(book.recall(call_of("a", "4")).error().code == core::Code::busy);
        QVERIFY(must(book.recall(call_of("b", "4"))).known == Known::nothing); // somebody else has room
        must(book.prune());
        QVERIFY(book.recall(call_of("a", "4")).error().code == core::Code::busy);
        clock.advance(node::CallBook::lifetime + 1);
        must(book.prune());
        SQLite::Database file((path_of(folder) / "node.sqlite").string());
        QCOMPARE(file.execAndGet("SELECT count(*) FROM repeatable_calls").getInt(), 0);
    }

    void whatCostNothingIsForgotten() {
        const QTemporaryDir folder;
        const auto store = must(node::Store::open(path_of(folder) / "node.sqlite"));
        node::CallBook book(*store);
        QVERIFY(must(book.recall(call_of("", "k"))).known == Known::nothing);
        must(book.forget(call_of("", "k")));
        QVERIFY(must(book.recall(call_of("", "k", "other"))).known == Known::nothing);
    }

    void aProfileIsTakenThatFitsTheTerms() {
        link::OfferedModel model;
        model.name = "m";
        model.usual_profile = "bf16";
        model.profiles = {"bf16", "ci8.1", "ci4.1"};
        const auto plan = [&](const gateway::schedule::Route& route, const std::string& profile = {}) {
            const auto made = node::plan_purchase(asks(route, profile), model, {}, 0);
            return made ? made->ask.profile : std::string(core::code_name(made.error().code));
        };
        gateway::schedule::Route route;
        QCOMPARE(plan(route), std::string("bf16"));
        route.quantizations = {"int4", "fp8"};
        QCOMPARE(plan(route), std::string("ci4.1"));
        QCOMPARE(plan(route, "ci8.1"), std::string("unsupported")); // who names a profile gets no other one
        route.quantizations = {"fp8"};
        QCOMPARE(plan(route), std::string("unsupported"));
        route = {};
        route.min_level = 4;
        QCOMPARE(plan(route), std::string("ci8.1"));
        QCOMPARE(plan(route, "bf16"), std::string("unsupported"));
        route = {};
        route.resume = true;
        QCOMPARE(plan(route), std::string("ci8.1")); // floating point cannot go on elsewhere
    }

    void whyNoProfileFitsIsSaidInWords() {
        link::OfferedModel model;
        model.name = "m";
        model.usual_profile = "fp32";
        model.profiles = {"fp32"};
        const auto why = [&](const gateway::schedule::Route& route) {
            return std::string(node::plan_purchase(asks(route), model, {}, 0).error().message);
        };
        gateway::schedule::Route route;
        route.min_level = 4;
        QCOMPARE(why(route), std::string("No profile of the model m that may be used reaches the evidence E4. "
                                         "fp32 reaches E2 at most."));
        route = {};
        route.quantizations = {"int8"};
        QCOMPARE(why(route), std::string("No profile of the model m that may be used has weights in int8. "
                                         "fp32 has weights in fp32 and reaches E2 at most."));
        route = {};
        route.resume = true;
        QVERIFY(why(route).starts_with("In no profile of the model m that may be used can another node go on"));
        QVERIFY(why(route).ends_with("Another node cannot go on with an answer in fp32."));
        model.profiles = {"fp32", "ci8.1"};
        route.quantizations = {"fp32"}; // each is excluded by another one
        QVERIFY(why(route).starts_with("No profile of the model m is what the request asks for."));
    }

    void theTermsReachWhoeverIsAsked() {
        link::OfferedModel model;
        model.usual_profile = "ci8.1";
        model.profiles = {"ci8.1"};
        gateway::schedule::Route route;
        route.min_tier = 1;
        route.max_price = 70;
        route.resume = route.hedge = false;
        const auto plan = must(node::plan_purchase(asks(route), model, {}, 0));
        QVERIFY(plan.terms.pinned_only && !plan.resumes && plan.hedge == false);
        QCOMPARE(plan.terms.max_price->units(), std::uint64_t{70});
        const auto usual = must(node::plan_purchase(asks({}), model, {}, 0));
        QVERIFY(!usual.terms.pinned_only && usual.resumes && !usual.hedge && !usual.terms.max_price);
    }

    void aPeerHasOneTurnHoweverManyTenantsItNames() {
        node::ExecutionPlan plan, other;
        plan.ask.tenant = core::sha256(core::as_bytes(std::string("a")));
        other.ask.tenant = core::sha256(core::as_bytes(std::string("b")));
        QVERIFY(plan.asker() != other.asker()); // this home's own callers take turns
        plan.peer = other.peer = core::SigningKey::generate().public_key();
        QVERIFY(plan.asker() == other.asker());
        other.peer = core::SigningKey::generate().public_key();
        QVERIFY(plan.asker() != other.asker());
    }

    void whatFewMayReadGoesOnWithThatTerm() {
        struct Home final : link::JobRoute {
            std::vector<link::OfferedModel> models() override { return listed; }
            core::Result<link::OfferedModel> find(const std::string&) override {
                if (has) return link::OfferedModel{};
                return core::fail(why, "It does not have it.");
            }
            core::Result<link::OpenedJob> open(const std::string&, link::Ask, std::shared_ptr<link::JobEnd>,
                                               const link::Terms& terms) override {
                ++asked;
                pinned_only = terms.pinned_only;
                return core::fail(core::Code::busy, "It is full.");
            }
            bool has = true, pinned_only = false;
            core::Code why = core::Code::not_found;
            std::vector<link::OfferedModel> listed = {};
            int asked = 0;
        } own, others;
        node::HomeFirstRoute route(own, others);
        link::Terms terms;
        QVERIFY(!route.open("j", {}, nullptr, terms));
        QCOMPARE(others.asked, 1); // where anybody may read it, the next one is asked
        QVERIFY(!others.pinned_only);
        terms.pinned_only = true;
        QVERIFY(route.open("j", {}, nullptr, terms).error().code == core::Code::busy);
        QCOMPARE(own.asked, 2);
        QCOMPARE(others.asked, 2);
        QVERIFY(others.pinned_only); // it is theirs to keep to it
        own.has = false;
        QVERIFY(route.open("j", {}, nullptr, terms).error().code == core::Code::busy);
        QCOMPARE(own.asked, 2);
        QCOMPARE(others.asked, 3);
        own.why = core::Code::unavailable; // it does not work now, and has no such model
        QVERIFY(route.open("j", {}, nullptr, terms).error().code == core::Code::busy);
        own.listed = {link::OfferedModel{}};
        QVERIFY(route.open("j", {}, nullptr, terms).error().code == core::Code::unavailable);
    }

    void aQuoteAboveTheHighestPriceIsRefusedWithBothSums() {
        link::Quote quote;
        quote.input_ids = {1, 2, 3};
        quote.decode.max_tokens = 4;
        quote.prompt_token = core::Amount::from_units(10);
        quote.completion_token = core::Amount::from_units(20);
        link::Terms terms;
        must(node::check_price(quote, terms));
        terms.max_price = core::Amount::from_units(110);
        must(node::check_price(quote, terms));
        terms.max_price = core::Amount::from_units(109);
        const auto refused = node::check_price(quote, terms);
        QVERIFY(!refused && refused.error().code == core::Code::refused);
        QVERIFY(refused.error().message.find("0.00000011 EMB") != std::string::npos);
        QVERIFY(refused.error().message.find("0.000000109 EMB") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(NodeCalls)
#include "tst_node_calls.moc"
